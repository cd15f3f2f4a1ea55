//! What holds for every text, on every day.

use super::*;
use proptest::prelude::*;

/// With days on which the clocks of each change.
fn zones() -> impl Strategy<Value = TimeZone> {
    prop::sample::select(vec!["America/New_York", "Europe/Berlin", "Asia/Kolkata"]).prop_map(zone)
}

/// Seconds of 2026, every other one close to a change of the clocks in New York or Berlin.
fn instants() -> impl Strategy<Value = Timestamp> {
    let changes = prop::sample::select(vec![
        "2026-03-08T07:00:00Z",
        "2026-11-01T06:00:00Z",
        "2026-03-29T01:00:00Z",
        "2026-10-25T01:00:00Z",
    ]);
    let near = (changes, -90_000i64..90_000)
        .prop_map(|(change, seconds)| change.parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds));
    let any = (0i64..365 * 86_400).prop_map(|second| Timestamp::from_second(1_767_225_600 + second).unwrap());
    prop_oneof![near, any]
}

/// Texts made of what times are made of.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "mon",
        "next",
        "tomorrow",
        "today",
        "now",
        "eod",
        "end",
        "of",
        "day",
        "at",
        "on",
        "in",
        "5",
        "pm",
        "5pm",
        "12am",
        "9:00",
        "17:00",
        "02:30",
        "2h",
        "90m",
        "1h30m",
        "3d",
        "1w",
        "0h",
        "99999w",
        "hours",
        "2026-03-08",
        "2026-03-08T02:30",
        "2026-03-08T02:30:00Z",
        "-",
        "–",
        "until",
        "from",
        "to",
        "9:00-17:00",
        "9999-12-31",
        "0000-01-01",
    ]);
    prop::collection::vec(word, 0..7).prop_map(|words| words.join(" "))
}

fn relative() -> impl Strategy<Value = String> {
    let weekday = prop::sample::select(vec!["mon", "Tue", "wednesday", "next thu", "fri", "sat", "sunday", "tomorrow"]);
    let clock = (0u8..24, 0u8..60).prop_map(|(hour, minute)| format!("{hour}:{minute:02}"));
    let twelve = (1u8..=12, prop::sample::select(vec!["am", " pm"])).prop_map(|(hour, half)| format!("{hour}{half}"));
    let later =
        (1u32..2_000, prop::sample::select(vec!["m", "h", "d", " weeks"])).prop_map(|(number, unit)| format!("{number}{unit}"));
    prop_oneof![
        clock.clone(),
        twelve,
        later,
        Just("eod".to_owned()),
        weekday.clone().prop_map(str::to_owned),
        (weekday, clock).prop_map(|(day, clock)| format!("{day} {clock}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_text_is_a_panic(text in prop_oneof![".{0,40}", "[0-9:apmhdw t-]{0,24}", words()], now in prop_oneof![instants(), Just(Timestamp::MIN), Just(Timestamp::MAX)], zone in zones()) {
        let _ = parse(&text, now, &zone);
        if let Ok((from, to)) = parse_pair(&text, now, &zone) {
            prop_assert!(from < to);
        }
    }

    #[test]
    fn what_is_relative_lies_after_now(text in relative(), now in instants(), zone in zones()) {
        let found = parse(&text, now, &zone);
        prop_assert!(found.is_ok_and(|at| at > now), "{text} gives {found:?}");
    }

    #[test]
    fn a_time_of_the_day_comes_within_a_day_of_the_calendar(hour in 0i8..24, minute in 0i8..60, now in instants(), zone in zones()) {
        let found = parse(&format!("{hour}:{minute:02}"), now, &zone).unwrap();
        // A day of 25 hours is the longest; a time that fell into the gap has moved by up to an hour more.
        prop_assert!(found.duration_since(now) <= SignedDuration::from_hours(26));
        let (shown, asked) = (zone.to_datetime(found).time(), time(hour, minute, 0, 0));
        prop_assert!(shown == asked || (shown.minute() == 0 && shown > asked), "{shown} for {asked}");
    }

    #[test]
    fn an_instant_in_rfc_3339_is_read_as_it_was_written(at in instants(), offset in -14i8..=14, now in instants(), zone in zones()) {
        let written = at.display_with_offset(jiff::tz::Offset::from_hours(offset).unwrap()).to_string();
        prop_assert_eq!(parse(&written, now, &zone), Ok(at), "{}", written);
        prop_assert_eq!(parse(&at.to_string(), now, &zone), Ok(at));
    }

    #[test]
    fn a_local_date_and_time_is_read_as_it_was_written(at in instants(), now in instants(), zone in zones()) {
        let wall = zone.to_datetime(at);
        for format in ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %I:%M:%S %p"] {
            let found = parse(&wall.strftime(format).to_string(), now, &zone).unwrap();
            prop_assert_eq!(zone.to_datetime(found), wall);
            // The same, but for the second half of the overlap.
            prop_assert!(found == at || found + SignedDuration::from_hours(1) == at);
        }
    }
}
