//! What holds for every rotation with any overrides.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// 2026-01-01T00:00:00Z.
const NEW_YEAR: i64 = 1_767_225_600;

fn instants() -> impl Strategy<Value = Timestamp> {
    (NEW_YEAR..NEW_YEAR + 100 * 86_400).prop_map(|second| Timestamp::from_second(second).unwrap())
}

prop_compose! {
    fn overrides()(user in prop::sample::select(vec!["A", "B", "C", "X"]), from in instants(), length in -3_600i64..20 * 86_400) -> Override {
        Override { user: user.to_owned(), from, to: from + SignedDuration::from_secs(length) }
    }
}

prop_compose! {
    fn rotations()(
        zone in prop::sample::select(vec!["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo"]),
        members in vec(prop::sample::select(vec!["A", "B", "C"]), 0..5),
        start in 0i64..60,
        weekday in 0i8..7,
        minute in 0i32..1_440,
        every in prop::sample::select(vec!["1w", "2w", "1d", "5d", "30d"]),
        overrides in vec(overrides(), 0..8),
    ) -> OnCall {
        let start = date(2025, 12, 10) + jiff::Span::new().days(start);
        let time = time((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let weekday = Weekday::from_monday_zero_offset(weekday).unwrap();
        let mut on_call = on_call(zone, &members, start, (weekday, time), every);
        on_call.overrides = overrides;
        on_call
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whoever_is_on_call_is_so_from_the_first_to_the_last_moment_of_the_shift(on_call in rotations(), now in instants()) {
        let nanosecond = SignedDuration::from_nanos(1);
        if let Some(shift) = on_call.at(now) {
            prop_assert!(shift.from <= now && shift.until.is_none_or(|until| now < until));
            if let Some(until) = shift.until {
                let last = on_call.at(until - nanosecond).unwrap();
                prop_assert_eq!((&last.user, last.until), (&shift.user, shift.until));
                // Asked before the rotation starts, the first member has always been on call.
                prop_assert!(last.from == shift.from || shift.from == Timestamp::MIN);
                prop_assert_ne!(on_call.at(until).map(|next| next.user), Some(shift.user.clone()));
            }
            if shift.from > Timestamp::MIN {
                prop_assert_eq!(on_call.at(shift.from), Some(shift.clone()));
            }
            if let Some(winner) = on_call.overrides.iter().rfind(|exception| exception.from <= now && now < exception.to) {
                prop_assert_eq!(&winner.user, &shift.user);
            }
        }
    }

    #[test]
    fn the_next_shift_begins_when_this_one_ends(on_call in rotations(), now in instants()) {
        match (on_call.at(now), on_call.next(now)) {
            (Some(shift), Some(next)) if !on_call.rotation.is_empty() => {
                prop_assert_eq!(shift.until, Some(next.from));
                prop_assert_ne!(shift.user, next.user);
            }
            (Some(shift), None) if !on_call.rotation.is_empty() => prop_assert_eq!(shift.until, None),
            (_, Some(next)) => prop_assert!(next.from > now),
            _ => {}
        }
    }

    #[test]
    fn hand_offs_in_two_parts_are_the_hand_offs_of_the_whole(on_call in rotations(), mut ends in [instants(), instants(), instants()]) {
        ends.sort_unstable();
        let [after, between, until] = ends;
        let mut parts = on_call.handoffs_between(after, between);
        parts.extend(on_call.handoffs_between(between, until));
        let whole = on_call.handoffs_between(after, until);
        prop_assert_eq!(&parts, &whole);
        for (at, outgoing, incoming) in whole {
            prop_assert_ne!(&outgoing, &incoming);
            prop_assert_eq!(on_call.at(at).map(|shift| shift.user), incoming);
            prop_assert_eq!(on_call.at(at - SignedDuration::from_nanos(1)).map(|shift| shift.user), outgoing);
        }
    }
}
