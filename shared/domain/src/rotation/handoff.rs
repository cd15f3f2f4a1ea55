//! When the shifts of the rotation begin: by arithmetic, however long ago it started.

use super::OnCall;
use crate::meeting::add_days;
use crate::zone;
use jiff::Timestamp;
use jiff::civil::Date;

/// Seconds in a day.
const DAY: u32 = 24 * 60 * 60;

/// The hand-offs of a rotation. The first shift has number 0.
pub(super) struct Handoffs<'a> {
    on_call: &'a OnCall,
    /// Date on which shift 1 begins.
    second: Date,
    /// Days from one hand-off to the next, at least one.
    every: i64,
}

impl<'a> Handoffs<'a> {
    pub(super) fn new(on_call: &'a OnCall) -> Self {
        let every = i64::from(on_call.every.days) + i64::from(on_call.every.seconds / DAY);
        let every = every.max(1);
        let until_weekday = i64::from(on_call.start.weekday().until(on_call.handoff.weekday));
        let whole_weeks = every % 7 == 0;
        let first_length = if whole_weeks && until_weekday > 0 { until_weekday } else { every };
        Self { on_call, second: add_days(on_call.start, first_length), every }
    }

    /// When the first shift begins.
    pub(super) fn start(&self) -> Timestamp {
        self.instant(self.on_call.start)
    }

    /// When shift `number` begins; none where that lies beyond all dates.
    pub(super) fn begin(&self, number: i64) -> Option<Timestamp> {
        if number <= 0 {
            return Some(self.start());
        }
        let date = add_days(self.second, self.every.checked_mul(number - 1)?);
        (date < Date::MAX).then(|| self.instant(date))
    }

    /// The number of the shift at `now`: the last one that has begun, and 0 before the first.
    pub(super) fn number(&self, now: Timestamp) -> i64 {
        let today = self.on_call.zone.to_datetime(now).date();
        let days = self.second.until(today).map_or(0, |span| i64::from(span.get_days()));
        // By the date alone it may be one off: the hour, and clocks that go back over midnight.
        let about = days.div_euclid(self.every) + 1;
        let candidates = (about - 1..=about + 1).rev();
        let begun = |number: &i64| self.begin(*number).is_some_and(|begin| begin <= now);
        candidates.filter(|number| *number > 0).find(begun).unwrap_or(0)
    }

    fn instant(&self, date: Date) -> Timestamp {
        zone::instant(&self.on_call.zone, date.to_datetime(self.on_call.handoff.time))
    }
}
