//! The Home tab: everybody on staff sees theirs, up to date; anybody else a polite nothing.

use roundup_standins::{Fault, UserFlags};
use roundup_tests::World;
use roundup_tests::configuration::*;
use roundup_tests::interactions::buttons;
use serde_json::Value;
use std::collections::BTreeSet;

/// Somebody's Home tab as it is, once everything has been reacted to.
async fn home(world: &World, user: &str) -> Value {
    world.advance("0s").await;
    world.slack.home(user).unwrap()
}

async fn opened(world: &World, user: &str) -> Value {
    world.open_home(user).await;
    home(world, user).await
}

/// Goes to a list or page.
async fn go(world: &World, user: &str, to: &str) -> Value {
    let shown = world.slack.home(user).unwrap();
    assert_eq!(world.press_in_view(user, &shown, &format!("home:{to}"), &[]).await.status, 200);
    home(world, user).await
}

fn state(view: &Value) -> &str {
    view["private_metadata"].as_str().unwrap()
}

fn drawn(world: &World, user: &str) -> usize {
    world.slack.calls().iter().filter(|call| call.method == "views.publish" && call.body["user_id"] == user).count()
}

/// Presses an item's button on the Home tab.
async fn press(world: &World, user: &str, action: &str) -> Value {
    let shown = world.slack.home(user).unwrap();
    assert_eq!(world.press_in_view(user, &shown, action, &[]).await.status, 200);
    home(world, user).await
}

#[tokio::test]
async fn whoever_is_on_staff_sees_their_shift_and_what_waits() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops").await;
    let view = opened(&world, ADA).await.to_string();
    for part in
        ["*You are on call* until *Mon 9 Mar 09:00 EDT*; then <@U0STAFF02>", "The export stops", "Dana Whitfield", "Waiting 1"]
    {
        assert!(view.contains(part), "{part}: {view}");
    }
    let view = opened(&world, CLEO).await.to_string();
    assert!(view.contains("<@U0STAFF01> is on call until") && view.contains("The export stops"), "{view}");
}

#[tokio::test]
async fn an_empty_home_says_so() {
    let world = World::new().await;
    assert!(opened(&world, ADA).await.to_string().contains("All clear"));
}

#[tokio::test]
async fn anybody_else_sees_a_polite_nothing() {
    let world = World::new().await;
    world.slack.user("U0GONE001", "Gone", HOME, UserFlags { deleted: true, ..UserFlags::default() });
    world.say(GLOBEX, DANA, "The export stops").await;
    for stranger in [DANA, GUEST, "U0GONE001", BOT, ROBOT, GUS] {
        world.open_home(stranger).await;
        world.advance("0s").await;
        let Some(view) = world.slack.home(stranger) else { continue };
        let text = view.to_string();
        assert!(text.contains("There is nothing for you to do here"), "{stranger}: {text}");
        assert!(!text.contains("export") && !text.contains("U0STAFF") && buttons(&view).is_empty(), "{stranger}: {text}");
    }
    for stranger in [DANA, GUEST] {
        assert!(world.slack.home(stranger).is_some(), "{stranger}");
        // Nor does a button that they kept show them anything.
        let button = serde_json::json!({"type": "button", "action_id": "home:waiting", "value": "waiting 0", "block_id": "b1"});
        let view = world.slack.home(stranger).unwrap();
        world.act_in_view(stranger, &view, button, &[]).await;
        assert!(!home(&world, stranger).await.to_string().contains("export"));
    }
}

#[tokio::test]
async fn a_home_that_slack_would_not_take_is_drawn_when_it_is_opened_again() {
    let world = World::new().await;
    world.slack.fail("views.publish", Fault::ServerError, 1);
    world.open_home(ADA).await;
    world.advance("0s").await;
    assert!(world.slack.home(ADA).is_none());
    assert!(opened(&world, ADA).await.to_string().contains("All clear"));
    world.slack.fail("users.info", Fault::ServerError, 3);
    world.open_home(BEN).await;
    world.advance("0s").await;
    assert!(world.slack.home(BEN).is_none(), "who they are cannot be said");
    assert!(opened(&world, BEN).await.to_string().contains("All clear"));
}

#[tokio::test]
async fn two_hundred_open_items_are_shown_page_by_page() {
    let world = World::new().await;
    let mut expected = BTreeSet::new();
    for number in 1..=200 {
        world.issue(number, OCTOCAT, &format!("Trouble <{number}> & *more*")).await;
        expected.insert(format!("issues/{number}|"));
    }
    let view = opened(&world, ADA).await;
    assert!(buttons(&view).contains(&"Waiting 200".to_owned()), "{:?}", buttons(&view));
    let mut view = go(&world, ADA, "waiting").await;
    let mut seen = BTreeSet::new();
    for page in 0..5 {
        assert_eq!(state(&view), format!("waiting {page}"));
        assert!(view["blocks"].as_array().unwrap().len() <= 100);
        let text = view.to_string();
        let here: BTreeSet<String> = expected.iter().filter(|link| text.contains(link.as_str())).cloned().collect();
        assert_eq!(here.len(), 40, "page {page}");
        assert!(here.is_disjoint(&seen));
        seen.extend(here);
        if page < 4 {
            view = go(&world, ADA, "later").await;
        }
    }
    assert_eq!(seen, expected);
    assert_eq!(state(&go(&world, ADA, "earlier").await), "waiting 3");
    assert!(!buttons(&view).contains(&"Later".to_owned()));
}

#[tokio::test]
async fn every_list_is_shown_and_kept_while_things_are_done() {
    let world = World::new().await;
    let first = world.say(GLOBEX, DANA, "The export stops").await;
    world.advance("10m").await;
    let second = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    opened(&world, ADA).await;
    for list in ["snoozed", "untriaged", "ready", "mine", "overview", "waiting"] {
        assert_eq!(state(&go(&world, ADA, list).await), format!("{list} 0"));
    }
    // The first in the list is the one that is due first.
    let view = press(&world, ADA, "claim").await;
    assert_eq!(world.item_of(&first).await["claimed_by"], ADA);
    assert_eq!(state(&view), "waiting 0");
    assert!(buttons(&view).contains(&"Mine 1".to_owned()), "{:?}", buttons(&view));
    let view = go(&world, ADA, "mine").await.to_string();
    assert!(view.contains("The export stops") && !view.contains("Helm"), "{view}");
    opened(&world, BEN).await;
    let view = go(&world, BEN, "mine").await;
    assert!(view.to_string().contains("You have claimed nothing"), "{view:#}");
    assert!(state(&home(&world, ADA).await) == "mine 0" && state(&view) == "mine 0");
    // It opens as it was left.
    assert_eq!(state(&opened(&world, ADA).await), "mine 0");
    assert_eq!(world.item_of(&second).await["claimed_by"], Value::Null);
}

#[tokio::test]
async fn what_is_done_from_a_card_shows_on_a_home_that_was_open_not_long_ago() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops").await;
    world.to("2026-03-02T23:00:00Z").await;
    opened(&world, ADA).await;
    world.to("2026-03-03T10:00:00Z").await;
    let card = world.slack.messages("D0STAFF01").pop().unwrap();
    world.press(ADA, "D0STAFF01", &card, "claim").await;
    assert!(buttons(&home(&world, ADA).await).contains(&"Mine 1".to_owned()));
    let before = drawn(&world, ADA);
    world.advance("13h").await;
    let card = world.slack.messages("D0STAFF01").into_iter().find(|message| message["ts"] == card["ts"]).unwrap();
    world.press(ADA, "D0STAFF01", &card, "release").await;
    world.advance("0s").await;
    assert_eq!(drawn(&world, ADA), before, "nobody has looked for half a day");
    assert!(buttons(&opened(&world, ADA).await).contains(&"Mine 0".to_owned()));
}

#[tokio::test]
async fn a_shift_that_changes_shows_at_once() {
    let world = World::new().await;
    for user in [ADA, BEN] {
        opened(&world, user).await;
    }
    world.advance("1h").await;
    assert_eq!(world.command(BEN, "take until 17:00").await.status, 200);
    assert!(home(&world, BEN).await.to_string().contains("*You are on call* until *Mon 2 Mar 17:00 EST*"));
    assert!(home(&world, ADA).await.to_string().contains("<@U0STAFF02> is on call until"));
    world.to("2026-03-02T22:00:00Z").await;
    assert!(home(&world, ADA).await.to_string().contains("*You are on call*"));
}

#[tokio::test]
async fn the_same_opening_told_twice_draws_once_more_and_leaves_nothing_behind() {
    let world = World::new().await;
    world.open_home(ADA).await;
    world.advance("0s").await;
    let sent = world.sent().pop().unwrap();
    world.again(&sent).await;
    world.advance("0s").await;
    let rows = world.process.table.client().scan().table_name("roundup").send().await.unwrap().items().to_vec();
    assert!(!rows.iter().any(|row| format!("{row:?}").contains("CONV#home:")), "{rows:#?}");
    assert_eq!(drawn(&world, ADA), 2);
}

#[tokio::test]
async fn whom_our_workspace_does_not_know_sees_theirs_in_the_one_that_does() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops").await;
    world.slack.fail("users.info", Fault::Refused("user_not_found".to_owned()), 1);
    world.slack.fail("views.publish", Fault::Refused("user_not_found".to_owned()), 1);
    world.open_home(OSKAR).await;
    world.advance("0s").await;
    assert!(world.slack.home(OSKAR).unwrap().to_string().contains("The export stops"));
    let published = world.slack.calls().into_iter().rfind(|call| call.method == "views.publish").unwrap();
    assert_eq!(published.team.as_deref(), Some(CLOUDS));
}
