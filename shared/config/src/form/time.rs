//! Times: zones, dates, times of day and of the week, lengths.

use super::{Form, Plain, Reject, quoted};
use crate::near::nearest;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use roundup_domain::calendar::OpenRange;
use roundup_domain::meeting::WeekTime;
use roundup_domain::{Lapse, zone};

/// An IANA time zone.
pub(crate) const ZONE: Plain<TimeZone> = Form { example: "\"America/New_York\"", unquoted: false, read: time_zone };
/// A day.
pub(crate) const DATE: Plain<Date> = Form { example: "\"2026-01-05\"", unquoted: true, read: date };
/// A moment of the week.
pub(crate) const WEEK_TIME: Plain<WeekTime> = Form { example: "\"Tue 13:00\"", unquoted: true, read: week_time };
/// Open from a time of day until another one.
pub(crate) const RANGE: Plain<OpenRange> = Form { example: "\"09:00-17:00\"", unquoted: false, read: range };
/// A length of time.
pub(crate) const LAPSE: Plain<Lapse> = Form { example: "\"4h\"", unquoted: false, read: lapse };
/// A length of time that is not nothing.
pub(crate) const SOME_LAPSE: Plain<Lapse> = Form { example: "\"24h\"", unquoted: false, read: some_lapse };
/// A whole number of days, at least one.
pub(crate) const DAYS: Plain<Lapse> = Form { example: "\"1w\"", unquoted: false, read: days };
/// How long before something that comes every week: days, at least one.
pub(crate) const DAYS_BEFORE: Plain<Lapse> = Form { example: "\"2d\"", unquoted: false, read: days_before };
/// For how long something is kept: a whole number of days.
pub(crate) const KEPT: Plain<Lapse> = Form { example: "\"400d\"", unquoted: false, read: kept };

/// The weekdays as written, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Years that are no slip of the finger; keeps all that is computed from them far inside what times can hold.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2999;
/// Longest length of time, in days; for the same reason.
const LONGEST: u32 = 366;
/// Days that something is kept, at least: the agenda compares with the weeks before, and who is answered late may write late.
const KEPT_DAYS: std::ops::RangeInclusive<u32> = 30..=3660;

fn time_zone(text: &str) -> Result<TimeZone, Reject> {
    // Not the system's database: the same file must mean the same wherever it is read.
    let known = TimeZoneDatabase::bundled();
    match known.get(text) {
        Ok(zone) if !zone.is_unknown() => Ok(zone),
        _ => {
            let names: Vec<String> = known.available().map(|name| name.as_str().to_owned()).collect();
            let right = match near_zone(text, &names) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => "write one of the IANA time zones, such as \"America/New_York\" or \"UTC\"".to_owned(),
            };
            Err(Reject::new(format!("{} is no time zone", quoted(text)), right))
        }
    }
}

/// The zone of that name, or that of a city of that name.
fn near_zone<'n>(text: &str, names: &'n [String]) -> Option<&'n str> {
    // Abbreviations are all alike.
    if text.len() < 5 {
        return None;
    }
    let city = |name: &'n str| name.rsplit('/').next().unwrap_or(name);
    nearest(text, names.iter().map(String::as_str)).or_else(|| {
        let meant = nearest(text.rsplit('/').next().unwrap_or(text), names.iter().map(|name| city(name)))?;
        names.iter().map(String::as_str).find(|name| city(name) == meant)
    })
}

fn date(text: &str) -> Result<Date, Reject> {
    let shaped = text.len() == 10 && has_shape(text, "0000-00-00");
    let date = text.parse::<Date>().ok().filter(|_| shaped);
    let Some(date) = date else {
        return Err(Reject::new(format!("{} is no date", quoted(text)), "write year-month-day, such as \"2026-01-05\""));
    };
    if YEARS.contains(&date.year()) {
        Ok(date)
    } else {
        let right = format!("write a year from {} to {}", YEARS.start(), YEARS.end());
        Err(Reject::new(format!("{} is out of range", quoted(text)), right))
    }
}

/// An instant: with an offset as it stands, without one the wall clock's of `team`.
pub(crate) fn moment(team: &TimeZone) -> Form<impl Fn(&str) -> Result<Timestamp, Reject>> {
    Form {
        example: "\"2026-01-07T09:00\"",
        unquoted: true,
        read: move |text: &str| {
            instant(text, team).ok_or_else(|| {
                let right = "write \"2026-01-07T09:00\" (the team's time zone), or \"2026-01-07T09:00:00-05:00\"";
                Reject::new(format!("{} is no date with a time", quoted(text)), right)
            })
        },
    }
}

fn instant(text: &str, team: &TimeZone) -> Option<Timestamp> {
    let day = date(text.get(..10)?).ok()?;
    let rest = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    let (time, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len()));
    // Hours and minutes at least; the time library checks what comes after them.
    if !time.get(..5).is_some_and(|start| has_shape(start, "00:00")) {
        return None;
    }
    match offset {
        "" => format!("{day}T{time}").parse::<DateTime>().ok().map(|wall| zone::instant(team, wall)),
        "Z" | "z" => format!("{day}T{time}Z").parse().ok(),
        _ if has_shape(&offset[1..], "00:00") => format!("{day}T{time}{offset}").parse().ok(),
        _ => None,
    }
}

fn week_time(text: &str) -> Result<WeekTime, Reject> {
    let parsed = text.split_once(' ').and_then(|(day, at)| Some(WeekTime { weekday: weekday(day)?, time: time_of_day(at)? }));
    parsed.ok_or_else(|| {
        let right = "write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as \"Tue 13:00\"";
        Reject::new(format!("{} is no time of the week", quoted(text)), right)
    })
}

fn weekday(text: &str) -> Option<Weekday> {
    let days_after_monday = WEEKDAYS.iter().position(|day| *day == text)?;
    Weekday::from_monday_zero_offset(i8::try_from(days_after_monday).ok()?).ok()
}

/// `HH:MM`, from 00:00 to 23:59.
fn time_of_day(text: &str) -> Option<Time> {
    if !has_shape(text, "00:00") {
        return None;
    }
    Time::new(text[..2].parse().ok()?, text[3..].parse().ok()?, 0, 0).ok()
}

fn range(text: &str) -> Result<OpenRange, Reject> {
    let until = |end: &str| if end == "24:00" { Some(None) } else { time_of_day(end).map(Some) };
    let parsed = text.split_once('-').and_then(|(from, end)| Some(OpenRange { from: time_of_day(from)?, until: until(end)? }));
    match parsed {
        None => {
            let right = "write from-until, such as \"09:00-17:00\" or \"22:00-24:00\"";
            Err(Reject::new(format!("{} is no range of hours", quoted(text)), right))
        }
        Some(range) if range.until.is_some_and(|until| until <= range.from) => {
            let right = "write the earlier time first (past midnight: one range until 24:00, one from 00:00 on the next day)";
            Err(Reject::new(format!("{} does not end after it starts", quoted(text)), right))
        }
        Some(range) => Ok(range),
    }
}

fn lapse(text: &str) -> Result<Lapse, Reject> {
    match text.parse::<Lapse>() {
        Ok(lapse) if lapse.days.saturating_add(lapse.seconds.div_ceil(86_400)) <= LONGEST => Ok(lapse),
        Err(_) if !is_length_beyond_count(text) => {
            Err(Reject::new(format!("{} is no length of time", quoted(text)), "write 24h, 30m, 2d or 1d12h"))
        }
        _ => Err(Reject::new(format!("{} is too long", quoted(text)), format!("write at most {LONGEST}d"))),
    }
}

/// Whether a text would be a length of time, were its numbers not greater than can be held.
fn is_length_beyond_count(text: &str) -> bool {
    let with_zeros: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    text.parse::<Lapse>().is_err() && with_zeros.parse::<Lapse>().is_ok()
}

fn some_lapse(text: &str) -> Result<Lapse, Reject> {
    match lapse(text)? {
        Lapse { days: 0, seconds: 0 } => {
            Err(Reject::new(format!("{} is no time at all", quoted(text)), "write more, such as \"24h\""))
        }
        lapse => Ok(lapse),
    }
}

fn days(text: &str) -> Result<Lapse, Reject> {
    whole_days(text, "write whole days or weeks, such as \"2d\" or \"1w\"")?;
    lapse(text)
}

fn days_before(text: &str) -> Result<Lapse, Reject> {
    match whole_days(text, "write whole days, such as \"2d\"")? {
        Some(days) if days < 7 => Ok(Lapse::days(days)),
        _ => Err(Reject::new("the meeting before is then still to come", "write at most 6d")),
    }
}

fn kept(text: &str) -> Result<Lapse, Reject> {
    match whole_days(text, "write whole days, such as \"400d\"")? {
        Some(days) if KEPT_DAYS.contains(&days) => Ok(Lapse::days(days)),
        _ => {
            let right = format!("write from {}d to {}d", KEPT_DAYS.start(), KEPT_DAYS.end());
            Err(Reject::new(format!("{} is out of range", quoted(text)), right))
        }
    }
}

/// A whole number of days, at least one; none where it is greater than can be held.
fn whole_days(text: &str, right: &str) -> Result<Option<u32>, Reject> {
    match text.parse() {
        Ok(Lapse { days: days @ 1.., seconds: 0 }) => Ok(Some(days)),
        Err(_) if is_length_beyond_count(text) => Ok(None),
        _ => Err(Reject::new(format!("{} is no number of days", quoted(text)), right)),
    }
}

/// Whether `text` has digits where `shape` has `0`, and otherwise what `shape` has.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(|(b, s)| if s == b'0' { b.is_ascii_digit() } else { b == s })
}
