use super::{fact, message, read, reason, ts, with, wrapped};
use crate::slack::{Event, parse_event};
use roundup_domain::{Place, What};
use serde_json::{Value, json};

fn reaction() -> Value {
    json!({
        "type": "reaction_added", "user": "U0STAFF01", "reaction": "white_check_mark", "item_user": "U0CUST001",
        "item": {"type": "message", "channel": "C0EXT0001", "ts": "1772460000.000100"}, "event_ts": "1772460300.000400"
    })
}

fn parse(body: &Value) -> Event {
    parse_event(body.to_string().as_bytes())
}

#[test]
fn a_challenge_is_handed_back() {
    let body =
        json!({"token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P", "type": "url_verification"});
    assert_eq!(parse(&body), Event::Challenge("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P".into()));
    assert!(matches!(parse(&json!({"type": "url_verification", "challenge": 7})), Event::Ignored(_)));
}

#[test]
fn dropped_events_are_told_apart() {
    let body =
        json!({"type": "app_rate_limited", "team_id": "T0STAFF01", "minute_rate_limited": 1_518_467_820, "api_app_id": "A1"});
    let since = Some("2018-02-12T20:37:00Z".parse().unwrap());
    assert_eq!(parse(&body), Event::RateLimited { team: Some("T0STAFF01".into()), since });
    assert_eq!(parse(&json!({"type": "app_rate_limited"})), Event::RateLimited { team: None, since: None });
}

#[test]
fn a_check_mark_is_a_mark_on_a_message_and_can_be_taken_back() {
    let filed = fact(&reaction());
    assert_eq!(filed.conversation.as_str(), "slack:C0EXT0001");
    assert_eq!(filed.place, Place::About(ts("1772460000.000100")));
    assert_eq!(filed.fact.name, "mark:1772460000.000100:U0STAFF01:1772460300.000400");
    assert_eq!(filed.fact.at, ts("1772460300.000400").time());
    assert_eq!(filed.fact.by.unwrap().id, "U0STAFF01");
    assert_eq!(filed.fact.what, What::Marked { of: "1772460000.000100".into() });

    let back = fact(&with(reaction(), json!({"type": "reaction_removed"})));
    assert_eq!(back.fact.name, "unmark:1772460000.000100:U0STAFF01:1772460300.000400");
    assert_eq!(back.fact.what, What::Unmarked { of: "1772460000.000100".into() });
}

#[test]
fn other_reactions_say_nothing() {
    for name in ["heavy_check_mark", "white_check_mark::skin-tone-2", "thumbsup", "White_Check_Mark", ""] {
        assert_eq!(reason(&with(reaction(), json!({"reaction": name}))), "a reaction that says nothing", "{name}");
    }
    let on = |item: Value| with(reaction(), json!({"item": item}));
    let cases = [
        (on(json!({"type": "file", "file": "F1"})), "a reaction to something other than a message"),
        (on(json!({"type": "message", "channel": "D0DIRECT1", "ts": "1772460000.000100"})), "a direct message"),
        (on(json!({"type": "message", "channel": "C0EXT0001"})), "a reaction to no message"),
        (with(reaction(), json!({"user": null})), "a reaction by nobody"),
        (with(reaction(), json!({"event_ts": null})), "no time of the event"),
    ];
    for (event, expected) in cases {
        assert_eq!(reason(&event), expected, "{event}");
    }
}

#[test]
fn joining_a_channel_is_a_fact_of_the_channel() {
    let event = json!({"type": "member_joined_channel", "user": "U0APP0001", "channel": "C0EXT0001", "channel_type": "C",
        "team": "T0STAFF01", "inviter": "U0STAFF01", "event_ts": "1772460000.000500"});
    let filed = fact(&event);
    assert_eq!(filed.fact.name, "joined:U0APP0001:1772460000.000500");
    assert_eq!((filed.place, filed.fact.what), (Place::Conversation, What::Joined));
    assert_eq!(filed.fact.by.unwrap().id, "U0APP0001");
    assert_eq!(reason(&with(event.clone(), json!({"user": null}))), "nobody named who joined");

    // Not every version of the event has a time of its own; the envelope's is the same in every delivery.
    let untimed = with(event, json!({"event_ts": null}));
    assert_eq!(fact(&untimed).fact.name, "joined:U0APP0001:1772460000.000000");
    let mut envelope = wrapped(untimed);
    for second in [json!(null), json!(-1), json!("soon")] {
        envelope["event_time"] = second;
        assert_eq!(parse(&envelope), Event::Ignored("no time of the event"));
    }
}

#[test]
fn a_channel_that_changes_is_looked_up_whether_it_is_named_by_id_or_shown() {
    let (id, object) = (json!("C0EXT0001"), json!({"id": "C0EXT0001", "name": "at-acme", "created": 1_360_782_804}));
    let cases = [
        ("channel_rename", &object),
        ("group_rename", &object),
        ("channel_shared", &id),
        ("channel_unshared", &id),
        ("shared_channel_invite_accepted", &object),
    ];
    for (kind, channel) in cases {
        let filed = fact(&json!({"type": kind, "channel": channel, "event_ts": "1772460000.000600"}));
        assert_eq!(filed.conversation.as_str(), "slack:C0EXT0001", "{kind}");
        assert_eq!((filed.place, filed.fact.what, filed.fact.by), (Place::Conversation, What::ChannelChanged, None), "{kind}");
        assert_eq!(filed.fact.name, "channel:1772460000.000600", "{kind}");
        let nameless = json!({"type": kind, "channel": {"name": "at-acme"}, "event_ts": "1772460000.000600"});
        assert_eq!(reason(&nameless), "no channel", "{kind}");
    }
    let direct = json!({"type": "shared_channel_invite_accepted", "channel": {"id": "C1", "is_im": true}, "event_ts": "1772460000.000600"});
    assert_eq!(reason(&direct), "a direct message");
    for subtype in ["channel_convert_to_private", "channel_convert_to_public"] {
        let filed = fact(&with(message(), json!({"subtype": subtype})));
        assert_eq!((filed.place, filed.fact.what), (Place::Conversation, What::ChannelChanged));
        assert_eq!(filed.fact.name, "channel:1772460000.000100");
    }
}

#[test]
fn what_is_not_understood_is_ignored() {
    for body in
        ["", "{}", "[]", "null", "7", "payload=%7B%7D", "\u{0}", r#"{"type":"event_callback"}"#, r#"{"type":["message"]}"#]
    {
        assert!(matches!(parse_event(body.as_bytes()), Event::Ignored(_)), "{body}");
    }
    for event in [json!(null), json!([]), json!("message"), json!({"type": 7}), json!({"type": "app_home_opened"})] {
        assert!(matches!(read(&event), Event::Ignored(_)), "{event}");
    }
    assert_eq!(reason(&with(message(), json!({"type": "app_mention"}))), "a mention of the app, which comes as a message too");
    // An event that comes without its envelope is not one that Slack sends.
    assert_eq!(parse(&message()), Event::Ignored("an envelope of another type"));
}

#[test]
fn a_preview_cut_in_the_middle_of_an_emoji_does_not_cost_the_message() {
    let sound = wrapped(with(message(), json!({"files": [{"id": "F1", "preview": "PREVIEW"}]}))).to_string();
    let broken = sound.replace("PREVIEW", "so \\ud83d");
    assert_eq!(parse_event(broken.as_bytes()), parse_event(sound.as_bytes()));
    assert!(matches!(parse_event(broken.as_bytes()), Event::Facts(_)));
}
