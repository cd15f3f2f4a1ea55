//! Issues and discussions that move between repositories: one item, whose facts lie in several conversations.

use crate::sources::Place;
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

    /// Carries the news of a moved issue to where it is now: the fact that it came from `conversation`, and, where that is
    /// known already, a new look at it. News can reach the old place after the move.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn follow_move(
        &self,
        conversation: &ConversationId,
        now: Timestamp,
    ) -> Result<Option<ConversationId>, AppError> {
        let thread = self.store.thread(conversation, &ThreadKey::Only).await?;
        let Some((to, at)) = thread.facts.iter().find_map(|fact| match &fact.what {
            What::MovedTo { to } => Some((to.conversation().0, fact.at)),
            _ => None,
        }) else {
            return Ok(None);
        };
        let place: Option<Place<'_>> = self.place_of(&to, now).await?;
        if place.is_none() {
            return Ok(None);
        }
        let from = ItemId::github(conversation);
        // Not the name of the webhook's own fact, which knows the new title and link: both are to stand, whichever came first.
        let fact = Fact { name: format!("arrived:{from}"), at, by: None, what: What::MovedFrom { from }, subject: None };
        let written = self.store.put_fact(&Filed { conversation: to.clone(), place: FiledAt::Thread, fact }).await?;
        Ok((written == Written::Already).then_some(to))
    }
}

fn came_from(thread: &Thread) -> Option<ItemId> {
    thread.facts.iter().find_map(|fact| match &fact.what {
        What::MovedFrom { from } => Some(from.clone()),
        _ => None,
    })
}
