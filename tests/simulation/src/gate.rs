//! The gate that every call to the outside passes: the table, the scheduler, Slack, GitHub, SES. Whoever calls waits there
//! until the engine lets it through, and says how it fares. So the engine alone decides the order of everything, and can
//! let a machine die before any call.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

/// One run of one function.
pub type Invocation = u64;

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// DynamoDB.
    Table,
    /// EventBridge Scheduler.
    Scheduler,
    /// Slack.
    Slack,
    /// GitHub.
    Github,
    /// SES.
    Mail,
}

/// A call that waits to be let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Where it goes.
    pub side: Side,
    /// What is to be done: `PutItem`, `chat.postMessage`.
    pub operation: String,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.side, self.operation)
    }
}

/// How a call fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Carried out and answered.
    Carried,
    /// Refused with an error of the other side; not carried out.
    Refused,
    /// Refused because there are too many; not carried out.
    Throttled,
    /// Refused because somebody else is at the same thing; not carried out.
    Conflicting,
    /// Carried out, and the answer is lost.
    AnswerLost,
    /// Lost on the way there.
    RequestLost,
}

/// A deliberate bug, brought about between the functions and the other sides: what the checks have to catch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Sabotage {
    /// A write is acknowledged and not carried out.
    FactsForgotten,
    /// Notices are claimed whoever else has them.
    ClaimsUnchecked,
    /// Items are written whatever version there is.
    VersionsUnchecked,
    /// Looking for a message that may have been sent finds nothing.
    LookUpsBlind,
    /// Whatever posts a message posts it twice.
    PostsTwice,
    /// What failed in a batch is not tried again.
    FailuresIgnored,
    /// Only the first row of a list is found by the sweep, and no schedule fires and no row expires.
    ListsCut,
    /// Schedules fire two hours early.
    FiresEarly,
    /// Nobody watches deadlines.
    NobodyWatches,
    /// The stream leaves records out.
    StreamLeaky,
    /// What people wrote is logged.
    WordsLogged,
}

#[derive(Default)]
struct Waiting {
    sabotage: Option<Sabotage>,
    /// Whose future is being polled.
    current: Option<Invocation>,
    asked: BTreeMap<Invocation, Call>,
    granted: BTreeMap<Invocation, Fate>,
    /// Requests that the other side would never take, each once.
    malformed: BTreeSet<String>,
}

/// The gate. Clones are one gate.
#[derive(Clone, Default)]
pub struct Gate(Arc<Mutex<Waiting>>);

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").finish_non_exhaustive()
    }
}

impl Gate {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings a deliberate bug about.
    pub fn sabotage(&self, sabotage: Option<Sabotage>) {
        self.waiting().sabotage = sabotage;
    }

    /// Whether this bug is brought about. Nobody's own calls suffer from it: the checks see what there is.
    #[must_use]
    pub fn suffers(&self, sabotage: Sabotage) -> bool {
        let waiting = self.waiting();
        waiting.sabotage == Some(sabotage) && waiting.current.is_some()
    }

    /// Says whose future is polled from now on; nobody's calls pass at once.
    pub fn enter(&self, invocation: Option<Invocation>) {
        self.waiting().current = invocation;
    }

    /// Who is calling.
    #[must_use]
    pub fn current(&self) -> Option<Invocation> {
        self.waiting().current
    }

    /// What an invocation waits to do.
    #[must_use]
    pub fn asked(&self, invocation: Invocation) -> Option<Call> {
        self.waiting().asked.get(&invocation).cloned()
    }

    /// Lets an invocation's call through.
    pub fn grant(&self, invocation: Invocation, fate: Fate) {
        self.waiting().granted.insert(invocation, fate);
    }

    /// Notes a request that the other side would never take.
    pub fn note_malformed(&self, what: String) {
        self.waiting().malformed.insert(what);
    }

    /// The requests that the other side would never take.
    #[must_use]
    pub fn malformed(&self) -> BTreeSet<String> {
        self.waiting().malformed.clone()
    }

    /// Forgets an invocation that is over.
    pub fn forget(&self, invocation: Invocation) {
        let mut waiting = self.waiting();
        waiting.asked.remove(&invocation);
        waiting.granted.remove(&invocation);
    }

    /// Waits to be let through. Outside of any invocation, that is at once.
    pub fn pass(&self, side: Side, operation: &str) -> Passing {
        let call = Call { side, operation: operation.to_owned() };
        Passing { gate: self.clone(), invocation: self.current(), call: Some(call) }
    }
}

/// A call at the gate.
#[derive(Debug)]
pub struct Passing {
    gate: Gate,
    invocation: Option<Invocation>,
    call: Option<Call>,
}

impl Future for Passing {
    type Output = Fate;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Fate> {
        // The engine polls whomever it lets through: there is nobody to wake.
        let Some(invocation) = self.invocation else { return Poll::Ready(Fate::Carried) };
        let call = self.call.take();
        let mut waiting = self.gate.waiting();
        if let Some(call) = call {
            waiting.asked.insert(invocation, call);
        }
        match waiting.granted.remove(&invocation) {
            Some(fate) => {
                waiting.asked.remove(&invocation);
                Poll::Ready(fate)
            }
            None => Poll::Pending,
        }
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        // Given up, by a time limit of the caller's.
        if let Some(invocation) = self.invocation {
            self.gate.waiting().asked.remove(&invocation);
        }
    }
}
