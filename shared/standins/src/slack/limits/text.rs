//! Texts and lists, which have to be of a certain size.

use crate::slack::args::Refusal;
use serde_json::Value;

pub(super) type Checked = Result<(), Refusal>;

/// A text object of either type, which has to be there (Slack, "Text object").
pub(super) fn either(text: &Value, most: usize, at: &str) -> Checked {
    if !matches!(text["type"].as_str(), Some("plain_text" | "mrkdwn")) {
        return Err(wrong(at, "text object of type plain_text or mrkdwn expected"));
    }
    required(&text["text"], most, at)
}

/// A plain text object, which has to be there.
pub(super) fn plain(text: &Value, most: usize, at: &str) -> Checked {
    if text["type"] != "plain_text" {
        return Err(wrong(at, "text object of type plain_text expected"));
    }
    required(&text["text"], most, at)
}

/// A plain text object that may be missing.
pub(super) fn optional_plain(text: &Value, most: usize, at: &str) -> Checked {
    if text.is_null() { Ok(()) } else { plain(text, most, at) }
}

/// A string that has to be there and hold something.
pub(super) fn required(text: &Value, most: usize, at: &str) -> Checked {
    if text.as_str().is_none() {
        return Err(wrong(at, "missing required field: text"));
    }
    length(text, 1, most, at)
}

/// A string that may be missing.
pub(super) fn optional(text: &Value, most: usize, at: &str) -> Checked {
    if !text.is_null() && !text.is_string() {
        return Err(wrong(at, "must be a string"));
    }
    length(text, 0, most, at)
}

fn length(text: &Value, least: usize, most: usize, at: &str) -> Checked {
    let length = text.as_str().map_or(least, |text| text.chars().count());
    if length < least {
        Err(wrong(at, &format!("must be more than {} characters", least - 1)))
    } else if length > most {
        Err(wrong(at, &format!("must be less than {} characters", most + 1)))
    } else {
        Ok(())
    }
}

/// The items of a list of so many.
pub(super) fn list<'a>(value: &'a Value, least: usize, most: usize, at: &str) -> Result<&'a [Value], Refusal> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if (least..=most).contains(&items.len()) {
        Ok(items)
    } else {
        Err(wrong(at, &format!("between {least} and {most} items allowed")))
    }
}

/// No two alike.
pub(super) fn unique<'a>(names: impl Iterator<Item = &'a str>, name: &str, at: &str) -> Checked {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(wrong(at, &format!("{name} must be unique")));
    }
    Ok(())
}

pub(super) fn wrong(at: &str, what: &str) -> Refusal {
    Refusal::new("invalid_blocks", format!("[ERROR] {what} [json-pointer:{at}]"))
}
