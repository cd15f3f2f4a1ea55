//! What holds for every calendar.

use super::*;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

const ZONES: [&str; 6] =
    ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "America/St_Johns"];

/// 2026-01-01T00:00:00Z.
const NEW_YEAR: i64 = 1_767_225_600;

/// Ranges between sorted minutes of the day, the last one perhaps to 24:00.
fn ranges() -> impl Strategy<Value = Vec<OpenRange>> {
    btree_set(0..=1_440, 0..=6).prop_map(|minutes| {
        let minutes: Vec<i32> = minutes.into_iter().collect();
        minutes.chunks_exact(2).map(|pair| range(pair[0], pair[1])).collect()
    })
}

prop_compose! {
    fn calendars()(
        name in prop::sample::select(&ZONES[..]),
        week in vec(ranges(), 7),
        monday in ranges().prop_filter("opens on Mondays", |ranges| !ranges.is_empty()),
        holidays in btree_set(0i64..730, 0..20),
    ) -> Calendar {
        let holidays = holidays.into_iter().map(|day| date(2026, 1, 1) + jiff::Span::new().days(day)).collect();
        let mut week: [Vec<OpenRange>; 7] = week.try_into().unwrap();
        week[0] = monday;
        Calendar { zone: zone(name), week, holidays }
    }
}

/// Open most of the time, since some of what goes wrong needs it.
fn any_hours() -> impl Strategy<Value = Hours> {
    prop_oneof![
        1 => prop::sample::select(&ZONES[..]).prop_map(|name| Hours::Always(zone(name))),
        8 => calendars().prop_map(Hours::Open),
    ]
}

/// Instants of two years, with microseconds, as Slack writes them.
fn instants() -> impl Strategy<Value = Timestamp> {
    (NEW_YEAR..NEW_YEAR + 2 * 365 * 86_400, 0i32..1_000_000)
        .prop_map(|(second, micro)| Timestamp::new(second, micro * 1_000).unwrap())
}

/// Up to 100 open hours.
const LONG: u32 = 360_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn exactly_the_open_time_asked_for_has_passed(hours in any_hours(), from in instants(), seconds in 0..LONG) {
        let lapse = Lapse::seconds(seconds);
        let after = hours.after(from, lapse);
        prop_assert!(after >= from);
        prop_assert_eq!(hours.open_seconds_between(from, after), i64::from(seconds));
        let before = hours.before(from, lapse);
        prop_assert!(before <= from);
        prop_assert_eq!(hours.open_seconds_between(before, from), i64::from(seconds));
    }

    #[test]
    fn a_moment_sooner_is_too_soon(hours in any_hours(), from in instants(), seconds in 1..LONG) {
        let nanosecond = SignedDuration::from_nanos(1);
        let lapse = Lapse::seconds(seconds);
        let sooner = hours.after(from, lapse) - nanosecond;
        prop_assert!(hours.is_open(sooner));
        prop_assert!(hours.open_seconds_between(from, sooner) < i64::from(seconds));
        let nearer = hours.before(from, lapse) + nanosecond;
        prop_assert!(hours.open_seconds_between(nearer, from) < i64::from(seconds));
    }

    #[test]
    fn whoever_comes_later_is_due_no_sooner(hours in any_hours(), one in instants(), two in instants(), near in 0i64..100_000, seconds in 0..LONG) {
        let lapse = Lapse::seconds(seconds);
        for (early, late) in [(one.min(two), one.max(two)), (one, one + SignedDuration::from_secs(near))] {
            prop_assert!(hours.after(early, lapse) <= hours.after(late, lapse));
            prop_assert!(hours.before(early, lapse) <= hours.before(late, lapse));
        }
    }

    #[test]
    fn whoever_has_longer_is_due_no_sooner(hours in any_hours(), from in instants(), days in 0u32..20, more_days in 0u32..20, seconds in 0..LONG, more in 0..LONG) {
        for (less, more) in [
            (Lapse { days, seconds }, Lapse { days, seconds: seconds + more }),
            (Lapse::days(days), Lapse::days(days + more_days)),
            (Lapse::days(days), Lapse { days: days + more_days, seconds }),
        ] {
            prop_assert!(hours.after(from, less) <= hours.after(from, more), "{} and {}", less, more);
            prop_assert!(hours.before(from, less) >= hours.before(from, more), "{} and {}", less, more);
        }
    }

    #[test]
    fn there_and_back_only_closed_time_is_lost(hours in any_hours(), from in instants(), seconds in 1..LONG) {
        let lapse = Lapse::seconds(seconds);
        let back = hours.before(hours.after(from, lapse), lapse);
        prop_assert!(back >= from);
        prop_assert_eq!(hours.open_seconds_between(from, back), 0);
        let forth = hours.after(hours.before(from, lapse), lapse);
        prop_assert!(forth <= from);
        prop_assert_eq!(hours.open_seconds_between(forth, from), 0);
    }

    #[test]
    fn days_keep_the_local_time(hours in any_hours(), from in instants(), days in 1u32..30) {
        let local = |at| hours.zone().to_datetime(at);
        for reached in [hours.after(from, Lapse::days(days)), hours.before(from, Lapse::days(days))] {
            let expected = zone::instant(hours.zone(), local(reached).date().to_datetime(local(from).time()));
            prop_assert_eq!(reached, expected);
            if let Hours::Open(calendar) = &hours {
                prop_assert!(calendar.is_open_on(local(reached).date()));
            }
        }
    }

    #[test]
    fn open_time_adds_up(hours in any_hours(), mut ends in [instants(), instants(), instants()]) {
        ends.sort_unstable();
        let [from, between, until] = ends;
        let parts = hours.open_seconds_between(from, between) + hours.open_seconds_between(between, until);
        // Each of the three is cut to full seconds.
        prop_assert!((hours.open_seconds_between(from, until) - parts).abs() <= 1);
    }
}
