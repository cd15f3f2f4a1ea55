//! When people write: the hours of the week.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::cmp::Reverse;

/// How many comments started the clock in each hour of the week, in the team's zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BusyHours {
    /// Monday first; in each day, midnight first.
    pub counts: [[usize; 24]; 7],
}

/// An hour of the week, and how many comments it had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusyHour {
    /// Day.
    pub weekday: Weekday,
    /// From 0 to 23: the hour that starts then.
    pub hour: usize,
    /// Comments.
    pub comments: usize,
}

impl BusyHours {
    pub(crate) fn of(times: impl Iterator<Item = Timestamp>, zone: &TimeZone) -> Self {
        let mut hours = Self::default();
        for at in times {
            let local = zone.to_datetime(at);
            let day = usize::from(local.weekday().to_monday_zero_offset().unsigned_abs());
            let hour = usize::from(local.hour().unsigned_abs());
            hours.counts[day % 7][hour % 24] += 1;
        }
        hours
    }

    /// The hours in which anything came in, the busiest first, then in the week's order.
    #[must_use]
    pub fn busiest(&self) -> Vec<BusyHour> {
        let days = self.counts.iter().zip(Weekday::Monday.cycle_forward());
        let hours = days.flat_map(|(day, weekday)| {
            day.iter().enumerate().map(move |(hour, comments)| BusyHour { weekday, hour, comments: *comments })
        });
        let mut busy: Vec<BusyHour> = hours.filter(|hour| hour.comments > 0).collect();
        busy.sort_by_key(|hour| Reverse(hour.comments));
        busy
    }

    /// Comments in the busiest hour.
    #[must_use]
    pub fn most(&self) -> usize {
        self.counts.iter().flatten().copied().max().unwrap_or_default()
    }
}

/// `[{"weekday": "Tuesday", "hour": 14, "comments": 3}]`, the busiest first.
impl Serialize for BusyHours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let busiest = self.busiest();
        let mut list = serializer.serialize_seq(Some(busiest.len()))?;
        for hour in busiest {
            list.serialize_element(&serde_json::json!({
                "weekday": weekday(hour.weekday), "hour": hour.hour, "comments": hour.comments,
            }))?;
        }
        list.end()
    }
}

/// `Tuesday`.
pub(crate) fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_that_of_the_wall_clock_on_either_side_of_the_change_to_summer_time() {
        let zone = TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC);
        let at = ["2026-03-02T14:59:59Z", "2026-03-09T13:00:00Z", "2026-03-08T06:59:00Z", "2026-03-08T07:00:00Z"];
        let hours = BusyHours::of(at.iter().filter_map(|at| at.parse().ok()), &zone);
        let busiest: Vec<_> = hours.busiest().iter().map(|hour| (weekday(hour.weekday), hour.hour, hour.comments)).collect();
        assert_eq!(busiest, [("Monday", 9, 2), ("Sunday", 1, 1), ("Sunday", 3, 1)]);
    }
}
