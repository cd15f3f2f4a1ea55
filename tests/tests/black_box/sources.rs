//! What belongs to which source, under which policy.

use super::clock_of;
use roundup_standins::Fault;
use roundup_tests::World;
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use serde_json::{Value, json};

#[tokio::test]
async fn a_channel_whose_name_fits_a_pattern_is_a_source() {
    let world = World::new().await;
    let said = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    let item = world.item_of(&said).await;
    assert_eq!((&item["source"], &item["requester"]["company"]), (&json!("Customers"), &json!(null)));
    assert_eq!(item["id"], format!("slack:{HOME}:{INITECH}:{}", said.ts));
}

#[tokio::test]
async fn a_channel_that_is_no_source_leaves_nothing_behind() {
    let world = World::new().await;
    world.say(WATERCOOLER, DANA, "Who brings cake?").await;
    world.issue(1, OCTOCAT, "Elsewhere").await;
    let stranger = world.open(Form::Issue, "octocat/hello-world", 7, OCTOCAT, "Not ours").await;
    let ids: Vec<Value> = world.items().await.iter().map(|item| item["id"].clone()).collect();
    assert_eq!(ids, [json!("github:acme/widgets#1")]);
    assert!(world.find(&stranger.item()).await.is_null());
    let rows = world.process.table.client().scan().table_name("roundup").send().await.unwrap().items().to_vec();
    let rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
    // That the channel's name was looked up is remembered for a while, so that it need not be looked up for every message.
    let rows: Vec<&String> = rows.iter().filter(|row| !row.contains("S(\"CHANNEL\")") || !row.contains("\"ttl\"")).collect();
    for foreign in [WATERCOOLER, "octocat/hello-world", "cake"] {
        assert!(!rows.iter().any(|row| row.contains(foreign)), "{foreign} is still stored: {rows:#?}");
    }
    assert!(rows.iter().any(|row| row.contains("github:acme/widgets#1")));
}

#[tokio::test]
async fn a_channel_is_a_source_once_it_is_renamed_to_fit() {
    let world = World::new().await;
    world.say(WATERCOOLER, DANA, "Hello?").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    world.slack.channel(WATERCOOLER, "at-hooli", true);
    world.event(json!({"type": "channel_rename", "channel": {"id": WATERCOOLER, "name": "at-hooli", "created": 1_700_000_000}, "event_ts": format!("{}.000100", world.now().as_second())})).await;
    world.advance("1m").await;
    world.say(WATERCOOLER, DANA, "Is anybody here?").await;
    let items = world.items().await;
    assert_eq!((items.len(), &items[0]["source"]), (1, &json!("Customers")));
}

#[tokio::test]
async fn what_was_said_while_the_channels_name_could_not_be_looked_up_is_taken_in_later() {
    let world = World::new().await;
    world.slack.fail("conversations.info", Fault::ServerError, 3);
    let said = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    world.advance("6m").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:00, due Tue 14:00");
}

#[tokio::test]
async fn what_was_said_while_the_token_had_run_out_is_taken_in_once_it_is_renewed() {
    let world = World::new().await;
    world.slack.fail("conversations.info", Fault::Refused("token_revoked".to_owned()), 1_000);
    let said = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    world.advance("3h").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    world.slack.recover();
    world.advance("20m").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:00, due Tue 14:00");
}

#[tokio::test]
async fn who_waits_is_listed_under_the_sources_new_name_by_the_next_sweep() {
    let world = World::new().await;
    let said = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    world.advance("0s").await;
    world.process.app.sweep(world.now()).await.unwrap();
    let mut app = world.process.app.clone();
    let renamed = ACME.replace("name = \"Customers\"", "name = \"Clients\"");
    app.rules = std::sync::Arc::new(roundup_config::parse(&renamed).unwrap());
    app.sweep(world.now()).await.unwrap();
    assert_eq!(world.item_of(&said).await["source"], "Clients");
    let listed = app.store.waiting("Clients").await.unwrap();
    assert_eq!((listed.len(), app.store.waiting("Customers").await.unwrap().len()), (1, 0));
}

#[tokio::test]
async fn a_repository_is_the_same_in_any_case() {
    let world = World::new().await;
    let issue = world.open(Form::Issue, "Acme/Widgets", 1, OCTOCAT, "Sync hangs").await;
    let items = world.items().await;
    assert_eq!((items.len(), &items[0]["source"]), (1, &json!("Tracker")));
    world.comment(&issue, ADA_GH, "I see").await;
    assert_eq!(clock_of(&world.items().await[0]), "answered");
}

#[tokio::test]
async fn each_source_keeps_its_own_promise() {
    let world = World::new().await;
    // Monday 14:00 UTC is 9:00 in New York, when the office opens; it closes at 22:00 UTC.
    let office = world.say(OFFICE, DANA, "The export stops.").await;
    let always = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("6h").await;
    let late_in_the_day = world.said_at("2026-03-02T20:00:00Z", OFFICE, ERIK, "And the limit of parts?").await;
    assert_eq!(clock_of(&world.item_of(&office).await), "waiting since Mon 14:00, due Mon 18:00");
    assert_eq!(clock_of(&world.item_of(&always).await), "waiting since Mon 14:00, due Tue 14:00");
    assert_eq!(clock_of(&world.item_of(&late_in_the_day).await), "waiting since Mon 20:00, due Tue 16:00");
    world.to("2026-03-03T17:00:00Z").await;
    let office_told: Vec<String> = world.told().into_iter().filter(|line| !line.ends_with(" edits C0HELP001")).collect();
    assert_eq!(
        office_told,
        [
            "Mon 17:00 reminds U0STAFF01",
            "Mon 18:00 escalates to C0HELP001",
            "Tue 10:00 reminds U0STAFF01",
            "Tue 13:00 reminds U0STAFF01",
            "Tue 14:00 escalates to C0HELP001",
            "Tue 15:00 reminds U0STAFF01",
            "Tue 16:00 escalates to C0HELP001",
        ]
    );
}

#[tokio::test]
async fn direct_messages_and_events_without_a_channel_are_nothing_to_us() {
    let world = World::new().await;
    let mut direct = world.message(world.now(), "D0STAFF01", None, DANA, "psst").written();
    direct["channel_type"] = json!("im");
    world.event(direct).await;
    world.event(json!({"type": "team_join", "user": {"id": DANA}})).await;
    world.event(json!({"type": "member_joined_channel", "user": DANA, "channel": GLOBEX, "channel_type": "C", "team": "T0GLOBEX0", "event_ts": format!("{}.000100", world.now().as_second())})).await;
    assert_eq!(world.items().await, Vec::<Value>::new());
}
