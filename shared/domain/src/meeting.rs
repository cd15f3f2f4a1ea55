//! The weekly meeting and its preparation.

use crate::lapse::Lapse;
use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

/// A moment of the week: `Tue 13:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekTime {
    /// Day.
    pub weekday: Weekday,
    /// Wall-clock time.
    pub time: Time,
}

/// The weekly meeting and when it is prepared.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The team's zone.
    pub zone: TimeZone,
    /// When in the week.
    pub at: WeekTime,
    /// Calendar days before, at the meeting's wall-clock time; whole days only.
    pub prepare: Vec<Lapse>,
}

/// One meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Its date in the team's zone; names its agenda.
    pub date: Date,
    /// When it starts.
    pub at: Timestamp,
    /// When it is to be prepared, in order of time.
    pub prepare: Vec<Timestamp>,
}

impl Meeting {
    /// The first meeting that starts after `now`.
    #[must_use]
    pub fn next(&self, _now: Timestamp) -> Occurrence {
        unimplemented!()
    }

    /// The meeting of the week before `occurrence`.
    #[must_use]
    pub fn previous(&self, _occurrence: &Occurrence) -> Occurrence {
        unimplemented!()
    }

    /// The meeting on `date`, whatever day of the week that is.
    #[must_use]
    pub fn on(&self, _date: Date) -> Occurrence {
        unimplemented!()
    }
}
