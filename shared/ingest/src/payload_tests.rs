//! The payloads that Slack and GitHub publish, and those in the tests of their SDKs, where a copy of them is at hand.
#![allow(clippy::unwrap_used)]

use crate::slack::{Interaction, View};
use crate::{github, slack};
use roundup_domain::{Filed, Place, What};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where the published payloads are, if they are: beside the repository, of which they are no part.
fn published() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/payloads");
    folder.is_dir().then_some(folder)
}

/// Name and content of every file in a folder, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut files: Vec<_> = entries
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

/// A fact without anybody's words.
fn line(filed: &Filed) -> String {
    let place = match &filed.place {
        Place::Top(ts) => format!("top {ts}"),
        Place::Reply { root, ts } => format!("reply {ts} in {root}"),
        Place::About(ts) => format!("about {ts}"),
        Place::Thread => "thread".to_owned(),
        Place::Conversation => "conversation".to_owned(),
    };
    let by = filed.fact.by.as_ref().map_or("-".to_owned(), |by| format!("{}{}", by.id, if by.automated { " (bot)" } else { "" }));
    let kind = match &filed.fact.what {
        What::Opened { draft, .. } => format!("opened draft={draft}"),
        What::Comment { text, .. } => format!("comment{}", if text.is_empty() { " empty" } else { "" }),
        What::Closed { merged, .. } => format!("closed merged={merged}"),
        other => serde_json::to_value(other).unwrap()["is"].as_str().unwrap().to_owned(),
    };
    let form = filed.fact.subject.as_ref().map_or(String::new(), |subject| format!(" on {:?}", subject.form));
    format!("{} | {place} | {} | {kind}{form} | by {by} at {}", filed.conversation, filed.fact.name, filed.fact.at)
}

fn lines(facts: &[Filed]) -> String {
    facts.iter().map(line).collect::<Vec<_>>().join("; ")
}

fn slack_line(body: &[u8]) -> String {
    match slack::parse_event(body) {
        slack::Event::Challenge(_) => "challenge".to_owned(),
        slack::Event::Facts(facts) => lines(&facts),
        slack::Event::RateLimited { team, since } => format!("rate limited: {team:?} since {since:?}"),
        slack::Event::Ignored(reason) => format!("ignored: {reason}"),
    }
}

fn github_line(event: &str, body: &[u8]) -> String {
    match github::parse(event, "application/json", body) {
        github::Event::Facts(facts) => lines(&facts),
        github::Event::Ping => "ping".to_owned(),
        github::Event::Ignored(reason) => format!("ignored: {reason}"),
    }
}

fn interaction_line(json: &[u8]) -> String {
    let form = form_urlencoded::Serializer::new(String::new()).append_pair("payload", &String::from_utf8_lossy(json)).finish();
    match slack::parse_interaction(form.as_bytes()) {
        Interaction::Action(action) => {
            let view = action.view.as_ref().map_or(String::new(), |view| format!(" in {}", view_line(view)));
            let thread = action.thread.as_ref().map_or(String::new(), |thread| format!(" in thread {thread}"));
            format!("action {} by {} at {}{view}{thread}", action.action_id, action.user, action.action_ts)
        }
        Interaction::Submission(submission) => format!("form by {}: {}", submission.user, view_line(&submission.view)),
        Interaction::Suggestion(asked) => {
            format!("options for {} by {}{}", asked.action_id, asked.user, if asked.view.is_some() { " in a view" } else { "" })
        }
        Interaction::Shortcut(shortcut) => {
            let message = shortcut.message.as_ref().map_or(String::new(), |message| {
                let author = message.author.as_ref().map(|author| (author.id.as_str(), author.automated));
                format!(" on {} in {} by {author:?}", message.ts, message.channel)
            });
            format!("shortcut {} by {}{message}", shortcut.callback_id, shortcut.user)
        }
        Interaction::Ignored(reason) => format!("ignored: {reason}"),
    }
}

/// A view without anybody's words.
fn view_line(view: &View) -> String {
    let values: Vec<_> = view.values.iter().map(|(block, values)| format!("{block}={}", values.len())).collect();
    format!("{:?} {} [{}]", view.kind, view.id, values.join(" "))
}

fn command_line(form: &[u8]) -> String {
    slack::parse_command(form)
        .map_or_else(|reason| format!("ignored: {reason}"), |command| format!("{} by {}", command.command, command.user))
}

/// What every file of a folder became, one a line.
fn table(folder: &Path, become_line: impl Fn(&str, &[u8]) -> String) -> String {
    files(folder).into_iter().fold(String::new(), |mut table, (name, body)| {
        let _ = writeln!(table, "{name}: {}", become_line(&name, &body));
        table
    })
}

/// An event as it is documented, in an envelope.
fn in_envelope(event: &[u8]) -> Vec<u8> {
    let event: Value = serde_json::from_slice(event).unwrap();
    json!({"type": "event_callback", "event_time": 1_772_460_000, "event": event}).to_string().into_bytes()
}

#[test]
fn every_published_payload_is_read_without_panic() {
    let Some(folder) = published() else {
        println!("no published payloads beside the repository: nothing compared");
        return;
    };
    let github = table(&folder.join("github"), |name, body| github_line(name.split('.').next().unwrap(), body));
    insta::assert_snapshot!("github", github);
    insta::assert_snapshot!("slack_events", table(&folder.join("slack/events"), |_, body| slack_line(body)));
    let bare = table(&folder.join("slack/bare-events"), |_, body| slack_line(&in_envelope(body)));
    insta::assert_snapshot!("slack_bare_events", bare);
    insta::assert_snapshot!("slack_interactivity", table(&folder.join("slack/interactivity"), |_, body| interaction_line(body)));
    insta::assert_snapshot!("slack_commands", table(&folder.join("slack/commands"), |_, body| command_line(body)));
}
