//! The item's card in Slack: what its buttons do, and that everybody sees it, wherever it was posted.

use super::{clock_of, effects};
use roundup_local::process::Without;
use roundup_standins::Call;
use roundup_tests::configuration::*;
use roundup_tests::interactions::{buttons, chosen, element};
use roundup_tests::world::Answer;
use roundup_tests::{Said, Setup, World, told};
use serde_json::{Value, json};

/// Ada's direct messages with Roundup.
pub const TO_ADA: &str = "D0STAFF01";
/// Ben's.
pub const TO_BEN: &str = "D0STAFF02";
/// The lead's.
pub const TO_CLEO: &str = "D0STAFF03";

/// A world in which Dana waits, and Ada got the reminder.
pub async fn reminded() -> (World, Said, Value) {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    world.advance("20h").await;
    let card = card(&world, TO_ADA).await;
    (world, said, card)
}

/// A world in which Dana has waited for so long that Ada, the internal channel and the lead have cards: five in all.
pub async fn escalated() -> (World, Said) {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    world.advance("28h30m").await;
    (world, said)
}

/// The last message of ours in a channel, once everything was reacted to.
pub async fn card(world: &World, channel: &str) -> Value {
    world.advance("0s").await;
    world.slack.messages(channel).pop().unwrap()
}

/// Every message of ours in these channels.
pub fn cards(world: &World) -> Vec<Value> {
    let key = |message: &Value| message["metadata"]["event_payload"]["key"].as_str().unwrap_or_default().to_owned();
    let messages = [TO_ADA, TO_BEN, TO_CLEO, INTERNAL].iter().flat_map(|channel| world.slack.messages(channel));
    messages.filter(|message| !key(message).starts_with("prepare:")).collect()
}

/// What a card says of who did what last.
pub fn last_deed(card: &Value) -> String {
    let texts = card["blocks"].as_array().unwrap().iter().filter(|block| block["type"] == "context");
    let texts = texts.filter_map(|block| block["elements"][0]["text"].as_str());
    texts.filter_map(|text| text.strip_prefix("✏️ ")).next_back().unwrap_or_default().to_owned()
}

/// Presses a button of the last message in a channel, and waits until that was reacted to.
pub async fn press(world: &World, user: &str, channel: &str, action: &str) -> Answer {
    let card = card(world, channel).await;
    let answer = world.press(user, channel, &card, action).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    world.advance("0s").await;
    answer
}

/// What somebody was told that nobody else saw.
pub fn whispers(world: &World) -> Vec<String> {
    world.slack.ephemerals().iter().map(|shown| shown["text"].as_str().unwrap().to_owned()).collect()
}

/// The calls to Slack since so many, by method.
pub fn calls_since(world: &World, before: usize) -> Vec<Call> {
    world.slack.calls().split_off(before)
}

/// Opens the form of a button and submits it with these values.
pub async fn fill_in(world: &World, user: &str, channel: &str, action: &str, filled: &[(&str, Value)]) {
    press(world, user, channel, action).await;
    let view = world.slack.opened().unwrap();
    let answer = world.submit(user, &view, filled).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    world.advance("0s").await;
}

/// Opens the form of triage, chooses a kind, and submits it with what it suggests, changed by this.
pub async fn triage(world: &World, user: &str, channel: &str, kind: &str, filled: &[(&str, Value)]) {
    press(world, user, channel, "triage").await;
    let view = world.slack.opened().unwrap();
    let menu = element(&view, "kind").unwrap();
    world.act_in_view(user, &view, chosen(menu, kind), &[("kind", json!(kind))]).await;
    let view = world.slack.opened().unwrap();
    let filled: Vec<(&str, Value)> = filled.iter().cloned().chain([("kind", json!(kind))]).collect();
    let answer = world.submit(user, &view, &filled).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    world.advance("0s").await;
}

/// Snoozes until a time (RFC 3339).
pub async fn snooze(world: &World, user: &str, channel: &str, until: &str) {
    let until = until.parse::<jiff::Timestamp>().unwrap().as_second();
    fill_in(world, user, channel, "snooze", &[("until", json!(until))]).await;
}

#[tokio::test]
async fn every_action_shows_on_every_card_with_who_did_it_and_costs_one_edit_of_each() {
    let (world, said) = escalated().await;
    let posted: Vec<Value> = cards(&world).iter().map(|card| card["ts"].clone()).collect();
    assert_eq!(posted.len(), 5);
    for (user, channel, action, shown, claimed_by, clock) in [
        (BEN, INTERNAL, "claim", "Ben Larsen claimed it", json!(BEN), "waiting"),
        (CLEO, TO_CLEO, "claim", "Cleo Marchetti claimed it", json!(CLEO), "waiting"),
        (ADA, TO_ADA, "release", "Ada Okafor released it", Value::Null, "waiting"),
        (BEN, INTERNAL, "no_response", "Ben Larsen said that no response is needed", Value::Null, "answered"),
        (CLEO, TO_CLEO, "undo", "Cleo Marchetti took back that no response is needed", Value::Null, "waiting"),
        (ADA, TO_ADA, "answered", "Ada Okafor marked it answered", Value::Null, "answered"),
        (BEN, INTERNAL, "undo", "Ben Larsen took back that it was answered", Value::Null, "waiting"),
    ] {
        let before = world.slack.calls().len();
        press(&world, user, channel, action).await;
        let item = world.item_of(&said).await;
        assert_eq!((&item["claimed_by"], &item["state"]), (&claimed_by, &json!(clock)), "{shown}");
        for card in cards(&world) {
            assert!(last_deed(&card).starts_with(shown), "{shown}: {card:#}");
        }
        assert_eq!(cards(&world).iter().map(|card| card["ts"].clone()).collect::<Vec<_>>(), posted, "nothing new: {shown}");
        let calls = calls_since(&world, before);
        let edits = calls.iter().filter(|call| call.method == "chat.update").count();
        // Besides the edits: who it is that presses.
        assert_eq!((edits, calls.len()), (5, 6), "{shown}: {:?}", calls.iter().map(|call| &call.method).collect::<Vec<_>>());
    }
    let offered = buttons(&card(&world, INTERNAL).await);
    for button in ["Answered", "Claim", "Triage", "Ask a colleague", "No response needed", "Same as…", "Why"] {
        assert!(offered.contains(&button.to_owned()), "{offered:?}");
    }
}

#[tokio::test]
async fn what_needs_no_response_is_no_response() {
    let (world, said, _) = reminded().await;
    press(&world, ADA, TO_ADA, "no_response").await;
    let item = world.item_of(&said).await;
    assert_eq!(
        (clock_of(&item).as_str(), &item["first_response_seconds"], &item["breaches"]),
        ("answered", &json!(null), &json!(0))
    );
    let card = card(&world, TO_ADA).await;
    assert_eq!(card["text"], "No response needed, says Ada Okafor");
    assert!(!buttons(&card).contains(&"No response needed".to_owned()));
    world.advance("30h").await;
    assert_eq!(cards(&world).len(), 1, "nobody is told anything any more: {:?}", world.told());
}

#[tokio::test]
async fn what_was_done_can_be_taken_back_for_an_hour() {
    for (after, state, told) in
        [("59m", "waiting", Vec::new()), ("61m", "answered", vec!["That can be taken back for an hour, which is over."])]
    {
        let (world, said, _) = reminded().await;
        press(&world, ADA, TO_ADA, "answered").await;
        world.advance(after).await;
        press(&world, BEN, TO_ADA, "undo").await;
        assert_eq!(world.item_of(&said).await["state"], json!(state), "after {after}");
        assert_eq!(whispers(&world), told, "after {after}");
    }
}

#[tokio::test]
async fn what_was_taken_back_can_be_done_again() {
    let (world, said, _) = reminded().await;
    for state in ["answered", "waiting", "answered", "waiting"] {
        press(&world, ADA, TO_ADA, if state == "answered" { "answered" } else { "undo" }).await;
        assert_eq!(world.item_of(&said).await["state"], json!(state));
        world.advance("1m").await;
    }
    // The deadline that stands again is kept: a reminder, and an escalation.
    world.advance("5h").await;
    assert_eq!(cards(&world).len(), 3, "{:?}", world.told());
}

#[tokio::test]
async fn an_old_card_with_somebody_who_has_given_it_back_claims_it_all_the_same() {
    let (world, said, _) = reminded().await;
    press(&world, BEN, TO_ADA, "claim").await;
    let old = card(&world, TO_ADA).await;
    press(&world, BEN, TO_ADA, "release").await;
    assert_eq!(world.press(ADA, TO_ADA, &old, "claim").await.status, 200);
    assert_eq!(world.item_of(&said).await["claimed_by"], json!(ADA));
    assert_eq!(whispers(&world), Vec::<String>::new());
}

#[tokio::test]
async fn what_an_old_card_offers_and_is_over_by_now_is_said_to_who_pressed_and_nobody_else() {
    let (world, said, first) = reminded().await;
    press(&world, BEN, TO_ADA, "claim").await;
    let claimed = card(&world, TO_ADA).await;
    world.press(ADA, TO_ADA, &first, "claim").await;
    press(&world, BEN, TO_ADA, "release").await;
    world.press(ADA, TO_ADA, &claimed, "release").await;
    world.reply(&said, ADA, "Looking into it.").await;
    world.advance("0s").await;
    world.press(BEN, TO_ADA, &first, "answered").await;
    world.press(BEN, TO_ADA, &first, "no_response").await;
    let nobody = "Nobody waits here any more.";
    assert_eq!(whispers(&world), ["Ben Larsen was faster.", "It is not claimed like that any more.", nobody, nobody]);
    let to: Vec<Value> = world.slack.ephemerals().iter().map(|shown| shown["user"].clone()).collect();
    assert_eq!(to, [ADA, ADA, BEN, BEN]);
    assert_eq!(world.item_of(&said).await["claimed_by"], Value::Null);
}

#[tokio::test]
async fn a_snoozed_item_that_is_woken_does_not_come_back() {
    let (world, said, _) = reminded().await;
    snooze(&world, ADA, TO_ADA, "2026-03-03T11:00:00Z").await;
    let item = world.item_of(&said).await;
    assert_eq!((&item["state"], &item["snoozed_until"]), (&json!("waiting"), &json!("2026-03-03T11:00:00Z")));
    let snoozed = card(&world, TO_ADA).await;
    assert!(last_deed(&snoozed).starts_with("Ada Okafor snoozed it until Tue 3 Mar 06:00 EST"), "{snoozed:#}");
    assert!(buttons(&snoozed).contains(&"Wake".to_owned()) && !buttons(&snoozed).contains(&"Snooze".to_owned()));
    press(&world, BEN, TO_ADA, "wake").await;
    assert_eq!(world.item_of(&said).await["snoozed_until"], Value::Null);
    assert!(last_deed(&card(&world, TO_ADA).await).starts_with("Ben Larsen took it back from snoozing"));
    world.press(BEN, TO_ADA, &snoozed, "wake").await;
    assert_eq!(whispers(&world), ["It is not snoozed any more."]);
    world.advance("2h30m").await;
    assert_eq!(cards(&world).len(), 1, "{:?}", world.told());
}

#[tokio::test]
async fn a_waiting_item_comes_back_while_its_clock_runs_on() {
    let (world, said, _) = reminded().await;
    snooze(&world, ADA, TO_ADA, "2026-03-03T11:00:00Z").await;
    world.to("2026-03-03T11:00:00Z").await;
    let back = card(&world, TO_ADA).await;
    assert_eq!(back["text"], "Back from snoozing: The export fails with error 500");
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:00, due Tue 14:00");
    assert!(buttons(&back).contains(&"Answered".to_owned()) && buttons(&back).contains(&"Snooze".to_owned()), "{back:#}");
    // Both cards live on.
    press(&world, BEN, TO_ADA, "claim").await;
    let claimed = cards(&world).iter().filter(|card| last_deed(card).starts_with("Ben Larsen claimed it")).count();
    assert_eq!(claimed, 2);
    world.to("2026-03-03T14:30:00Z").await;
    assert_eq!(cards(&world).len(), 4, "a reminder and an escalation as ever: {:?}", world.told());
}

#[tokio::test]
async fn ready_is_what_is_complete_and_can_be_taken_back() {
    let (world, said, unready) = reminded().await;
    assert!(!buttons(&unready).contains(&"Ready".to_owned()));
    // As from a card that is older than what it is about.
    let mut ready = element(&unready, "claim").unwrap();
    ready["action_id"] = json!("ready");
    world.act(ADA, TO_ADA, &unready, ready.clone()).await;
    triage(&world, ADA, TO_ADA, "bug", &[]).await;
    world.act(ADA, TO_ADA, &unready, ready).await;
    assert_eq!(
        whispers(&world),
        [
            "It has no kind yet: press *Triage* and choose one.",
            "Not ready yet: the form lacks Expected behaviour. Press *Triage* to fill it in."
        ]
    );
    assert_eq!(world.item_of(&said).await["ready"], json!(false));
    triage(&world, ADA, TO_ADA, "bug", &[("bug:expected", json!("A file"))]).await;
    let complete = card(&world, TO_ADA).await;
    assert!(last_deed(&complete).starts_with("Ada Okafor filled in the form: bug"), "{complete:#}");
    for (user, action, is_ready, shown) in [
        (BEN, "ready", true, "Ben Larsen marked it ready for the Roundup"),
        (CLEO, "unready", false, "Cleo Marchetti took it off the Roundup"),
        (BEN, "undo", true, "Ben Larsen took back the change of readiness"),
    ] {
        press(&world, user, TO_ADA, action).await;
        assert_eq!(world.item_of(&said).await["ready"], json!(is_ready), "{shown}");
        let card = card(&world, TO_ADA).await;
        assert!(last_deed(&card).starts_with(shown), "{card:#}");
    }
}

#[tokio::test]
async fn a_thank_you_that_was_a_question_counts_when_somebody_says_so_in_the_why_modal() {
    let (world, said, _) = reminded().await;
    world.reply(&said, ADA, "Fixed in 4.9.2").await;
    world.advance("1h").await;
    world.reply(&said, DANA, "Thanks!").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered");
    for _ in 0..2 {
        press(&world, BEN, TO_ADA, "why").await;
        let why = world.slack.opened().unwrap();
        assert_eq!(world.press_in_view(BEN, &why, "counts", &[]).await.status, 200);
        assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Tue 11:00, due Wed 11:00");
        // It is another run of the clock, to which the reminder of the first does not belong.
        let item = world.item_of(&said).await;
        let counted = item["trace"].as_array().unwrap().iter().rfind(|entry| entry["effect"] == "counted as a comment after all");
        let undo = json!({"type": "button", "action_id": "undo", "block_id": "b1",
            "value": format!("{} {}", item["id"].as_str().unwrap(), counted.unwrap()["fact"].as_str().unwrap())});
        world.act(ADA, TO_ADA, &card(&world, TO_ADA).await, undo).await;
        assert_eq!(clock_of(&world.item_of(&said).await), "answered");
        world.advance("1m").await;
    }
}

#[tokio::test]
async fn what_is_done_on_a_card_of_an_issue_is_done_to_the_issue() {
    let world = World::new().await;
    world.github.issue(WIDGETS, 1, "Sync hangs");
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("20h").await;
    press(&world, ADA, TO_ADA, "answered").await;
    let item = world.item(&issue.item()).await;
    assert_eq!(clock_of(&item), "answered");
    assert_eq!(item["first_response_seconds"], json!(20 * 3_600));
    assert_eq!(effects(&item).last().unwrap(), "answered outside the thread, as marked in Slack after 20h 0m, in time");
}

#[tokio::test]
async fn what_was_put_off_comes_back_to_whoever_is_on_call_then_whoever_notices() {
    let all = Without { scheduler: true, ttl: true, sweep: true };
    for (without, at) in [
        (Without { scheduler: false, ..all }, "Mon 15:00"),
        (Without { ttl: false, ..all }, "Mon 15:01"),
        (Without { sweep: false, ..all }, "Mon 15:05"),
    ] {
        let world = World::with(Setup { without, ..Setup::default() }).await;
        let said = world.say(GLOBEX, DANA, "When is 5.0 due?").await;
        world.advance("20h10m").await;
        world.reply(&said, ADA, "Next week, I think.").await;
        // Ben's week begins on that Monday at 13:00 UTC.
        snooze(&world, ADA, TO_ADA, "2026-03-09T15:00:00Z").await;
        let item = world.item_of(&said).await;
        assert_eq!((&item["state"], &item["snoozed_until"]), (&json!("snoozed"), &json!("2026-03-09T15:00:00Z")));
        world.to("2026-03-09T15:30:00Z").await;
        let back: Vec<String> = world
            .messages()
            .iter()
            .filter(|call| {
                call.method == "chat.postMessage" && call.body["text"].as_str().unwrap().starts_with("Back from snoozing")
            })
            .map(told::line)
            .collect();
        assert_eq!(back, [format!("{at} says to {BEN}")], "{without:?}: {:?}", world.told());
        assert_eq!(world.item_of(&said).await["state"], json!("answered"));
        press(&world, BEN, TO_BEN, "claim").await;
        let deeds: Vec<String> = cards(&world).iter().map(last_deed).filter(|deed| !deed.is_empty()).collect();
        assert_eq!(deeds.len(), 2, "the reminder of then, and what is back");
        assert!(deeds.iter().all(|deed| deed.starts_with("Ben Larsen claimed it")), "{deeds:?}");
    }
}
