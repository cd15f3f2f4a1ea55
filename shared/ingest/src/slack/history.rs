//! What Slack's API shows of a channel's past, as the facts that its events would have been.
//!
//! Read by the code that reads events, so a fact has the same name whichever way it came. What the API does not show has no
//! fact: texts before their last edit, deletions, check marks taken back. A check mark has no time there: it counts from the
//! message that it is on, unless an event has told when it was put there.

use super::event::{Read, filed, id, person, ts};
use super::message;
use roundup_domain::fact::UNDATED;
use roundup_domain::{Filed, Place, What};
use serde_json::{Value, json};

/// The facts of one message of a channel, as `conversations.history` or `conversations.replies` shows it: that it was written,
/// its last edit, its check marks.
#[must_use]
pub fn facts_of_message(channel: &str, shown: &Value) -> Vec<Filed> {
    let Ok(written) = written(channel, shown) else { return Vec::new() };
    let marks = marks(channel, shown, &written.place);
    let edit = edited(channel, shown).ok();
    [written].into_iter().chain(edit).chain(marks).collect()
}

fn written(channel: &str, shown: &Value) -> Read {
    let mut event = shown.as_object().ok_or("no message")?.clone();
    event.insert("channel".to_owned(), json!(channel));
    message::read(&Value::Object(event))
}

fn edited(channel: &str, shown: &Value) -> Read {
    if !shown["edited"].is_object() {
        return Err("never edited");
    }
    message::read(&json!({
        "subtype": "message_changed", "channel": channel, "message": shown, "event_ts": shown["edited"]["ts"],
    }))
}

fn marks(channel: &str, shown: &Value, place: &Place) -> Vec<Filed> {
    let Some(of) = ts(&shown["ts"]) else { return Vec::new() };
    let place = match place {
        Place::Top(ts) => Place::About(ts.clone()),
        place => place.clone(),
    };
    let reactions = shown["reactions"].as_array().into_iter().flatten();
    let checks = reactions.filter(|reaction| reaction["name"].as_str() == Some("white_check_mark"));
    let users = checks.filter_map(|reaction| reaction["users"].as_array()).flatten().filter_map(id);
    let mark = |user: &str| {
        let name = format!("mark:{of}:{user}:{UNDATED}");
        filed(channel, place.clone(), name, of.time(), Some(person(user)), What::Marked { of: of.to_string() })
    };
    users.map(mark).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::slack::{Event, parse_event};

    fn told(event: Value) -> Filed {
        let body = json!({"type": "event_callback", "event": event}).to_string();
        let Event::Facts(facts) = parse_event(body.as_bytes()) else { panic!("no fact") };
        facts[0].clone()
    }

    fn shown() -> Value {
        json!({"type": "message", "user": "U0GLOBEX1", "text": "Is <@U0STAFF01> there?", "ts": "1772460000.000100", "team": "T0GLOBEX0"})
    }

    fn with(mut value: Value, name: &str, what: Value) -> Value {
        value[name] = what;
        value
    }

    #[test]
    fn a_message_is_the_same_fact_whether_an_event_told_it_or_the_history() {
        for message in [
            shown(),
            with(shown(), "thread_ts", json!("1772460000.000100")),
            with(shown(), "thread_ts", json!("1772450000.000100")),
            with(with(shown(), "thread_ts", json!("1772450000.000100")), "subtype", json!("thread_broadcast")),
        ] {
            let event = with(with(message.clone(), "channel", json!("C0EXT0001")), "event_ts", json!("1772460000.000100"));
            assert_eq!(facts_of_message("C0EXT0001", &message), [told(event)]);
        }
    }

    #[test]
    fn an_edit_is_the_same_fact_too() {
        let message = with(shown(), "edited", json!({"user": "U0GLOBEX1", "ts": "1772460100.000000"}));
        let event = json!({"type": "message", "subtype": "message_changed", "channel": "C0EXT0001", "message": message,
            "previous_message": with(shown(), "text", json!("Is he?")), "event_ts": "1772460100.000200", "ts": "1772460100.000200"});
        assert_eq!(facts_of_message("C0EXT0001", &message)[1], told(event));
    }

    #[test]
    fn a_check_mark_counts_from_the_message_that_it_is_on() {
        let reactions = json!([
            {"name": "eyes", "users": ["U0STAFF01"], "count": 1},
            {"name": "white_check_mark", "users": ["U0STAFF01", "U0GLOBEX1"], "count": 2},
        ]);
        let facts = facts_of_message("C0EXT0001", &with(shown(), "reactions", reactions));
        let names: Vec<&str> = facts.iter().map(|filed| filed.fact.name.as_str()).collect();
        assert_eq!(names[1..], ["mark:1772460000.000100:U0STAFF01:undated", "mark:1772460000.000100:U0GLOBEX1:undated"]);
        assert_eq!(facts[1].fact.at, facts[0].fact.at);
        assert_eq!(facts[1].place, Place::About("1772460000.000100".parse().unwrap()));
    }

    #[test]
    fn what_bots_say_what_is_gone_and_what_cannot_be_read_tells_nothing() {
        for message in [
            with(shown(), "bot_id", json!("B0ROUNDUP")),
            with(shown(), "subtype", json!("tombstone")),
            with(shown(), "subtype", json!("channel_join")),
            with(shown(), "user", json!(null)),
            with(shown(), "ts", json!("yesterday")),
            json!(null),
            json!([]),
        ] {
            assert_eq!(facts_of_message("C0EXT0001", &message), [], "{message}");
        }
    }
}
