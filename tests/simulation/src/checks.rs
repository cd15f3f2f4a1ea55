//! What has to hold after every run.

mod facts;
mod promises;
mod quiet;
mod secrets;
mod state;
mod told;

use crate::engine::Engine;
use crate::logs::Log;
use facts::Everything;
use std::fmt;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which of the invariants.
    pub of: &'static str,
    /// What was seen.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.of, self.what)
    }
}

/// What was counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items in the end.
    pub items: u64,
    /// Runs of the clock.
    pub runs: u64,
    /// Steps of the clock that were told of.
    pub told: u64,
    /// The longest that it took to be told of a step after it was due and known, in seconds.
    pub latest: i64,
    /// Messages that were sent once more than once because their answer was lost and could not be looked up.
    pub doubled: u64,
}

/// Checks a run that is over.
pub async fn check(engine: &Engine, log: &Log) -> (Vec<Violation>, Counts) {
    let mut found = Findings::default();
    for wrong in &engine.record.wrong {
        found.add("every webhook is answered as it should be", wrong.clone());
    }
    for malformed in engine.machines.gate.malformed() {
        found.add("no request is one that the other side would never take", malformed);
    }
    let everything = Everything::read(engine).await;
    facts::nothing_lost(engine, &everything, &mut found);
    facts::nothing_missed(engine, &everything, &mut found);
    let items = state::is_the_fold(engine, &everything, &mut found);
    told::once(engine, &mut found);
    told::never_after_the_answer(engine, &everything, &items, &mut found);
    promises::kept(engine, &everything, &items, &mut found).await;
    quiet::nothing_left_over(engine, &everything, &mut found).await;
    secrets::nowhere(log, engine, &mut found);
    found.counts.items = items.len() as u64;
    (found.violations, found.counts)
}

/// What was found.
#[derive(Default)]
struct Findings {
    violations: Vec<Violation>,
    counts: Counts,
}

impl Findings {
    fn add(&mut self, of: &'static str, what: impl Into<String>) {
        self.violations.push(Violation { of, what: what.into() });
    }
}
