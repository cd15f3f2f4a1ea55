//! Deadlines: moments that are watched for. Each is a row that DynamoDB deletes when it is reached, as the last line behind
//! the schedule and the sweep.

use crate::attributes::{Attributes, json, to_json, ttl};
use crate::error::StoreError;
use crate::keys::{self, Row, RowKey, ThreadKey};
use aws_sdk_dynamodb::types::AttributeValue;
use roundup_domain::ConversationId;
use roundup_domain::plan::Deadline;

/// The deadline, JSON.
pub(crate) const DEADLINE: &str = "deadline";
/// Whether it has a schedule.
const SCHEDULED: &str = "scheduled";

/// A deadline as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDeadline {
    /// The moment.
    pub deadline: Deadline,
    /// Whether it has a schedule. Schedules are made before the row is written, and taken away before it is deleted: one too
    /// many finds nothing to do, one too few would be noticed late.
    pub scheduled: bool,
}

/// The deadline's key.
pub(crate) fn key(conversation: &ConversationId, thread: &ThreadKey, deadline: &Deadline) -> RowKey {
    let row = Row::Deadline { thread: thread.clone(), since: deadline.since, step: deadline.step.clone() };
    RowKey::new(conversation, row)
}

/// The row of a deadline.
pub(crate) fn deadline_row(
    conversation: &ConversationId,
    thread: &ThreadKey,
    stored: &StoredDeadline,
) -> Result<Attributes, StoreError> {
    let mut row = key(conversation, thread, &stored.deadline).attributes();
    row.insert(DEADLINE.to_owned(), to_json(DEADLINE, &stored.deadline)?);
    row.insert(SCHEDULED.to_owned(), AttributeValue::Bool(stored.scheduled));
    row.insert(keys::TTL.to_owned(), ttl(stored.deadline.at));
    Ok(row)
}

/// Reads a deadline's row, also one whose `ttl` has passed: a deadline that was reached is what its readers look for.
pub(crate) fn stored_deadline(row: &Attributes) -> Result<StoredDeadline, StoreError> {
    let scheduled = row.get(SCHEDULED).is_some_and(|value| value.as_bool() == Ok(&true));
    Ok(StoredDeadline { deadline: json(row, DEADLINE)?, scheduled })
}
