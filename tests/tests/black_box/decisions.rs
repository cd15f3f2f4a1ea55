//! Decisions of the Roundup, taken with the menus of the posted agenda.

use super::effects;
use super::roundup_post::{MEETS, MEETS_AGAIN, agenda, at, entries, posting, ready, ready_bug};
use roundup_standins::Fault;
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use roundup_tests::interactions::chosen;
use roundup_tests::world::Answer;
use roundup_tests::{World, told};
use serde_json::{Value, json};

/// The agenda's messages in the internal channel as they stand.
fn messages(world: &World) -> Vec<Value> {
    world.slack.messages(INTERNAL)
}

/// The block of the meeting of 6 March in which an item is decided.
fn block(item: &str) -> String {
    format!("decision 2026-03-06 {item}")
}

/// The message that has an item's menus, and where these are in it.
fn message_of(world: &World, item: &str) -> (Value, usize) {
    let found = messages(world).into_iter().find_map(|message| {
        let place = message["blocks"].as_array()?.iter().position(|shown| shown["block_id"] == block(item))?;
        Some((message, place))
    });
    found.unwrap_or_else(|| panic!("no menus of {item}"))
}

/// A menu of an item as Slack repeats it.
fn menu(world: &World, item: &str, action: &str) -> (Value, Value) {
    let (message, place) = message_of(world, item);
    let elements = message["blocks"][place]["elements"].as_array().unwrap();
    let mut menu = elements.iter().find(|element| element["action_id"] == action).unwrap().clone();
    menu["block_id"] = json!(block(item));
    (message, menu)
}

/// Chooses in a menu of the posted agenda, and waits until that was reacted to.
pub async fn choose(world: &World, user: &str, item: &str, action: &str, value: &str) -> Answer {
    let (message, menu) = menu(world, item, action);
    let answer = world.act(user, INTERNAL, &message, chosen(menu, value)).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    world.advance("0s").await;
    answer
}

/// What an item's menus show as chosen, and what is said above them.
fn shown(world: &World, item: &str) -> (Value, Value, String) {
    let (_, decided) = menu(world, item, "decide");
    let (_, owned) = menu(world, item, "owner");
    let (message, place) = message_of(world, item);
    let said = message["blocks"][place - 1]["elements"][1]["text"].as_str().unwrap_or_default().to_owned();
    (decided["initial_option"]["value"].clone(), owned["initial_user"].clone(), said)
}

/// Takes back what was last done about an item.
async fn undo(world: &World, user: &str, item: &str) {
    let found = world.item(item).await;
    let trace = found["trace"].as_array().unwrap();
    let fact = trace.iter().rfind(|entry| entry["effect"].as_str().unwrap().starts_with("noted")).unwrap();
    let button = json!({"type": "button", "action_id": "undo", "block_id": "b1", "value": format!("{item} {}", fact["fact"].as_str().unwrap())});
    let (message, _) = message_of(world, item);
    world.act(user, INTERNAL, &message, button).await;
    world.advance("0s").await;
}

/// A Roundup with two bugs in one message, just posted.
async fn held(configuration: String) -> (World, String, String) {
    let world = World::configured(configuration).await;
    let one = ready_bug(&world, 1, "Sync hangs").await;
    let other = ready_bug(&world, 2, "Sync is slow").await;
    world.to(MEETS).await;
    (world, one.item(), other.item())
}

#[tokio::test]
async fn a_decision_and_an_owner_are_shown_to_everybody_in_the_message_that_was_posted() {
    let (world, bug, other) = held(posting("")).await;
    let before: Vec<Value> = messages(&world).iter().map(|message| message["ts"].clone()).collect();
    assert_eq!(shown(&world, &bug), (Value::Null, Value::Null, String::new()));
    choose(&world, ADA, &bug, "decide", "do_it").await;
    assert_eq!(shown(&world, &bug), (json!("do_it"), Value::Null, "⚖️ *Do it*, noted by Ada Okafor".to_owned()));
    choose(&world, BEN, &bug, "owner", CLEO).await;
    let said = "⚖️ *Do it*, noted by Ada Okafor · owner: Cleo Marchetti".to_owned();
    assert_eq!(shown(&world, &bug), (json!("do_it"), json!(CLEO), said));
    assert_eq!(shown(&world, &other), (Value::Null, Value::Null, String::new()), "the other entry is as it was");
    let after: Vec<Value> = messages(&world).iter().map(|message| message["ts"].clone()).collect();
    assert_eq!(after, before, "nothing new is posted");
    let item = world.item(&bug).await;
    let effects = effects(&item);
    assert_eq!(
        effects[effects.len() - 2..],
        ["noted the decision of the Roundup of 2026-03-06: do it", "noted Cleo Marchetti as its owner"]
    );
    let entry = entries(&world).await;
    assert_eq!(entry.len(), 1, "what was decided is carried over no more: {entry:?}");
}

#[tokio::test]
async fn another_decision_takes_the_place_of_the_first_and_the_same_one_changes_nothing() {
    let (world, bug, _) = held(posting("")).await;
    choose(&world, ADA, &bug, "decide", "do_it").await;
    let edits =
        |world: &World| world.slack.calls().iter().filter(|call| call.method == "chat.update" && told::is_agenda(call)).count();
    let before = edits(&world);
    choose(&world, BEN, &bug, "decide", "do_it").await;
    assert_eq!(shown(&world, &bug).2, "⚖️ *Do it*, noted by Ada Okafor");
    assert_eq!(edits(&world), before);
    assert_eq!(world.process.app.store.pending(at("2026-12-31T00:00:00Z")).await.unwrap(), [], "nothing is left to be done");
    choose(&world, BEN, &bug, "decide", "dont").await;
    assert_eq!(shown(&world, &bug), (json!("dont"), Value::Null, "⚖️ *Don't*, noted by Ben Larsen".to_owned()));
    assert_eq!(edits(&world), before + 1);
}

#[tokio::test]
async fn two_people_at_once_on_two_entries_of_one_message_are_both_shown() {
    let (world, bug, other) = held(posting("")).await;
    let (message, of_bug) = menu(&world, &bug, "decide");
    let (_, of_other) = menu(&world, &other, "decide");
    // Both see the message without the other's decision.
    let (one, two) = tokio::join!(
        world.act(ADA, INTERNAL, &message, chosen(of_bug, "do_it")),
        world.act(BEN, INTERNAL, &message, chosen(of_other, "needs_more"))
    );
    assert_eq!((one.status, two.status), (200, 200));
    world.advance("5m").await;
    assert_eq!(shown(&world, &bug).2, "⚖️ *Do it*, noted by Ada Okafor");
    assert_eq!(shown(&world, &other).2, "⚖️ *Needs more*, noted by Ben Larsen");
}

#[tokio::test]
async fn sixteen_entries_of_one_message_can_all_be_decided() {
    let world = World::configured(posting("")).await;
    let mut items = Vec::new();
    for number in 1..=16 {
        items.push(ready_bug(&world, number, "Sync hangs").await.item());
    }
    world.to(MEETS).await;
    for item in &items {
        choose(&world, ADA, item, "decide", "needs_more").await;
        choose(&world, BEN, item, "owner", CLEO).await;
    }
    for item in &items {
        assert_eq!(shown(&world, item).2, "⚖️ *Needs more*, noted by Ada Okafor · owner: Cleo Marchetti");
    }
}

#[tokio::test]
async fn a_decision_can_be_taken_back_for_an_hour_and_is_carried_over_again() {
    let (world, bug, other) = held(posting("")).await;
    choose(&world, ADA, &bug, "decide", "dont").await;
    choose(&world, ADA, &other, "decide", "dont").await;
    assert_eq!(entries(&world).await, []);
    world.advance("59m").await;
    undo(&world, BEN, &bug).await;
    assert_eq!(shown(&world, &bug), (Value::Null, Value::Null, String::new()));
    assert_eq!(shown(&world, &other).0, json!("dont"));
    assert_eq!(entries(&world).await, [(bug.clone(), json!("2026-03-06"), Value::Null)]);
    world.advance("2m").await;
    undo(&world, BEN, &other).await;
    assert_eq!(shown(&world, &other).0, json!("dont"), "that is too late");
}

#[tokio::test]
async fn whoever_is_not_of_the_team_decides_nothing() {
    let (world, bug, _) = held(posting("")).await;
    for user in [DANA, GUEST, LEFT] {
        choose(&world, user, &bug, "decide", "do_it").await;
        choose(&world, user, &bug, "owner", user).await;
    }
    assert_eq!(shown(&world, &bug), (Value::Null, Value::Null, String::new()));
}

#[tokio::test]
async fn made_up_menus_do_no_harm() {
    let (world, bug, _) = held(posting("")).await;
    let (message, menu) = menu(&world, &bug, "decide");
    for (block, value) in [
        ("decision 2026-03-06 github:acme/widgets#999", "do_it"),
        ("decision 2026-03-06 ", "do_it"),
        ("decision 2026-02-30 github:acme/widgets#1", "do_it"),
        ("decision github:acme/widgets#1", "do_it"),
        ("b1", "do_it"),
        (block(&bug).as_str(), "perhaps"),
        (block(&bug).as_str(), ""),
        // A meeting whose agenda was never posted: noted, and shown nowhere.
        ("decision 2031-03-06 github:acme/widgets#2", "do_it"),
    ] {
        let mut made_up = menu.clone();
        made_up["block_id"] = json!(block);
        assert_eq!(world.act(ADA, INTERNAL, &message, chosen(made_up, value)).await.status, 200, "{block} {value}");
    }
    world.advance("0s").await;
    assert_eq!(shown(&world, &bug), (Value::Null, Value::Null, String::new()));
}

#[tokio::test]
async fn while_slack_is_down_decisions_are_kept_and_shown_later() {
    let (world, bug, other) = held(posting("")).await;
    choose(&world, ADA, &bug, "decide", "do_it").await;
    world.slack.fail("chat.update", Fault::ServerError, 1_000);
    choose(&world, ADA, &bug, "owner", BEN).await;
    choose(&world, ADA, &other, "decide", "dont").await;
    assert_eq!(shown(&world, &bug).1, Value::Null);
    world.slack.recover();
    world.advance("1h").await;
    assert_eq!(shown(&world, &bug).2, "⚖️ *Do it*, noted by Ada Okafor · owner: Ben Larsen");
    assert_eq!(shown(&world, &other).0, json!("dont"));
}

#[tokio::test]
async fn the_next_agenda_says_what_was_decided_and_has_what_needs_more() {
    let world = World::configured(posting("")).await;
    let mut items = Vec::new();
    for (number, title) in [(1, "Done"), (2, "Left"), (3, "Unclear"), (4, "Not reached")] {
        items.push(ready_bug(&world, number, title).await.item());
    }
    world.to(MEETS).await;
    for (item, decision) in items.iter().zip(["do_it", "dont", "needs_more"]) {
        choose(&world, ADA, item, "decide", decision).await;
    }
    choose(&world, ADA, &items[0], "owner", BEN).await;
    let since = json!("2026-03-06");
    let carried = |item: &String| (item.clone(), since.clone(), Value::Null);
    assert_eq!(entries(&world).await, [carried(&items[2]), carried(&items[3])]);
    world.to("2026-03-13T19:59:00Z").await;
    let agenda = agenda(&world).await;
    let decided: Vec<Value> = agenda["decided"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| json!([entry["item"], entry["decision"], entry["owner"]["name"]]))
        .collect();
    assert_eq!(decided, [json!([items[0], "Do it", "Ben Larsen"]), json!([items[1], "Don't", null])]);
    let unclear = &agenda["entries"][0];
    assert_eq!((&unclear["item"], &unclear["needs_more_since"]), (&json!(items[2]), &since));
    world.to(MEETS_AGAIN).await;
    assert_eq!(super::roundup_post::agenda(&world).await["decided"], json!([]), "that is said once");
}

#[tokio::test]
async fn a_decision_is_written_to_the_tracker_an_hour_later_and_once() {
    let (world, bug, other) = held(posting("comment_decisions = true")).await;
    let comments = |number| world.github.comments(WIDGETS, number);
    choose(&world, ADA, &bug, "decide", "do_it").await;
    choose(&world, ADA, &bug, "owner", BEN).await;
    world.advance("59m").await;
    assert_eq!(comments(1), Vec::<String>::new(), "it may be taken back");
    choose(&world, ADA, &bug, "decide", "dont").await;
    world.advance("59m").await;
    assert_eq!(comments(1), Vec::<String>::new(), "so may the other decision");
    world.advance("10m").await;
    let said = "We talked about this at the Acme Roundup of 6 March 2026 and decided **not to do it**. \
        Thank you for bringing it up. Ben Larsen can tell you more.\n\n<!-- roundup decision 2026-03-06 -->";
    assert_eq!(comments(1), [said]);
    assert_eq!(comments(2), Vec::<String>::new());
    world.advance("48h").await;
    world.process.app.sweep(world.now()).await.unwrap();
    assert_eq!(comments(1).len(), 1);
    choose(&world, CLEO, &bug, "decide", "do_it").await;
    choose(&world, CLEO, &other, "decide", "needs_more").await;
    world.advance("2h").await;
    assert_eq!(comments(1).len(), 1, "the comment is changed: {:?}", comments(1));
    assert!(comments(1)[0].contains("decided to **do it**."));
    assert!(comments(2)[0].contains("**needs more**"));
}

#[tokio::test]
async fn only_who_is_on_the_team_looks_after_what_was_decided() {
    let (world, bug, _) = held(posting("comment_decisions = true")).await;
    choose(&world, ADA, &bug, "decide", "do_it").await;
    for who in [DANA, GUEST, BOT, LEFT, NOBODY] {
        let refusals = world.slack.calls().iter().filter(|call| call.method == "chat.postEphemeral").count();
        choose(&world, ADA, &bug, "owner", who).await;
        let calls = world.slack.calls();
        let refused: Vec<&Value> = calls
            .iter()
            .filter(|call| call.method == "chat.postEphemeral")
            .skip(refusals)
            .map(|call| &call.body["text"])
            .collect();
        assert_eq!(refused.len(), 1, "{who}");
        assert!(refused[0].as_str().unwrap().starts_with("They are not on the team"), "{who}: {refused:?}");
    }
    world.advance("2h").await;
    assert!(!world.item(&bug).await["trace"].to_string().contains("as its owner"));
    let comment = world.github.comments(WIDGETS, 1).join("");
    assert!(comment.contains("decided to **do it**.\n"), "nobody is named: {comment}");
}

#[tokio::test]
async fn what_was_closed_meanwhile_is_not_told_that_it_stays_on_the_agenda() {
    let world = World::configured(posting("comment_decisions = true")).await;
    let bug = ready_bug(&world, 1, "Sync hangs").await;
    world.to(MEETS).await;
    choose(&world, ADA, &bug.item(), "decide", "needs_more").await;
    world.happens(&bug, "closed", ADA_GH).await;
    world.advance("2h").await;
    assert_eq!(world.github.comments(WIDGETS, 1), Vec::<String>::new());
    let shown = world.get("/dev/digest?format=text").await.text;
    assert!(shown.contains("Closed already"), "{shown}");
}

#[tokio::test]
async fn a_decision_that_is_taken_back_is_not_written_to_the_tracker() {
    let (world, bug, _) = held(posting("comment_decisions = true")).await;
    choose(&world, ADA, &bug, "decide", "do_it").await;
    world.advance("30m").await;
    undo(&world, ADA, &bug).await;
    world.advance("5h").await;
    assert_eq!(world.github.comments(WIDGETS, 1), Vec::<String>::new());
    // What is decided after all has an hour of its own.
    choose(&world, ADA, &bug, "decide", "dont").await;
    world.advance("50m").await;
    assert_eq!(world.github.comments(WIDGETS, 1), Vec::<String>::new());
    world.advance("20m").await;
    assert!(world.github.comments(WIDGETS, 1)[0].contains("not to do it"));
}

#[tokio::test]
async fn every_meeting_that_decides_has_a_comment_of_its_own() {
    let (world, bug, _) = held(posting("comment_decisions = true")).await;
    choose(&world, ADA, &bug, "decide", "needs_more").await;
    world.advance("2h").await;
    world.to(MEETS_AGAIN).await;
    let again = format!("decision 2026-03-13 {bug}");
    let message = messages(&world).into_iter().find(|message| message["blocks"].to_string().contains(&again)).unwrap();
    let shown = message["blocks"].as_array().unwrap().iter().find(|shown| shown["block_id"] == *again).unwrap();
    let mut menu = shown["elements"][0].clone();
    menu["block_id"] = json!(again);
    world.act(BEN, INTERNAL, &message, chosen(menu, "do_it")).await;
    world.advance("2h").await;
    let comments = world.github.comments(WIDGETS, 1);
    assert_eq!(comments.len(), 2, "{comments:?}");
    assert!(comments[0].contains("6 March 2026 and found that it **needs more**"), "{comments:?}");
    assert!(comments[1].contains("13 March 2026 and decided to **do it**"), "{comments:?}");
    world.advance("100h").await;
    assert_eq!(world.github.comments(WIDGETS, 1), comments);
}

#[tokio::test]
async fn while_the_tracker_is_down_or_loses_answers_the_comment_comes_late_and_once() {
    for fault in [Fault::ServerError, Fault::CarriedOutThenCut] {
        let (world, bug, _) = held(posting("comment_decisions = true")).await;
        choose(&world, ADA, &bug, "decide", "do_it").await;
        world.advance("55m").await;
        world.github.fail("comments", fault.clone(), 2);
        world.advance("5h").await;
        assert_eq!(world.github.comments(WIDGETS, 1).len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn without_the_switch_and_for_slack_nothing_is_written() {
    for (switch, written) in [("", 0), ("comment_decisions = true", 1)] {
        let world = World::configured(posting(switch)).await;
        let bug = ready_bug(&world, 1, "Sync hangs").await.item();
        let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
        let talk = ready(&world, Form::Discussion, 3, "How do I rotate keys?", &["question"]).await.item();
        world.advance("20h").await;
        super::cards::triage(
            &world,
            ADA,
            super::cards::TO_ADA,
            "bug",
            &[("bug:expected", json!("A file")), ("ready", json!(["ready"]))],
        )
        .await;
        let slack = said.item(HOME);
        let item = world.item(&slack).await;
        assert_eq!(item["kind"], "bug", "{item:#}");
        world.to(MEETS).await;
        choose(&world, ADA, &bug, "decide", "do_it").await;
        for item in [&slack, &talk] {
            if messages(&world).iter().any(|message| message["blocks"].to_string().contains(&block(item))) {
                choose(&world, ADA, item, "decide", "do_it").await;
            }
        }
        let before = world.slack.calls().iter().filter(|call| told::disturbs_customers(call)).count();
        world.advance("3h").await;
        let all: Vec<String> =
            world.github.calls().iter().filter(|call| call.method == "POST").map(|call| call.path.clone()).collect();
        let comments: Vec<&String> = all.iter().filter(|path| path.ends_with("/comments")).collect();
        assert_eq!((comments.len(), before), (written, 0), "{all:?}");
    }
}
