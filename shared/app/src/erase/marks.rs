//! What was erased, and when: names without words.

use crate::App;
use crate::AppError;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{ConversationId, Filed, Place};
use roundup_store::{Store, StoreError, ThreadKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Under which name the marks are kept.
pub(super) const WORK: &str = "erased";
/// For how long a process goes by what it read.
const HOLDS: SignedDuration = SignedDuration::from_secs(30);

/// Whose facts were erased, and until when they are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    people: BTreeMap<String, Timestamp>,
    conversations: BTreeMap<ConversationId, Timestamp>,
    /// Threads that were theirs, with what others wrote in them: conversation and thread.
    threads: BTreeMap<String, Timestamp>,
}

impl Marks {
    pub(super) fn add_people<'a>(&mut self, people: impl Iterator<Item = &'a String>, now: Timestamp) {
        self.people.extend(people.map(|key| (key.clone(), now)));
    }

    pub(super) fn add_conversations<'a>(&mut self, conversations: impl Iterator<Item = &'a ConversationId>, now: Timestamp) {
        self.conversations.extend(conversations.map(|conversation| (conversation.clone(), now)));
    }

    pub(super) fn add_threads<'a>(&mut self, threads: impl Iterator<Item = &'a (ConversationId, ThreadKey)>, now: Timestamp) {
        self.threads.extend(threads.map(|(conversation, thread)| (name(conversation, thread), now)));
    }

    /// What was erased so far.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn read(store: &Store) -> Result<Self, StoreError> {
        Ok(store.progress(WORK).await?.unwrap_or_default())
    }

    /// Whether a fact was erased, and does not come back.
    #[must_use]
    pub fn hold(&self, filed: &Filed) -> bool {
        let is_before = |until: Option<&Timestamp>| until.is_some_and(|until| filed.fact.at <= *until);
        let by = filed.fact.by.as_ref().map(roundup_domain::Author::key);
        let thread = match &filed.place {
            Place::Top(ts) | Place::About(ts) => ThreadKey::Root(ts.clone()),
            Place::Reply { root, .. } => ThreadKey::Root(root.clone()),
            Place::Thread | Place::Conversation => ThreadKey::Only,
        };
        is_before(self.conversations.get(&filed.conversation))
            || is_before(self.threads.get(&name(&filed.conversation, &thread)))
            || by.is_some_and(|by| is_before(self.people.get(&by)))
    }
}

fn name(conversation: &ConversationId, thread: &ThreadKey) -> String {
    format!("{conversation} {thread}")
}

impl App {
    /// What was erased, as it was read not long ago.
    pub(crate) async fn erased_marks(&self, now: Timestamp) -> Result<Marks, AppError> {
        let kept = self.erased.lock().ok().and_then(|kept| kept.clone());
        if let Some((marks, _)) = kept.filter(|(_, until)| *until > now) {
            return Ok(marks);
        }
        let marks = Marks::read(&self.store).await?;
        if let Ok(mut kept) = self.erased.lock() {
            *kept = Some((marks.clone(), now + HOLDS));
        }
        Ok(marks)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use roundup_domain::id::GithubThread;
    use roundup_domain::{Author, Fact, Platform, What};

    #[test]
    fn what_was_erased_does_not_come_back_and_what_is_written_later_is_new() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let filed = |login: &str, when: &str| {
            let by = Some(Author { platform: Platform::Github, id: login.to_owned(), automated: false });
            let fact = Fact { name: "x".into(), at: at(when), by, what: What::Reopened, subject: None };
            Filed { conversation: ConversationId::github("acme/widgets", GithubThread::Issue, 1), place: Place::Thread, fact }
        };
        let mut marks = Marks::default();
        marks.add_people([&"github:octocat".to_owned()].into_iter(), at("2026-03-02T14:00:00Z"));
        assert!(marks.hold(&filed("Octocat", "2026-03-02T13:00:00Z")));
        assert!(!marks.hold(&filed("Octocat", "2026-03-02T14:00:01Z")));
        assert!(!marks.hold(&filed("hubber", "2026-03-02T13:00:00Z")));
        let thread = (filed("hubber", "2026-03-02T13:00:00Z").conversation, ThreadKey::Only);
        marks.add_threads([&thread].into_iter(), at("2026-03-02T14:00:00Z"));
        assert!(marks.hold(&filed("hubber", "2026-03-02T13:00:00Z")));
        assert!(!marks.hold(&filed("hubber", "2026-03-02T15:00:00Z")));
    }
}
