//! Who is on call.

use crate::lapse::Lapse;
use crate::meeting::WeekTime;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use timeline::Timeline;

mod handoff;
mod taken;
mod timeline;

/// Who is on call when, and where escalations go.
///
/// The first shift starts on `start` at the hand-off time, whatever weekday that is. Where a shift lasts whole weeks, the
/// next one starts on the first hand-off weekday after `start` (if `start` is one itself, a whole shift later), and so on
/// every so many weeks; where it does not, every so many days after `start`, and the hand-off weekday says nothing. A
/// hand-off that falls into the spring gap is at the first instant after it, in the autumn overlap at the first of the two.
/// Before the first shift, the first member is already on call.
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
    /// Length of a shift: whole days, at least one; hours count as far as they fill days.
    pub every: Lapse,
    /// Slack user group that is kept equal to whoever is on call.
    pub user_group: Option<String>,
    /// Slack channel for escalations and hand-offs.
    pub channel: Option<String>,
    /// Slack user id of the lead.
    pub lead: Option<String>,
    /// Exceptions; later ones in the list win. Those that end before they begin say nothing.
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
    /// From then, itself included.
    pub from: Timestamp,
    /// Until then, itself excluded.
    pub to: Timestamp,
}

/// A stretch of time in which one person is on call, without a break: adjacent shifts and overrides of the same person are
/// one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Slack user id.
    pub user: String,
    /// Since when. For the first member in the first shift that is the start of the rotation, and before it
    /// [`Timestamp::MIN`].
    pub from: Timestamp,
    /// Until when; none where it never ends (nobody else comes after).
    pub until: Option<Timestamp>,
}

impl OnCall {
    /// Who is on call at `now`, overrides considered; none with an empty rotation and no override.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Option<Shift> {
        Timeline::new(self).shift(now)
    }

    /// Who comes after whoever is on call at `now`: the shift that begins when that one ends. Where nobody is on call
    /// then (no rotation, only overrides), the next shift to come.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Option<Shift> {
        let timeline = Timeline::new(self);
        let ends = timeline.stretch(now).until?;
        timeline.shift(ends).or_else(|| timeline.shift(timeline.stretch(ends).until?))
    }

    /// Every change of the person on call after `after` and not after `until`, in order: when, who was (none: nobody), and
    /// who is from then on.
    #[must_use]
    pub fn handoffs_between(&self, after: Timestamp, until: Timestamp) -> Vec<(Timestamp, Option<String>, Option<String>)> {
        let timeline = Timeline::new(self);
        let mut handoffs = Vec::new();
        let mut outgoing = timeline.stretch(after);
        while let Some(at) = outgoing.until.filter(|at| *at <= until) {
            let incoming = timeline.stretch(at);
            handoffs.push((at, outgoing.user.map(str::to_owned), incoming.user.map(str::to_owned)));
            outgoing = incoming;
        }
        handoffs
    }

    /// The member with this Slack user id.
    #[must_use]
    pub fn member(&self, slack: &str) -> Option<&Member> {
        self.rotation.iter().find(|member| member.slack == slack)
    }
}

#[cfg(test)]
mod tests;
