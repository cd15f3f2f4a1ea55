//! The history of a repository's issues, pull requests and discussions.

use super::{HistoryError, Told, write};
use jiff::Timestamp;
use roundup_domain::id::GithubThread;
use roundup_domain::{ConversationId, Filed};
use roundup_github::Github;
use roundup_ingest::github::ThreadHistory;
use roundup_store::{Store, ThreadKey};
use serde_json::Value;
use std::collections::BTreeSet;

/// A repository whose history is read.
#[derive(Clone, Debug)]
pub struct Tracker {
    /// Where it is read from.
    pub github: Github,
    /// Where it is written.
    pub store: Store,
    /// `owner/name`, as GitHub spells it.
    pub repository: String,
}

impl Tracker {
    /// Reads all that happened to an issue or pull request, as a list shows it.
    ///
    /// # Errors
    /// GitHub's.
    pub async fn thread(&self, issue: &Value) -> Result<ThreadHistory, HistoryError> {
        let number = issue["number"].as_u64().unwrap_or_default();
        let of_issue = |what: &str| format!("repos/{}/issues/{number}/{what}", self.repository);
        let of_pull = |what: &str| format!("repos/{}/pulls/{number}/{what}", self.repository);
        let mut history =
            ThreadHistory { repository: self.repository.clone(), object: issue.clone(), ..ThreadHistory::default() };
        history.timeline = self.github.whole("a timeline", &of_issue("timeline")).await?;
        if history.timeline.is_none() {
            history.timeline = self.github.whole("events of an issue", &of_issue("events")).await?;
        }
        // The timeline shows comments as well; they are asked for only where it lacks some.
        let told = history.timeline.iter().flatten().filter(|entry| entry["event"].as_str() == Some("commented")).count();
        if issue["comments"].as_u64().is_none_or(|comments| usize::try_from(comments).is_ok_and(|comments| comments > told)) {
            history.comments = self.github.whole("comments", &of_issue("comments")).await?.unwrap_or_default();
        }
        if issue["pull_request"].is_object() {
            history.reviews = self.github.whole("reviews", &of_pull("reviews")).await?.unwrap_or_default();
            history.review_comments = self.github.whole("comments of a review", &of_pull("comments")).await?.unwrap_or_default();
        }
        Ok(history)
    }

    /// A discussion, as [`Github::discussions`] shows it, with its comments.
    #[must_use]
    pub fn discussion(&self, shown: &Value) -> ThreadHistory {
        let comments = shown["comments_shown"].as_array().cloned().unwrap_or_default();
        ThreadHistory { repository: self.repository.clone(), object: shown.clone(), comments, ..ThreadHistory::default() }
    }

    /// Writes what is not known yet of a thread that is imported at `now`: nobody is told of what was due before.
    ///
    /// # Errors
    /// The table's.
    pub async fn write(&self, history: &ThreadHistory, now: Timestamp) -> Result<Told, HistoryError> {
        Ok(write(&self.store, self.unknown(history).await?, Some(now)).await?)
    }

    /// Writes what is not known yet of a thread because it was missed, and happened until then.
    ///
    /// # Errors
    /// The table's.
    pub async fn write_missed(&self, history: &ThreadHistory, until: Timestamp) -> Result<Told, HistoryError> {
        let mut facts = self.unknown(history).await?;
        facts.retain(|filed| filed.fact.at <= until);
        Ok(write(&self.store, facts, None).await?)
    }

    /// Where the facts of a thread are, as a list shows it; none where it has no number.
    #[must_use]
    pub fn conversation(&self, shown: &Value) -> Option<ConversationId> {
        let kind = if shown["category"].is_object() { GithubThread::Discussion } else { GithubThread::Issue };
        Some(ConversationId::github(&self.repository, kind, shown["number"].as_u64()?))
    }

    /// The facts of a thread that are not written yet.
    async fn unknown(&self, history: &ThreadHistory) -> Result<Vec<Filed>, HistoryError> {
        let Some(conversation) = self.conversation(&history.object) else { return Ok(Vec::new()) };
        let known = self.store.thread(&conversation, &ThreadKey::Only).await?.facts;
        Ok(history.facts(&known))
    }

    /// Of whom GitHub says, in a thread, that they belong to the repository.
    #[must_use]
    pub fn insiders(history: &ThreadHistory) -> BTreeSet<String> {
        history.insiders()
    }
}
