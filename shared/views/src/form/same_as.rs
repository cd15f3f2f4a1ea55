//! Same as…: which other item this one is the same as.

use super::block::{self, Input};
use super::{Errors, Values, chosen, wrong};
use crate::Scene;
use crate::action::{LONGEST_NAME, OTHER, SAME_AS_FORM, Target};
use roundup_domain::ItemId;
use roundup_domain::item::Folded;
use serde_json::{Value, json};

/// The block of the other item.
pub const OTHER_BLOCK: &str = "other";

/// The form: a search among our items.
#[must_use]
pub fn view(_scene: &Scene, folded: &Folded) -> Value {
    let other = json!({
        "type": "external_select",
        "action_id": OTHER,
        "min_query_length": 0,
        "placeholder": block::text("Part of its title, or who asked"),
    });
    let blocks = vec![
        block::about(folded, folded.item.kind),
        Input { block: OTHER_BLOCK, label: "Is the same as", hint: None, optional: false, element: other }.draw(),
        block::context(
            "At the Roundup the other one stands for both, with everyone who asked. Each is still answered where it was asked.",
        ),
    ];
    block::modal(SAME_AS_FORM, &Target::of(&folded.item.id), "Same as…", "Join", blocks)
}

/// The other item.
///
/// # Errors
/// None chosen, or `item` itself.
pub fn read(item: &ItemId, values: &Values) -> Result<ItemId, Errors> {
    match chosen(values, OTHER_BLOCK) {
        None => Err(wrong(OTHER_BLOCK, "Choose the other item")),
        Some(other) if other == item.as_str() => Err(wrong(OTHER_BLOCK, "That is this item itself: choose another one")),
        // A name holds no space, and has an end: what is otherwise is none of ours.
        Some(other) if other.contains(char::is_whitespace) || other.len() > LONGEST_NAME => {
            Err(wrong(OTHER_BLOCK, "Choose an item from the list"))
        }
        Some(other) => Ok(ItemId::from_stored(other)),
    }
}
