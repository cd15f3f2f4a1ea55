//! Two people at the same card at once, double clicks, and news in another order: one state, which every card shows.

use super::cards::{TO_ADA, TO_CLEO, calls_since, card, cards, escalated, last_deed, press, reminded, triage, whispers};
use super::clock_of;
use roundup_tests::configuration::*;
use roundup_tests::interactions::buttons;
use roundup_tests::world::Sent;
use roundup_tests::{Said, Setup, World};
use serde_json::{Value, json};

/// The same in which nothing is reacted to before the clock is moved.
async fn escalated_and_slow() -> (World, Said) {
    let world = World::with(Setup { reacting: false, ..Setup::default() }).await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    world.advance("28h30m").await;
    (world, said)
}

/// What a card shows below its headline, which depends on what the message is for.
fn shown(card: &Value) -> Value {
    json!(card["blocks"].as_array().unwrap()[1..])
}

/// Every card shows the same; what they say was done last.
fn agreed(world: &World) -> String {
    let cards = cards(world);
    assert_eq!(cards.len(), 5);
    for card in &cards {
        assert_eq!(shown(card), shown(&cards[0]), "two cards tell different stories");
    }
    last_deed(&cards[0])
}

#[tokio::test]
async fn two_people_at_one_card_at_once_end_in_one_state_that_both_see() {
    for (prepared, ada, ben, state, holders) in [
        (None, "claim", "claim", "waiting", vec![json!(ADA), json!(BEN)]),
        (None, "answered", "no_response", "answered", vec![Value::Null]),
        (None, "claim", "answered", "answered", vec![json!(ADA)]),
        (Some("claim"), "release", "claim", "waiting", vec![Value::Null, json!(BEN)]),
        (Some("claim"), "undo", "undo", "waiting", vec![Value::Null]),
        (Some("answered"), "undo", "undo", "waiting", vec![Value::Null]),
        (Some("answered"), "undo", "claim", "waiting", vec![json!(BEN)]),
    ] {
        let (world, said) = escalated_and_slow().await;
        if let Some(action) = prepared {
            press(&world, CLEO, TO_CLEO, action).await;
            world.advance("1m").await;
        }
        let (hers, his) = (card(&world, TO_ADA).await, card(&world, INTERNAL).await);
        let before = world.slack.calls().len();
        let (one, other) = tokio::join!(world.press(ADA, TO_ADA, &hers, ada), world.press(BEN, INTERNAL, &his, ben));
        assert_eq!((one.status, other.status), (200, 200));
        assert!(world.slack.calls().iter().skip(before).all(|call| call.method == "users.info"), "nothing is reacted to yet");
        let item = world.item_of(&said).await;
        assert_eq!(item["state"], json!(state), "{ada} and {ben}");
        assert!(holders.contains(&item["claimed_by"]), "{ada} and {ben}: {}", item["claimed_by"]);
        let deed = agreed(&world);
        assert!(deed.starts_with("Ada Okafor") || deed.starts_with("Ben Larsen"), "{ada} and {ben}: {deed}");
        let edits = calls_since(&world, before).iter().filter(|call| call.method == "chat.update").count();
        assert_eq!(edits, 5, "one edit of each card, {ada} and {ben}");
    }
}

#[tokio::test]
async fn two_people_at_once_while_the_process_reacts_end_in_one_state_too() {
    for _ in 0..4 {
        let (world, said) = escalated().await;
        let (hers, his) = (card(&world, TO_ADA).await, card(&world, INTERNAL).await);
        tokio::join!(world.press(ADA, TO_ADA, &hers, "claim"), world.press(BEN, INTERNAL, &his, "claim"));
        let item = world.item_of(&said).await;
        assert!([json!(ADA), json!(BEN)].contains(&item["claimed_by"]), "{}", item["claimed_by"]);
        let name = if item["claimed_by"] == ADA { "Ada Okafor" } else { "Ben Larsen" };
        assert!(agreed(&world).starts_with(&format!("{name} claimed it")));
    }
}

#[tokio::test]
async fn a_double_click_does_a_thing_once() {
    for reacting in [true, false] {
        for (action, undone) in [("claim", false), ("answered", false), ("no_response", false), ("undo", true)] {
            let world = World::with(Setup { reacting, ..Setup::default() }).await;
            let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
            world.advance("20h").await;
            if undone {
                press(&world, BEN, TO_ADA, "claim").await;
            }
            let clicked = card(&world, TO_ADA).await;
            let before = world.slack.calls().len();
            // One click that Slack tells twice, and a second one.
            let click = world.pressing(ADA, TO_ADA, &clicked, action);
            let again = world.pressing(ADA, TO_ADA, &clicked, action);
            for payload in [&click, &click, &again] {
                assert_eq!(world.interact(payload).await.status, 200);
            }
            let item = world.item_of(&said).await;
            let once = card(&world, TO_ADA).await;
            let edits = calls_since(&world, before).iter().filter(|call| call.method == "chat.update").count();
            assert_eq!(edits, 1, "{action}, reacting {reacting}");
            let did = |what: &str| item["trace"].as_array().unwrap().iter().filter(|entry| entry["effect"] == what).count();
            for what in ["claimed it", "said that no response is needed", "took back the claim"] {
                assert!(did(what) <= 1, "{action}, reacting {reacting}: {item:#}");
            }
            // What was done twice is taken back at once.
            if !undone {
                world.press(BEN, TO_ADA, &once, "undo").await;
                let item = world.item_of(&said).await;
                assert_eq!(
                    (&item["state"], &item["claimed_by"]),
                    (&json!("waiting"), &Value::Null),
                    "{action}, reacting {reacting}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_form_submitted_twice_is_one_form() {
    let (world, said, _) = reminded().await;
    press(&world, ADA, TO_ADA, "snooze").await;
    let view = world.slack.opened().unwrap();
    let until = world.now().as_second() + 3_600;
    let before = world.slack.calls().len();
    for _ in 0..2 {
        assert_eq!(world.submit(ADA, &view, &[("until", json!(until))]).await.status, 200);
    }
    let item = world.item_of(&said).await;
    let snoozed = |entry: &&Value| entry["effect"].as_str().unwrap().starts_with("snoozed");
    assert_eq!(item["trace"].as_array().unwrap().iter().filter(snoozed).count(), 1, "{item:#}");
    assert_eq!(calls_since(&world, before).iter().filter(|call| call.method == "chat.update").count(), 1);
}

/// What a day with triage comes to: the items with their traces, and what the last cards show.
async fn outcome(world: &World) -> (Vec<Value>, Vec<Value>) {
    let mut items = world.items_in_full().await;
    items.sort_by_key(|item| item["id"].to_string());
    (items, cards(world).iter().map(|card| card["blocks"].clone()).collect())
}

#[tokio::test]
async fn webhooks_redelivered_after_what_was_pressed_change_nothing() {
    let (world, said, _) = reminded().await;
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.github.issue(WIDGETS, 1, "Sync hangs");
    press(&world, BEN, TO_ADA, "claim").await;
    triage(&world, ADA, TO_ADA, "bug", &[]).await;
    world.reply(&said, DANA, "Anybody?").await;
    press(&world, ADA, TO_ADA, "answered").await;
    world.comment(&issue, HUBBER, "Same here").await;
    world.advance("1m").await;
    let before = outcome(&world).await;
    let calls = world.slack.calls().len();
    for sent in world.sent().iter().rev().chain(&world.sent()) {
        world.again(sent).await;
    }
    assert_eq!(outcome(&world).await, before);
    assert_eq!(calls_since(&world, calls).len(), 0, "and nobody is bothered");
}

#[tokio::test]
async fn news_from_before_a_press_that_comes_after_it_ends_the_same() {
    // A reply of Dana's, and an answer of Ben's in the thread, both from before the buttons were pressed.
    let mut outcomes = Vec::new();
    for late in [false, true] {
        let world = World::new().await;
        let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
        world.advance("20h").await;
        let fresh = card(&world, TO_ADA).await;
        let more = world.message("2026-03-03T09:59:00Z".parse().unwrap(), GLOBEX, Some(&said), DANA, "With 4.9.1, by the way");
        let other = world.message("2026-03-03T10:30:00Z".parse().unwrap(), GLOBEX, Some(&said), ERIK, "Here too");
        world.advance("40m").await;
        let events = [Sent::Slack(more.written()), Sent::Slack(other.written())];
        let claim = world.pressing(BEN, TO_ADA, &fresh, "claim");
        let answered = world.pressing(ADA, TO_ADA, &fresh, "answered");
        if late {
            for payload in [&claim, &answered] {
                world.interact(payload).await;
                world.advance("0s").await;
            }
        }
        for event in &events {
            world.again(event).await;
            world.advance("0s").await;
        }
        if !late {
            for payload in [&claim, &answered] {
                world.interact(payload).await;
                world.advance("0s").await;
            }
        }
        outcomes.push(outcome(&world).await);
    }
    assert_eq!(outcomes[0], outcomes[1]);
    assert_eq!(outcomes[0].0[0]["state"], "answered");
}

#[tokio::test]
async fn cards_of_an_old_run_are_left_alone_when_a_new_one_begins() {
    let (world, said) = escalated().await;
    press(&world, ADA, TO_ADA, "answered").await;
    world.advance("2h").await;
    let old = cards(&world);
    let before = world.slack.calls().len();
    world.reply(&said, DANA, "It stopped again.").await;
    assert!(clock_of(&world.item_of(&said).await).starts_with("waiting since Tue 20:30"));
    world.advance("20h").await;
    let fresh = card(&world, TO_ADA).await;
    press(&world, BEN, TO_ADA, "claim").await;
    let edited: Vec<Value> = calls_since(&world, before)
        .iter()
        .filter(|call| call.method == "chat.update")
        .map(|call| call.body["ts"].clone())
        .collect();
    assert_eq!(edited, [fresh["ts"].clone()], "only the card of the present run");
    for card in &old {
        assert!(cards(&world).contains(card), "left as it was: {card:#}");
        assert_eq!(card["text"], "Answered by Ada Okafor after 1 d 4 h, late by 4 h 30 min");
    }
    assert!(buttons(&fresh).contains(&"Answered".to_owned()));
    assert_eq!(whispers(&world), Vec::<String>::new());
}
