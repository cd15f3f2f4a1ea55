//! The calendar against a walk in steps of 30 seconds over both changes of the clocks.

use super::*;
use jiff::civil::DateTime;

const STEP: i64 = 30;

/// Ranges of a weekday in minutes of the day, and whether a date is a holiday: the same rules, told to the walk.
type Week = [&'static [(i32, i32)]; 7];

/// What the wall clock shows every 30 seconds from [`DAYS_BEFORE`] a change of the clocks on.
struct Clock {
    start: i64,
    wall: Vec<DateTime>,
}

const DAYS_BEFORE: i64 = 5;
const DAYS: i64 = 14;

impl Clock {
    fn new(zone: &TimeZone, around: Timestamp) -> Self {
        let start = (around.as_second() - DAYS_BEFORE * 86_400).div_euclid(STEP) * STEP;
        let instants = (0..=DAYS * 86_400 / STEP).map(|step| Timestamp::from_second(start + step * STEP).unwrap());
        Self { start, wall: instants.map(|instant| zone.to_datetime(instant)).collect() }
    }
}

/// When it is open by the wall clock, and how much was open before.
struct Walk<'a> {
    clock: &'a Clock,
    open: Vec<bool>,
    /// Open seconds from the start until each step.
    passed: Vec<i64>,
    /// The dates that count, and the first step at which the wall clock shows each of them or a later one. Not the first
    /// date, in whose middle the walk begins.
    dates: Vec<(Date, usize)>,
}

impl<'a> Walk<'a> {
    fn new(clock: &'a Clock, week: Week, holidays: &[Date]) -> Self {
        let mut dates: Vec<(Date, usize)> = Vec::new();
        let mut open = Vec::with_capacity(clock.wall.len());
        let mut passed = vec![0];
        let (mut shown, mut ranges): (Date, &[(i32, i32)]) = (Date::MIN, &[]);
        for (step, wall) in clock.wall.iter().enumerate() {
            if wall.date() != shown {
                shown = wall.date();
                ranges = if holidays.contains(&shown) { &[] } else { week[shown.weekday().to_monday_zero_offset() as usize] };
                if !ranges.is_empty() && dates.last().is_none_or(|(latest, _)| *latest < shown) {
                    dates.push((shown, step));
                }
            }
            let second = i32::from(wall.hour()) * 3600 + i32::from(wall.minute()) * 60 + i32::from(wall.second());
            let is_open = ranges.iter().any(|(from, until)| (from * 60..until * 60).contains(&second));
            open.push(is_open);
            passed.push(passed[step] + if is_open { STEP } else { 0 });
        }
        dates.retain(|(_, step)| *step > 0);
        Self { clock, open, passed, dates }
    }

    fn instant(&self, step: usize) -> Timestamp {
        Timestamp::from_second(self.clock.start + step as i64 * STEP).unwrap()
    }

    /// The first step at which `seconds` have been open since step `from`.
    fn seconds_after(&self, from: usize, seconds: i64) -> Option<usize> {
        let enough = self.passed[from] + seconds;
        let step = self.passed.partition_point(|passed| *passed < enough).max(from);
        (step < self.open.len()).then_some(step)
    }

    /// The last step from which `seconds` are open until step `until`.
    fn seconds_before(&self, until: usize, seconds: i64) -> Option<usize> {
        let enough = self.passed[until] - seconds;
        self.passed.partition_point(|passed| *passed <= enough).checked_sub(1).map(|step| step.min(until))
    }

    /// The first step at which the wall clock shows the time of step `from`, or (in a gap) a later one, on the `days`th
    /// later date that counts.
    fn days_after(&self, from: usize, days: usize) -> Option<usize> {
        let mut later = self.dates.iter().filter(|(date, _)| *date > self.clock.wall[from].date());
        self.first_step(*later.nth(days - 1)?, from)
    }

    /// The same on the `days`th earlier date that counts.
    fn days_before(&self, until: usize, days: usize) -> Option<usize> {
        let mut earlier = self.dates.iter().rev().filter(|(date, _)| *date < self.clock.wall[until].date());
        self.first_step(*earlier.nth(days - 1)?, until)
    }

    /// The first step on a date at which the wall clock shows the time of step `at` or a later one.
    fn first_step(&self, (date, first): (Date, usize), at: usize) -> Option<usize> {
        let target = date.to_datetime(self.clock.wall[at].time());
        (first..self.clock.wall.len()).find(|step| self.clock.wall[*step] >= target)
    }
}

const SPLIT: &[(i32, i32)] = &[(420, 720), (780, 960)];
/// Over the hours in which clocks change anywhere, up to midnight.
const NIGHT: &[(i32, i32)] = &[(0, 30), (105, 135), (140, 165), (1_290, 1_440)];
const ALL_DAY: &[(i32, i32)] = &[(0, 1_440)];

/// Zone, and an instant at each of its two changes of the clocks in 2026: by an hour, by half an hour, at midnight.
const CHANGES: [(&str, &str); 8] = [
    ("America/New_York", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    ("Europe/Berlin", "2026-03-29T01:00:00Z"),
    ("Europe/Berlin", "2026-10-25T01:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    ("Africa/Cairo", "2026-04-23T22:00:00Z"),
    ("Africa/Cairo", "2026-10-29T21:00:00Z"),
];

const WEEKS: [Week; 4] = [
    [SPLIT, SPLIT, SPLIT, SPLIT, SPLIT, &[], &[]],
    [NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT],
    // Open at the weekend only, when clocks change in most zones.
    [&[], &[], &[], &[], NIGHT, ALL_DAY, NIGHT],
    [ALL_DAY, &[], SPLIT, NIGHT, &[], SPLIT, &[(60, 120), (120, 240)]],
];

/// Calls `check` with every change of the clocks, every week, and once with, once without a holiday at and after it.
fn for_each_calendar(mut check: impl FnMut(&Hours, &Walk)) {
    for (name, around) in CHANGES {
        let clock = Clock::new(&zone(name), at(around));
        let day = zone(name).to_datetime(at(around)).date();
        for week in WEEKS {
            for holidays in [vec![], vec![day, day.tomorrow().unwrap().tomorrow().unwrap()]] {
                let hours = Hours::Open(calendar(name, week, &holidays));
                check(&hours, &Walk::new(&clock, week, &holidays));
            }
        }
    }
}

/// The step at which the clocks change.
const CHANGE: usize = (DAYS_BEFORE * 86_400 / STEP) as usize;

/// Steps to start from: all over the walk, and closely around the change.
fn starts() -> impl Iterator<Item = usize> {
    let everywhere = (0..(10 * 86_400 / STEP) as usize).step_by(611);
    everywhere.chain((CHANGE - 400..CHANGE + 400).step_by(29)).chain([CHANGE - 1, CHANGE, CHANGE + 1])
}

#[test]
fn it_is_open_when_the_wall_clock_says_so() {
    for_each_calendar(|hours, walk| {
        // Every step of the night of the change, every quarter of an hour elsewhere.
        for step in (0..walk.open.len()).step_by(30).chain(CHANGE - 700..CHANGE + 700) {
            assert_eq!(hours.is_open(walk.instant(step)), walk.open[step], "{hours:?} at {}", walk.instant(step));
        }
    });
}

#[test]
fn open_time_is_what_a_walk_counts() {
    for_each_calendar(|hours, walk| {
        for from in starts() {
            for until in [from, from + 1, from + 77, from + 1_931, from + 2_880, from + 9_000] {
                let counted = hours.open_seconds_between(walk.instant(from), walk.instant(until));
                assert_eq!(counted, walk.passed[until] - walk.passed[from], "{hours:?} from {}", walk.instant(from));
            }
        }
    });
}

#[test]
fn after_is_the_first_step_and_before_the_last_one_that_a_walk_finds() {
    let mut checked = 0;
    for_each_calendar(|hours, walk| {
        for from in starts() {
            for text in ["0m", "1m", "15m", "30m", "1h", "2h30m", "8h", "24h"] {
                let (lapse, instant) = (lapse(text), walk.instant(from));
                if let Some(step) = walk.seconds_after(from, lapse.seconds.into()) {
                    assert_eq!(hours.after(instant, lapse), walk.instant(step), "{text} after {instant}, {hours:?}");
                    checked += 1;
                }
                if let Some(step) = walk.seconds_before(from, lapse.seconds.into()) {
                    assert_eq!(hours.before(instant, lapse), walk.instant(step), "{text} before {instant}, {hours:?}");
                    checked += 1;
                }
            }
        }
    });
    assert!(checked > 50_000, "{checked}");
}

#[test]
fn days_end_where_a_walk_over_the_dates_finds_them() {
    let mut checked = 0;
    for_each_calendar(|hours, walk| {
        for from in starts() {
            for text in ["1d", "2d", "1d30m", "2d8h"] {
                let (lapse, instant) = (lapse(text), walk.instant(from));
                let after =
                    walk.days_after(from, lapse.days as usize).and_then(|step| walk.seconds_after(step, lapse.seconds.into()));
                if let Some(step) = after {
                    assert_eq!(hours.after(instant, lapse), walk.instant(step), "{text} after {instant}, {hours:?}");
                    checked += 1;
                }
                let before =
                    walk.seconds_before(from, lapse.seconds.into()).and_then(|step| walk.days_before(step, lapse.days as usize));
                if let Some(step) = before {
                    assert_eq!(hours.before(instant, lapse), walk.instant(step), "{text} before {instant}, {hours:?}");
                    checked += 1;
                }
            }
        }
    });
    assert!(checked > 20_000, "{checked}");
}
