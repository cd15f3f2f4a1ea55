//! The `message` event and its subtypes (Slack, "message event").

use super::event::{DIRECT, Read, channel, channel_changed, direct_channel, filed, id, person, ts};
use super::mrkdwn;
use crate::{json, text};
use roundup_domain::{Place, SlackTs, What};
use serde_json::Value;

const A_BOT: &str = "a bot's message";

/// Reads a `message` event.
pub(super) fn read(event: &Value) -> Read {
    if let Some(channel) = direct_channel(event) {
        return direct(channel, event);
    }
    let channel = channel(event)?;
    match json::text(&event["subtype"]) {
        Some("message_changed") => changed(channel, event),
        Some("message_deleted") => deleted(channel, event),
        Some("channel_convert_to_private" | "channel_convert_to_public") => {
            channel_changed(channel, &event_time(event).ok_or("no time of the event")?)
        }
        subtype => written(channel, event, subtype),
    }
}

/// A direct message to our app, where a colleague who was asked answers. What becomes of it afterwards is theirs alone.
fn direct(channel: &str, event: &Value) -> Read {
    let subtype = json::text(&event["subtype"]);
    if is_comment(subtype) || is_by_bot(event) { written(channel, event, subtype) } else { Err(DIRECT) }
}

/// Somebody wrote.
fn written(channel: &str, event: &Value, subtype: Option<&str>) -> Read {
    if is_by_bot(event) {
        return Err(A_BOT);
    }
    if !is_comment(subtype) {
        return Err("a message about the channel");
    }
    let user = id(&event["user"]).ok_or("a message by nobody")?;
    let ts = ts(&event["ts"]).ok_or("a message without a timestamp")?;
    let raw = event["text"].as_str().unwrap_or_default();
    let what = What::Comment { id: ts.to_string(), text: plain(raw), mentions: mrkdwn::mentions(raw), url: None };
    let (name, at) = (format!("message:{ts}"), ts.time());
    let place = match root(&event["thread_ts"], &ts) {
        Some(root) => Place::Reply { root, ts },
        None => Place::Top(ts),
    };
    Ok(filed(channel, place, name, at, Some(person(user)), what))
}

/// A message was changed: by a person, or by Slack, which unfurls links, counts replies and puts tombstones.
fn changed(channel: &str, event: &Value) -> Read {
    let (message, before) = (&event["message"], &event["previous_message"]);
    let of = ts(&message["ts"]).or_else(|| ts(&before["ts"])).ok_or("a change of no message")?;
    if message["subtype"].as_str() == Some("tombstone") {
        // A root with replies: Slack keeps its place, and names itself as the author.
        return if is_by_bot(before) { Err(A_BOT) } else { deletion(channel, event, of) };
    }
    if is_by_bot(message) {
        return Err(A_BOT);
    }
    if !is_comment(json::text(&message["subtype"])) {
        return Err("a change of a message about the channel");
    }
    let edited = message["edited"].as_object().ok_or("a change that is no edit")?;
    let raw = message["text"].as_str().unwrap_or_default();
    if before["text"].as_str() == Some(raw) {
        return Err("a change that leaves the text");
    }
    let time = edited.get("ts").and_then(ts).or_else(|| event_time(event)).ok_or("an edit without a time")?;
    // Slack cuts the time of an edit to the second, which may be before the message was there.
    let at = time.time().max(of.time());
    let by = edited.get("user").and_then(id).map(person);
    let what = What::Edited { of: of.to_string(), text: plain(raw) };
    Ok(filed(channel, about(event, &of), format!("edit:{of}:{time}"), at, by, what))
}

fn deleted(channel: &str, event: &Value) -> Read {
    let before = &event["previous_message"];
    if is_by_bot(before) {
        return Err(A_BOT);
    }
    let of = ts(&event["deleted_ts"]).or_else(|| ts(&before["ts"])).ok_or("a deletion of no message")?;
    deletion(channel, event, of)
}

/// Slack does not say who deleted it: the author, or an administrator.
fn deletion(channel: &str, event: &Value, of: SlackTs) -> Read {
    let at = event_time(event).ok_or("no time of the event")?.time();
    let what = What::Deleted { of: of.to_string() };
    Ok(filed(channel, about(event, &of), format!("delete:{of}"), at, None, what))
}

/// Where a change of the message `of` belongs: in its thread, where either version of it says that it is a reply.
fn about(event: &Value, of: &SlackTs) -> Place {
    let versions = [&event["message"], &event["previous_message"]];
    match versions.into_iter().find_map(|message| root(&message["thread_ts"], of)) {
        Some(root) => Place::Reply { root, ts: of.clone() },
        None => Place::About(of.clone()),
    }
}

/// The root of the thread in which the message is a reply; a root names itself.
fn root(thread: &Value, of: &SlackTs) -> Option<SlackTs> {
    ts(thread).filter(|root| root != of)
}

/// When the event itself happened: its `ts` is not that of the message which it is about.
fn event_time(event: &Value) -> Option<SlackTs> {
    ts(&event["event_ts"]).or_else(|| ts(&event["ts"]))
}

/// Subtypes with which people write. `thread_broadcast` is a reply that the channel sees too.
fn is_comment(subtype: Option<&str>) -> bool {
    matches!(subtype, None | Some("file_share" | "thread_broadcast" | "me_message"))
}

/// Bots say so with `bot_id`, with or without a `user`, with or without the subtype. An `app_id` alone is no sign of one.
pub(super) fn is_by_bot(message: &Value) -> bool {
    json::text(&message["bot_id"]).is_some()
        || message["subtype"].as_str() == Some("bot_message")
        || message["user"].as_str() == Some("USLACKBOT")
}

/// The text as facts keep it: plain, and cut to [`TEXT_LIMIT`](roundup_domain::fact::TEXT_LIMIT).
pub(super) fn plain(raw: &str) -> String {
    text::kept(&mrkdwn::plain(raw))
}
