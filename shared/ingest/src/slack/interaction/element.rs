//! What somebody entered into one element, or chose in it (Slack, "Block elements"). Elements are told apart by the fields
//! that they fill, not by their types, so that a new one which fills a known field is understood.

use super::owned_id;
use crate::json::text;
use crate::text::cut_to_chars;
use serde_json::Value;

/// Longest value kept, in characters: as much as a text input takes (Slack, "Plain-text input element").
const VALUE_LIMIT: usize = 3_000;

/// Most values of one element: as many as a menu has options (Slack, "Multi-select menu element").
pub(super) const VALUES_LIMIT: usize = 100;

/// The one value of an element that has at most one.
pub(super) fn value(element: &Value) -> Option<String> {
    let typed = ["value", "selected_date", "selected_time"].into_iter().find_map(|field| entered(&element[field]));
    let named = || {
        let fields = ["selected_user", "selected_conversation", "selected_channel"];
        fields.into_iter().find_map(|field| owned_id(&element[field]))
    };
    typed
        .or_else(|| entered(&element["selected_option"]["value"]))
        .or_else(named)
        .or_else(|| element["selected_date_time"].as_i64().map(|seconds| seconds.to_string()))
}

/// All values of an element, in the order in which Slack lists them.
pub(super) fn values(element: &Value) -> Vec<String> {
    if let Some(one) = value(element) {
        return vec![one];
    }
    let options = list(&element["selected_options"]).filter_map(|option| entered(&option["value"]));
    let named = ["selected_users", "selected_conversations", "selected_channels"]
        .into_iter()
        .flat_map(|field| list(&element[field]).filter_map(owned_id));
    options.chain(named).take(VALUES_LIMIT).collect()
}

/// A text as somebody entered it, cut to [`VALUE_LIMIT`]; none where it is empty.
pub(super) fn entered(value: &Value) -> Option<String> {
    text(value).map(|text| cut_to_chars(text, VALUE_LIMIT).to_owned())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
