#![allow(clippy::unwrap_used)]

mod direct;
mod events;
mod home;
mod interactions;
mod messages;
mod verification;

use super::{Event, parse_event};
use roundup_domain::{Filed, SlackTs};
use serde_json::{Value, json};

/// An event as Slack delivers it.
fn wrapped(event: Value) -> Value {
    json!({
        "token": "one-long-verification-token", "team_id": "T0THEIRS1", "context_team_id": "T0STAFF01", "api_app_id": "A0APP0001",
        "event": event, "type": "event_callback", "event_id": "Ev0PV52K21", "event_time": 1_772_460_000,
        "authorizations": null, "is_ext_shared_channel": true
    })
}

/// A message of an outsider at top level.
fn message() -> Value {
    json!({
        "type": "message", "client_msg_id": "b5ac4998-4526-4d0b-8bb0-7bd614c1b774", "user": "U0CUST001", "team": "T0THEIRS1",
        "text": "How do I rotate keys?", "ts": "1772460000.000100", "channel": "C0EXT0001", "event_ts": "1772460000.000100",
        "channel_type": "channel", "user_team": "T0THEIRS1", "source_team": "T0THEIRS1"
    })
}

/// `event` with the fields of `changes` put in; null takes one out.
fn with(mut event: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() {
            event.as_object_mut().unwrap().remove(key);
        } else {
            event[key] = value.clone();
        }
    }
    event
}

fn read(event: &Value) -> Event {
    parse_event(wrapped(event.clone()).to_string().as_bytes())
}

/// The one fact of an event.
fn fact(event: &Value) -> Filed {
    match read(event) {
        Event::Facts(mut facts) if facts.len() == 1 => facts.remove(0),
        other => panic!("{event} became {other:?}"),
    }
}

/// Why an event is ignored.
fn reason(event: &Value) -> &'static str {
    match read(event) {
        Event::Ignored(reason) => reason,
        other => panic!("{event} became {other:?}"),
    }
}

fn ts(text: &str) -> SlackTs {
    text.parse().unwrap()
}
