//! For tests of lists: many items, and what blocks say.

#![allow(clippy::unwrap_used)]

use crate::fixture::{at, hostile, item};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{Item, ItemId};
use serde_json::Value;

/// How long the lists are that everything is tried with.
pub(crate) const LENGTHS: [usize; 4] = [0, 1, 5, 200];

/// So many items that wait, each due an hour after the one before; the first ones are late at [`crate::fixture::now`].
pub(crate) fn waiting(count: usize) -> Vec<Item> {
    let numbered = |number: usize| {
        let due = at("2026-03-02T17:30:00Z") + SignedDuration::from_hours(i64::try_from(number).unwrap());
        Item {
            id: ItemId::from_stored(format!("github:acme/widgets#{}", number + 1)),
            title: format!("Question {}", number + 1),
            url: format!("https://github.com/acme/widgets/issues/{}", number + 1),
            due_at: Some(due),
            ..item()
        }
    };
    (0..count).map(numbered).collect()
}

/// The same, put off until then, while nobody waits.
pub(crate) fn snoozed(count: usize, until: Timestamp) -> Vec<Item> {
    let put_off = |item: Item| Item {
        id: ItemId::from_stored(format!("{}00000", item.id)),
        state: roundup_domain::State::Snoozed,
        waiting_since: None,
        due_at: None,
        snoozed_until: Some(until),
        ..item
    };
    waiting(count).into_iter().map(put_off).collect()
}

/// Everything in it that others can choose is hostile.
pub(crate) fn made_hostile(mut item: Item) -> Item {
    item.title = hostile();
    item.source = hostile();
    item.requester.name = hostile();
    item.requester.company = Some(hostile());
    item
}

/// Every text that is shown, a line each, top to bottom.
pub(crate) fn told(blocks: &[Value]) -> String {
    let mut texts = Vec::new();
    blocks.iter().for_each(|block| collect(block, &mut texts));
    texts.join("\n")
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(text) = fields.get("text").and_then(Value::as_str) {
                texts.push(text.to_owned());
            }
            // An accessory is shown after its section's text, whatever the order of the keys.
            fields.iter().filter(|(key, _)| *key != "accessory").for_each(|(_, value)| collect(value, texts));
            fields.get("accessory").into_iter().for_each(|value| collect(value, texts));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

/// The buttons with this action, by what is before the colon.
pub(crate) fn buttons<'b>(blocks: &'b [Value], action: &str) -> Vec<&'b Value> {
    let elements =
        blocks.iter().flat_map(|block| block["elements"].as_array().into_iter().flatten().chain([&block["accessory"]]));
    elements.filter(|element| element["action_id"].as_str().is_some_and(|id| id.split(':').next() == Some(action))).collect()
}
