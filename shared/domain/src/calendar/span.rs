//! Open time as spans of instants, a week at a time.

use super::{Calendar, FAR, earlier, later};
use crate::zone::at_offset;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use std::iter;

/// How much is looked at in one go: more than most answers take, so that the zone is asked for its changes once.
const WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// From an instant until a later one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    from: Timestamp,
    until: Timestamp,
}

impl Span {
    fn length(self) -> SignedDuration {
        self.until.duration_since(self.from)
    }
}

impl Calendar {
    /// The earliest instant by which it has been open for `wanted` (more than nothing) since `from`; none where that is
    /// [`FAR`] away.
    pub(super) fn open_after(&self, from: Timestamp, wanted: SignedDuration) -> Option<Timestamp> {
        let mut left = wanted;
        for window in self.windows(from, later(from, FAR)) {
            for span in self.open_spans(window) {
                if left <= span.length() {
                    return Some(later(span.from, left));
                }
                left -= span.length();
            }
        }
        None
    }

    /// The latest instant from which it is open for `wanted` (more than nothing) until `until`; none where that is
    /// [`FAR`] away.
    pub(super) fn open_before(&self, until: Timestamp, wanted: SignedDuration) -> Option<Timestamp> {
        let mut left = wanted;
        for window in self.windows_back(earlier(until, FAR), until) {
            for span in self.open_spans(window).into_iter().rev() {
                if left <= span.length() {
                    return Some(earlier(span.until, left));
                }
                left -= span.length();
            }
        }
        None
    }

    /// How long it is open from `from` until `until`.
    pub(super) fn open_between(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        let windows = self.windows(from, until);
        windows.flat_map(|window| self.open_spans(window)).map(Span::length).sum()
    }

    /// `from` until `until` in pieces of [`WINDOW`]; none where it never opens.
    fn windows(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = Span> {
        let until = if self.never_opens() { from } else { until };
        let starts = iter::successors(Some(from), |start| Some(later(*start, WINDOW)));
        starts
            .take_while(move |start| *start < until)
            .map(move |start| Span { from: start, until: later(start, WINDOW).min(until) })
    }

    /// The same from the end.
    fn windows_back(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = Span> {
        let from = if self.never_opens() { until } else { from };
        let ends = iter::successors(Some(until), |end| Some(earlier(*end, WINDOW)));
        ends.take_while(move |end| *end > from).map(move |end| Span { from: earlier(end, WINDOW).max(from), until: end })
    }

    fn never_opens(&self) -> bool {
        self.week.iter().flatten().all(|range| range.is_empty())
    }

    /// When it is open in `window`, in order.
    fn open_spans(&self, window: Span) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut from = window.from;
        // Between two changes of the clock, a wall time and its instant are a fixed offset apart.
        while from < window.until {
            let change = self.zone.following(from).map(|change| change.timestamp()).find(|change| *change > from);
            let until = change.unwrap_or(Timestamp::MAX).min(window.until);
            self.add_open_spans(Span { from, until }, self.zone.to_offset(from), &mut spans);
            from = until;
        }
        spans
    }

    /// When it is open in `part`, in which the zone is `offset` ahead of UTC throughout.
    fn add_open_spans(&self, part: Span, offset: Offset, spans: &mut Vec<Span>) {
        let first = offset.to_datetime(part.from).date();
        let dates = iter::successors(Some(first), |date| date.tomorrow().ok());
        for date in dates.take_while(|date| at_offset(offset, date.to_datetime(Time::midnight())) < part.until) {
            spans.extend(self.ranges_on(date).filter_map(|range| {
                let from = at_offset(offset, date.to_datetime(range.from)).max(part.from);
                let until = range.until.map_or_else(|| end_of(date, offset), |until| at_offset(offset, date.to_datetime(until)));
                let until = until.min(part.until);
                (from < until).then_some(Span { from, until })
            }));
        }
    }
}

/// The midnight at which `date` ends.
fn end_of(date: Date, offset: Offset) -> Timestamp {
    date.tomorrow().map_or(Timestamp::MAX, |next| at_offset(offset, next.to_datetime(Time::midnight())))
}
