//! Options asked for while somebody types (Slack, "block_suggestion").

use super::{Asker, View, element, name};
use serde_json::Value;

/// A menu asks for the options that fit what somebody has typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Which menu; ours to name.
    pub action_id: String,
    /// The block that it is in.
    pub block_id: Option<String>,
    /// What was typed so far, at most 3,000 characters; may be empty.
    pub query: String,
    /// Who types.
    pub user: String,
    /// The workspace of who types.
    pub user_team: Option<String>,
    /// The workspace in which they do; absent in an app installed for a whole organisation.
    pub team: Option<String>,
    /// The modal or Home tab that the menu is in; absent in a message.
    pub view: Option<View>,
}

impl Suggestion {
    pub(super) fn read(payload: &Value) -> Result<Self, &'static str> {
        let action_id = name(&payload["action_id"]).ok_or("options for no menu")?;
        let Asker { user, user_team, team } = Asker::read(payload).ok_or("options for nobody")?;
        Ok(Self {
            action_id,
            block_id: name(&payload["block_id"]),
            query: element::entered(&payload["value"]).unwrap_or_default(),
            user,
            user_team,
            team,
            view: View::read(&payload["view"]),
        })
    }
}
