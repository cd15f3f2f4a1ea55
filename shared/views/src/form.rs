//! Modals in which something is filled in, and what they say when they are submitted (Slack, "Modals").
//!
//! Every form is a `view`, drawn from what is known, and a `read` of what came back. Texts are counted in UTF-16 units where
//! Slack sets a limit, the strictest way that it might count.

mod block;
mod plain;

pub(crate) use block::words;

pub mod ask;
pub mod checklist;
pub mod message;
pub mod reply;
pub mod same_as;
pub mod snooze;
pub mod triage;

#[cfg(test)]
mod tests;

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What stands in a form: values by block; a block in which nothing is entered or chosen has none.
pub type Values = BTreeMap<String, Vec<String>>;

/// What is wrong with what was entered, by block: what it should be, without repeating what it is.
pub type Errors = BTreeMap<String, String>;

/// Most options that Slack takes (Slack, "Select menu element").
const OPTIONS: usize = 100;

/// Longest text that is entered into a form, in UTF-16 units: as much as an input takes (Slack, "Plain-text input element").
const TEXT: usize = 3_000;

/// The answer to a menu that asks for what fits what was typed (Slack, "block_suggestion"): at most 100 options of these
/// labels and values, in order, no value twice. A value that Slack would not take (over 150 characters, or empty) is left
/// out; a label is cut to 75.
#[must_use]
pub fn options(found: &[(String, String)]) -> Value {
    let mut known = BTreeSet::new();
    let fitting = found.iter().filter(|(_, value)| known.insert(value)).filter_map(|(label, value)| block::option(label, value));
    json!({"options": fitting.take(OPTIONS).collect::<Vec<_>>()})
}

/// The first value in a block; none where nothing is entered there.
fn chosen<'a>(values: &'a Values, block: &str) -> Option<&'a str> {
    values.get(block)?.first().map(String::as_str).filter(|value| !value.trim().is_empty())
}

/// The text in a block; none where there is none, or one of more than `limit` UTF-16 units, which is noted in `errors`.
fn text(values: &Values, block: &str, limit: usize, errors: &mut Errors) -> Option<String> {
    let text = plain::shown(chosen(values, block)?);
    let length = plain::width(&text);
    if length > limit {
        errors.insert(block.to_owned(), format!("This is too long by {}: at most {limit} characters", length - limit));
        return None;
    }
    Some(text).filter(|text| !text.is_empty())
}

/// [`text`] that must be there; where it is not, `wanted` says what belongs there.
fn required(values: &Values, block: &str, limit: usize, wanted: &str, errors: &mut Errors) -> Option<String> {
    let text = text(values, block, limit, errors);
    if text.is_none() {
        errors.entry(block.to_owned()).or_insert_with(|| wanted.to_owned());
    }
    text
}

/// One thing that is wrong.
fn wrong(block: &str, message: impl Into<String>) -> Errors {
    Errors::from([(block.to_owned(), message.into())])
}
