//! Blocks that forms are made of (Slack, "Block Kit").

use super::{Values, plain};
use crate::action::Target;
use crate::block::{bold, one_line, title};
pub(super) use crate::block::{context, section};
use roundup_domain::Kind;
use roundup_domain::item::{Folded, Requester};
use serde_json::{Value, json};

/// Longest title of a modal, and text of its buttons (Slack, "Modal views").
pub(super) const TITLE: usize = 24;
/// Longest text of an option (Slack, "Option object").
const OPTION_TEXT: usize = 75;
/// Longest value of one.
const OPTION_VALUE: usize = 150;
/// Longest text of others that is shown in full.
const WORDS: usize = 3_000;
/// Longest name, in characters.
const NAME: usize = 80;

/// A modal that is submitted with the button `submit`.
pub(super) fn modal(callback: &str, target: &Target, name: &str, submit: &str, blocks: Vec<Value>) -> Value {
    json!({
        "type": "modal",
        "callback_id": callback,
        "private_metadata": target.to_string(),
        "title": text(name),
        "submit": text(submit),
        "close": text("Cancel"),
        "blocks": blocks,
    })
}

pub(super) fn text(text: &str) -> Value {
    json!({"type": "plain_text", "text": text})
}

/// Words as they are, cut to 3,000 UTF-16 units; none where there are none. Rich text has no markup: nobody is pinged by it.
pub(crate) fn words(style: &str, words: &str) -> Option<Value> {
    let words = plain::cut(&plain::shown(words), WORDS);
    let element = json!({"type": style, "elements": [{"type": "text", "text": words}]});
    (!words.is_empty()).then(|| json!({"type": "rich_text", "elements": [element]}))
}

/// Which item it is, headed as the Roundup will read it, `BUG: (who, where they work)`, as soon as there is a kind.
pub(super) fn about(folded: &Folded, kind: Option<Kind>) -> Value {
    let who = who(&folded.item.requester);
    let heading = match kind {
        Some(kind) => format!("{}: ({who})", kind.heading()),
        None => who,
    };
    section(&format!("{}\n{}", bold(&heading), title(&folded.item.title, &folded.item.url)))
}

/// Who asked and where they work, escaped.
fn who(requester: &Requester) -> String {
    let of = |text: &str| Some(one_line(text, NAME)).filter(|text| !text.is_empty());
    let name = of(&requester.name).unwrap_or_else(|| one_line(&requester.id, NAME));
    match requester.company.as_deref().and_then(of) {
        Some(company) => format!("{name}, {company}"),
        None => name,
    }
}

/// What is filled in: one element with its label.
pub(super) struct Input<'a> {
    pub block: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    /// Whether it may stay empty: else Slack asks for it.
    pub optional: bool,
    pub element: Value,
}

impl Input<'_> {
    pub fn draw(self) -> Value {
        let mut block = json!({
            "type": "input",
            "block_id": self.block,
            "label": text(self.label),
            "optional": self.optional,
            "element": self.element,
        });
        if let Some(hint) = self.hint {
            block["hint"] = text(hint);
        }
        block
    }
}

/// A text input, of one line or several, with what stands in it at first, cut to `limit` UTF-16 units.
pub(super) fn text_input(action: &str, several_lines: bool, initial: &str, limit: usize) -> Value {
    let mut element = json!({"type": "plain_text_input", "action_id": action, "multiline": several_lines, "max_length": limit});
    let initial = plain::cut(initial, limit);
    // Slack refuses an empty one.
    if !initial.is_empty() {
        element["initial_value"] = json!(initial);
    }
    element
}

/// An option; none where Slack would not take its value.
pub(super) fn option(label: &str, value: &str) -> Option<Value> {
    let fits = !value.trim().is_empty() && plain::width(value) <= OPTION_VALUE;
    let label = Some(plain::line(label)).filter(|label| !label.is_empty()).unwrap_or_else(|| value.to_owned());
    fits.then(|| json!({"text": text(&plain::cut(&label, OPTION_TEXT)), "value": value}))
}

/// A menu, or radio buttons, with what is chosen at first, where that is among the options.
pub(super) fn choice(element: &str, action: &str, options: Vec<Value>, initial: Option<&str>) -> Value {
    let chosen = options.iter().find(|option| option["value"].as_str() == initial).cloned();
    let mut element = json!({"type": element, "action_id": action, "options": options});
    if let Some(chosen) = chosen {
        element["initial_option"] = chosen;
    }
    element
}

/// A checkbox.
pub(super) struct Checkbox {
    /// Its value.
    pub name: &'static str,
    pub label: &'static str,
    pub ticked: bool,
}

pub(super) fn checkboxes(action: &str, boxes: &[Checkbox]) -> Value {
    let draw = |checkbox: &Checkbox| json!({"text": text(checkbox.label), "value": checkbox.name});
    let options: Vec<_> = boxes.iter().map(draw).collect();
    let ticked: Vec<_> = boxes.iter().filter(|checkbox| checkbox.ticked).map(draw).collect();
    let mut element = json!({"type": "checkboxes", "action_id": action, "options": options});
    if !ticked.is_empty() {
        element["initial_options"] = json!(ticked);
    }
    element
}

/// Whether the checkbox is ticked.
pub(super) fn is_ticked(values: &Values, block: &str, name: &str) -> bool {
    values.get(block).is_some_and(|values| values.iter().any(|value| value == name))
}
