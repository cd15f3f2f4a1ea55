//! Names of conversations and items.

use crate::slack_ts::SlackTs;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where facts arrive in order and one writer folds them: a Slack channel (`slack:C0EXT0001`), or a GitHub issue, pull
/// request (`github:acme/widgets#12`) or discussion (`github:acme/widgets/discussions/3`).
///
/// A whole channel, because two rules of the clock reach across its threads: several top-level messages of one person
/// are one item, and a top-level message of ours answers what waits in the channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConversationId(String);

/// Whether a GitHub number names an issue or pull request (they share one sequence) or a discussion (which has its own).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GithubThread {
    /// Issue or pull request.
    Issue,
    /// Discussion.
    Discussion,
}

impl ConversationId {
    /// A Slack channel. Channel ids are unique across workspaces, and with Slack Connect the workspace that an event
    /// names may be the sender's; so the workspace is no part of the name.
    #[must_use]
    pub fn slack(channel: &str) -> Self {
        Self(format!("slack:{channel}"))
    }

    /// A thread of a GitHub repository, `repository` being `owner/name`.
    #[must_use]
    pub fn github(repository: &str, thread: GithubThread, number: u64) -> Self {
        Self(match thread {
            GithubThread::Issue => format!("github:{repository}#{number}"),
            GithubThread::Discussion => format!("github:{repository}/discussions/{number}"),
        })
    }

    /// The issue or pull request at an address for people (`https://github.com/acme/widgets/issues/7`, `…/pull/7`), on
    /// whichever host; none where it is another address.
    #[must_use]
    pub fn at_address(url: &str) -> Option<Self> {
        let (_, rest) = url.split_once("://")?;
        let mut parts = rest.split(['/', '?', '#']).skip(1);
        let (owner, name, kind, number) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_repository = !owner.is_empty() && !name.is_empty() && matches!(kind, "issues" | "pull");
        let number = number.parse().ok().filter(|_| is_repository)?;
        Some(Self::github(&format!("{owner}/{name}"), GithubThread::Issue, number))
    }

    /// Somebody's Home tab in Slack.
    #[must_use]
    pub fn home(user: &str) -> Self {
        Self(format!("home:{user}"))
    }

    /// Who is on call, beyond what is configured.
    #[must_use]
    pub fn on_call() -> Self {
        Self("oncall".to_owned())
    }

    /// The hand-off to the shift that begins at `from`.
    #[must_use]
    pub fn handoff(from: Timestamp) -> Self {
        Self(format!("handoff:{from}"))
    }

    /// The agenda of the Roundup of `date`.
    #[must_use]
    pub fn roundup(date: Date) -> Self {
        Self(format!("roundup:{date}"))
    }

    /// The preparation that is due at `at`.
    #[must_use]
    pub fn preparation(at: Timestamp) -> Self {
        Self(format!("prepare:{at}"))
    }

    /// The name as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name read back from where it was stored. Not validated.
    #[must_use]
    pub fn from_stored(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The Roundup whose agenda it is, if it is one.
    #[must_use]
    pub fn roundup_on(&self) -> Option<Date> {
        self.0.strip_prefix("roundup:")?.parse().ok()
    }

    /// When it is due, if it is a preparation.
    #[must_use]
    pub fn preparation_at(&self) -> Option<Timestamp> {
        self.0.strip_prefix("prepare:")?.parse().ok()
    }

    /// Whose Home tab it is, if it is one.
    #[must_use]
    pub fn home_of(&self) -> Option<&str> {
        self.0.strip_prefix("home:")
    }

    /// Which shift's hand-off it is, if it is one.
    #[must_use]
    pub fn handoff_to(&self) -> Option<Timestamp> {
        self.0.strip_prefix("handoff:")?.parse().ok()
    }

    /// The Slack channel, if it is one.
    #[must_use]
    pub fn slack_channel(&self) -> Option<&str> {
        self.0.strip_prefix("slack:")
    }

    /// The GitHub repository (`owner/name`), if it is of one.
    #[must_use]
    pub fn github_repository(&self) -> Option<&str> {
        let rest = self.0.strip_prefix("github:")?;
        rest.split_once('#')
            .map(|(repository, _)| repository)
            .or_else(|| rest.rsplit_once("/discussions/").map(|(repository, _)| repository))
    }

    /// Repository and number, if it is an issue or pull request of GitHub's.
    #[must_use]
    pub fn github_issue(&self) -> Option<(&str, u64)> {
        let (repository, number) = self.0.strip_prefix("github:")?.split_once('#')?;
        Some((repository, number.parse().ok()?))
    }

    /// Whether it is a channel of direct messages with our app.
    #[must_use]
    pub fn is_direct(&self) -> bool {
        self.slack_channel().is_some_and(|channel| channel.starts_with('D'))
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An item's public name: `slack:TEAM:CHANNEL:ROOT_TS`, `github:OWNER/REPO#N` or `github:OWNER/REPO/discussions/N`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(String);

impl ItemId {
    /// The item that the thread of `root` in a Slack channel is; `team` is the workspace that the source is configured with.
    #[must_use]
    pub fn slack(team: &str, channel: &str, root: &SlackTs) -> Self {
        Self(format!("slack:{team}:{channel}:{root}"))
    }

    /// The item that a GitHub conversation is.
    #[must_use]
    pub fn github(conversation: &ConversationId) -> Self {
        Self(conversation.0.clone())
    }

    /// A name that somebody typed or that was stored. Not validated; an unknown one is found to be so when looked up.
    #[must_use]
    pub fn from_stored(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where its facts are, and in Slack its thread's root.
    #[must_use]
    pub fn conversation(&self) -> (ConversationId, Option<SlackTs>) {
        if let Some(rest) = self.0.strip_prefix("slack:") {
            let mut parts = rest.splitn(3, ':');
            let (_, channel, root) = (parts.next(), parts.next(), parts.next());
            if let (Some(channel), Some(Ok(root))) = (channel, root.map(str::parse)) {
                return (ConversationId::slack(channel), Some(root));
            }
        }
        (ConversationId(self.0.clone()), None)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
