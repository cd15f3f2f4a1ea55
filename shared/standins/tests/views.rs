//! The stand-in for Slack keeps views, and refuses those that Slack would refuse.
#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use reqwest::Client;
use roundup_standins::{Journal, SlackStandIn, UserFlags, serve};
use serde_json::{Value, json};
use std::sync::Arc;

const HOME: &str = "T0STAFF01";
const CHANNEL: &str = "C0HELP001";
const ADA: &str = "U0OSQADA1";

struct World {
    slack: SlackStandIn,
    client: Client,
    base: String,
}

impl World {
    async fn new() -> Self {
        let now: Timestamp = "2026-03-02T14:00:00Z".parse().unwrap();
        let slack = SlackStandIn::new(&Journal::new(Arc::new(move || now)), HOME);
        slack.channel(CHANNEL, "help", false).user(ADA, "Ada Lovelace", HOME, UserFlags::default());
        let (address, _) = serve(slack.router()).await.unwrap();
        Self { slack, client: client(), base: format!("http://{address}/api") }
    }

    async fn post(&self, method: &str, body: Value) -> Value {
        let request = self.client.post(format!("{}/{method}", self.base)).bearer_auth("xoxb-canary").json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn open(&self, trigger: &str, view: Value) -> Value {
        self.post("views.open", json!({"trigger_id": trigger, "view": view})).await
    }
}

/// Plain HTTP only, but the client wants to know how it would do TLS.
fn client() -> Client {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap()
}

fn error(code: &str) -> Value {
    json!({"ok": false, "error": code})
}

fn plain(length: usize) -> Value {
    json!({"type": "plain_text", "text": "x".repeat(length)})
}

fn mrkdwn(length: usize) -> Value {
    json!({"type": "mrkdwn", "text": "x".repeat(length)})
}

/// A modal that fits, with some fields instead of its own; null takes one out.
fn modal(changes: Value) -> Value {
    let mut view = json!({"type": "modal", "title": plain(1), "submit": plain(4), "blocks": [{"type": "divider"}]});
    for (name, value) in changes.as_object().unwrap() {
        view[name] = value.clone();
    }
    view.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    view
}

fn input(element: Value) -> Value {
    json!({"type": "input", "label": plain(1), "element": element})
}

fn actions(element: Value) -> Value {
    json!({"type": "actions", "elements": [element]})
}

fn option(text: usize, value: usize) -> Value {
    json!({"text": plain(text), "value": "v".repeat(value)})
}

fn select(options: &[Value]) -> Value {
    json!({"type": "static_select", "action_id": "a", "options": options})
}

fn with(mut element: Value, name: &str, value: Value) -> Value {
    element[name] = value;
    element
}

#[tokio::test]
async fn a_trigger_opens_one_view_and_not_after_its_time() {
    let world = World::new().await;
    assert_eq!(world.post("views.open", json!({"view": modal(json!({}))})).await["error"], "invalid_arguments");
    assert_eq!(world.open("1.1", modal(json!({"title": plain(25)}))).await["error"], "invalid_arguments");
    let opened = world.open("1.1", modal(json!({"callback_id": "triage"}))).await;
    assert_eq!(opened["ok"], true, "what was refused spends nothing: {opened}");
    assert_eq!(world.open("1.1", modal(json!({}))).await, error("exchanged_trigger_id"));
    assert_eq!(world.open("expired-1", modal(json!({}))).await, error("expired_trigger_id"));
    assert_eq!(world.slack.views(), [world.slack.opened().unwrap()]);
    assert_eq!(world.slack.opened().unwrap(), opened["view"]);
    assert_eq!(world.slack.opened().unwrap()["callback_id"], "triage");
}

#[tokio::test]
async fn a_view_is_pushed_on_top_of_another() {
    let world = World::new().await;
    let push = |trigger: &str| world.post("views.push", json!({"trigger_id": trigger, "view": modal(json!({}))}));
    assert_eq!(push("1.1").await, error("not_found"));
    let below = world.open("1.1", modal(json!({}))).await;
    let pushed = push("1.2").await;
    assert_eq!(pushed["view"]["previous_view_id"], below["view"]["id"]);
    assert_eq!(pushed["view"]["root_view_id"], below["view"]["id"]);
    assert_eq!(push("1.2").await, error("exchanged_trigger_id"));
    assert_eq!(push("expired").await, error("expired_trigger_id"));
    assert_eq!(world.slack.views(), [below["view"].clone(), pushed["view"].clone()]);
}

#[tokio::test]
async fn of_two_updates_that_saw_the_same_view_one_conflicts() {
    let world = World::new().await;
    let opened = world.open("1.1", modal(json!({}))).await["view"].clone();
    let update = |hash: Value, title: usize| {
        let view = modal(json!({"title": plain(title)}));
        world.post("views.update", json!({"view_id": opened["id"], "hash": hash, "view": view}))
    };
    let first = update(opened["hash"].clone(), 2).await;
    assert_ne!(first["view"]["hash"], opened["hash"]);
    assert_eq!(update(opened["hash"].clone(), 3).await, error("hash_conflict"));
    assert_eq!(world.slack.view(opened["id"].as_str().unwrap()).unwrap()["title"], plain(2));
    assert_eq!(update(Value::Null, 4).await["ok"], true, "without a hash the last one wins");
    assert_eq!(world.slack.opened().unwrap()["title"], plain(4));
    assert_eq!(world.slack.views().len(), 1);
}

#[tokio::test]
async fn an_external_id_names_one_view() {
    let world = World::new().await;
    world.open("1.1", modal(json!({"external_id": "e"}))).await;
    assert_eq!(world.open("1.2", modal(json!({"external_id": "e"}))).await, error("duplicate_external_id"));
    let view = modal(json!({"external_id": "e", "title": plain(3)}));
    assert_eq!(world.post("views.update", json!({"external_id": "e", "view": view})).await["ok"], true);
    assert_eq!(world.slack.opened().unwrap()["title"], plain(3));
}

#[tokio::test]
async fn a_home_is_one_persons_and_no_modal() {
    let world = World::new().await;
    let home = json!({"type": "home", "blocks": [{"type": "divider"}]});
    assert_eq!(world.slack.home(ADA), None);
    let published = world.post("views.publish", json!({"user_id": ADA, "view": home})).await;
    assert_eq!(world.slack.home(ADA).unwrap(), published["view"]);
    assert_eq!(world.slack.home("U0NOBODY1"), None);
    assert!(world.slack.views().is_empty() && world.slack.opened().is_none());
    let stale = json!({"user_id": ADA, "view": home, "hash": "1.old"});
    assert_eq!(world.post("views.publish", stale).await, error("hash_conflict"));
    assert_eq!(world.open("1.1", home).await["error"], "invalid_arguments");
    assert_eq!(
        world.post("views.publish", json!({"user_id": ADA, "view": modal(json!({}))})).await["error"],
        "invalid_arguments"
    );
}

#[tokio::test]
async fn what_one_person_is_shown_is_kept_apart_from_what_is_said() {
    let world = World::new().await;
    let shown = json!({"channel": CHANNEL, "user": ADA, "text": "for you", "blocks": [{"type": "divider"}], "thread_ts": "1.2"});
    assert_eq!(world.post("chat.postEphemeral", shown.clone()).await["ok"], true);
    assert_eq!(world.slack.ephemerals(), [with(shown, "ts", json!("1772460000.000000"))]);
    assert!(world.slack.messages(CHANNEL).is_empty());
}

#[tokio::test]
async fn a_permalink_leads_to_a_message_and_into_its_thread() {
    let world = World::new().await;
    let root = world.slack.say(CHANNEL, ADA, "hello", None).unwrap();
    let reply = world.slack.say(CHANNEL, ADA, "anybody?", Some(&root)).unwrap();
    let link = async |ts: &str| {
        let query = [("channel", CHANNEL), ("message_ts", ts)];
        let request = world.client.get(format!("{}/chat.getPermalink", world.base)).bearer_auth("x").query(&query);
        request.send().await.unwrap().json::<Value>().await.unwrap()
    };
    assert_eq!(link(&root).await["permalink"], "https://acme.slack.test/archives/C0HELP001/p1772460000000000");
    let in_thread = "https://acme.slack.test/archives/C0HELP001/p1772460000000001?thread_ts=1772460000.000000&cid=C0HELP001";
    assert_eq!(link(&reply).await["permalink"], in_thread);
    assert_eq!(link("1.2").await, error("message_not_found"));
    world.slack.permissive(true);
    assert_eq!(link("1.2").await["ok"], true);
}

#[tokio::test]
async fn views_over_slacks_limits_are_refused() {
    let divider = || json!({"type": "divider"});
    let text_input = || json!({"type": "plain_text_input", "action_id": "a"});
    for (name, changes, fits) in [
        ("title", json!({"title": plain(24)}), true),
        ("long title", json!({"title": plain(25)}), false),
        ("no title", json!({"title": null}), false),
        ("title in mrkdwn", json!({"title": mrkdwn(1)}), false),
        ("long submit", json!({"submit": plain(25)}), false),
        ("long close", json!({"close": plain(25)}), false),
        ("blocks", json!({"blocks": vec![divider(); 100]}), true),
        ("many blocks", json!({"blocks": vec![divider(); 101]}), false),
        ("no blocks", json!({"blocks": null}), false),
        ("metadata", json!({"private_metadata": "x".repeat(3_000)}), true),
        ("long metadata", json!({"private_metadata": "x".repeat(3_001)}), false),
        ("long callback", json!({"callback_id": "x".repeat(256)}), false),
        ("long external id", json!({"external_id": "x".repeat(256)}), false),
        ("input", json!({"blocks": [input(text_input())]}), true),
        ("input without submit", json!({"blocks": [input(text_input())], "submit": null}), false),
        ("markdown block", json!({"blocks": [{"type": "markdown", "text": "x"}]}), false),
        ("block id", json!({"blocks": [with(divider(), "block_id", json!("b".repeat(255)))]}), true),
        ("long block id", json!({"blocks": [with(divider(), "block_id", json!("b".repeat(256)))]}), false),
        ("same block ids", json!({"blocks": vec![with(divider(), "block_id", json!("b")); 2]}), false),
    ] {
        let answer = World::new().await.open("1.1", modal(changes)).await;
        assert_eq!(answer["ok"], fits, "{name}: {answer}");
        assert!(fits || answer["error"] == "invalid_arguments", "{name}: {answer}");
    }
    let large = modal(json!({"blocks": vec![json!({"type": "section", "text": mrkdwn(3_000)}); 90]}));
    assert_eq!(World::new().await.open("1.1", large).await, error("view_too_large"));
}

#[tokio::test]
async fn elements_over_slacks_limits_are_refused() {
    let button = || json!({"type": "button", "action_id": "a", "text": plain(75), "value": "v".repeat(2_000)});
    let typed = || json!({"type": "plain_text_input", "action_id": "a"});
    let radio = |options: usize| json!({"type": "radio_buttons", "action_id": "a", "options": vec![option(1, 1); options]});
    let group = json!({"label": plain(75), "options": [option(1, 1)]});
    let confirm = |title: usize| json!({"title": plain(title), "text": mrkdwn(300), "confirm": plain(30), "deny": plain(30)});
    let described = json!({"text": mrkdwn(75), "description": mrkdwn(75), "value": "v"});
    for (name, block, fits) in [
        ("button", actions(button()), true),
        ("long label", actions(with(button(), "text", plain(76))), false),
        ("label in mrkdwn", actions(with(button(), "text", mrkdwn(1))), false),
        ("long value", actions(with(button(), "value", json!("v".repeat(2_001)))), false),
        ("long action id", actions(with(button(), "action_id", json!("a".repeat(256)))), false),
        ("style", actions(with(button(), "style", json!("loud"))), false),
        ("confirm", actions(with(button(), "confirm", confirm(100))), true),
        ("long confirm", actions(with(button(), "confirm", confirm(101))), false),
        ("same actions", json!({"type": "actions", "elements": vec![button(); 2]}), false),
        ("many actions", json!({"type": "actions", "elements": vec![json!({"type": "users_select"}); 26]}), false),
        ("typing among actions", actions(typed()), false),
        ("button as input", input(button()), false),
        ("unknown element", actions(json!({"type": "lever"})), false),
        ("no element", input(Value::Null), false),
        ("select", actions(select(&vec![option(75, 150); 100])), true),
        ("many options", actions(select(&vec![option(1, 1); 101])), false),
        ("no options", actions(select(&[])), false),
        ("long option", actions(select(&[option(76, 1)])), false),
        ("long option value", actions(select(&[option(1, 151)])), false),
        ("no option value", actions(select(&[option(1, 0)])), false),
        ("option in mrkdwn", actions(select(std::slice::from_ref(&described))), false),
        ("initial", actions(with(select(&[option(1, 1), option(2, 2)]), "initial_option", option(2, 2))), true),
        ("other initial", actions(with(select(&[option(1, 1)]), "initial_option", option(2, 1))), false),
        ("groups", input(json!({"type": "static_select", "option_groups": [group], "initial_option": option(1, 1)})), true),
        ("groups and options", input(with(select(&[option(1, 1)]), "option_groups", json!([group]))), false),
        ("radio", input(radio(10)), true),
        ("much radio", input(radio(11)), false),
        ("radio in mrkdwn", input(with(radio(1), "options", json!([described]))), true),
        ("initial radio", input(with(radio(1), "initial_option", option(1, 2))), false),
        ("nothing initial", input(json!({"type": "checkboxes", "options": [option(1, 1)], "initial_options": []})), false),
        ("overflow", actions(json!({"type": "overflow", "options": vec![option(1, 1); 6]})), false),
        ("typed", input(with(typed(), "initial_value", json!("x".repeat(3_000)))), true),
        ("long initial value", input(with(typed(), "initial_value", json!("x".repeat(3_001)))), false),
        (
            "initial value over its own limit",
            input(with(with(typed(), "max_length", json!(2)), "initial_value", json!("xxx"))),
            false,
        ),
        ("max length", input(with(typed(), "max_length", json!(3_001))), false),
        ("placeholder", input(with(typed(), "placeholder", plain(150))), true),
        ("long placeholder", input(with(typed(), "placeholder", plain(151))), false),
        ("long input label", with(input(typed()), "label", plain(2_001)), false),
        ("input label in mrkdwn", with(input(typed()), "label", mrkdwn(1)), false),
        ("long hint", with(input(typed()), "hint", plain(2_001)), false),
        ("date", actions(json!({"type": "datepicker", "initial_date": "2026-03-02"})), true),
        ("wrong date", actions(json!({"type": "datepicker", "initial_date": "2.3.2026"})), false),
        ("time", actions(json!({"type": "timepicker", "initial_time": "9:00"})), false),
        ("instant", actions(json!({"type": "datetimepicker", "initial_date_time": 1_772_460_000})), true),
        (
            "instant in milliseconds",
            actions(json!({"type": "datetimepicker", "initial_date_time": 1_772_460_000_000_i64})),
            false,
        ),
        ("section", json!({"type": "section", "text": mrkdwn(3_000), "accessory": button()}), true),
        ("long section", json!({"type": "section", "text": mrkdwn(3_001)}), false),
        ("untyped text", json!({"type": "section", "text": {"text": "x"}}), false),
        ("header", json!({"type": "header", "text": plain(150)}), true),
        ("long header", json!({"type": "header", "text": plain(151)}), false),
        ("header in mrkdwn", json!({"type": "header", "text": mrkdwn(1)}), false),
        ("context", json!({"type": "context", "elements": vec![mrkdwn(1); 10]}), true),
        ("much context", json!({"type": "context", "elements": vec![mrkdwn(1); 11]}), false),
        ("image", json!({"type": "image", "image_url": "https://acme.test/a.png", "alt_text": "a"}), true),
        ("image without words", json!({"type": "image", "image_url": "https://acme.test/a.png"}), false),
    ] {
        let answer = World::new().await.open("1.1", modal(json!({"blocks": [block]}))).await;
        assert_eq!(answer["ok"], fits, "{name}: {answer}");
    }
}
