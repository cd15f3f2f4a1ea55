use super::{fact, reason, with, wrapped};
use crate::slack::{Event, parse_event};
use roundup_domain::{ConversationId, Place, What};
use serde_json::{Value, json};

fn opened() -> Value {
    json!({
        "type": "app_home_opened", "user": "U0STAFF01", "channel": "D0DIRECT1", "tab": "home", "event_ts": "1772460000.000700",
        "view": {"id": "V0HOME001", "team_id": "T0STAFF01", "type": "home", "blocks": [], "state": {"values": {}}}
    })
}

#[test]
fn opening_home_is_a_fact_of_the_home_tab_of_who_opened_it() {
    let filed = fact(&opened());
    assert_eq!(filed.conversation, ConversationId::home("U0STAFF01"));
    assert_eq!((filed.place, filed.fact.what), (Place::Conversation, What::HomeOpened));
    assert_eq!(filed.fact.name, "home:1772460000.000700");
    assert_eq!(filed.fact.at.to_string(), "2026-03-02T14:00:00.0007Z");
    let by = filed.fact.by.unwrap();
    assert_eq!((by.id.as_str(), by.automated), ("U0STAFF01", false));
    assert_eq!(filed.fact.subject, None);
}

#[test]
fn home_is_opened_with_as_little_as_slack_sends() {
    // The first time, there is no view yet; and the channel says nothing.
    let bare = with(opened(), json!({"view": null, "channel": null}));
    assert_eq!(fact(&bare), fact(&opened()));
    // Not every version of the event has a timestamp like a message's; the envelope's second is the same in every delivery.
    for untimed in [json!(null), json!("1515449522000016"), json!(1_772_460_000.000_7)] {
        assert_eq!(fact(&with(opened(), json!({ "event_ts": untimed }))).fact.name, "home:1772460000.000000");
    }
}

#[test]
fn what_is_no_opening_of_home_is_ignored() {
    let cases = [
        (json!({"tab": "messages"}), "a tab of the app that is not Home"),
        (json!({"tab": null}), "a tab of the app that is not Home"),
        (json!({"tab": ["home"]}), "a tab of the app that is not Home"),
        (json!({"user": null}), "nobody named who opened Home"),
        (json!({"user": "U0#FACT"}), "nobody named who opened Home"),
        (json!({"user": "U".repeat(2_000)}), "nobody named who opened Home"),
    ];
    for (changes, expected) in cases {
        assert_eq!(reason(&with(opened(), changes.clone())), expected, "{changes}");
    }
    let mut envelope = wrapped(with(opened(), json!({"event_ts": null})));
    envelope["event_time"] = json!(-1);
    assert_eq!(parse_event(envelope.to_string().as_bytes()), Event::Ignored("no time of the event"));
}
