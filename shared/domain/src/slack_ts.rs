//! Slack's message timestamps, which are also their names.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A Slack message's `ts`: ten digits of seconds since the epoch (UTC), a dot, six digits. Unique within a channel, and
/// ordered in time when compared as text (Slack, "Retrieving messages").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SlackTs(String);

/// A text that is no Slack timestamp.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no Slack timestamp; one looks like 1700000000.000100")]
pub struct NotASlackTs(String);

impl SlackTs {
    /// The text as Slack writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant, to the microsecond.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        let (seconds, micros) = self.0.split_at(10);
        let seconds: i64 = seconds.parse().unwrap_or_default();
        let micros: i64 = micros[1..].parse().unwrap_or_default();
        Timestamp::from_microsecond(seconds * 1_000_000 + micros).unwrap_or_default()
    }

    /// The first timestamp that Slack could give to a message of this instant.
    #[must_use]
    pub fn from_time(at: Timestamp) -> Self {
        let micros = at.as_microsecond().clamp(0, 9_999_999_999_999_999);
        Self(format!("{:010}.{:06}", micros / 1_000_000, micros % 1_000_000))
    }
}

impl FromStr for SlackTs {
    type Err = NotASlackTs;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.as_bytes();
        let well_formed =
            bytes.len() == 17 && bytes[10] == b'.' && bytes.iter().enumerate().all(|(i, b)| i == 10 || b.is_ascii_digit());
        if well_formed { Ok(Self(text.to_owned())) } else { Err(NotASlackTs(text.to_owned())) }
    }
}

impl TryFrom<String> for SlackTs {
    type Error = NotASlackTs;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<SlackTs> for String {
    fn from(ts: SlackTs) -> Self {
        ts.0
    }
}

impl fmt::Display for SlackTs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
