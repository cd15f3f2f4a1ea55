//! What people do in Slack with what we offer them: forms that ask for something to be done, now (Slack, "Interaction
//! payloads"). What they name is a claim about which thing is meant; who may do it is decided elsewhere.

mod action;
mod command;
mod element;
mod shortcut;
mod suggestion;
mod view;

pub use action::Action;
pub use command::{Command, parse_command};
pub use shortcut::{Shortcut, ShortcutMessage};
pub use suggestion::Suggestion;
pub use view::{Submission, View, ViewKind};

use super::event::id;
use crate::json::{self, text};
use serde_json::Value;

/// Longest name (action, block, callback, hash, trigger) that is believed, in characters: Slack's own limit for those
/// that we choose.
const NAME_LIMIT: usize = 255;

/// Longest address that is believed, in characters.
const URL_LIMIT: usize = 2_000;

/// What a verified request to the interactions URL is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interaction {
    /// Somebody pressed a button, or chose from a menu (Slack, "block_actions").
    Action(Box<Action>),
    /// Somebody submitted a form, and waits at most 3 seconds to hear whether it is in order (Slack, "view_submission").
    Submission(Box<Submission>),
    /// Somebody types into a menu whose options we supply, at most 3 seconds later (Slack, "block_suggestion").
    Suggestion(Box<Suggestion>),
    /// Somebody used a shortcut, on a message or from anywhere (Slack, "message_action", "shortcut").
    Shortcut(Box<Shortcut>),
    /// Nothing to us, for this reason; acknowledged all the same.
    Ignored(&'static str),
}

/// Reads a verified form `payload=…`. Never fails: what is not understood is ignored.
#[must_use]
pub fn parse_interaction(body: &[u8]) -> Interaction {
    let Some(payload) = field(body, "payload").and_then(|payload| json::parse(payload.as_bytes())) else {
        return Interaction::Ignored("no payload");
    };
    read(&payload).unwrap_or_else(Interaction::Ignored)
}

fn read(payload: &Value) -> Result<Interaction, &'static str> {
    Ok(match payload["type"].as_str().unwrap_or_default() {
        "block_actions" => Interaction::Action(Box::new(Action::read(payload)?)),
        "view_submission" => Interaction::Submission(Box::new(Submission::read(payload)?)),
        "block_suggestion" => Interaction::Suggestion(Box::new(Suggestion::read(payload)?)),
        "message_action" => Interaction::Shortcut(Box::new(Shortcut::on_message(payload)?)),
        "shortcut" => Interaction::Shortcut(Box::new(Shortcut::from_anywhere(payload)?)),
        "view_closed" => return Err("a form closed"),
        _ => return Err("an interaction of another type"),
    })
}

/// Who asks, and where from.
struct Asker {
    user: String,
    user_team: Option<String>,
    team: Option<String>,
}

impl Asker {
    fn read(payload: &Value) -> Option<Self> {
        let user = &payload["user"];
        Some(Self { user: owned_id(&user["id"])?, user_team: owned_id(&user["team_id"]), team: owned_id(&payload["team"]["id"]) })
    }
}

fn owned_id(value: &Value) -> Option<String> {
    id(value).map(str::to_owned)
}

/// A name, token or the like. One longer than Slack would send is none: cut, it would be another.
fn name(value: &Value) -> Option<String> {
    within(value, NAME_LIMIT)
}

/// Where an answer goes.
fn response_url(payload: &Value) -> Option<String> {
    within(&payload["response_url"], URL_LIMIT)
}

fn within(value: &Value, limit: usize) -> Option<String> {
    text(value).filter(|text| is_within(text, limit)).map(str::to_owned)
}

/// Whether `text` has at most `limit` characters.
fn is_within(text: &str, limit: usize) -> bool {
    text.chars().nth(limit).is_none()
}

/// The first field of the name that is not empty.
fn field(form: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(form).find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.into_owned())
}
