#![allow(clippy::unwrap_used)]

use super::*;
use jiff::civil::{date, time};

mod properties;
mod walk;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn lapse(text: &str) -> Lapse {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A time of day from its minutes; none for 24:00.
fn of_day(minutes: i32) -> Option<Time> {
    (minutes < 1_440).then(|| time((minutes / 60) as i8, (minutes % 60) as i8, 0, 0))
}

fn range(from: i32, until: i32) -> OpenRange {
    OpenRange { from: of_day(from).unwrap(), until: of_day(until) }
}

/// A calendar from its ranges in minutes of the day, Monday first.
fn calendar(name: &str, week: [&[(i32, i32)]; 7], holidays: &[Date]) -> Calendar {
    Calendar {
        zone: zone(name),
        week: week.map(|ranges| ranges.iter().map(|(from, until)| range(*from, *until)).collect()),
        holidays: holidays.iter().copied().collect(),
    }
}

const NINE_TO_FIVE: &[(i32, i32)] = &[(540, 1020)];
const LUNCH: &[(i32, i32)] = &[(420, 720), (780, 960)];

/// Monday to Friday, 07:00-12:00 and 13:00-16:00, closed at Christmas and New Year.
fn office() -> Hours {
    let holidays = [date(2026, 12, 25), date(2027, 1, 1)];
    Hours::Open(calendar("America/Los_Angeles", [LUNCH, LUNCH, LUNCH, LUNCH, LUNCH, &[], &[]], &holidays))
}

/// Checks `after` with instants in the zone of `hours`, written as wall times.
fn check_after(hours: &Hours, cases: &[(&str, &str, &str)]) {
    let instant = |wall: &str| zone::instant(hours.zone(), wall.parse().unwrap());
    for (from, text, expected) in cases {
        let reached = hours.after(instant(from), lapse(text));
        assert_eq!(hours.zone().to_datetime(reached), expected.parse().unwrap(), "{text} after {from}");
        assert_eq!(reached, instant(expected), "{text} after {from}");
    }
}

/// Checks `before` likewise.
fn check_before(hours: &Hours, cases: &[(&str, &str, &str)]) {
    let instant = |wall: &str| zone::instant(hours.zone(), wall.parse().unwrap());
    for (until, text, expected) in cases {
        let reached = hours.before(instant(until), lapse(text));
        assert_eq!(reached, instant(expected), "{text} before {until}: {}", hours.zone().to_datetime(reached));
    }
}

#[test]
fn hours_count_open_time_only() {
    // 2026-03-03 is a Tuesday.
    check_after(
        &office(),
        &[
            ("2026-03-03T07:00", "3h", "2026-03-03T10:00"),
            ("2026-03-03T11:30", "1h", "2026-03-03T13:30"),
            ("2026-03-03T03:00", "1h", "2026-03-03T08:00"),
            ("2026-03-03T12:30", "10m", "2026-03-03T13:10"),
            ("2026-03-03T20:00", "10m", "2026-03-04T07:10"),
            ("2026-03-06T15:00", "2h", "2026-03-09T08:00"),
            ("2026-03-07T09:00", "1h30m", "2026-03-09T08:30"),
            ("2026-03-03T07:00", "24h", "2026-03-05T16:00"),
            ("2026-03-03T07:30", "24h", "2026-03-06T07:30"),
            ("2026-12-24T15:00", "2h", "2026-12-28T08:00"),
            ("2026-12-31T15:59", "2m", "2027-01-04T07:01"),
        ],
    );
}

#[test]
fn what_is_reached_when_the_office_closes_is_reached_then() {
    check_after(
        &office(),
        &[
            ("2026-03-03T11:00", "1h", "2026-03-03T12:00"),
            ("2026-03-03T07:00", "8h", "2026-03-03T16:00"),
            ("2026-03-06T15:30", "30m", "2026-03-06T16:00"),
        ],
    );
    check_before(
        &office(),
        &[
            ("2026-03-03T14:00", "1h", "2026-03-03T13:00"),
            ("2026-03-03T14:00", "61m", "2026-03-03T11:59"),
            ("2026-03-04T07:00", "8h", "2026-03-03T07:00"),
            ("2026-03-09T07:00", "30m", "2026-03-06T15:30"),
        ],
    );
}

#[test]
fn days_are_open_days_at_the_same_local_time() {
    check_after(
        &office(),
        &[
            ("2026-03-03T10:00", "1d", "2026-03-04T10:00"),
            ("2026-03-06T10:00", "1d", "2026-03-09T10:00"),
            ("2026-03-06T22:00", "1d", "2026-03-09T22:00"),
            ("2026-03-07T10:00", "1d", "2026-03-09T10:00"),
            ("2026-03-04T10:00", "1w", "2026-03-13T10:00"),
            ("2026-12-24T10:00", "2d", "2026-12-29T10:00"),
            ("2026-12-31T10:00", "1d", "2027-01-04T10:00"),
        ],
    );
    check_before(
        &office(),
        &[
            ("2026-03-09T10:00", "1d", "2026-03-06T10:00"),
            ("2026-03-08T10:00", "1d", "2026-03-06T10:00"),
            ("2026-12-28T10:00", "2d", "2026-12-23T10:00"),
        ],
    );
}

#[test]
fn days_come_first_and_open_time_second_and_back_the_other_way_round() {
    check_after(
        &office(),
        &[
            ("2026-03-05T15:00", "1d2h", "2026-03-09T08:00"),
            ("2026-03-06T15:30", "1d31m", "2026-03-10T07:01"),
            // A Saturday: Monday at ten, and then two hours.
            ("2026-03-07T10:00", "1d2h", "2026-03-09T12:00"),
        ],
    );
    check_before(
        &office(),
        &[
            ("2026-03-09T08:00", "1d2h", "2026-03-05T15:00"),
            ("2026-03-10T07:01", "1d31m", "2026-03-06T15:30"),
            // A Sunday: the last two hours of Friday, and then a day.
            ("2026-03-08T10:00", "1d2h", "2026-03-05T14:00"),
        ],
    );
}

#[test]
fn no_time_at_all_has_passed_at_once_even_when_closed() {
    let night = at("2026-03-07T11:11:11.123456Z");
    for hours in [office(), Hours::Always(zone("Europe/Berlin")), Hours::Open(calendar("UTC", [&[]; 7], &[]))] {
        assert_eq!(hours.after(night, Lapse::ZERO), night);
        assert_eq!(hours.before(night, Lapse::ZERO), night);
    }
}

#[test]
fn always_counts_every_hour_and_every_day() {
    let hours = Hours::Always(zone("America/New_York"));
    check_after(
        &hours,
        &[
            ("2026-03-06T20:00", "24h", "2026-03-07T20:00"),
            // The night of the change has an hour less: 24 hours end an hour later, a day at the same local time.
            ("2026-03-07T20:00", "24h", "2026-03-08T21:00"),
            ("2026-03-07T20:00", "1d", "2026-03-08T20:00"),
            ("2026-03-07T02:30", "1d", "2026-03-08T03:00"),
            ("2026-10-31T01:30", "1d", "2026-11-01T01:30"),
            ("2026-10-31T20:00", "24h", "2026-11-01T19:00"),
            ("2024-02-28T12:00", "1d", "2024-02-29T12:00"),
            ("2024-02-28T12:00", "2d", "2024-03-01T12:00"),
            ("2026-12-31T23:30", "1h", "2027-01-01T00:30"),
            ("2026-12-31T23:30", "1d", "2027-01-01T23:30"),
        ],
    );
    check_before(&hours, &[("2026-03-08T21:00", "24h", "2026-03-07T20:00"), ("2026-03-09T02:30", "1d", "2026-03-08T03:00")]);
    assert!(hours.is_open(at("2026-03-08T03:00:00Z")));
    assert_eq!(hours.open_seconds_between(at("2026-03-08T00:00:00Z"), at("2026-03-08T01:00:00.9Z")), 3_600);
}

#[test]
fn the_leap_day_and_the_53rd_week_are_ordinary_days() {
    let hours = Hours::Open(calendar("Europe/Berlin", [NINE_TO_FIVE; 7], &[]));
    check_after(
        &hours,
        &[
            ("2028-02-28T16:00", "2h", "2028-02-29T10:00"),
            ("2028-02-29T16:00", "2h", "2028-03-01T10:00"),
            ("2028-02-28T16:00", "2d", "2028-03-01T16:00"),
            // 2026 has 53 weeks; the last one ends on 3 January 2027.
            ("2026-12-31T16:30", "1h", "2027-01-01T09:30"),
            ("2027-01-03T16:30", "1h", "2027-01-04T09:30"),
        ],
    );
    check_before(&hours, &[("2028-03-01T10:00", "10h", "2028-02-28T16:00"), ("2027-01-01T09:30", "1h", "2026-12-31T16:30")]);
}

#[test]
fn ranges_meet_at_midnight() {
    let night: &[(i32, i32)] = &[(0, 360), (1_320, 1_440)];
    let hours = Hours::Open(calendar("Asia/Tokyo", [night; 7], &[]));
    check_after(
        &hours,
        &[
            ("2026-03-03T23:00", "2h", "2026-03-04T01:00"),
            ("2026-03-03T12:00", "2h", "2026-03-04T00:00"),
            ("2026-03-03T05:00", "1h", "2026-03-03T06:00"),
        ],
    );
    let around_the_clock = Hours::Open(calendar("Asia/Tokyo", [&[(0, 1_440)]; 7], &[]));
    check_after(&around_the_clock, &[("2026-03-03T23:00", "100h", "2026-03-08T03:00")]);
    assert_eq!(around_the_clock.open_seconds_between(at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z")), 31 * 86_400);
}

#[test]
fn fractions_of_a_second_are_kept() {
    let from = at("2026-03-03T18:30:00.123456Z");
    assert_eq!(office().after(from, lapse("2h")), at("2026-03-03T21:30:00.123456Z"));
    assert_eq!(office().before(at("2026-03-03T21:30:00.123456Z"), lapse("2h")), from);
    assert_eq!(office().after(from, lapse("1d")), at("2026-03-04T18:30:00.123456Z"));
}

#[test]
fn an_empty_stretch_has_no_open_time() {
    let (early, late) = (at("2026-03-03T18:00:00Z"), at("2026-03-03T19:00:00Z"));
    assert_eq!(office().open_seconds_between(early, late), 3_600);
    assert_eq!(office().open_seconds_between(late, early), 0);
    assert_eq!(office().open_seconds_between(early, early), 0);
    assert_eq!(Hours::Always(TimeZone::UTC).open_seconds_between(late, early), 0);
}

#[test]
fn a_calendar_that_never_opens_answers_with_the_far_bound() {
    let from = at("2026-03-03T18:00:00Z");
    let empty_range: &[(i32, i32)] = &[(600, 600), (700, 650)];
    for week in [[&[] as &[_]; 7], [empty_range; 7]] {
        let hours = Hours::Open(calendar("America/New_York", week, &[]));
        for text in ["1m", "1d", "1d1h", "4294967295d", "4294967295s"] {
            assert_eq!(hours.after(from, lapse(text)), from + FAR, "{text}");
            assert_eq!(hours.before(from, lapse(text)), from - FAR, "{text}");
        }
        assert_eq!(hours.open_seconds_between(Timestamp::MIN, Timestamp::MAX), 0);
        assert!(!hours.is_open(from));
    }
}

#[test]
fn a_length_of_ages_is_answered_soon() {
    let from = at("2026-03-03T18:00:00Z");
    let rare: [&[(i32, i32)]; 7] = [&[(600, 601)], &[], &[], &[], &[], &[], &[]];
    let rare = Hours::Open(calendar("America/New_York", rare, &[]));
    for hours in [rare, Hours::Always(zone("America/New_York"))] {
        assert_eq!(hours.after(from, Lapse::days(u32::MAX)), from + FAR);
        assert_eq!(hours.before(from, Lapse::days(u32::MAX)), from - FAR);
        // At the ends of time.
        let day = Lapse::days(1);
        assert_eq!(hours.after(Timestamp::MAX, Lapse { days: 1, seconds: 1 }), Timestamp::MAX);
        assert_eq!(hours.before(Timestamp::MIN, Lapse { days: 1, seconds: 1 }), Timestamp::MIN);
        assert!(hours.after(Timestamp::MIN, day) > Timestamp::MIN);
        assert!(hours.before(Timestamp::MAX, day) < Timestamp::MAX);
    }
    let rare: [&[(i32, i32)]; 7] = [&[(600, 601)], &[], &[], &[], &[], &[], &[]];
    let rare = Hours::Open(calendar("America/New_York", rare, &[]));
    assert_eq!(rare.after(from, Lapse::seconds(u32::MAX)), from + FAR);
    assert_eq!(rare.before(from, Lapse::seconds(u32::MAX)), from - FAR);
    // Ten years of Mondays, a minute each.
    assert_eq!(rare.after(from, lapse("522m")), at("2036-03-03T15:01:00Z"));
}
