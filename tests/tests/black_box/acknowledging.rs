//! What a webhook is answered, and what it costs: one write and no read.

use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use roundup_tests::{Setup, Thread, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[tokio::test]
async fn slack_gets_its_challenge_back_once_its_signature_is_right() {
    let world = World::new().await;
    let body =
        json!({"token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P", "type": "url_verification"})
            .to_string();
    let answer = world.post_slack("/slack/events", "application/json", body.as_bytes()).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"));
    let unsigned = world.post("/slack/events", &[("content-type", "application/json")], body).await;
    assert_eq!(unsigned.status, 401);
    assert!(!unsigned.text.contains("3eZbrw"));
}

#[tokio::test]
async fn what_is_signed_and_not_understood_is_acknowledged() {
    let world = World::new().await;
    for body in [
        "",
        "not JSON",
        "{",
        "null",
        "[]",
        "\"x\"",
        "{}",
        "\u{feff}{}",
        r#"{"type":"event_callback"}"#,
        r#"{"type":"event_callback","event":null}"#,
        r#"{"type":"event_callback","event":{"type":"message"}}"#,
        r#"{"type":"url_verification"}"#,
        r#"{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820}"#,
        r#"{"type":"event_callback","team_id":"T0UNKNOWN","event":{"type":"message","channel":"C0UNKNOWN","user":"U1","text":"x","ts":"1772460000.000100"}}"#,
        r#"{"type":"event_callback","event":{"type":"message","channel":"C0GLOBEX1","user":"U1","text":"x","ts":"yesterday"}}"#,
        "payload=%7B%7D",
        "payload=",
        "command=%2Froundup&text=&is_enterprise_install=false",
    ] {
        for path in ["/slack/events", "/slack/interactions", "/slack/commands"] {
            let content_type =
                if body.starts_with(['p', 'c']) { "application/x-www-form-urlencoded" } else { "application/json" };
            assert_eq!(world.post_slack(path, content_type, body.as_bytes()).await.status, 200, "{path} {body}");
        }
        for event in ["issues", "issue_comment", "pull_request_review", "discussion", "push", "ping", "no_such_event", ""] {
            assert_eq!(world.post_github(event, "application/json", body.as_bytes()).await.status, 200, "{event} {body}");
        }
    }
    assert_eq!(world.items().await, Vec::<Value>::new());
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(world.post_slack("/slack/events", "application/json", deep.as_bytes()).await.status, 200);
    assert_eq!(world.post_slack("/slack/events", "application/json", b"\xff\xfe\x00").await.status, 200);
}

#[tokio::test]
async fn github_may_send_json_or_a_form() {
    let world = World::new().await;
    let ping = json!({"zen": "Keep it logically awesome.", "hook_id": 1}).to_string();
    assert_eq!(world.post_github("ping", "application/json", ping.as_bytes()).await.status, 200);
    for (number, content_type) in [(1, "application/json"), (2, "application/x-www-form-urlencoded")] {
        let issue = Thread::new(Form::Issue, WIDGETS, number, OCTOCAT, "100 % & more + ü", world.now());
        let json = issue.opened().payload.to_string();
        let body = if number == 1 { json } else { format!("payload={}", roundup_tests::world::encoded(&json)) };
        assert_eq!(world.post_github("issues", content_type, body.as_bytes()).await.status, 200);
        assert_eq!(world.item(&issue.item()).await["title"], "100 % & more + ü", "{content_type}");
    }
}

#[tokio::test]
async fn a_retry_of_slacks_is_taken_like_a_first_try() {
    let world = World::new().await;
    let said = world.message(world.now(), GLOBEX, None, DANA, "The export stops.");
    let body = roundup_tests::slack::envelope(&said.written(), "Ev1", world.now()).to_string();
    let now = world.now().as_second().to_string();
    let signature = roundup_tests::sign::slack(roundup_tests::sign::SLACK_SECRET, &now, body.as_bytes());
    let headers = [
        ("x-slack-request-timestamp", now.as_str()),
        ("x-slack-signature", signature.as_str()),
        ("x-slack-retry-num", "3"),
        ("x-slack-retry-reason", "http_timeout"),
    ];
    assert_eq!(world.post("/slack/events", &headers, body).await.status, 200);
    assert_eq!(world.items().await.len(), 1);
}

/// What the table was asked between two moments.
fn difference(before: &BTreeMap<String, u64>, after: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    after
        .iter()
        .map(|(name, count)| (name.clone(), count - before.get(name).unwrap_or(&0)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

#[tokio::test]
async fn a_webhook_that_says_something_is_one_write_and_no_read() {
    let world = World::with(Setup { reacting: false, ..Setup::default() }).await;
    let table = world.process.table.clone();
    let one_write = BTreeMap::from([("PutItem".to_owned(), 1)]);
    let said = world.message(world.now(), GLOBEX, None, DANA, "The export stops.");
    let reply = world.message(world.now(), GLOBEX, Some(&said), ADA, "Looking into it.");
    let ts = "1772460100.000100";
    let renamed = json!({"type": "channel_rename", "channel": {"id": GLOBEX, "name": "x", "created": 1}, "event_ts": ts});
    for event in [
        said.written(),
        said.written(),
        reply.written(),
        said.edited("The export stops at 2 GB.", ts),
        reply.deleted(ts),
        said.reaction("reaction_added", ADA, "white_check_mark", ts),
        said.reaction("reaction_removed", ADA, "white_check_mark", ts),
        renamed,
    ] {
        let before = table.calls();
        world.event(event.clone()).await;
        assert_eq!(difference(&before, &table.calls()), one_write, "{event}");
    }
    let issue = Thread::new(Form::Issue, WIDGETS, 1, OCTOCAT, "Sync hangs", world.now());
    let pull = Thread::new(Form::Pull, WIDGETS, 2, OCTOCAT, "Retry uploads", world.now());
    let discussion = Thread::new(Form::Discussion, WIDGETS, 3, OCTOCAT, "Keys?", world.now());
    let new = Thread { repository: GADGETS.to_owned(), ..issue.clone() };
    let [away, here] = issue.transferred(&new, ADA_GH, world.now());
    for delivery in [
        issue.opened(),
        issue.opened(),
        issue.comment(1, Some(ADA_GH), "I see", world.now()),
        issue.labelled("bug", ADA_GH, world.now()),
        issue.happened("closed", ADA_GH, world.now()),
        pull.opened(),
        pull.review(2, ADA_GH, None, world.now()),
        discussion.opened(),
        discussion.comment(3, Some(ADA_GH), "Two keys", world.now()),
        away,
        here,
    ] {
        let before = table.calls();
        world.deliver(delivery.clone()).await;
        assert_eq!(difference(&before, &table.calls()), one_write, "{} {}", delivery.event, delivery.payload["action"]);
    }
}

#[tokio::test]
async fn a_webhook_that_says_nothing_to_us_costs_nothing() {
    let world = World::with(Setup { reacting: false, ..Setup::default() }).await;
    let before = world.process.table.calls();
    let said = world.message(world.now(), GLOBEX, None, DANA, "The export stops.");
    world.event(said.reaction("reaction_added", DANA, "eyes", "1772460100.000100")).await;
    world.event(json!({"type": "channel_marked", "channel": GLOBEX, "ts": "1772460100.000100"})).await;
    let mut bot = said.written();
    bot["bot_id"] = json!("B0TICKETS");
    world.event(bot).await;
    let issue = Thread::new(Form::Issue, WIDGETS, 1, OCTOCAT, "Sync hangs", world.now());
    world.deliver(issue.happened("assigned", ADA_GH, world.now())).await;
    world.deliver(issue.comment(1, Some("dependabot[bot]"), "Bump", world.now())).await;
    assert_eq!(world.post_github("push", "application/json", b"{\"ref\":\"refs/heads/main\"}").await.status, 200);
    assert_eq!(world.post("/slack/events", &[], said.written().to_string()).await.status, 401);
    assert_eq!(world.post_slack("/slack/events", "application/json", &vec![b' '; (1 << 20) + 1]).await.status, 413);
    assert_eq!(world.process.table.calls(), before);
}
