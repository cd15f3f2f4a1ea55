//! What can be done about an item.

use crate::action::{self, Target};
use crate::block::{button, primary};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::State;
use roundup_domain::fact::UNDO_WINDOW;
use roundup_domain::item::{Folded, Item};
use serde_json::Value;

/// The rows of buttons of a card: what is done about whoever waits, then the rest.
pub(super) fn of_card(folded: &Folded, now: Timestamp) -> [Vec<Value>; 2] {
    let item = &folded.item;
    let target = Target::of(&item.id);
    let is_waiting = item.state == State::Waiting;
    let why = button(action::WHY, "Why", &target);
    if item.state == State::Closed {
        let rest = readiness(item).into_iter().chain([why]).chain(undo(folded, now));
        return [[triage(item)].into_iter().chain(rest).collect(), Vec::new()];
    }
    let answered = is_waiting.then(|| answered(item));
    let main = answered.into_iter().chain(claim(item)).chain([triage(item), snooze(item)]);
    let no_response = is_waiting.then(|| button(action::NO_RESPONSE, "No response needed", &target));
    let rest = [button(action::ASK, "Ask a colleague", &target)]
        .into_iter()
        .chain(no_response)
        .chain(readiness(item))
        .chain([button(action::SAME_AS, "Same as…", &target), why])
        .chain(undo(folded, now));
    [main.collect(), rest.collect()]
}

/// The buttons of an item in a list, for `viewer`.
pub(super) fn of_row(item: &Item, viewer: Option<&str>) -> Vec<Value> {
    if item.state == State::Closed {
        return vec![triage(item)];
    }
    let claimed_by_viewer = item.claimed_by.is_some() && item.claimed_by.as_deref() == viewer;
    let claim = if claimed_by_viewer { release(item) } else { Some(take(item)) };
    let answered = (item.state == State::Waiting).then(|| answered(item));
    answered.into_iter().chain(claim).chain([triage(item), snooze(item)]).collect()
}

fn answered(item: &Item) -> Value {
    primary(button(action::ANSWERED, "Answered", &Target::of(&item.id)))
}

fn triage(item: &Item) -> Value {
    button(action::TRIAGE, "Triage", &Target::of(&item.id))
}

fn snooze(item: &Item) -> Value {
    let target = Target::of(&item.id);
    match item.snoozed_until {
        Some(_) => button(action::WAKE, "Wake", &target),
        None => button(action::SNOOZE, "Snooze", &target),
    }
}

/// A card is seen by whoever has the item and by others: both find their button.
fn claim(item: &Item) -> impl Iterator<Item = Value> {
    [take(item)].into_iter().chain(release(item))
}

fn take(item: &Item) -> Value {
    match &item.claimed_by {
        Some(by) => button(action::CLAIM, "Take over", &Target::with(&item.id, by)),
        None => button(action::CLAIM, "Claim", &Target::of(&item.id)),
    }
}

fn release(item: &Item) -> Option<Value> {
    item.claimed_by.as_ref().map(|by| button(action::RELEASE, "Release", &Target::with(&item.id, by)))
}

fn readiness(item: &Item) -> Option<Value> {
    let target = Target::of(&item.id);
    if item.ready {
        return Some(button(action::UNREADY, "Not ready", &target));
    }
    (item.kind.is_some() && item.missing.is_empty()).then(|| button(action::READY, "Ready", &target))
}

/// Takes back what was done last, as long as that can be.
fn undo(folded: &Folded, now: Timestamp) -> Option<Value> {
    let last = folded.triage.actions.last().filter(|last| last.can_be_undone)?;
    // Clocks differ between machines: what Slack dates a moment ahead of us was done just now.
    let age = now.duration_since(last.at).max(SignedDuration::ZERO);
    (age <= UNDO_WINDOW).then(|| button(action::UNDO, "Undo", &Target::with(&folded.item.id, &last.fact)))
}
