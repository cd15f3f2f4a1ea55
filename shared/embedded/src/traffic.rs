//! What goes through the clients: counted, and made to fail on demand.

use crate::meter::Units;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Carried out and answered.
    Carry,
    /// Answered with 500, not carried out.
    Refuse,
    /// Carried out, answered with 500.
    LoseAnswer,
}

#[derive(Default)]
pub(crate) struct Traffic(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    calls: BTreeMap<String, u64>,
    /// Everything fails.
    failing: bool,
    /// So many fail, then no more.
    failures: u32,
    /// So many are carried out, then everything fails.
    until_failing: Option<u32>,
    /// Of so many the answer is lost.
    losses: u32,
    /// So many writes are carried out, then everything fails.
    until_dying: Option<u32>,
    /// So many writes are answered, then the answer of one is lost.
    until_losing: Option<u32>,
    /// What calls have cost, where that is counted.
    units: Option<Units>,
}

impl Traffic {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn judge(&self, operation: &str) -> Verdict {
        let mut counts = self.counts();
        *counts.calls.entry(operation.to_owned()).or_default() += 1;
        if is_write(operation) { counts.verdict_on_write() } else { counts.verdict() }
    }

    pub(crate) fn calls(&self) -> BTreeMap<String, u64> {
        self.counts().calls.clone()
    }

    pub(crate) fn meter(&self) {
        self.counts().units.get_or_insert_default();
    }

    pub(crate) fn is_metering(&self) -> bool {
        self.counts().units.is_some()
    }

    pub(crate) fn charge(&self, cost: Units) {
        let mut counts = self.counts();
        counts.units = counts.units.map(|units| units + cost);
    }

    pub(crate) fn units(&self) -> Units {
        self.counts().units.unwrap_or_default()
    }

    pub(crate) fn fail_while(&self, on: bool) {
        let mut counts = self.counts();
        counts.failing = on;
        counts.until_failing = None;
        counts.until_dying = None;
    }

    pub(crate) fn fail_next(&self, count: u32) {
        self.counts().failures = count;
    }

    pub(crate) fn fail_after(&self, count: u32) {
        self.counts().until_failing = Some(count);
    }

    pub(crate) fn fail_after_writes(&self, count: u32) {
        self.counts().until_dying = Some(count);
    }

    pub(crate) fn lose_after_writes(&self, count: u32) {
        self.counts().until_losing = Some(count);
    }

    pub(crate) fn lose_next(&self, count: u32) {
        self.counts().losses = count;
    }
}

impl Counts {
    fn verdict(&mut self) -> Verdict {
        if self.failing || self.until_failing == Some(0) {
            return Verdict::Refuse;
        }
        if self.failures > 0 {
            self.failures -= 1;
            return Verdict::Refuse;
        }
        self.until_failing = self.until_failing.map(|calls| calls - 1);
        if self.losses > 0 {
            self.losses -= 1;
            return Verdict::LoseAnswer;
        }
        Verdict::Carry
    }

    fn verdict_on_write(&mut self) -> Verdict {
        match self.until_dying.as_mut() {
            // From this write on, reads fail too.
            Some(0) => self.failing = true,
            Some(writes) => *writes -= 1,
            None => {}
        }
        let verdict = self.verdict();
        if verdict == Verdict::Refuse {
            return verdict;
        }
        match self.until_losing {
            Some(0) => {
                self.until_losing = None;
                Verdict::LoseAnswer
            }
            writes => {
                self.until_losing = writes.map(|writes| writes - 1);
                verdict
            }
        }
    }
}

fn is_write(operation: &str) -> bool {
    matches!(operation, "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem" | "TransactWriteItems")
}
