//! Lengths of time as policies write them: `24h`, `30m`, `2d`, `1d12h`, `1w`.

use serde::{Deserialize, Serialize};

/// A length of time in a policy's hours: days are open days at the same local time, the rest is open time.
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

impl std::str::FromStr for Lapse {
    type Err = NotALapse;

    fn from_str(_text: &str) -> Result<Self, Self::Err> {
        unimplemented!()
    }
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
impl std::fmt::Display for Lapse {
    fn fmt(&self, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        unimplemented!()
    }
}
