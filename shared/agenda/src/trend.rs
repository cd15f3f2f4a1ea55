//! Twelve weeks.

use crate::agenda::Agenda;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many weeks are looked back on, this one included.
pub(crate) const WEEKS: usize = 12;
/// Fewest weeks of a chart: fewer would be columns without a scale.
const FEWEST: usize = 6;

/// One week's numbers, to be stored when its agenda is made and shown in the eleven that follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekPoint {
    /// The meeting at its end.
    pub date: Date,
    /// Comments from outside that started the clock.
    pub comments: usize,
    /// Of these, answered in time.
    pub in_time: usize,
    /// Of these, late, as known at the meeting.
    pub late: usize,
    /// Median first response, in seconds; none where nothing was answered.
    pub median: Option<i64>,
    /// 90th percentile, likewise.
    pub p90: Option<i64>,
}

/// The week of this agenda in one small row.
#[must_use]
pub fn point(agenda: &Agenda) -> WeekPoint {
    let total = &agenda.week.total;
    WeekPoint {
        date: agenda.date,
        comments: total.comments,
        in_time: total.in_time,
        late: total.late,
        median: total.first_response_seconds.median,
        p90: total.first_response_seconds.p90,
    }
}

/// The last twelve weeks in order, ending with `this`, which stands for itself whatever was stored before.
pub(crate) fn trend(stored: &[WeekPoint], this: WeekPoint) -> Vec<WeekPoint> {
    let earlier = stored.iter().filter(|week| weeks_before(this.date, week.date).is_some_and(|weeks| weeks < WEEKS));
    let mut by_date: BTreeMap<Date, WeekPoint> = earlier.map(|week| (week.date, week.clone())).collect();
    by_date.insert(this.date, this);
    let all: Vec<WeekPoint> = by_date.into_values().collect();
    all[all.len().saturating_sub(WEEKS)..].to_vec()
}

/// Whole weeks from `date` to `last`; none where it lies after it.
fn weeks_before(last: Date, date: Date) -> Option<usize> {
    let days = last.since(date).ok()?.get_days();
    usize::try_from(days).ok().map(|days| days / 7)
}

/// The weeks as columns of a chart, the last one last; a week of which nothing is known is an empty column.
pub(crate) fn columns(trend: &[WeekPoint]) -> Vec<Option<&WeekPoint>> {
    let Some(last) = trend.last() else { return Vec::new() };
    let ago = |week: &WeekPoint| weeks_before(last.date, week.date).unwrap_or_default();
    let length = trend.iter().map(|week| ago(week) + 1).max().unwrap_or_default().clamp(FEWEST, WEEKS);
    let mut columns = vec![None; length];
    for week in trend {
        if let Some(column) = length.checked_sub(ago(week) + 1).and_then(|column| columns.get_mut(column)) {
            *column = Some(week);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn week(date: Date, comments: usize) -> WeekPoint {
        WeekPoint { date, comments, in_time: 0, late: 0, median: None, p90: None }
    }

    #[test]
    fn a_trend_has_twelve_weeks_at_most_and_ends_with_this_one() {
        let last = date(2026, 3, 10);
        let stored: Vec<WeekPoint> = (0..20)
            .filter_map(|weeks| Some(week(last.checked_sub(jiff::Span::new().days(7 * weeks)).ok()?, 1)))
            .chain([week(date(2026, 3, 17), 9)])
            .collect();
        let trend = trend(&stored, week(last, 5));
        assert_eq!(trend.len(), 12);
        assert_eq!((trend[0].date, trend[11].date, trend[11].comments), (date(2025, 12, 23), last, 5));
    }

    #[test]
    fn a_week_of_which_nothing_is_known_is_an_empty_column() {
        let trend = [week(date(2026, 2, 17), 3), week(date(2026, 3, 10), 5)];
        let known: Vec<Option<usize>> = columns(&trend).iter().map(|column| column.map(|week| week.comments)).collect();
        assert_eq!(known, [None, None, Some(3), None, None, Some(5)]);
    }
}
