//! What was looked up about people and channels, for a while.

use crate::Store;
use crate::attributes::{Attributes, has_expired, json, to_json, ttl};
use crate::error::StoreError;
use crate::keys::{self, Row, RowKey};
use jiff::Timestamp;
use roundup_domain::{ConversationId, Person};
use serde::{Deserialize, Serialize};

/// The person, JSON.
const PERSON: &str = "person";
/// The channel, JSON.
const CHANNEL: &str = "channel";

/// What a look-up found out about a Slack channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelInfo {
    /// Its name, without `#`.
    pub name: String,
    /// Shared with another organisation (Slack Connect).
    pub shared: bool,
    /// Only its members see it.
    pub private: bool,
    /// The app is in it.
    pub member: bool,
    /// The workspace that it was looked up in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}

impl Store {
    /// What is known at `now` about somebody, by [`roundup_domain::Author::key`].
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn person(&self, author: &str, now: Timestamp) -> Result<Option<Person>, StoreError> {
        let row = self.get(keys::person(author)).await?.filter(|row| !has_expired(row, now));
        row.map(|row| json(&row, PERSON)).transpose()
    }

    /// Keeps what was found out about somebody until `expires`.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_person(&self, author: &str, person: &Person, expires: Timestamp) -> Result<(), StoreError> {
        self.put_cached(keys::person(author), PERSON, person, expires).await
    }

    /// What is known at `now` about a Slack channel.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn channel(&self, conversation: &ConversationId, now: Timestamp) -> Result<Option<ChannelInfo>, StoreError> {
        let key = RowKey::new(conversation, Row::Channel).attributes();
        let row = self.get(key).await?.filter(|row| !has_expired(row, now));
        row.map(|row| json(&row, CHANNEL)).transpose()
    }

    /// Keeps what was found out about a Slack channel until `expires`.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_channel(
        &self,
        conversation: &ConversationId,
        channel: &ChannelInfo,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        self.put_cached(RowKey::new(conversation, Row::Channel).attributes(), CHANNEL, channel, expires).await
    }

    /// Forgets what was found out about a Slack channel, since it has changed.
    ///
    /// # Errors
    /// If the table does not do it.
    pub async fn forget_channel(&self, conversation: &ConversationId) -> Result<(), StoreError> {
        let key = RowKey::new(conversation, Row::Channel).attributes();
        let delete = self.client.delete_item().table_name(&*self.table).set_key(Some(key));
        delete.send().await.map(drop).map_err(|error| StoreError::of("DeleteItem", &error))
    }

    async fn put_cached<T: Serialize>(
        &self,
        mut row: Attributes,
        attribute: &'static str,
        value: &T,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        row.insert(attribute.to_owned(), to_json(attribute, value)?);
        row.insert(keys::TTL.to_owned(), ttl(expires));
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row));
        put.send().await.map(drop).map_err(|error| StoreError::of("PutItem", &error))
    }
}
