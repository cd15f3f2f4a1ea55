//! Slack's limits on messages and views (Slack, "Reference: blocks", "Reference: views" and "chat.postMessage"), counted in
//! characters.

mod elements;
mod text;

use super::args::{Args, Refusal};
use elements::Place;
use serde_json::Value;
use text::{Checked, either, list, optional, optional_plain, plain, required, unique, wrong};

/// What Slack cuts or refuses a message's text at.
const TEXT: usize = 40_000;
/// About where messages with blocks fail as a whole; not documented.
const BLOCKS_IN_ALL: usize = 13_000;
/// Bytes of a view as JSON.
const VIEW: usize = 250_000;

/// Blocks that Slack has on messages, and which of them not in views.
const BLOCKS: [&str; 12] =
    ["section", "header", "context", "actions", "input", "divider", "image", "rich_text", "video", "file", "markdown", "table"];
const NOT_IN_VIEWS: [&str; 3] = ["file", "markdown", "table"];

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
    check_blocks(blocks, 50, "/blocks")?;
    if blocks.iter().map(characters).sum::<usize>() > BLOCKS_IN_ALL {
        return Err("msg_blocks_too_long".into());
    }
    Ok(())
}

/// Checks a view of one `kind`, `modal` or `home`.
pub(crate) fn view(view: &Value, kind: &str) -> Checked {
    if view.to_string().len() > VIEW {
        return Err("view_too_large".into());
    }
    // What is wrong in a view is wrong with the arguments; only messages have `invalid_blocks`.
    check_view(view, kind).map_err(|refusal| Refusal { error: "invalid_arguments".into(), ..refusal })
}

fn check_view(view: &Value, kind: &str) -> Checked {
    if view["type"] != kind {
        return Err(wrong("/view/type", &format!("must be {kind}")));
    }
    let Some(blocks) = view["blocks"].as_array() else { return Err(wrong("/view/blocks", "missing required field: blocks")) };
    if kind == "modal" {
        plain(&view["title"], 24, "/view/title")?;
        optional_plain(&view["submit"], 24, "/view/submit")?;
        optional_plain(&view["close"], 24, "/view/close")?;
        if view["submit"].is_null() && blocks.iter().any(|block| block["type"] == "input") {
            return Err(wrong("/view/submit", "missing required field: submit, where there are input blocks"));
        }
    }
    for (name, most) in [("private_metadata", 3_000), ("callback_id", 255), ("external_id", 255)] {
        optional(&view[name], most, &format!("/view/{name}"))?;
    }
    if blocks.iter().filter_map(|block| block["type"].as_str()).any(|kind| NOT_IN_VIEWS.contains(&kind)) {
        return Err(wrong("/view/blocks", "unsupported type in a view"));
    }
    check_blocks(blocks, 100, "/view/blocks")
}

fn check_blocks(blocks: &[Value], most: usize, at: &str) -> Checked {
    if blocks.len() > most {
        return Err(wrong(at, &format!("no more than {most} items allowed")));
    }
    unique(blocks.iter().filter_map(|block| block["block_id"].as_str()), "block_id", at)?;
    blocks.iter().enumerate().try_for_each(|(i, block)| check_block(block, &format!("{at}/{i}")))
}

fn check_block(block: &Value, at: &str) -> Checked {
    optional(&block["block_id"], 255, &format!("{at}/block_id"))?;
    let elements = format!("{at}/elements");
    match block["type"].as_str() {
        Some("section") => check_section(block, at),
        Some("header") => plain(&block["text"], 150, &format!("{at}/text")),
        Some("context") => {
            list(&block["elements"], 1, 10, &elements)?.iter().try_for_each(|element| match element["type"] == "image" {
                true => elements::check_image(element, &elements),
                false => either(element, 3_000, &elements),
            })
        }
        Some("actions") => elements::check_all(list(&block["elements"], 1, 25, &elements)?, Place::Actions, &elements),
        Some("input") => check_input(block, at),
        Some("image") => {
            optional_plain(&block["title"], 2_000, &format!("{at}/title"))?;
            elements::check_image(block, at)
        }
        Some("markdown") => required(&block["text"], 12_000, &format!("{at}/text")),
        Some(kind) if BLOCKS.contains(&kind) => Ok(()),
        _ => Err(wrong(at, "unsupported type")),
    }
}

fn check_section(section: &Value, at: &str) -> Checked {
    if section["text"].is_null() && section["fields"].is_null() {
        return Err(wrong(at, "text or fields are required"));
    }
    if !section["text"].is_null() {
        either(&section["text"], 3_000, &format!("{at}/text"))?;
    }
    if !section["fields"].is_null() {
        let at = format!("{at}/fields");
        list(&section["fields"], 1, 10, &at)?.iter().try_for_each(|field| either(field, 2_000, &at))?;
    }
    let accessory = &section["accessory"];
    if accessory.is_null() { Ok(()) } else { elements::check(accessory, Place::Accessory, &format!("{at}/accessory")) }
}

fn check_input(input: &Value, at: &str) -> Checked {
    plain(&input["label"], 2_000, &format!("{at}/label"))?;
    optional_plain(&input["hint"], 2_000, &format!("{at}/hint"))?;
    elements::check(&input["element"], Place::Input, &format!("{at}/element"))
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
