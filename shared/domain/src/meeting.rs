//! The weekly meeting and its preparation.

use crate::lapse::Lapse;
use crate::zone;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use std::iter;

/// A moment of the week: `Tue 13:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekTime {
    /// Day.
    pub weekday: Weekday,
    /// Wall-clock time.
    pub time: Time,
}

/// The weekly meeting and when it is prepared.
///
/// A moment that falls into the spring gap is the first instant after it, in the autumn overlap the first of the two.
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
    pub fn next(&self, now: Timestamp) -> Occurrence {
        self.on(self.first_after(now, self.at.weekday))
    }

    /// The meeting of the week before `occurrence`: seven days earlier by the calendar.
    #[must_use]
    pub fn previous(&self, occurrence: &Occurrence) -> Occurrence {
        self.on(add_days(occurrence.date, -7))
    }

    /// The meeting on `date`, whatever day of the week that is.
    #[must_use]
    pub fn on(&self, date: Date) -> Occurrence {
        let mut prepare: Vec<_> = self.prepare.iter().map(|before| self.preparation(*before, date)).collect();
        prepare.sort_unstable();
        prepare.dedup();
        Occurrence { date, at: self.start_on(date), prepare }
    }

    /// The meetings that start after `after` and not after `until`, in order.
    #[must_use]
    pub fn held_between(&self, after: Timestamp, until: Timestamp) -> Vec<Occurrence> {
        let first = self.first_after(after, self.at.weekday);
        weekly(first).map(|date| self.on(date)).take_while(|meeting| meeting.at <= until).collect()
    }

    /// The first preparation after `now`, with its meeting; none where nothing is prepared. Where several are due at the
    /// same time, that of the nearest meeting; [`Self::prepared_between`] gives all of them.
    #[must_use]
    pub fn next_preparation(&self, now: Timestamp) -> Option<(Timestamp, Occurrence)> {
        let of_each = self.prepare.iter().map(|before| self.first_preparation(*before, now));
        let (at, meeting) = of_each.min()?;
        Some((at, self.on(meeting)))
    }

    /// The preparations due after `after` and not after `until`, in order, each with its meeting.
    #[must_use]
    pub fn prepared_between(&self, after: Timestamp, until: Timestamp) -> Vec<(Timestamp, Occurrence)> {
        let of_each = self.prepare.iter().flat_map(|before| {
            let (_, first) = self.first_preparation(*before, after);
            weekly(first).map(|meeting| (self.preparation(*before, meeting), meeting)).take_while(|(at, _)| *at <= until)
        });
        let mut due: Vec<_> = of_each.collect();
        due.sort_unstable();
        due.dedup();
        due.into_iter().map(|(at, meeting)| (at, self.on(meeting))).collect()
    }

    /// The first time after `now` that something is prepared so long before its meeting, and the date of that meeting.
    fn first_preparation(&self, before: Lapse, now: Timestamp) -> (Timestamp, Date) {
        let weekday = self.at.weekday.wrapping_sub(before.days);
        let date = self.first_after(now, weekday);
        (self.start_on(date), add_days(date, before.days.into()))
    }

    fn preparation(&self, before: Lapse, meeting: Date) -> Timestamp {
        self.start_on(add_days(meeting, -i64::from(before.days)))
    }

    /// The first date on that weekday on which the meeting's wall-clock time is after `now`.
    fn first_after(&self, now: Timestamp, weekday: Weekday) -> Date {
        // What the wall clock is past has started: an earlier date cannot be meant.
        let today = self.zone.to_datetime(now).date();
        let first = add_days(today, today.weekday().until(weekday).into());
        weekly(first).find(|date| self.start_on(*date) > now).unwrap_or(Date::MAX)
    }

    fn start_on(&self, date: Date) -> Timestamp {
        zone::instant(&self.zone, date.to_datetime(self.at.time))
    }
}

/// `first` and the same weekday of every week after it.
fn weekly(first: Date) -> impl Iterator<Item = Date> {
    iter::successors(Some(first), |date| date.checked_add(Span::new().days(7)).ok())
}

/// The date so many days later; the first or the last date there is where that would lie beyond.
pub(crate) fn add_days(date: Date, days: i64) -> Date {
    let beyond = if days < 0 { Date::MIN } else { Date::MAX };
    Span::new().try_days(days).and_then(|span| date.checked_add(span)).unwrap_or(beyond)
}

#[cfg(test)]
mod tests;
