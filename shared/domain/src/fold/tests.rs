//! The rules of the clock (CONTRACT 6), each a sentence. Rule 4 is in `channel/tests.rs`, rule 9 in `decide/tests.rs`, rule 8
//! in `permutation_tests.rs`; rule 7 is here as far as roles are told from configuration and look-ups.

#![allow(clippy::unwrap_used)]

mod acknowledgements;
mod answers;
mod clock;
mod drafts;
mod endings;
mod helped;
mod items;
mod record;
mod roles;
mod top_level;
mod triage_asking;
mod triage_claims;
mod triage_forms;
mod triage_labels;
mod triage_revision;
mod triage_roundup;
mod triage_same;
mod triage_snoozes;
mod triage_staff;
mod triage_undo;

use crate::item::{Item, Run, State};
use crate::testing::Story;
use jiff::Timestamp;

/// The runs of the clock as somebody reads them at `now`: `Mon 14:00 answered Mon 16:00`.
fn runs(story: &Story, now: &str) -> Vec<String> {
    let at = crate::testing::t(now);
    story.fold_at(now).unwrap().runs.iter().map(|run| shown(run, at)).collect()
}

fn shown(run: &Run, now: Timestamp) -> String {
    let time = |at: Timestamp| at.strftime("%a %H:%M").to_string();
    let end = match &run.end {
        None => "goes on".to_owned(),
        Some(end) if end.answered_by.is_some() => format!("answered {}", time(end.at)),
        Some(end) => format!("withdrawn {}", time(end.at)),
    };
    let late = if run.is_late(now) { ", late" } else { "" };
    format!("{} {end}{late}", time(run.since))
}

fn item(story: &Story, now: &str) -> Item {
    story.fold_at(now).unwrap().item
}

fn state(story: &Story, now: &str) -> State {
    item(story, now).state
}

/// What the trace says, without times and names.
fn effects(story: &Story, now: &str) -> Vec<String> {
    story.fold_at(now).unwrap().trace.into_iter().map(|entry| entry.effect).collect()
}
