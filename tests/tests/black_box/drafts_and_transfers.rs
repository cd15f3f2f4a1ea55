//! Pull requests that are drafts, and issues that move.

use super::{clock_of, effects};
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use roundup_tests::{Thread, World};
use serde_json::{Value, json};

async fn draft(world: &World) -> Thread {
    let mut pull = Thread::new(Form::Pull, WIDGETS, 2, OCTOCAT, "Retry uploads", world.now());
    pull.draft = true;
    world.deliver(pull.opened()).await;
    pull
}

#[tokio::test]
async fn the_clock_of_a_draft_starts_when_it_is_ready_for_review() {
    let world = World::new().await;
    let mut pull = draft(&world).await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    world.advance("30h").await;
    pull.draft = false;
    world.happens(&pull, "ready_for_review", OCTOCAT).await;
    let item = world.item(&pull.item()).await;
    assert_eq!((clock_of(&item).as_str(), &item["kind"]), ("waiting since Tue 20:00, due Wed 20:00", &json!("pull_request")));
    assert_eq!(item["missing"], json!(["title", "description", "reasoning"]));
}

#[tokio::test]
async fn turned_back_into_a_draft_nobody_waits() {
    let world = World::new().await;
    let mut pull = world.open(Form::Pull, WIDGETS, 2, OCTOCAT, "Retry uploads").await;
    world.advance("1h").await;
    pull.draft = true;
    world.happens(&pull, "converted_to_draft", OCTOCAT).await;
    world.advance("100h").await;
    assert_eq!(world.told(), Vec::<String>::new());
    let item = world.item(&pull.item()).await;
    assert!(item["waiting_since"].is_null() && item["breaches"] == 0, "{item}");
}

#[tokio::test]
async fn a_comment_on_a_draft_is_a_comment() {
    let world = World::new().await;
    let pull = draft(&world).await;
    world.advance("1h").await;
    world.comment(&pull, OCTOCAT, "Is this the right approach?").await;
    assert_eq!(clock_of(&world.item(&pull.item()).await), "waiting since Mon 15:00, due Tue 15:00");
}

/// The same issue in another repository.
fn moved(old: &Thread) -> Thread {
    Thread { repository: GADGETS.to_owned(), number: 40, ..old.clone() }
}

#[tokio::test]
async fn a_transferred_issue_keeps_its_clock_and_repeats_no_reminder() {
    let world = World::new().await;
    let old = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("21h").await;
    assert_eq!(world.told(), ["Tue 10:00 reminds U0STAFF01"]);
    let new = moved(&old);
    for delivery in old.transferred(&new, ADA_GH, world.now()) {
        world.deliver(delivery).await;
    }
    let items = world.items().await;
    assert_eq!(items.iter().map(|item| item["id"].as_str().unwrap()).collect::<Vec<_>>(), [new.item()]);
    assert_eq!(
        (clock_of(&items[0]).as_str(), &items[0]["source"]),
        ("waiting since Mon 14:00, due Tue 14:00", &json!("Gadgets"))
    );
    world.advance("3h").await;
    let posted: Vec<String> = world.told().into_iter().filter(|line| !line.contains("edits")).collect();
    assert_eq!(posted, ["Tue 10:00 reminds U0STAFF01", "Tue 13:00 reminds U0STAFF01", "Tue 14:00 escalates to C0HELP001"]);
    world.comment(&new, ADA_GH, "Sorry for the wait").await;
    let item = world.item(&new.item()).await;
    assert_eq!(
        (clock_of(&item).as_str(), &item["first_response_seconds"], &item["breaches"]),
        ("answered", &json!(86_400), &json!(0))
    );
    assert!(effects(&item).contains(&format!("moved here from {}", old.item())), "{:?}", effects(&item));
    world.advance("100h").await;
    let said =
        |channel: &str| world.slack.messages(channel).iter().map(|message| message["text"].to_string()).collect::<Vec<_>>();
    for text in [said("D0STAFF01"), said(INTERNAL)].concat() {
        assert!(
            !text.contains("waits for") && !text.contains("No answer yet"),
            "a message still says that somebody waits: {text}"
        );
    }
}

#[tokio::test]
async fn whichever_side_of_a_transfer_arrives_first_it_ends_the_same() {
    for order in [[0, 1], [1, 0]] {
        let world = World::new().await;
        let old = world.issue(1, OCTOCAT, "Sync hangs").await;
        world.advance("21h").await;
        let new = moved(&old);
        let deliveries = old.transferred(&new, ADA_GH, world.now());
        for side in order {
            world.deliver(deliveries[side].clone()).await;
            world.advance("1m").await;
        }
        assert_eq!(world.items().await.len(), 1, "{order:?}");
        assert_eq!(clock_of(&world.item(&new.item()).await), "waiting since Mon 14:00, due Tue 14:00", "{order:?}");
        world.advance("3h").await;
        let posted: Vec<String> =
            world.told().into_iter().filter(|line| !line.contains("edits")).map(|line| line[10..].to_owned()).collect();
        assert_eq!(posted, ["reminds U0STAFF01", "reminds U0STAFF01", "escalates to C0HELP001"], "{order:?}: {:?}", world.told());
    }
}

#[tokio::test]
async fn an_issue_that_moves_to_where_we_do_not_watch_is_gone() {
    let world = World::new().await;
    let old = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("1h").await;
    let new = Thread { repository: "acme/attic".to_owned(), ..old.clone() };
    let [away, _] = old.transferred(&new, ADA_GH, world.now());
    world.deliver(away).await;
    world.advance("100h").await;
    assert_eq!((world.items().await, world.told()), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn a_comment_that_was_under_way_during_the_move_is_found() {
    let world = World::new().await;
    let old = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("1h").await;
    let answer = old.comment(7, Some(ADA_GH), "Looking into it", world.now());
    world.advance("1h").await;
    let new = moved(&old);
    for delivery in old.transferred(&new, ADA_GH, world.now()) {
        world.deliver(delivery).await;
    }
    assert_eq!(world.item(&new.item()).await["state"], "waiting");
    world.deliver(answer).await;
    let item = world.item(&new.item()).await;
    assert_eq!((clock_of(&item).as_str(), &item["first_response_seconds"]), ("answered", &json!(3_600)));
}

#[tokio::test]
async fn a_deleted_issue_is_closed() {
    let world = World::new().await;
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("1h").await;
    world.happens(&issue, "deleted", ADA_GH).await;
    let item = world.item(&issue.item()).await;
    assert_eq!((clock_of(&item).as_str(), &item["first_response_seconds"]), ("closed", &json!(null)));
    world.advance("100h").await;
    assert_eq!(world.told(), Vec::<String>::new());
}
