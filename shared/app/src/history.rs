//! What was: read from the sources' APIs, and written as the facts that their webhooks would have been.
//!
//! One way for imports and for reconciliation. What is there already is read first, so that a second time writes nothing.

mod github;
mod slack;

pub use github::Tracker;
pub use slack::Channel;

use crate::erase::Marks;
use jiff::Timestamp;
use roundup_domain::{Fact, Filed, Place, What};
use roundup_github::GithubError;
use roundup_slack::SlackError;
use roundup_store::{Store, StoreError, Written};

/// Facts that one mark of an import names, at most: a row holds 400 KB.
const MARKED: usize = 1_000;

/// Why history could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The table did not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// GitHub did not.
    #[error(transparent)]
    Github(#[from] GithubError),
    /// Slack did not.
    #[error(transparent)]
    Slack(#[from] SlackError),
}

impl HistoryError {
    /// For how long the other side asks to be left alone, if it does.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        match self {
            Self::Github(GithubError::RateLimited { retry_after, .. })
            | Self::Slack(SlackError::RateLimited { retry_after, .. }) => Some(*retry_after),
            _ => None,
        }
    }

    /// Whether the same may succeed later, nothing being changed.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Store(_) => false,
            Self::Github(error) => error.is_passing(),
            Self::Slack(error) => error.is_passing(),
        }
    }
}

/// What became of a thread's history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Facts that were news.
    pub news: usize,
}

/// Writes facts of one thread, all of one place's partition. `imported` is when they were imported: nobody is told of what was
/// due before; none where they were merely missed.
pub(crate) async fn write(store: &Store, mut facts: Vec<Filed>, imported: Option<Timestamp>) -> Result<Told, StoreError> {
    if facts.is_empty() {
        return Ok(Told::default());
    }
    let erased = Marks::read(store).await?;
    facts.retain(|filed| !erased.hold(filed));
    // The mark comes first: whoever reacts to a fact finds it.
    if let Some(at) = imported {
        for (part, facts) in facts.chunks(MARKED).enumerate() {
            store.put_fact(&mark(facts, at, part)).await?;
        }
    }
    let mut told = Told::default();
    for filed in &facts {
        if store.put_fact(filed).await? == Written::New {
            told.news += 1;
        }
    }
    Ok(told)
}

/// The mark of facts of one thread; `facts` is not empty.
fn mark(facts: &[Filed], at: Timestamp, part: usize) -> Filed {
    let first = &facts[0];
    let place = match &first.place {
        Place::Top(ts) | Place::About(ts) => Place::Reply { root: ts.clone(), ts: ts.clone() },
        Place::Reply { root, .. } => Place::Reply { root: root.clone(), ts: root.clone() },
        Place::Thread | Place::Conversation => Place::Thread,
    };
    let what = What::Imported { facts: facts.iter().map(|filed| filed.fact.name.clone()).collect() };
    let name = if part == 0 { format!("imported:{at}") } else { format!("imported:{at}:{part}") };
    Filed { conversation: first.conversation.clone(), place, fact: Fact { name, at, by: None, what, subject: None } }
}
