//! What Slack does to our messages, and what the scheduler does to our schedules: every step is sent once all the same.

use crate::facts::says;
use crate::people::{ADA, CUSTOMER, NEIGHBOUR};
use crate::world::{HELP, World, t};
use jiff::SignedDuration;
use roundup_domain::{ConversationId, SlackTs};
use roundup_standins::{Fault, ScheduleFault};
use roundup_store::{StoredNotice, ThreadKey};

/// Ada's direct messages.
const TO_ADA: &str = "D0STAFF01";

/// Somebody has asked, and it is an instant after the first reminder is due.
async fn asked() -> (World, ConversationId) {
    let mut world = World::new(t("Mon 14:00")).await;
    let channel = world.channel("C0ASKED001", false).await;
    world.put(&says(&channel, t("Mon 14:00"), CUSTOMER, None, &[])).await;
    world.pump(100).await;
    world.set_now(t("Tue 10:00") + SignedDuration::from_secs(1));
    (world, channel)
}

async fn reminder_is_due(world: &mut World) {
    world.fire(1).await;
    world.pump(100).await;
}

async fn sweep_after(world: &World, wait: SignedDuration) {
    world.set_now(world.now() + wait);
    world.app.sweep(world.now()).await.unwrap();
}

fn tried(world: &World, channel: &ConversationId) -> usize {
    world.posts(channel).len()
}

async fn notices(world: &World, channel: &ConversationId) -> Vec<StoredNotice> {
    let thread = ThreadKey::Root(SlackTs::from_time(t("Mon 14:00")));
    world.app.store.thread(channel, &thread).await.unwrap().notices
}

async fn is_settled_with_a_message(world: &World, channel: &ConversationId) -> bool {
    let notices = notices(world, channel).await;
    !notices.is_empty() && notices.iter().all(|notice| notice.is_settled() && notice.message.is_some())
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_found_by_what_it_carries_and_not_sent_again() {
    let (mut world, channel) = asked().await;
    world.slack.fail("chat.postMessage", Fault::CarriedOutThenCut, 1);
    reminder_is_due(&mut world).await;
    assert_eq!(world.slack.messages(TO_ADA).len(), 1);
    assert!(!is_settled_with_a_message(&world, &channel).await);

    sweep_after(&world, SignedDuration::from_mins(5)).await;
    assert!(is_settled_with_a_message(&world, &channel).await);
    assert_eq!((tried(&world, &channel), world.slack.messages(TO_ADA).len()), (1, 1));
    assert_eq!(world.app.store.next_pending().await, Ok(None));
}

#[tokio::test]
async fn a_lost_message_that_cannot_be_looked_up_is_sent_once_too_often_rather_than_never() {
    let (mut world, channel) = asked().await;
    world.slack.fail("chat.postMessage", Fault::CarriedOutThenCut, 1);
    reminder_is_due(&mut world).await;
    world.slack.fail("conversations.history", Fault::Refused("missing_scope".to_owned()), 1);
    sweep_after(&world, SignedDuration::from_mins(5)).await;
    assert!(is_settled_with_a_message(&world, &channel).await);
    assert_eq!((tried(&world, &channel), world.slack.messages(TO_ADA).len()), (2, 2));
    sweep_after(&world, SignedDuration::from_mins(5)).await;
    assert_eq!(tried(&world, &channel), 2);
}

#[tokio::test]
async fn slack_is_left_alone_for_as_long_as_it_asks() {
    let (mut world, channel) = asked().await;
    world.slack.fail("chat.postMessage", Fault::RateLimit(120), 1);
    reminder_is_due(&mut world).await;
    sweep_after(&world, SignedDuration::from_secs(100)).await;
    assert_eq!(tried(&world, &channel), 1);
    sweep_after(&world, SignedDuration::from_secs(21)).await;
    assert_eq!((tried(&world, &channel), world.slack.messages(TO_ADA).len()), (2, 1));
    assert!(is_settled_with_a_message(&world, &channel).await);
}

#[tokio::test]
async fn a_message_that_slack_refuses_is_given_up_after_a_while_and_the_answer_sends_nothing() {
    let (mut world, channel) = asked().await;
    world.slack.fail("chat.postMessage", Fault::Refused("channel_not_found".to_owned()), 1_000);
    reminder_is_due(&mut world).await;
    let mut sweeps = 0;
    // The next steps come due on the way, and are refused too.
    while world.app.store.next_pending().await.unwrap().is_some() {
        sweep_after(&world, SignedDuration::from_mins(5)).await;
        sweeps += 1;
        assert!(sweeps < 1_000, "never given up");
    }
    let owed = notices(&world, &channel).await;
    assert!(owed.iter().all(|notice| notice.message.is_none()));
    assert_eq!(tried(&world, &channel), 12 * owed.len(), "twelve tries for each of {} messages", owed.len());

    let before = tried(&world, &channel);
    world.slack.recover();
    world.put(&says(&channel, world.now(), ADA, Some(t("Mon 14:00")), &[])).await;
    world.pump(100).await;
    sweep_after(&world, SignedDuration::from_mins(30)).await;
    assert_eq!(tried(&world, &channel), before);
    assert_eq!(world.app.store.next_pending().await, Ok(None));
}

#[tokio::test]
async fn while_slack_is_down_facts_go_on_and_what_is_owed_is_sent_once_when_it_is_back() {
    let (mut world, channel) = asked().await;
    // The three tries of each look-up, and each message, for half an hour.
    world.slack.fail("*", Fault::ServerError, 1_000);
    reminder_is_due(&mut world).await;
    for _ in 0..6 {
        sweep_after(&world, SignedDuration::from_mins(5)).await;
    }
    let other = world.channel("C0OTHER001", false).await;
    world.put(&says(&other, world.now(), NEIGHBOUR, None, &[])).await;
    world.pump(100).await;
    assert_eq!(world.app.store.waiting("Customers").await.unwrap().len(), 2);
    assert_eq!(world.slack.messages(TO_ADA).len(), 0);

    world.slack.recover();
    for _ in 0..7 {
        sweep_after(&world, SignedDuration::from_mins(5)).await;
    }
    assert_eq!(world.slack.messages(TO_ADA).len(), 1);
    assert!(is_settled_with_a_message(&world, &channel).await);
}

#[tokio::test]
async fn a_reminder_that_slack_did_not_take_before_the_answer_is_never_sent() {
    let (mut world, channel) = asked().await;
    world.slack.fail("chat.postMessage", Fault::RateLimit(60), 1);
    reminder_is_due(&mut world).await;
    world.put(&says(&channel, world.now(), ADA, Some(t("Mon 14:00")), &[])).await;
    world.pump(100).await;
    sweep_after(&world, SignedDuration::from_mins(5)).await;
    assert_eq!(world.slack.messages(TO_ADA).len(), 0);
    assert_eq!(world.app.store.next_pending().await, Ok(None));
}

/// Four steps, five messages, each once, whatever the scheduler did.
async fn keeps_its_deadlines(mut world: World, channel: &ConversationId, sweeps: bool) {
    for when in ["Tue 10:01", "Tue 13:01", "Tue 14:01", "Tue 18:01"] {
        world.set_now(t(when));
        if sweeps {
            world.app.sweep(t(when)).await.unwrap();
        } else {
            world.table.sweep_ttl().unwrap();
        }
        world.fire(2).await;
        world.pump(100).await;
    }
    assert_eq!((world.slack.messages(TO_ADA).len(), world.slack.messages(HELP).len()), (2, 2));
    assert_eq!((world.slack.messages("D0STAFF02").len(), tried(&world, channel)), (1, 5));
}

#[tokio::test]
async fn deadlines_are_kept_whatever_the_scheduler_does() {
    for fault in [ScheduleFault::Throttled, ScheduleFault::ServerError, ScheduleFault::Conflict, ScheduleFault::AnswerLost] {
        for sweeps in [true, false] {
            let mut world = World::new(t("Mon 14:00")).await;
            let channel = world.channel("C0ASKED001", false).await;
            world.scheduler.fail("*", fault, 20);
            world.put(&says(&channel, t("Mon 14:00"), CUSTOMER, None, &[])).await;
            world.pump(100).await;
            let thread = ThreadKey::Root(SlackTs::from_time(t("Mon 14:00")));
            let watched = world.app.store.thread(&channel, &thread).await.unwrap().deadlines;
            assert_eq!(watched.len(), 4, "{fault:?}");
            assert!(watched.iter().all(|stored| !stored.scheduled), "{fault:?}");
            keeps_its_deadlines(world, &channel, sweeps).await;
        }
    }
}

#[tokio::test]
async fn a_deadline_without_a_schedule_gets_one_with_the_next_news() {
    let mut world = World::new(t("Mon 14:00")).await;
    let channel = world.channel("C0ASKED001", false).await;
    world.scheduler.fail("CreateSchedule", ScheduleFault::Throttled, 4);
    world.put(&says(&channel, t("Mon 14:00"), CUSTOMER, None, &[])).await;
    world.pump(100).await;
    assert!(world.schedules(&channel).is_empty());
    world.put(&says(&channel, t("Mon 15:00"), CUSTOMER, Some(t("Mon 14:00")), &[])).await;
    world.pump(100).await;
    assert_eq!(world.schedules(&channel).len(), 4);
}

#[tokio::test]
async fn a_schedule_that_could_not_be_cancelled_fires_and_sends_nothing() {
    let (mut world, channel) = asked().await;
    world.set_now(t("Mon 15:00"));
    world.scheduler.fail("DeleteSchedule", ScheduleFault::Throttled, 4);
    world.put(&says(&channel, t("Mon 15:00"), ADA, Some(t("Mon 14:00")), &[])).await;
    world.pump(100).await;
    assert_eq!(world.schedules(&channel).len(), 4);
    world.set_now(t("Wed 00:00"));
    reminder_is_due(&mut world).await;
    sweep_after(&world, SignedDuration::from_mins(5)).await;
    assert_eq!(tried(&world, &channel), 0);
}
