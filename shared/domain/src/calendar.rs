//! Office hours: counting open time.

use crate::lapse::Lapse;
use crate::zone;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::iter;

mod span;

/// Nothing is looked for further away: 200 years. What would lie beyond (a calendar that never opens, a length of ages) is
/// answered with exactly this distance, so that every answer comes soon.
pub const FAR: SignedDuration = SignedDuration::from_hours(24 * FAR_DAYS as i64);

/// [`FAR`] in days.
const FAR_DAYS: usize = 73_050;

/// The hours in which a policy's times count.
#[derive(Clone, Debug, PartialEq)]
pub enum Hours {
    /// Always; the zone is the one whose local time a day keeps.
    Always(TimeZone),
    /// In a calendar's open hours.
    Open(Calendar),
}

/// Open hours of a week in a zone, less holidays.
///
/// It is open at an instant when the wall clock of its zone then shows a time in one of the day's ranges, and the day is no
/// holiday. Where the clocks go back, it is open both times; what falls into the spring gap is no time at all.
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
    /// The earliest instant by which `lapse` has passed since `from`: first its days, then its open time.
    ///
    /// What is reached when the office closes is reached then, not when it opens again. A day ends at the local time at
    /// which it began, on the next day that is open at all: at first that of `from`, whether that is open or not. No time
    /// at all has passed at `from`. At the latest `from` + [`FAR`].
    #[must_use]
    pub fn after(&self, from: Timestamp, lapse: Lapse) -> Timestamp {
        let far = later(from, FAR);
        let reached = self.days_after(from, lapse.days).and_then(|from| self.seconds_after(from, lapse.seconds));
        reached.map_or(far, |reached| reached.min(far))
    }

    /// The latest instant from which `lapse` still has to pass until `until`: first its open time is taken back, then its
    /// days, so that it undoes [`Self::after`].
    ///
    /// A day begins at the local time at which it ends, on the day before that is open at all. At the earliest
    /// `until` - [`FAR`].
    #[must_use]
    pub fn before(&self, until: Timestamp, lapse: Lapse) -> Timestamp {
        let far = earlier(until, FAR);
        let reached = self.seconds_before(until, lapse.seconds).and_then(|until| self.days_before(until, lapse.days));
        reached.map_or(far, |reached| reached.max(far))
    }

    /// Whether time counts at that instant.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        match self {
            Self::Always(_) => true,
            Self::Open(calendar) => calendar.is_open(at),
        }
    }

    /// Full seconds that count from `from` until `until`; 0 where that is not later.
    #[must_use]
    pub fn open_seconds_between(&self, from: Timestamp, until: Timestamp) -> i64 {
        match self {
            Self::Always(_) => until.duration_since(from).as_secs().max(0),
            Self::Open(calendar) => calendar.open_between(from, until).as_secs(),
        }
    }

    /// The zone whose local time a day keeps.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        match self {
            Self::Always(zone) => zone,
            Self::Open(calendar) => &calendar.zone,
        }
    }

    /// Whether a day counts.
    fn is_open_on(&self, date: Date) -> bool {
        match self {
            Self::Always(_) => true,
            Self::Open(calendar) => calendar.is_open_on(date),
        }
    }

    fn days_after(&self, from: Timestamp, days: u32) -> Option<Timestamp> {
        self.move_by_days(from, days, |date| date.tomorrow().ok())
    }

    fn days_before(&self, until: Timestamp, days: u32) -> Option<Timestamp> {
        self.move_by_days(until, days, |date| date.yesterday().ok())
    }

    /// The same local time on the `days`th of the open days that follow by `step`; none where that is too far away.
    fn move_by_days(&self, at: Timestamp, days: u32, step: impl Fn(Date) -> Option<Date>) -> Option<Timestamp> {
        let Some(skipped) = days.checked_sub(1) else { return Some(at) };
        let wall = self.zone().to_datetime(at);
        let date = iter::successors(step(wall.date()), |date| step(*date))
            .take(FAR_DAYS)
            .filter(|date| self.is_open_on(*date))
            .nth(usize::try_from(skipped).ok()?)?;
        Some(zone::instant(self.zone(), date.to_datetime(wall.time())))
    }

    fn seconds_after(&self, from: Timestamp, seconds: u32) -> Option<Timestamp> {
        let wanted = SignedDuration::from_secs(seconds.into());
        match self {
            Self::Open(calendar) if seconds > 0 => calendar.open_after(from, wanted),
            _ => from.checked_add(wanted).ok(),
        }
    }

    fn seconds_before(&self, until: Timestamp, seconds: u32) -> Option<Timestamp> {
        let wanted = SignedDuration::from_secs(seconds.into());
        match self {
            Self::Open(calendar) if seconds > 0 => calendar.open_before(until, wanted),
            _ => until.checked_sub(wanted).ok(),
        }
    }
}

impl Calendar {
    /// Whether it is open at that instant.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let wall = self.zone.to_datetime(at);
        self.ranges_on(wall.date()).any(|range| range.contains(wall.time()))
    }

    /// Whether it is open at all on a date.
    #[must_use]
    pub fn is_open_on(&self, date: Date) -> bool {
        self.ranges_on(date).next().is_some()
    }

    /// The ranges of a date; none on a holiday.
    fn ranges_on(&self, date: Date) -> impl DoubleEndedIterator<Item = OpenRange> {
        let of_weekday = &self.week[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
        let ranges = if self.holidays.contains(&date) { &[] } else { of_weekday.as_slice() };
        ranges.iter().copied().filter(|range| !range.is_empty())
    }
}

impl OpenRange {
    /// Whether a time of day is in it.
    #[must_use]
    pub fn contains(&self, time: Time) -> bool {
        self.from <= time && self.until.is_none_or(|until| time < until)
    }

    fn is_empty(&self) -> bool {
        self.until.is_some_and(|until| until <= self.from)
    }
}

/// `at` and `duration`; the last instant that can be held where that would be later.
fn later(at: Timestamp, duration: SignedDuration) -> Timestamp {
    at.checked_add(duration).unwrap_or(Timestamp::MAX)
}

/// `at` less `duration`; the first instant that can be held where that would be earlier.
fn earlier(at: Timestamp, duration: SignedDuration) -> Timestamp {
    at.checked_sub(duration).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests;
