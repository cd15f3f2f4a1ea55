//! The table's stream: which records concern the reactor, and what they say.

use crate::Row;
use crate::deadlines::DEADLINE;
use crate::facts::{FACT, PLACE};
use crate::filter::matches;
use crate::keys::{RowKey, ThreadKey};
use roundup_domain::plan::Deadline;
use roundup_domain::{Fact, Filed, Place};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The event source mapping's filter patterns; a record that matches one is delivered. First, facts as they came in, and
/// not the reactor's own copies; second, deadlines that DynamoDB deleted because their time had come.
pub const FILTERS: [&str; 2] = [
    r#"{"eventName":["INSERT"],"dynamodb":{"NewImage":{"place":{"S":[{"exists":true}]}}}}"#,
    concat!(
        r#"{"eventName":["REMOVE"],"userIdentity":{"type":["Service"],"principalId":["dynamodb.amazonaws.com"]},"#,
        r#""dynamodb":{"OldImage":{"deadline":{"S":[{"exists":true}]}}}}"#
    ),
];

/// What one record of the stream says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The record's sequence number: what Lambda wants back for a record that failed.
    pub sequence: String,
    /// The row; none where it belongs to no conversation.
    pub key: Option<RowKey>,
    /// What happened.
    pub what: ChangeKind,
}

/// What happened to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A fact came in.
    Fact(Box<Filed>),
    /// DynamoDB itself deleted a deadline that was watched for: its time had come.
    DeadlineExpired {
        /// The item's thread; its conversation is in [`Change::key`].
        thread: ThreadKey,
        /// The deadline.
        deadline: Deadline,
    },
    /// Nothing that concerns the reactor.
    Other,
    /// A record that should concern the reactor and cannot be read. Trying it again does not help.
    Unreadable,
}

/// Whether Lambda would deliver this record.
#[must_use]
pub fn is_delivered(record: &Value) -> bool {
    FILTERS.iter().any(|pattern| serde_json::from_str(pattern).is_ok_and(|pattern| matches(&pattern, record)))
}

/// What the records say, one for one, in order. It does not rely on [`FILTERS`] having been applied.
#[must_use]
pub fn changes(records: &[Value]) -> Vec<Change> {
    records.iter().map(change).collect()
}

fn change(record: &Value) -> Change {
    let stream = &record["dynamodb"];
    let part = |name: &str| text(&stream["Keys"], name);
    let key = part("pk").zip(part("sk")).and_then(|(pk, sk)| RowKey::parse(pk, sk));
    let what = match (record["eventName"].as_str(), &key) {
        (Some("INSERT"), Some(key)) if text(&stream["NewImage"], PLACE).is_some() => fact(key, &stream["NewImage"]),
        (Some("REMOVE"), Some(key)) if is_by_ttl(record) => expired(key, &stream["OldImage"]),
        _ => ChangeKind::Other,
    };
    Change { sequence: stream["SequenceNumber"].as_str().unwrap_or_default().to_owned(), key, what }
}

/// Whether DynamoDB itself deleted the row because its time had come (Amazon DynamoDB, "DynamoDB Streams and Time to Live").
fn is_by_ttl(record: &Value) -> bool {
    record["userIdentity"]["type"] == "Service" && record["userIdentity"]["principalId"] == "dynamodb.amazonaws.com"
}

fn fact(key: &RowKey, image: &Value) -> ChangeKind {
    match (json::<Place>(image, PLACE), json::<Fact>(image, FACT)) {
        (Some(place), Some(fact)) => ChangeKind::Fact(Box::new(Filed { conversation: key.conversation.clone(), place, fact })),
        _ => ChangeKind::Unreadable,
    }
}

fn expired(key: &RowKey, image: &Value) -> ChangeKind {
    let Row::Deadline { thread, .. } = &key.row else { return ChangeKind::Other };
    match json(image, DEADLINE) {
        Some(deadline) => ChangeKind::DeadlineExpired { thread: thread.clone(), deadline },
        None => ChangeKind::Unreadable,
    }
}

fn text<'a>(image: &'a Value, attribute: &str) -> Option<&'a str> {
    image[attribute]["S"].as_str()
}

fn json<T: DeserializeOwned>(image: &Value, attribute: &str) -> Option<T> {
    serde_json::from_str(text(image, attribute)?).ok()
}

#[cfg(test)]
mod tests;
