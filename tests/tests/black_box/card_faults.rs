//! The card while Slack or GitHub fail: a fact that was accepted stands, nothing is doubled, and once the other side is back
//! everything shows how things are.

use super::cards::{TO_ADA, calls_since, card, cards, escalated, last_deed, press, reminded, snooze, triage, whispers};
use roundup_standins::{Call, Fault};
use roundup_tests::World;
use roundup_tests::configuration::*;
use roundup_tests::github::Thread;
use serde_json::{Value, json};

/// Acme's configuration with who is who on GitHub.
fn with_logins() -> String {
    let rotation = "rotation = [\"U0STAFF01\", \"U0STAFF02\"]";
    let logins = "rotation = [{ slack = \"U0STAFF01\", github = \"ada-gh\" }, { slack = \"U0STAFF02\", github = \"ben-gh\" }]";
    let meeting = "meeting = \"Fri 16:00\"";
    let labels = "kind_labels = { bug = \"bug\", feature_request = \"enhancement\", question = \"question\" }";
    acme_with(rotation, logins).replacen(meeting, &format!("{meeting}\n{labels}"), 1)
}

/// A world with an issue that waits, of which Ada has a card.
async fn with_issue() -> (World, Thread) {
    let world = World::configured(with_logins()).await;
    world.github.issue(WIDGETS, 1, "Sync hangs");
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("20h").await;
    (world, issue)
}

/// When something is next to be tried; none where nothing is left to be done.
async fn owed(world: &World) -> Option<jiff::Timestamp> {
    world.process.app.store.next_pending().await.unwrap()
}

/// The calls to GitHub that change something.
fn changes(world: &World) -> Vec<Call> {
    world.github.calls().into_iter().filter(|call| call.method != "GET").collect()
}

const COMPLETE: [(&str, &str); 1] = [("bug:expected", "It syncs")];

async fn triage_as_ready_bug(world: &World) {
    let filled: Vec<(&str, Value)> =
        COMPLETE.iter().map(|(block, text)| (*block, json!(text))).chain([("ready", json!(["ready"]))]).collect();
    triage(world, ADA, TO_ADA, "bug", &filled).await;
}

#[tokio::test]
async fn an_edit_whose_answer_was_lost_is_made_again_and_nothing_doubled() {
    let (world, _) = escalated().await;
    world.slack.fail("chat.update", Fault::CarriedOutThenCut, 5);
    press(&world, BEN, INTERNAL, "claim").await;
    world.advance("10m").await;
    assert_eq!(cards(&world).len(), 5);
    for card in cards(&world) {
        assert!(last_deed(&card).starts_with("Ben Larsen claimed it"), "{card:#}");
    }
    assert_eq!(owed(&world).await, None);
}

#[tokio::test]
async fn a_snoozed_item_whose_return_was_told_and_the_answer_lost_comes_back_once() {
    let (world, _, _) = reminded().await;
    snooze(&world, ADA, TO_ADA, "2026-03-03T10:30:00Z").await;
    world.slack.fail("chat.postMessage", Fault::CarriedOutThenCut, 1);
    world.to("2026-03-03T11:00:00Z").await;
    let back = cards(&world).iter().filter(|card| card["text"].as_str().unwrap().starts_with("Back from snoozing")).count();
    assert_eq!(back, 1);
    press(&world, BEN, TO_ADA, "claim").await;
    assert!(cards(&world).iter().all(|card| last_deed(card).starts_with("Ben Larsen claimed it")), "found, it can be edited");
}

#[tokio::test]
async fn a_form_or_a_word_whose_answer_was_lost_is_not_shown_twice() {
    let (world, said, first) = reminded().await;
    world.slack.fail("views.open", Fault::CarriedOutThenCut, 1);
    press(&world, ADA, TO_ADA, "triage").await;
    assert_eq!(world.slack.views().len(), 1);
    world.reply(&said, ADA, "Looking into it.").await;
    world.advance("0s").await;
    world.slack.fail("chat.postEphemeral", Fault::CarriedOutThenCut, 1);
    assert_eq!(world.press(BEN, TO_ADA, &first, "answered").await.status, 200);
    world.advance("30m").await;
    assert_eq!(whispers(&world), ["Nobody waits here any more."]);
    assert_eq!(world.slack.views().len(), 1);
}

#[tokio::test]
async fn what_is_done_while_slack_takes_no_edits_stands_and_is_shown_once_it_does() {
    for fault in [Fault::ServerError, Fault::RateLimit(30), Fault::Refused("fatal_error".to_owned())] {
        let (world, said) = escalated().await;
        world.slack.fail("chat.update", fault.clone(), 1_000);
        press(&world, BEN, INTERNAL, "claim").await;
        press(&world, CLEO, INTERNAL, "no_response").await;
        let item = world.item_of(&said).await;
        assert_eq!((&item["claimed_by"], &item["state"]), (&json!(BEN), &json!("answered")), "{fault:?}");
        assert!(cards(&world).iter().all(|card| last_deed(card).is_empty()), "{fault:?}");
        world.advance("7m").await;
        world.slack.recover();
        let before = world.slack.calls().len();
        world.advance("10m").await;
        for card in cards(&world) {
            assert!(last_deed(&card).starts_with("Cleo Marchetti said that no response is needed"), "{fault:?}: {card:#}");
        }
        assert_eq!(calls_since(&world, before).len(), 5, "one edit of each card, {fault:?}");
    }
}

#[tokio::test]
async fn a_card_that_was_edited_often_is_edited_as_soon_as_slack_is_back() {
    let (world, _, _) = reminded().await;
    for _ in 0..8 {
        press(&world, BEN, TO_ADA, "claim").await;
        press(&world, BEN, TO_ADA, "release").await;
    }
    // A refusal of a moment is not for good, however often it went well before.
    world.slack.fail("chat.update", Fault::Refused("channel_not_found".to_owned()), 1);
    press(&world, BEN, TO_ADA, "claim").await;
    assert!(last_deed(&card(&world, TO_ADA).await).starts_with("Ben Larsen released it"));
    world.advance("5m").await;
    assert!(last_deed(&card(&world, TO_ADA).await).starts_with("Ben Larsen claimed it"));
}

#[tokio::test]
async fn slack_is_left_alone_for_as_long_as_it_asks() {
    let (world, _, _) = reminded().await;
    world.slack.fail("chat.update", Fault::RateLimit(900), 1);
    let before = world.slack.calls().len();
    press(&world, BEN, TO_ADA, "claim").await;
    let edits = |world: &World| calls_since(world, before).iter().filter(|call| call.method == "chat.update").count();
    world.advance("14m").await;
    assert_eq!(edits(&world), 1);
    world.advance("6m").await;
    assert_eq!(edits(&world), 2);
    assert!(last_deed(&card(&world, TO_ADA).await).starts_with("Ben Larsen claimed it"));
}

#[tokio::test]
async fn a_card_that_somebody_deleted_is_not_tried_again_and_keeps_no_other() {
    let (world, _) = escalated().await;
    world.slack.fail("chat.update", Fault::Refused("message_not_found".to_owned()), 1);
    let before = world.slack.calls().len();
    press(&world, BEN, INTERNAL, "claim").await;
    world.advance("1h").await;
    assert_eq!(calls_since(&world, before).iter().filter(|call| call.method == "chat.update").count(), 5);
    assert_eq!(cards(&world).iter().filter(|card| last_deed(card).starts_with("Ben Larsen claimed it")).count(), 4);
}

#[tokio::test]
async fn triage_and_claims_reach_the_tracker_once_and_their_echo_changes_nothing() {
    let (world, mut issue) = with_issue().await;
    press(&world, ADA, TO_ADA, "claim").await;
    triage_as_ready_bug(&world).await;
    assert_eq!(world.github.assignees(WIDGETS, 1), ["ada-gh"]);
    assert_eq!(world.github.labels(WIDGETS, 1), ["bug", "Ready for roundup"]);
    let (slack, github) = (world.slack.calls().len(), changes(&world).len());
    assert_eq!(github, 2, "{:#?}", changes(&world));
    for label in ["bug", "Ready for roundup"] {
        issue.labels.push(label.to_owned());
        world.deliver(issue.labelled(label, "roundup[bot]", world.now())).await;
    }
    world.advance("1m").await;
    assert_eq!((calls_since(&world, slack).len(), changes(&world).len()), (0, github));
    press(&world, BEN, TO_ADA, "unready").await;
    press(&world, BEN, TO_ADA, "claim").await;
    assert_eq!(
        (world.github.labels(WIDGETS, 1), world.github.assignees(WIDGETS, 1)),
        (vec!["bug".to_owned()], vec!["ben-gh".to_owned()])
    );
    assert_eq!(world.github.comments(WIDGETS, 1), Vec::<String>::new(), "nothing is said in the tracker");
}

#[tokio::test]
async fn what_github_could_not_take_is_brought_about_by_the_sweep() {
    for fault in [Fault::ServerError, Fault::CarriedOutThenCut, Fault::RateLimit(60), Fault::Refused("403".to_owned())] {
        let (world, issue) = with_issue().await;
        world.github.fail("labels", fault.clone(), 4);
        world.github.fail("assignees", fault.clone(), 4);
        press(&world, ADA, TO_ADA, "claim").await;
        world.advance("1s").await;
        triage_as_ready_bug(&world).await;
        let item = world.item(&issue.item()).await;
        assert_eq!((&item["kind"], &item["ready"], &item["claimed_by"]), (&json!("bug"), &json!(true), &json!(ADA)), "{fault:?}");
        assert!(
            last_deed(&card(&world, TO_ADA).await).starts_with("Ada Okafor filled in the form"),
            "Slack does not wait for it"
        );
        world.advance("30m").await;
        assert_eq!(world.github.labels(WIDGETS, 1), ["bug", "Ready for roundup"], "{fault:?}");
        assert_eq!(world.github.assignees(WIDGETS, 1), ["ada-gh"], "{fault:?}");
        assert_eq!(owed(&world).await, None, "{fault:?}");
    }
}

#[tokio::test]
async fn an_issue_that_github_does_not_know_is_given_up_and_keeps_nothing_else() {
    let world = World::configured(with_logins()).await;
    world.issue(404, OCTOCAT, "Sync hangs").await;
    world.advance("20h").await;
    triage_as_ready_bug(&world).await;
    press(&world, ADA, TO_ADA, "claim").await;
    // The other one comes later, and its labels are put on in between.
    world.github.issue(WIDGETS, 2, "Sync is slow");
    let other = world.issue(2, HUBBER, "Sync is slow").await;
    world.advance("4h30m").await;
    assert_eq!(cards(&world).len(), 3, "reminders and escalations go out: {:?}", world.told());
    let tried = changes(&world).len();
    assert!((20..=24).contains(&tried), "{tried} tries for two things");
    world.advance("15h30m").await;
    assert_eq!(world.item(&other.item()).await["state"], "waiting");
    triage_as_ready_bug(&world).await;
    assert_eq!(world.github.labels(WIDGETS, 2), ["bug", "Ready for roundup"]);
    world.advance("40h").await;
    let of_the_lost = |call: &&Call| call.path.contains("/issues/404/");
    assert_eq!(changes(&world).iter().filter(of_the_lost).count(), 24, "twelve tries each, and no more");
    assert_eq!(owed(&world).await, None);
}
