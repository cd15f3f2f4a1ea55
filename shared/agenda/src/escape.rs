//! Making what others wrote inert, and bounding it.
//!
//! Two stages. *Cleaning* removes what no rendering wants (controls, terminal sequences, marks that reorder or hide text)
//! and is done once, when the agenda is put together. *Escaping* is each rendering's own, done where text is written out.

mod clean;
mod web;

pub(crate) use clean::{block, line};
pub(crate) use web::{link_label, web_link};

use unicode_segmentation::UnicodeSegmentation;

/// Length in UTF-16 code units: what Slack's limits have been seen to count at most.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// `text`, or as many whole graphemes of it as leave room for an ellipsis in `limit` UTF-16 units.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    shorten_escaped(text, limit, str::to_owned)
}

/// The same of the escaped text. Escaping goes grapheme by grapheme, so that no entity is ever cut.
fn shorten_escaped(text: &str, limit: usize, escape: impl Fn(&str) -> String) -> String {
    let whole = escape(text);
    if units(&whole) <= limit {
        return whole;
    }
    let mut short = String::new();
    let mut left = limit.saturating_sub(1);
    for grapheme in text.graphemes(true).map(escape) {
        let length = units(&grapheme);
        if length > left {
            break;
        }
        left -= length;
        short.push_str(&grapheme);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// For Slack's mrkdwn and plain text (Slack, "Formatting text for app surfaces": `&`, `<` and `>` are the three characters
/// to escape), in at most `limit` UTF-16 units.
pub(crate) fn slack(text: &str, limit: usize) -> String {
    // A fence that others open would swallow what we write after it.
    shorten_escaped(&text.replace("```", "'''"), limit, |text| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    })
}

/// For HTML, as text or in a quoted attribute. Line ends become `<br>`.
pub(crate) fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push_str("<br>"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// For Markdown (CommonMark, "Backslash escapes"), as inline text that mentions nobody. Line ends become hard breaks; `indent`
/// keeps the lines that follow in the list item they belong to.
pub(crate) fn markdown(text: &str, indent: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(markdown_line).collect();
    lines.join(&format!("\\\n{indent}"))
}

fn markdown_line(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    // What means something only at the start of a line: lists, rules, underlined headings.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match line.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => Some(digits),
        Some(b'-' | b'+' | b'=') if digits == 0 => Some(0),
        _ => None,
    };
    for (position, character) in line.char_indices() {
        if character == '@' && may_mention(&line[..position]) {
            continue;
        }
        let special = matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&');
        if special || marker == Some(position) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Whether an `@` after this is read as a mention, and pings: GitHub does so after anything but a letter or digit, and looks at
/// what is shown, so that no backslash helps. After these, as in `jo@acme.test`, it is part of an address.
fn may_mention(before: &str) -> bool {
    !before.ends_with(|last: char| last.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests;
