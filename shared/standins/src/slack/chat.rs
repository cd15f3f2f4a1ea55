//! `chat.*` and `reactions.add`.

use super::args::{Answer, Args};
use super::limits;
use super::world::{self, APP, BOT, BOT_USER, World};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

pub(crate) fn post_message(world: &mut World, args: &Args, now: Timestamp) -> Answer {
    let channel = args.required("channel")?.to_owned();
    limits::message(args)?;
    let channel = world.speaking(&channel)?;
    let mut message = ours(world, args);
    if let Some(thread) = args.text("thread_ts") {
        message.insert("thread_ts".into(), json!(thread));
    }
    let message = world.add_message(&channel, now, message)?;
    Ok(json!({"channel": channel, "ts": message["ts"], "message": message}))
}

pub(crate) fn update(world: &mut World, args: &Args, now: Timestamp) -> Answer {
    let channel = args.required("channel")?.to_owned();
    let ts = args.required("ts")?;
    limits::message(args)?;
    let mut changed = ours(world, args);
    let message = world.joined(&channel)?.messages.get_mut(ts).ok_or("message_not_found")?;
    if message.get("bot_id") != Some(&json!(BOT)) {
        return Err("cant_update_message".into());
    }
    changed.insert("edited".into(), json!({"user": BOT_USER, "ts": format!("{}.000000", now.as_second())}));
    message.extend(changed);
    Ok(json!({"channel": channel, "ts": ts, "text": message["text"], "message": message}))
}

pub(crate) fn post_ephemeral(world: &mut World, args: &Args, now: Timestamp) -> Answer {
    let channel = args.required("channel")?.to_owned();
    let user = args.required("user")?;
    limits::message(args)?;
    world.joined(&channel)?;
    world.user(user).ok_or("user_not_in_channel")?;
    let ts = format!("{:010}.{:06}", now.as_second(), now.subsec_microsecond());
    let mut shown = world::object(json!({"channel": channel, "user": user, "ts": ts}));
    for name in ["text", "blocks", "thread_ts"] {
        if let Some(value) = args.get(name) {
            shown.insert(name.into(), value.clone());
        }
    }
    world.ephemerals.push(Value::Object(shown));
    Ok(json!({"message_ts": ts}))
}

/// `chat.getPermalink`: an address, in a thread with that of its root (Slack, "Messages: permalinks").
pub(crate) fn permalink(world: &mut World, args: &Args) -> Answer {
    let (channel, ts) = (args.required("channel")?, args.required("message_ts")?);
    let permissive = world.permissive;
    let message = world.channel(channel)?.messages.get(ts);
    if message.is_none() && !permissive {
        return Err("message_not_found".into());
    }
    let thread = message.and_then(|message| message.get("thread_ts")).and_then(Value::as_str).filter(|thread| *thread != ts);
    let mut address = format!("https://acme.slack.test/archives/{channel}/p{}", ts.replace('.', ""));
    if let Some(thread) = thread {
        address.push_str(&format!("?thread_ts={thread}&cid={channel}"));
    }
    Ok(json!({"channel": channel, "permalink": address}))
}

pub(crate) fn add_reaction(world: &mut World, args: &Args) -> Answer {
    let channel = args.required("channel")?.to_owned();
    let (ts, name) = (args.required("timestamp")?, args.required("name")?);
    let message = world.joined(&channel)?.messages.get_mut(ts).ok_or("message_not_found")?;
    let reactions = message.entry("reactions").or_insert_with(|| json!([]));
    let Value::Array(reactions) = reactions else { return Err("internal_error".into()) };
    if reactions.iter().any(|reaction| reaction["name"] == name) {
        return Err("already_reacted".into());
    }
    reactions.push(json!({"name": name, "users": [BOT_USER], "count": 1}));
    Ok(json!({}))
}

/// What the app says, as a message shows it.
fn ours(world: &World, args: &Args) -> Map<String, Value> {
    let mut message = Map::new();
    for (name, value) in [("user", BOT_USER), ("bot_id", BOT), ("app_id", APP), ("team", &world.home)] {
        message.insert(name.into(), json!(value));
    }
    message.insert("text".into(), json!(args.text("text").unwrap_or_default()));
    for name in ["blocks", "metadata"] {
        if let Some(value) = args.get(name) {
            message.insert(name.into(), value.clone());
        }
    }
    message
}
