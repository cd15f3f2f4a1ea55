//! Slack being slow, broken or silent: nothing lost, nothing sent twice. The table being down.

use super::clock_of;
use roundup_standins::Fault;
use roundup_tests::configuration::*;
use roundup_tests::{Setup, World};
use serde_json::{Value, json};

/// The messages about items that are in a channel, by their text.
fn in_slack(world: &World, channel: &str) -> Vec<String> {
    let key = |message: &Value| message["metadata"]["event_payload"]["key"].as_str().unwrap_or_default().to_owned();
    let messages = world.slack.messages(channel);
    let about_items = messages.iter().filter(|message| !key(message).starts_with("prepare:"));
    about_items.map(|message| message["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_reminder_that_slack_could_not_take_is_sent_by_the_sweep_once() {
    for fault in [
        Fault::RateLimit(30),
        Fault::ServerError,
        Fault::Refused("internal_error".to_owned()),
        Fault::Refused("ratelimited".to_owned()),
    ] {
        let world = World::new().await;
        world.say(GLOBEX, DANA, "The export stops.").await;
        world.slack.fail("chat.postMessage", fault.clone(), 1);
        world.advance("20h").await;
        assert_eq!(world.told(), Vec::<String>::new(), "{fault:?}");
        world.advance("1h").await;
        assert_eq!(world.told(), ["Tue 10:05 reminds U0STAFF01"], "{fault:?}");
        assert_eq!(in_slack(&world, "D0STAFF01").len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_looked_up_and_not_doubled() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.slack.fail("chat.postMessage", Fault::CarriedOutThenCut, 1);
    world.advance("22h").await;
    assert_eq!(in_slack(&world, "D0STAFF01").len(), 1, "{:?}", world.told());
    let looked_up =
        world.slack.calls().iter().any(|call| call.method == "conversations.history" && call.body["channel"] == "D0STAFF01");
    assert!(looked_up);
    world.reply(&said, ADA, "Looking into it.").await;
    world.advance("0s").await;
    assert!(in_slack(&world, "D0STAFF01")[0].starts_with("Answered by Ada Okafor"), "found, it can be edited");
}

#[tokio::test]
async fn a_lost_answer_that_cannot_be_looked_up_either_waits_for_slack() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.slack.fail("chat.postMessage", Fault::CarriedOutThenCut, 1);
    world.slack.fail("conversations.history", Fault::ServerError, 3);
    world.advance("22h").await;
    assert_eq!(in_slack(&world, "D0STAFF01").len(), 1, "{:?}", world.told());
}

#[tokio::test]
async fn slack_down_for_half_an_hour_loses_and_doubles_nothing() {
    let world = World::new().await;
    let first = world.say(GLOBEX, DANA, "The export stops.").await;
    world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    world.advance("23h55m").await;
    assert_eq!(world.deeds(), ["reminds U0STAFF01"; 4]);
    world.say(UNSHARED, ADA, "Good morning!").await;
    world.advance("0s").await;
    // Every call fails from here on; Ada was looked up just now.
    world.slack.fail("*", Fault::ServerError, 10_000);
    world.advance("10m").await;
    assert_eq!(world.deeds().len(), 4);
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "waiting since Tue 14:05, due Wed 14:05", "facts go on");
    world.reply(&first, ADA, "Looking into it.").await;
    assert_eq!(clock_of(&world.item_of(&first).await), "answered");
    world.advance("20m").await;
    world.slack.recover();
    world.advance("3h").await;
    assert_eq!(
        world.deeds(),
        [
            "edits D0STAFF01",
            "edits D0STAFF01",
            "escalates to C0HELP001",
            "reminds U0STAFF01",
            "reminds U0STAFF01",
            "reminds U0STAFF01",
            "reminds U0STAFF01",
        ],
        "the first was answered before it could be told, the second is told once: {:?}",
        world.told()
    );
}

#[tokio::test]
async fn an_edit_that_slack_could_not_take_is_made_up_for() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("20h").await;
    world.slack.fail("chat.update", Fault::ServerError, 1);
    world.reply(&said, ADA, "Looking into it.").await;
    world.advance("0s").await;
    assert!(in_slack(&world, "D0STAFF01")[0].contains("waits"));
    world.advance("10m").await;
    assert!(in_slack(&world, "D0STAFF01")[0].starts_with("Answered by"), "{:?}", world.told());
}

#[tokio::test]
async fn a_channel_that_refuses_us_does_not_keep_the_lead_from_being_told() {
    let world = World::new().await;
    world.slack.channel_fields(INTERNAL, json!({"is_archived": true}));
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("28h30m").await;
    assert_eq!(world.deeds(), ["escalates to U0STAFF03", "reminds U0STAFF01", "reminds U0STAFF01"]);
    world.slack.channel_fields(INTERNAL, json!({"is_archived": false}));
    world.advance("2h").await;
    // The first one was given up, hours after it was news.
    assert_eq!(world.deeds().iter().filter(|deed| *deed == "escalates to C0HELP001").count(), 1, "{:?}", world.told());
}

#[tokio::test]
async fn the_table_failing_is_a_503_and_the_retry_is_stored() {
    let world = World::new().await;
    let said = world.message(world.now(), GLOBEX, None, DANA, "The export stops.");
    let issue = roundup_tests::Thread::new(roundup_tests::github::Form::Issue, WIDGETS, 1, OCTOCAT, "Sync hangs", world.now());
    let event = roundup_tests::slack::envelope(&said.written(), "Ev1", world.now()).to_string();
    let delivery = issue.opened().payload.to_string();
    world.process.table.fail_while(true);
    assert_eq!(world.post_slack("/slack/events", "application/json", event.as_bytes()).await.status, 503);
    assert_eq!(world.post_github("issues", "application/json", delivery.as_bytes()).await.status, 503);
    assert_eq!(world.get("/healthz").await.status, 200);
    assert_eq!(world.get("/dev/items").await.status, 503);
    world.process.table.fail_while(false);
    assert_eq!(world.items().await.len(), 0);
    assert_eq!(world.post_slack("/slack/events", "application/json", event.as_bytes()).await.status, 200);
    assert_eq!(world.post_github("issues", "application/json", delivery.as_bytes()).await.status, 200);
    assert_eq!(world.items().await.len(), 2);
}

#[tokio::test]
async fn the_table_down_while_reminders_fall_due_delays_them_and_no_more() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("19h58m").await;
    world.process.table.fail_while(true);
    world.advance("10m").await;
    world.process.table.fail_while(false);
    assert_eq!(world.told(), Vec::<String>::new());
    world.advance("6m").await;
    assert_eq!(world.deeds(), ["reminds U0STAFF01"], "{:?}", world.told());
}

#[tokio::test]
async fn a_crash_at_any_write_sends_nothing_twice_and_loses_nothing() {
    for writes in 0..24 {
        let world = World::with(Setup::default()).await;
        world.say(GLOBEX, DANA, "The export stops.").await;
        world.advance("19h59m").await;
        world.process.table.fail_after(writes);
        world.advance("1m").await;
        world.process.table.fail_while(false);
        world.advance("30m").await;
        assert_eq!(in_slack(&world, "D0STAFF01").len(), 1, "after {writes} calls: {:?}", world.told());
        world.advance("100h").await;
        assert_eq!(in_slack(&world, "D0STAFF01").len(), 2, "after {writes} calls: {:?}", world.told());
    }
}
