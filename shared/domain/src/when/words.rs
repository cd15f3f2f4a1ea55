//! What words say, before it is known when they were said.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday, time};

/// A time, relative to that of speaking. A `None` for a time of the day: none was said.
#[derive(Debug, PartialEq)]
pub(super) enum Said {
    Now,
    Instant(Timestamp),
    Later { days: i64, minutes: i64 },
    Clock(Time),
    Day(Day, Option<Time>),
}

#[derive(Debug, PartialEq)]
pub(super) enum Day {
    Date(Date),
    Today,
    Tomorrow,
    Weekday { weekday: Weekday, next: bool },
}

const END_OF_DAY: Time = time(17, 0, 0, 0);

/// Reads all of `words`, in lower case, as one time.
pub(super) fn read(words: &[&str]) -> Option<Said> {
    if words == ["now"] {
        return Some(Said::Now);
    }
    let instant = || rfc3339(words).map(Said::Instant);
    instant().or_else(|| clock(words).map(Said::Clock)).or_else(|| day(words)).or_else(|| later(words))
}

/// Reads all of `words` as two times. What can be one time is not two: whoever types `mon 9:00` forgot the end.
pub(super) fn read_pair(words: &[&str]) -> Option<(Said, Said)> {
    let words = words.strip_prefix(&["from"]).unwrap_or(words);
    if read(words).is_some() {
        return None;
    }
    (1..words.len()).find_map(|middle| {
        let (start, end) = words.split_at(middle);
        let end = match end {
            ["-" | "to" | "until" | "till", end @ ..] => end,
            end => end,
        };
        Some((read(start)?, read(end)?))
    })
}

/// `9:00-17:00` and `mon–fri` as three words each. A hyphen among others is part of a date.
pub(super) fn set_dashes_apart(text: &str) -> String {
    let text = text.replace(['–', '—'], " - ");
    let words = text.split_whitespace().map(|word| match word.split_once('-') {
        Some((before, after)) if !after.contains('-') => format!("{before} - {after}"),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// With an offset, and with the `T` or a space (RFC 3339, 5.6). jiff reads more than that, but nothing else that starts
/// with such a date.
fn rfc3339(words: &[&str]) -> Option<Timestamp> {
    date(words.first()?.get(..10)?)?;
    match words {
        [all] => all.parse().ok(),
        [date, time] => format!("{date}t{time}").parse().ok(),
        _ => None,
    }
}

fn day(words: &[&str]) -> Option<Said> {
    if let [word] = words
        && let Some((date, time)) = word.split_once('t').and_then(|(day, time)| Some((date(day)?, clock(&[time])?)))
    {
        return Some(Said::Day(Day::Date(date), Some(time)));
    }
    let (day, rest) = match words {
        ["today", rest @ ..] => (Day::Today, rest),
        ["tomorrow", rest @ ..] => (Day::Tomorrow, rest),
        ["next", name, rest @ ..] => (Day::Weekday { weekday: weekday(name)?, next: true }, rest),
        ["on", name, rest @ ..] | [name, rest @ ..] => (named(name)?, rest),
        [] => return None,
    };
    match rest {
        // Which hour of today would that be?
        [] if day == Day::Today => None,
        [] => Some(Said::Day(day, None)),
        rest => Some(Said::Day(day, Some(clock(rest)?))),
    }
}

fn named(name: &str) -> Option<Day> {
    date(name).map(Day::Date).or_else(|| Some(Day::Weekday { weekday: weekday(name)?, next: false }))
}

/// `2026-03-07`, and none of the other ways that jiff knows.
fn date(word: &str) -> Option<Date> {
    let shape = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    if word.len() == 10 && word.bytes().enumerate().all(shape) { word.parse().ok() } else { None }
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" | "monday" => Weekday::Monday,
        "tue" | "tues" | "tuesday" => Weekday::Tuesday,
        "wed" | "weds" | "wednesday" => Weekday::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" => Weekday::Thursday,
        "fri" | "friday" => Weekday::Friday,
        "sat" | "saturday" => Weekday::Saturday,
        "sun" | "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// A time of the day: `17:00`, `17:00:30`, `5pm`, `5:30 pm`, `eod`; `at` may come first.
fn clock(words: &[&str]) -> Option<Time> {
    let words = words.strip_prefix(&["at"]).unwrap_or(words);
    match words {
        ["eod"] | ["end", "of", "day"] => Some(END_OF_DAY),
        [time, half @ ("am" | "pm")] => twelve_hours(time, half),
        [word] => match word.strip_suffix("am").map(|time| (time, "am")).or_else(|| Some((word.strip_suffix("pm")?, "pm"))) {
            Some((time, half)) => twelve_hours(time, half),
            None if word.contains(':') => hands(word),
            None => None,
        },
        _ => None,
    }
}

/// Noon is 12 pm, and midnight 12 am.
fn twelve_hours(word: &str, half: &str) -> Option<Time> {
    let time = hands(word)?;
    if !(1..=12).contains(&time.hour()) {
        return None;
    }
    let hour = time.hour() % 12 + if half == "pm" { 12 } else { 0 };
    time.with().hour(hour).build().ok()
}

/// `9`, `9:00`, `09:00`, `09:00:30`.
fn hands(word: &str) -> Option<Time> {
    let mut parts = word.split(':');
    let hour = digits(parts.next()?, 1)?;
    let minute = parts.next().map_or(Some(0), |part| digits(part, 2))?;
    let second = parts.next().map_or(Some(0), |part| digits(part, 2))?;
    if parts.next().is_some() { None } else { Time::new(hour, minute, second, 0).ok() }
}

/// A number of two digits, or of `least`.
fn digits(part: &str, least: usize) -> Option<i8> {
    let fits = (least..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if fits { part.parse().ok() } else { None }
}

/// What lasts: `2h`, `1h30m`, `1 day 2 hours`; `in` may come first. From the longest unit to the shortest, each once.
fn later(words: &[&str]) -> Option<Said> {
    let words = words.strip_prefix(&["in"]).unwrap_or(words);
    let mut runs = words.iter().flat_map(|word| runs(word)).peekable();
    runs.peek()?;
    let (mut days, mut minutes, mut last) = (0, 0, None);
    while let Some(number) = runs.next() {
        let unit = unit(runs.next()?)?;
        if last.is_some_and(|last| last >= unit) {
            return None;
        }
        last = Some(unit);
        let number = amount(number)?;
        match unit {
            Unit::Week => days += 7 * number,
            Unit::Day => days += number,
            Unit::Hour => minutes += 60 * number,
            Unit::Minute => minutes += number,
        }
    }
    Some(Said::Later { days, minutes })
}

/// The longest first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Unit {
    Week,
    Day,
    Hour,
    Minute,
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "w" | "wk" | "wks" | "week" | "weeks" => Unit::Week,
        "d" | "day" | "days" => Unit::Day,
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hour,
        "m" | "min" | "mins" | "minute" | "minutes" => Unit::Minute,
        _ => return None,
    })
}

/// Of a unit. Five digits are two thousand years of weeks, and short enough for any sum.
fn amount(digits: &str) -> Option<i64> {
    let fits = digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}

/// A word, cut where digits meet what are none: `1h30m` is `1`, `h`, `30`, `m`.
fn runs(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != first).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}
