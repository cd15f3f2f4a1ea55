//! What Slack says of people and channels. Read leniently: what is missing or null is false or absent, since records
//! of people from other workspaces come with any subset of the fields.

use serde_json::Value;

/// A user, from `users.info`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserInfo {
    /// User id.
    pub id: String,
    /// The workspace that the account belongs to. Guests carry ours.
    pub team_id: Option<String>,
    /// Handle.
    pub name: Option<String>,
    /// Full name.
    pub real_name: Option<String>,
    /// The name they chose to be shown with.
    pub display_name: Option<String>,
    /// A bot or app; also Slackbot, which does not say so of itself.
    pub is_bot: bool,
    /// Deactivated.
    pub deleted: bool,
    /// A guest (of several channels or of one).
    pub is_restricted: bool,
    /// A guest of one channel.
    pub is_ultra_restricted: bool,
    /// From another workspace, known only through a shared channel. May be missing there too.
    pub is_stranger: bool,
    /// Enterprise Grid: the workspaces of the organisation that they are in.
    pub enterprise_teams: Vec<String>,
}

impl UserInfo {
    /// Reads the `user` of an answer.
    pub(crate) fn read(user: &Value) -> Self {
        let profile = &user["profile"];
        let id = text(&user["id"]).unwrap_or_default();
        Self {
            team_id: text(&user["team_id"]).or_else(|| text(&profile["team"])),
            name: text(&user["name"]),
            real_name: text(&profile["real_name"]).or_else(|| text(&user["real_name"])),
            display_name: text(&profile["display_name"]),
            is_bot: flag(user, "is_bot") || id == "USLACKBOT",
            deleted: flag(user, "deleted"),
            is_restricted: flag(user, "is_restricted"),
            is_ultra_restricted: flag(user, "is_ultra_restricted"),
            is_stranger: flag(user, "is_stranger"),
            enterprise_teams: texts(&user["enterprise_user"]["teams"]),
            id,
        }
    }

    /// The name to show: the chosen one, else the full one, else the handle, else the id.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        [&self.display_name, &self.real_name, &self.name].into_iter().flatten().next().unwrap_or(&self.id)
    }

    /// Whether they are a full human member of a workspace: neither guest nor stranger nor bot. A deactivated account was
    /// one, and what it wrote stays what it was; where somebody is to be allowed something, ask [`Self::deleted`] too.
    #[must_use]
    pub fn is_full_member_of(&self, team: &str) -> bool {
        let in_team = self.team_id.as_deref() == Some(team) || self.enterprise_teams.iter().any(|t| t == team);
        in_team && !(self.is_bot || self.is_restricted || self.is_ultra_restricted || self.is_stranger)
    }
}

/// A channel, from `conversations.info`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelInfo {
    /// Channel id.
    pub id: String,
    /// Name without `#`; empty for a direct message.
    pub name: String,
    /// Shared with another organisation (Slack Connect).
    pub is_ext_shared: bool,
    /// Shared with another workspace, of ours or of others.
    pub is_shared: bool,
    /// Private.
    pub is_private: bool,
    /// The app is in it.
    pub is_member: bool,
    /// The workspace through which the app sees it.
    pub context_team_id: Option<String>,
}

impl ChannelInfo {
    /// Reads the `channel` of an answer.
    pub(crate) fn read(channel: &Value) -> Self {
        Self {
            id: text(&channel["id"]).unwrap_or_default(),
            name: text(&channel["name"]).unwrap_or_default(),
            is_ext_shared: flag(channel, "is_ext_shared"),
            is_shared: flag(channel, "is_shared"),
            is_private: flag(channel, "is_private"),
            is_member: flag(channel, "is_member"),
            context_team_id: text(&channel["context_team_id"]),
        }
    }
}

fn flag(record: &Value, name: &str) -> bool {
    record[name].as_bool().unwrap_or(false)
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().map(|all| all.iter().filter_map(text).collect()).unwrap_or_default()
}
