//! What a card says, line by line; all of it escaped.

use super::names::{name_of_key, name_of_user, who};
use crate::Scene;
use crate::block::{bold, linked, one_line, quote};
use crate::text::{lasted, local, span_words};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::item::{Action, Asking, Folded, Item, Run, RunEnd};
use roundup_domain::{ItemId, Kind, State};

/// How many of those who also asked are named.
const NAMED: usize = 4;
/// How many questions to colleagues are shown.
const ASKED: usize = 2;
/// Longest question or answer of a colleague in a card, in characters.
const SAID: usize = 240;

/// The kind as a word: `Feature request`.
pub(crate) fn kind_label(kind: Kind) -> &'static str {
    match kind {
        Kind::PullRequest => "Pull request",
        Kind::Bug => "Bug",
        Kind::FeatureRequest => "Feature request",
        Kind::Question => "Question",
    }
}

/// Who asked, where, and who else did.
pub(super) fn asker(item: &Item) -> String {
    let mut line = format!("👤 {}", who(&item.requester));
    // A customer's channel is often named after the customer: once is enough.
    if item.requester.company.as_deref().is_none_or(|company| !company.eq_ignore_ascii_case(&item.source)) {
        line.push_str(&format!(" · {}", one_line(&item.source, 80)));
    }
    if !item.asked_by.is_empty() {
        let names: Vec<String> = item.asked_by.iter().take(NAMED).map(who).collect();
        let more = item.asked_by.len() - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        line.push_str(&format!(" · also asked by {}{more}", names.join(", ")));
    }
    line
}

/// How the clock stands: who waits since when and until when, or how it ended.
pub(super) fn clock(scene: &Scene<'_>, folded: &Folded) -> String {
    match folded.runs.last() {
        Some(run) => run_words(scene, folded, run),
        None if folded.item.state == State::Closed => "☑️ closed".to_owned(),
        None => "☑️ nobody is waiting".to_owned(),
    }
}

fn run_words(scene: &Scene<'_>, folded: &Folded, run: &Run) -> String {
    match &run.end {
        None => waiting(scene, run.since, run.due),
        Some(end) => {
            let closed = if folded.item.state == State::Closed { " · closed" } else { "" };
            format!("{}{closed}", outcome(scene, folded, run, end))
        }
    }
}

/// How a run of the clock ended.
pub(crate) fn outcome(scene: &Scene<'_>, folded: &Folded, run: &Run, end: &RunEnd) -> String {
    let at = local(scene.rules, end.at);
    match (&end.answered_by, &end.dismissed_by) {
        (Some(by), _) => {
            let by = name_of_key(scene, &folded.people, by);
            format!("✅ answered by {by} after {}, {} ({at})", lasted(run.since, end.at), verdict(run, end))
        }
        (None, Some(by)) => format!("☑️ no response needed, says {} ({at})", name_of_key(scene, &folded.people, by)),
        (None, None) => format!("☑️ taken back ({at})"),
    }
}

/// Whether an answer was in time.
pub(crate) fn verdict(run: &Run, end: &RunEnd) -> String {
    if run.is_late(end.at) { format!("late by {}", lasted(run.due, end.at)) } else { "in time".to_owned() }
}

/// Since when and until when somebody waits.
pub(super) fn waiting(scene: &Scene<'_>, since: Timestamp, due: Timestamp) -> String {
    format!("{} · waiting since {}", deadline(scene, due), local(scene.rules, since))
}

/// Until when somebody waits, and how long that is: `⏳ due Tue 3 Mar 09:00 EST, in 19 h`.
pub(super) fn deadline(scene: &Scene<'_>, due: Timestamp) -> String {
    let at = bold(&local(scene.rules, due));
    if scene.now >= due {
        return format!("🔴 was due {at}, late by {}", lasted(due, scene.now));
    }
    let left = span_words(scene.now, due);
    if left.is_empty() { format!("⏳ due {at}, now") } else { format!("⏳ due {at}, in {left}") }
}

/// Until when it is put off.
pub(super) fn snoozed(scene: &Scene<'_>, item: &Item) -> Option<String> {
    item.snoozed_until.map(|until| format!("💤 snoozed until {}", local(scene.rules, until)))
}

/// The item's kind, and what is missing before the Roundup can read it.
pub(super) fn kind(item: &Item) -> String {
    let Some(kind) = item.kind else { return "🏷️ not triaged yet".to_owned() };
    let mut line = format!("🏷️ {}", bold(kind_label(kind)));
    if item.ready {
        line.push_str(" · ready for the Roundup");
    }
    if !item.missing.is_empty() {
        line.push_str(&format!(" · missing: {}", missing(kind, &item.missing)));
    }
    line
}

/// The labels of fields that are not filled in.
pub(super) fn missing(kind: Kind, names: &[String]) -> String {
    let label = |name: &String| {
        let field = kind.fields().iter().find(|field| field.name == name);
        field.map_or_else(|| one_line(name, 40), |field| field.label.to_owned())
    };
    names.iter().take(5).map(label).collect::<Vec<_>>().join(", ")
}

/// Kind and form, and what else triage found out.
pub(super) fn triage(scene: &Scene<'_>, folded: &Folded) -> String {
    let (item, triage) = (&folded.item, &folded.triage);
    let mut line = kind(item);
    let flags = [
        (item.kind == Some(Kind::PullRequest) && triage.low_risk, "low risk"),
        (item.kind == Some(Kind::PullRequest) && triage.docs_covered, "docs covered"),
        (item.kind == Some(Kind::Question) && triage.docs_missing, "docs to write"),
    ];
    for (_, flag) in flags.iter().filter(|(is_set, _)| *is_set) {
        line.push_str(&format!(" · {flag}"));
    }
    if let Some(existing) = &triage.existing {
        line.push_str(&format!(" · exists: {}", address(existing)));
    }
    if let Some(same) = &item.same_as {
        line.push_str(&format!("\n🔗 same as {}", item_words(scene, same)));
    }
    if let Some(decided) = &triage.decided {
        line.push_str(&format!("\n⚖️ decided at the Roundup of {}: {}", decided.meeting, bold(decided.decision.label())));
    }
    if let Some(owner) = &triage.owner {
        let sign = if triage.decided.is_some() { " · " } else { "\n⚖️ " };
        line.push_str(&format!("{sign}owner: {}", name_of_user(scene, &folded.people, owner)));
    }
    line
}

fn address(url: &str) -> String {
    linked(url.trim_start_matches("https://").trim_start_matches("github.com/"), url, 60, "(no address)")
}

/// Another item in a few words.
fn item_words(scene: &Scene<'_>, item: &ItemId) -> String {
    match item.conversation() {
        (_, Some(root)) => format!("the Slack thread of {}", local(scene.rules, root.time())),
        (conversation, None) => one_line(conversation.as_str().trim_start_matches("github:"), 140),
    }
}

/// What colleagues were asked, and what they answered.
pub(super) fn asked(scene: &Scene<'_>, folded: &Folded) -> Option<String> {
    let asked = &folded.triage.asked;
    let earlier = asked.len().saturating_sub(ASKED);
    let mut lines: Vec<String> = asked[earlier..].iter().map(|asking| asking_words(scene, folded, asking)).collect();
    if earlier > 0 {
        lines.insert(0, format!("… {earlier} earlier"));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn asking_words(scene: &Scene<'_>, folded: &Folded, asking: &Asking) -> String {
    let by = name_of_key(scene, &folded.people, &asking.by);
    let colleague = name_of_user(scene, &folded.people, &asking.colleague);
    let question = quote(&one_line_raw(&asking.question), SAID);
    let answer = match &asking.answer {
        Some(answer) => format!("{colleague} · {}\n{}", day_time(scene, answer.at), quote(&one_line_raw(&answer.text), SAID)),
        None => format!("no answer from {colleague} yet"),
    };
    format!("💬 {by} asked {colleague} · {}\n{question}\n{answer}", day_time(scene, asking.at))
}

fn one_line_raw(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was done last: `Ada claimed it · Mon 14:02`.
pub(super) fn last_action(scene: &Scene<'_>, folded: &Folded) -> Option<String> {
    let action: &Action = folded.triage.actions.last()?;
    let by = name_of_key(scene, &folded.people, &action.by);
    let what = one_line(&with_local_times(&action.what, |at| local(scene.rules, at)), 240);
    Some(format!("✏️ {by} {what} · {}", day_time(scene, action.at)))
}

/// A moment of these days: `Mon 14:02`; of earlier ones in full.
fn day_time(scene: &Scene<'_>, at: Timestamp) -> String {
    let age = scene.now.duration_since(at);
    if age > SignedDuration::from_hours(6 * 24) || age < SignedDuration::from_hours(-6 * 24) {
        return local(scene.rules, at);
    }
    at.to_zoned(scene.rules.team.zone.clone()).strftime("%a %H:%M").to_string()
}

/// The domain's words with their instants (RFC 3339, UTC) as people read them.
pub(crate) fn with_local_times(words: &str, shown: impl Fn(Timestamp) -> String) -> String {
    let word = |word: &str| {
        let bare = word.trim_end_matches([',', '.', ':', ';']);
        let is_instant = bare.len() >= 20 && bare.ends_with('Z') && bare.starts_with(|c: char| c.is_ascii_digit());
        match bare.parse::<Timestamp>().ok().filter(|_| is_instant) {
            Some(at) => format!("{}{}", shown(at), &word[bare.len()..]),
            None => word.to_owned(),
        }
    };
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
