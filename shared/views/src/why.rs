//! Why an item is as it is: every run of the clock with its verdict, and every fact that counted, as people read them.

mod trace;

#[cfg(test)]
mod tests;

use crate::action::Target;
use crate::block::{context, section, title};
use crate::card::{outcome, who};
use crate::text::{clock_text, lasted, local};
use crate::{Scene, Shown};
use roundup_domain::item::{Folded, Run};
use serde_json::{Value, json};

/// How many entries of the trace the modal shows: even if each of them had a button, a modal's 100 blocks are enough.
const IN_MODAL: usize = 60;
/// How many a message shows: beyond some 13,000 characters in all its blocks Slack has been seen to refuse one.
const IN_MESSAGE: usize = 20;
/// How many runs of the clock are shown.
const RUNS: usize = 8;
/// How many in text alone, so that most of it is left to the trace.
const RUNS_IN_TEXT: usize = 3;
/// Slack's limit of a section's text, in characters.
const SECTION: usize = 3_000;

/// The trace of the clock, as a modal; with a button beside what was taken for a thank-you. Private metadata: [`Target`].
#[must_use]
pub fn why_view(scene: &Scene<'_>, folded: &Folded) -> Value {
    json!({
        "type": "modal",
        "title": {"type": "plain_text", "text": "Why"},
        "close": {"type": "plain_text", "text": "Close"},
        "private_metadata": Target::of(&folded.item.id).to_string(),
        "blocks": blocks(scene, folded, IN_MODAL),
    })
}

/// The same in a message.
#[must_use]
pub fn why_blocks(scene: &Scene<'_>, folded: &Folded) -> Vec<Value> {
    blocks(scene, folded, IN_MESSAGE)
}

/// The same as a message of its own: what `/roundup why` answers.
#[must_use]
pub fn why(scene: &Scene<'_>, folded: &Folded) -> Shown {
    Shown { text: why_text(scene, folded), blocks: why_blocks(scene, folded) }
}

/// The same as text alone: mrkdwn of at most 3,000 characters, the newest entries of the trace among them.
#[must_use]
pub fn why_text(scene: &Scene<'_>, folded: &Folded) -> String {
    let mut text = format!("{}\n{}", head(folded), runs(scene, folded, RUNS_IN_TEXT));
    let lines: Vec<String> = folded.trace.iter().map(|entry| trace::line(scene, entry)).collect();
    let room = SECTION.saturating_sub(trace::length(&text) + trace::EARLIER_ROOM);
    let shown = trace::latest_within(&lines, room);
    for line in trace::earlier(lines.len() - shown.len()).iter().chain(shown) {
        text.push('\n');
        text.push_str(line);
    }
    text
}

fn blocks(scene: &Scene<'_>, folded: &Folded, entries: usize) -> Vec<Value> {
    let mut blocks = vec![section(&head(folded)), section(&runs(scene, folded, RUNS)), json!({"type": "divider"})];
    blocks.extend(trace::blocks(scene, folded, entries));
    let zone = scene.rules.team.zone.iana_name().unwrap_or("the team's zone");
    blocks.push(context(&format!("As of {} · times in {zone}", clock_text(scene.rules, scene.now))));
    blocks
}

fn head(folded: &Folded) -> String {
    format!("{}\n{}", title(&folded.item.title, &folded.item.url), who(&folded.item.requester))
}

/// The last `limit` runs of the clock, the newest last.
fn runs(scene: &Scene<'_>, folded: &Folded, limit: usize) -> String {
    let earlier = folded.runs.len().saturating_sub(limit);
    let mut lines: Vec<String> = folded.runs[earlier..].iter().map(|run| run_line(scene, folded, run)).collect();
    if earlier > 0 {
        lines.insert(0, format!("… {earlier} earlier"));
    }
    if lines.is_empty() { "Nobody has waited here.".to_owned() } else { lines.join("\n") }
}

fn run_line(scene: &Scene<'_>, folded: &Folded, run: &Run) -> String {
    let asked = format!("Asked {} · due {}", local(scene.rules, run.since), local(scene.rules, run.due));
    match &run.end {
        Some(end) => format!("{asked} · {}", outcome(scene, folded, run, end)),
        None if run.is_late(scene.now) => format!("{asked} · 🔴 *still waiting*, late by {}", lasted(run.due, scene.now)),
        None => format!("{asked} · ⏳ *waiting*"),
    }
}
