//! EventBridge Scheduler, in process, under the real SDK client.

mod api;
mod connector;
mod delivery;
mod expression;

pub use delivery::{DeadLetter, Invocation};

use crate::fault::Faults;
use crate::{Clock, locked};
use aws_sdk_scheduler::config::{BehaviorVersion, Credentials, Region};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

/// Where schedules are kept so that they outlive the process. Called while the stand-in is locked, so that what is kept
/// is never behind: do not call back.
pub trait Persist: Send + Sync {
    /// Keeps a schedule or what became of one, or its new form; `json` is what [`SchedulerStandIn::restore`] takes.
    fn put(&self, key: &str, json: &str);
    /// Forgets it.
    fn delete(&self, key: &str);
}

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleFault {
    /// `ThrottlingException`; nothing is carried out.
    Throttled,
    /// `ConflictException`, whatever there is; nothing is carried out.
    Conflict,
    /// `InternalServerException`; nothing is carried out.
    ServerError,
    /// Carried out, then no answer within the time limit.
    AnswerLost,
}

/// A schedule, seen by what it will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// When it fires.
    pub at: Timestamp,
    /// Its name.
    pub name: String,
    /// ARN of what it invokes.
    pub target: String,
    /// What it invokes that with.
    pub input: String,
}

/// One schedule, as it was sent, and when it fires.
#[derive(Clone, Debug)]
struct Schedule {
    /// When it is handed over, or tried to be again.
    at: Timestamp,
    /// How often that failed.
    tries: u32,
    /// The body of the request that made it.
    body: Value,
}

#[derive(Default)]
struct State {
    schedules: BTreeMap<String, Schedule>,
    invocations: BTreeMap<String, Invocation>,
    dead_letters: Vec<DeadLetter>,
    faults: Faults<ScheduleFault>,
    calls: Vec<(String, String)>,
}

/// A scheduler with one-time schedules (`at`), the only ones that Roundup makes by itself. It never fires of its own accord: whoever
/// owns the clock asks for the [invocation](Self::invocation) that is due and carries it out, or, where retries and queues do not
/// matter, [takes](Self::take) what is [due](Self::due). Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct SchedulerStandIn {
    clock: Clock,
    state: Arc<Mutex<State>>,
    store: Option<Arc<dyn Persist>>,
    /// ARN of the function's on-failure queue.
    failure_queue: Option<String>,
}

impl fmt::Debug for SchedulerStandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SchedulerStandIn").field("schedules", &locked(&self.state).schedules.len()).finish()
    }
}

impl SchedulerStandIn {
    /// A scheduler without schedules. By `clock` it is judged what is past.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, state: Arc::default(), store: None, failure_queue: None }
    }

    /// The same, keeping its schedules in `store` too. What is there already has to be [restored](Self::restore).
    #[must_use]
    pub fn with_store(mut self, store: Box<dyn Persist>) -> Self {
        self.store = Some(Arc::from(store));
        self
    }

    /// Takes back schedules that [`Persist::put`] was given. Those whose time has passed meanwhile are due. Returns how
    /// many of them could not be read, which are left out.
    pub fn restore(&self, stored: impl IntoIterator<Item = String>) -> usize {
        let mut unreadable = 0;
        for json in stored {
            let read = serde_json::from_str(&json).ok().and_then(Kept::read);
            let state = &mut *locked(&self.state);
            match read {
                Some(Kept::Schedule(name, schedule)) => drop(state.schedules.insert(name, schedule)),
                Some(Kept::Invocation(invocation)) => drop(state.invocations.insert(invocation.name.clone(), invocation)),
                Some(Kept::Letter(letter)) => state.dead_letters.push(letter),
                None => unreadable += 1,
            }
        }
        unreadable
    }

    /// The next schedule that fires at `until` or before; of several at one time, the first by name.
    #[must_use]
    pub fn due(&self, until: Timestamp) -> Option<Due> {
        let state = locked(&self.state);
        let next = state.schedules.iter().min_by_key(|(name, schedule)| (schedule.at, (*name).clone()));
        next.filter(|(_, schedule)| schedule.at <= until).map(|(name, schedule)| schedule.shown(name))
    }

    /// Fires a schedule: it is returned, and gone (`ActionAfterCompletion: DELETE`). None where it was deleted meanwhile.
    #[must_use]
    pub fn take(&self, name: &str) -> Option<Due> {
        let schedule = self.remove(&mut locked(&self.state), name)?;
        Some(schedule.shown(name))
    }

    /// All schedules, by name.
    #[must_use]
    pub fn list(&self) -> Vec<Due> {
        locked(&self.state).schedules.iter().map(|(name, schedule)| schedule.shown(name)).collect()
    }

    /// A schedule as it was sent, to look at its time zone, retry policy and queue.
    #[must_use]
    pub fn sent(&self, name: &str) -> Option<Value> {
        locked(&self.state).schedules.get(name).map(|schedule| schedule.body.clone())
    }

    /// The calls so far: operation (`CreateSchedule`) and name of the schedule.
    #[must_use]
    pub fn calls(&self) -> Vec<(String, String)> {
        locked(&self.state).calls.clone()
    }

    /// Lets the next `times` calls of an operation (`*`: of any) fail. The SDK repeats throttled and lost calls by itself,
    /// up to three times by default. `Invoke` is what the scheduler itself calls when a schedule's time has come.
    pub fn fail(&self, operation: &str, fault: ScheduleFault, times: usize) -> &Self {
        locked(&self.state).faults.add(operation, fault, times);
        self
    }

    /// Configuration of an SDK client on top of it, to be added to.
    #[must_use]
    pub fn config(&self) -> aws_sdk_scheduler::config::Builder {
        aws_sdk_scheduler::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("stand-in", "stand-in", None, None, "stand-in"))
            .http_client(self.clone())
    }

    /// An SDK client on top of it.
    #[must_use]
    pub fn client(&self) -> aws_sdk_scheduler::Client {
        aws_sdk_scheduler::Client::from_conf(self.config().build())
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Keeps a schedule, here and in the store.
    fn keep(&self, state: &mut State, name: &str, schedule: Schedule) {
        self.store_put(name, &json!({"name": name, "at": schedule.at, "tries": schedule.tries, "body": schedule.body}));
        state.schedules.insert(name.to_owned(), schedule);
    }

    /// Forgets a schedule, here and in the store.
    fn remove(&self, state: &mut State, name: &str) -> Option<Schedule> {
        let removed = state.schedules.remove(name)?;
        self.store_delete(name);
        Some(removed)
    }

    fn store_put(&self, key: &str, kept: &Value) {
        if let Some(store) = &self.store {
            store.put(key, &kept.to_string());
        }
    }

    fn store_delete(&self, key: &str) {
        if let Some(store) = &self.store {
            store.delete(key);
        }
    }
}

impl Schedule {
    fn shown(&self, name: &str) -> Due {
        let target = &self.body["Target"];
        let text = |field: &str| target[field].as_str().unwrap_or_default().to_owned();
        Due { at: self.at, name: name.to_owned(), target: text("Arn"), input: text("Input") }
    }
}

/// What a store keeps.
enum Kept {
    Schedule(String, Schedule),
    Invocation(Invocation),
    Letter(DeadLetter),
}

impl Kept {
    fn read(mut stored: Value) -> Option<Self> {
        if stored["invocation"].is_object() {
            return serde_json::from_value(stored["invocation"].take()).ok().map(Self::Invocation);
        }
        if stored["letter"].is_object() {
            return serde_json::from_value(stored["letter"].take()).ok().map(Self::Letter);
        }
        let at = stored["at"].as_str()?.parse().ok()?;
        let tries = stored["tries"].as_u64().and_then(|tries| tries.try_into().ok()).unwrap_or_default();
        Some(Self::Schedule(stored["name"].as_str()?.to_owned(), Schedule { at, tries, body: stored.get("body")?.clone() }))
    }
}
