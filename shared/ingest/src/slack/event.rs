//! Events → facts. The outer `team_id` is never read: with Slack Connect it may be the sender's, so that a channel's id
//! alone says where something happened.

use super::message;
use crate::json::{text, time};
use jiff::Timestamp;
use roundup_domain::{Author, ConversationId, Fact, Filed, Place, Platform, SlackTs, What};
use serde_json::Value;

/// A fact, or why there is none.
pub(super) type Read = Result<Filed, &'static str>;

/// Why most of what happens in direct messages is ignored.
pub(super) const DIRECT: &str = "a direct message";

/// Longest id that is believed, in bytes.
const MAX_ID: usize = 100;

/// Reads an `event_callback`.
pub(super) fn read(envelope: &Value) -> Read {
    let event = &envelope["event"];
    match event["type"].as_str().ok_or("no event in the envelope")? {
        "message" => message::read(event),
        "reaction_added" => reaction(event, "mark", |of| What::Marked { of }),
        "reaction_removed" => reaction(event, "unmark", |of| What::Unmarked { of }),
        "member_joined_channel" => joined(envelope, event),
        "channel_rename" | "group_rename" | "channel_shared" | "channel_unshared" | "shared_channel_invite_accepted" => {
            let channel = channel(event)?;
            channel_changed(channel, &happened(envelope, event).ok_or("no time of the event")?)
        }
        "app_home_opened" => home_opened(envelope, event),
        "app_mention" => Err("a mention of the app, which comes as a message too"),
        _ => Err("an event of no interest"),
    }
}

/// The channel is not what it was; what it is now is looked up.
pub(super) fn channel_changed(channel: &str, at: &SlackTs) -> Read {
    Ok(filed(channel, Place::Conversation, format!("channel:{at}"), at.time(), None, What::ChannelChanged))
}

fn joined(envelope: &Value, event: &Value) -> Read {
    let channel = channel(event)?;
    let user = id(&event["user"]).ok_or("nobody named who joined")?;
    let at = happened(envelope, event).ok_or("no time of the event")?;
    Ok(filed(channel, Place::Conversation, format!("joined:{user}:{at}"), at.time(), Some(person(user)), What::Joined))
}

/// Somebody looks at the Home tab, which is to be filled; the app's other tab is the direct messages with it.
fn home_opened(envelope: &Value, event: &Value) -> Read {
    if event["tab"].as_str() != Some("home") {
        return Err("a tab of the app that is not Home");
    }
    let user = id(&event["user"]).ok_or("nobody named who opened Home")?;
    let at = happened(envelope, event).ok_or("no time of the event")?;
    let fact = Fact { name: format!("home:{at}"), at: at.time(), by: Some(person(user)), what: What::HomeOpened, subject: None };
    Ok(Filed { conversation: ConversationId::home(user), place: Place::Conversation, fact })
}

fn reaction(event: &Value, verb: &str, what: fn(String) -> What) -> Read {
    if event["reaction"].as_str() != Some("white_check_mark") {
        return Err("a reaction that says nothing");
    }
    let item = &event["item"];
    if item["type"].as_str() != Some("message") {
        return Err("a reaction to something other than a message");
    }
    let channel = channel(item)?;
    let of = ts(&item["ts"]).ok_or("a reaction to no message")?;
    let user = id(&event["user"]).ok_or("a reaction by nobody")?;
    let at = ts(&event["event_ts"]).ok_or("no time of the event")?;
    let name = format!("{verb}:{of}:{user}:{at}");
    Ok(filed(channel, Place::About(of.clone()), name, at.time(), Some(person(user)), what(of.to_string())))
}

/// When an event happened that is no message. Some carry no `event_ts`: then the second in the envelope, which is the same
/// in every delivery.
fn happened(envelope: &Value, event: &Value) -> Option<SlackTs> {
    ts(&event["event_ts"]).or_else(|| {
        let second = time(&envelope["event_time"]).filter(|second| *second >= Timestamp::UNIX_EPOCH)?;
        Some(SlackTs::from_time(second))
    })
}

/// The channel of an event: an id, or in some events an object with an id.
pub(super) fn channel(event: &Value) -> Result<&str, &'static str> {
    let channel = &event["channel"];
    let id = id(channel).or_else(|| id(&channel["id"])).ok_or("no channel")?;
    let of_few = |kind: &Value| matches!(kind.as_str(), Some("im" | "mpim" | "app_home"));
    let said = channel["is_im"] == true || channel["is_mpim"] == true || of_few(&event["channel_type"]);
    if id.starts_with('D') || said { Err(DIRECT) } else { Ok(id) }
}

/// The channel of a message that somebody wrote to our app alone.
pub(super) fn direct_channel(event: &Value) -> Option<&str> {
    id(&event["channel"]).filter(|id| id.starts_with('D') && event["channel_type"].as_str() == Some("im"))
}

/// An id that can be part of a name.
pub(super) fn id(value: &Value) -> Option<&str> {
    text(value).filter(|text| is_id(text))
}

/// Whether `text` can be an id of Slack's: eleven characters today, without limit by Slack's word, but keys have one.
pub(super) fn is_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    !text.is_empty() && text.len() <= MAX_ID && text.bytes().all(allowed)
}

/// A message's timestamp.
pub(super) fn ts(value: &Value) -> Option<SlackTs> {
    value.as_str()?.parse().ok()
}

/// A Slack user who is, as far as the event says, no bot.
pub(super) fn person(id: &str) -> Author {
    Author { platform: Platform::Slack, id: id.to_owned(), automated: false }
}

pub(super) fn filed(channel: &str, place: Place, name: String, at: Timestamp, by: Option<Author>, what: What) -> Filed {
    Filed { conversation: ConversationId::slack(channel), place, fact: Fact { name, at, by, what, subject: None } }
}
