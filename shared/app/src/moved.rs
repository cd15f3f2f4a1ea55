//! Issues and discussions that move between repositories: one item, whose facts lie in several conversations.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::{ConversationId, Fact, Filed, ItemId, Place as FiledAt, What};
use roundup_store::{Thread, ThreadKey, Written};

/// How many moves of one issue are followed back. GitHub sets no limit; people do.
const MOVES: usize = 8;

impl App {
    /// The threads in which the item was before, nearest first.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn earlier_places(&self, thread: &Thread) -> Result<Vec<Thread>, AppError> {
        let mut earlier: Vec<Thread> = Vec::new();
        let mut from = came_from(thread);
        while let Some(id) = from.take()
            && earlier.len() < MOVES
        {
            let before = self.store.thread(&id.conversation().0, &ThreadKey::Only).await?;
            from = came_from(&before);
            earlier.push(before);
        }
        Ok(earlier)
    }

    /// Carries the news of an issue that has moved away to where it is now, and says where that is if it is for the caller to
    /// look at it anew. News can reach the old place after the move, and of a move only one side may have been told.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn follow_move(
        &self,
        conversation: &ConversationId,
        now: Timestamp,
    ) -> Result<Option<ConversationId>, AppError> {
        let mut at_last = conversation.clone();
        let mut thread = self.store.thread(conversation, &ThreadKey::Only).await?;
        self.tell_departure(conversation, &thread, now).await?;
        for _ in 0..MOVES {
            let Some((to, at)) = went_to(&thread) else { break };
            if self.place_of(&to, now).await?.is_none() {
                break;
            }
            let from = ItemId::github(&at_last);
            // Not the name of the webhook's own fact, which knows the new title and link: both are to stand, whichever came first.
            let fact = Fact { name: format!("{ARRIVED}{from}"), at, by: None, what: What::MovedFrom { from }, subject: None };
            if self.store.put_fact(&Filed { conversation: to.clone(), place: FiledAt::Thread, fact }).await? == Written::New {
                return Ok(None);
            }
            thread = self.store.thread(&to, &ThreadKey::Only).await?;
            at_last = to;
        }
        Ok((at_last != *conversation).then_some(at_last))
    }

    /// Tells the place that an issue came from that it has gone, where it was not told: it is one item, and waits once.
    async fn tell_departure(&self, conversation: &ConversationId, thread: &Thread, now: Timestamp) -> Result<(), AppError> {
        let told_here = thread.facts.iter().filter(|fact| !fact.name.starts_with(ARRIVED));
        let Some((from, at)) = told_here.filter_map(|fact| Some((from_where(fact)?.conversation().0, fact.at))).next() else {
            return Ok(());
        };
        let is_told = went_to(&self.store.thread(&from, &ThreadKey::Only).await?).is_some();
        if is_told || self.place_of(&from, now).await?.is_none() {
            return Ok(());
        }
        let to = ItemId::github(conversation);
        let fact = Fact { name: format!("departed:{to}"), at, by: None, what: What::MovedTo { to }, subject: None };
        self.store.put_fact(&Filed { conversation: from, place: FiledAt::Thread, fact }).await?;
        Ok(())
    }
}

/// What the name begins with of the fact that an issue came from somewhere, as its old place knows it.
const ARRIVED: &str = "arrived:";

fn went_to(thread: &Thread) -> Option<(ConversationId, Timestamp)> {
    thread.facts.iter().find_map(|fact| match &fact.what {
        What::MovedTo { to } => Some((to.conversation().0, fact.at)),
        _ => None,
    })
}

fn came_from(thread: &Thread) -> Option<ItemId> {
    thread.facts.iter().find_map(from_where)
}

fn from_where(fact: &Fact) -> Option<ItemId> {
    match &fact.what {
        What::MovedFrom { from } => Some(from.clone()),
        _ => None,
    }
}
