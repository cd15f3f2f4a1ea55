#![allow(clippy::unwrap_used)]

mod properties;

use super::*;
use jiff::civil::DateTime;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// A Wednesday: 2026-03-04, 10:30 in New York.
fn now() -> Timestamp {
    "2026-03-04T15:30:00Z".parse().unwrap()
}

/// In New York, on the Wednesday: what is typed, and the wall clock that is meant.
fn check(cases: &[(&str, &str)]) {
    check_at(now(), cases);
}

fn check_at(now: Timestamp, cases: &[(&str, &str)]) {
    let zone = zone("America/New_York");
    for (text, expected) in cases {
        let found = parse(text, now, &zone).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(zone.to_datetime(found), expected.parse::<DateTime>().unwrap(), "{text}");
    }
}

fn check_instants(zone_name: &str, now: &str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let found = parse(text, now.parse().unwrap(), &zone(zone_name));
        assert_eq!(found, Ok(expected.parse().unwrap()), "{text} in {zone_name}");
    }
}

fn check_pairs(cases: &[(&str, &str, &str)]) {
    let zone = zone("America/New_York");
    for (text, from, to) in cases {
        let (start, end) = parse_pair(text, now(), &zone).unwrap_or_else(|error| panic!("{text}: {error}"));
        let expected = (from.parse::<DateTime>().unwrap(), to.parse::<DateTime>().unwrap());
        assert_eq!((zone.to_datetime(start), zone.to_datetime(end)), expected, "{text}");
    }
}

#[test]
fn an_instant_is_itself_wherever_one_is() {
    check_instants(
        "Asia/Kolkata",
        "2026-03-04T15:30:00Z",
        &[
            ("2026-03-07T09:00:00-05:00", "2026-03-07T14:00:00Z"),
            ("2026-03-07t09:00:00z", "2026-03-07T09:00:00Z"),
            ("2026-03-07 09:00:00.5Z", "2026-03-07T09:00:00.5Z"),
            ("2019-12-31T23:59:59+05:30", "2019-12-31T18:29:59Z"),
        ],
    );
}

#[test]
fn a_date_is_that_day_on_the_wall_clock_even_if_it_is_past() {
    check(&[
        ("2026-03-07T09:00", "2026-03-07T09:00"),
        ("2026-03-07t9:00:30", "2026-03-07T09:00:30"),
        ("2026-03-07 09:00", "2026-03-07T09:00"),
        ("2026-03-07 at 5pm", "2026-03-07T17:00"),
        ("2026-03-07 eod", "2026-03-07T17:00"),
        ("on 2026-03-07", "2026-03-07T00:00"),
        ("2020-02-29", "2020-02-29T00:00"),
    ]);
}

#[test]
fn a_time_of_the_day_is_the_next_such_after_now() {
    check(&[
        ("17:00", "2026-03-04T17:00"),
        ("5pm", "2026-03-04T17:00"),
        ("5:30 PM", "2026-03-04T17:30"),
        ("at 5:30pm", "2026-03-04T17:30"),
        ("until 17:00", "2026-03-04T17:00"),
        ("9am", "2026-03-05T09:00"),
        ("10:30", "2026-03-05T10:30"),
        ("10:30:01", "2026-03-04T10:30:01"),
        ("12am", "2026-03-05T00:00"),
        ("12 pm", "2026-03-04T12:00"),
        ("0:15", "2026-03-05T00:15"),
    ]);
}

#[test]
fn the_end_of_the_day_is_at_five_and_tomorrows_once_that_is_past() {
    check(&[("eod", "2026-03-04T17:00"), ("End  of Day", "2026-03-04T17:00")]);
    check_at("2026-03-04T22:00:00Z".parse().unwrap(), &[("EOD", "2026-03-05T17:00"), ("today eod", "2026-03-04T17:00")]);
}

#[test]
fn tomorrow_and_weekdays_begin_at_nine() {
    check(&[
        ("tomorrow", "2026-03-05T09:00"),
        ("tomorrow 9:30", "2026-03-05T09:30"),
        ("Tomorrow at 6 pm", "2026-03-05T18:00"),
        ("mon", "2026-03-09T09:00"),
        ("Monday", "2026-03-09T09:00"),
        ("next mon", "2026-03-09T09:00"),
        ("mon 17:00", "2026-03-09T17:00"),
        ("next tues 5pm", "2026-03-10T17:00"),
        ("thu", "2026-03-05T09:00"),
        ("today 9:00", "2026-03-04T09:00"),
    ]);
}

#[test]
fn the_weekday_that_it_is_means_the_one_in_a_week() {
    check(&[("wed", "2026-03-11T09:00"), ("wed 17:00", "2026-03-11T17:00"), ("next wednesday", "2026-03-11T09:00")]);
}

#[test]
fn hours_elapse_and_days_keep_the_wall_clock() {
    check(&[
        ("now", "2026-03-04T10:30"),
        ("2h", "2026-03-04T12:30"),
        ("90m", "2026-03-04T12:00"),
        ("1h30m", "2026-03-04T12:00"),
        ("1h 30m", "2026-03-04T12:00"),
        ("in 2 hours", "2026-03-04T12:30"),
        ("1 day 1 hour", "2026-03-05T11:30"),
        ("3d", "2026-03-07T10:30"),
        // The clocks go forward on the 8th.
        ("in 5 days", "2026-03-09T10:30"),
        ("1w", "2026-03-11T10:30"),
        ("120h", "2026-03-09T11:30"),
    ]);
}

#[test]
fn a_time_in_the_spring_gap_is_the_first_after_it_and_one_in_the_overlap_the_first_of_the_two() {
    let before = "2026-03-07T12:00:00Z";
    check_instants(
        "America/New_York",
        before,
        &[
            ("2026-03-08 02:30", "2026-03-08T07:00:00Z"),
            ("sun 2:30", "2026-03-08T07:00:00Z"),
            ("2026-11-01 1:30", "2026-11-01T05:30:00Z"),
        ],
    );
    // Just then, 2:30 has been; and between the two, 1:30 has been.
    check_instants("America/New_York", "2026-03-08T07:00:00Z", &[("2:30", "2026-03-09T06:30:00Z")]);
    check_instants("America/New_York", "2026-11-01T06:00:00Z", &[("1:30", "2026-11-02T06:30:00Z")]);
    // A day that starts at one.
    check_instants("Africa/Cairo", before, &[("2026-04-24", "2026-04-23T22:00:00Z")]);
}

#[test]
fn what_is_no_time_is_refused_with_what_would_be_right() {
    for text in [
        "",
        "until",
        "soon",
        "9",
        "25:00",
        "9:5",
        "9:00:00:00",
        "13pm",
        "0am",
        "17:00 pm",
        "5 p m",
        "2026-3-7",
        "2026-02-30",
        "20260307",
        "2026-03-07T",
        "2026-03-07 soon",
        "mon tue",
        "next tomorrow",
        "next",
        "today",
        "in",
        "in 5pm",
        "2",
        "2x",
        "h",
        "1h1h",
        "30m 1h",
        "-2h",
        "2h ago",
        "1.5h",
        "١h",
        "123456h",
        "99999999999999999999d",
        "tomorrow tomorrow",
        "2026-03-07T09:00:00+99:99",
        "é:00",
        "2026-03-0é",
    ] {
        assert_eq!(parse(text, now(), &zone("UTC")), Err(NotATime::NotUnderstood), "{text:?}");
    }
    for text in ["0m", "in 0 days", "0h 0m"] {
        assert_eq!(parse(text, now(), &zone("UTC")), Err(NotATime::Zero), "{text:?}");
    }
    for (text, now) in
        [("99999w", Timestamp::from_second(240_000_000_000).unwrap()), ("2h", Timestamp::MAX), ("tomorrow", Timestamp::MAX)]
    {
        assert_eq!(parse(text, now, &zone("UTC")), Err(NotATime::TooFar), "{text:?}");
    }
    assert!(NotATime::NotUnderstood.to_string().contains("17:00"));
}

/// Every example that a message gives can be typed.
#[test]
fn what_the_messages_propose_is_understood() {
    let examples = |error: NotATime| {
        let said = error.to_string();
        let (_, examples) = said.split_once(" like ").or_else(|| said.split_once("for example ")).unwrap();
        examples.replace(" or ", ", ").split(", ").map(str::to_owned).collect::<Vec<_>>()
    };
    for error in [NotATime::NotUnderstood, NotATime::Zero, NotATime::TooFar] {
        for example in examples(error) {
            assert!(parse(&example, now(), &zone("UTC")).is_ok(), "{example}");
        }
    }
    for error in [NotATime::NotTwo, NotATime::NotInOrder] {
        for example in examples(error) {
            assert!(parse_pair(&example, now(), &zone("UTC")).is_ok(), "{example}");
        }
    }
}

#[test]
fn two_times_are_a_period() {
    check_pairs(&[
        ("mon 9:00 tue 17:00", "2026-03-09T09:00", "2026-03-10T17:00"),
        ("2026-03-07 2026-03-09", "2026-03-07T00:00", "2026-03-09T00:00"),
        ("2026-03-07 9:00 2026-03-07 17:00", "2026-03-07T09:00", "2026-03-07T17:00"),
        ("2026-03-07T09:00 2026-03-08T09:00:00-04:00", "2026-03-07T09:00", "2026-03-08T09:00"),
        ("9:00 - 17:00", "2026-03-05T09:00", "2026-03-05T17:00"),
        ("9:00-17:00", "2026-03-05T09:00", "2026-03-05T17:00"),
        ("5 pm – 6 pm", "2026-03-04T17:00", "2026-03-04T18:00"),
        ("Mon-Fri", "2026-03-09T09:00", "2026-03-13T09:00"),
        ("from mon to fri 5pm", "2026-03-09T09:00", "2026-03-13T17:00"),
        ("tomorrow until mon", "2026-03-05T09:00", "2026-03-09T09:00"),
        ("now 2h", "2026-03-04T10:30", "2026-03-04T12:30"),
        ("1h 30m 45m", "2026-03-04T12:00", "2026-03-04T12:45"),
    ]);
}

#[test]
fn the_end_counts_from_the_start() {
    check_pairs(&[
        ("mon 9:00 3h", "2026-03-09T09:00", "2026-03-09T12:00"),
        ("mon 9:00 17:00", "2026-03-09T09:00", "2026-03-09T17:00"),
        ("mon 9:00 mon 17:00", "2026-03-09T09:00", "2026-03-09T17:00"),
        ("mon 9:00 next mon 17:00", "2026-03-09T09:00", "2026-03-16T17:00"),
        ("mon mon", "2026-03-09T09:00", "2026-03-16T09:00"),
        ("fri until eod", "2026-03-06T09:00", "2026-03-06T17:00"),
        ("22:00 6:00", "2026-03-04T22:00", "2026-03-05T06:00"),
        ("tomorrow 9:00 tomorrow 17:00", "2026-03-05T09:00", "2026-03-05T17:00"),
    ]);
}

#[test]
fn what_is_not_two_times_in_order_is_refused() {
    for text in [
        "",
        "from",
        "mon",
        "mon 9:00",
        "2026-03-07 09:00",
        "1h 30m",
        "tomorrow 5 pm",
        "mon tue wed",
        "from until",
        "until tue",
        "mon until",
        "mon and tue",
        "- -",
        "mon - - tue",
    ] {
        assert_eq!(parse_pair(text, now(), &zone("UTC")), Err(NotATime::NotTwo), "{text:?}");
    }
    for text in ["2026-03-09 2026-03-07", "2026-03-09 2026-03-09", "mon until tomorrow", "tomorrow tomorrow", "2h now"] {
        assert_eq!(parse_pair(text, now(), &zone("UTC")), Err(NotATime::NotInOrder), "{text:?}");
    }
}
