#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn check(cases: &[(&str, &str, &str)]) {
    for (name, wall, expected) in cases {
        let expected: Timestamp = expected.parse().unwrap();
        assert_eq!(instant(&zone(name), wall.parse().unwrap()), expected, "{wall} in {name}");
    }
}

#[test]
fn an_ordinary_wall_time_is_its_instant() {
    check(&[
        ("America/New_York", "2026-03-03T13:00", "2026-03-03T18:00:00Z"),
        ("America/New_York", "2026-07-07T13:00", "2026-07-07T17:00:00Z"),
        ("Asia/Kathmandu", "2026-07-07T13:00", "2026-07-07T07:15:00Z"),
        ("UTC", "2024-02-29T00:00", "2024-02-29T00:00:00Z"),
        ("Europe/Berlin", "2026-12-31T23:59:59.5", "2026-12-31T22:59:59.5Z"),
    ]);
}

#[test]
fn in_the_spring_gap_it_is_the_first_instant_after_it() {
    check(&[
        ("America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59Z"),
        ("America/New_York", "2026-03-08T02:00", "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-03-08T02:59:59.999", "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z"),
        ("Europe/Berlin", "2026-03-29T02:59", "2026-03-29T01:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z"),
        // Far in the future, where the rule and no table gives the change.
        ("America/New_York", "2126-03-10T02:30", "2126-03-10T07:00:00Z"),
        // At midnight, and a whole day that was skipped.
        ("Africa/Cairo", "2026-04-24T00:30", "2026-04-23T22:00:00Z"),
        ("Pacific/Apia", "2011-12-30T13:00", "2011-12-30T10:00:00Z"),
    ]);
}

#[test]
fn in_the_autumn_overlap_it_is_the_first_of_the_two() {
    check(&[
        ("America/New_York", "2026-11-01T00:59", "2026-11-01T04:59:00Z"),
        ("America/New_York", "2026-11-01T01:00", "2026-11-01T05:00:00Z"),
        ("America/New_York", "2026-11-01T01:59:59", "2026-11-01T05:59:59Z"),
        ("America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"),
    ]);
}

#[test]
fn beyond_the_years_that_can_be_held_it_is_the_last_instant_or_the_first() {
    assert_eq!(instant(&zone("America/New_York"), DateTime::MAX), Timestamp::MAX);
    assert_eq!(instant(&zone("Asia/Tokyo"), DateTime::MIN), Timestamp::MIN);
}

proptest! {
    #[test]
    fn no_earlier_instant_shows_that_wall_time_or_a_later_one(
        name in prop::sample::select(vec!["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin"]),
        // Minutes of the year 2026.
        minute in 0i32..525_600,
    ) {
        let zone = zone(name);
        let wall = jiff::civil::date(2026, 1, 1).at(0, 0, 0, 0) + jiff::Span::new().minutes(minute);
        let found = instant(&zone, wall);
        // It shows the wall time, or (in the gap) one after it.
        prop_assert!(zone.to_datetime(found) >= wall);
        // None of the three hours before does. Changes of the clock are on full minutes.
        for back in 1..=180 {
            let earlier = found - jiff::SignedDuration::from_mins(back);
            prop_assert!(zone.to_datetime(earlier) < wall, "{} shows {}", earlier, zone.to_datetime(earlier));
        }
    }
}
