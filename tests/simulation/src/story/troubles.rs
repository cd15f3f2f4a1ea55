//! What goes wrong, and when.

use super::Act;
use crate::gate::{Call, Fate, Side};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ill {
    /// One side refuses everything.
    Down(Side),
    /// One side refuses so many calls of a hundred.
    Flaky(Side, u8),
    /// One side throttles so many.
    Throttling(Side, u8),
    /// Of so many calls the request or the answer is lost.
    Losing(Side, u8),
    /// So many calls take seconds.
    Slow(u8),
    /// So many transactions and schedules meet somebody else's.
    Conflicting(u8),
    /// Machines die before so many calls of a thousand.
    Crashing(u16),
    /// The stream does not move.
    StreamStalled,
    /// No schedule fires.
    SchedulerStopped,
    /// The sweep does not run.
    SweepStopped,
    /// All schedules are deleted, at the end.
    SchedulesDeleted,
    /// A row that nobody can read comes into a conversation, at the beginning and in the middle.
    Poisoned,
    /// Another version is deployed, at the end: every process ends as soon as it is free, and a new one begins.
    Deployed,
}

/// Something that goes wrong for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub ill: Ill,
    pub from: Timestamp,
    pub until: Timestamp,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}: {:?}", self.from, self.until, self.ill)
    }
}

impl Trouble {
    /// Whether it goes on at `now`.
    #[must_use]
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }

    /// How a call fares in it, unless well.
    pub fn fate(&self, rng: &mut Rng, call: &Call) -> Option<Fate> {
        let hit = |rng: &mut Rng, percent: u8| rng.u8(..100) < percent;
        match self.ill {
            Ill::Down(side) if side == call.side => Some(Fate::Refused),
            Ill::Flaky(side, percent) if side == call.side && hit(rng, percent) => Some(Fate::Refused),
            Ill::Throttling(side, percent) if side == call.side && hit(rng, percent) => Some(Fate::Throttled),
            Ill::Losing(side, percent) if side == call.side && hit(rng, percent) => {
                Some(if rng.u8(..3) > 0 { Fate::AnswerLost } else { Fate::RequestLost })
            }
            Ill::Conflicting(percent) => {
                let is_it = matches!(call.operation.as_str(), "TransactWriteItems" | "CreateSchedule");
                (is_it && hit(rng, percent)).then_some(Fate::Conflicting)
            }
            _ => None,
        }
    }
}

/// Any troubles; in one run of eight none.
pub fn any(rng: &mut Rng, start: Timestamp, last: Timestamp, acts: &[(Timestamp, Act)]) -> Vec<Trouble> {
    if rng.u8(..8) == 0 {
        return Vec::new();
    }
    (0..rng.usize(1..=5)).map(|_| trouble(rng, start, last, acts)).collect()
}

fn trouble(rng: &mut Rng, start: Timestamp, last: Timestamp, acts: &[(Timestamp, Act)]) -> Trouble {
    const SIDES: [Side; 7] = [Side::Table, Side::Table, Side::Scheduler, Side::Slack, Side::Slack, Side::Github, Side::Mail];
    let side = SIDES[rng.usize(..SIDES.len())];
    let percent = rng.u8(5..60);
    let ill = match rng.u8(..16) {
        0 | 1 => Ill::Down(side),
        2 | 3 => Ill::Flaky(side, percent),
        4 => Ill::Throttling(side, percent),
        5..=7 => Ill::Losing(side, percent),
        8 => Ill::Slow(percent),
        9 => Ill::Conflicting(percent),
        10 | 11 => Ill::Crashing(rng.u16(5..150)),
        12 => Ill::StreamStalled,
        13 => Ill::SchedulerStopped,
        14 => [Ill::SweepStopped, Ill::Deployed][rng.usize(..2)],
        _ => Ill::SchedulesDeleted,
    };
    // Half of the time around something that happens.
    let from = match acts.is_empty() || rng.bool() {
        true => start + SignedDuration::from_secs(rng.i64(0..=(last.duration_since(start).as_secs() + 90_000))),
        false => acts[rng.usize(..acts.len())].0 - SignedDuration::from_secs(rng.i64(0..120)),
    };
    let minutes = match (ill, rng.u8(..4)) {
        (Ill::SchedulerStopped | Ill::SweepStopped | Ill::Crashing(_), _) => rng.i64(10..3_000),
        (Ill::StreamStalled, 0) => rng.i64(60..900),
        (_, 0) => rng.i64(30..300),
        _ => rng.i64(1..30),
    };
    Trouble { ill, from: from.max(start), until: from.max(start) + SignedDuration::from_mins(minutes) }
}
