//! Shortcuts (Slack, "message_action", "shortcut").

use super::{Asker, name, owned_id, response_url};
use crate::slack::event::ts;
use crate::slack::message::{is_by_bot, plain};
use roundup_domain::{Author, Platform, SlackTs};
use serde_json::Value;

/// A shortcut used, on a message or from anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// Which; ours to name.
    pub callback_id: String,
    /// When it was used, the same in every delivery; not always said.
    pub action_ts: Option<SlackTs>,
    /// Who used it.
    pub user: String,
    /// The workspace of who used it; not always said.
    pub user_team: Option<String>,
    /// The workspace in which it was used; absent in an app installed for a whole organisation.
    pub team: Option<String>,
    /// Opens a modal, within 3 seconds.
    pub trigger_id: Option<String>,
    /// Where an answer goes: five times, within 30 minutes. Only on a message.
    pub response_url: Option<String>,
    /// The message that it was used on; absent for a shortcut from anywhere.
    pub message: Option<ShortcutMessage>,
}

/// The message on which somebody used a shortcut, in any conversation that they can see, also where our app is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortcutMessage {
    /// Where it is.
    pub channel: String,
    /// Which it is.
    pub ts: SlackTs,
    /// The first message of its thread; itself, where it is in none.
    pub root: SlackTs,
    /// Who wrote it, if that is said.
    pub author: Option<Author>,
    /// What they wrote, plain, cut to [`TEXT_LIMIT`](roundup_domain::fact::TEXT_LIMIT).
    pub text: String,
}

impl Shortcut {
    /// Reads a `message_action`.
    pub(super) fn on_message(payload: &Value) -> Result<Self, &'static str> {
        let message = ShortcutMessage::read(payload).ok_or("a shortcut on no message")?;
        Ok(Self { message: Some(message), ..Self::from_anywhere(payload)? })
    }

    /// Reads a `shortcut`, which has no message.
    pub(super) fn from_anywhere(payload: &Value) -> Result<Self, &'static str> {
        let callback_id = name(&payload["callback_id"]).ok_or("a shortcut without a name")?;
        let Asker { user, user_team, team } = Asker::read(payload).ok_or("a shortcut used by nobody")?;
        Ok(Self {
            callback_id,
            action_ts: ts(&payload["action_ts"]),
            user,
            user_team,
            team,
            trigger_id: name(&payload["trigger_id"]),
            response_url: response_url(payload),
            message: None,
        })
    }
}

impl ShortcutMessage {
    fn read(payload: &Value) -> Option<Self> {
        let message = &payload["message"];
        let ts_of = ts(&message["ts"]).or_else(|| ts(&payload["message_ts"]))?;
        Some(Self {
            channel: owned_id(&payload["channel"]["id"])?,
            root: ts(&message["thread_ts"]).unwrap_or_else(|| ts_of.clone()),
            ts: ts_of,
            author: author(message),
            text: plain(message["text"].as_str().unwrap_or_default()),
        })
    }
}

/// Bots without a user are named by their bot id.
fn author(message: &Value) -> Option<Author> {
    let id = owned_id(&message["user"]).or_else(|| owned_id(&message["bot_id"]))?;
    Some(Author { platform: Platform::Slack, id, automated: is_by_bot(message) })
}
