//! What was seen in a run.

use crate::gate::{Call, Invocation};
use jiff::Timestamp;
use roundup_domain::{ConversationId, Filed};
use std::collections::{BTreeMap, BTreeSet};

/// A fact, by conversation and name.
pub type FactName = (ConversationId, String);

/// When a fact was known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken {
    /// It was in the table, to the second.
    pub written: Option<Timestamp>,
    /// Its webhook was answered with 200.
    pub stored: Option<Timestamp>,
    /// The reactor had a batch with it and did not fail.
    pub reacted: Option<Timestamp>,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Record {
    /// By fact.
    pub facts: BTreeMap<FactName, Taken>,
    /// When each invocation began.
    pub started: BTreeMap<Invocation, Timestamp>,
    /// When something went wrong, in order.
    pub hurts: Vec<Timestamp>,
    /// When somebody or something could not be looked up.
    pub blind: Vec<Timestamp>,
    /// Calls whose answer was lost, also since the machine that made it died; and of SES, what could not be written down.
    pub lost: Vec<Call>,
    /// What was handed to a queue for what failed for good.
    pub dead_letters: Vec<String>,
    /// What schedules carried, and with it the queue of what the deadline function could not do.
    pub carried: BTreeSet<String>,
    /// What must not happen, and is seen as it happens.
    pub wrong: Vec<String>,
    /// When another configuration came.
    pub configured: Option<Timestamp>,
    /// How many calls to the outside there were.
    pub calls: u64,
    /// How many machines died.
    pub deaths: u64,
    /// How many calls did not fare well.
    pub failures: u64,
    /// What the sources show and no webhook brought: since when.
    pub missed: BTreeMap<FactName, Timestamp>,
    timeline: Option<Vec<String>>,
}

impl Record {
    pub(super) fn new(tells: bool) -> Self {
        Self { timeline: tells.then(Vec::new), ..Self::default() }
    }

    /// When a fact was known, if anything of ours ever had it.
    #[must_use]
    pub fn taken(&self, filed: &Filed) -> Option<&Taken> {
        self.facts.get(&(filed.conversation.clone(), filed.fact.name.clone()))
    }

    /// Whether the sources show something that is not in the table.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.missed.keys().any(|name| self.facts.get(name).is_none_or(|taken| taken.written.is_none()))
    }

    /// Adds a line to the timeline, if there is one.
    pub fn tell(&mut self, at: Timestamp, what: impl FnOnce() -> String) {
        if let Some(timeline) = &mut self.timeline {
            timeline.push(format!("{at:.3} {}", what()));
        }
    }

    /// Something goes wrong now.
    pub(super) fn hurt(&mut self, at: Timestamp) {
        self.hurts.push(at);
    }

    /// The last time at or before `at` at which something went wrong.
    #[must_use]
    pub fn last_hurt(&self, at: Timestamp) -> Option<Timestamp> {
        self.hurts[..self.hurts.partition_point(|hurt| *hurt <= at)].last().copied()
    }

    /// Whether anything went wrong in between.
    #[must_use]
    pub fn is_hurt(&self, from: Timestamp, until: Timestamp) -> bool {
        self.last_hurt(until).is_some_and(|hurt| hurt >= from)
    }

    /// The timeline.
    #[must_use]
    pub fn timeline(&self) -> &[String] {
        self.timeline.as_deref().unwrap_or_default()
    }
}
