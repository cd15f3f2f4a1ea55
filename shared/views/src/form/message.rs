//! What a form is answered with, and a modal that only says something (Slack, "Updating and pushing modal views").

use super::{Errors, block, plain};
use serde_json::{Value, json};

/// A modal that only says something: a refusal, say. `text` is shown as it is, without markup, cut to 3,000 characters; so is
/// `title`, cut to 24, which is ours to word.
#[must_use]
pub fn notice_view(title: &str, text: &str) -> Value {
    let title = Some(plain::line(title)).filter(|title| !title.is_empty()).unwrap_or_else(|| "Roundup".to_owned());
    json!({
        "type": "modal",
        "title": block::text(&plain::cut(&title, block::TITLE)),
        "close": block::text("Close"),
        "blocks": [block::words("rich_text_section", text).unwrap_or_else(|| json!({"type": "divider"}))],
    })
}

/// The form stays open, with what is wrong beside each block; `errors` must not be empty, and only name blocks of the form.
#[must_use]
pub fn errors(errors: &Errors) -> Value {
    json!({"response_action": "errors", "errors": errors})
}

/// The form closes, and whatever lies under it.
#[must_use]
pub fn clear() -> Value {
    json!({"response_action": "clear"})
}

/// This modal takes the form's place.
#[must_use]
pub fn update(view: &Value) -> Value {
    json!({"response_action": "update", "view": view})
}
