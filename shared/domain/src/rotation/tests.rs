#![allow(clippy::unwrap_used)]

use super::*;
use jiff::SignedDuration;
use jiff::civil::{Time, Weekday, date, time};

mod properties;
mod taken;
mod walk;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn on_call(zone: &str, rotation: &[&str], start: Date, handoff: (Weekday, Time), every: &str) -> OnCall {
    let member = |slack: &&str| Member { slack: (*slack).to_owned(), github: None, email: None, name: None };
    OnCall {
        zone: TimeZone::get(zone).unwrap(),
        rotation: rotation.iter().map(member).collect(),
        start,
        handoff: WeekTime { weekday: handoff.0, time: handoff.1 },
        every: every.parse().unwrap(),
        user_group: None,
        channel: None,
        lead: None,
        overrides: Vec::new(),
    }
}

/// Three people, Mondays at 09:00 in New York, from Monday 5 January 2026.
fn team(rotation: &[&str]) -> OnCall {
    on_call("America/New_York", rotation, date(2026, 1, 5), (Weekday::Monday, time(9, 0, 0, 0)), "1w")
}

fn overridden(user: &str, from: &str, to: &str) -> Override {
    Override { user: user.to_owned(), from: at(from), to: at(to) }
}

fn shift(user: &str, from: &str, until: &str) -> Option<Shift> {
    Some(Shift { user: user.to_owned(), from: at(from), until: Some(at(until)) })
}

#[test]
fn shifts_change_on_the_hand_off_weekday() {
    let team = team(&["A", "B", "C"]);
    assert_eq!(team.at(at("2026-01-05T14:00:00Z")), shift("A", "2026-01-05T14:00:00Z", "2026-01-12T14:00:00Z"));
    assert_eq!(team.at(at("2026-01-12T13:59:59Z")), shift("A", "2026-01-05T14:00:00Z", "2026-01-12T14:00:00Z"));
    assert_eq!(team.at(at("2026-01-12T14:00:00Z")), shift("B", "2026-01-12T14:00:00Z", "2026-01-19T14:00:00Z"));
    assert_eq!(team.at(at("2026-01-26T14:00:00Z")), shift("A", "2026-01-26T14:00:00Z", "2026-02-02T14:00:00Z"));
    assert_eq!(team.next(at("2026-01-26T14:00:00Z")), shift("B", "2026-02-02T14:00:00Z", "2026-02-09T14:00:00Z"));
    // The week in which the clocks go forward has an hour less.
    assert_eq!(team.at(at("2026-03-05T00:00:00Z")), shift("C", "2026-03-02T14:00:00Z", "2026-03-09T13:00:00Z"));
}

#[test]
fn a_start_in_mid_week_makes_the_first_shift_short() {
    let mut team = team(&["A", "B"]);
    team.start = date(2026, 1, 7);
    assert_eq!(team.at(at("2026-01-07T14:00:00Z")), shift("A", "2026-01-07T14:00:00Z", "2026-01-12T14:00:00Z"));
    assert_eq!(team.next(at("2026-01-07T14:00:00Z")), shift("B", "2026-01-12T14:00:00Z", "2026-01-19T14:00:00Z"));
    team.every = "2w".parse().unwrap();
    assert_eq!(team.next(at("2026-01-07T14:00:00Z")), shift("B", "2026-01-12T14:00:00Z", "2026-01-26T14:00:00Z"));
    team.start = date(2026, 1, 5);
    assert_eq!(team.at(at("2026-01-07T14:00:00Z")), shift("A", "2026-01-05T14:00:00Z", "2026-01-19T14:00:00Z"));
}

#[test]
fn shifts_of_days_change_every_so_many_days_whatever_the_weekday() {
    let mut team = team(&["A", "B"]);
    team.start = date(2026, 12, 30);
    team.every = "3d".parse().unwrap();
    assert_eq!(team.at(at("2026-12-30T14:00:00Z")), shift("A", "2026-12-30T14:00:00Z", "2027-01-02T14:00:00Z"));
    assert_eq!(team.next(at("2026-12-30T14:00:00Z")), shift("B", "2027-01-02T14:00:00Z", "2027-01-05T14:00:00Z"));
}

#[test]
fn a_length_in_hours_counts_in_days_and_is_never_less_than_one() {
    let mut team = team(&["A", "B"]);
    for (every, until) in [("168h", "2026-01-12"), ("1d24h", "2026-01-07"), ("12h", "2026-01-06"), ("0m", "2026-01-06")] {
        team.every = every.parse().unwrap();
        let expected = at(&format!("{until}T14:00:00Z"));
        assert_eq!(team.at(at("2026-01-05T14:00:00Z")).unwrap().until, Some(expected), "{every}");
    }
}

#[test]
fn before_the_first_shift_the_first_member_is_on_call() {
    let team = team(&["A", "B"]);
    let shift = team.at(at("2025-12-24T00:00:00Z")).unwrap();
    assert_eq!((shift.user.as_str(), shift.from), ("A", Timestamp::MIN));
    assert_eq!(shift.until, Some(at("2026-01-12T14:00:00Z")));
    assert_eq!(team.handoffs_between(at("2025-01-01T00:00:00Z"), at("2026-01-12T13:59:59Z")), []);
}

#[test]
fn whoever_is_alone_in_the_rotation_is_on_call_for_ever() {
    for rotation in [&["A"][..], &["A", "A"]] {
        let team = team(rotation);
        let expected = Shift { user: "A".into(), from: at("2026-01-05T14:00:00Z"), until: None };
        assert_eq!(team.at(at("2060-01-01T00:00:00Z")), Some(expected));
        assert_eq!(team.next(at("2060-01-01T00:00:00Z")), None);
        assert_eq!(team.handoffs_between(Timestamp::MIN, Timestamp::MAX), []);
    }
}

#[test]
fn with_nobody_in_the_rotation_only_overrides_count() {
    let mut team = team(&[]);
    assert_eq!(team.at(at("2026-01-06T00:00:00Z")), None);
    assert_eq!(team.next(at("2026-01-06T00:00:00Z")), None);
    team.overrides = vec![
        overridden("B", "2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z"),
        overridden("C", "2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z"),
    ];
    let (b, c) =
        (shift("B", "2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z"), shift("C", "2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z"));
    assert_eq!(team.at(at("2026-01-06T00:00:00Z")), None);
    assert_eq!(team.next(at("2026-01-06T00:00:00Z")), b);
    assert_eq!(team.at(at("2026-01-07T00:00:00Z")), b);
    assert_eq!(team.next(at("2026-01-07T00:00:00Z")), c);
    assert_eq!(team.next(at("2026-01-09T00:00:00Z")), c);
    assert_eq!(team.next(at("2026-01-10T00:00:00Z")), None);
    let (to_b, from_b) = (at("2026-01-07T00:00:00Z"), at("2026-01-08T00:00:00Z"));
    assert_eq!(
        team.handoffs_between(at("2026-01-06T00:00:00Z"), from_b),
        [(to_b, None, Some("B".to_owned())), (from_b, Some("B".to_owned()), None)]
    );
}

#[test]
fn an_override_takes_over_from_its_start_until_its_end() {
    let mut team = team(&["A", "B"]);
    team.overrides = vec![overridden("B", "2026-01-07T14:00:00Z", "2026-01-08T14:00:00Z")];
    assert_eq!(team.at(at("2026-01-07T13:59:59Z")), shift("A", "2026-01-05T14:00:00Z", "2026-01-07T14:00:00Z"));
    assert_eq!(team.at(at("2026-01-07T14:00:00Z")), shift("B", "2026-01-07T14:00:00Z", "2026-01-08T14:00:00Z"));
    assert_eq!(team.at(at("2026-01-08T14:00:00Z")), shift("A", "2026-01-08T14:00:00Z", "2026-01-12T14:00:00Z"));
    assert_eq!(team.next(at("2026-01-07T14:00:00Z")), shift("A", "2026-01-08T14:00:00Z", "2026-01-12T14:00:00Z"));
}

#[test]
fn the_later_of_two_overrides_wins_and_the_earlier_one_comes_back() {
    let mut team = team(&["A", "B"]);
    team.overrides = vec![
        overridden("C", "2026-01-06T00:00:00Z", "2026-01-10T00:00:00Z"),
        overridden("D", "2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z"),
        // Says nothing: it ends before it begins.
        overridden("E", "2026-01-09T12:00:00Z", "2026-01-09T00:00:00Z"),
        overridden("E", "2026-01-09T12:00:00Z", "2026-01-09T12:00:00Z"),
    ];
    assert_eq!(team.at(at("2026-01-06T00:00:00Z")), shift("C", "2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z"));
    assert_eq!(team.at(at("2026-01-07T12:00:00Z")), shift("D", "2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z"));
    assert_eq!(team.at(at("2026-01-09T12:00:00Z")), shift("C", "2026-01-08T00:00:00Z", "2026-01-10T00:00:00Z"));
    team.overrides.swap(0, 1);
    assert_eq!(team.at(at("2026-01-07T12:00:00Z")), shift("C", "2026-01-06T00:00:00Z", "2026-01-10T00:00:00Z"));
}

#[test]
fn adjacent_shifts_and_overrides_of_one_person_are_one() {
    let mut team = team(&["A", "B", "B", "C"]);
    team.overrides = vec![
        overridden("B", "2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z"),
        overridden("B", "2026-01-11T00:00:00Z", "2026-01-15T00:00:00Z"),
        overridden("B", "2026-01-26T14:00:00Z", "2026-01-27T00:00:00Z"),
    ];
    let whole = shift("B", "2026-01-10T00:00:00Z", "2026-01-27T00:00:00Z");
    for now in ["2026-01-10T00:00:00Z", "2026-01-14T00:00:00Z", "2026-01-22T00:00:00Z", "2026-01-26T23:59:59Z"] {
        assert_eq!(team.at(at(now)), whole, "{now}");
    }
    assert_eq!(team.next(at("2026-01-06T00:00:00Z")), whole);
    let changes = team.handoffs_between(at("2026-01-06T00:00:00Z"), at("2026-01-27T00:00:00Z"));
    let people: Vec<_> = changes.iter().map(|(at, out, new)| (at.to_string(), out.as_deref(), new.as_deref())).collect();
    assert_eq!(
        people,
        [("2026-01-10T00:00:00Z".to_owned(), Some("A"), Some("B")), ("2026-01-27T00:00:00Z".to_owned(), Some("B"), Some("C")),]
    );
}

#[test]
fn hand_offs_belong_to_the_period_that_they_end() {
    let team = team(&["A", "B"]);
    let monday = at("2026-01-12T14:00:00Z");
    let second = SignedDuration::from_secs(1);
    let change = (monday, Some("A".to_owned()), Some("B".to_owned()));
    assert_eq!(team.handoffs_between(monday - second, monday), [change]);
    assert_eq!(team.handoffs_between(monday, monday + second), []);
    assert_eq!(team.handoffs_between(monday, monday - second), []);
}

#[test]
fn a_day_that_a_zone_skipped_has_no_shift() {
    // Samoa went from 29 to 31 December 2011.
    let midnight = (Weekday::Monday, Time::midnight());
    let team = on_call("Pacific/Apia", &["A", "B"], date(2011, 12, 28), midnight, "1d");
    let skipped = at("2011-12-30T10:00:00Z");
    assert_eq!(team.at(skipped), shift("B", "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z"));
}

#[test]
fn clocks_that_go_back_over_midnight_do_not_undo_a_hand_off() {
    // On 7 November 2010, at 00:01, Newfoundland went back to 23:01 of the day before.
    let midnight = (Weekday::Monday, Time::midnight());
    let team = on_call("America/St_Johns", &["A", "B"], date(2010, 11, 6), midnight, "1d");
    let second_shift = shift("B", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z");
    for minutes in [0, 1, 30, 60, 61, 120] {
        let now = at("2010-11-07T02:30:00Z") + SignedDuration::from_mins(minutes);
        assert_eq!(team.at(now), second_shift, "{minutes} minutes later");
    }
}

#[test]
fn a_century_and_a_thousand_overrides_are_no_work() {
    let mut team = team(&["A", "B", "C"]);
    team.every = "1d".parse().unwrap();
    let begin = at("2126-01-01T00:00:00Z");
    let hours = |count| begin + SignedDuration::from_hours(count);
    team.overrides = (0..1_000)
        .map(|index| Override { user: format!("U{}", index % 7), from: hours(index), to: hours(index * 2 + 24) })
        .collect();
    // Each shift is found at once, not by walking there: a century of daily shifts a hundred times over.
    for index in 0..100 {
        let now = hours(index * 30);
        let shift = team.at(now).unwrap();
        assert!(shift.from <= now && shift.until.unwrap() > now);
    }
    assert_eq!(team.at(hours(999)).unwrap().user, "U5");
    let long_after = at("9990-01-01T00:00:00Z");
    assert!(["A", "B", "C"].contains(&team.at(long_after).unwrap().user.as_str()));
    // To the end of time, and from its beginning.
    assert!(team.at(Timestamp::MAX).is_some());
    assert_eq!(team.at(Timestamp::MIN).unwrap().user, "A");
}
