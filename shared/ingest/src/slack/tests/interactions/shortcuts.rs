use super::{from_anywhere, on_message, parse, put, shortcut, some};
use crate::slack::{Interaction, Shortcut, ShortcutMessage};
use roundup_domain::fact::TEXT_LIMIT;
use roundup_domain::{Author, Platform};
use serde_json::{Value, json};

#[test]
fn a_shortcut_on_a_message_says_who_used_it_and_shows_the_message() {
    let sent: roundup_domain::SlackTs = "1772460000.000100".parse().unwrap();
    let expected = Shortcut {
        callback_id: "track".into(),
        action_ts: Some("1772460600.207593".parse().unwrap()),
        user: "U0STAFF01".into(),
        user_team: some("T0STAFF01"),
        team: some("T0STAFF01"),
        trigger_id: some("12466734323.1395872398.abc"),
        response_url: some("https://hooks.slack.com/app/T0STAFF01/1/x"),
        message: Some(ShortcutMessage {
            channel: "C0EXT0001".into(),
            ts: sent.clone(),
            root: sent,
            author: Some(Author { platform: Platform::Slack, id: "U0CUST001".into(), automated: false }),
            text: "@U0STAFF02 is a < b?".into(),
        }),
    };
    assert_eq!(shortcut(&on_message()), expected);
}

#[test]
fn a_shortcut_from_anywhere_has_no_message() {
    let used = shortcut(&from_anywhere());
    assert_eq!((used.callback_id.as_str(), used.user.as_str(), used.message), ("waiting", "U0STAFF01", None));
    assert_eq!((used.trigger_id, used.response_url), (some("12466734323.1395872398.abc"), None));
    let bare = shortcut(
        &json!({"type": "shortcut", "callback_id": "waiting", "user": {"id": "W1"}, "team": null, "action_ts": "111.111"}),
    );
    assert_eq!((bare.team, bare.user_team, bare.trigger_id, bare.action_ts), (None, None, None, None));
    // One is what it says it is: a message beside it is none of its own.
    let beside = put(from_anywhere(), "/message", on_message()["message"].clone());
    assert_eq!(shortcut(&beside).message, None);
}

fn message(changes: &[(&str, Value)]) -> ShortcutMessage {
    let payload = changes.iter().fold(on_message(), |payload, (pointer, value)| put(payload, pointer, value.clone()));
    shortcut(&payload).message.unwrap()
}

#[test]
fn a_reply_names_its_thread() {
    let reply = message(&[("/message/thread_ts", json!("1772450000.000000"))]);
    assert_eq!((reply.ts.as_str(), reply.root.as_str()), ("1772460000.000100", "1772450000.000000"));
    let root = message(&[("/message/thread_ts", json!("1772460000.000100"))]);
    assert_eq!(root.root, root.ts);
    for nothing in [json!(null), json!("soon"), json!(1_772_450_000)] {
        assert_eq!(message(&[("/message/thread_ts", nothing)]).root.as_str(), "1772460000.000100");
    }
    let named_once = message(&[("/message/ts", json!(null))]);
    assert_eq!(named_once.ts.as_str(), "1772460000.000100");
}

#[test]
fn who_wrote_the_message_may_be_a_bot_or_nobody() {
    let author = |changes: &[(&str, Value)]| message(changes).author.map(|author| (author.id, author.automated));
    let (user, bot_id, subtype) = ("/message/user", "/message/bot_id", "/message/subtype");
    assert_eq!(author(&[(user, json!("W0GRID001"))]), Some(("W0GRID001".into(), false)));
    assert_eq!(author(&[(bot_id, json!("B0BOT0001"))]), Some(("U0CUST001".into(), true)));
    assert_eq!(author(&[(user, json!(null)), (bot_id, json!("B0BOT0001"))]), Some(("B0BOT0001".into(), true)));
    let classic = [(user, json!(null)), (bot_id, json!("B0BOT0001")), (subtype, json!("bot_message"))];
    assert_eq!(author(&classic), Some(("B0BOT0001".into(), true)));
    assert_eq!(author(&[(subtype, json!("bot_message"))]), Some(("U0CUST001".into(), true)));
    assert_eq!(author(&[(user, json!("USLACKBOT"))]), Some(("USLACKBOT".into(), true)));
    assert_eq!(author(&[(user, json!(null))]), None);
    assert_eq!(author(&[(user, json!("no id"))]), None);
}

#[test]
fn its_text_is_plain_and_no_longer_than_what_is_kept() {
    let text = |raw: Value| message(&[("/message/text", raw)]).text;
    assert_eq!(text(json!("see <https://x.test|the docs> in <#C1|help>")), "see the docs (https://x.test) in #help");
    assert_eq!(text(json!("é".repeat(TEXT_LIMIT))).len(), TEXT_LIMIT);
    for nothing in [json!(null), json!(""), json!(7)] {
        assert_eq!(text(nothing), "");
    }
}

#[test]
fn what_is_no_shortcut_is_ignored() {
    let cases = [
        (on_message(), "/callback_id", "a shortcut without a name"),
        (on_message(), "/user", "a shortcut used by nobody"),
        (on_message(), "/channel", "a shortcut on no message"),
        (from_anywhere(), "/callback_id", "a shortcut without a name"),
        (from_anywhere(), "/user/id", "a shortcut used by nobody"),
    ];
    for (payload, pointer, expected) in cases {
        assert_eq!(parse(&put(payload.clone(), pointer, Value::Null)), Interaction::Ignored(expected), "{pointer}");
    }
    let untimed = put(put(on_message(), "/message", Value::Null), "/message_ts", Value::Null);
    assert_eq!(parse(&untimed), Interaction::Ignored("a shortcut on no message"));
}
