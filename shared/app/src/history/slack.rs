//! The history of a Slack channel.

use super::{HistoryError, Told, write};
use jiff::Timestamp;
use roundup_domain::{ConversationId, Filed, Place, SlackTs};
use roundup_ingest::slack::facts_of_message;
use roundup_slack::Slack;
use roundup_store::{Store, ThreadKey};
use serde_json::Value;
use std::collections::BTreeSet;

/// Pages of replies that are read of one thread, at most.
const MOST_PAGES: usize = 50;

/// A channel whose history is read.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Where it is read from.
    pub slack: Slack,
    /// Where it is written.
    pub store: Store,
    /// The workspace through which it is seen.
    pub team: String,
    /// Its id.
    pub channel: String,
}

impl Channel {
    /// Reads a thread, of which history shows the first message: that one and its replies, as facts.
    ///
    /// # Errors
    /// Slack's.
    pub async fn thread(&self, shown: &Value) -> Result<Vec<Filed>, HistoryError> {
        let mut facts = facts_of_message(&self.channel, shown);
        let Some(root) = thread_of(shown) else { return Ok(facts) };
        let mut cursor: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let page = match self.slack.replies(&self.team, &self.channel, root.as_str(), cursor.as_deref()).await {
                Ok(page) => page,
                // It was deleted meanwhile.
                Err(error) if error.refusal() == Some("thread_not_found") => break,
                Err(error) => return Err(error.into()),
            };
            facts.extend(page.messages.iter().flat_map(|message| facts_of_message(&self.channel, message)));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut seen = BTreeSet::new();
        facts.retain(|filed| seen.insert(filed.fact.name.clone()));
        Ok(facts)
    }

    /// Writes what is not known yet of a thread's facts. `imported` is when they are imported: nobody is told of what was due
    /// before; none where they were merely missed.
    ///
    /// # Errors
    /// The table's.
    pub async fn write(&self, facts: &[Filed], imported: Option<Timestamp>) -> Result<Told, HistoryError> {
        let Some(root) = facts.first().map(|filed| root_of(&filed.place)) else { return Ok(Told::default()) };
        let conversation = ConversationId::slack(&self.channel);
        let inside = self.store.thread(&conversation, &ThreadKey::Root(root.clone())).await?.facts;
        let tops = self.store.tops(&conversation, &root, Some(&root)).await?;
        let abouts = self.store.abouts(&conversation, &root, &root).await?;
        let known: BTreeSet<&str> = inside.iter().chain(&tops).chain(&abouts).map(|fact| fact.name.as_str()).collect();
        let is_news = |filed: &&Filed| !known.contains(filed.fact.name.as_str()) && !is_dated(&filed.fact.name, &known);
        let news: Vec<Filed> = facts.iter().filter(is_news).cloned().collect();
        Ok(write(&self.store, news, imported).await?)
    }
}

/// Whether an event has told when the check mark was put there of which history tells.
fn is_dated(name: &str, known: &BTreeSet<&str>) -> bool {
    name.strip_suffix(roundup_domain::fact::UNDATED).is_some_and(|mark| {
        let unmark = format!("un{mark}");
        known.iter().any(|known| known.starts_with(mark) || known.starts_with(&unmark))
    })
}

/// The first message of the thread that a message is in, if it is in one.
fn thread_of(shown: &Value) -> Option<SlackTs> {
    shown["thread_ts"].as_str()?.parse().ok()
}

fn root_of(place: &Place) -> SlackTs {
    match place {
        Place::Reply { root, .. } => root.clone(),
        Place::Top(ts) | Place::About(ts) => ts.clone(),
        Place::Thread | Place::Conversation => SlackTs::from_time(Timestamp::UNIX_EPOCH),
    }
}
