//! Lengths of time as policies write them: `24h`, `30m`, `2d`, `1d12h`, `1w`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A length of time in a policy's hours: days are open days at the same local time, the rest is open time.
///
/// Days and hours are kept apart, because `1d` and `24h` end at different moments: over a change of the clocks, and in any
/// calendar that closes.
///
/// Written as numbers with units in descending order, `w` (7 days), `d`, `h`, `m` and `s`, nothing between them. What is
/// shown reads back as the same value; nothing at all is `0m`, and weeks are shown as days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lapse {
    /// Whole days.
    pub days: u32,
    /// Seconds on top.
    pub seconds: u32,
}

/// A text that is no length of time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no length of time; write 24h, 30m, 2d or 1d12h")]
pub struct NotALapse(pub String);

impl Lapse {
    /// Nothing: what is due at once.
    pub const ZERO: Self = Self { days: 0, seconds: 0 };

    /// So many whole days.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self { days, seconds: 0 }
    }

    /// So many seconds.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        Self { days: 0, seconds }
    }

    /// Whether it is no time at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.days == 0 && self.seconds == 0
    }

    /// This and `count` times `unit` (one of `wdhms`); none where it is too long to be held.
    fn plus(self, count: u32, unit: char) -> Option<Self> {
        let days_each = match unit {
            'w' => 7,
            'd' => 1,
            _ => 0,
        };
        let seconds_each = match unit {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => 0,
        };
        Some(Self {
            days: self.days.checked_add(count.checked_mul(days_each)?)?,
            seconds: self.seconds.checked_add(count.checked_mul(seconds_each)?)?,
        })
    }
}

impl FromStr for Lapse {
    type Err = NotALapse;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| NotALapse(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Lapse> {
    if text.is_empty() {
        return None;
    }
    let mut lapse = Lapse::ZERO;
    // Looking for a unit uses up those before it, so that none comes twice or after a smaller one.
    let mut units = "wdhms".chars();
    let mut rest = text;
    while !rest.is_empty() {
        let (number, tail) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
        let unit = units.find(|unit| tail.starts_with(*unit))?;
        lapse = lapse.plus(number.parse().ok()?, unit)?;
        rest = tail.strip_prefix(unit)?;
    }
    Some(lapse)
}

impl TryFrom<String> for Lapse {
    type Error = NotALapse;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Lapse> for String {
    fn from(lapse: Lapse) -> Self {
        lapse.to_string()
    }
}

impl fmt::Display for Lapse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0m");
        }
        let parts = [(self.days, 'd'), (self.seconds / 3600, 'h'), (self.seconds / 60 % 60, 'm'), (self.seconds % 60, 's')];
        parts.iter().filter(|(count, _)| *count > 0).try_for_each(|(count, unit)| write!(f, "{count}{unit}"))
    }
}

#[cfg(test)]
mod tests;
