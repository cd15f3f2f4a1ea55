//! Snooze: until when an item is put off.

use super::block::{self, Input};
use super::{Errors, Values, chosen, message, wrong};
use crate::Scene;
use crate::action::{SNOOZE_FORM, Target};
use crate::text::local;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::item::Folded;
use roundup_domain::when;
use serde_json::{Value, json};

/// The block of the usual times; absent where none of them lies before the deadline. Values: Unix seconds.
pub const USUAL: &str = "usual";
/// The block of any other time. Value: Unix seconds.
pub const UNTIL: &str = "until";
/// The usual times, as people read them and as they type them.
const TIMES: [(&str, &str); 4] =
    [("In 1 hour", "1h"), ("In 3 hours", "3h"), ("Tomorrow at 9:00", "tomorrow 9:00"), ("Next Monday at 9:00", "mon 9:00")];
/// The farthest that something is put off.
const LONGEST: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The form: the usual times that lie before the deadline, if somebody waits, and any other. What is overdue cannot be put
/// off, and the modal says only that.
#[must_use]
pub fn view(scene: &Scene, folded: &Folded) -> Value {
    if let Some(due) = folded.item.due_at.filter(|due| *due <= scene.now) {
        return message::notice_view("Snooze", &overdue(scene, due));
    }
    let usual = usual(scene, folded.item.due_at);
    let is_any = !usual.is_empty();
    let mut blocks = vec![block::about(folded, folded.item.kind)];
    if is_any {
        let element = block::choice("radio_buttons", USUAL, usual, None);
        blocks.push(Input { block: USUAL, label: "Until", hint: None, optional: true, element }.draw());
    }
    let (label, hint) = match is_any {
        true => ("Or until another time", Some("If you choose one, it counts instead of the above.")),
        false => ("Until", None),
    };
    let element = json!({"type": "datetimepicker", "action_id": UNTIL});
    blocks.push(Input { block: UNTIL, label, hint, optional: is_any, element }.draw());
    blocks.push(block::context(&what_happens(scene, folded)));
    block::modal(SNOOZE_FORM, &Target::of(&folded.item.id), "Snooze", "Snooze", blocks)
}

/// Each as the instant that it means now, so that what is read is what was shown, however long the form stays open.
fn usual(scene: &Scene, due: Option<Timestamp>) -> Vec<Value> {
    let zone = &scene.rules.team.zone;
    let mut times: Vec<(&str, Timestamp)> = Vec::new();
    for (label, typed) in TIMES {
        let Ok(at) = when::parse(typed, scene.now, zone) else { continue };
        let is_known = times.iter().any(|(_, known)| *known == at);
        if !is_known && due.is_none_or(|due| at < due) {
            times.push((label, at));
        }
    }
    let draw = |(label, at): (&str, Timestamp)| {
        block::option(&format!("{label} ({})", local(scene.rules, at)), &at.as_second().to_string())
    };
    times.into_iter().filter_map(draw).collect()
}

fn what_happens(scene: &Scene, folded: &Folded) -> String {
    let back = "It comes back to whoever is on call then.";
    match folded.item.due_at {
        Some(due) => format!(
            "{back} Somebody waits for an answer until *{}*: the clock runs on, and it cannot be put off past that.",
            local(scene.rules, due)
        ),
        None => back.to_owned(),
    }
}

fn overdue(scene: &Scene, due: Timestamp) -> String {
    format!("Somebody waits for an answer that was due {}: it cannot be put off.", local(scene.rules, due))
}

/// Until when.
///
/// # Errors
/// No time, one in the past, past the deadline of who waits, or more than 90 days ahead.
pub fn read(scene: &Scene, folded: &Folded, values: &Values) -> Result<Timestamp, Errors> {
    let usual = if values.contains_key(USUAL) { USUAL } else { UNTIL };
    // Radio buttons cannot be cleared: who chose a time of their own means that one.
    let (block, value) = match (chosen(values, UNTIL), chosen(values, usual)) {
        (Some(until), _) => (UNTIL, until),
        (None, Some(chosen)) => (usual, chosen),
        (None, None) => return Err(wrong(usual, "Choose until when")),
    };
    let at = value.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let Some(at) = at else { return Err(wrong(block, "That is no time: choose one")) };
    match refusal(scene, folded.item.due_at, at) {
        Some(message) => Err(wrong(block, message)),
        None => Ok(at),
    }
}

fn refusal(scene: &Scene, due: Option<Timestamp>, at: Timestamp) -> Option<String> {
    match due {
        Some(due) if due <= scene.now => Some(overdue(scene, due)),
        _ if at <= scene.now => Some("That is in the past: choose a later time".to_owned()),
        Some(due) if at > due => {
            Some(format!("Somebody waits for an answer until {}: choose a time before that", local(scene.rules, due)))
        }
        _ if at.duration_since(scene.now) > LONGEST => Some("That is too far ahead: choose a time within 90 days".to_owned()),
        _ => None,
    }
}
