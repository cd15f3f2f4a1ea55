//! A time as people type it into a Slack command: `17:00`, `tomorrow 9:00`, `mon`, `2h`, `2026-03-07 09:00`.
//!
//! The wall clock is that of the zone given; gaps and overlaps as in [`crate::zone`]. Upper and lower case are the same.
//!
//! | typed | means |
//! |---|---|
//! | `2026-03-07T09:00:00-05:00` | that instant (RFC 3339) |
//! | `2026-03-07 09:00`, `2026-03-07T09:00`, `2026-03-07 5pm` | that day and wall-clock time |
//! | `2026-03-07` | the first instant of that day |
//! | `17:00`, `5pm`, `5:30 pm`; `eod`, `end of day` (17:00) | the next such time after now |
//! | `today 17:00` | on this day, even if it is past |
//! | `tomorrow`, `tomorrow 9:00` | on the day after this one; at 9:00 unless said otherwise |
//! | `mon`, `monday`, `next mon`, `mon 17:00` | on the next such day after this one; at 9:00 unless said otherwise |
//! | `2h`, `90m`, `1h30m`, `in 2 hours` | that much later |
//! | `3d`, `1w`, `in 3 days` | at the same wall-clock time so many days later |
//! | `now` | now |

mod words;

use crate::zone::instant;
use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use words::{Day, Said};

/// When a day begins for somebody who names no time.
const MORNING: Time = time(9, 0, 0, 0);

/// Why a text says no time. The text itself is not repeated: it may go to a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATime {
    /// It is written in no known way.
    #[error("that is no time; write one like 17:00, 5pm, eod, tomorrow 9:00, mon 17:00, 2h, 3d or 2026-03-07 09:00")]
    NotUnderstood,
    /// So much later is not later.
    #[error("no time at all later is not later; write for example 30m, 2h or 3d")]
    Zero,
    /// Beyond the years that a [`Timestamp`] holds.
    #[error("that is further away than the calendar goes; write a time like 2h, 3d or 2026-03-07 09:00")]
    TooFar,
    /// Where two times are needed, one was found, or none, or more.
    #[error(
        "that is not two times; write from when and until when, like mon 9:00 tue 17:00, 9:00 - 17:00 or 2026-03-07 until 2026-03-09"
    )]
    NotTwo,
    /// The end is not after the start.
    #[error("that ends before it starts; write the earlier time first, like mon 9:00 tue 17:00 or 2026-03-07 until 2026-03-09")]
    NotInOrder,
}

/// The time that `text` says at `now` to people whose clocks show the time of `zone`. The word `until` may come first.
///
/// A date, an instant and `today` may be in the past: it is for the caller to refuse that. Everything else lies after `now`.
///
/// # Errors
/// What is wrong, and what would be right.
pub fn parse(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, NotATime> {
    let text = text.to_ascii_lowercase();
    let words: Vec<_> = text.split_whitespace().collect();
    let words = match words.split_first() {
        Some((&("until" | "till"), rest)) => rest,
        _ => &words,
    };
    let said = words::read(words).ok_or(NotATime::NotUnderstood)?;
    Anchor { now, from: None, zone }.place(&said)
}

/// The two times that `text` says, a start and a later end: `mon 9:00 tue 17:00`, `9:00 - 17:00`, `from X to Y`, `X until Y`.
///
/// The end counts from the start: `mon 9:00 3h` is three hours long, `mon 9:00 17:00` and `mon 9:00 mon 17:00` one Monday.
/// Only `today` and `tomorrow` are what they are at `now`.
///
/// # Errors
/// What is wrong, and what would be right. A text that can be read as one time, such as `mon 9:00`, is not read as two.
pub fn parse_pair(text: &str, now: Timestamp, zone: &TimeZone) -> Result<(Timestamp, Timestamp), NotATime> {
    let text = words::set_dashes_apart(&text.to_ascii_lowercase());
    let words: Vec<_> = text.split_whitespace().collect();
    let (start, end) = words::read_pair(&words).ok_or(NotATime::NotTwo)?;
    let from = Anchor { now, from: None, zone }.place(&start)?;
    let to = Anchor { now, from: Some(from), zone }.place(&end)?;
    if from < to { Ok((from, to)) } else { Err(NotATime::NotInOrder) }
}

/// What a time is relative to.
struct Anchor<'a> {
    now: Timestamp,
    /// The start, for the end of a period.
    from: Option<Timestamp>,
    zone: &'a TimeZone,
}

impl Anchor<'_> {
    fn place(&self, said: &Said) -> Result<Timestamp, NotATime> {
        let start = self.from.unwrap_or(self.now);
        match *said {
            Said::Now => Ok(self.now),
            Said::Instant(at) => Ok(at),
            Said::Later { days, minutes } => self.later(start, days, minutes),
            Said::Clock(time) => self.first_after(start, self.date(start), 1, time),
            Said::Day(Day::Date(date), time) => Ok(instant(self.zone, date.to_datetime(time.unwrap_or(Time::midnight())))),
            Said::Day(Day::Today, time) => Ok(instant(self.zone, self.date(self.now).to_datetime(time.unwrap_or(MORNING)))),
            Said::Day(Day::Tomorrow, time) => {
                let date = add_days(self.date(self.now), 1)?;
                after(self.now, instant(self.zone, date.to_datetime(time.unwrap_or(MORNING))))
            }
            Said::Day(Day::Weekday { weekday, next }, time) => {
                // "Monday", on a Monday, is the one to come; but what starts on a Monday may end that Monday.
                let same_day = self.from.is_some() && !next;
                let date = add_days(self.date(start), i64::from(!same_day))?;
                let date = add_days(date, i64::from(date.weekday().until(weekday)))?;
                self.first_after(start, date, 7, time.unwrap_or(MORNING))
            }
        }
    }

    fn date(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// Days go by the calendar, at the same wall-clock time; then minutes elapse.
    fn later(&self, start: Timestamp, days: i64, minutes: i64) -> Result<Timestamp, NotATime> {
        if days == 0 && minutes == 0 {
            return Err(NotATime::Zero);
        }
        let day = if days == 0 {
            start
        } else {
            let wall = self.zone.to_datetime(start);
            instant(self.zone, add_days(wall.date(), days)?.to_datetime(wall.time()))
        };
        after(start, day.checked_add(SignedDuration::from_mins(minutes)).map_err(|_| NotATime::TooFar)?)
    }

    /// The first time after `start` at which the clocks show `time`, on `date` or `step` days later.
    fn first_after(&self, start: Timestamp, date: Date, step: i64, time: Time) -> Result<Timestamp, NotATime> {
        let at = instant(self.zone, date.to_datetime(time));
        if at > start {
            return Ok(at);
        }
        after(start, instant(self.zone, add_days(date, step)?.to_datetime(time)))
    }
}

/// `at`, which can fail to be later only where the calendar ends.
fn after(start: Timestamp, at: Timestamp) -> Result<Timestamp, NotATime> {
    if at > start { Ok(at) } else { Err(NotATime::TooFar) }
}

fn add_days(date: Date, days: i64) -> Result<Date, NotATime> {
    date.checked_add(Span::new().try_days(days).map_err(|_| NotATime::TooFar)?).map_err(|_| NotATime::TooFar)
}

#[cfg(test)]
mod tests;
