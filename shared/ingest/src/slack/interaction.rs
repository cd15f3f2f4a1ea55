//! Button presses and slash commands: forms that ask for something to be done, now. What they name is a claim about which
//! thing is meant; who may do it is decided elsewhere.

use super::event::{id, ts};
use crate::json::{self, text};
use roundup_domain::SlackTs;
use serde_json::Value;

/// What a verified request to the interactions URL is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interaction {
    /// Somebody pressed a button, or chose from a menu (Slack, "block_actions").
    Action(Box<Action>),
    /// Nothing to us, for this reason; acknowledged all the same.
    Ignored(&'static str),
}

/// One button pressed, or one option chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Which button; ours to name.
    pub action_id: String,
    /// The block that it is in.
    pub block_id: Option<String>,
    /// The button's value, or that of the option chosen.
    pub value: Option<String>,
    /// When it was pressed: the same in every delivery.
    pub action_ts: SlackTs,
    /// Who pressed it.
    pub user: String,
    /// The workspace of who pressed it: not ours where the channel is shared.
    pub user_team: Option<String>,
    /// The workspace in which it was pressed; absent in an app installed for a whole organisation.
    pub team: Option<String>,
    /// The channel of the message that the button is in.
    pub channel: Option<String>,
    /// The message that the button is in; absent in a modal or on the Home tab.
    pub message: Option<SlackTs>,
    /// Where an answer goes: five times, within 30 minutes.
    pub response_url: Option<String>,
    /// Opens a modal, within 3 seconds.
    pub trigger_id: Option<String>,
}

/// A slash command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Which: `/roundup`.
    pub command: String,
    /// What stands after it, as typed.
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

/// Reads a verified form `payload=…`. Never fails: what is not understood is ignored.
#[must_use]
pub fn parse_interaction(body: &[u8]) -> Interaction {
    let Some(payload) = field(body, "payload").and_then(|payload| json::parse(payload.as_bytes())) else {
        return Interaction::Ignored("no payload");
    };
    if payload["type"].as_str() != Some("block_actions") {
        return Interaction::Ignored("an interaction of another type");
    }
    match action(&payload) {
        Ok(action) => Interaction::Action(Box::new(action)),
        Err(reason) => Interaction::Ignored(reason),
    }
}

/// Slack's `actions` is a list that holds the one element with which somebody interacted.
fn action(payload: &Value) -> Result<Action, &'static str> {
    let action = &payload["actions"][0];
    let (user, container) = (&payload["user"], &payload["container"]);
    let owned = |value: &Value| text(value).map(str::to_owned);
    Ok(Action {
        action_id: owned(&action["action_id"]).ok_or("no action")?,
        block_id: owned(&action["block_id"]),
        value: owned(&action["value"]).or_else(|| owned(&action["selected_option"]["value"])),
        action_ts: ts(&action["action_ts"]).ok_or("no time of the action")?,
        user: id(&user["id"]).ok_or("an action by nobody")?.to_owned(),
        user_team: owned(&user["team_id"]),
        team: owned(&payload["team"]["id"]),
        channel: owned(&payload["channel"]["id"]).or_else(|| owned(&container["channel_id"])),
        message: ts(&container["message_ts"]).or_else(|| ts(&payload["message"]["ts"])),
        response_url: owned(&payload["response_url"]),
        trigger_id: owned(&payload["trigger_id"]),
    })
}

/// Reads a verified form of a slash command.
///
/// # Errors
/// Why it is none: acknowledged all the same.
pub fn parse_command(body: &[u8]) -> Result<Command, &'static str> {
    if field(body, "ssl_check").as_deref() == Some("1") {
        return Err("Slack checks the certificate");
    }
    Ok(Command {
        command: field(body, "command").ok_or("no command")?,
        text: field(body, "text").unwrap_or_default().trim().to_owned(),
        user: field(body, "user_id").ok_or("a command by nobody")?,
        team: field(body, "team_id"),
        channel: field(body, "channel_id"),
        trigger_id: field(body, "trigger_id"),
        response_url: field(body, "response_url"),
    })
}

/// The first field of the name that is not empty.
fn field(form: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(form).find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.into_owned())
}
