//! Slash commands (Slack, "Slash commands").

use super::{NAME_LIMIT, URL_LIMIT, field, is_within};
use crate::slack::event::is_id;
use crate::text::cut_to_chars;

/// Longest text of a command that is looked at, in characters.
const TEXT_LIMIT: usize = 3_000;

/// A slash command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Which: `/roundup`.
    pub command: String,
    /// What stands after it, as typed, at most 3,000 characters.
    pub text: String,
    /// Who typed it.
    pub user: String,
    /// The workspace in which it was typed.
    pub team: Option<String>,
    /// The channel in which it was typed.
    pub channel: Option<String>,
    /// Opens a modal, within 3 seconds.
    pub trigger_id: Option<String>,
    /// Where an answer goes: five times, within 30 minutes.
    pub response_url: Option<String>,
}

/// Reads a verified form of a slash command.
///
/// # Errors
/// Why it is none: acknowledged all the same.
pub fn parse_command(body: &[u8]) -> Result<Command, &'static str> {
    if field(body, "ssl_check").as_deref() == Some("1") {
        return Err("Slack checks the certificate");
    }
    let id = |name: &str| field(body, name).filter(|id| is_id(id));
    let within = |name: &str, limit: usize| field(body, name).filter(|text| is_within(text, limit));
    Ok(Command {
        command: within("command", NAME_LIMIT).ok_or("no command")?,
        text: cut_to_chars(field(body, "text").unwrap_or_default().trim(), TEXT_LIMIT).to_owned(),
        user: id("user_id").ok_or("a command by nobody")?,
        team: id("team_id"),
        channel: id("channel_id"),
        trigger_id: within("trigger_id", NAME_LIMIT),
        response_url: within("response_url", URL_LIMIT),
    })
}
