//! Reading what was said, page by page, and who one is.

use super::{PAGE, PAGES, Slack};
use crate::error::SlackError;
use crate::info::ChannelInfo;
use serde_json::Value;

/// A page of messages.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// As Slack shows them.
    pub messages: Vec<Value>,
    /// What to ask for next; none after the last page.
    pub next: Option<String>,
}

/// Whose a token is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The workspace (`T…`).
    pub team: String,
    /// What that is called.
    pub team_name: String,
}

impl Slack {
    /// A channel's messages at top level after `oldest` and before `latest` (timestamps), the newest first
    /// (`conversations.history`).
    ///
    /// # Errors
    /// See [`SlackError`]; `not_in_channel` and `channel_not_found` are [refusals](SlackError::refusal).
    pub async fn history(
        &self,
        team: &str,
        channel: &str,
        (oldest, latest): (&str, Option<&str>),
        cursor: Option<&str>,
    ) -> Result<Messages, SlackError> {
        let mut query = vec![("channel", channel), ("oldest", oldest), ("limit", PAGE)];
        query.extend(latest.map(|latest| ("latest", latest)));
        self.messages(team, "conversations.history", query, cursor).await
    }

    /// A thread's messages, its first one among them (`conversations.replies`).
    ///
    /// # Errors
    /// See [`SlackError`]; `thread_not_found` is a [refusal](SlackError::refusal).
    pub async fn replies(&self, team: &str, channel: &str, root: &str, cursor: Option<&str>) -> Result<Messages, SlackError> {
        self.messages(team, "conversations.replies", vec![("channel", channel), ("ts", root), ("limit", PAGE)], cursor).await
    }

    /// The public and private channels of a workspace that the app is in, with their names (`users.conversations`).
    ///
    /// # Errors
    /// See [`SlackError`].
    pub async fn channels(&self, team: &str) -> Result<Vec<ChannelInfo>, SlackError> {
        let mut channels = Vec::new();
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let mut query = vec![("types", "public_channel,private_channel"), ("exclude_archived", "true"), ("limit", PAGE)];
            if !cursor.is_empty() {
                query.push(("cursor", cursor.as_str()));
            }
            let answer = self.get(team, "users.conversations", &query).await?;
            channels.extend(answer["channels"].as_array().into_iter().flatten().map(ChannelInfo::read));
            match answer["response_metadata"]["next_cursor"].as_str() {
                Some(next) if !next.is_empty() && next != cursor => cursor = next.to_owned(),
                _ => break,
            }
        }
        Ok(channels)
    }

    /// Whose the token is (`auth.test`) that is used for a workspace, or where there is none of its own.
    ///
    /// # Errors
    /// See [`SlackError`].
    pub async fn identity(&self, team: &str) -> Result<Identity, SlackError> {
        let answer = self.get(team, "auth.test", &[]).await?;
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        Ok(Identity { team: text("team_id"), team_name: text("team") })
    }

    async fn messages<'q>(
        &self,
        team: &str,
        method: &'static str,
        mut query: Vec<(&'q str, &'q str)>,
        cursor: Option<&'q str>,
    ) -> Result<Messages, SlackError> {
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        let answer = self.get(team, method, &query).await?;
        let next = answer["response_metadata"]["next_cursor"].as_str().filter(|next| !next.is_empty());
        let next = next.filter(|next| Some(*next) != cursor).map(str::to_owned);
        Ok(Messages { messages: answer["messages"].as_array().cloned().unwrap_or_default(), next })
    }
}
