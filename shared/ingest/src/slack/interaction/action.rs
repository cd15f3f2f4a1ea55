//! Buttons pressed and options chosen (Slack, "block_actions").

use super::{Asker, View, element, name, owned_id, response_url};
use crate::slack::event::ts;
use roundup_domain::SlackTs;
use serde_json::Value;

/// One button pressed, or one option chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Which button; ours to name.
    pub action_id: String,
    /// The block that it is in.
    pub block_id: Option<String>,
    /// The button's value, or what was chosen or entered: an option's value, a user's or channel's id, a date
    /// (`2026-03-02`), a time (`14:00`), an instant (seconds since the epoch, in decimal). At most 3,000 characters; absent
    /// where nothing is chosen, or where several things can be (see [`View::values`]).
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
    /// The first message of the thread that the message is in, or that it began.
    pub thread: Option<SlackTs>,
    /// The modal or Home tab that the button is in; absent in a message.
    pub view: Option<View>,
    /// Where an answer goes: five times, within 30 minutes.
    pub response_url: Option<String>,
    /// Opens a modal, within 3 seconds.
    pub trigger_id: Option<String>,
}

impl Action {
    /// Slack's `actions` is a list that holds the one element with which somebody interacted.
    pub(super) fn read(payload: &Value) -> Result<Self, &'static str> {
        let (action, container, message) = (&payload["actions"][0], &payload["container"], &payload["message"]);
        let action_id = name(&action["action_id"]).ok_or("no action")?;
        let action_ts = ts(&action["action_ts"]).ok_or("no time of the action")?;
        let Asker { user, user_team, team } = Asker::read(payload).ok_or("an action by nobody")?;
        Ok(Self {
            action_id,
            block_id: name(&action["block_id"]),
            value: element::value(action),
            action_ts,
            user,
            user_team,
            team,
            channel: owned_id(&payload["channel"]["id"]).or_else(|| owned_id(&container["channel_id"])),
            message: ts(&container["message_ts"]).or_else(|| ts(&message["ts"])),
            thread: ts(&message["thread_ts"]).or_else(|| ts(&container["thread_ts"])),
            view: View::read(&payload["view"]),
            response_url: response_url(payload),
            trigger_id: name(&payload["trigger_id"]),
        })
    }
}
