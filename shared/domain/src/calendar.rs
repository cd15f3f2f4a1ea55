//! Office hours: counting open time.

use crate::lapse::Lapse;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// The hours in which a policy's times count.
#[derive(Clone, Debug, PartialEq)]
pub enum Hours {
    /// Always; the zone is the one whose local time a day keeps.
    Always(TimeZone),
    /// In a calendar's open hours.
    Open(Calendar),
}

/// Open hours of a week in a zone, less holidays.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Zone of the hours and holidays.
    pub zone: TimeZone,
    /// Open ranges by weekday, Monday first; sorted, not overlapping.
    pub week: [Vec<OpenRange>; 7],
    /// Closed all day.
    pub holidays: BTreeSet<Date>,
}

/// Open from a time of day until another one; `until` none is midnight at the day's end (`24:00`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenRange {
    /// First open moment.
    pub from: Time,
    /// First closed moment.
    pub until: Option<Time>,
}

impl Hours {
    /// The earliest instant by which `lapse` has passed since `from`.
    #[must_use]
    pub fn after(&self, _from: Timestamp, _lapse: Lapse) -> Timestamp {
        unimplemented!()
    }

    /// The latest instant from which `lapse` still has to pass until `until`.
    #[must_use]
    pub fn before(&self, _until: Timestamp, _lapse: Lapse) -> Timestamp {
        unimplemented!()
    }
}
