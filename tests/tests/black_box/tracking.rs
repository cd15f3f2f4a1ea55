//! *Track in Roundup*, on any message, ours or theirs.

use super::forms::{choose, initial, text};
use super::{clock_of, effects};
use roundup_tests::configuration::*;
use roundup_tests::{Said, Setup, World};
use serde_json::{Value, json};

/// Somebody tracks a message; the form that opens.
async fn track(world: &World, user: &str, said: &Said) -> Value {
    let before = world.slack.views().len();
    let answer = world.track(user, &said.channel, &said.user, &said.text, &said.ts, said.root.as_deref()).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    assert_eq!(world.slack.views().len(), before + 1, "a form opens");
    world.slack.opened().unwrap()
}

/// What the form says about the item: its message.
fn is_about(view: &Value, words: &str) -> bool {
    text(view).contains(words)
}

#[tokio::test]
async fn what_is_an_item_already_is_triaged_and_nothing_else_happens() {
    let world = World::new().await;
    let first = world.say(GLOBEX, DANA, "The export fails").await;
    world.advance("1m").await;
    let second = world.say(GLOBEX, DANA, "since this morning").await;
    world.advance("10m").await;
    let reply = world.reply(&first, ADA, "Which one?").await;
    let before = world.item_of(&first).await;
    for said in [&first, &second, &reply] {
        let view = track(&world, BEN, said).await;
        assert!(is_about(&view, "The export fails"), "{view:#}");
        assert_eq!(world.item_of(&first).await, before);
    }
    assert_eq!(world.items().await.len(), 1);
}

#[tokio::test]
async fn what_was_taken_for_a_thank_you_needs_an_answer_when_it_is_tracked() {
    let world = World::new().await;
    let asked = world.say(GLOBEX, DANA, "The export fails").await;
    world.advance("1h").await;
    world.reply(&asked, ADA, "It is mended.").await;
    world.advance("1h").await;
    let thanks = world.reply(&asked, DANA, "thanks!").await;
    assert_eq!(clock_of(&world.item_of(&asked).await), "answered");
    track(&world, BEN, &thanks).await;
    let waiting = "waiting since Mon 16:00, due Tue 16:00";
    assert_eq!(clock_of(&world.item_of(&asked).await), waiting);
    let before = world.item_of(&asked).await;
    track(&world, ADA, &thanks).await;
    assert_eq!(world.item_of(&asked).await, before, "it waits already");
}

#[tokio::test]
async fn a_message_of_ours_becomes_an_item_without_a_clock_and_comes_to_the_roundup() {
    // What the form shows does not wait for the reactor.
    let world = World::with(Setup { reacting: false, ..Setup::default() }).await;
    let said = world.say(UNSHARED, ADA, "We should drop Python 3.8.\nNobody uses it.").await;
    world.advance("1h").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    let view = track(&world, BEN, &said).await;
    let view = choose(&world, &view, "feature_request", &[]).await;
    assert_eq!(initial(&view, "feature_request:want"), "We should drop Python 3.8.\nNobody uses it.");
    let filled = [("feature_request:motivation", json!("Maintenance")), ("ready", json!(["ready"]))];
    assert_eq!(world.submit(BEN, &view, &filled).await.text, "");
    let item = world.item_of(&said).await;
    assert_eq!(
        (clock_of(&item).as_str(), &item["breaches"], &item["title"]),
        ("answered", &json!(0), &json!("We should drop Python 3.8."))
    );
    assert_eq!((&item["requester"]["name"], &item["ready"]), (&json!("Ada Okafor"), &json!(true)));
    assert!(effects(&item).contains(&"put it on the list".to_owned()), "{:?}", effects(&item));
    let agenda = world.get("/dev/digest?format=json").await.json();
    assert_eq!(agenda["entries"][0]["item"], said.item(HOME), "{agenda:#}");
    world.advance("72h").await;
    let of_waiting = |line: &String| line.contains("reminds") || line.contains("escalates");
    assert!(!world.told().iter().any(of_waiting), "nobody waits: {:?}", world.told());
}

#[tokio::test]
async fn a_reply_of_ours_to_ourselves_can_be_tracked_and_a_double_click_tracks_it_once() {
    let world = World::new().await;
    let root = world.say(UNSHARED, ADA, "4.9.2 is out").await;
    let reply = world.reply(&root, BEN, "Let us announce it earlier next time").await;
    for _ in 0..2 {
        let view = track(&world, CLEO, &reply).await;
        assert!(is_about(&view, "Let us announce it earlier next time"), "{view:#}");
    }
    let item = world.item_of(&root).await;
    let listed = effects(&item).iter().filter(|effect| *effect == "put it on the list").count();
    assert_eq!((listed, &item["requester"]["id"]), (1, &json!(BEN)));
    let view = choose(&world, &world.slack.opened().unwrap(), "question", &[]).await;
    assert_eq!(initial(&view, "question:question"), "Let us announce it earlier next time");
}

#[tokio::test]
async fn a_message_that_we_were_never_told_of_can_be_tracked() {
    let world = World::new().await;
    let old = world.message("2026-02-20T10:00:00Z".parse().unwrap(), GLOBEX, None, DANA, "Could it sync on trains?");
    let view = track(&world, ADA, &old).await;
    assert!(is_about(&view, "Dana Whitfield, Globex") && is_about(&view, "Could it sync on trains?"), "{view:#}");
    let item = world.item_of(&old).await;
    assert_eq!((clock_of(&item).as_str(), &item["requester"]["id"]), ("answered", &json!(DANA)), "{item:#}");
    let files = world.message(world.now(), GLOBEX, None, DANA, "");
    track(&world, ADA, &files).await;
    assert_eq!(world.item_of(&files).await["title"], "(no text)");
}

#[tokio::test]
async fn where_nothing_is_watched_nothing_can_be_tracked() {
    let world = World::new().await;
    for channel in [WATERCOOLER, INTERNAL, "C0NOWHERE", "D0STAFF01"] {
        let said = world.message(world.now(), channel, None, BEN, "Idea!");
        let told = track(&world, ADA, &said).await;
        assert!(told.get("callback_id").is_none_or(Value::is_null) && is_about(&told, "none of Roundup's sources"), "{told:#}");
    }
    assert_eq!(world.items().await, Vec::<Value>::new());
    world.slack.fail("conversations.info", roundup_standins::Fault::ServerError, 3);
    let said = world.message(world.now(), INITECH, None, BEN, "Idea!");
    let told = track(&world, ADA, &said).await;
    assert!(is_about(&told, "try again"), "{told:#}");
}

#[tokio::test]
async fn what_was_tracked_and_taken_back_can_be_tracked_again() {
    let world = World::new().await;
    let said = world.say(UNSHARED, ADA, "Let us rename it").await;
    track(&world, ADA, &said).await;
    let item = world.item_of(&said).await;
    let mut facts = item["trace"].as_array().unwrap().iter().map(|entry| entry["fact"].as_str().unwrap());
    let fact = facts.rfind(|fact| fact.starts_with("tracked:")).unwrap();
    let undo = json!({"type": "button", "action_id": "undo", "text": {"type": "plain_text", "text": "Undo"}, "value": format!("{} {fact}", said.item(HOME))});
    world.act(ADA, "D0STAFF01", &json!({"ts": "1772460000.000100"}), undo).await;
    assert_eq!(world.find(&said.item(HOME)).await, Value::Null);
    world.advance("1m").await;
    track(&world, ADA, &said).await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered");
}

#[tokio::test]
async fn what_is_left_of_a_thread_when_the_question_was_deleted_can_be_tracked() {
    let world = World::new().await;
    let asked = world.say(GLOBEX, DANA, "The export fails").await;
    let reply = world.reply(&asked, ADA, "We should log more").await;
    world.delete(&asked).await;
    assert_eq!(clock_of(&world.item_of(&asked).await), "closed");
    track(&world, ADA, &reply).await;
    assert_eq!(clock_of(&world.item_of(&asked).await), "answered");
}
