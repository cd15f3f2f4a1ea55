//! What the operations do (EventBridge Scheduler, "API reference").

use super::expression;
use super::{Schedule, ScheduleFault, SchedulerStandIn, State};
use crate::locked;
use serde_json::{Value, json};

/// A request, as far as it matters.
pub(super) struct Request {
    pub(super) operation: &'static str,
    pub(super) name: String,
    /// `groupName` of the query.
    pub(super) group: Option<String>,
    pub(super) body: Value,
}

/// An answer: HTTP status, error type, body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) error: Option<&'static str>,
    pub(super) body: Value,
}

fn done(body: Value) -> Answer {
    Answer { status: 200, error: None, body }
}

fn refused(status: u16, error: &'static str, message: &str) -> Answer {
    Answer { status, error: Some(error), body: json!({"Message": message}) }
}

impl SchedulerStandIn {
    /// Carries out a request; none if its answer gets lost.
    pub(super) fn answer(&self, request: &Request) -> Option<Answer> {
        let state = &mut *locked(&self.state);
        state.calls.push((request.operation.to_owned(), request.name.clone()));
        match state.faults.take(request.operation) {
            Some(ScheduleFault::Throttled) => Some(refused(429, "ThrottlingException", "Rate exceeded")),
            Some(ScheduleFault::ServerError) => Some(refused(500, "InternalServerException", "Internal server error")),
            Some(ScheduleFault::Conflict) => Some(conflict(&request.name)),
            Some(ScheduleFault::AnswerLost) => {
                self.carry_out(state, request);
                None
            }
            None => Some(self.carry_out(state, request)),
        }
    }

    fn carry_out(&self, state: &mut State, request: &Request) -> Answer {
        match request.operation {
            "CreateSchedule" => self.create(state, request),
            "UpdateSchedule" => self.update(state, request),
            "GetSchedule" => get(state, request),
            _ => self.delete(state, request),
        }
    }

    fn create(&self, state: &mut State, request: &Request) -> Answer {
        let schedule = match self.checked(request) {
            Ok(schedule) => schedule,
            Err(refusal) => return refusal,
        };
        match state.schedules.get(&request.name) {
            // The same request again, as the SDK repeats it: it counts as the first one.
            Some(existing) if existing.body["ClientToken"] == schedule.body["ClientToken"] => done(arn(request)),
            Some(_) => conflict(&request.name),
            None => {
                self.keep(state, &request.name, schedule);
                done(arn(request))
            }
        }
    }

    /// Puts the request in the place of the schedule: what it does not say is gone.
    fn update(&self, state: &mut State, request: &Request) -> Answer {
        if find(state, &request.name, request.body["GroupName"].as_str()).is_none() {
            return missing(&request.name);
        }
        match self.checked(request) {
            Ok(schedule) => {
                self.keep(state, &request.name, schedule);
                done(arn(request))
            }
            Err(refusal) => refusal,
        }
    }

    fn delete(&self, state: &mut State, request: &Request) -> Answer {
        if find(state, &request.name, request.group.as_deref()).is_none() {
            return missing(&request.name);
        }
        self.remove(state, &request.name);
        done(json!({}))
    }

    /// Reads the schedule that a request describes, or says what is wrong with it.
    fn checked(&self, request: &Request) -> Result<Schedule, Answer> {
        let body = &request.body;
        let invalid = |message: &str| Err(refused(400, "ValidationException", message));
        if !expression::is_name(&request.name) {
            return invalid(
                "1 validation error detected: Value at 'name' failed to satisfy constraint: ^[0-9a-zA-Z-_.]+$, 1 to 64",
            );
        }
        if !matches!(body["FlexibleTimeWindow"]["Mode"].as_str(), Some("OFF" | "FLEXIBLE")) {
            return invalid("1 validation error detected: Value at 'flexibleTimeWindow' failed to satisfy constraint");
        }
        if !["Arn", "RoleArn"].iter().all(|field| body["Target"][field].as_str().is_some_and(|arn| arn.starts_with("arn:"))) {
            return invalid("Provided Arn is not in correct format.");
        }
        let retries = &body["Target"]["RetryPolicy"];
        let age = retries["MaximumEventAgeInSeconds"].as_u64().unwrap_or(86_400);
        if !(60..=86_400).contains(&age) || retries["MaximumRetryAttempts"].as_u64().unwrap_or(185) > 185 {
            return invalid("1 validation error detected: Value at 'target.retryPolicy' failed to satisfy constraint");
        }
        let zone = body["ScheduleExpressionTimezone"].as_str();
        let Some(at) = expression::at(body["ScheduleExpression"].as_str().unwrap_or_default(), zone) else {
            return invalid("Invalid Schedule Expression.");
        };
        if at <= self.now() {
            return invalid("Invalid Schedule Expression: the time is in the past.");
        }
        Ok(Schedule { at, tries: 0, body: body.clone() })
    }
}

fn get(state: &State, request: &Request) -> Answer {
    let Some(schedule) = find(state, &request.name, request.group.as_deref()) else {
        return missing(&request.name);
    };
    let mut body = json!({
        "Name": request.name, "State": "ENABLED", "GroupName": "default", "ActionAfterCompletion": "NONE",
        "ScheduleExpressionTimezone": "UTC",
    });
    if let (Value::Object(shown), Value::Object(sent)) = (&mut body, &schedule.body) {
        shown.extend(sent.clone());
        shown.remove("ClientToken");
    }
    done(body)
}

/// The schedule of this name, if it is in this group.
fn find<'a>(state: &'a State, name: &str, group: Option<&str>) -> Option<&'a Schedule> {
    let found = state.schedules.get(name)?;
    (found.body["GroupName"].as_str().unwrap_or("default") == group.unwrap_or("default")).then_some(found)
}

fn arn(request: &Request) -> Value {
    let group = request.body["GroupName"].as_str().unwrap_or("default");
    json!({"ScheduleArn": format!("arn:aws:scheduler:us-east-1:000000000000:schedule/{group}/{}", request.name)})
}

fn conflict(name: &str) -> Answer {
    refused(409, "ConflictException", &format!("Schedule {name} already exists."))
}

fn missing(name: &str) -> Answer {
    refused(404, "ResourceNotFoundException", &format!("Schedule {name} does not exist."))
}
