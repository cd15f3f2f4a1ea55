//! What is to be done about an item: plain data, computed by [`crate::decide`], committed and carried out elsewhere.

use crate::lapse::Lapse;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a step of a policy does when its time comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A direct message to whoever is on call then.
    Remind,
    /// The first escalation: a message in the internal channel.
    Escalate,
    /// Every later one: that channel and the lead.
    EscalateToLead,
    /// A snoozed item is back: a direct message to whoever is on call then.
    Wake,
    /// A colleague is asked.
    Ask,
    /// What the colleague answered, for who asked.
    Reply,
    /// The tracker's labels are brought in line.
    Label,
    /// The tracker's assignees are brought in line.
    Assign,
    /// A part of the agenda.
    Agenda,
    /// The preparation of a meeting, for whoever is on call.
    Prepare,
    /// The hand-off, for whoever comes on call.
    HandOff,
    /// Who is, or will be, on call: for the internal channel, and for whom a colleague puts there or relieves. There is nothing to
    /// accept.
    OnCall,
    /// Nobody has accepted the hand-off: for the outgoing person and the lead.
    NotAccepted,
    /// A user group is made equal to whoever is on call.
    UserGroup,
    /// The decision, written back to the tracker.
    Decision,
}

/// A step of a policy, for one run of the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `remind-4h`, `escalate-0m`: unique within the run.
    pub name: String,
    /// What it does.
    pub act: Act,
    /// When.
    pub at: Timestamp,
}

impl Step {
    /// The name of the step at which a snoozed item comes back.
    pub const WAKE: &str = "wake";

    /// The name of a reminder so long before the deadline.
    #[must_use]
    pub fn remind(before: Lapse) -> String {
        format!("remind-{before}")
    }

    /// The name of an escalation so long after the deadline.
    #[must_use]
    pub fn escalate(after: Lapse) -> String {
        format!("escalate-{after}")
    }
}

/// A moment that is watched for: by a schedule, by a row that expires, by the sweep.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Deadline {
    /// Since when somebody waits: names the run of the clock.
    pub since: Timestamp,
    /// Name of the [`Step`].
    pub step: String,
    /// When it is reached.
    pub at: Timestamp,
}

/// Where a notice goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// A direct message to this Slack user.
    Person(String),
    /// A message in this Slack channel.
    Channel(String),
    /// The issue or pull request itself.
    Tracker,
    /// The members of this Slack user group.
    UserGroup(String),
    /// An email to the configured recipients.
    Email,
}

/// A message that is owed, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Unique within the item: the run, the step and the destination. The message carries it in its metadata, so that it
    /// can be found after a lost answer.
    pub key: String,
    /// The run of the clock.
    pub since: Timestamp,
    /// Names of the steps that this message is for: the one that is due, and those that it makes superfluous.
    pub steps: Vec<String>,
    /// What it says.
    pub act: Act,
    /// Who gets it.
    pub to: Destination,
}
