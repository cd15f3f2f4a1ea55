//! Facts that arrive late: the source's time counts, and nobody is told what is no news any more (CONTRACT 7).

use super::{clock_of, effects};
use roundup_tests::World;
use roundup_tests::configuration::*;

#[tokio::test]
async fn of_the_reminders_whose_time_has_passed_only_the_latest_is_sent() {
    let world = World::new().await;
    world.said_at("2026-03-01T14:30:00Z", GLOBEX, DANA, "The export stops.").await;
    world.advance("0s").await;
    assert_eq!(world.told(), ["Mon 14:00 reminds U0STAFF01"]);
    world.advance("1h").await;
    assert_eq!(world.told()[1..], ["Mon 14:30 escalates to C0HELP001"]);
}

#[tokio::test]
async fn a_webhook_three_hours_late_is_counted_from_when_it_was_written() {
    let world = World::new().await;
    let said = world.said_at("2026-03-02T11:00:00Z", GLOBEX, DANA, "The export stops.").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "waiting since Mon 11:00, due Tue 11:00");
    world.advance("24h").await;
    assert_eq!(world.told(), ["Tue 07:00 reminds U0STAFF01", "Tue 10:00 reminds U0STAFF01", "Tue 11:00 escalates to C0HELP001"]);
}

#[tokio::test]
async fn after_the_deadline_only_the_escalation_is_sent() {
    let world = World::new().await;
    world.said_at("2026-03-01T12:00:00Z", GLOBEX, DANA, "The export stops.").await;
    world.advance("0s").await;
    assert_eq!(world.told(), ["Mon 14:00 escalates to C0HELP001"]);
    world.advance("100h").await;
    assert_eq!(world.told()[1..], ["Mon 16:00 escalates to C0HELP001", "Mon 16:00 escalates to U0STAFF03"]);
}

#[tokio::test]
async fn an_answer_given_in_time_and_delivered_late_is_in_time() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("26h").await;
    assert_eq!(world.item_of(&said).await["breaches"], 1);
    world.replied_at("2026-03-03T09:00:00Z", &said, ADA, "Looking into it.").await;
    let item = world.item_of(&said).await;
    assert_eq!(
        (clock_of(&item).as_str(), item["breaches"].as_u64(), item["first_response_seconds"].as_u64()),
        ("answered", Some(0), Some(68_400))
    );
    assert!(effects(&item).contains(&"answered by a comment after 19h 0m, in time".to_owned()), "{:?}", effects(&item));
    for message in world.slack.messages(INTERNAL) {
        assert_eq!(message["text"], "Answered by Ada Okafor after 19 h, in time");
    }
}

#[tokio::test]
async fn a_question_older_than_its_answer_that_arrives_after_it_never_waited() {
    let world = World::new().await;
    let said = world.message("2026-03-02T13:00:00Z".parse().unwrap(), GLOBEX, None, DANA, "The export stops.");
    world.replied_at("2026-03-02T13:30:00Z", &said, ADA, "Looking into it.").await;
    assert_eq!(world.items().await.len(), 0);
    world.event(said.written()).await;
    let item = world.item_of(&said).await;
    assert_eq!((clock_of(&item).as_str(), item["first_response_seconds"].as_u64()), ("answered", Some(1_800)));
    world.advance("100h").await;
    assert_eq!(world.told(), Vec::<String>::new());
}

#[tokio::test]
async fn a_deletion_or_a_check_mark_that_arrives_before_its_message_counts() {
    let world = World::new().await;
    let at = "2026-03-02T13:00:00Z".parse().unwrap();
    let deleted = world.message(at, GLOBEX, None, DANA, "Oops.");
    let marked = world.message(at, INITECH, None, DANA, "The export stops.");
    let root = world.said_at("2026-03-02T10:00:00Z", UNSHARED, ADA, "4.9.2 is out.").await;
    let reply = world.message(at, UNSHARED, Some(&root), ERIK, "Does it fix the export?");
    world.delete(&deleted).await;
    world.react(&marked, ADA, "white_check_mark").await;
    world.react(&reply, ADA, "white_check_mark").await;
    for late in [&deleted, &marked, &reply] {
        world.event(late.written()).await;
    }
    assert_eq!(clock_of(&world.item_of(&deleted).await), "closed");
    assert_eq!(clock_of(&world.item_of(&marked).await), "answered");
    assert_eq!(clock_of(&world.item_of(&reply).await), "answered");
}

#[tokio::test]
async fn a_top_level_answer_that_arrives_before_the_question_answers_it() {
    let world = World::new().await;
    world.said_at("2026-03-02T13:30:00Z", GLOBEX, ADA, "Morning! I'm looking into it.").await;
    world.advance("0s").await;
    let said = world.said_at("2026-03-02T13:00:00Z", GLOBEX, DANA, "The export stops.").await;
    let later = world.said_at("2026-03-02T13:40:00Z", GLOBEX, DANA, "And now?").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered");
    assert_eq!(clock_of(&world.item_of(&later).await), "waiting since Mon 13:40, due Tue 13:40");
}
