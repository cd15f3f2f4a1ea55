//! Deleting a thread with all that followed from it.

use crate::Store;
use crate::attributes::{Attributes, text};
use crate::error::StoreError;
use crate::keys::{self, Row, RowKey, ThreadKey};
use crate::query::Sort;
use roundup_domain::{ConversationId, SlackTs};

impl Store {
    /// Deletes everything of a thread: its facts, with what was said about its messages, the item, deadlines, notices. Where a
    /// conversation has one thread only, that is all of the conversation. How many rows there were.
    ///
    /// # Errors
    /// If the table does not do it; some may be deleted then, and deleting it again goes on.
    pub async fn delete_thread(&self, conversation: &ConversationId, thread: &ThreadKey) -> Result<usize, StoreError> {
        let partition = keys::partition(conversation);
        let rows = match thread {
            ThreadKey::Only => self.all(self.rows(partition, Sort::Any)).await?,
            ThreadKey::Root(root) => self.rows_of_thread(partition, root).await?,
        };
        self.delete_keys(rows.iter().filter_map(key_of)).await?;
        Ok(rows.len())
    }

    /// The rows of a Slack thread, the item's last: should deleting stop half way, the item is still found.
    async fn rows_of_thread(&self, partition: String, root: &SlackTs) -> Result<Vec<Attributes>, StoreError> {
        let rows = |sort| self.all(self.rows(partition.clone(), sort));
        let mut inside = rows(Sort::Prefix(keys::in_thread(&ThreadKey::Root(root.clone())))).await?;
        let mut all = rows(Sort::Between(keys::abouts(root, root))).await?;
        for ts in inside.iter().filter_map(|row| keys::reply_at(text(row, keys::L1)?)) {
            all.extend(rows(Sort::Between(keys::abouts(&ts, &ts))).await?);
        }
        all.extend(rows(Sort::Between(keys::tops(Some(root), Some(root)))).await?);
        inside.sort_by_key(|row| matches!(text(row, keys::SK).and_then(Row::parse), Some(Row::Item(_))));
        all.extend(inside);
        Ok(all)
    }

    /// The first messages at top level from `from` to `until`, both included, in order; at most so many.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn first_tops(
        &self,
        conversation: &ConversationId,
        (from, until): (&SlackTs, &SlackTs),
        limit: usize,
    ) -> Result<Vec<SlackTs>, StoreError> {
        let query = self.rows(keys::partition(conversation), Sort::Between(keys::tops(Some(from), Some(until))));
        let rows = self.first(query, limit).await?;
        let ts = |row: &Attributes| match Row::parse(text(row, keys::SK)?)? {
            Row::Top(ts) => Some(ts),
            _ => None,
        };
        Ok(rows.iter().filter_map(ts).collect())
    }

    /// Whether a thread is an item.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn has_item(&self, conversation: &ConversationId, thread: &ThreadKey) -> Result<bool, StoreError> {
        Ok(self.get(RowKey::new(conversation, Row::Item(thread.clone())).attributes()).await?.is_some())
    }
}

fn key_of(row: &Attributes) -> Option<Attributes> {
    Some(keys::key(text(row, keys::PK)?.to_owned(), text(row, keys::SK)?.to_owned()))
}
