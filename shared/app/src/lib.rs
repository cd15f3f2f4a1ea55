//! What happens behind the table: load → decide → commit → carry out.
//!
//! A Slack message turns into a reminder like this: the webhook function writes a fact; the table's stream hands it to
//! [`App::react`]; `affected` finds the items that it concerns; `settle` folds each, decides, and commits the item with its
//! deadlines; when a deadline is reached ([`App::reached`]: scheduler, expiring row or sweep), the same path decides on a
//! notice; `outbox` sends it.

mod affected;
mod channel;
mod digest;
mod duplicates;
mod effects;
mod erase;
mod first;
pub mod history;
mod home;
mod lists;
mod measured;
mod moved;
mod on_call;
mod ours;
mod outbox;
mod people;
mod prepare;
mod reached;
mod react;
mod read;
mod reconcile;
pub mod replay;
mod retention;
mod settle;
mod sources;
mod staff;
mod sweep;
mod triage;

pub use digest::Posted;
pub use erase::{Erased, Whom};
pub use reached::DeadlineInput;
pub use react::Reacted;
pub use read::{ItemWithTrace, Sent};
pub use reconcile::Reconciled;
pub use roundup_views::text::clock_text;
pub use staff::Standing;
pub use sweep::Swept;
pub use triage::Told;

use roundup_domain::{ConversationId, Person, Rules};
use roundup_github::Github;
use roundup_mail::Mailer;
use roundup_metrics::Metrics;
use roundup_schedule::Schedules;
use roundup_slack::Slack;
use roundup_store::{Store, StoreError};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

/// Everything that the functions behind the table share.
#[derive(Clone)]
pub struct App {
    /// The table.
    pub store: Store,
    /// Slack.
    pub slack: Slack,
    /// GitHub.
    pub github: Github,
    /// The scheduler.
    pub schedules: Schedules,
    /// Email; without it, what is owed by email stays owed.
    pub mailer: Option<Mailer>,
    /// The rules in force.
    pub rules: Arc<Rules>,
    /// Where it is counted what happens; nowhere, if nothing is said.
    pub metrics: Metrics,
    /// People looked up by this process, with the time until which that holds: saves a read for each participant.
    known_people: Arc<Mutex<HashMap<String, (Person, Timestamp)>>>,
    /// Channels that this process has seen enrolled.
    enrolled: Arc<Mutex<HashSet<ConversationId>>>,
    /// What was erased, as this process read it last, with the time until which that holds.
    erased: Arc<Mutex<Option<(erase::Marks, Timestamp)>>>,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(store: Store, slack: Slack, github: Github, schedules: Schedules, rules: Arc<Rules>) -> Self {
        Self {
            store,
            slack,
            github,
            schedules,
            mailer: None,
            rules,
            metrics: Metrics::off(),
            known_people: Arc::default(),
            enrolled: Arc::default(),
            erased: Arc::default(),
        }
    }

    /// The same with a way to send email.
    #[must_use]
    pub fn with_mailer(mut self, mailer: Mailer) -> Self {
        self.mailer = Some(mailer);
        self
    }

    /// The same with somewhere to count what happens.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Metrics) -> Self {
        self.metrics = metrics;
        self
    }

    /// The home workspace: where the team is told what it is told.
    pub(crate) fn home(&self) -> &str {
        self.rules.team.slack_team.as_deref().unwrap_or_default()
    }
}

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The table did not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Two writers kept overtaking each other.
    #[error("{conversation} was changed by somebody else {tries} times in a row")]
    Contended {
        /// The conversation.
        conversation: String,
        /// How often it was tried.
        tries: u32,
    },
    /// Slack or GitHub could not say what has to be known; it is tried again later.
    #[error("could not look up {what}: {why}")]
    LookUp {
        /// A channel.
        what: String,
        /// What the other side said.
        why: String,
    },
}
