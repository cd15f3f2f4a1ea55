//! Blocks, and the pieces of mrkdwn in them.

use crate::escape;
use crate::words;
use serde_json::{Value, json};

/// Longest text of a section (Slack, "Section block"), in UTF-16 units.
pub(super) const SECTION: usize = 3_000;
/// Longest text of a header (Slack, "Header block").
const HEADER: usize = 150;
/// Longest title of an item.
pub(super) const TITLE: usize = 150;
/// Longest name.
pub(super) const NAME: usize = 80;
/// Longest link that is worth its room; without it the label stands alone.
const LINK: usize = 300;

/// A title; not mrkdwn.
pub(super) fn header(text: &str) -> Value {
    json!({ "type": "header", "text": { "type": "plain_text", "text": escape::slack(text, HEADER), "emoji": false } })
}

/// `mrkdwn` is escaped, and no longer than [`SECTION`].
pub(super) fn section(mrkdwn: &str) -> Value {
    json!({ "type": "section", "text": object(mrkdwn) })
}

/// The same in small print.
pub(super) fn context(mrkdwn: &str) -> Value {
    json!({ "type": "context", "elements": [object(mrkdwn)] })
}

/// Pairs in two columns; at most ten.
pub(super) fn fields(mrkdwn: &[String]) -> Value {
    json!({ "type": "section", "fields": mrkdwn.iter().map(|text| object(text)).collect::<Vec<_>>() })
}

/// Verbatim: Slack must not make channels, groups or links out of what others wrote.
fn object(mrkdwn: &str) -> Value {
    json!({ "type": "mrkdwn", "text": mrkdwn, "verbatim": true })
}

/// Escaped, and not able to end the bold text that it stands in: Slack has no escape for an asterisk.
pub(super) fn name(text: &str, limit: usize) -> String {
    escape::slack(text, limit).replace('*', "∗")
}

/// `Jo Park, Initech`.
pub(super) fn person(who: &str, company: Option<&str>) -> String {
    words::person(&name(who, NAME), company.map(|company| name(company, NAME)).as_deref())
}

/// The label as a link; alone where there is none.
pub(super) fn link(label: &str, url: &str, limit: usize) -> String {
    let label = name(label, limit);
    let url = escape::slack(url, usize::MAX);
    if url.is_empty() || url.len() > LINK { label } else { format!("<{url}|{label}>") }
}

/// As many `lines` as fit a section, and how many do not.
pub(super) fn fit(lines: &[String]) -> (String, usize) {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        // Room for the sentence that counts the rest.
        if escape::units(&text) + escape::units(line) + 1 > SECTION - 100 {
            return (text, lines.len() - index);
        }
        if index > 0 {
            text.push('\n');
        }
        text.push_str(line);
    }
    (text, 0)
}

/// Length of everything in it that Slack counts, in UTF-16 units.
pub(super) fn weight(block: &Value) -> usize {
    match block {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| if key == "text" || value.is_array() || value.is_object() { weight(value) } else { 0 })
            .sum(),
        Value::Array(values) => values.iter().map(weight).sum(),
        Value::String(text) => escape::units(text),
        _ => 0,
    }
}
