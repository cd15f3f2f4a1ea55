use super::{fact, message, reason, ts, with};
use roundup_domain::fact::TEXT_LIMIT;
use roundup_domain::{Place, What};
use serde_json::{Value, json};

const SENT: &str = "1772460000.000100";
const ROOT: &str = "1772450000.000000";

fn edit() -> Value {
    json!({
        "type": "message", "subtype": "message_changed", "hidden": true, "channel": "C0EXT0001", "channel_type": "channel",
        "ts": "1772460060.000200", "event_ts": "1772460060.000200",
        "message": {"type": "message", "user": "U0CUST001", "text": "How do I rotate <@U0STAFF01>?", "ts": SENT,
            "edited": {"user": "U0CUST001", "ts": "1772460060.000000"}},
        "previous_message": {"type": "message", "user": "U0CUST001", "text": "How do I rotate?", "ts": SENT}
    })
}

fn deletion() -> Value {
    json!({
        "type": "message", "subtype": "message_deleted", "hidden": true, "channel": "C0EXT0001", "channel_type": "channel",
        "deleted_ts": SENT, "ts": "1772460090.000300", "event_ts": "1772460090.000300",
        "previous_message": {"type": "message", "user": "U0CUST001", "text": "How?", "ts": SENT}
    })
}

/// `event` with the fields of `changes` put into the object under `key`.
fn within(event: &Value, key: &str, changes: Value) -> Value {
    with(event.clone(), json!({ key: with(event[key].clone(), changes) }))
}

fn text_of(event: &Value) -> String {
    match fact(event).fact.what {
        What::Comment { text, .. } | What::Edited { text, .. } => text,
        other => panic!("{other:?} has no text"),
    }
}

#[test]
fn a_message_is_named_after_its_timestamp_and_filed_under_its_channel_alone() {
    let filed = fact(&message());
    assert_eq!(filed.conversation.as_str(), "slack:C0EXT0001");
    assert_eq!(filed.place, Place::Top(ts(SENT)));
    assert_eq!(filed.fact.name, "message:1772460000.000100");
    assert_eq!(filed.fact.at.to_string(), "2026-03-02T14:00:00.0001Z");
    let by = filed.fact.by.unwrap();
    assert_eq!((by.id.as_str(), by.automated), ("U0CUST001", false));
    let what = What::Comment { id: SENT.into(), text: "How do I rotate keys?".into(), mentions: vec![], url: None };
    assert_eq!(filed.fact.what, what);
}

#[test]
fn the_same_message_under_another_event_id_or_workspace_is_the_same_fact() {
    let one = json!({"type": "event_callback", "event_id": "Ev1", "team_id": "T0STAFF01", "event": message()});
    let two =
        json!({"type": "event_callback", "event_id": "Ev2", "team_id": "T0THEIRS1", "authorizations": [], "event": message()});
    let parse = |envelope: Value| crate::slack::parse_event(envelope.to_string().as_bytes());
    assert_eq!(parse(one), parse(two));
}

#[test]
fn people_write_with_and_without_these_subtypes() {
    let reply = Place::Reply { root: ts(ROOT), ts: ts(SENT) };
    let cases = [
        (json!({"subtype": "file_share", "files": [{"id": "F1"}]}), Place::Top(ts(SENT))),
        (json!({"subtype": "me_message"}), Place::Top(ts(SENT))),
        (json!({"thread_ts": SENT}), Place::Top(ts(SENT))),
        (json!({"thread_ts": ROOT, "parent_user_id": "U0CUST001"}), reply.clone()),
        (json!({"subtype": "thread_broadcast", "thread_ts": ROOT, "root": {"ts": ROOT, "text": "first"}}), reply),
        (json!({"user": "W0GRID001"}), Place::Top(ts(SENT))),
        (json!({"app_id": "A0APP0001"}), Place::Top(ts(SENT))),
        (json!({"bot_id": "", "subtype": ""}), Place::Top(ts(SENT))),
        (json!({"channel": "G0PRIVATE1", "channel_type": "group"}), Place::Top(ts(SENT))),
    ];
    for (changes, place) in cases {
        let filed = fact(&with(message(), changes.clone()));
        assert_eq!((filed.place, filed.fact.name.as_str()), (place, "message:1772460000.000100"), "{changes}");
    }
    // The key may be there with nothing in it.
    let mut nulls = message();
    (nulls["bot_id"], nulls["subtype"], nulls["thread_ts"], nulls["blocks"]) =
        (Value::Null, Value::Null, Value::Null, Value::Null);
    assert_eq!(fact(&nulls).place, Place::Top(ts(SENT)));
}

#[test]
fn files_without_a_text_are_a_comment_too() {
    assert_eq!(text_of(&with(message(), json!({"text": null, "subtype": "file_share"}))), "");
    assert_eq!(text_of(&with(message(), json!({"text": 7}))), "");
}

#[test]
fn what_bots_write_is_ignored_however_they_say_that_they_are_bots() {
    let cases = [
        json!({"bot_id": "B0BOT0001"}),
        json!({"bot_id": "B0BOT0001", "user": null}),
        json!({"bot_id": "B0BOT0001", "user": null, "subtype": "bot_message", "username": "classic"}),
        json!({"subtype": "bot_message", "user": null}),
        json!({"user": "USLACKBOT"}),
        json!({"bot_id": "B0BOT0001", "thread_ts": ROOT}),
    ];
    for changes in cases {
        assert_eq!(reason(&with(message(), changes.clone())), "a bot's message", "{changes}");
    }
    let inside = json!({"bot_id": "B0BOT0001"});
    assert_eq!(reason(&within(&edit(), "message", inside.clone())), "a bot's message");
    assert_eq!(reason(&within(&deletion(), "previous_message", inside)), "a bot's message");
}

#[test]
fn what_is_no_comment_in_a_channel_is_ignored() {
    let cases = [
        (json!({"subtype": "channel_join"}), "a message about the channel"),
        (json!({"subtype": "channel_topic"}), "a message about the channel"),
        (json!({"subtype": "channel_name"}), "a message about the channel"),
        (json!({"subtype": "something_new"}), "a message about the channel"),
        (json!({"user": null}), "a message by nobody"),
        (json!({"user": {"id": "U1"}}), "a message by nobody"),
        (json!({"ts": null}), "a message without a timestamp"),
        (json!({"ts": 1_772_460_000.000_1}), "a message without a timestamp"),
        (json!({"ts": "yesterday"}), "a message without a timestamp"),
        (json!({"channel": null}), "no channel"),
        (json!({"channel": "C0#FACT"}), "no channel"),
        (json!({"channel": "C".repeat(101)}), "no channel"),
        (json!({"channel": ["C0EXT0001"]}), "no channel"),
        (json!({"channel": "D0DIRECT1", "channel_type": null}), "a direct message"),
        (json!({"channel": "D0DIRECT1", "channel_type": "channel"}), "a direct message"),
        (json!({"channel": "D0DIRECT1", "channel_type": "app_home"}), "a direct message"),
        (json!({"channel": "C0EXT0001", "channel_type": "im"}), "a direct message"),
        (json!({"channel": "G0GROUP01", "channel_type": "mpim"}), "a direct message"),
    ];
    for (changes, expected) in cases {
        assert_eq!(reason(&with(message(), changes.clone())), expected, "{changes}");
    }
}

#[test]
fn texts_are_plain_and_mentions_are_taken_from_the_whole_of_them() {
    let long = format!("<@U0STAFF02> {} <@U0STAFF01|ada> <@U0STAFF02> &amp; &lt;@U0FAKE001&gt;", "x".repeat(TEXT_LIMIT));
    let What::Comment { text, mentions, .. } = fact(&with(message(), json!({ "text": long }))).fact.what else { panic!() };
    assert!(text.starts_with("@U0STAFF02 xxx") && text.len() == TEXT_LIMIT, "{} bytes", text.len());
    assert_eq!(mentions, ["U0STAFF02", "U0STAFF01"]);
    assert_eq!(text_of(&with(message(), json!({"text": "a &lt; b\r\n<https://x.test|x>"}))), "a < b\nx (https://x.test)");
}

#[test]
fn an_edit_is_named_after_the_message_and_the_time_of_the_edit() {
    let filed = fact(&edit());
    assert_eq!(filed.place, Place::About(ts(SENT)));
    assert_eq!(filed.fact.name, "edit:1772460000.000100:1772460060.000000");
    assert_eq!(filed.fact.at, ts("1772460060.000000").time());
    assert_eq!(filed.fact.by.unwrap().id, "U0CUST001");
    assert_eq!(filed.fact.what, What::Edited { of: SENT.into(), text: "How do I rotate @U0STAFF01?".into() });
}

#[test]
fn edits_are_read_with_as_little_as_slack_sends() {
    let bare = with(edit(), json!({"previous_message": null}));
    assert_eq!(fact(&bare), fact(&edit()));
    assert_eq!(fact(&with(edit(), json!({"previous_message": []}))), fact(&edit()));
    let id_before = fact(&within(&edit(), "message", json!({"ts": null})));
    assert_eq!(id_before, fact(&edit()));

    let untimed = fact(&within(&edit(), "message", json!({"edited": {}})));
    assert_eq!(untimed.fact.name, "edit:1772460000.000100:1772460060.000200");
    assert_eq!(untimed.fact.by, None);

    let reply = Place::Reply { root: ts(ROOT), ts: ts(SENT) };
    assert_eq!(fact(&within(&edit(), "message", json!({"thread_ts": ROOT}))).place, reply);
    assert_eq!(fact(&within(&edit(), "previous_message", json!({"thread_ts": ROOT}))).place, reply);
    assert_eq!(fact(&within(&edit(), "message", json!({"thread_ts": SENT}))).place, Place::About(ts(SENT)));
}

#[test]
fn an_edit_within_the_second_of_its_message_is_not_before_it() {
    let quick = json!({"edited": {"user": "U0CUST001", "ts": "1772460000.000000"}});
    assert_eq!(fact(&within(&edit(), "message", quick)).fact.at, ts(SENT).time());
}

#[test]
fn changes_by_slack_itself_are_no_edits() {
    let same = json!({"text": edit()["previous_message"]["text"], "attachments": [{"from_url": "https://x.test"}]});
    let cases = [
        (within(&edit(), "message", json!({"edited": null, "attachments": []})), "a change that is no edit"),
        (within(&edit(), "message", same), "a change that leaves the text"),
        (within(&edit(), "message", json!({"subtype": "channel_topic"})), "a change of a message about the channel"),
        (with(edit(), json!({"message": null, "previous_message": null})), "a change of no message"),
        (with(edit(), json!({"channel": "D0DIRECT1"})), "a direct message"),
    ];
    for (event, expected) in cases {
        assert_eq!(reason(&event), expected, "{event}");
    }
}

#[test]
fn a_deletion_names_the_message_and_happens_when_the_event_does() {
    let filed = fact(&deletion());
    assert_eq!(filed.place, Place::About(ts(SENT)));
    assert_eq!(filed.fact.name, "delete:1772460000.000100");
    assert_eq!(filed.fact.at, ts("1772460090.000300").time());
    assert_eq!((filed.fact.by, filed.fact.what), (None, What::Deleted { of: SENT.into() }));

    assert_eq!(fact(&with(deletion(), json!({"previous_message": null}))), fact(&deletion()));
    let reply = fact(&within(&deletion(), "previous_message", json!({"thread_ts": ROOT})));
    assert_eq!(reply.place, Place::Reply { root: ts(ROOT), ts: ts(SENT) });
    assert_eq!(fact(&with(deletion(), json!({"event_ts": null}))), fact(&deletion()));
    let of_nothing = with(deletion(), json!({"deleted_ts": null, "previous_message": null}));
    assert_eq!(reason(&of_nothing), "a deletion of no message");
}

#[test]
fn the_tombstone_of_a_root_is_a_deletion_by_whoever() {
    let grave = json!({"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "edited": null, "thread_ts": SENT});
    let event = within(&edit(), "message", grave);
    let filed = fact(&event);
    assert_eq!((filed.fact.name.as_str(), filed.place), ("delete:1772460000.000100", Place::About(ts(SENT))));
    assert_eq!((filed.fact.by, filed.fact.what), (None, What::Deleted { of: SENT.into() }));
    assert_eq!(filed.fact.at, ts("1772460060.000200").time());
    assert_eq!(fact(&with(event.clone(), json!({"previous_message": []}))).fact.name, "delete:1772460000.000100");
    assert_eq!(reason(&within(&event, "previous_message", json!({"bot_id": "B1"}))), "a bot's message");
}
