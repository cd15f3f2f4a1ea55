//! The rotation against a walk in steps of 30 seconds over both changes of the clocks.

use super::*;
use jiff::civil::DateTime;
use jiff::{Span, ToSpan};

const STEP: i64 = 30;
const DAYS: i64 = 10;

/// Zone, an instant at one of its two changes of the clocks in 2026, and a time in the gap or the overlap.
const CHANGES: [(&str, &str, (i8, i8)); 6] = [
    ("America/New_York", "2026-03-08T07:00:00Z", (2, 30)),
    ("America/New_York", "2026-11-01T06:00:00Z", (1, 30)),
    ("Europe/Berlin", "2026-03-29T01:00:00Z", (2, 30)),
    ("Europe/Berlin", "2026-10-25T01:00:00Z", (2, 30)),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z", (1, 45)),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", (2, 15)),
];

/// What the wall clock shows every 30 seconds.
struct Walk {
    start: Timestamp,
    instants: Vec<Timestamp>,
    wall: Vec<DateTime>,
}

impl Walk {
    fn new(zone: &TimeZone, around: Timestamp) -> Self {
        let start = around - SignedDuration::from_hours(24 * DAYS / 2);
        let instants = (0..=DAYS * 86_400 / STEP).map(|step| start + SignedDuration::from_secs(step * STEP));
        let instants: Vec<_> = instants.collect();
        let wall = instants.iter().map(|instant| zone.to_datetime(*instant)).collect();
        Self { start, instants, wall }
    }

    fn instant(&self, step: usize) -> Timestamp {
        self.instants[step]
    }

    /// Who is on call at each step: hand-offs counted one by one since the start, at the first step at which the clock shows
    /// their time or (in the gap) a later one; the last override that holds.
    fn people<'a>(&self, on_call: &'a OnCall, dates: &[Date]) -> Vec<Option<&'a str>> {
        let handoffs: Vec<DateTime> = dates.iter().map(|date| date.to_datetime(on_call.handoff.time)).collect();
        let mut latest = self.wall[0];
        let mut passed = 0;
        let mut people = Vec::with_capacity(self.wall.len());
        for (step, wall) in self.wall.iter().enumerate() {
            latest = latest.max(*wall);
            while handoffs.get(passed).is_some_and(|handoff| *handoff <= latest) {
                passed += 1;
            }
            let now = self.instant(step);
            let exception = on_call.overrides.iter().rev().find(|exception| exception.from <= now && now < exception.to);
            let rostered = || on_call.rotation.get(passed % on_call.rotation.len().max(1)).map(|member| member.slack.as_str());
            people.push(exception.map(|exception| exception.user.as_str()).or_else(rostered));
        }
        people
    }
}

/// The dates of the hand-offs, day by day since the start: what the configuration says in words.
fn handoff_dates(start: Date, weekday: Weekday, every: i32, until: Date) -> Vec<Date> {
    let days = start.series(1.days()).skip(1).take_while(|date| *date <= until);
    if every % 7 != 0 {
        return days.enumerate().filter(|(index, _)| (*index as i32 + 1) % every == 0).map(|(_, date)| date).collect();
    }
    let weeks_apart = (every / 7) as usize;
    let first = if start.weekday() == weekday { start + Span::new().days(every) } else { start };
    let on_weekday = days.filter(|date| date.weekday() == weekday && *date >= first);
    on_weekday.enumerate().filter(|(index, _)| index % weeks_apart == 0).map(|(_, date)| date).collect()
}

/// Runs of the same person: first step, and the first step of the next run.
fn runs<'a>(people: &[Option<&'a str>]) -> Vec<(Option<&'a str>, usize, usize)> {
    let mut runs: Vec<(Option<&str>, usize, usize)> = Vec::new();
    for (step, person) in people.iter().enumerate() {
        match runs.last_mut().filter(|(last, ..)| last == person) {
            Some((.., until)) => *until = step + 1,
            None => runs.push((*person, step, step + 1)),
        }
    }
    runs
}

/// Overrides around the change: none; one over the change and one into it; a heap, some of them of those whose turn it is.
fn override_sets(change: Timestamp) -> [Vec<Override>; 3] {
    let exception = |user: &str, from: i64, to: i64| Override {
        user: user.to_owned(),
        from: change + SignedDuration::from_mins(from),
        to: change + SignedDuration::from_mins(to),
    };
    let day = 1_440;
    [
        vec![],
        vec![exception("B", -90, 90), exception("X", -2 * day, -30)],
        vec![
            exception("A", -4 * day, -2 * day),
            exception("A", -2 * day, -day),
            exception("B", -day, 0),
            exception("C", -3 * day, -3 * day + 7),
            exception("C", 0, 3 * day),
            exception("A", 15, 45),
            exception("X", 50, 40),
            exception("B", day, 2 * day),
            exception("C", day + 60, day + 120),
        ],
    ]
}

fn check(on_call: &OnCall, walk: &Walk, dates: &[Date]) {
    let people = walk.people(on_call, dates);
    let runs = runs(&people);
    let context = || format!("{:?} {:?} {} {}", on_call.rotation.len(), on_call.handoff, on_call.every, on_call.start);
    for (index, (person, from, until)) in runs.iter().enumerate() {
        for step in [*from, *from + 1, (from + until) / 2, *until - 1].into_iter().filter(|step| step < until) {
            let now = walk.instant(step);
            let shift = on_call.at(now);
            assert_eq!(shift.as_ref().map(|shift| shift.user.as_str()), *person, "{now}, {}", context());
            let Some(shift) = shift else { continue };
            if index > 0 {
                assert_eq!(shift.from, walk.instant(*from), "{now}, {}", context());
            } else {
                let start = crate::zone::instant(&on_call.zone, on_call.start.to_datetime(on_call.handoff.time));
                assert!(shift.from <= walk.start || shift.from == start && start <= now, "{now}, {}", context());
            }
            if index + 1 < runs.len() {
                assert_eq!(shift.until, Some(walk.instant(*until)), "{now}, {}", context());
            } else {
                assert!(shift.until.is_none_or(|until| until > now));
            }
        }
        // The last run may go on, and so may the next one that is not known then.
        if let Some((next, from, _)) = runs[index + 1..].iter().find(|(person, ..)| person.is_some()) {
            let found = on_call.next(walk.instant(*until - 1)).unwrap();
            assert_eq!((Some(found.user.as_str()), found.from), (*next, walk.instant(*from)), "{}", context());
        }
    }
    let expected: Vec<_> = runs
        .windows(2)
        .map(|pair| (walk.instant(pair[1].1), pair[0].0.map(str::to_owned), pair[1].0.map(str::to_owned)))
        .collect();
    assert_eq!(on_call.handoffs_between(walk.start, walk.instant(people.len() - 1)), expected, "{}", context());
}

#[test]
fn a_walk_over_both_changes_of_the_clocks_meets_the_same_people() {
    // Years ago, in the days of the walk, and after it.
    let starts = [date(2019, 2, 28), date(2026, 3, 4), date(2026, 10, 30), date(2027, 1, 1)];
    let rotations: [&[&str]; 5] = [&["A", "B", "C"], &["A", "B"], &["A", "A", "B"], &["A"], &[]];
    for (zone, change, (hour, minute)) in CHANGES {
        let around = at(change);
        let walk = Walk::new(&TimeZone::get(zone).unwrap(), around);
        let last = walk.wall.last().unwrap().date();
        // Into the gap or the overlap, which are on Sundays, and beside it.
        for time in [time(hour, minute, 0, 0), time(9, 0, 0, 0)] {
            for start in starts {
                for (every, days) in [("1w", 7), ("2w", 14), ("1d", 1), ("10d", 10)] {
                    let dates = handoff_dates(start, Weekday::Sunday, days, last);
                    for rotation in rotations {
                        for overrides in override_sets(around) {
                            let mut on_call = on_call(zone, rotation, start, (Weekday::Sunday, time), every);
                            on_call.overrides = overrides;
                            check(&on_call, &walk, &dates);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_hand_off_in_the_gap_is_at_its_end_and_one_in_the_overlap_happens_once() {
    for (zone, time, night, expected) in [
        ("America/New_York", time(2, 30, 0, 0), "2026-03-08T00:00:00Z", "2026-03-08T07:00:00Z"),
        ("America/New_York", time(1, 30, 0, 0), "2026-11-01T00:00:00Z", "2026-11-01T05:30:00Z"),
        ("Australia/Lord_Howe", time(2, 15, 0, 0), "2026-10-03T12:00:00Z", "2026-10-03T15:30:00Z"),
        ("Australia/Lord_Howe", time(1, 45, 0, 0), "2026-04-04T12:00:00Z", "2026-04-04T14:45:00Z"),
    ] {
        let team = on_call(zone, &["A", "B"], date(2026, 1, 4), (Weekday::Sunday, time), "1w");
        let changes = team.handoffs_between(at(night), at(night) + SignedDuration::from_hours(24));
        assert_eq!(changes.iter().map(|(when, ..)| *when).collect::<Vec<_>>(), [at(expected)], "{zone}");
    }
}
