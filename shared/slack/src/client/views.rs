//! Modals and App Homes (`views.*`; Slack, "Modals" and "App Home"). None of these calls is repeated here: what a view is to
//! show may have changed by the time of the next attempt, and the caller knows.

use super::Slack;
use crate::error::SlackError;
use serde_json::{Value, json};

impl Slack {
    /// Opens a modal for whoever has just done something (`views.open`). The trigger of what they did serves once, and within
    /// three seconds.
    ///
    /// # Errors
    /// See [`SlackError`]. `expired_trigger_id` and `exchanged_trigger_id` are [refusals](SlackError::refusal): only doing it
    /// again brings another trigger. After an answer that was lost the modal may be open, and the trigger with it is spent.
    pub async fn open_view(&self, team: &str, trigger_id: &str, view: &Value) -> Result<(), SlackError> {
        self.post(team, "views.open", &json!({"trigger_id": trigger_id, "view": view})).await.map(drop)
    }

    /// Puts a modal on top of the one in which somebody has just done something (`views.push`); three lie on each other at
    /// most. The trigger serves once, and within three seconds.
    ///
    /// # Errors
    /// As of [`Self::open_view`]; `push_limit_reached` is a [refusal](SlackError::refusal) too.
    pub async fn push_view(&self, team: &str, trigger_id: &str, view: &Value) -> Result<(), SlackError> {
        self.post(team, "views.push", &json!({"trigger_id": trigger_id, "view": view})).await.map(drop)
    }

    /// Shows something else in a modal (`views.update`). With the `hash` that the modal had when it was looked at, only if
    /// nobody has changed it since.
    ///
    /// # Errors
    /// See [`SlackError`]. `hash_conflict` is a [refusal](SlackError::refusal) and says that it was changed since, or, after
    /// an answer that was lost, that the lost call did it; `not_found`, that it was closed.
    pub async fn update_view(&self, team: &str, view_id: &str, hash: Option<&str>, view: &Value) -> Result<(), SlackError> {
        let mut arguments = json!({"view_id": view_id, "view": view});
        if let Some(hash) = hash {
            arguments["hash"] = json!(hash);
        }
        self.post(team, "views.update", &arguments).await.map(drop)
    }

    /// Shows something else in somebody's App Home (`views.publish`). Doing it twice is harmless.
    ///
    /// # Errors
    /// See [`SlackError`]. `not_enabled` is a [refusal](SlackError::refusal): the app's settings turn the Home tab off.
    pub async fn publish_view(&self, team: &str, user: &str, view: &Value) -> Result<(), SlackError> {
        self.post(team, "views.publish", &json!({"user_id": user, "view": view})).await.map(drop)
    }
}
