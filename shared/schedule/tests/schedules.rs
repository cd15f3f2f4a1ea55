//! The client on the stand-in for EventBridge Scheduler.
#![allow(clippy::unwrap_used)]

use aws_sdk_scheduler::config::retry::RetryConfig;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use roundup_domain::ConversationId;
use roundup_schedule::{Ensured, ScheduleError, Schedules, Target, name_of};
use roundup_standins::{Due, ScheduleFault, SchedulerStandIn};
use std::collections::BTreeSet;
use std::sync::Arc;

const NAME: &str = "remind-4h.slack-C1.00ff";
const INPUT: &str = r#"{"conversation":"slack:C1"}"#;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    time("2026-03-02T14:00:00Z")
}

fn tomorrow() -> Timestamp {
    time("2026-03-03T14:00:00Z")
}

fn target() -> Target {
    Target {
        function_arn: "arn:aws:lambda:us-east-1:000000000000:function:deadline".into(),
        role_arn: "arn:aws:iam::000000000000:role/invoke-deadline".into(),
        dead_letter_arn: Some("arn:aws:sqs:us-east-1:000000000000:undelivered".into()),
    }
}

/// A stand-in, and schedules that do not repeat failed calls by themselves, so that every fault shows.
fn world() -> (SchedulerStandIn, Schedules) {
    let stand_in = SchedulerStandIn::new(Arc::new(now));
    let config = stand_in.config().retry_config(RetryConfig::disabled()).build();
    let schedules = Schedules::new(aws_sdk_scheduler::Client::from_conf(config), "roundup", target());
    (stand_in, schedules)
}

fn operations(stand_in: &SchedulerStandIn) -> Vec<String> {
    stand_in.calls().into_iter().map(|(operation, _)| operation).collect()
}

#[tokio::test]
async fn a_schedule_fires_at_its_time_with_its_input_and_is_gone() {
    let (stand_in, schedules) = world();
    assert_eq!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await, Ok(Ensured::Created));
    assert_eq!(stand_in.due(tomorrow() - SignedDuration::from_secs(1)), None);
    let due = Due { at: tomorrow(), name: NAME.into(), target: target().function_arn, input: INPUT.into() };
    assert_eq!(stand_in.due(tomorrow()), Some(due.clone()));
    assert_eq!(stand_in.take(NAME), Some(due));
    assert_eq!((stand_in.take(NAME), stand_in.list()), (None, vec![]));
}

#[tokio::test]
async fn what_is_sent_names_zone_window_retries_queue_and_deletion() {
    let (stand_in, schedules) = world();
    schedules.ensure(now(), NAME, time("2026-03-03T14:00:00.000001Z"), INPUT).await.unwrap();
    let sent = stand_in.sent(NAME).unwrap();
    assert_eq!(sent["ScheduleExpression"], "at(2026-03-03T14:00:01)", "rounded up, so that it is never early");
    assert_eq!(sent["ScheduleExpressionTimezone"], "UTC");
    assert_eq!(sent["FlexibleTimeWindow"]["Mode"], "OFF");
    assert_eq!(sent["ActionAfterCompletion"], "DELETE");
    assert_eq!(sent["GroupName"], "roundup");
    assert_eq!(sent["Target"]["RoleArn"], target().role_arn.as_str());
    assert_eq!(sent["Target"]["DeadLetterConfig"]["Arn"], target().dead_letter_arn.unwrap().as_str());
    assert_eq!(sent["Target"]["RetryPolicy"]["MaximumEventAgeInSeconds"], 3_600);
}

#[tokio::test]
async fn asking_again_changes_nothing() {
    let (stand_in, schedules) = world();
    schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap();
    assert_eq!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await, Ok(Ensured::Already));
    assert_eq!(operations(&stand_in), ["CreateSchedule", "CreateSchedule", "GetSchedule"]);
}

#[tokio::test]
async fn a_schedule_that_differs_is_replaced_as_a_whole() {
    let later = tomorrow() + SignedDuration::from_hours(1);
    for (at, input) in [(later, INPUT), (tomorrow(), "{}")] {
        let (stand_in, schedules) = world();
        schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap();
        assert_eq!(schedules.ensure(now(), NAME, at, input).await, Ok(Ensured::Updated));
        let listed = stand_in.list();
        assert_eq!((listed.len(), listed[0].at, listed[0].input.as_str()), (1, at, input));
        let sent = stand_in.sent(NAME).unwrap();
        assert_eq!((&sent["ActionAfterCompletion"], &sent["State"]), (&"DELETE".into(), &"ENABLED".into()));
        assert!(sent["Target"]["DeadLetterConfig"]["Arn"].is_string());
    }
}

#[tokio::test]
async fn a_schedule_of_an_older_target_is_pointed_at_the_new_one() {
    let (stand_in, schedules) = world();
    schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap();
    let moved = Target { function_arn: "arn:aws:lambda:us-east-1:000000000000:function:deadline:live".into(), ..target() };
    let schedules = Schedules::new(stand_in.client(), "roundup", moved.clone());
    assert_eq!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await, Ok(Ensured::Updated));
    assert_eq!(stand_in.list()[0].target, moved.function_arn);
}

#[tokio::test]
async fn a_time_that_has_passed_is_said_to_have_and_nothing_is_asked() {
    let (stand_in, schedules) = world();
    for at in [now(), now() - SignedDuration::from_hours(30)] {
        assert_eq!(schedules.ensure(now(), NAME, at, INPUT).await, Ok(Ensured::Past));
    }
    assert_eq!(stand_in.calls(), []);
}

#[tokio::test]
async fn a_time_that_passed_on_the_way_is_past_too() {
    let (stand_in, schedules) = world();
    let our_clock_is_behind = now() - SignedDuration::from_secs(60);
    assert_eq!(schedules.ensure(our_clock_is_behind, NAME, now(), INPUT).await, Ok(Ensured::Past));
    assert_eq!(operations(&stand_in), ["CreateSchedule"]);
}

#[tokio::test]
async fn a_refusal_that_has_nothing_to_do_with_time_is_an_error_and_does_not_pass() {
    let (_, schedules) = world();
    let error = schedules.ensure(now(), "no spaces allowed", tomorrow(), INPUT).await.unwrap_err();
    assert!(matches!(&error, ScheduleError::Refused { code, .. } if code == "ValidationException"), "{error}");
    assert!(!error.is_passing());
}

#[tokio::test]
async fn cancelling_takes_it_away_and_may_be_repeated() {
    let (stand_in, schedules) = world();
    schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap();
    for _ in 0..2 {
        assert_eq!(schedules.cancel(NAME).await, Ok(()));
        assert_eq!(stand_in.list(), []);
    }
}

#[tokio::test]
async fn a_cancelled_schedule_can_be_wanted_again() {
    let (stand_in, schedules) = world();
    schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap();
    schedules.cancel(NAME).await.unwrap();
    assert_eq!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await, Ok(Ensured::Created));
    assert_eq!(stand_in.list().len(), 1);
}

#[tokio::test]
async fn throttling_outages_and_lost_answers_pass() {
    for fault in [ScheduleFault::Throttled, ScheduleFault::ServerError, ScheduleFault::AnswerLost] {
        for operation in ["CreateSchedule", "DeleteSchedule"] {
            let (stand_in, schedules) = world();
            stand_in.fail(operation, fault, 1);
            let error = match operation {
                "CreateSchedule" => schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap_err(),
                _ => {
                    schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap();
                    schedules.cancel(NAME).await.unwrap_err()
                }
            };
            assert!(error.is_passing(), "{fault:?} {operation}: {error}");
        }
    }
}

#[tokio::test]
async fn after_a_lost_answer_the_schedule_is_found_made() {
    let (stand_in, schedules) = world();
    stand_in.fail("CreateSchedule", ScheduleFault::AnswerLost, 1);
    assert!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap_err().is_passing());
    assert_eq!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await, Ok(Ensured::Already));
    assert_eq!(stand_in.list().len(), 1);
}

#[tokio::test]
async fn the_sdk_repeats_a_lost_create_without_a_conflict() {
    let (stand_in, _) = world();
    let schedules = Schedules::new(stand_in.client(), "roundup", target());
    stand_in.fail("CreateSchedule", ScheduleFault::AnswerLost, 1);
    assert_eq!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await, Ok(Ensured::Created));
    assert_eq!(operations(&stand_in), ["CreateSchedule", "CreateSchedule"]);
}

#[tokio::test]
async fn a_conflict_with_one_that_has_just_gone_is_tried_again_and_not_for_ever() {
    let (stand_in, schedules) = world();
    stand_in.fail("CreateSchedule", ScheduleFault::Conflict, 1);
    assert_eq!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await, Ok(Ensured::Created));
    let (stand_in, schedules) = world();
    stand_in.fail("CreateSchedule", ScheduleFault::Conflict, 99);
    assert!(schedules.ensure(now(), NAME, tomorrow(), INPUT).await.unwrap_err().is_passing());
}

#[test]
fn a_name_tells_what_it_is_for_and_is_the_same_every_time() {
    let conversation = ConversationId::slack("C0EXT0001");
    let name = name_of(&conversation, "1700000000.000100", now(), "remind-4h");
    assert!(name.starts_with("remind-4h.slack-C0EXT0001."), "{name}");
    assert_eq!(name, name_of(&conversation, "1700000000.000100", now(), "remind-4h"));
}

#[test]
fn every_deadline_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    let conversations =
        [ConversationId::slack("C1"), ConversationId::slack("C2"), ConversationId::from_stored("github:acme/widgets#1")];
    for conversation in &conversations {
        for thread in ["", "1", "1700000000.000100"] {
            for since in [now(), now() + SignedDuration::from_micros(1)] {
                for step in ["remind-4h", "remind-1h", "1remind-1h"] {
                    names.insert(name_of(conversation, thread, since, step));
                }
            }
        }
    }
    assert_eq!(names.len(), 3 * 3 * 2 * 3);
}

proptest! {
    #[test]
    fn a_name_is_one_that_the_service_takes(conversation in any::<String>(), thread in any::<String>(), step in any::<String>()) {
        let name = name_of(&ConversationId::from_stored(conversation), &thread, now(), &step);
        prop_assert!(name.len() <= 64);
        prop_assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{name}");
    }
}
