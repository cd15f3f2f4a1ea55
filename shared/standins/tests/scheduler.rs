//! The stand-in for EventBridge Scheduler behaves as its API reference says, seen through the SDK.
#![allow(clippy::unwrap_used)]

use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::config::retry::RetryConfig;
use aws_sdk_scheduler::error::ProvideErrorMetadata;
use aws_sdk_scheduler::operation::create_schedule::builders::CreateScheduleFluentBuilder;
use aws_sdk_scheduler::types::{
    DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy, ScheduleState, Target,
};
use jiff::{SignedDuration, Timestamp};
use roundup_standins::{Persist, ScheduleFault, SchedulerStandIn};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

fn now() -> Timestamp {
    "2026-03-02T14:00:00Z".parse().unwrap()
}

fn world() -> (SchedulerStandIn, Client) {
    with(SchedulerStandIn::new(Arc::new(now)))
}

fn with(stand_in: SchedulerStandIn) -> (SchedulerStandIn, Client) {
    let client = Client::from_conf(stand_in.config().retry_config(RetryConfig::disabled()).build());
    (stand_in, client)
}

fn create(client: &Client, name: &str, expression: &str) -> CreateScheduleFluentBuilder {
    let target = Target::builder().arn("arn:aws:lambda:x:0:function:f").role_arn("arn:aws:iam::0:role/r").input(name);
    let window = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build().unwrap();
    let request = client.create_schedule().name(name).group_name("g").schedule_expression(expression);
    request.flexible_time_window(window).target(target.build().unwrap())
}

async fn code(request: CreateScheduleFluentBuilder) -> Option<String> {
    request.send().await.err().map(|error| error.code().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn names_expressions_and_times_are_judged_as_the_service_judges_them() {
    let long = "x".repeat(65);
    for (name, expression, fine) in [
        ("a-b_c.0", "at(2026-03-02T14:00:01)", true),
        ("past", "at(2026-03-02T14:00:00)", false),
        ("long-past", "at(2020-01-01T00:00:00)", false),
        ("zone", "at(2026-03-03T14:00:00Z)", false),
        ("fraction", "at(2026-03-03T14:00:00.5)", false),
        ("space", "at(2026-03-03 14:00:00)", false),
        ("impossible", "at(2026-02-30T14:00:00)", false),
        ("bare", "2026-03-03T14:00:00", false),
        ("with space", "at(2026-03-03T14:00:00)", false),
        ("with:colon", "at(2026-03-03T14:00:00)", false),
        (long.as_str(), "at(2026-03-03T14:00:00)", false),
        (&long[1..], "at(2026-03-03T14:00:00)", true),
    ] {
        let (stand_in, client) = world();
        let expected = (!fine).then(|| "ValidationException".to_owned());
        assert_eq!(code(create(&client, name, expression)).await, expected, "{name} {expression}");
        assert_eq!(stand_in.list().len(), usize::from(fine));
    }
}

#[tokio::test]
async fn a_time_is_read_in_its_zone() {
    let (stand_in, client) = world();
    let request = create(&client, "zoned", "at(2026-03-03T09:00:00)").schedule_expression_timezone("America/New_York");
    assert_eq!(code(request).await, None);
    assert_eq!(stand_in.list()[0].at, "2026-03-03T14:00:00Z".parse().unwrap());
    let request = create(&client, "nowhere", "at(2026-03-03T09:00:00)").schedule_expression_timezone("Mars/Olympus");
    assert_eq!(code(request).await.unwrap(), "ValidationException");
}

#[tokio::test]
async fn a_second_schedule_of_a_name_conflicts_and_the_same_request_does_not() {
    let (stand_in, client) = world();
    let at = "at(2026-03-03T14:00:00)";
    assert_eq!(code(create(&client, "n", at).client_token("one")).await, None);
    assert_eq!(code(create(&client, "n", at).client_token("one")).await, None);
    assert_eq!(code(create(&client, "n", at).client_token("two")).await.unwrap(), "ConflictException");
    assert_eq!(stand_in.list().len(), 1);
}

#[tokio::test]
async fn what_is_not_in_the_group_is_not_found() {
    let (stand_in, client) = world();
    create(&client, "n", "at(2026-03-03T14:00:00)").send().await.unwrap();
    for (name, group) in [("m", Some("g")), ("n", Some("h")), ("n", None)] {
        let got = client.get_schedule().name(name).set_group_name(group.map(str::to_owned)).send().await;
        assert_eq!(got.unwrap_err().code(), Some("ResourceNotFoundException"));
        let deleted = client.delete_schedule().name(name).set_group_name(group.map(str::to_owned)).send().await;
        assert_eq!(deleted.unwrap_err().code(), Some("ResourceNotFoundException"));
    }
    let got = client.get_schedule().name("n").group_name("g").send().await.unwrap();
    assert_eq!((got.state(), got.schedule_expression_timezone()), (Some(&ScheduleState::Enabled), Some("UTC")));
    client.delete_schedule().name("n").group_name("g").send().await.unwrap();
    assert_eq!(stand_in.list(), []);
}

#[tokio::test]
async fn what_is_due_comes_in_the_order_of_time_and_then_of_name() {
    let (stand_in, client) = world();
    for (name, at) in [("c", "15"), ("b", "16"), ("a", "16"), ("d", "23")] {
        create(&client, name, &format!("at(2026-03-02T{at}:00:00)")).send().await.unwrap();
    }
    let until = "2026-03-02T22:00:00Z".parse().unwrap();
    let mut fired = Vec::new();
    while let Some(due) = stand_in.due(until) {
        fired.push(stand_in.take(&due.name).unwrap().input);
    }
    assert_eq!(fired, ["c", "a", "b"]);
    assert_eq!(stand_in.list().len(), 1);
}

/// A store to look into.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<BTreeMap<String, String>>>);

impl Persist for Kept {
    fn put(&self, name: &str, json: &str) {
        self.0.lock().unwrap().insert(name.into(), json.into());
    }

    fn delete(&self, name: &str) {
        self.0.lock().unwrap().remove(name);
    }
}

#[tokio::test]
async fn schedules_outlive_the_process_and_those_passed_meanwhile_are_due() {
    let kept = Kept::default();
    let (stand_in, client) = with(SchedulerStandIn::new(Arc::new(now)).with_store(Box::new(kept.clone())));
    for (name, at) in [("a", "15"), ("b", "16"), ("c", "17"), ("d", "18")] {
        create(&client, name, &format!("at(2026-03-02T{at}:00:00)")).send().await.unwrap();
    }
    client.delete_schedule().name("a").group_name("g").send().await.unwrap();
    stand_in.take("b").unwrap();
    let stored: Vec<String> = kept.0.lock().unwrap().values().cloned().collect();
    let later = "2026-03-02T17:30:00Z".parse::<Timestamp>().unwrap();
    let (again, client) = with(SchedulerStandIn::new(Arc::new(move || later)));
    assert_eq!(again.restore(stored.into_iter().chain(["no json".to_owned()])), 1);
    assert_eq!(again.list(), stand_in.list());
    assert_eq!(again.due(later).unwrap().name, "c");
    let got = client.get_schedule().name("d").group_name("g").send().await.unwrap();
    assert_eq!(got.schedule_expression(), Some("at(2026-03-02T18:00:00)"));
}

const FAILED_INVOCATIONS: &str = "arn:aws:sqs:x:0:failed-invocations";
const FAILED_SCHEDULES: &str = "arn:aws:sqs:x:0:failed-schedules";

/// A scheduler with a schedule for three o'clock, and a queue for what its function fails on.
async fn at_three(retries: RetryPolicy) -> (SchedulerStandIn, Kept, Timestamp) {
    let kept = Kept::default();
    let stand_in = SchedulerStandIn::new(Arc::new(now)).with_store(Box::new(kept.clone()));
    let (stand_in, client) = with(stand_in.with_failure_queue(FAILED_INVOCATIONS));
    let queue = DeadLetterConfig::builder().arn(FAILED_SCHEDULES).build();
    let target =
        Target::builder().arn("arn:aws:lambda:x:0:function:f").role_arn("arn:aws:iam::0:role/r").input(r#"{"step":"1h"}"#);
    let target = target.retry_policy(retries).dead_letter_config(queue).build().unwrap();
    create(&client, "n", "at(2026-03-02T15:00:00)").target(target).send().await.unwrap();
    (stand_in, kept, "2026-03-02T15:00:00Z".parse().unwrap())
}

#[tokio::test]
async fn a_function_that_fails_is_run_after_one_minute_and_two_more_and_then_given_up_into_its_queue() {
    let (stand_in, _, three) = at_three(RetryPolicy::builder().build()).await;
    assert_eq!((stand_in.next_at(), stand_in.invocation(three - SignedDuration::from_secs(1))), (Some(three), None));
    for (minutes, runs) in [(0, 0), (1, 1), (3, 2)] {
        let at = three + SignedDuration::from_mins(minutes);
        assert_eq!((stand_in.next_at(), stand_in.invocation(at - SignedDuration::from_secs(1))), (Some(at), None));
        let invocation = stand_in.invocation(at).unwrap();
        assert_eq!((invocation.runs, invocation.input.as_str()), (runs, r#"{"step":"1h"}"#));
        assert_eq!(stand_in.list(), [], "Lambda has taken it: the schedule is gone");
        stand_in.failed(&invocation, "the table does not answer", at);
    }
    assert_eq!(stand_in.next_at(), None);
    let letters = stand_in.dead_letters();
    let record: serde_json::Value = serde_json::from_str(&letters[0].body).unwrap();
    assert_eq!((letters.len(), letters[0].queue.as_str()), (1, FAILED_INVOCATIONS));
    assert_eq!(record["requestPayload"]["step"], "1h");
    assert_eq!(record["requestContext"]["approximateInvokeCount"], 3);
    assert_eq!(record["responsePayload"]["errorMessage"], "the table does not answer");
}

#[tokio::test]
async fn a_function_that_does_its_work_the_second_time_leaves_nothing_behind() {
    let (stand_in, kept, three) = at_three(RetryPolicy::builder().build()).await;
    stand_in.failed(&stand_in.invocation(three).unwrap(), "throttled", three);
    let later = three + SignedDuration::from_mins(1);
    stand_in.went_well(&stand_in.invocation(later).unwrap());
    assert_eq!((stand_in.next_at(), stand_in.dead_letters()), (None, Vec::new()));
    assert_eq!(kept.0.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn a_schedule_whose_function_cannot_be_invoked_is_given_up_at_either_end_of_its_policy() {
    let by_age = RetryPolicy::builder().maximum_event_age_in_seconds(3_600).maximum_retry_attempts(185).build();
    let by_count = RetryPolicy::builder().maximum_event_age_in_seconds(86_400).maximum_retry_attempts(4).build();
    for (policy, why, earliest, latest) in
        [(by_age, "MaximumEventAgeInSeconds", 50, 60), (by_count, "MaximumRetryAttempts", 1, 5)]
    {
        let (stand_in, _, three) = at_three(policy).await;
        stand_in.fail("Invoke", ScheduleFault::Throttled, 1_000);
        let mut last = three;
        while let Some(at) = stand_in.next_at() {
            assert_eq!(stand_in.invocation(at), None);
            last = at;
        }
        let minutes = last.duration_since(three).as_mins();
        assert!((earliest..=latest).contains(&minutes), "{why}: {minutes}");
        let letters = stand_in.dead_letters();
        assert_eq!(
            (letters.len(), letters[0].queue.as_str(), letters[0].body.as_str()),
            (1, FAILED_SCHEDULES, r#"{"step":"1h"}"#)
        );
        assert_eq!((letters[0].why.as_str(), stand_in.list().len()), (why, 0));
    }
}

#[tokio::test]
async fn a_schedule_that_is_refused_for_a_while_is_handed_over_late() {
    let (stand_in, _, three) = at_three(RetryPolicy::builder().build()).await;
    stand_in.fail("Invoke", ScheduleFault::Throttled, 3);
    let mut tries = 0;
    let (at, invocation) = loop {
        let at = stand_in.next_at().unwrap();
        match stand_in.invocation(at) {
            Some(invocation) => break (at, invocation),
            None => tries += 1,
        }
    };
    assert_eq!((tries, at.duration_since(three).as_secs()), (3, 10 + 20 + 40));
    assert_eq!(invocation.runs, 0);
}

#[tokio::test]
async fn invocations_under_way_and_dead_letters_outlive_the_process() {
    let (stand_in, kept, three) = at_three(RetryPolicy::builder().build()).await;
    let restarted = |kept: &Kept| {
        let again =
            SchedulerStandIn::new(Arc::new(now)).with_store(Box::new(kept.clone())).with_failure_queue(FAILED_INVOCATIONS);
        let stored: Vec<String> = kept.0.lock().unwrap().values().cloned().collect();
        assert_eq!(again.restore(stored), 0);
        again
    };
    let taken = stand_in.invocation(three).unwrap();
    let again = restarted(&kept);
    assert_eq!(again.invocation(three).unwrap(), taken, "whoever died while it ran runs it again");
    for minutes in [0, 1, 3] {
        let at = three + SignedDuration::from_mins(minutes);
        again.failed(&again.invocation(at).unwrap(), "the table does not answer", at);
    }
    assert_eq!(restarted(&kept).dead_letters(), again.dead_letters());
    assert_eq!(restarted(&kept).dead_letters().len(), 1);
}

#[tokio::test]
async fn faults_meet_the_operation_they_are_meant_for() {
    let at = "at(2026-03-03T14:00:00)";
    for (fault, expected, made) in [
        (ScheduleFault::Throttled, "ThrottlingException", 0),
        (ScheduleFault::ServerError, "InternalServerException", 0),
        (ScheduleFault::Conflict, "ConflictException", 0),
        (ScheduleFault::AnswerLost, "", 1),
    ] {
        let (stand_in, client) = world();
        stand_in.fail("GetSchedule", fault, 1).fail("CreateSchedule", fault, 1);
        assert_eq!(code(create(&client, "n", at)).await.unwrap(), expected);
        assert_eq!(stand_in.list().len(), made, "{fault:?}");
        assert_eq!(code(create(&client, "m", at)).await, None);
    }
}
