#![allow(clippy::unwrap_used)]

use super::*;
use jiff::SignedDuration;
use jiff::civil::{date, time};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn meeting(zone: &str, weekday: Weekday, time: Time, prepare: &[&str]) -> Meeting {
    let prepare = prepare.iter().map(|text| text.parse().unwrap()).collect();
    Meeting { zone: TimeZone::get(zone).unwrap(), at: WeekTime { weekday, time }, prepare }
}

/// Tuesdays at 13:00 Eastern Time, prepared two days and a day before.
fn roundup() -> Meeting {
    meeting("America/New_York", Weekday::Tuesday, time(13, 0, 0, 0), &["1d", "2d"])
}

#[test]
fn the_next_meeting_starts_after_now() {
    for (now, expected) in [
        ("2026-03-02T00:00:00Z", "2026-03-03T18:00:00Z"),
        ("2026-03-03T17:59:59.999Z", "2026-03-03T18:00:00Z"),
        ("2026-03-03T18:00:00Z", "2026-03-10T17:00:00Z"),
        ("2026-03-03T18:00:01Z", "2026-03-10T17:00:00Z"),
        // The evening in New York is the next day in UTC.
        ("2026-03-04T02:00:00Z", "2026-03-10T17:00:00Z"),
        ("2026-12-30T00:00:00Z", "2027-01-05T18:00:00Z"),
        ("2028-02-23T00:00:00Z", "2028-02-29T18:00:00Z"),
    ] {
        assert_eq!(roundup().next(at(now)).at, at(expected), "{now}");
    }
}

#[test]
fn a_meeting_is_prepared_at_its_wall_clock_time_whatever_the_clocks_do_in_between() {
    assert_eq!(
        roundup().on(date(2026, 3, 10)),
        Occurrence {
            date: date(2026, 3, 10),
            at: at("2026-03-10T17:00:00Z"),
            prepare: vec![at("2026-03-08T17:00:00Z"), at("2026-03-09T17:00:00Z")],
        }
    );
    // Three days before, the clocks had not gone forward yet.
    let early = meeting("America/New_York", Weekday::Tuesday, time(13, 0, 0, 0), &["3d", "0d", "1w"]).on(date(2026, 3, 10));
    assert_eq!(early.prepare, [at("2026-03-03T18:00:00Z"), at("2026-03-07T18:00:00Z"), at("2026-03-10T17:00:00Z")]);
}

#[test]
fn the_meeting_before_is_a_week_earlier_by_the_calendar() {
    let after_the_change = roundup().on(date(2026, 3, 10));
    let before_it = roundup().previous(&after_the_change);
    assert_eq!(before_it, roundup().on(date(2026, 3, 3)));
    assert_eq!(roundup().next(before_it.at), after_the_change);
    assert_eq!(roundup().previous(&roundup().on(date(2027, 1, 5))).date, date(2026, 12, 29));
}

#[test]
fn a_meeting_moved_to_another_day_is_prepared_before_that_day() {
    let moved = roundup().on(date(2026, 7, 9));
    assert_eq!(moved.at, at("2026-07-09T17:00:00Z"));
    assert_eq!(moved.prepare, [at("2026-07-07T17:00:00Z"), at("2026-07-08T17:00:00Z")]);
}

#[test]
fn in_the_gap_it_is_held_at_its_end_and_in_the_overlap_once() {
    let night = meeting("America/New_York", Weekday::Sunday, time(2, 30, 0, 0), &["1w"]);
    let held = night.held_between(at("2026-03-02T00:00:00Z"), at("2026-03-16T00:00:00Z"));
    let starts: Vec<_> = held.iter().map(|meeting| meeting.at).collect();
    assert_eq!(starts, [at("2026-03-08T07:00:00Z"), at("2026-03-15T06:30:00Z")]);
    assert_eq!(held[1].prepare, [at("2026-03-08T07:00:00Z")]);

    let night = meeting("America/New_York", Weekday::Sunday, time(1, 30, 0, 0), &[]);
    let first_pass = at("2026-11-01T05:30:00Z");
    assert_eq!(night.next(at("2026-11-01T05:29:59Z")).at, first_pass);
    assert_eq!(night.next(first_pass).at, at("2026-11-08T06:30:00Z"));
    assert_eq!(night.next(at("2026-11-01T06:00:00Z")).at, at("2026-11-08T06:30:00Z"));
}

#[test]
fn meetings_are_held_after_the_one_end_and_up_to_the_other() {
    let [first, second] = ["2026-03-03T18:00:00Z", "2026-03-10T17:00:00Z"].map(at);
    let starts = |after, until| roundup().held_between(after, until).iter().map(|meeting| meeting.at).collect::<Vec<_>>();
    assert_eq!(starts(first, second), [second]);
    assert_eq!(starts(first - SignedDuration::from_nanos(1), second - SignedDuration::from_nanos(1)), [first]);
    assert_eq!(starts(second, first), []);
}

#[test]
fn clocks_that_go_back_over_midnight_repeat_no_meeting() {
    // On 7 November 2010, at 00:01, Newfoundland went back to 23:01 of the day before.
    let midnight = meeting("America/St_Johns", Weekday::Sunday, Time::midnight(), &[]);
    let start = at("2010-11-07T02:30:00Z");
    assert_eq!(midnight.next(start - SignedDuration::from_secs(1)).at, start);
    for minutes in [0, 1, 30, 60, 61, 120] {
        let now = start + SignedDuration::from_mins(minutes);
        assert_eq!(midnight.next(now).at, at("2010-11-14T03:30:00Z"), "{minutes} minutes later");
    }
}

#[test]
fn the_next_preparation_may_be_for_a_later_meeting_than_the_next() {
    let (due, of) = roundup().next_preparation(at("2026-03-02T18:00:00Z")).unwrap();
    assert_eq!((due, of.date), (at("2026-03-08T17:00:00Z"), date(2026, 3, 10)));
    let ahead = meeting("America/New_York", Weekday::Tuesday, time(13, 0, 0, 0), &["10d"]);
    let (due, of) = ahead.next_preparation(at("2026-03-02T18:00:00Z")).unwrap();
    assert_eq!((due, of.date), (at("2026-03-07T18:00:00Z"), date(2026, 3, 17)));
    assert_eq!(meeting("UTC", Weekday::Monday, time(9, 0, 0, 0), &[]).next_preparation(due), None);
}

#[test]
fn preparations_due_at_the_same_time_are_all_given() {
    let twice = meeting("Europe/Berlin", Weekday::Monday, time(9, 0, 0, 0), &["1w", "14d", "7d"]);
    let due = twice.prepared_between(at("2026-12-20T00:00:00Z"), at("2026-12-28T08:00:00Z"));
    let due: Vec<_> = due.iter().map(|(at, meeting)| (at.to_string(), meeting.date)).collect();
    let both = |day: &str| format!("2026-12-{day}T08:00:00Z");
    assert_eq!(
        due,
        [
            (both("21"), date(2026, 12, 28)),
            (both("21"), date(2027, 1, 4)),
            (both("28"), date(2027, 1, 4)),
            (both("28"), date(2027, 1, 11)),
        ]
    );
    assert_eq!(twice.on(date(2026, 12, 28)).prepare.len(), 2);
    assert_eq!(twice.next_preparation(at("2026-12-20T00:00:00Z")).unwrap().1.date, date(2026, 12, 28));
}

#[test]
fn at_the_end_of_time_there_is_an_end() {
    let last = roundup().next(Timestamp::MAX);
    assert_eq!(last.date, Date::MAX);
    assert!(roundup().held_between(at("9999-12-01T00:00:00Z"), Timestamp::MAX).len() < 6);
    assert!(roundup().prepared_between(at("9999-12-01T00:00:00Z"), Timestamp::MAX).len() < 12);
    assert!(roundup().next(Timestamp::MIN).at > Timestamp::MIN);
    assert!(roundup().on(Date::MIN).prepare.len() <= 2);
}

/// The meetings, and the preparations with their meetings, that a walk in steps of 30 seconds comes by: a wall time is
/// reached at the first step at which the clock shows it or a later time of that date.
fn walk(meeting: &Meeting, start: Timestamp, days: i64) -> (Vec<Timestamp>, Vec<(Timestamp, Date)>) {
    let (mut held, mut prepared) = (Vec::new(), Vec::new());
    let mut passed = meeting.zone.to_datetime(start);
    for step in 1..=days * 2_880 {
        let now = start + SignedDuration::from_secs(30 * step);
        let wall = meeting.zone.to_datetime(now);
        let target = wall.date().to_datetime(meeting.at.time);
        if passed < target && target <= wall {
            if wall.weekday() == meeting.at.weekday {
                held.push(now);
            }
            for before in &meeting.prepare {
                let of = wall.date() + Span::new().days(before.days);
                if of.weekday() == meeting.at.weekday {
                    prepared.push((now, of));
                }
            }
        }
        // Where the clocks go back, what was shown before is passed already.
        passed = passed.max(wall);
    }
    prepared.sort_unstable();
    (held, prepared)
}

#[test]
fn a_walk_over_both_changes_of_the_clocks_comes_by_the_same_meetings() {
    let changes = [
        ("America/New_York", "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-11-01T06:00:00Z"),
        ("Europe/Berlin", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25T01:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    ];
    let times = [time(1, 45, 0, 0), time(2, 0, 0, 0), time(2, 15, 0, 0), time(3, 0, 0, 0), time(13, 0, 0, 0)];
    for (zone, change) in changes {
        for time in times {
            let meeting = meeting(zone, Weekday::Sunday, time, &["0d", "1d", "2d", "1w", "10d"]);
            let start = at(change) - SignedDuration::from_hours(24 * 9);
            let (held, prepared) = walk(&meeting, start, 18);
            let end = start + SignedDuration::from_hours(24 * 18);
            let found: Vec<_> = meeting.held_between(start, end).iter().map(|meeting| meeting.at).collect();
            assert_eq!(found, held, "{time} in {zone}");
            let found: Vec<_> = meeting.prepared_between(start, end).into_iter().map(|(at, of)| (at, of.date)).collect();
            assert_eq!(found, prepared, "{time} in {zone}");
            for step in 0..18 * 24 {
                let now = start + SignedDuration::from_mins(60 * step);
                if let Some(next) = held.iter().find(|start| **start > now) {
                    assert_eq!(meeting.next(now).at, *next, "after {now}");
                }
                if let Some((due, of)) = prepared.iter().find(|(due, _)| *due > now) {
                    let next = meeting.next_preparation(now).unwrap();
                    assert_eq!((next.0, next.1.date), (*due, *of), "after {now}");
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn every_meeting_is_on_its_weekday_and_found_from_the_one_before(
        second in 0i64..4_000_000_000,
        weekday in 0i8..7,
        minute in 0i32..1_440,
        zone in prop::sample::select(vec!["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo"]),
    ) {
        let weekday = Weekday::from_monday_zero_offset(weekday).unwrap();
        let meeting = meeting(zone, weekday, time((minute / 60) as i8, (minute % 60) as i8, 0, 0), &["2d", "1d"]);
        let now = Timestamp::from_second(second).unwrap();
        let next = meeting.next(now);
        prop_assert_eq!(next.date.weekday(), weekday);
        let previous = meeting.previous(&next);
        prop_assert!(previous.at <= now && now < next.at);
        prop_assert_eq!(meeting.next(previous.at), next.clone());
        prop_assert_eq!(meeting.on(next.date), next);
    }
}
