//! The clock of one item: who waits since when, and the record of what was late.

use crate::fact::Fact;
use crate::item::{Run, RunEnd, TraceEntry};
use crate::person::Author;
use crate::rules::Policy;
use jiff::Timestamp;

/// A comment that waits for an answer.
struct Waiting {
    id: String,
    author: Author,
    at: Timestamp,
}

/// Runs while somebody outside waits.
pub(super) struct Clock<'a> {
    policy: &'a Policy,
    waiting: Vec<Waiting>,
    runs: Vec<Run>,
    trace: Vec<TraceEntry>,
}

/// What taking back a comment did.
pub(super) enum Withdrawn {
    /// It did not wait.
    Nothing,
    /// It was the only one: the run is over.
    Run,
    /// It was the first of several: the run is that of the next one.
    First {
        /// Since when somebody waits now.
        since: Timestamp,
    },
}

impl<'a> Clock<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        Self { policy, waiting: Vec::new(), runs: Vec::new(), trace: Vec::new() }
    }

    pub(super) fn is_running(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Whether somebody was ever answered here.
    pub(super) fn was_answered(&self) -> bool {
        self.runs.iter().any(|run| run.end.as_ref().is_some_and(|end| end.answered_by.is_some()))
    }

    /// Whether nobody has waited yet.
    pub(super) fn never_ran(&self) -> bool {
        self.runs.is_empty()
    }

    pub(super) fn since(&self) -> Option<Timestamp> {
        self.current().map(|run| run.since)
    }

    pub(super) fn due(&self) -> Option<Timestamp> {
        self.current().map(|run| run.due)
    }

    fn current(&self) -> Option<&Run> {
        self.runs.last().filter(|run| run.end.is_none())
    }

    pub(super) fn waiting_ids(&self) -> impl Iterator<Item = &str> {
        self.waiting.iter().map(|comment| comment.id.as_str())
    }

    pub(super) fn waiting_authors(&self) -> impl Iterator<Item = &Author> {
        self.waiting.iter().map(|comment| &comment.author)
    }

    /// Who has waited longest of those whom nobody has answered.
    pub(super) fn waits_longest(&self) -> Option<&Author> {
        self.waiting_authors().next()
    }

    /// A comment that wants an answer; says whether it started the clock.
    pub(super) fn start(&mut self, id: &str, author: &Author, at: Timestamp) -> bool {
        self.waiting.push(Waiting { id: id.to_owned(), author: author.clone(), at });
        if self.current().is_some() {
            return false;
        }
        self.begin_run(at);
        true
    }

    fn begin_run(&mut self, since: Timestamp) {
        self.runs.push(Run { since, due: self.policy.due(since), end: None });
    }

    /// An answer to everything that waits; the run that it ended.
    pub(super) fn answer(&mut self, at: Timestamp, by: &str) -> Option<Run> {
        self.waiting.clear();
        self.end_run(at, Some(by.to_owned()))
    }

    /// No response is needed to what waits; false where nothing did.
    pub(super) fn dismiss(&mut self, at: Timestamp, by: &str) -> bool {
        self.waiting.clear();
        let is_over = self.end_run(at, None).is_some();
        if let Some(end) = self.runs.last_mut().and_then(|run| run.end.as_mut()).filter(|_| is_over) {
            end.dismissed_by = Some(by.to_owned());
        }
        is_over
    }

    fn end_run(&mut self, at: Timestamp, answered_by: Option<String>) -> Option<Run> {
        let run = self.runs.last_mut().filter(|run| run.end.is_none())?;
        run.end = Some(RunEnd { at: at.max(run.since), answered_by, dismissed_by: None });
        Some(run.clone())
    }

    /// Takes back one comment.
    pub(super) fn withdraw(&mut self, id: &str, at: Timestamp) -> Withdrawn {
        let Some(position) = self.waiting.iter().position(|comment| comment.id == id) else { return Withdrawn::Nothing };
        self.waiting.remove(position);
        match self.waiting.first().map(|comment| comment.at) {
            None => {
                self.end_run(at, None);
                Withdrawn::Run
            }
            Some(since) if position == 0 => {
                self.end_run(at, None);
                self.begin_run(since);
                Withdrawn::First { since }
            }
            Some(_) => Withdrawn::Nothing,
        }
    }

    /// Takes back everything that waits.
    pub(super) fn withdraw_all(&mut self, at: Timestamp) {
        self.waiting.clear();
        self.end_run(at, None);
    }

    /// From the first comment that was answered to its answer.
    pub(super) fn first_response_seconds(&self) -> Option<i64> {
        let answered =
            self.runs.iter().find_map(|run| Some((run.since, run.end.as_ref().filter(|end| end.answered_by.is_some())?.at)));
        answered.map(|(since, at)| at.duration_since(since).as_secs())
    }

    pub(super) fn breaches(&self, now: Timestamp) -> u32 {
        u32::try_from(self.runs.iter().filter(|run| run.is_late(now)).count()).unwrap_or(u32::MAX)
    }

    pub(super) fn note(&mut self, fact: &Fact, by: String, effect: &str) {
        self.trace.push(TraceEntry { at: fact.at, fact: fact.name.clone(), by, effect: effect.to_owned() });
    }

    pub(super) fn into_record(self) -> (Vec<Run>, Vec<TraceEntry>) {
        (self.runs, self.trace)
    }
}
