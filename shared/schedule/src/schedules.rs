//! Making schedules, and taking them away.

use crate::error::ScheduleError;
use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::error::BuildError;
use aws_sdk_scheduler::operation::get_schedule::GetScheduleOutput;
use aws_sdk_scheduler::types::{
    ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy, ScheduleState,
    Target as SdkTarget,
};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The zone of every schedule's time.
const ZONE: &str = "UTC";
/// How long EventBridge Scheduler goes on trying to invoke the function, in seconds. By then the expiring row and the
/// sweep have noticed the deadline long since.
const RETRY_FOR_SECONDS: i32 = 3_600;
/// How often it tries at most; its own limit.
const RETRIES: i32 = 185;
/// How far our clock and the service's may be apart when a refused time is taken for one that has passed.
const SKEW: SignedDuration = SignedDuration::from_mins(2);
/// How often a schedule that appears and disappears meanwhile is gone after.
const ROUNDS: usize = 3;

/// What schedules invoke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// ARN of the function.
    pub function_arn: String,
    /// ARN of the role that may invoke it.
    pub role_arn: String,
    /// ARN of the queue for invocations that never succeeded.
    pub dead_letter_arn: Option<String>,
}

/// How it stands after [`Schedules::ensure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ensured {
    /// It was made.
    Created,
    /// It was there, with another time or target, and is now as asked.
    Updated,
    /// It was there as asked.
    Already,
    /// Its time has passed, so there is none: whoever asked carries it out at once.
    Past,
}

/// The schedules of one group. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Schedules {
    client: Client,
    group: String,
    target: Target,
}

/// What a schedule is to be.
struct Wanted<'a> {
    name: &'a str,
    expression: String,
    window: FlexibleTimeWindow,
    target: SdkTarget,
}

impl Schedules {
    /// Schedules in `group` that invoke `target`.
    #[must_use]
    pub fn new(client: Client, group: impl Into<String>, target: Target) -> Self {
        Self { client, group: group.into(), target }
    }

    /// Sees to it that `target` is invoked with `input` at `at`, once, under this name. Fires within the minute that begins
    /// at `at`, rounded up to a second so that it is never early.
    ///
    /// `now` decides about times that have passed: whether the service refuses those is not documented, so it is not asked.
    ///
    /// # Errors
    /// See [`ScheduleError`].
    pub async fn ensure(&self, now: Timestamp, name: &str, at: Timestamp, input: &str) -> Result<Ensured, ScheduleError> {
        if at <= now {
            return Ok(Ensured::Past);
        }
        let wanted = self.wanted(name, at, input)?;
        match self.settle(&wanted).await {
            // Between our look at the clock and the service's, the time may have passed.
            Err(error) if error.code() == "ValidationException" && at.duration_since(now) <= SKEW => Ok(Ensured::Past),
            settled => settled,
        }
    }

    /// Takes a schedule away; one that is not there (it has fired, or never was) is fine.
    ///
    /// # Errors
    /// See [`ScheduleError`].
    pub async fn cancel(&self, name: &str) -> Result<(), ScheduleError> {
        let deleted = self.client.delete_schedule().name(name).group_name(&self.group).send().await;
        match deleted.map_err(|error| ScheduleError::of("DeleteSchedule", &error)) {
            Err(error) if error.code() == "ResourceNotFoundException" => Ok(()),
            deleted => deleted.map(drop),
        }
    }

    /// Creates; if there is one, compares; if it differs, updates. One that fires or is taken away meanwhile is made anew: its
    /// target can be told twice, but not never.
    async fn settle(&self, wanted: &Wanted<'_>) -> Result<Ensured, ScheduleError> {
        for _ in 0..ROUNDS {
            match self.create(wanted).await {
                Err(error) if error.code() == "ConflictException" => {}
                created => return created.map(|()| Ensured::Created),
            }
            let found = match self.get(wanted.name).await {
                Err(error) if error.code() == "ResourceNotFoundException" => continue,
                found => found?,
            };
            if wanted.is(&found) {
                return Ok(Ensured::Already);
            }
            match self.update(wanted).await {
                Err(error) if error.code() == "ResourceNotFoundException" => {}
                updated => return updated.map(|()| Ensured::Updated),
            }
        }
        Err(ScheduleError::Passing { operation: "CreateSchedule", cause: "it conflicts with one that is not there".into() })
    }

    /// The SDK gives every call a client token of its own and repeats it with the same one. A token that followed from the
    /// deadline would be wrong: a schedule that was cancelled and is wanted again would count as made already.
    async fn create(&self, wanted: &Wanted<'_>) -> Result<(), ScheduleError> {
        let request = self.client.create_schedule().name(wanted.name).group_name(&self.group);
        let request = request.schedule_expression(&wanted.expression).schedule_expression_timezone(ZONE);
        let request = request.flexible_time_window(wanted.window.clone()).target(wanted.target.clone());
        let request = request.action_after_completion(ActionAfterCompletion::Delete).state(ScheduleState::Enabled);
        request.send().await.map(drop).map_err(|error| ScheduleError::of("CreateSchedule", &error))
    }

    /// All of it again: what an update does not say is reset.
    async fn update(&self, wanted: &Wanted<'_>) -> Result<(), ScheduleError> {
        let request = self.client.update_schedule().name(wanted.name).group_name(&self.group);
        let request = request.schedule_expression(&wanted.expression).schedule_expression_timezone(ZONE);
        let request = request.flexible_time_window(wanted.window.clone()).target(wanted.target.clone());
        let request = request.action_after_completion(ActionAfterCompletion::Delete).state(ScheduleState::Enabled);
        request.send().await.map(drop).map_err(|error| ScheduleError::of("UpdateSchedule", &error))
    }

    async fn get(&self, name: &str) -> Result<GetScheduleOutput, ScheduleError> {
        let request = self.client.get_schedule().name(name).group_name(&self.group);
        request.send().await.map_err(|error| ScheduleError::of("GetSchedule", &error))
    }

    fn wanted<'a>(&self, name: &'a str, at: Timestamp, input: &str) -> Result<Wanted<'a>, ScheduleError> {
        let built = || -> Result<_, BuildError> {
            let retries = RetryPolicy::builder().maximum_event_age_in_seconds(RETRY_FOR_SECONDS).maximum_retry_attempts(RETRIES);
            let target = SdkTarget::builder().arn(&self.target.function_arn).role_arn(&self.target.role_arn).input(input);
            let target = target.retry_policy(retries.build());
            let queue = self.target.dead_letter_arn.as_ref().map(|arn| DeadLetterConfig::builder().arn(arn).build());
            let target = target.set_dead_letter_config(queue).build()?;
            let window = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build()?;
            Ok((window, target))
        };
        let (window, target) = built().map_err(|error| ScheduleError::Refused {
            operation: "CreateSchedule",
            code: "RequestNotMade".into(),
            message: error.to_string(),
        })?;
        Ok(Wanted { name, expression: expression(at), window, target })
    }
}

impl Wanted<'_> {
    fn is(&self, found: &GetScheduleOutput) -> bool {
        found.schedule_expression() == Some(self.expression.as_str())
            && matches!(found.schedule_expression_timezone(), None | Some(ZONE))
            && found.state().is_none_or(|state| *state == ScheduleState::Enabled)
            && found.action_after_completion() == Some(&ActionAfterCompletion::Delete)
            && found.flexible_time_window().map(FlexibleTimeWindow::mode) == Some(&FlexibleTimeWindowMode::Off)
            && found.target() == Some(&self.target)
    }
}

/// `at(yyyy-mm-ddThh:mm:ss)` in UTC, rounded up to a second.
fn expression(at: Timestamp) -> String {
    let whole = Timestamp::from_second(at.as_second() + i64::from(at.subsec_nanosecond() > 0)).unwrap_or(at);
    format!("at({})", TimeZone::UTC.to_datetime(whole).strftime("%Y-%m-%dT%H:%M:%S"))
}
