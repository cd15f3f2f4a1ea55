//! Channels by name: enrolled when the app joins or they are renamed, watched ever after; shared or not.

use super::clock_of;
use roundup_standins::Fault;
use roundup_tests::configuration::*;
use roundup_tests::world::World;
use serde_json::{Value, json};

/// A channel of Hooli's that nobody has introduced.
const HOOLI: &str = "C0HOOLI01";

/// Something happens to a channel now, as Slack says it.
async fn happens(world: &World, kind: &str, channel: &str) {
    let channel = match kind {
        "channel_rename" => json!({"id": channel, "name": "whatever", "created": 1_700_000_000}),
        _ => json!(channel),
    };
    world.event(json!({"type": kind, "channel": channel, "event_ts": world.next_ts()})).await;
    world.advance("1m").await;
}

async fn joins(world: &World, channel: &str) {
    let event = json!({"type": "member_joined_channel", "user": "U0ROUNDUP", "channel": channel, "channel_type": "C",
        "team": HOME, "inviter": ADA, "event_ts": world.next_ts()});
    world.event(event).await;
    world.advance("1m").await;
}

#[tokio::test]
async fn a_channel_that_fits_is_watched_as_soon_as_the_app_joins() {
    let world = World::new().await;
    world.slack.channel(HOOLI, "at-hooli", true);
    joins(&world, HOOLI).await;
    let said = world.say(HOOLI, DANA, "Hello?").await;
    assert_eq!(world.item_of(&said).await["source"], "Customers");
    assert!(world.calls().iter().all(|call| !roundup_tests::told::disturbs_customers(call)));
}

#[tokio::test]
async fn a_channel_that_is_renamed_away_stays_watched_and_keeps_its_items() {
    let world = World::new().await;
    let before = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    let id = world.item_of(&before).await["id"].clone();
    world.slack.channel(INITECH, "initech-old", true);
    happens(&world, "channel_rename", INITECH).await;
    world.advance("1h").await;
    let after = world.say(INITECH, DANA, "And a chart of charts?").await;
    assert_eq!((&world.item_of(&before).await["id"], &world.item_of(&after).await["source"]), (&id, &json!("Customers")));
    world.to("2026-03-03T14:00:00Z").await;
    assert!(world.told().contains(&"Tue 14:00 escalates to C0HELP001".to_owned()), "{:?}", world.told());
    world.reply(&before, ADA, "There is").await;
    world.advance("1m").await;
    assert_eq!(clock_of(&world.item_of(&before).await), "answered");
}

#[tokio::test]
async fn whoever_waits_in_a_channel_that_is_hidden_from_us_by_now_waits_no_less() {
    let world = World::new().await;
    let said = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    world.advance("1m").await;
    // What was looked up holds for half a day; then Slack knows no such channel.
    world.slack.fail("conversations.info", Fault::Refused("channel_not_found".to_owned()), 1_000);
    world.to("2026-03-03T14:00:00Z").await;
    let told = world.told();
    assert!(told.contains(&"Tue 10:00 reminds U0STAFF01".to_owned()), "{told:?}");
    assert!(told.contains(&"Tue 14:00 escalates to C0HELP001".to_owned()), "{told:?}");
    assert_eq!(world.item_of(&said).await["breaches"], 1);
}

#[tokio::test]
async fn a_channel_that_becomes_shared_is_answered_at_top_level() {
    let world = World::new().await;
    let said = world.say(UNSHARED, ERIK, "Where are the logs?").await;
    world.advance("10m").await;
    world.say(UNSHARED, ADA, "In /var/log").await;
    world.advance("10m").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:00, due Tue 14:00");
    world.slack.channel_fields(UNSHARED, json!({"is_ext_shared": true}));
    happens(&world, "channel_shared", UNSHARED).await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered", "what waits is looked at anew");
    let next = world.say(UNSHARED, ERIK, "And the metrics?").await;
    world.advance("10m").await;
    world.say(UNSHARED, ADA, "On port 9090").await;
    world.advance("10m").await;
    assert_eq!(clock_of(&world.item_of(&next).await), "answered");
}

#[tokio::test]
async fn a_channel_that_is_shared_no_more_is_answered_in_threads() {
    let world = World::new().await;
    world.slack.channel_fields(INITECH, json!({"is_ext_shared": false}));
    happens(&world, "channel_unshared", INITECH).await;
    let said = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    world.advance("10m").await;
    world.say(INITECH, ADA, "Lunch, anybody?").await;
    world.advance("10m").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:01, due Tue 14:01");
}

#[tokio::test]
async fn somebody_joining_looks_nothing_up_twice_and_changes_nothing() {
    let world = World::new().await;
    let said = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    let before = world.item_of(&said).await;
    for _ in 0..3 {
        joins(&world, INITECH).await;
    }
    assert_eq!(world.item_of(&said).await, before);
    assert_eq!(world.told(), Vec::<String>::new());
}

#[tokio::test]
async fn whether_a_configured_channel_is_shared_is_looked_up_until_slack_says_it() {
    let world = World::new().await;
    world.slack.fail("conversations.info", Fault::ServerError, 6);
    let said = world.say(GLOBEX, DANA, "The export stops").await;
    world.advance("30s").await;
    world.say(GLOBEX, ADA, "Looking into it").await;
    world.advance("0s").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:00, due Tue 14:00");
    world.advance("11m").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered");
}

#[tokio::test]
async fn a_channel_of_one_workspace_is_not_taken_for_one_of_another() {
    let two = acme_with(
        "[[sources]]\nname = \"Globex\"",
        "[[sources]]\nname = \"Helpers\"\nslack = { team = \"T0CLOUDS1\", pattern = \"help-*\" }\n\n[[sources]]\nname = \"Globex\"",
    );
    let world = World::configured(two).await;
    // Acme's internal channel has a name that fits the pattern of the other workspace's.
    world.say(INTERNAL, DANA, "Who brings cake?").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
}
