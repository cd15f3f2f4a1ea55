//! What nobody sends who uses Slack: requests that Slack did not sign, and contents that none of our buttons has.

use super::stage::writes;
use roundup_tests::configuration::*;
use roundup_tests::interactions::element;
use roundup_tests::sign::{self, GITHUB_SECRET, SLACK_SECRET};
use roundup_tests::{Said, World};
use serde_json::{Value, json};

/// Dana waits, Ada has the card; and what is looked up of her and of channels has been, so that each write is a fact's.
async fn reminded() -> (World, Said, Value) {
    let (world, said, card) = crate::cards::reminded().await;
    world.press(ADA, "D0STAFF01", &card, "why").await;
    world.track(ADA, WATERCOOLER, ADA, "Coffee?", "1772460000.000100", None).await;
    world.advance("0s").await;
    (world, said, card)
}

const FORM: &str = "application/x-www-form-urlencoded";

fn payload_of(payload: &Value) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish()
}

/// A claim by Ada, as Slack would send it.
fn claim(world: &World, card: &Value) -> Value {
    let mut button = element(card, "claim").unwrap();
    button["action_ts"] = json!(world.next_ts());
    json!({"type": "block_actions", "user": {"id": ADA, "team_id": HOME}, "team": {"id": HOME}, "trigger_id": world.trigger(),
        "channel": {"id": "D0STAFF01"}, "message": card, "actions": [button],
        "container": {"type": "message", "channel_id": "D0STAFF01", "message_ts": card["ts"]}})
}

#[tokio::test]
async fn what_slack_did_not_sign_just_now_does_nothing() {
    let (world, said, card) = reminded().await;
    let now = world.now().as_second();
    let interaction = payload_of(&claim(&world, &card));
    let command = format!("command=%2Froundup&user_id={ADA}&team_id={HOME}&text=take+3h");
    let (calls, before) = (world.slack.calls().len(), writes(&world));
    for (path, body) in [("/slack/interactions", &interaction), ("/slack/commands", &command)] {
        let signed = |secret: &str, at: i64, body: &str| sign::slack(secret, &at.to_string(), body.as_bytes());
        for (case, at, signature) in [
            ("not signed", now, None),
            ("signed by somebody else", now, Some(signed(GITHUB_SECRET, now, body))),
            ("another body", now, Some(signed(SLACK_SECRET, now, &body.replace(ADA, BEN)))),
            ("too old", now - 301, Some(signed(SLACK_SECRET, now - 301, body))),
            ("from the future", now + 301, Some(signed(SLACK_SECRET, now + 301, body))),
            ("of another time", now, Some(signed(SLACK_SECRET, now - 1, body))),
        ] {
            let at = at.to_string();
            let mut headers = vec![("content-type", FORM), ("x-slack-request-timestamp", at.as_str())];
            headers.extend(signature.as_deref().map(|signature| ("x-slack-signature", signature)));
            let answer = world.post(path, &headers, body.clone()).await;
            assert_eq!(answer.status, 401, "{path}, {case}: {}", answer.text);
        }
    }
    world.advance("0s").await;
    assert_eq!((world.slack.calls().len(), writes(&world)), (calls, before));
    // Signed, they do what they say: it is the signature that was wrong.
    assert_eq!(world.post_slack("/slack/interactions", FORM, interaction.as_bytes()).await.status, 200);
    assert_eq!(world.item_of(&said).await["claimed_by"], json!(ADA));
}

/// That this request is acknowledged.
async fn assert_acknowledged(world: &World, path: &str, body: &[u8], case: &str) {
    let answer = world.post_slack(path, FORM, body).await;
    assert_eq!(answer.status, 200, "{case}: {}", answer.text);
}

/// That nothing was written since `before`, nor is once everything has been reacted to.
async fn assert_nothing_written(world: &World, before: u64, case: &str) {
    world.advance("0s").await;
    assert_eq!(writes(world), before, "{case}: something was written");
}

/// That this request is acknowledged and changes nothing.
async fn assert_nothing(world: &World, path: &str, body: &[u8], case: &str) {
    let before = writes(world);
    assert_acknowledged(world, path, body, case).await;
    assert_nothing_written(world, before, case).await;
}

#[tokio::test]
async fn what_is_not_understood_is_acknowledged_and_does_nothing() {
    let (world, _, card) = reminded().await;
    let proper = claim(&world, &card);
    let without = |path: &str| {
        let mut payload = proper.clone();
        *payload.pointer_mut(path).unwrap() = Value::Null;
        payload_of(&payload)
    };
    let long = "x".repeat(900_000);
    let bodies: Vec<(&str, String)> = vec![
        ("nothing", String::new()),
        ("no form", "{\"type\":\"block_actions\"}".to_owned()),
        ("no payload", "paylod=%7B%7D".to_owned()),
        ("no JSON", "payload=%7B%22type%22".to_owned()),
        ("a list", "payload=%5B%5D".to_owned()),
        ("a number", "payload=7".to_owned()),
        ("deep", format!("payload={}", "%5B".repeat(20_000))),
        ("long", format!("payload=%22{long}%22")),
        ("no UTF-8", "payload=%FF%FE".to_owned()),
        ("another type", payload_of(&json!({"type": "workflow_step_edit", "user": {"id": ADA}}))),
        (
            "a form closed",
            payload_of(&json!({"type": "view_closed", "user": {"id": ADA}, "view": {"id": "V1", "type": "modal"}})),
        ),
        ("nobody", without("/user/id")),
        ("no action", without("/actions")),
        ("no name", without("/actions/0/action_id")),
        ("no time", without("/actions/0/action_ts")),
        ("no value", without("/actions/0/value")),
        ("a form without a view", payload_of(&json!({"type": "view_submission", "user": {"id": ADA}}))),
        ("a shortcut on nothing", payload_of(&json!({"type": "message_action", "callback_id": "track", "user": {"id": ADA}}))),
        ("another shortcut", payload_of(&json!({"type": "shortcut", "callback_id": "track_all", "user": {"id": ADA}}))),
    ];
    for (case, body) in &bodies {
        assert_nothing(&world, "/slack/interactions", body.as_bytes(), case).await;
    }
    assert_nothing(&world, "/slack/interactions", b"payload=\xff\xfe", "no UTF-8 at all").await;
    for (case, body) in [
        ("nothing", ""),
        ("JSON", "{}"),
        ("nobody", "command=%2Froundup&text=take"),
        ("no user", "command=%2Froundup&text=take&user_id=%3Cscript%3E"),
        ("no command", "text=take&user_id=U0STAFF01"),
        ("the certificate is checked", "ssl_check=1&command=%2Froundup&text=take&user_id=U0STAFF01"),
    ] {
        assert_nothing(&world, "/slack/commands", body.as_bytes(), case).await;
    }
}

/// Values that no button of ours has.
fn values(said: &Said) -> Vec<String> {
    let of = |item: &str| [item.to_owned(), format!("{item} "), format!("{item} claimed:U1:1.2")];
    let mut values: Vec<String> = [
        "github:acme/widgets#99999",
        "github:evil/repository#1",
        "github:acme/widgets#x",
        "slack:T0STAFF01:C0WATERC1:1772460000.000100",
        "slack:T0STAFF01:C0GLOBEX1:1772000000.000100",
        "slack:T0STAFF01:C0GLOBEX1:x",
        "slack:",
        "oncall",
        "home:U0STAFF01",
        "handoff:2026-03-02T14:00:00Z",
        "💥",
        "CONV#slack:C0GLOBEX1",
        "../../etc/passwd",
    ]
    .iter()
    .flat_map(|item| of(item))
    .collect();
    values.extend([String::new(), " ".to_owned(), "x".repeat(3_000), "💥".repeat(3_000), "\u{0}".to_owned()]);
    values.push(format!("slack:{}", "x:".repeat(1_400)));
    // The right item, and nonsense besides.
    values.push(format!("{} {}", said.item(HOME), "x".repeat(2_800)));
    values
}

const NAMES: [&str; 26] = [
    "answered",
    "claim",
    "release",
    "triage",
    "snooze",
    "wake",
    "ask",
    "no_response",
    "why",
    "undo",
    "ready",
    "unready",
    "same_as",
    "counts",
    "reply",
    "accept",
    "undo_override",
    "decide",
    "owner",
    "kind",
    "existing",
    "other",
    "link",
    "unknown",
    "",
    ":",
];

#[tokio::test]
async fn values_that_none_of_our_buttons_has_do_nothing() {
    let (world, said, card) = reminded().await;
    let harmless = ["answered", "claim", "triage", "snooze", "ask", "no_response", "why", "same_as", "unready"];
    for value in values(&said) {
        let before = writes(&world);
        let case = value.chars().take(60).collect::<String>();
        for name in NAMES {
            // With the right item these do what they are for, whatever else is said.
            if value.starts_with(&said.item(HOME)) && harmless.contains(&name) {
                continue;
            }
            let mut payload = claim(&world, &card);
            payload["actions"][0]["action_id"] = json!(name);
            payload["actions"][0]["value"] = json!(value);
            payload["actions"][0]["block_id"] = json!(format!("decision 2026-03-06 {value}"));
            assert_acknowledged(&world, "/slack/interactions", payload_of(&payload).as_bytes(), &format!("{name} {case}")).await;
        }
        assert_nothing_written(&world, before, &case).await;
    }
}

#[tokio::test]
async fn blocks_of_an_agenda_that_was_never_posted_do_nothing() {
    let (world, said, card) = reminded().await;
    let item = said.item(HOME);
    for block in [
        String::new(),
        "decision".to_owned(),
        format!("decision x {item}"),
        format!("decision 2026-02-30 {item}"),
        format!("decided 2026-03-06 {item}"),
    ] {
        for (name, value) in [("decide", "do_it"), ("decide", "burn"), ("owner", BEN), ("owner", "")] {
            let mut payload = claim(&world, &card);
            payload["actions"][0] = json!({"type": "static_select", "action_id": name, "block_id": block, "action_ts": world.next_ts(),
                "selected_option": {"value": value}});
            assert_nothing(&world, "/slack/interactions", payload_of(&payload).as_bytes(), &format!("{name} in {block}")).await;
        }
    }
}

#[tokio::test]
async fn forms_about_what_is_not_there_write_nothing() {
    let (world, said, card) = reminded().await;
    world.press(ADA, "D0STAFF01", &card, "ask").await;
    let view = world.slack.opened().unwrap();
    for metadata in values(&said) {
        let before = writes(&world);
        let case = metadata.chars().take(60).collect::<String>();
        for callback in ["triage_form", "snooze_form", "ask_form", "same_as_form", "reply_form", "unknown_form"] {
            if metadata.starts_with(&said.item(HOME)) && callback == "ask_form" {
                continue;
            }
            let mut view = view.clone();
            view["callback_id"] = json!(callback);
            view["private_metadata"] = json!(metadata);
            let answer = world.submit(ADA, &view, &[("colleague", json!(BEN)), ("question", json!("Why?"))]).await;
            assert_eq!(answer.status, 200, "{callback} {case}: {}", answer.text);
        }
        assert_nothing_written(&world, before, &case).await;
    }
}

#[tokio::test]
async fn whatever_is_chosen_in_a_form_is_checked_again() {
    let (world, said, card) = reminded().await;
    let long = "x".repeat(3_000);
    for (action, callback, filled) in [
        ("ask", "ask_form", vec![("colleague", json!(GUEST)), ("question", json!("Why?"))]),
        ("ask", "ask_form", vec![("colleague", json!(NOBODY)), ("question", json!("Why?"))]),
        ("ask", "ask_form", vec![("colleague", json!(ADA)), ("question", json!("Why?"))]),
        ("ask", "ask_form", vec![("colleague", json!(BEN)), ("question", json!(" \n "))]),
        ("ask", "ask_form", vec![("colleague", json!(BEN)), ("question", json!(long))]),
        ("snooze", "snooze_form", vec![("until", json!(0))]),
        ("snooze", "snooze_form", vec![("until", json!(i64::MAX))]),
        ("snooze", "snooze_form", vec![("until", json!(-1))]),
        ("snooze", "snooze_form", vec![("until", json!(world.now().as_second() + 86_400))]),
        ("snooze", "snooze_form", vec![("usual", json!("soon"))]),
        ("same_as", "same_as_form", vec![("other", json!(said.item(HOME)))]),
        ("same_as", "same_as_form", vec![("other", json!("github:acme/widgets#404"))]),
        ("same_as", "same_as_form", vec![("other", json!("x".repeat(3_000)))]),
        ("triage", "triage_form", vec![("kind", json!("incident"))]),
    ] {
        world.press(ADA, "D0STAFF01", &card, action).await;
        let view = world.slack.opened().unwrap();
        assert_eq!(view["callback_id"], callback);
        let before = writes(&world);
        let answer = world.submit(ADA, &view, &filled).await;
        let answered = answer.json();
        assert_eq!(answered["response_action"], "errors", "{filled:?}: {answered}");
        // Each is said beside a block of the form.
        for block in answered["errors"].as_object().unwrap().keys() {
            assert!(view["blocks"].as_array().unwrap().iter().any(|drawn| drawn["block_id"] == block.as_str()), "{block}");
        }
        assert_nothing_written(&world, before, &format!("{filled:?}")).await;
    }
}
