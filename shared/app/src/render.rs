//! What Slack shows: the item's card, in a reminder, an escalation, and after the answer.

mod text;

pub use text::clock_text;

use crate::outbox::MessageKey;
use jiff::Timestamp;
use roundup_domain::item::{Folded, Run};
use roundup_domain::plan::Act;
use roundup_domain::{Fact, Rules, What};
use roundup_slack::Message;
use roundup_slack::mrkdwn::{escape_to, link, truncate};
use roundup_store::StoredNotice;
use serde_json::{Value, json};
use text::{lasted, local, span_words, who};

/// Longest title in a card, in characters.
const TITLE: usize = 300;
/// Longest excerpt in a card, in characters after escaping.
const EXCERPT: usize = 600;

/// The message of a notice as things stand at `now`: who waits, where, since when and until when; or, once that is over, how
/// it ended.
pub(crate) fn notice_message(
    rules: &Rules,
    folded: &Folded,
    stored: &StoredNotice,
    named: &MessageKey,
    now: Timestamp,
) -> Message {
    let run = folded.runs.iter().rev().find(|run| run.since == stored.notice.since);
    let (headline, plain) = match run {
        Some(run) if run.end.is_none() => open_headline(rules, folded, run, stored.notice.act, now),
        Some(run) => over_headline(rules, folded, run),
        None => ("✅ Nobody waits here any more".to_owned(), "Nobody waits here any more".to_owned()),
    };
    let mut blocks = vec![section(&headline), card(folded)];
    if let Some(run) = run {
        blocks.push(context(&times(rules, folded, run)));
    }
    Message { text: plain, blocks, key: Some(named.0.clone()), thread_ts: None }
}

/// The message of a notice whose item is none any more: it moved, or is part of another one by now.
pub(crate) fn gone_message(facts: &[Fact], named: &MessageKey) -> Message {
    let moved_to = facts.iter().find_map(|fact| match &fact.what {
        What::MovedTo { to } => Some(to),
        _ => None,
    });
    let text = match moved_to {
        Some(to) => format!("↪️ Moved to {}", escape_to(to.as_str(), TITLE)),
        None => "☑️ Nobody waits here any more".to_owned(),
    };
    Message { blocks: vec![section(&text)], text, key: Some(named.0.clone()), thread_ts: None }
}

fn open_headline(rules: &Rules, folded: &Folded, run: &Run, act: Act, now: Timestamp) -> (String, String) {
    let due = local(rules, run.due);
    let who = who(folded);
    let late = now >= run.due;
    let ping = |user: &str| format!("<@{user}>");
    let on_call = rules.on_call.at(now).map(|shift| ping(&shift.user));
    match act {
        Act::Remind => {
            let left = span_words(now, run.due);
            let plain = if late {
                format!("{who} still waits: due {due}")
            } else {
                format!("{who} waits for an answer: due {due}, in {left}")
            };
            (
                format!(
                    "⏰ *{who}* waits for an answer, due *{due}*{}",
                    if late { String::new() } else { format!(" (in {left})") }
                ),
                plain,
            )
        }
        Act::Escalate | Act::EscalateToLead => {
            let over = span_words(run.due, now);
            let late_by = if over.is_empty() { String::new() } else { format!(", {over} ago") };
            let tell = on_call.map(|ping| format!("\nOn call: {ping}")).unwrap_or_default();
            let lead = match (act, &rules.on_call.lead) {
                (Act::EscalateToLead, Some(lead)) => format!(" · Lead: {}", ping(lead)),
                _ => String::new(),
            };
            let plain = format!("No answer yet to {who}: was due {due}{late_by}");
            (format!("🚨 *No answer yet* to *{who}*: was due *{due}*{late_by}{tell}{lead}"), plain)
        }
    }
}

fn over_headline(rules: &Rules, folded: &Folded, run: &Run) -> (String, String) {
    let Some(end) = &run.end else { return (String::new(), String::new()) };
    let at = local(rules, end.at);
    let Some(by) = &end.answered_by else {
        return (format!("☑️ *{}* took it back ({at})", who(folded)), format!("{} took it back", who(folded)));
    };
    let by = escape_to(&Folded::name_of(&folded.people, by), 80);
    let verdict = if run.is_late(end.at) { format!("late by {}", lasted(run.due, end.at)) } else { "in time".to_owned() };
    let after = lasted(run.since, end.at);
    (format!("✅ *Answered* by {by} after {after}, {verdict} ({at})"), format!("Answered by {by} after {after}, {verdict}"))
}

/// Title with link, and how the text begins.
fn card(folded: &Folded) -> Value {
    let title = link(&folded.item.url, &truncate(&folded.item.title, TITLE));
    let mut text = format!("*{title}*");
    // In Slack the title is the first line of the text: no need to say it twice.
    if !folded.excerpt.is_empty() && folded.excerpt != folded.item.title {
        text.push_str("\n>");
        text.push_str(&escape_to(&folded.excerpt, EXCERPT));
    }
    section(&text)
}

fn times(rules: &Rules, folded: &Folded, run: &Run) -> String {
    let source = escape_to(&folded.item.source, 80);
    format!("{source} · waiting since {} · due {}", local(rules, run.since), local(rules, run.due))
}

fn section(text: &str) -> Value {
    json!({"type": "section", "text": {"type": "mrkdwn", "text": text}})
}

fn context(text: &str) -> Value {
    json!({"type": "context", "elements": [{"type": "mrkdwn", "text": text}]})
}
