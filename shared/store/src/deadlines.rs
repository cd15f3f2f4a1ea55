//! Deadlines: moments that are watched for. Each is a row that DynamoDB deletes when it is reached, as the last line behind
//! the schedule and the sweep.

use crate::Store;
use crate::attributes::{Attributes, json, s, text, to_json, ttl};
use crate::error::StoreError;
use crate::facts::{CONDITION_FAILED, PRESENT};
use crate::keys::{self, Row, RowKey, ThreadKey};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::AttributeValue;
use roundup_domain::ConversationId;
use roundup_domain::plan::Deadline;

/// The deadline, JSON.
pub(crate) const DEADLINE: &str = "deadline";
/// [`OPEN`] or [`CANCELLED`].
pub(crate) const STATUS: &str = "status";
/// Whether its schedule was created.
const SCHEDULED: &str = "scheduled";
/// Watched for.
pub(crate) const OPEN: &str = "open";
/// No more.
pub(crate) const CANCELLED: &str = "cancelled";

/// Whether a deadline is still watched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineStatus {
    /// It is.
    Open,
    /// It is not, and its schedule is still to be deleted.
    Cancelled,
}

/// A deadline as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDeadline {
    /// The moment.
    pub deadline: Deadline,
    /// Whether it is still watched for.
    pub status: DeadlineStatus,
    /// Its schedule was created.
    pub scheduled: bool,
}

impl Store {
    /// Notes that the deadline's schedule was created. False if there is no such row (any more).
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn deadline_scheduled(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        deadline: &Deadline,
    ) -> Result<bool, StoreError> {
        let update = self.client.update_item().table_name(&*self.table);
        let update = update
            .set_key(Some(key(conversation, thread, deadline).attributes()))
            .update_expression("SET scheduled = :yes")
            .expression_attribute_values(":yes", AttributeValue::Bool(true))
            .condition_expression(PRESENT);
        match update.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some(CONDITION_FAILED) => Ok(false),
            Err(error) => Err(StoreError::of("UpdateItem", &error)),
        }
    }

    /// Deletes the deadline's row: it was reached, or its schedule was deleted.
    ///
    /// # Errors
    /// If the table does not do it.
    pub async fn deadline_forget(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        deadline: &Deadline,
    ) -> Result<(), StoreError> {
        let delete = self.client.delete_item().table_name(&*self.table);
        let delete = delete.set_key(Some(key(conversation, thread, deadline).attributes()));
        delete.send().await.map(drop).map_err(|error| StoreError::of("DeleteItem", &error))
    }
}

/// The deadline's key.
pub(crate) fn key(conversation: &ConversationId, thread: &ThreadKey, deadline: &Deadline) -> RowKey {
    let row = Row::Deadline { thread: thread.clone(), since: deadline.since, step: deadline.step.clone() };
    RowKey::new(conversation, row)
}

/// The row of a deadline that is watched for and has no schedule yet.
pub(crate) fn deadline_row(
    conversation: &ConversationId,
    thread: &ThreadKey,
    deadline: &Deadline,
) -> Result<Attributes, StoreError> {
    let mut row = key(conversation, thread, deadline).attributes();
    row.insert(DEADLINE.to_owned(), to_json(DEADLINE, deadline)?);
    row.insert(STATUS.to_owned(), s(OPEN));
    row.insert(keys::TTL.to_owned(), ttl(deadline.at));
    Ok(row)
}

/// Reads a deadline's row, also one whose `ttl` has passed: a deadline that was reached is what its readers look for.
pub(crate) fn stored_deadline(row: &Attributes) -> Result<StoredDeadline, StoreError> {
    let status = match text(row, STATUS) {
        Some(OPEN) => DeadlineStatus::Open,
        Some(CANCELLED) => DeadlineStatus::Cancelled,
        _ => return Err(StoreError::Malformed { attribute: STATUS }),
    };
    let scheduled = row.get(SCHEDULED).is_some_and(|value| value.as_bool() == Ok(&true));
    Ok(StoredDeadline { deadline: json(row, DEADLINE)?, status, scheduled })
}
