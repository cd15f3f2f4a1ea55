//! Who is on call.

use crate::lapse::Lapse;
use crate::meeting::WeekTime;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Who is on call when, and where escalations go.
#[derive(Clone, Debug, PartialEq)]
pub struct OnCall {
    /// The team's zone.
    pub zone: TimeZone,
    /// In order; empty where nobody is on call.
    pub rotation: Vec<Member>,
    /// The first shift starts that day, at the hand-off time.
    pub start: Date,
    /// When shifts change.
    pub handoff: WeekTime,
    /// Length of a shift in days.
    pub every: Lapse,
    /// Slack user group that is kept equal to whoever is on call.
    pub user_group: Option<String>,
    /// Slack channel for escalations and hand-offs.
    pub channel: Option<String>,
    /// Slack user id of the lead.
    pub lead: Option<String>,
    /// Exceptions; later ones win.
    pub overrides: Vec<Override>,
}

/// Somebody in the rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Slack user id.
    pub slack: String,
    /// GitHub login.
    pub github: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Name to show.
    pub name: Option<String>,
}

/// Somebody takes over for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Slack user id.
    pub user: String,
    /// From then.
    pub from: Timestamp,
    /// Until then.
    pub to: Timestamp,
}

/// A stretch of time in which one person is on call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Slack user id.
    pub user: String,
    /// Since when.
    pub from: Timestamp,
    /// Until when; none where it never ends (nobody else is in the rotation).
    pub until: Option<Timestamp>,
}

impl OnCall {
    /// Who is on call at `now`, overrides considered; none with an empty rotation and no override.
    #[must_use]
    pub fn at(&self, _now: Timestamp) -> Option<Shift> {
        unimplemented!()
    }

    /// Who comes after whoever is on call at `now`.
    #[must_use]
    pub fn next(&self, _now: Timestamp) -> Option<Shift> {
        unimplemented!()
    }

    /// The member with this Slack user id.
    #[must_use]
    pub fn member(&self, slack: &str) -> Option<&Member> {
        self.rotation.iter().find(|member| member.slack == slack)
    }
}
