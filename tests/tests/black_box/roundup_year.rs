//! A year in three time zones: agendas, preparations and hand-offs come at the right instant, each once.
//!
//! The expected instants are found by looking at the zone's wall clock minute by minute, and not by the rules that the
//! product computes them with.

use jiff::civil::{Date, Time, Weekday, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use roundup_standins::Call;
use roundup_tests::configuration::*;
use roundup_tests::told::{is_agenda, is_handoff, is_message};
use roundup_tests::{Setup, World};
use std::collections::BTreeMap;

/// The year's first and last day.
const YEAR: (Date, Date) = (date(2026, 1, 6), date(2027, 1, 5));
/// Hand-offs are on Mondays at nine.
const HANDOFF: (Weekday, Time) = (Weekday::Monday, time(9, 0, 0, 0));

/// The first instant at which the wall clock of `zone` shows this or has passed it.
fn first_instant(zone: &TimeZone, day: Date, at: Time) -> Timestamp {
    let wanted = day.to_datetime(at);
    // No zone is a day off, and none of these has offsets of other than whole minutes.
    let begin = TimeZone::UTC.to_timestamp(wanted).unwrap() - SignedDuration::from_hours(24);
    (0..).map(|minutes| begin + SignedDuration::from_mins(minutes)).find(|instant| zone.to_datetime(*instant) >= wanted).unwrap()
}

/// Every day of the year that is this day of the week.
fn days(weekday: Weekday) -> impl Iterator<Item = Date> {
    YEAR.0.series(Span::new().days(1)).take_while(|day| *day <= YEAR.1).filter(move |day| day.weekday() == weekday)
}

/// What is posted when and to whom.
type Posts = BTreeMap<Timestamp, Vec<String>>;

fn put(posts: &mut Posts, at: Timestamp, what: String) {
    let (from, until) =
        (first_instant(&TimeZone::UTC, YEAR.0, Time::midnight()), first_instant(&TimeZone::UTC, YEAR.1, Time::midnight()));
    if at > from && at <= until {
        let there = posts.entry(at).or_default();
        there.push(what);
        there.sort();
    }
}

/// Who is on call at an instant: Ada from Monday 5 January at nine for a week, then Ben, and so on.
fn on_call(zone: &TimeZone, at: Timestamp) -> &'static str {
    let begun = date(2026, 1, 5).series(Span::new().days(7)).take_while(|monday| first_instant(zone, *monday, HANDOFF.1) <= at);
    if begun.count() % 2 == 1 { ADA } else { BEN }
}

fn expected(zone: &TimeZone, (weekday, clock): (Weekday, Time)) -> Posts {
    let mut posts = Posts::new();
    for day in days(weekday) {
        put(&mut posts, first_instant(zone, day, clock), format!("agenda {day}"));
        for before in [2, 1] {
            let at = first_instant(zone, day.checked_sub(Span::new().days(before)).unwrap(), clock);
            put(&mut posts, at, format!("preparation for {}", on_call(zone, at)));
        }
    }
    for monday in days(HANDOFF.0) {
        let at = first_instant(zone, monday, HANDOFF.1);
        put(&mut posts, at, format!("hand-off to {}", on_call(zone, at)));
    }
    posts
}

fn seen(calls: &[Call]) -> Posts {
    let mut posts = Posts::new();
    for call in calls.iter().filter(|call| call.method == "chat.postMessage" && is_message(call)) {
        let key = call.body["metadata"]["event_payload"]["key"].as_str().unwrap_or_default();
        let (to, text) = (call.body["channel"].as_str().unwrap(), call.body["text"].as_str().unwrap());
        if is_agenda(call) && call.body["thread_ts"].is_null() {
            let day = key.strip_prefix("roundup:").unwrap().split('/').next().unwrap();
            put(&mut posts, call.at, format!("agenda {day}"));
        } else if is_handoff(call) && text.starts_with("You are on call") {
            put(&mut posts, call.at, format!("hand-off to {to}"));
        } else if key.starts_with("prepare:") {
            put(&mut posts, call.at, format!("preparation for {to}"));
        }
    }
    posts
}

async fn a_year_in(name: &str, meeting: &str, at: (Weekday, Time), shifts: usize) {
    let zone = TimeZone::get(name).unwrap();
    let configuration = acme_with(
        "meeting = \"Fri 16:00\"",
        &format!("meeting = \"{meeting}\"\npost = \"{INTERNAL}\"\nprepare = [\"2d\", \"1d\"]"),
    )
    .replace("timezone = \"America/New_York\"\nslack_team", &format!("timezone = \"{name}\"\nslack_team"));
    assert!(configuration.contains(name));
    let now = first_instant(&TimeZone::UTC, YEAR.0, Time::midnight()).to_string();
    let world = World::with(Setup { configuration, now, ..Setup::default() }).await;
    // In two strides, the second from the middle of a week.
    for until in [date(2026, 7, 1), YEAR.1] {
        world.to(&first_instant(&TimeZone::UTC, until, Time::midnight()).to_string()).await;
    }
    let expected = expected(&zone, at);
    // The clocks of this zone change as often as that, so that the year has hours other than those of a plain one.
    let offsets: Vec<_> = expected.keys().map(|at| zone.to_offset(*at)).collect();
    assert_eq!(offsets.windows(2).filter(|pair| pair[0] != pair[1]).count(), shifts, "{name}");
    let count: usize = expected.values().map(Vec::len).sum();
    assert!((205..=210).contains(&count), "52 weeks with an agenda, two preparations and a hand-off each: {count}");
    let seen = seen(&world.slack.calls());
    let unlike: Vec<_> = expected.keys().chain(seen.keys()).filter(|at| expected.get(at) != seen.get(at)).collect();
    let unlike: Vec<_> = unlike.iter().map(|at| (at, expected.get(at), seen.get(at))).collect();
    assert!(unlike.is_empty(), "{name}: at, expected, seen: {unlike:#?}");
}

#[tokio::test]
async fn in_new_york_with_meetings_at_the_hour_of_the_hand_off() {
    a_year_in("America/New_York", "Mon 09:00", (Weekday::Monday, time(9, 0, 0, 0)), 2).await;
}

#[tokio::test]
async fn in_berlin_with_meetings_in_the_hour_that_the_spring_skips_and_the_autumn_has_twice() {
    // On Sunday 29 March there is no 2:30, on Sunday 25 October there are two.
    a_year_in("Europe/Berlin", "Sun 02:30", (Weekday::Sunday, time(2, 30, 0, 0)), 2).await;
}

#[tokio::test]
async fn on_lord_howe_where_the_clocks_change_by_half_an_hour() {
    // On Sunday 4 October there is no 2:15, which is the day before that meeting.
    a_year_in("Australia/Lord_Howe", "Mon 02:15", (Weekday::Monday, time(2, 15, 0, 0)), 2).await;
}
