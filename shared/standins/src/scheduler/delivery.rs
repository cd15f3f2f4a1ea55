//! What becomes of a schedule whose time has come.
//!
//! EventBridge Scheduler hands its input to Lambda and forgets it. What it cannot hand over it tries again as the schedule's retry
//! policy says, and gives up into the schedule's own dead-letter queue ("Configuring a dead-letter queue for EventBridge
//! Scheduler"). What Lambda has taken it runs by itself: after a failure once more a minute later, and once more two minutes after
//! that; then the function's on-failure queue gets a record of it (AWS Lambda, "How Lambda handles errors and retries with
//! asynchronous invocation"). So a function that fails never shows in the schedule's queue.

use super::{Schedule, SchedulerStandIn, State, expression};
use crate::locked;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Lambda's waits before the second and the third run.
const RUN_AGAIN: [SignedDuration; 2] = [SignedDuration::from_mins(1), SignedDuration::from_mins(2)];
/// How long EventBridge Scheduler waits before it tries again, doubled each time; the longest it waits. (It says no more than
/// "exponential backoff".)
const HAND_OVER_AGAIN: (SignedDuration, SignedDuration) = (SignedDuration::from_secs(10), SignedDuration::from_mins(10));

/// What Lambda has taken and not run to a good end yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invocation {
    /// The schedule that it came from.
    pub name: String,
    /// ARN of the function.
    pub target: String,
    /// What the function is invoked with.
    pub input: String,
    /// When it is run, or run again.
    pub at: Timestamp,
    /// How often it was run.
    pub runs: u32,
}

/// What was given up, in the queue where somebody finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// ARN of the queue.
    pub queue: String,
    /// The message: the schedule's input, or Lambda's record of the invocation.
    pub body: String,
    /// The schedule's name.
    pub schedule: String,
    /// Which limit was reached: `RetriesExhausted` of Lambda's, or an end of the schedule's retry policy.
    pub why: String,
}

impl SchedulerStandIn {
    /// The same with a queue for what the function fails on; without, that is dropped, as Lambda does.
    #[must_use]
    pub fn with_failure_queue(mut self, arn: impl Into<String>) -> Self {
        self.failure_queue = Some(arn.into());
        self
    }

    /// When there is something to do: a schedule's time, or that of an invocation.
    #[must_use]
    pub fn next_at(&self) -> Option<Timestamp> {
        let state = locked(&self.state);
        let schedules = state.schedules.values().map(|schedule| schedule.at);
        schedules.chain(state.invocations.values().map(|invocation| invocation.at)).min()
    }

    /// Hands over every schedule whose time has come; the invocation that is to be run first by `now`, if one is. It stays until it
    /// [went well](Self::went_well) or [failed](Self::failed): whoever dies meanwhile runs it again.
    #[must_use]
    pub fn invocation(&self, now: Timestamp) -> Option<Invocation> {
        let state = &mut *locked(&self.state);
        let due: Vec<String> =
            state.schedules.iter().filter(|(_, schedule)| schedule.at <= now).map(|(name, _)| name.clone()).collect();
        due.iter().for_each(|name| self.hand_over(state, name, now));
        let first = state.invocations.values().min_by_key(|invocation| (invocation.at, &invocation.name));
        first.filter(|invocation| invocation.at <= now).cloned()
    }

    /// The function did its work.
    pub fn went_well(&self, invocation: &Invocation) {
        self.end(&mut locked(&self.state), &invocation.name);
    }

    /// The function failed: it is run again, or was for the last time.
    pub fn failed(&self, invocation: &Invocation, error: &str, now: Timestamp) {
        let state = &mut *locked(&self.state);
        let again = Invocation { runs: invocation.runs + 1, ..invocation.clone() };
        match RUN_AGAIN.get(invocation.runs as usize) {
            Some(wait) => self.await_run(state, Invocation { at: now + *wait, ..again }),
            None => {
                self.end(state, &invocation.name);
                let payload: Value = serde_json::from_str(&invocation.input).unwrap_or_default();
                let record = json!({
                    "version": "1.0", "timestamp": now,
                    "requestContext": {"functionArn": invocation.target, "condition": "RetriesExhausted", "approximateInvokeCount": again.runs},
                    "requestPayload": payload,
                    "responseContext": {"statusCode": 200, "functionError": "Unhandled"},
                    "responsePayload": {"errorMessage": error},
                });
                self.give_up(state, self.failure_queue.as_deref(), &invocation.name, "RetriesExhausted", record.to_string());
            }
        }
    }

    /// What was given up so far, oldest first.
    #[must_use]
    pub fn dead_letters(&self) -> Vec<DeadLetter> {
        locked(&self.state).dead_letters.clone()
    }

    /// Lambda takes what a schedule is for, and the schedule is gone; or it does not, and there is another time, or none.
    fn hand_over(&self, state: &mut State, name: &str, now: Timestamp) {
        let refused = state.faults.take("Invoke").is_some();
        let Some(schedule) = state.schedules.get(name).cloned() else { return };
        let due = schedule.shown(name);
        if !refused {
            // First kept, then forgotten: between the two it is there twice rather than not at all.
            self.await_run(state, Invocation { name: due.name, target: due.target, input: due.input, at: due.at, runs: 0 });
            drop(self.remove(state, name));
            return;
        }
        match schedule.next_try(now) {
            Ok(at) => self.keep(state, name, Schedule { at, tries: schedule.tries + 1, ..schedule }),
            Err(exhausted) => {
                drop(self.remove(state, name));
                let queue = schedule.body["Target"]["DeadLetterConfig"]["Arn"].as_str();
                self.give_up(state, queue, name, exhausted, due.input);
            }
        }
    }

    fn await_run(&self, state: &mut State, invocation: Invocation) {
        self.store_put(&format!("invocation/{}", invocation.name), &json!({"invocation": invocation}));
        state.invocations.insert(invocation.name.clone(), invocation);
    }

    fn end(&self, state: &mut State, name: &str) {
        state.invocations.remove(name);
        self.store_delete(&format!("invocation/{name}"));
    }

    fn give_up(&self, state: &mut State, queue: Option<&str>, schedule: &str, why: &str, body: String) {
        let Some(queue) = queue else { return };
        let letter = DeadLetter { queue: queue.to_owned(), body, schedule: schedule.to_owned(), why: why.to_owned() };
        self.store_put(&format!("letter/{:06}", state.dead_letters.len()), &json!({"letter": letter}));
        state.dead_letters.push(letter);
    }
}

impl Schedule {
    /// When it is handed over again, or which end of its retry policy is reached, as the dead-letter queue's attribute
    /// `EXHAUSTED_RETRY_CONDITION` has it.
    fn next_try(&self, now: Timestamp) -> Result<Timestamp, &'static str> {
        let policy = &self.body["Target"]["RetryPolicy"];
        if u64::from(self.tries) >= policy["MaximumRetryAttempts"].as_u64().unwrap_or(185) {
            return Err("MaximumRetryAttempts");
        }
        let zone = self.body["ScheduleExpressionTimezone"].as_str();
        let first = expression::at(self.body["ScheduleExpression"].as_str().unwrap_or_default(), zone).unwrap_or(self.at);
        let oldest = policy["MaximumEventAgeInSeconds"].as_i64().unwrap_or(86_400);
        let (shortest, longest) = HAND_OVER_AGAIN;
        let again = now + shortest.saturating_mul(1 << self.tries.min(16)).min(longest);
        if again > first + SignedDuration::from_secs(oldest) { Err("MaximumEventAgeInSeconds") } else { Ok(again) }
    }
}
