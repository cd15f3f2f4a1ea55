//! Several messages of one person are one item: rule 4.

use super::clock_of;
use roundup_tests::World;
use roundup_tests::configuration::*;

#[tokio::test]
async fn messages_of_one_person_within_five_minutes_of_each_other_are_one_item() {
    let world = World::new().await;
    let first = world.say(GLOBEX, DANA, "Hi team!").await;
    world.advance("4m").await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("5m").await;
    world.say(GLOBEX, DANA, "Here is the log.").await;
    world.advance("6m").await;
    let fourth = world.say(GLOBEX, DANA, "Something else: webhooks?").await;
    let ids: Vec<_> = world.items().await.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, [fourth.item(HOME), first.item(HOME)]);
}

#[tokio::test]
async fn somebody_else_between_parts_them_and_a_bot_does_not() {
    let world = World::new().await;
    let first = world.say(GLOBEX, DANA, "Hi team!").await;
    world.advance("1m").await;
    world.say(GLOBEX, BOT, "Status: all systems operational").await;
    world.advance("1m").await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("1m").await;
    let other = world.say(GLOBEX, ERIK, "Good morning.").await;
    world.advance("1m").await;
    let again = world.say(GLOBEX, DANA, "Here is the log.").await;
    let ids: Vec<_> = world.items().await.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, [again.item(HOME), other.item(HOME), first.item(HOME)]);
}

#[tokio::test]
async fn a_message_that_arrives_late_joins_two_items_into_one() {
    let world = World::new().await;
    let first = world.said_at("2026-03-02T13:00:00Z", GLOBEX, DANA, "Hi team!").await;
    let last = world.said_at("2026-03-02T13:08:00Z", GLOBEX, DANA, "Here is the log.").await;
    assert_eq!(world.items().await.len(), 2);
    world.said_at("2026-03-02T13:04:00Z", GLOBEX, DANA, "The export stops.").await;
    let items = world.items().await;
    assert_eq!((items.len(), clock_of(&items[0])), (1, "waiting since Mon 13:00, due Tue 13:00".to_owned()));
    assert!(world.find(&last.item(HOME)).await.is_null());
    world.advance("48h").await;
    assert_eq!(world.told().iter().filter(|line| line.contains("escalates to C0HELP001")).count(), 2, "{:?}", world.told());
    assert_eq!(items[0]["id"], first.item(HOME));
}

#[tokio::test]
async fn somebody_elses_message_that_arrives_late_parts_one_item_into_two() {
    let world = World::new().await;
    let first = world.said_at("2026-03-02T13:00:00Z", GLOBEX, DANA, "Hi team!").await;
    let second = world.said_at("2026-03-02T13:04:00Z", GLOBEX, DANA, "The export stops.").await;
    assert_eq!(world.items().await.len(), 1);
    let between = world.said_at("2026-03-02T13:02:00Z", GLOBEX, ERIK, "What is the limit?").await;
    let ids: Vec<_> = world.items().await.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, [second.item(HOME), between.item(HOME), first.item(HOME)]);
}

#[tokio::test]
async fn an_answer_in_the_thread_of_any_of_them_answers_the_item() {
    let world = World::new().await;
    let first = world.say(UNSHARED, DANA, "Hi team!").await;
    world.advance("2m").await;
    let second = world.say(UNSHARED, DANA, "The export stops.").await;
    world.advance("1h").await;
    world.reply(&second, ADA, "Looking into it.").await;
    assert_eq!(clock_of(&world.item_of(&first).await), "answered");
    world.advance("1h").await;
    world.reply(&second, DANA, "Any news?").await;
    assert_eq!(clock_of(&world.item_of(&first).await), "waiting since Mon 16:02, due Tue 16:02");
    world.react(&second, BEN, "white_check_mark").await;
    assert_eq!(clock_of(&world.item_of(&first).await), "answered");
}
