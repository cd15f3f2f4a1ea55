//! Facts that were put aside: Slack or GitHub could not say what has to be known, so that they are looked at again.

use crate::attributes::{Attributes, json, parsed, s, text, to_json};
use crate::keys::{self, Row, RowKey};
use crate::query::Sort;
use crate::{Store, StoreError, ThreadKey};
use aws_sdk_dynamodb::types::Select;
use jiff::Timestamp;
use roundup_domain::{ConversationId, Filed};

/// The fact and where it is filed, JSON.
const ASIDE: &str = "aside";
/// When it was first put aside, RFC 3339.
const SINCE: &str = "since";

/// Something that the sweep is to try again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pending {
    /// A message that was not sent, or no longer says how things stand.
    Notice {
        /// The conversation.
        conversation: ConversationId,
        /// The item's thread.
        thread: ThreadKey,
        /// The notice's key.
        key: String,
    },
    /// A fact that was put aside.
    Fact(Box<Filed>),
    /// A fact that was put aside and cannot be read any more. The others are not to wait for it.
    Unreadable(RowKey),
}

impl Store {
    /// Since when a fact has been put aside; none where it is not.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn aside_since(&self, filed: &Filed) -> Result<Option<Timestamp>, StoreError> {
        self.get(key(filed).attributes()).await?.map_or(Ok(None), |row| parsed(&row, SINCE))
    }

    /// Puts a fact aside until `try_at`, as it has been since `since`; it stays where it is filed, too.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_aside(&self, filed: &Filed, since: Timestamp, try_at: Timestamp) -> Result<(), StoreError> {
        let mut row = key(filed).attributes();
        row.insert(ASIDE.to_owned(), to_json(ASIDE, filed)?);
        row.insert(SINCE.to_owned(), s(since.to_string()));
        row.insert(keys::G1.to_owned(), s(keys::OUTBOX));
        row.insert(keys::G1S.to_owned(), s(keys::due(try_at)));
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row));
        put.send().await.map(drop).map_err(|error| StoreError::of("PutItem", &error))
    }

    /// Forgets that a fact was put aside: it was dealt with.
    ///
    /// # Errors
    /// If the table does not do it.
    pub async fn take_back(&self, filed: &Filed) -> Result<(), StoreError> {
        let delete = self.client.delete_item().table_name(&*self.table).set_key(Some(key(filed).attributes()));
        delete.send().await.map(drop).map_err(|error| StoreError::of("DeleteItem", &error))
    }

    /// What is to be tried at `now` or was to be tried before, what is due longest first. An index is read: a write of the
    /// last second may not show yet.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn pending(&self, now: Timestamp) -> Result<Vec<Pending>, StoreError> {
        let rows = self.all(self.outbox(Sort::UpTo(keys::seconds(now)))).await?;
        let mut pending = Vec::new();
        for row in &rows {
            pending.extend(self.read_pending(row).await?);
        }
        Ok(pending)
    }

    /// When something is next to be tried; none where nothing is.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn next_pending(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = self.outbox(Sort::Any).limit(1);
        let first = query.send().await.map_err(|error| StoreError::of("Query", &error))?.items;
        Ok(first.unwrap_or_default().first().and_then(|row| text(row, keys::G1S)?.parse().ok()))
    }

    /// How much is to be tried again, now or later.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn outbox_size(&self) -> Result<usize, StoreError> {
        let (mut size, mut start) = (0, None);
        loop {
            let page = self.outbox(Sort::Any).select(Select::Count).set_exclusive_start_key(start).send().await;
            let page = page.map_err(|error| StoreError::of("Query", &error))?;
            size += usize::try_from(page.count).unwrap_or_default();
            match page.last_evaluated_key {
                Some(key) if !key.is_empty() => start = Some(key),
                _ => return Ok(size),
            }
        }
    }

    fn outbox(&self, sort: Sort) -> aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder {
        self.keyed((keys::G1, keys::OUTBOX.to_owned()), (keys::G1S, sort)).index_name(keys::WAITING)
    }

    /// The index says which row; what is in a fact's row is read from the table.
    async fn read_pending(&self, row: &Attributes) -> Result<Option<Pending>, StoreError> {
        let Some(key) = text(row, keys::PK).zip(text(row, keys::SK)).and_then(|(pk, sk)| RowKey::parse(pk, sk)) else {
            return Ok(None);
        };
        match &key.row {
            Row::Notice { thread, key: notice } => {
                Ok(Some(Pending::Notice { conversation: key.conversation.clone(), thread: thread.clone(), key: notice.clone() }))
            }
            Row::Aside(_) => {
                let Some(row) = self.get(key.attributes()).await? else { return Ok(None) };
                Ok(Some(json(&row, ASIDE).map_or(Pending::Unreadable(key), |filed| Pending::Fact(Box::new(filed)))))
            }
            _ => Ok(None),
        }
    }
}

fn key(filed: &Filed) -> RowKey {
    RowKey::new(&filed.conversation, Row::Aside(Row::of_fact(&filed.place, &filed.fact.name).to_string()))
}
