//! The order in which events arrive, and how often, changes nothing: rule 8.

use roundup_tests::World;
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use roundup_tests::world::Sent;
use serde_json::{Value, json};

/// A day in every source, told in order of time; the clock stands at its end.
async fn a_day(world: &World) {
    let stops = world.said_at("2026-03-01T20:00:00Z", GLOBEX, DANA, "Hi team!").await;
    world.said_at("2026-03-01T20:04:00Z", GLOBEX, DANA, "The export stops.").await;
    let log = world.said_at("2026-03-01T20:08:00Z", GLOBEX, DANA, "Here is the log.").await;
    world.said_at("2026-03-01T20:20:00Z", GLOBEX, ERIK, "What is the limit of parts?").await;
    world.replied_at("2026-03-01T20:30:00Z", &log, ADA, "Looking into it.").await;
    world.replied_at("2026-03-01T20:40:00Z", &stops, DANA, "Thanks!").await;
    world.said_at("2026-03-01T21:00:00Z", GLOBEX, BEN, "The limit is 10,000.").await;
    world.said_at("2026-03-01T21:01:00Z", GLOBEX, ERIK, "Could it be more?").await;
    let oops = world.said_at("2026-03-01T21:30:00Z", INITECH, ERIK, "Oops.").await;
    world.event(oops.deleted("1772400720.000100")).await;
    let dana = world.said_at("2026-03-01T21:40:00Z", UNSHARED, DANA, "Anybody?").await;
    world.said_at("2026-03-01T21:41:00Z", UNSHARED, ERIK, "Helm chart?").await;
    world.said_at("2026-03-01T21:50:00Z", UNSHARED, ADA, &format!("<@{ERIK}> not yet")).await;
    let dana_more = world.replied_at("2026-03-01T21:55:00Z", &dana, DANA, "Hello?").await;
    world.event(dana_more.reaction("reaction_added", ADA, "white_check_mark", "1772402200.000100")).await;
    world.event(dana_more.reaction("reaction_removed", ADA, "white_check_mark", "1772402300.000100")).await;
    world.event(dana.edited("Anybody there?", "1772402400.000000")).await;

    let at = |time: &str| format!("2026-03-01T{time}Z").parse::<jiff::Timestamp>().unwrap();
    let mut issue = roundup_tests::Thread::new(Form::Issue, WIDGETS, 1, OCTOCAT, "Sync hangs", at("20:00:00"));
    world.deliver(issue.opened()).await;
    world.deliver(issue.comment(11, Some(BEN_GH), "Which version?", at("20:10:00"))).await;
    world.deliver(issue.comment(12, Some(OCTOCAT), "4.9.1", at("20:20:00"))).await;
    issue.labels.push("bug".to_owned());
    world.deliver(issue.labelled("bug", ADA_GH, at("20:30:00"))).await;
    issue.closed_at = Some(at("20:40:00"));
    world.deliver(issue.happened("closed", OCTOCAT, at("20:40:00"))).await;
    issue.closed_at = None;
    world.deliver(issue.happened("reopened", OCTOCAT, at("20:50:00"))).await;
    let mut pull = roundup_tests::Thread::new(Form::Pull, WIDGETS, 2, HUBBER, "Retry uploads", at("20:00:00"));
    pull.draft = true;
    world.deliver(pull.opened()).await;
    pull.draft = false;
    world.deliver(pull.happened("ready_for_review", HUBBER, at("20:30:00"))).await;
    let old = roundup_tests::Thread::new(Form::Issue, WIDGETS, 3, HUBBER, "Wrong repository", at("20:00:00"));
    world.deliver(old.opened()).await;
    let new = roundup_tests::Thread { repository: GADGETS.to_owned(), number: 9, ..old.clone() };
    for delivery in old.transferred(&new, ADA_GH, at("21:00:00")) {
        world.deliver(delivery).await;
    }
    world.deliver(new.comment(13, Some(HUBBER), "Sorry for that", at("21:10:00"))).await;
}

/// Everything that must not depend on order and repetition.
async fn outcome(world: &World) -> (Vec<Value>, Vec<String>) {
    let mut items = world.items_in_full().await;
    items.sort_by_key(|item| item["id"].to_string());
    (items, world.told())
}

/// A shuffle that is the same for the same seed.
fn shuffled(mut all: Vec<Sent>, mut seed: u64) -> Vec<Sent> {
    for last in (1..all.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(last, usize::try_from(seed >> 33).unwrap() % (last + 1));
    }
    all
}

#[tokio::test]
async fn everything_redelivered_four_times_in_any_order_changes_nothing() {
    let world = World::new().await;
    a_day(&world).await;
    world.advance("20h").await;
    let before = outcome(&world).await;
    assert_eq!(before.0.len(), 9, "{:#?}", before.0.iter().map(|item| &item["id"]).collect::<Vec<_>>());
    let four_times: Vec<Sent> = std::iter::repeat_n(world.sent(), 4).flatten().collect();
    for sent in shuffled(four_times, 7) {
        world.again(&sent).await;
    }
    assert_eq!(outcome(&world).await, before);
    let (items, told) = (before.0.len(), before.1.len());
    assert!(items > 0 && told > 0);
}

#[tokio::test]
async fn everything_delivered_four_times_in_any_order_ends_the_same() {
    let world = World::new().await;
    a_day(&world).await;
    world.advance("0s").await;
    let (expected, _) = outcome(&world).await;
    world.advance("48h").await;
    let (later, told) = outcome(&world).await;
    for seed in 1..=4 {
        let other = World::new().await;
        let four_times: Vec<Sent> = std::iter::repeat_n(world.sent(), 4).flatten().collect();
        for sent in shuffled(four_times, seed) {
            other.again(&sent).await;
        }
        assert_eq!(outcome(&other).await, (expected.clone(), Vec::new()), "seed {seed}");
        other.advance("48h").await;
        assert_eq!(outcome(&other).await, (later.clone(), told.clone()), "seed {seed}");
    }
}

#[tokio::test]
async fn everything_delivered_at_once_ends_the_same() {
    let world = World::new().await;
    a_day(&world).await;
    world.advance("48h").await;
    let expected = outcome(&world).await;
    let other = World::new().await;
    let sent = world.sent();
    let all: Vec<Sent> = std::iter::repeat_n(sent, 2).flatten().collect();
    let mut running = Vec::new();
    let other = std::sync::Arc::new(other);
    for sent in shuffled(all, 3) {
        let other = std::sync::Arc::clone(&other);
        running.push(tokio::spawn(async move { other.again(&sent).await }));
    }
    for sending in running {
        sending.await.unwrap();
    }
    other.advance("48h").await;
    assert_eq!(outcome(&other).await, expected);
}

#[tokio::test]
async fn one_message_under_two_event_ids_is_one_message() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.event(said.written()).await;
    // With Slack Connect it comes from either workspace, with what each knows of it.
    let mut other = said.written();
    other["user_team"] = json!("T0GLOBEX0");
    other["source_team"] = json!("T0GLOBEX0");
    world.event(other).await;
    let item = world.item_of(&said).await;
    assert_eq!(item["trace"].as_array().unwrap().len(), 1);
}
