//! The id of a Slack channel, as it is given on the command line.

use std::str::FromStr;

/// `C0EXT0001`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelName(String);

/// A text that is no channel's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("that is no channel's id; it looks like C0EXT0001, and stands at the end of the channel's details in Slack")]
pub struct NotAChannel;

impl ChannelName {
    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ChannelName {
    type Err = NotAChannel;

    fn from_str(text: &str) -> Result<Self, NotAChannel> {
        let is_id = text.len() > 1 && text.len() <= 100 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if is_id && text.starts_with(['C', 'G']) { Ok(Self(text.to_owned())) } else { Err(NotAChannel) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_named_by_its_id() {
        assert!(["C0EXT0001", "G0PRIVATE"].iter().all(|id| id.parse::<ChannelName>().is_ok()));
        for text in ["", "C", "#general", "general", "D0DIRECT1", "U0STAFF01", "c0ext0001", "C0 1"] {
            assert!(text.parse::<ChannelName>().is_err(), "{text}");
        }
    }
}
