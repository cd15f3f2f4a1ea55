//! From when on history is imported: a date, an instant, or a length before now.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::str::FromStr;

/// As it was said: `2026-03-01`, `2026-03-01T09:00:00Z`, or `30d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// From the beginning of a day, in the team's zone.
    Date(Date),
    /// From an instant.
    Instant(Timestamp),
    /// So long before now.
    Ago(SignedDuration),
}

/// A text that says no time.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is neither a date nor a length; write a date like 2026-03-01, or a length like 30d, 4w or 12h")]
pub struct NotSince;

impl FromStr for Since {
    type Err = NotSince;

    fn from_str(text: &str) -> Result<Self, NotSince> {
        if let Some(length) = length(text) {
            return Ok(Self::Ago(length));
        }
        text.parse().map(Self::Date).or_else(|_| text.parse().map(Self::Instant)).map_err(|_| NotSince)
    }
}

impl Since {
    /// The instant that is meant at `now`, in `zone`. A day begins at midnight, or at the first instant after it where that is
    /// skipped.
    #[must_use]
    pub fn at(self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Date(date) => roundup_domain::zone::instant(zone, date.at(0, 0, 0, 0)),
            Self::Instant(at) => at,
            Self::Ago(length) => now.checked_sub(length).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }
}

fn length(text: &str) -> Option<SignedDuration> {
    let unit = text.chars().last()?;
    let count: i64 = text.strip_suffix(unit)?.parse().ok().filter(|count| (1..=100_000).contains(count))?;
    let hours = match unit {
        'h' => 1,
        'd' => 24,
        'w' => 7 * 24,
        _ => return None,
    };
    Some(SignedDuration::from_hours(count * hours))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_date_an_instant_or_a_length_says_since_when() {
        let now: Timestamp = "2026-03-10T12:00:00Z".parse().unwrap();
        let zone = TimeZone::get("America/New_York").unwrap();
        for (text, at) in [
            ("2026-03-01", "2026-03-01T05:00:00Z"),
            ("2026-03-09", "2026-03-09T04:00:00Z"),
            ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"),
            ("30d", "2026-02-08T12:00:00Z"),
            ("4w", "2026-02-10T12:00:00Z"),
            ("12h", "2026-03-10T00:00:00Z"),
        ] {
            assert_eq!(text.parse::<Since>().unwrap().at(now, &zone), at.parse().unwrap(), "{text}");
        }
        for text in ["", "d", "0d", "-3d", "3", "3m", "yesterday", "2026-13-01", "9999999d", "3é"] {
            assert_eq!(text.parse::<Since>(), Err(NotSince), "{text}");
        }
    }
}
