//! The facts that counted, line by line.

use crate::Scene;
use crate::action::{COUNTS, Target};
use crate::block::{bold, button, context, one_line, section, section_with};
use crate::card::with_local_times;
use crate::text::clock_text;
use roundup_domain::fact::OPENING;
use roundup_domain::item::{Folded, TraceEntry};
use serde_json::Value;

/// Longest effect of a fact, in characters after escaping.
const EFFECT: usize = 240;
/// Longest text of a section that several entries share, in UTF-16 units.
const TOGETHER: usize = 2_800;
/// Room for [`earlier`].
pub(super) const EARLIER_ROOM: usize = 40;

/// An entry: when by the team's clock, who, and what it did.
pub(super) fn line(scene: &Scene<'_>, entry: &TraceEntry) -> String {
    let at = clock_text(scene.rules, entry.at);
    let effect = one_line(&with_local_times(&entry.effect, |at| clock_text(scene.rules, at)), EFFECT);
    match one_line(&entry.by, 60) {
        by if by.is_empty() => format!("{at} · {effect}"),
        by => format!("{at} · {}: {effect}", bold(&by)),
    }
}

/// What stands for entries that are left out.
pub(super) fn earlier(count: usize) -> Option<String> {
    (count > 0).then(|| format!("_… {count} earlier {}_", if count == 1 { "entry" } else { "entries" }))
}

/// The length of a text as the most demanding client counts it: in UTF-16 units.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The last of the lines that fit into so much [`length`], line breaks counted.
pub(super) fn latest_within(lines: &[String], room: usize) -> &[String] {
    let mut used = 0;
    let fits = |line: &&String| {
        used += length(line) + 1;
        used <= room
    };
    let count = lines.iter().rev().take_while(fits).count();
    &lines[lines.len() - count..]
}

/// The last `limit` entries, as few sections as hold them; one to itself for what was taken for a thank-you, with a button
/// to say otherwise.
pub(super) fn blocks(scene: &Scene<'_>, folded: &Folded, limit: usize) -> Vec<Value> {
    let left_out = folded.trace.len().saturating_sub(limit);
    let mut blocks: Vec<Value> = earlier(left_out).iter().map(|line| context(line)).collect();
    let mut together = String::new();
    for entry in &folded.trace[left_out..] {
        let line = line(scene, entry);
        let counts = thanked_with(entry).map(|comment| counts_button(folded, comment));
        if counts.is_some() || length(&together) + length(&line) >= TOGETHER {
            flush(&mut together, &mut blocks);
        }
        match counts {
            Some(counts) => blocks.push(section_with(&line, &counts)),
            None => {
                if !together.is_empty() {
                    together.push('\n');
                }
                together.push_str(&line);
            }
        }
    }
    flush(&mut together, &mut blocks);
    blocks
}

fn flush(together: &mut String, blocks: &mut Vec<Value>) {
    if !together.is_empty() {
        blocks.push(section(&std::mem::take(together)));
    }
}

fn counts_button(folded: &Folded, comment: &str) -> Value {
    button(COUNTS, "It needs an answer", &Target::with(&folded.item.id, comment))
}

/// The id of the comment that this entry took for a mere acknowledgement. Facts are named after it: `message:TS` in Slack,
/// `opened` for the text of an issue itself, and else the id alone.
fn thanked_with(entry: &TraceEntry) -> Option<&str> {
    if !entry.effect.starts_with("an acknowledgement:") {
        return None;
    }
    Some(match entry.fact.strip_prefix("message:") {
        Some(ts) => ts,
        None if entry.fact == "opened" => OPENING,
        None => &entry.fact,
    })
}
