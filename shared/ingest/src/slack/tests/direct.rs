use super::{fact, message, reason, ts, with};
use roundup_domain::{Place, What};
use serde_json::{Value, json};

const SENT: &str = "1772460000.000100";
const ROOT: &str = "1772450000.000000";

/// A colleague answers our app.
fn direct() -> Value {
    with(
        message(),
        json!({"channel": "D0DIRECT1", "channel_type": "im", "user": "U0STAFF02", "text": "Rotate them <https://x.test|so>."}),
    )
}

#[test]
fn what_a_person_writes_to_the_app_is_a_comment_in_that_conversation() {
    let filed = fact(&direct());
    assert_eq!(filed.conversation.as_str(), "slack:D0DIRECT1");
    assert_eq!((filed.place, filed.fact.name.as_str()), (Place::Top(ts(SENT)), "message:1772460000.000100"));
    assert_eq!(filed.fact.at, ts(SENT).time());
    let by = filed.fact.by.unwrap();
    assert_eq!((by.id.as_str(), by.automated), ("U0STAFF02", false));
    let what = What::Comment { id: SENT.into(), text: "Rotate them so (https://x.test).".into(), mentions: vec![], url: None };
    assert_eq!(filed.fact.what, what);
}

#[test]
fn it_is_filed_in_its_thread_as_in_a_channel() {
    let reply = Place::Reply { root: ts(ROOT), ts: ts(SENT) };
    let cases = [
        (json!({"thread_ts": ROOT, "parent_user_id": "U0APP0001"}), reply.clone()),
        (json!({"subtype": "thread_broadcast", "thread_ts": ROOT}), reply.clone()),
        (json!({"subtype": "file_share", "thread_ts": ROOT, "files": [{"id": "F1"}], "text": ""}), reply),
        (json!({"subtype": "file_share", "files": [{"id": "F1"}]}), Place::Top(ts(SENT))),
        (json!({"thread_ts": SENT}), Place::Top(ts(SENT))),
        (json!({"assistant_thread": {"action_token": "9.x"}}), Place::Top(ts(SENT))),
    ];
    for (changes, place) in cases {
        assert_eq!(fact(&with(direct(), changes.clone())).place, place, "{changes}");
    }
}

#[test]
fn whatever_else_happens_in_direct_messages_is_ignored() {
    let edited =
        json!({"user": "U0STAFF02", "text": "new", "ts": SENT, "edited": {"user": "U0STAFF02", "ts": "1772460060.000000"}});
    let before = json!({"user": "U0STAFF02", "text": "old", "ts": SENT});
    let cases = [
        (json!({"subtype": "message_changed", "message": edited, "previous_message": before}), "a direct message"),
        (json!({"subtype": "message_deleted", "deleted_ts": SENT, "previous_message": before}), "a direct message"),
        (json!({"subtype": "channel_convert_to_private"}), "a direct message"),
        (json!({"subtype": "assistant_app_thread"}), "a direct message"),
        (json!({"subtype": "something_new"}), "a direct message"),
        (json!({"bot_id": "B0APP0001", "user": "U0APP0001"}), "a bot's message"),
        (json!({"subtype": "bot_message", "user": null}), "a bot's message"),
        (json!({"user": "USLACKBOT"}), "a bot's message"),
        (json!({"user": null}), "a message by nobody"),
        (json!({"ts": null}), "a message without a timestamp"),
        (json!({"channel": "G0GROUP01", "channel_type": "mpim"}), "a direct message"),
        (json!({"channel": "D0GROUP01", "channel_type": "mpim"}), "a direct message"),
        (json!({"channel": {"id": "D0DIRECT1"}}), "a direct message"),
        (json!({"channel": "D0#FACT"}), "no channel"),
    ];
    for (changes, expected) in cases {
        assert_eq!(reason(&with(direct(), changes.clone())), expected, "{changes}");
    }
    let mark = json!({"type": "reaction_added", "user": "U0STAFF02", "reaction": "white_check_mark", "event_ts": SENT,
        "channel_type": "im", "item": {"type": "message", "channel": "D0DIRECT1", "ts": SENT}});
    let joined =
        json!({"type": "member_joined_channel", "user": "U1", "channel": "D0DIRECT1", "channel_type": "im", "event_ts": SENT});
    for event in [mark, joined] {
        assert_eq!(reason(&event), "a direct message", "{event}");
    }
}
