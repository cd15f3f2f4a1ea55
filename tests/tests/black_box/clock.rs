//! When the clock runs: rules 0, 1, 3, 5 and 6.

use super::{clock_of, effects};
use roundup_tests::World;
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use serde_json::{Value, json};

#[tokio::test]
async fn an_issue_that_staff_opened_becomes_an_item_when_somebody_outside_comments() {
    let world = World::new().await;
    let issue = world.issue(1, ADA_GH, "Plans for 5.0").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    world.advance("1h").await;
    world.comment(&issue, OCTOCAT, "Will it run on arm64?").await;
    let item = world.item(&issue.item()).await;
    assert_eq!(clock_of(&item), "waiting since Mon 15:00, due Tue 15:00");
    assert_eq!(item["requester"]["id"], OCTOCAT);
    assert_eq!(item["opened_at"], "2026-03-02T15:00:00Z");
}

#[tokio::test]
async fn the_clock_goes_by_the_sources_own_time() {
    let world = World::new().await;
    let said = world.said_at("2026-03-02T12:30:00Z", GLOBEX, DANA, "The export stops at 2 GB.").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 12:30, due Tue 12:30");
}

#[tokio::test]
async fn the_requester_writing_again_neither_stops_nor_extends_the_clock() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops at 2 GB.").await;
    world.advance("2h").await;
    world.reply(&said, DANA, "Anybody?").await;
    world.reply(&said, ERIK, "It does here, too.").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:00, due Tue 14:00");
}

#[tokio::test]
async fn a_new_comment_after_an_answer_starts_the_clock_again_and_an_acknowledgement_does_not() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops at 2 GB.").await;
    world.advance("1h").await;
    world.reply(&said, ADA, "Looking into it.").await;
    world.advance("1h").await;
    world.reply(&said, DANA, "Thank you so much! :pray:").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered");
    world.advance("1h").await;
    world.reply(&said, DANA, "Thanks, and when will you know?").await;
    let item = world.item_of(&said).await;
    assert_eq!(clock_of(&item), "waiting since Mon 17:00, due Tue 17:00");
    assert_eq!(item["first_response_seconds"], 3_600);
}

#[tokio::test]
async fn an_acknowledgement_that_nobody_has_answered_yet_is_a_comment() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "thanks!").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:00, due Tue 14:00");
}

#[tokio::test]
async fn a_file_without_a_word_is_a_comment() {
    let world = World::new().await;
    let mut event = world.message(world.now(), GLOBEX, None, DANA, "").written();
    event.as_object_mut().unwrap().remove("text");
    event["subtype"] = json!("file_share");
    event["files"] = json!([{"id": "F0LOG0001", "name": "export.log", "mode": "hosted"}]);
    world.event(event).await;
    let items = world.items().await;
    assert_eq!((items.len(), clock_of(&items[0])), (1, "waiting since Mon 14:00, due Tue 14:00".to_owned()));
}

#[tokio::test]
async fn an_edit_updates_the_text_and_leaves_the_clock() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The exprot stops.").await;
    world.advance("1h").await;
    world.edit(&said, "The export stops.").await;
    let item = world.item_of(&said).await;
    assert_eq!(item["title"], "The export stops.");
    assert_eq!(clock_of(&item), "waiting since Mon 14:00, due Tue 14:00");
}

#[tokio::test]
async fn deleting_the_only_comment_closes_the_item_without_a_response() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "Oops, wrong channel.").await;
    world.advance("10m").await;
    world.delete(&said).await;
    let item = world.item_of(&said).await;
    assert_eq!(
        (clock_of(&item), &item["first_response_seconds"], &item["breaches"]),
        ("closed".to_owned(), &json!(null), &json!(0))
    );
    world.advance("48h").await;
    assert_eq!(world.told(), Vec::<String>::new());
}

#[tokio::test]
async fn deleting_the_only_unanswered_comment_stops_the_clock() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("1h").await;
    world.reply(&said, ADA, "Fixed.").await;
    world.advance("1h").await;
    let again = world.reply(&said, DANA, "It stopped again.").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 16:00, due Tue 16:00");
    world.delete(&again).await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered");
}

#[tokio::test]
async fn deleting_the_first_of_two_unanswered_comments_counts_from_the_second() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("2h").await;
    world.reply(&said, ERIK, "For me as well.").await;
    world.delete(&said).await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 16:00, due Tue 16:00");
}

#[tokio::test]
async fn with_its_first_message_deleted_an_item_of_several_keeps_its_name_and_with_all_of_them_it_is_closed() {
    let world = World::new().await;
    let first = world.say(GLOBEX, DANA, "Hi team!").await;
    world.advance("2m").await;
    let second = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("1m").await;
    world.delete(&first).await;
    let item = world.item_of(&first).await;
    assert_eq!(
        (clock_of(&item).as_str(), &item["title"]),
        ("waiting since Mon 14:02, due Tue 14:02", &json!("The export stops."))
    );
    world.delete(&second).await;
    assert_eq!(clock_of(&world.item_of(&first).await), "closed");
    assert_eq!(world.items().await.len(), 1);
}

#[tokio::test]
async fn a_comment_that_is_deleted_on_github_is_withdrawn() {
    let world = World::new().await;
    let issue = world.issue(1, ADA_GH, "Plans for 5.0").await;
    let at = world.now();
    let id = world.comment(&issue, OCTOCAT, "Will it run on arm64?").await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "waiting since Mon 14:00, due Tue 14:00");
    world.advance("1h").await;
    world.deliver(issue.comment_event("deleted", id, Some(OCTOCAT), "Will it run on arm64?", at)).await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "closed");
}

#[tokio::test]
async fn a_guest_of_our_workspace_is_answered_like_everybody_from_outside() {
    let world = World::new().await;
    let said = world.say(UNSHARED, GUEST, "Where do I find the minutes?").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 14:00, due Tue 14:00");
}

#[tokio::test]
async fn the_tombstone_of_a_root_with_replies_is_a_deletion() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    let mut event = said.deleted(&format!("{}.000900", world.now().as_second() + 60));
    event["subtype"] = json!("message_changed");
    event["message"] = json!({"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.",
        "hidden": true, "ts": said.ts, "thread_ts": said.ts});
    world.advance("1m").await;
    world.event(event).await;
    assert_eq!(clock_of(&world.item_of(&said).await), "closed");
}

#[tokio::test]
async fn the_requester_closing_their_own_issue_withdraws_it_and_reopening_it_is_a_comment() {
    let world = World::new().await;
    let mut issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("1h").await;
    issue.closed_at = Some(world.now());
    world.happens(&issue, "closed", OCTOCAT).await;
    let item = world.item(&issue.item()).await;
    assert_eq!((clock_of(&item), &item["first_response_seconds"]), ("closed".to_owned(), &json!(null)));
    world.advance("1h").await;
    issue.closed_at = None;
    world.happens(&issue, "reopened", OCTOCAT).await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "waiting since Mon 16:00, due Tue 16:00");
}

#[tokio::test]
async fn reopened_by_staff_nobody_waits_until_somebody_outside_writes() {
    let world = World::new().await;
    let mut issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("1h").await;
    issue.closed_at = Some(world.now());
    world.happens(&issue, "closed", ADA_GH).await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "closed");
    world.advance("1h").await;
    issue.closed_at = None;
    world.happens(&issue, "reopened", ADA_GH).await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "answered");
    world.advance("1h").await;
    world.comment(&issue, HUBBER, "I see this as well").await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "waiting since Mon 17:00, due Tue 17:00");
}

#[tokio::test]
async fn what_is_late_stays_late_however_it_ends() {
    let world = World::new().await;
    let answered = world.say(GLOBEX, DANA, "The export stops.").await;
    let withdrawn = world.issue(2, OCTOCAT, "Sync hangs").await;
    world.advance("25h").await;
    for id in [answered.item(HOME), withdrawn.item()] {
        assert_eq!(world.item(&id).await["breaches"], 1, "{id}");
    }
    world.reply(&answered, ADA, "Sorry, I'm looking into it.").await;
    world.happens(&withdrawn, "closed", OCTOCAT).await;
    world.advance("240h").await;
    for id in [answered.item(HOME), withdrawn.item()] {
        assert_eq!(world.item(&id).await["breaches"], 1, "{id}");
    }
    assert!(effects(&world.item_of(&answered).await).contains(&"answered by a comment after 1d 1h, late by 1h 0m".to_owned()));
}

#[tokio::test]
async fn a_label_gives_the_kind_and_readiness_and_says_what_is_missing() {
    let world = World::new().await;
    let mut issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    issue.labels = vec!["bug".to_owned(), "Ready for roundup".to_owned()];
    world.deliver(issue.labelled("bug", ADA_GH, world.now())).await;
    world.deliver(issue.labelled("Ready for roundup", ADA_GH, world.now())).await;
    let item = world.item(&issue.item()).await;
    assert_eq!((&item["kind"], &item["ready"], &item["missing"]), (&json!("bug"), &json!(true), &json!(["expected", "actual"])));
    assert_eq!(clock_of(&item), "waiting since Mon 14:00, due Tue 14:00");
}

#[tokio::test]
async fn discussions_have_the_same_clock() {
    let world = World::new().await;
    let discussion = world.open(Form::Discussion, WIDGETS, 3, OCTOCAT, "How do I rotate keys?").await;
    let item = world.item("github:acme/widgets/discussions/3").await;
    assert_eq!((clock_of(&item).as_str(), &item["kind"]), ("waiting since Mon 14:00, due Tue 14:00", &json!("question")));
    world.advance("1h").await;
    world.comment(&discussion, BEN_GH, "Two keys can be active at once.").await;
    assert_eq!(clock_of(&world.item(&discussion.item()).await), "answered");
}

#[tokio::test]
async fn an_issue_whose_author_has_no_account_any_more_is_an_item_like_any_other() {
    let world = World::new().await;
    let mut issue = roundup_tests::Thread::new(Form::Issue, WIDGETS, 5, "gone", "Crash on startup", world.now());
    issue.author = None;
    issue.body = None;
    world.deliver(issue.opened()).await;
    let item = world.item(&issue.item()).await;
    assert_eq!((clock_of(&item).as_str(), &item["requester"]["id"]), ("waiting since Mon 14:00, due Tue 14:00", &json!("ghost")));
    world.advance("1h").await;
    world.comment(&issue, ADA_GH, "Which version?").await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "answered");
    world.advance("1h").await;
    world.deliver(issue.comment(77, None, "4.9.1", world.now())).await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "waiting since Mon 16:00, due Tue 16:00");
}
