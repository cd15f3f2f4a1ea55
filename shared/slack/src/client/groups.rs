//! User groups (Slack, "usergroups.users.update").

use super::{Slack, patiently};
use crate::error::SlackError;
use serde_json::json;

impl Slack {
    /// Makes these users, and nobody else, the members of a user group (`usergroups.users.update`). Harmless to repeat, and
    /// repeated on passing errors. A group cannot be left without anybody.
    ///
    /// # Errors
    /// See [`SlackError`]. `no_users_provided`, `invalid_users` (of guests too) and `permission_denied` (the workspace lets
    /// only some of its people change user groups, and thus no app) are [refusals](SlackError::refusal).
    pub async fn set_user_group(&self, team: &str, group: &str, users: &[String]) -> Result<(), SlackError> {
        let arguments = json!({"usergroup": group, "users": users.join(",")});
        patiently(|| self.post(team, "usergroups.users.update", &arguments)).await.map(drop)
    }
}
