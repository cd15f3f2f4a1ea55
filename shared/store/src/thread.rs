//! All there is about one thread, in one query.

use crate::Store;
use crate::attributes::text;
use crate::deadlines::{StoredDeadline, stored_deadline};
use crate::error::StoreError;
use crate::facts::fact;
use crate::items::{StoredItem, stored_item};
use crate::keys::{self, Row, ThreadKey};
use crate::notices::{StoredNotice, stored_notice};
use crate::query::Sort;
use roundup_domain::{ConversationId, Fact};

/// A thread of a conversation as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// Its facts, in order of their names. One that cannot be read is left out.
    pub facts: Vec<Fact>,
    /// The item that it is, if it is one.
    pub item: Option<StoredItem>,
    /// Moments that are watched for; also those that were reached, until DynamoDB deletes them.
    pub deadlines: Vec<StoredDeadline>,
    /// Messages that were owed, sent or not.
    pub notices: Vec<StoredNotice>,
}

impl Store {
    /// Everything in the thread, as it is now: one query, of as many pages as it takes.
    ///
    /// # Errors
    /// If the table cannot be read, or a row that is no fact.
    pub async fn thread(&self, conversation: &ConversationId, thread: &ThreadKey) -> Result<Thread, StoreError> {
        let rows = self.all(self.rows(keys::partition(conversation), Sort::Prefix(keys::in_thread(thread)))).await?;
        let mut found = Thread::default();
        for row in &rows {
            match text(row, keys::SK).and_then(Row::parse) {
                Some(Row::Fact { .. }) => found.facts.extend(fact(row)),
                Some(Row::Item(_)) => found.item = Some(stored_item(row)?),
                Some(Row::Deadline { .. }) => found.deadlines.push(stored_deadline(row)?),
                Some(Row::Notice { .. }) => found.notices.push(stored_notice(row)?),
                _ => return Err(StoreError::Malformed { attribute: keys::SK }),
            }
        }
        Ok(found)
    }
}
