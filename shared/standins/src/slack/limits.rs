//! Slack's limits on messages and views (Slack, "Reference: blocks" and "chat.postMessage"), counted in characters.

use super::args::{Args, Refusal};
use serde_json::Value;

type Checked = Result<(), Refusal>;

/// What Slack cuts or refuses a message's text at.
const TEXT: usize = 40_000;
/// About where messages with blocks fail as a whole; not documented.
const BLOCKS_IN_ALL: usize = 13_000;

/// Checks `text` and `blocks` of a message.
pub(crate) fn message(args: &Args) -> Checked {
    let text = args.text("text").unwrap_or_default();
    let blocks = args.get("blocks").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if args.get("blocks").is_some_and(|blocks| !blocks.is_array()) {
        return Err("invalid_blocks_format".into());
    }
    if text.is_empty() && blocks.is_empty() {
        return Err("no_text".into());
    }
    if text.chars().count() > TEXT {
        return Err("msg_too_long".into());
    }
    check_blocks(blocks, 50)?;
    if blocks.iter().map(characters).sum::<usize>() > BLOCKS_IN_ALL {
        return Err("msg_blocks_too_long".into());
    }
    Ok(())
}

/// Checks a modal or an App Home.
pub(crate) fn view(view: &Value) -> Checked {
    if !matches!(view["type"].as_str(), Some("modal" | "home")) {
        return Err(wrong("/view/type", "must be modal or home"));
    }
    if view["type"] == "modal" {
        at_most(&view["title"]["text"], 1, 24, "/view/title")?;
    }
    at_most(&view["private_metadata"], 0, 3_000, "/view/private_metadata")?;
    at_most(&view["callback_id"], 0, 255, "/view/callback_id")?;
    check_blocks(view["blocks"].as_array().map(Vec::as_slice).unwrap_or_default(), 100)
}

fn check_blocks(blocks: &[Value], most: usize) -> Checked {
    if blocks.len() > most {
        return Err(wrong("/blocks", &format!("no more than {most} items allowed")));
    }
    let mut ids: Vec<&str> = blocks.iter().filter_map(|block| block["block_id"].as_str()).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(wrong("/blocks", "block_id must be unique"));
    }
    blocks.iter().enumerate().try_for_each(|(i, block)| check_block(block, &format!("/blocks/{i}")))
}

fn check_block(block: &Value, at: &str) -> Checked {
    at_most(&block["block_id"], 0, 255, at)?;
    match block["type"].as_str() {
        Some("section") => check_section(block, at),
        Some("header") => required(&block["text"]["text"], 150, at),
        Some("context") => {
            let elements = list(&block["elements"], 1, 10, at)?;
            elements.iter().filter(|element| element["type"] != "image").try_for_each(|text| required(&text["text"], 3_000, at))
        }
        Some("actions") => list(&block["elements"], 1, 25, at)?.iter().try_for_each(|element| check_element(element, at)),
        Some("input") => {
            required(&block["label"]["text"], 2_000, at)?;
            check_element(&block["element"], at)
        }
        Some("divider" | "image" | "rich_text" | "video" | "file" | "markdown" | "table") => Ok(()),
        _ => Err(wrong(at, "unsupported type")),
    }
}

fn check_section(section: &Value, at: &str) -> Checked {
    if section["text"].is_null() && section["fields"].is_null() {
        return Err(wrong(at, "text or fields are required"));
    }
    if !section["text"].is_null() {
        required(&section["text"]["text"], 3_000, at)?;
    }
    if !section["fields"].is_null() {
        list(&section["fields"], 1, 10, at)?.iter().try_for_each(|field| required(&field["text"], 2_000, at))?;
    }
    if section["accessory"].is_null() { Ok(()) } else { check_element(&section["accessory"], at) }
}

fn check_element(element: &Value, at: &str) -> Checked {
    at_most(&element["action_id"], 0, 255, at)?;
    at_most(&element["url"], 0, 3_000, at)?;
    if element["type"] == "button" {
        required(&element["text"]["text"], 75, at)?;
        at_most(&element["value"], 0, 2_000, at)?;
    }
    if !element["options"].is_null() {
        for option in list(&element["options"], 1, 100, at)? {
            required(&option["text"]["text"], 75, at)?;
            at_most(&option["value"], 0, 150, at)?;
        }
    }
    Ok(())
}

/// A text that has to be there.
fn required(text: &Value, most: usize, at: &str) -> Checked {
    if text.as_str().is_none() {
        return Err(wrong(at, "missing required field: text"));
    }
    at_most(text, 1, most, at)
}

/// A text that may be missing.
fn at_most(text: &Value, least: usize, most: usize, at: &str) -> Checked {
    let length = text.as_str().map_or(least, |text| text.chars().count());
    if length < least {
        Err(wrong(at, &format!("must be more than {} characters", least - 1)))
    } else if length > most {
        Err(wrong(at, &format!("must be less than {} characters", most + 1)))
    } else {
        Ok(())
    }
}

fn list<'a>(value: &'a Value, least: usize, most: usize, at: &str) -> Result<&'a [Value], Refusal> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if (least..=most).contains(&items.len()) {
        Ok(items)
    } else {
        Err(wrong(at, &format!("between {least} and {most} items allowed")))
    }
}

/// All text in a block.
fn characters(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            let own = members.get("text").and_then(Value::as_str).map_or(0, |text| text.chars().count());
            own + members.values().map(characters).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(characters).sum(),
        _ => 0,
    }
}

fn wrong(at: &str, what: &str) -> Refusal {
    Refusal::new("invalid_blocks", format!("[ERROR] {what} [json-pointer:{at}]"))
}
