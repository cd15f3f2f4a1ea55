//! What triage remembers besides facts and items: which item a colleague was asked about, what a Home tab shows, the shift
//! that was last handed over to, which source a channel is of.

use crate::attributes::{Attributes, has_expired, json, s, text, to_json, ttl};
use crate::error::StoreError;
use crate::facts::CONDITION_FAILED;
use crate::keys::{self, Row, RowKey, ThreadKey};
use crate::query::Sort;
use crate::{Store, Written};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use jiff::Timestamp;
use roundup_domain::{ConversationId, SlackTs};
use serde::{Deserialize, Serialize};

/// Which item a colleague was asked about, JSON.
const ASKED: &str = "asked";
/// What a Home tab shows.
const SHOWS: &str = "shows";
/// The shift, JSON.
const SHIFT: &str = "shift";
/// Name of a source.
const SOURCE: &str = "source";

/// What a colleague was asked with a direct message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedAbout {
    /// Where the item's facts are.
    pub conversation: ConversationId,
    /// Its thread there.
    pub thread: ThreadKey,
    /// Name of the fact by which they were asked.
    pub fact: String,
}

/// The shift that was last handed over to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Slack user id; none where nobody came on call.
    pub user: Option<String>,
    /// When the hand-off was; it is named after that.
    pub from: Timestamp,
    /// The next change that is scheduled, if there is one.
    pub next: Option<Timestamp>,
}

impl Store {
    /// Keeps with which message of a channel of direct messages a colleague was asked about an item.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_asked(&self, direct: &ConversationId, ts: &SlackTs, about: &AskedAbout) -> Result<(), StoreError> {
        let mut row = RowKey::new(direct, Row::Asked(ts.clone())).attributes();
        row.insert(ASKED.to_owned(), to_json(ASKED, about)?);
        self.put_row(row).await
    }

    /// What was asked with the message `ts` of a channel of direct messages, or else with the last one before it; and which
    /// message that is.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn asked(&self, direct: &ConversationId, ts: &SlackTs) -> Result<Option<(SlackTs, AskedAbout)>, StoreError> {
        let range = Sort::Between(keys::asked_up_to(ts));
        let query = self.rows(keys::partition(direct), range).scan_index_forward(false);
        let rows = self.first(query, 1).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        match text(row, keys::SK).and_then(Row::parse) {
            Some(Row::Asked(ts)) => Ok(Some((ts, json(row, ASKED)?))),
            _ => Err(StoreError::Malformed { attribute: keys::SK }),
        }
    }

    /// What somebody's Home tab shows, if they had it open not long before `now`; by [`roundup_domain::Author::key`].
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn home(&self, author: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        let row = self.get(keys::home(author)).await?.filter(|row| !has_expired(row, now));
        Ok(row.and_then(|row| text(&row, SHOWS).map(str::to_owned)))
    }

    /// Keeps until `expires` what somebody's Home tab shows.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_home(&self, author: &str, shows: &str, expires: Timestamp) -> Result<(), StoreError> {
        let mut row = keys::home(author);
        row.insert(SHOWS.to_owned(), s(shows));
        row.insert(keys::TTL.to_owned(), ttl(expires));
        self.put_row(row).await
    }

    /// The shift that was last handed over to.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn handed_over(&self) -> Result<Option<HandedOver>, StoreError> {
        self.get(keys::shift()).await?.map(|row| json(&row, SHIFT)).transpose()
    }

    /// Keeps the shift that was handed over to, in place of `before`; false where somebody else was faster.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_handed_over(&self, shift: &HandedOver, before: Option<&HandedOver>) -> Result<bool, StoreError> {
        let mut row = keys::shift();
        row.insert(SHIFT.to_owned(), to_json(SHIFT, shift)?);
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row));
        let put = match before {
            None => put.condition_expression(crate::facts::ABSENT),
            Some(before) => put
                .condition_expression("#shift = :before")
                .expression_attribute_names("#shift", SHIFT)
                .expression_attribute_values(":before", to_json(SHIFT, before)?),
        };
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some(CONDITION_FAILED) => Ok(false),
            Err(error) => Err(StoreError::of("PutItem", &error)),
        }
    }

    /// The source that a channel was found to be of, whatever its name is by now.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn enrolled(&self, conversation: &ConversationId) -> Result<Option<String>, StoreError> {
        let row = self.get(RowKey::new(conversation, Row::Enrolled).attributes()).await?;
        Ok(row.and_then(|row| text(&row, SOURCE).map(str::to_owned)))
    }

    /// Keeps for good the source that a channel was found to be of first.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn enrol(&self, conversation: &ConversationId, source: &str) -> Result<Written, StoreError> {
        let mut row = RowKey::new(conversation, Row::Enrolled).attributes();
        row.insert(SOURCE.to_owned(), s(source));
        self.put_once(row).await
    }

    async fn put_row(&self, row: Attributes) -> Result<(), StoreError> {
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row));
        put.send().await.map(drop).map_err(|error| StoreError::of("PutItem", &error))
    }
}
