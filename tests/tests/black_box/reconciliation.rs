//! Reconciliation: what happened in the sources and never arrived is found within the hour (RELIABILITY, "Ingest").

use roundup_local::process::Without;
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use roundup_tests::{Setup, Thread, World};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The table of the process.
const TABLE: &str = "roundup";

/// A world whose first reconciliation is over: from now on it is known since when to look.
async fn reconciled(setup: Setup) -> World {
    let world = World::with(setup).await;
    world.advance("1h").await;
    world
}

/// A reconciliation takes place each hour that passes by itself; several that pass at once are one.
async fn hours(world: &World, hours: usize) {
    for _ in 0..hours {
        world.advance("1h").await;
    }
}

fn calls(world: &World, method: &str, end: &str) -> usize {
    world.github.calls().iter().filter(|call| call.method == method && call.path.ends_with(end)).count()
}

async fn recovered(world: &World) -> Value {
    world.get("/dev/digest?format=json").await.json()["week"]["missed_events_recovered"].clone()
}

#[tokio::test]
async fn an_issue_whose_webhook_was_lost_is_found_and_due_when_it_would_have_been() {
    let world = reconciled(Setup::default()).await;
    let issue = Thread::new(Form::Issue, WIDGETS, 12, OCTOCAT, "Keys do not rotate", world.now());
    let opened = issue.opened();
    world.github.hear(opened.event, &opened.payload);
    let how = Thread::new(Form::Discussion, WIDGETS, 3, OCTOCAT, "How do I rotate keys?", world.now());
    world.github.hear(how.opened().event, &how.opened().payload);
    world.advance("1h").await;
    assert_eq!(world.item("github:acme/widgets#12").await["due_at"], json!("2026-03-03T15:00:00Z"));
    assert_eq!(world.item("github:acme/widgets/discussions/3").await["state"], "waiting");
    assert_eq!(recovered(&world).await, json!(2));
    world.advance("21h").await;
    let reminded = world.slack.calls().into_iter().filter(|call| call.method == "chat.postMessage");
    assert!(reminded.into_iter().any(|call| call.body.to_string().contains("Keys do not rotate")), "a missed event is no import");
    // The webhook comes after all.
    world.deliver(opened).await;
    world.advance("2h").await;
    assert_eq!((world.items().await.len(), recovered(&world).await), (2, json!(2)));
}

#[tokio::test]
async fn a_delivery_that_failed_is_repeated_until_it_is_taken() {
    let world = reconciled(Setup::default()).await;
    world.github.hook(WIDGETS, "https://roundup.acme.test/github/webhook");
    let now = world.now();
    world.github.delivered(WIDGETS, "11111111-taken", now, 200).delivered(WIDGETS, "22222222-lost", now, 503);
    world.advance("1h").await;
    assert_eq!((calls(&world, "POST", "/deliveries/90001/attempts"), calls(&world, "POST", "/attempts")), (1, 1));
    assert_eq!(recovered(&world).await, json!(1));
    hours(&world, 2).await;
    assert_eq!(calls(&world, "POST", "/attempts"), 1, "once");
    // The secret was wrong on our side, say, and is put right three hours later.
    world.github.redeliveries_answered(WIDGETS, 401).delivered(WIDGETS, "33333333-refused", world.now(), 401);
    hours(&world, 3).await;
    world.github.redeliveries_answered(WIDGETS, 200);
    hours(&world, 6).await;
    assert_eq!(calls(&world, "POST", "/attempts"), 1 + 4, "after 1, 2, 3 and 5 hours");
    assert_eq!(recovered(&world).await, json!(2), "what is repeated once more is no news");
    assert_eq!(calls(&world, "GET", "/timeline"), 0, "what the log shows need not be asked for");
}

#[tokio::test]
async fn messages_that_slack_did_not_deliver_are_found_in_the_channel_and_in_its_threads() {
    let world = reconciled(Setup::default()).await;
    let asked = world.say(GLOBEX, DANA, "The login fails").await;
    let answer = world.reply(&asked, ADA, "Which browser?").await;
    world.slack.hear(&asked.written()).hear(&answer.written());
    world.advance("30m").await;
    let lost = world.message(world.now(), GLOBEX, Some(&asked), DANA, "All of them");
    let other = world.message(world.now(), INITECH, None, ERIK, "Is it down?");
    world.slack.hear(&lost.written()).hear(&other.written());
    world.advance("45m").await;
    assert_eq!(world.item_of(&asked).await["state"], "waiting");
    assert_eq!(world.item_of(&other).await["state"], "waiting", "a channel by its name's pattern");
    assert_eq!(recovered(&world).await, json!(2));
}

#[tokio::test]
async fn a_lost_reply_is_found_however_long_ago_its_thread_was_answered_or_began_with_us() {
    let world = reconciled(Setup::default()).await;
    let asked = world.say(GLOBEX, DANA, "The login fails").await;
    let answer = world.reply(&asked, ADA, "It is fixed").await;
    let announced = world.say(INITECH, ADA, "We move on Sunday").await;
    world.slack.hear(&asked.written()).hear(&answer.written()).hear(&announced.written());
    world.advance("240h").await;
    let lost = world.message(world.now(), GLOBEX, Some(&asked), DANA, "It fails again");
    let other = world.message(world.now(), INITECH, Some(&announced), ERIK, "At what time?");
    world.slack.hear(&lost.written()).hear(&other.written());
    world.advance("2h").await;
    assert_eq!(world.item_of(&asked).await["state"], "waiting");
    assert_eq!(world.item_of(&announced).await["state"], "waiting");
    assert_eq!(recovered(&world).await, json!(2));
    hours(&world, 3).await;
    assert_eq!(recovered(&world).await, json!(2), "once");
}

#[tokio::test]
async fn a_channel_with_more_than_one_run_can_read_is_gone_on_with_and_keeps_no_other_waiting() {
    let world = reconciled(Setup::default()).await;
    let mut lost = Vec::new();
    for number in 0..100 {
        let who = [DANA, ERIK][number % 2];
        let root = world.message(world.now(), GLOBEX, None, who, "The login fails");
        let reply = world.message(world.now(), GLOBEX, Some(&root), who, "Still");
        world.slack.hear(&root.written()).hear(&reply.written());
        lost.push(root);
    }
    let other = world.message(world.now(), INITECH, None, ERIK, "Is it down?");
    world.slack.hear(&other.written());
    hours(&world, 2).await;
    assert_eq!(world.item_of(&other).await["state"], "waiting");
    hours(&world, 5).await;
    let (first, last) = (world.item_of(&lost[0]).await, world.item_of(&lost[99]).await);
    assert_eq!((&first["state"], &last["state"]), (&json!("waiting"), &json!("waiting")));
}

#[tokio::test]
async fn where_slack_says_that_it_drops_events_they_are_fetched_by_the_next_sweep() {
    let world = reconciled(Setup::default()).await;
    let lost = world.message(world.now(), GLOBEX, None, DANA, "The login fails");
    world.slack.hear(&lost.written());
    world.advance("3m").await;
    let minute = world.now().as_second() - 60;
    let body = json!({"type": "app_rate_limited", "team_id": HOME, "minute_rate_limited": minute, "api_app_id": "A0ROUNDUP"});
    assert_eq!(world.post_slack("/slack/events", "application/json", body.to_string().as_bytes()).await.status, 200);
    world.process.app.sweep(world.now()).await.unwrap();
    assert_eq!(world.item_of(&lost).await["state"], "waiting");
    assert_eq!(recovered(&world).await, json!(1));
}

#[tokio::test]
async fn what_is_on_its_way_is_not_missing_and_what_arrived_is_not_news() {
    let world = reconciled(Setup::default()).await;
    let asked = world.say(GLOBEX, DANA, "The login fails").await;
    let issue = world.issue(12, OCTOCAT, "Keys do not rotate").await;
    world.slack.hear(&asked.written());
    world.github.hear(issue.opened().event, &issue.opened().payload);
    world.advance("1h").await;
    let late = world.message(world.now(), GLOBEX, None, ERIK, "Just now");
    world.slack.hear(&late.written());
    world.advance("1h").await;
    assert_eq!(world.item_of(&asked).await["state"], "waiting");
    assert_eq!(recovered(&world).await, json!(1), "only what was lost");
}

/// Leaves the facts alone, and nothing that followed from them: as a reactor does that never got their records.
async fn lose_what_followed(world: &World) {
    let client = world.process.table.client();
    let rows = client.scan().table_name(TABLE).send().await.unwrap().items.unwrap();
    for row in rows {
        let key = |name: &str| (name.to_owned(), row[name].clone());
        let sk = row["sk"].as_s().unwrap();
        if ["#ITEM", "#DEADLINE#", "#NOTICE#"].iter().any(|part| sk.contains(part)) {
            let key = HashMap::from([key("pk"), key("sk")]);
            client.delete_item().table_name(TABLE).set_key(Some(key)).send().await.unwrap();
        }
    }
}

#[tokio::test]
async fn what_is_written_and_was_never_reacted_to_is_taken_in_within_the_hour() {
    let world = reconciled(Setup::default()).await;
    world.github.hook(WIDGETS, "https://roundup.acme.test/github/webhook");
    world.github.delivered(WIDGETS, "11111111-taken", world.now(), 200);
    let asked = world.say(GLOBEX, DANA, "The login fails").await;
    let issue = world.issue(12, OCTOCAT, "Keys do not rotate").await;
    world.slack.hear(&asked.written());
    world.github.hear(issue.opened().event, &issue.opened().payload);
    world.advance("0s").await;
    lose_what_followed(&world).await;
    assert_eq!(world.items().await, Vec::<Value>::new(), "nobody knows that they wait");
    world.advance("1h").await;
    for item in [world.item_of(&asked).await, world.item("github:acme/widgets#12").await] {
        assert_eq!((&item["state"], &item["due_at"]), (&json!("waiting"), &json!("2026-03-03T15:00:00Z")));
    }
    assert_eq!(calls(&world, "GET", "/timeline"), 0, "what is written need not be read again");
    assert_eq!(recovered(&world).await, json!(2));
    world.advance("1h").await;
    assert_eq!(recovered(&world).await, json!(2), "once");
}

#[tokio::test]
async fn without_the_sweep_nothing_is_looked_for() {
    let without = Without { sweep: true, ..Without::default() };
    let world = reconciled(Setup { without, ..Setup::default() }).await;
    let issue = Thread::new(Form::Issue, WIDGETS, 12, OCTOCAT, "Keys do not rotate", world.now());
    world.github.hear(issue.opened().event, &issue.opened().payload);
    world.advance("3h").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    assert_eq!(calls(&world, "GET", "/hooks"), 0);
}

#[tokio::test]
async fn who_knows_none_of_these_questions_is_asked_once_an_hour_and_no_more() {
    let world = reconciled(Setup::default()).await;
    for hour in 1..=3 {
        world.advance("1h").await;
        assert_eq!(calls(&world, "GET", "/repos/acme/widgets/hooks"), hour, "not repeated within the hour");
        assert_eq!(calls(&world, "GET", "/repos/acme/widgets/issues"), hour);
    }
    assert_eq!(world.items().await, Vec::<Value>::new());
}
