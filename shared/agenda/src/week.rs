//! What a week was like, in numbers.

use crate::escape::line;
use crate::hours::BusyHours;
use crate::input::Input;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use roundup_domain::item::Run;
use serde::Serialize;
use std::collections::BTreeMap;

/// The week's numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Start, exclusive: the meeting before.
    pub from: Timestamp,
    /// End, inclusive: the meeting, or the moment of asking where that is earlier.
    pub to: Timestamp,
    /// Of all sources together.
    #[serde(flatten)]
    pub total: Tally,
    /// Of each source that has an item in the week, by name.
    pub by_source: BTreeMap<String, Tally>,
    /// When they came in.
    pub busiest_hours: BusyHours,
    /// Events whose webhook never arrived, found by looking.
    #[serde(rename = "missed_events_recovered", skip_serializing_if = "is_none")]
    pub recovered: usize,
}

/// Most weeks there are none, and none is said.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_none(recovered: &usize) -> bool {
    *recovered == 0
}

/// How many came in and how fast they were answered. `comments` is the sum of the five that follow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Comments from outside that started the clock in the week.
    pub comments: usize,
    /// Of these, answered by the time they were due.
    pub in_time: usize,
    /// Of these, past their deadline when they were answered, taken back or set aside, or past it and still waiting.
    pub late: usize,
    /// Of these, still waiting and not due yet.
    pub waiting: usize,
    /// Of these, taken back before they were due, unanswered.
    pub withdrawn: usize,
    /// Of these, set aside by staff before they were due: no response needed.
    pub dismissed: usize,
    /// How long the answers given in the week took, whenever the question was asked.
    pub first_response_seconds: ResponseTimes,
}

/// Seconds from a comment to its answer, by nearest rank: the smallest time within which at least that share of the
/// answers came. So each is a time that somebody really waited, and the median of an even number is the lower of the
/// two in the middle. None where there was no answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ResponseTimes {
    /// Half of the answers came within this.
    pub median: Option<i64>,
    /// Nine of ten came within this.
    pub p90: Option<i64>,
    /// All came within this.
    pub max: Option<i64>,
}

/// Which runs of the clock count, and when they are looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Exclusive.
    pub from: Timestamp,
    /// Inclusive.
    pub to: Timestamp,
    /// Decides whether somebody who still waits is late.
    pub now: Timestamp,
}

impl Window {
    pub fn contains(self, at: Timestamp) -> bool {
        self.from < at && at <= self.to
    }
}

pub(crate) fn week(inputs: &[Input], window: Window, zone: &TimeZone) -> Week {
    let mut sources: BTreeMap<String, Vec<&Run>> = BTreeMap::new();
    for input in inputs {
        sources.entry(line(&input.item.source)).or_default().extend(&input.runs);
    }
    let by_source = sources.iter().map(|(source, runs)| (source.clone(), tally(runs, window))).collect();
    let all: Vec<&Run> = sources.into_values().flatten().collect();
    let came_in = all.iter().map(|run| run.since).filter(|since| window.contains(*since));
    let busiest_hours = BusyHours::of(came_in, zone);
    Week { from: window.from, to: window.to, total: tally(&all, window), by_source, busiest_hours, recovered: 0 }
}

fn tally(runs: &[&Run], window: Window) -> Tally {
    let mut tally = Tally { first_response_seconds: response_times(runs, window), ..Tally::default() };
    for run in runs.iter().filter(|run| window.contains(run.since)) {
        tally.comments += 1;
        match &run.end {
            _ if run.is_late(window.now) => tally.late += 1,
            Some(end) if end.answered_by.is_some() => tally.in_time += 1,
            Some(end) if end.dismissed_by.is_some() => tally.dismissed += 1,
            Some(_) => tally.withdrawn += 1,
            None => tally.waiting += 1,
        }
    }
    tally
}

fn response_times(runs: &[&Run], window: Window) -> ResponseTimes {
    let mut seconds: Vec<i64> = runs
        .iter()
        .filter_map(|run| Some((run.since, run.end.as_ref().filter(|end| end.answered_by.is_some())?.at)))
        .filter(|(_, answered)| window.contains(*answered))
        .map(|(since, answered)| since.duration_until(answered).as_secs())
        .collect();
    seconds.sort_unstable();
    ResponseTimes { median: nearest_rank(&seconds, 50), p90: nearest_rank(&seconds, 90), max: seconds.last().copied() }
}

/// The smallest of the `sorted` values that at least `percent` of them do not exceed.
fn nearest_rank(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let cases: [(&[i64], Option<i64>, Option<i64>); 6] = [
            (&[], None, None),
            (&[7], Some(7), Some(7)),
            (&[1, 2], Some(1), Some(2)),
            (&[1, 2, 3], Some(2), Some(3)),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Some(5), Some(9)),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], Some(6), Some(10)),
        ];
        for (sorted, median, p90) in cases {
            assert_eq!(nearest_rank(sorted, 50), median, "median of {sorted:?}");
            assert_eq!(nearest_rank(sorted, 90), p90, "p90 of {sorted:?}");
        }
    }
}
