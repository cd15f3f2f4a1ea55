//! `conversations.*`.

use super::args::{Answer, Args};
use super::world::{World, micros};
use serde_json::{Map, Value, json};

/// Messages on a page where the call does not say.
const PAGE: usize = 100;
/// Most messages on a page.
const LARGEST_PAGE: usize = 999;

pub(crate) fn info(world: &mut World, args: &Args) -> Answer {
    let channel = world.channel(args.required("channel")?)?;
    Ok(json!({"channel": channel.record}))
}

pub(crate) fn open(world: &mut World, args: &Args) -> Answer {
    let users = args.required("users")?;
    if users.contains(',') {
        return Err("not_enough_users".into());
    }
    let id = world.direct(users).ok_or("user_not_found")?;
    Ok(json!({"no_op": false, "already_open": false, "channel": {"id": id}}))
}

/// The channels that the app is in, all on one page.
pub(crate) fn joined(world: &World) -> Value {
    let is_joined = |record: &&Map<String, Value>| record.get("is_member") == Some(&json!(true));
    let channels: Vec<_> = world.channels.values().map(|channel| &channel.record).filter(is_joined).collect();
    json!({"channels": channels, "response_metadata": {"next_cursor": ""}})
}

/// Top-level messages, newest first.
pub(crate) fn history(world: &mut World, args: &Args) -> Answer {
    let channel = world.joined(args.required("channel")?)?;
    let top_level = |message: &&Map<String, Value>| {
        message.get("thread_ts").is_none_or(|thread| Some(thread) == message.get("ts"))
            || message.get("subtype") == Some(&json!("thread_broadcast"))
    };
    let messages: Vec<_> = channel.messages.values().filter(top_level).filter(|m| within(m, args)).rev().collect();
    page(&messages, args)
}

/// A thread: its root, then the replies, oldest first.
pub(crate) fn replies(world: &mut World, args: &Args) -> Answer {
    let root = args.required("ts")?;
    let channel = world.joined(args.required("channel")?)?;
    if !channel.messages.contains_key(root) {
        return Err("thread_not_found".into());
    }
    let in_thread = |message: &&Map<String, Value>| {
        let is_root = message.get("ts").is_some_and(|ts| ts == root);
        is_root || (message.get("thread_ts").is_some_and(|thread| thread == root) && within(message, args))
    };
    let messages: Vec<_> = channel.messages.values().filter(in_thread).collect();
    page(&messages, args)
}

/// Between `oldest` and `latest`, the bounds included if `inclusive`.
fn within(message: &Map<String, Value>, args: &Args) -> bool {
    let at = message.get("ts").and_then(Value::as_str).and_then(micros).unwrap_or_default();
    let oldest = args.text("oldest").and_then(micros).unwrap_or(0);
    let latest = args.text("latest").and_then(micros).unwrap_or(i64::MAX);
    if args.flag("inclusive") { (oldest..=latest).contains(&at) } else { oldest < at && at < latest }
}

/// One page; a cursor is the position of the next page's first message.
fn page(messages: &[&Map<String, Value>], args: &Args) -> Answer {
    let start = match args.text("cursor") {
        None => 0,
        Some(cursor) => cursor.strip_prefix("next:").and_then(|at| at.parse().ok()).ok_or("invalid_cursor")?,
    };
    let limit = args.number("limit").unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let with_metadata = args.flag("include_all_metadata");
    let shown = messages.iter().skip(start).take(limit).map(|message| {
        let mut message = (*message).clone();
        if !with_metadata {
            message.remove("metadata");
        }
        message
    });
    let has_more = messages.len() > start + limit;
    let next = if has_more { format!("next:{}", start + limit) } else { String::new() };
    Ok(
        json!({"messages": shown.collect::<Vec<_>>(), "has_more": has_more, "pin_count": 0, "response_metadata": {"next_cursor": next}}),
    )
}
