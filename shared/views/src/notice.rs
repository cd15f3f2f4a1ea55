//! The messages by which people are told: reminders, escalations, what comes back from snoozing, and the questions to
//! colleagues. What a message says follows from how things stand, so that it can be brought up to date in place.
//!
//! Only whoever is on call and the lead are mentioned, in escalations; anybody else by name.

mod asking;
mod headline;

#[cfg(test)]
mod tests;

use crate::block::{context, one_line, section, title};
use crate::card::{SaidAbove, card_below};
use crate::text::local;
use crate::{Scene, Shown};
use headline::Headline;
use roundup_domain::item::{Folded, Run};
use roundup_domain::plan::{Act, Notice};
use roundup_domain::{Fact, What};
use serde_json::Value;

/// The message of a notice about an item as things stand: what is to be done; or, once that is over, how it ended. Notices
/// that are no messages about an item (labels, agendas, hand-offs) have their own views.
#[must_use]
pub fn notice(scene: &Scene<'_>, folded: &Folded, notice: &Notice) -> Shown {
    match notice.act {
        Act::Remind | Act::Escalate | Act::EscalateToLead => about_run(scene, folded, notice),
        Act::Wake => woken(scene, folded, notice),
        Act::Ask => asking::question(scene, folded, notice),
        Act::Reply => asking::answer(scene, folded, notice),
        Act::Label
        | Act::Assign
        | Act::Agenda
        | Act::Prepare
        | Act::HandOff
        | Act::OnCall
        | Act::NotAccepted
        | Act::UserGroup
        | Act::Decision => only(NOBODY_WAITS),
    }
}

/// What is left of a message whose item is none any more.
const NOBODY_WAITS: &str = "☑️ Nobody waits here any more";

/// The message of a notice whose item is none any more: it moved, or is part of another one by now.
#[must_use]
pub fn gone(facts: &[Fact]) -> Shown {
    let moved_to = facts.iter().find_map(|fact| match &fact.what {
        What::MovedTo { to } => Some(to),
        _ => None,
    });
    match moved_to {
        Some(to) => only(&format!("↪️ Moved to {}", one_line(to.as_str(), 300))),
        None => only(NOBODY_WAITS),
    }
}

fn only(text: &str) -> Shown {
    Shown { text: text.to_owned(), blocks: vec![section(text)] }
}

/// Who waits; or how that ended. A run that another one followed has a message of its own, and no buttons here: what they
/// did would be about the later one.
fn about_run(scene: &Scene<'_>, folded: &Folded, notice: &Notice) -> Shown {
    let Some(position) = folded.runs.iter().rposition(|run| run.since == notice.since) else {
        let said = Headline { text: "✅ Nobody waits here any more".to_owned(), plain: "Nobody waits here any more".to_owned() };
        return said.over(vec![titled(folded)]);
    };
    let run = &folded.runs[position];
    let said = match &run.end {
        None => headline::open(scene, folded, run, notice.act),
        Some(end) => headline::over(scene, folded, run, end),
    };
    let is_last = position + 1 == folded.runs.len();
    if !is_last {
        return said.over(vec![titled(folded), context(&times(scene, folded, run))]);
    }
    said.over(card_below(scene, folded, SaidAbove { clock: true, asked: false }))
}

fn titled(folded: &Folded) -> Value {
    section(&title(&folded.item.title, &folded.item.url))
}

fn times(scene: &Scene<'_>, folded: &Folded, run: &Run) -> String {
    let source = one_line(&folded.item.source, 80);
    format!("{source} · waiting since {} · due {}", local(scene.rules, run.since), local(scene.rules, run.due))
}

/// A snoozed item is back.
fn woken(scene: &Scene<'_>, folded: &Folded, notice: &Notice) -> Shown {
    let said = headline::woken(scene, folded, notice.since);
    said.over(card_below(scene, folded, SaidAbove::default()))
}
