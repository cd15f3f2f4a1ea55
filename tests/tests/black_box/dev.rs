//! The routes that `serve` and `demo` have besides (CONTRACT 2 and 5).

use roundup_tests::configuration::*;
use roundup_tests::world::encoded;
use roundup_tests::{Setup, World};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

#[tokio::test]
async fn healthz_is_there_for_everybody() {
    let world = World::new().await;
    assert_eq!(world.get("/healthz").await.status, 200);
    let answer = world.request(reqwest::Method::GET, "/healthz", &[("host", "roundup.example.com")], "").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn the_clock_moves_by_a_length_and_to_a_time() {
    let world = World::new().await;
    for (body, now) in [
        (json!({"advance": "23h"}), "2026-03-03T13:00:00Z"),
        (json!({"advance": "0s"}), "2026-03-03T13:00:00Z"),
        (json!({"advance": "90m"}), "2026-03-03T14:30:00Z"),
        (json!({"advance": "1h30m"}), "2026-03-03T16:00:00Z"),
        (json!({"advance": "2d"}), "2026-03-05T16:00:00Z"),
        (json!({"to": "2026-03-05T16:00:00Z"}), "2026-03-05T16:00:00Z"),
        (json!({"to": "2026-03-06T09:00:00Z"}), "2026-03-06T09:00:00Z"),
        (json!({"to": "2026-03-06T09:00:00-05:00"}), "2026-03-06T14:00:00Z"),
    ] {
        let answer = world.post("/dev/clock", &JSON, body.to_string()).await;
        assert_eq!((answer.status, answer.json()), (200, json!({"now": now})), "{body}");
    }
    // Without a content type, as curl's default has none that fits.
    let answer = world.post("/dev/clock", &[("content-type", "application/x-www-form-urlencoded")], r#"{"advance":"1h"}"#).await;
    assert_eq!((answer.status, answer.json()), (200, json!({"now": "2026-03-06T15:00:00Z"})));
}

#[tokio::test]
async fn the_clock_refuses_to_go_back_and_what_it_does_not_understand() {
    let world = World::new().await;
    for body in [
        "",
        "{}",
        "null",
        "[]",
        "23h",
        "not JSON",
        r#"{"advance":23}"#,
        r#"{"advance":""}"#,
        r#"{"advance":"soon"}"#,
        r#"{"advance":"-1h"}"#,
        r#"{"advance":"1mo"}"#,
        r#"{"advance":"99999999999999h"}"#,
        r#"{"to":"yesterday"}"#,
        r#"{"to":"2026-03-02T13:59:59Z"}"#,
        r#"{"to":"2026-03-02"}"#,
        r#"{"to":"2026-03-03T09:00:00Z","advance":"1h"}"#,
        r#"{"forward":"1h"}"#,
        r#"{"advance":null}"#,
        r#"{"advance":"23h","x":1}"#,
    ] {
        let answer = world.post("/dev/clock", &JSON, body).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.text);
        assert!(answer.json()["error"].is_string(), "{body}: {}", answer.text);
        assert_eq!(world.now().to_string(), NOW, "{body}");
    }
}

#[tokio::test]
async fn an_item_has_the_fields_of_the_contract_and_a_trace() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.\nAt 2 GB.").await;
    let id = said.item(HOME);
    let expected = json!({
        "id": id, "source": "Globex", "kind": null, "state": "waiting", "title": "The export stops.",
        "url": format!("https://slack.com/app_redirect?team={HOME}&channel={GLOBEX}&message_ts={}", said.ts),
        "requester": {"platform": "slack", "id": DANA, "name": "Dana Whitfield", "company": "Globex"},
        "opened_at": "2026-03-02T14:00:00Z", "waiting_since": "2026-03-02T14:00:00Z", "due_at": "2026-03-03T14:00:00Z",
        "first_response_seconds": null, "breaches": 0, "claimed_by": null, "snoozed_until": null, "ready": false, "form": {}, "missing": [],
    });
    assert_eq!(world.items().await, std::slice::from_ref(&expected));
    let mut item = world.item(&id).await;
    let trace = item.as_object_mut().unwrap().remove("trace").unwrap();
    assert_eq!(item, expected);
    let entry = json!({"at": "2026-03-02T14:00:00Z", "fact": format!("message:{}", said.ts), "by": "Dana Whitfield", "effect": "clock started, due 2026-03-03T14:00:00Z"});
    assert_eq!(trace, json!([entry]));

    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.comment(&issue, ADA_GH, "I see").await;
    let item = world.item(&issue.item()).await;
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let mut expected_names = names(&expected);
    expected_names.insert("trace".to_owned());
    assert_eq!(names(&item), expected_names);
    assert_eq!(
        (&item["url"], &item["waiting_since"], &item["due_at"]),
        (&json!("https://github.com/acme/widgets/issues/1"), &json!(null), &json!(null))
    );
}

#[tokio::test]
async fn items_come_newest_first() {
    let world = World::new().await;
    for number in 1..=3 {
        world.issue(number, OCTOCAT, "Sync hangs").await;
        world.advance("10m").await;
    }
    world.said_at("2026-03-02T14:15:00Z", GLOBEX, DANA, "The export stops.").await;
    let sources: Vec<String> = world
        .items()
        .await
        .iter()
        .map(|item| format!("{} {}", item["opened_at"].as_str().unwrap(), item["source"].as_str().unwrap()))
        .collect();
    assert_eq!(
        sources,
        [
            "2026-03-02T14:20:00Z Tracker",
            "2026-03-02T14:15:00Z Globex",
            "2026-03-02T14:10:00Z Tracker",
            "2026-03-02T14:00:00Z Tracker"
        ]
    );
}

#[tokio::test]
async fn an_items_name_is_one_percent_encoded_segment() {
    let world = World::new().await;
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("0s").await;
    for path in ["github%3Aacme%2Fwidgets%231", "github:acme%2Fwidgets%231", "github%3aacme%2fwidgets%231"] {
        assert_eq!(world.get(&format!("/dev/items/{path}")).await.json()["id"], issue.item(), "{path}");
    }
    for id in [
        "github:acme/widgets#2",
        "slack:T0STAFF01:C0GLOBEX1:1772460000.000100",
        "slack:::",
        "x",
        "github:acme/widgets#1 ",
        "ü",
        "../items",
    ] {
        let answer = world.get(&format!("/dev/items/{}", encoded(id))).await;
        assert_eq!(answer.status, 404, "{id}: {}", answer.text);
        assert!(answer.json()["error"].is_string());
    }
    // The root is right, the workspace is not.
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    assert!(world.find(&said.item("T0ELSEWHR")).await.is_null());
}

#[tokio::test]
async fn the_agenda_comes_in_every_form() {
    let world = World::new().await;
    let mut issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    issue.labels = vec!["bug".to_owned(), "Ready for roundup".to_owned()];
    world.deliver(issue.labelled("Ready for roundup", ADA_GH, world.now())).await;
    world.advance("0s").await;
    for (query, content_type) in [
        ("", "text/plain; charset=utf-8"),
        ("?format=text", "text/plain; charset=utf-8"),
        ("?format=markdown", "text/markdown; charset=utf-8"),
        ("?format=html", "text/html; charset=utf-8"),
        ("?format=slack", "application/json"),
        ("?format=json", "application/json"),
    ] {
        let answer = world.get(&format!("/dev/digest{query}")).await;
        assert_eq!((answer.status, answer.content_type.as_str()), (200, content_type), "{query}");
        assert!(answer.text.contains("Sync hangs"), "{query}: {}", answer.text);
        assert!(!answer.text.contains('\u{1b}'), "{query}");
    }
    assert_eq!(world.get("/dev/digest?format=pdf").await.status, 400);
    let agenda = world.get("/dev/digest?format=json").await.json();
    assert_eq!(agenda["meeting"], "2026-03-06T21:00:00Z");
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    // The contract may be added to.
    assert!(names(&agenda).is_superset(&set(&["meeting", "entries", "week", "thanks", "docs_to_write"])));
    let entry =
        set(&["item", "kind", "who", "company", "title", "url", "form", "missing", "carried_since", "asked_by", "decision"]);
    assert!(names(&agenda["entries"][0]).is_superset(&entry));
    let week = set(&["from", "to", "comments", "in_time", "late", "first_response_seconds", "by_source"]);
    assert!(names(&agenda["week"]).is_superset(&week));
    assert_eq!(names(&agenda["week"]["first_response_seconds"]), set(&["median", "p90", "max"]));
}

#[tokio::test]
async fn mail_is_a_list() {
    let world = World::new().await;
    assert_eq!(world.get("/dev/mail").await.json(), json!([]));
}

#[tokio::test]
async fn calls_are_shown_when_they_go_to_the_built_in_stand_ins() {
    let world = World::with(Setup { built_in: true, ..Setup::default() }).await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("25h").await;
    let calls = world.get("/dev/calls").await.json();
    let methods: BTreeSet<&str> = calls.as_array().unwrap().iter().map(|call| call["method"].as_str().unwrap()).collect();
    assert!(methods.is_superset(&BTreeSet::from(["chat.postMessage", "users.info", "conversations.info", "GET"])), "{methods:?}");

    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("25h").await;
    let answer = world.get("/dev/calls").await;
    assert_eq!((answer.status, answer.json()), (200, json!([])));
}

#[tokio::test]
async fn the_controls_are_for_this_machine_only() {
    let world = World::new().await;
    let get = reqwest::Method::GET;
    for path in ["/", "/dev/state", "/dev/items", "/dev/items/x", "/dev/digest", "/dev/mail", "/dev/calls"] {
        for host in ["roundup.example.com", "127.0.0.1.example.com", "10.0.0.5:9000", "localhost.example.com"] {
            let answer = world.request(get.clone(), path, &[("host", host)], "").await;
            assert!((400..500).contains(&answer.status), "{path} for {host}: {}", answer.status);
            assert!(!answer.text.contains("Roundup"), "{path} for {host}");
        }
        let answer = world.request(get.clone(), path, &[("host", "localhost:9000")], "").await;
        assert_eq!(answer.status, if path == "/dev/items/x" { 404 } else { 200 }, "{path}");
    }
    let answer = world.post("/dev/clock", &[("host", "roundup.example.com")], r#"{"advance":"1h"}"#).await;
    assert!((400..500).contains(&answer.status));
    assert_eq!(world.now().to_string(), NOW);
}

#[tokio::test]
async fn a_page_elsewhere_cannot_move_the_clock() {
    let world = World::new().await;
    for origin in ["https://evil.example", "http://localhost.evil.example", "null"] {
        let headers = [("origin", origin), ("content-type", "text/plain")];
        let answer = world.post("/dev/clock", &headers, r#"{"advance":"1h"}"#).await;
        assert!((400..500).contains(&answer.status), "{origin}: {}", answer.status);
        assert_eq!(world.now().to_string(), NOW, "{origin}");
    }
}

#[tokio::test]
async fn the_console_is_one_page_that_nothing_else_is_loaded_for() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "<script>alert(1)</script>").await;
    world.advance("25h").await;
    let page = world.get("/").await;
    assert_eq!((page.status, page.content_type.as_str()), (200, "text/html; charset=utf-8"));
    assert!(!page.text.contains("src=\"http") && !page.text.contains("href=\"http"), "it works without a network");
    let state = world.get("/dev/state").await.json();
    assert_eq!(state["now"], json!(world.now()));
    assert_eq!((state["waiting"].as_array().unwrap().len(), state["sent"].as_array().unwrap().len()), (1, 3));
}

#[tokio::test]
async fn what_is_not_there_is_a_404() {
    let world = World::new().await;
    for path in ["/dev", "/dev/nothing", "/slack", "/favicon.ico", "/github/webhook/x"] {
        assert_eq!(world.get(path).await.status, 404, "{path}");
    }
}
