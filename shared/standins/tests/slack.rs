//! The stand-in for Slack answers as Slack documents it.
#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use reqwest::Client;
use roundup_standins::{Fault, Journal, SlackStandIn, UserFlags, serve};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const HOME: &str = "T0STAFF01";
const CHANNEL: &str = "C0HELP001";
const ADA: &str = "U0OSQADA1";

struct World {
    slack: SlackStandIn,
    client: Client,
    base: String,
    clock: Arc<Mutex<Timestamp>>,
}

impl World {
    async fn new() -> Self {
        let clock = Arc::new(Mutex::new("2026-03-02T14:00:00Z".parse::<Timestamp>().unwrap()));
        let read = Arc::clone(&clock);
        let slack = SlackStandIn::new(&Journal::new(Arc::new(move || *read.lock().unwrap())), HOME);
        slack.channel(CHANNEL, "help", false).user(ADA, "Ada Lovelace", HOME, UserFlags::default());
        let (address, _) = serve(slack.router()).await.unwrap();
        Self { slack, client: client(), base: format!("http://{address}/api"), clock }
    }

    async fn post(&self, method: &str, body: Value) -> Value {
        let request = self.client.post(format!("{}/{method}", self.base)).bearer_auth("xoxb-canary").json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn get(&self, method: &str, query: &[(&str, &str)]) -> Value {
        let request = self.client.get(format!("{}/{method}", self.base)).bearer_auth("xoxb-canary").query(query);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn say(&self, text: &str) -> String {
        let answer = self.post("chat.postMessage", json!({"channel": CHANNEL, "text": text})).await;
        answer["ts"].as_str().unwrap().to_owned()
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

fn has(record: &Value, fields: &[&str]) {
    for field in fields {
        assert!(record.get(field).is_some(), "{field} is missing in {record}");
    }
}

#[tokio::test]
async fn a_call_without_a_token_is_not_authed_and_one_with_an_unknown_token_invalid() {
    let world = World::new().await;
    let bare = world.client.post(format!("{}/auth.test", world.base));
    assert_eq!(bare.try_clone().unwrap().send().await.unwrap().json::<Value>().await.unwrap(), error("not_authed"));
    let wrong_scheme = bare.header("authorization", "Basic abc").send().await.unwrap();
    assert_eq!(wrong_scheme.json::<Value>().await.unwrap(), error("not_authed"));
    assert_eq!(world.get("auth.test", &[]).await["team_id"], HOME, "any token will do until one is named");
    world.slack.token("xoxb-real", HOME);
    assert_eq!(world.get("auth.test", &[]).await, error("invalid_auth"));
}

#[tokio::test]
async fn what_is_not_there_is_refused_in_slacks_words() {
    let world = World::new().await;
    let ts = "1700000000.000100";
    for (method, arguments, code) in [
        ("chat.postMessage", json!({"channel": "C0NOWHERE", "text": "x"}), "channel_not_found"),
        ("chat.postMessage", json!({"channel": "U0NOBODY1", "text": "x"}), "channel_not_found"),
        ("chat.postMessage", json!({"channel": CHANNEL}), "no_text"),
        ("chat.postMessage", json!({"channel": CHANNEL, "text": "x".repeat(40_001)}), "msg_too_long"),
        ("chat.update", json!({"channel": CHANNEL, "ts": ts, "text": "x"}), "message_not_found"),
        ("chat.postEphemeral", json!({"channel": CHANNEL, "user": "U0NOBODY1", "text": "x"}), "user_not_in_channel"),
        ("conversations.open", json!({"users": "U0NOBODY1"}), "user_not_found"),
        ("usergroups.users.update", json!({"usergroup": "S0ONCALL1", "users": "U0NOBODY1"}), "invalid_users"),
        ("usergroups.users.update", json!({"usergroup": "S0ONCALL1", "users": ""}), "no_users_provided"),
        ("reactions.add", json!({"channel": CHANNEL, "timestamp": ts, "name": "eyes"}), "message_not_found"),
        ("views.publish", json!({"user_id": "U0NOBODY1", "view": {"type": "home", "blocks": []}}), "user_not_found"),
        ("views.update", json!({"view_id": "V0", "view": {"type": "modal", "blocks": []}}), "not_found"),
        ("chat.deleteEverything", json!({}), "unknown_method"),
    ] {
        assert_eq!(world.post(method, arguments).await, error(code), "{method}");
    }
    assert_eq!(world.get("users.info", &[("user", "U0NOBODY1")]).await, error("user_not_found"));
    assert_eq!(world.get("conversations.info", &[("channel", "C0NOWHERE")]).await, error("channel_not_found"));
    assert_eq!(world.get("conversations.replies", &[("channel", CHANNEL), ("ts", ts)]).await, error("thread_not_found"));
}

#[tokio::test]
async fn a_missing_argument_is_named_and_reading_methods_take_no_json() {
    let world = World::new().await;
    for answer in [world.get("users.info", &[]).await, world.post("users.info", json!({"user": ADA})).await] {
        assert_eq!(answer["error"], "invalid_arguments");
        assert_eq!(answer["response_metadata"]["messages"][0], "[ERROR] missing required field: user");
    }
    let form = world.client.post(format!("{}/users.info", world.base)).bearer_auth("x").form(&[("user", ADA)]);
    assert_eq!(form.send().await.unwrap().json::<Value>().await.unwrap()["user"]["id"], ADA);
}

#[tokio::test]
async fn a_form_carries_blocks_as_json() {
    let world = World::new().await;
    let fields = [("channel", CHANNEL), ("text", "x"), ("blocks", r#"[{"type":"divider"}]"#)];
    let form = world.client.post(format!("{}/chat.postMessage", world.base)).bearer_auth("x").form(&fields);
    let answer: Value = form.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["message"]["blocks"], json!([{"type": "divider"}]));
}

#[tokio::test]
async fn answers_have_the_published_fields() {
    let world = World::new().await;
    let user = world.get("users.info", &[("user", ADA)]).await;
    has(
        &user["user"],
        &["id", "team_id", "name", "real_name", "deleted", "is_bot", "is_restricted", "is_ultra_restricted", "tz"],
    );
    has(&user["user"]["profile"], &["real_name", "display_name", "team"]);
    assert!(user["user"].get("is_stranger").is_none(), "only strangers carry it");
    let channel = world.get("conversations.info", &[("channel", CHANNEL)]).await;
    let flags = ["is_shared", "is_ext_shared", "is_org_shared", "is_member", "is_private", "is_archived", "is_mpim", "is_im"];
    has(&channel["channel"], &flags);
    has(&channel["channel"], &["id", "name", "name_normalized", "created", "creator", "shared_team_ids", "topic", "purpose"]);
    let posted = world.post("chat.postMessage", json!({"channel": CHANNEL, "text": "x"})).await;
    has(&posted, &["ok", "channel", "ts", "message"]);
    has(&posted["message"], &["type", "user", "bot_id", "text", "ts", "team"]);
    let history = world.get("conversations.history", &[("channel", CHANNEL)]).await;
    has(&history, &["ok", "messages", "has_more", "response_metadata"]);
    let title = json!({"type": "plain_text", "text": "x"});
    let view = json!({"type": "modal", "title": title, "blocks": []});
    let view = world.post("views.open", json!({"trigger_id": "1.2.a", "view": view})).await;
    has(&view["view"], &["id", "team_id", "hash", "type", "blocks", "state", "root_view_id", "previous_view_id"]);
    let told = world.post("chat.postEphemeral", json!({"channel": CHANNEL, "user": ADA, "text": "x"})).await;
    has(&told, &["message_ts"]);
    let opened = world.post("conversations.open", json!({"users": ADA})).await;
    assert!(opened["channel"]["id"].as_str().unwrap().starts_with('D'));
}

#[tokio::test]
async fn messages_are_named_after_the_clock_and_never_alike() {
    let world = World::new().await;
    let (first, second) = (world.say("one").await, world.say("two").await);
    assert_eq!((first.as_str(), second.as_str()), ("1772460000.000000", "1772460000.000001"));
    *world.clock.lock().unwrap() += SignedDuration::from_hours(1);
    assert_eq!(world.say("three").await, "1772463600.000000");
    assert_eq!(world.slack.calls()[2].at, *world.clock.lock().unwrap());
}

#[tokio::test]
async fn history_is_newest_first_within_its_bounds_and_in_pages() {
    let world = World::new().await;
    let mut all = Vec::new();
    for n in 0..5 {
        all.push(world.say(&n.to_string()).await);
    }
    let reply = json!({"channel": CHANNEL, "text": "reply", "thread_ts": all[0]});
    world.post("chat.postMessage", reply).await;
    let texts = |answer: &Value| -> String {
        answer["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap()).collect()
    };
    let history = |extra: Vec<(&'static str, String)>| {
        let world = &world;
        async move {
            let mut query = vec![("channel", CHANNEL)];
            query.extend(extra.iter().map(|(name, value)| (*name, value.as_str())));
            world.get("conversations.history", &query).await
        }
    };
    assert_eq!(texts(&history(vec![]).await), "43210", "without the reply");
    assert_eq!(texts(&history(vec![("oldest", all[1].clone())]).await), "432");
    assert_eq!(texts(&history(vec![("oldest", all[1].clone()), ("inclusive", "true".into())]).await), "4321");
    assert_eq!(texts(&history(vec![("latest", all[2].clone())]).await), "10");
    let (mut seen, mut cursor) = (String::new(), String::new());
    loop {
        let page = history(vec![("limit", "2".into()), ("cursor", cursor.clone())]).await;
        seen.push_str(&texts(&page));
        cursor = page["response_metadata"]["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(page["has_more"], !cursor.is_empty());
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(seen, "43210");
    let thread = world.get("conversations.replies", &[("channel", CHANNEL), ("ts", &all[0])]).await;
    assert_eq!(texts(&thread), "0reply");
}

#[tokio::test]
async fn metadata_shows_only_where_it_is_asked_for() {
    let world = World::new().await;
    let metadata = json!({"event_type": "t", "event_payload": {"key": "k"}});
    world.post("chat.postMessage", json!({"channel": CHANNEL, "text": "x", "metadata": metadata})).await;
    let without = world.get("conversations.history", &[("channel", CHANNEL)]).await;
    assert!(without["messages"][0].get("metadata").is_none());
    let with = world.get("conversations.history", &[("channel", CHANNEL), ("include_all_metadata", "true")]).await;
    assert_eq!(with["messages"][0]["metadata"], metadata);
}

#[tokio::test]
async fn the_app_changes_its_own_messages_only_and_reacts_once() {
    let world = World::new().await;
    let theirs = world.slack.say(CHANNEL, ADA, "hello", None).unwrap();
    let change = json!({"channel": CHANNEL, "ts": theirs, "text": "x"});
    assert_eq!(world.post("chat.update", change).await, error("cant_update_message"));
    let reaction = json!({"channel": CHANNEL, "timestamp": theirs, "name": "eyes"});
    assert_eq!(world.post("reactions.add", reaction.clone()).await, json!({"ok": true}));
    assert_eq!(world.post("reactions.add", reaction).await, error("already_reacted"));
    assert_eq!(world.slack.messages(CHANNEL)[0]["reactions"][0]["name"], "eyes");
}

#[tokio::test]
async fn a_user_group_and_a_home_are_kept() {
    let world = World::new().await;
    world.post("usergroups.users.update", json!({"usergroup": "S0ONCALL1", "users": ADA})).await;
    assert_eq!(world.slack.user_group("S0ONCALL1"), [ADA]);
    let home = json!({"user_id": ADA, "view": {"type": "home", "blocks": [{"type": "divider"}]}});
    let first = world.post("views.publish", home.clone()).await;
    let second = world.post("views.publish", home).await;
    assert_eq!(first["view"]["id"], second["view"]["id"], "one home for one person");
}

#[tokio::test]
async fn blocks_over_slacks_limits_are_refused() {
    let world = World::new().await;
    let section = |length: usize| json!({"type": "section", "text": {"type": "mrkdwn", "text": "x".repeat(length)}});
    let button = |label: usize, value: usize| {
        let text = json!({"type": "plain_text", "text": "x".repeat(label)});
        json!({"type": "actions", "elements": [{"type": "button", "text": text, "value": "x".repeat(value)}]})
    };
    let header = |length: usize| json!({"type": "header", "text": {"type": "plain_text", "text": "x".repeat(length)}});
    let fields = |count: usize| json!({"type": "section", "fields": vec![json!({"type": "mrkdwn", "text": "x"}); count]});
    let named = |name: &str| json!({"type": "divider", "block_id": name});
    for (blocks, fits) in [
        (vec![section(3_000)], true),
        (vec![section(3_001)], false),
        (vec![section(0)], false),
        (vec![section(10); 50], true),
        (vec![section(10); 51], false),
        (vec![section(2_700); 5], false),
        (vec![header(150)], true),
        (vec![header(151)], false),
        (vec![fields(10)], true),
        (vec![fields(11)], false),
        (vec![button(75, 2_000)], true),
        (vec![button(76, 1)], false),
        (vec![button(1, 2_001)], false),
        (vec![named("a"), named("b")], true),
        (vec![named("a"), named("a")], false),
        (vec![named(&"a".repeat(256))], false),
        (vec![json!({"type": "nonsense"})], false),
    ] {
        let answer = world.post("chat.postMessage", json!({"channel": CHANNEL, "text": "x", "blocks": blocks})).await;
        assert_eq!(answer["ok"], fits, "{answer} {}", serde_json::to_string(&blocks).unwrap());
    }
}

#[tokio::test]
async fn in_a_permissive_world_everybody_exists_as_a_stranger() {
    let world = World::new().await;
    world.slack.permissive(true);
    let user = world.get("users.info", &[("user", "U0NOBODY1")]).await;
    assert_eq!((&user["user"]["real_name"], &user["user"]["is_stranger"]), (&json!("U0NOBODY1"), &json!(true)));
    assert_ne!(user["user"]["team_id"], HOME);
    let channel = world.get("conversations.info", &[("channel", "C0NOWHERE")]).await;
    assert_eq!((&channel["channel"]["name"], &channel["channel"]["is_ext_shared"]), (&json!("c0nowhere"), &json!(false)));
    assert_eq!(world.get("users.info", &[("user", ADA)]).await["user"]["real_name"], "Ada Lovelace");
    assert_eq!(world.get("users.info", &[("user", "nonsense")]).await, error("user_not_found"));
}

#[tokio::test]
async fn a_fault_meets_the_calls_it_is_meant_for_and_the_journal_tells() {
    let world = World::new().await;
    world.slack.fail("chat.postMessage", Fault::RateLimit(7), 2);
    assert_eq!(world.get("auth.test", &[]).await["ok"], true);
    for _ in 0..2 {
        let request = world.client.post(format!("{}/chat.postMessage", world.base)).bearer_auth("xoxb-canary");
        let answer = request.json(&json!({"channel": CHANNEL, "text": "x", "token": "xoxb-canary"})).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (429, "7"));
        assert_eq!(answer.json::<Value>().await.unwrap(), error("ratelimited"));
    }
    assert!(world.slack.messages(CHANNEL).is_empty());
    world.say("now").await;
    let calls = world.slack.calls();
    let seen: Vec<_> = calls.iter().map(|call| (call.method.as_str(), call.status, call.fault)).collect();
    let limited = ("chat.postMessage", 429, Some("rate_limit"));
    assert_eq!(seen, [("auth.test", 200, None), limited, limited, ("chat.postMessage", 200, None)]);
    assert_eq!(calls[1].body, json!({"channel": CHANNEL, "text": "x"}));
    assert!(!serde_json::to_string(&calls).unwrap().contains("canary"));
}
