//! One call of DynamoDB's protocol: operation and JSON in, status and JSON out.

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What DynamoDB would answer.
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// JSON.
    pub(crate) body: String,
}

impl Answer {
    /// DynamoDB's answer when it fails by itself.
    pub(crate) fn unavailable() -> Self {
        Self::refused(&DynoxideError::InternalServerError("The request processing has failed".to_owned()))
    }

    fn refused(error: &DynoxideError) -> Self {
        Self { status: error.status_code(), body: without_markers(&error.to_json()) }
    }
}

/// Carries out one call.
pub(crate) fn dispatch(database: &Database, operation: &str, body: &[u8]) -> Answer {
    match operation {
        "PutItem" => call(body, |request| database.put_item(request)),
        "GetItem" => call(body, |request| database.get_item(request)),
        "UpdateItem" => call(body, |request| database.update_item(request)),
        "DeleteItem" => call(body, |request| database.delete_item(request)),
        "Query" => call(body, |request| database.query(request)),
        "Scan" => call(body, |request| database.scan(request)),
        "BatchGetItem" => call(body, |request| database.batch_get_item(request)),
        "BatchWriteItem" => call(body, |request| database.batch_write_item(request)),
        "TransactWriteItems" => call(body, |request| database.transact_write_items(request)),
        "TransactGetItems" => call(body, |request| database.transact_get_items(request)),
        "CreateTable" => call(body, |request| database.create_table(request)),
        "DeleteTable" => call(body, |request| database.delete_table(request)),
        "DescribeTable" => call(body, |request| database.describe_table(request)),
        "ListTables" => call(body, |request| database.list_tables(request)),
        "UpdateTable" => call(body, |request| database.update_table(request)),
        "UpdateTimeToLive" => call(body, |request| database.update_time_to_live(request)),
        "DescribeTimeToLive" => call(body, |request| database.describe_time_to_live(request)),
        "ListStreams" => call(body, |request| database.list_streams(request)),
        "DescribeStream" => call(body, |request| database.describe_stream(request)),
        "GetShardIterator" => call(body, |request| database.get_shard_iterator(request)),
        "GetRecords" => call(body, |request| database.get_records(request)),
        _ => Answer { status: 400, body: r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#.to_owned() },
    }
}

fn call<Q: DeserializeOwned, A: Serialize>(body: &[u8], run: impl FnOnce(Q) -> dynoxide::Result<A>) -> Answer {
    let answer = serde_json::from_slice(body)
        .map_err(|error| unreadable(&error))
        .and_then(run)
        .and_then(|answer| serde_json::to_string(&answer).map_err(|error| DynoxideError::InternalServerError(error.to_string())));
    match answer {
        Ok(body) => Answer { status: 200, body },
        Err(error) => Answer::refused(&error),
    }
}

/// The engine checks requests while it reads them, and marks what DynamoDB calls a validation error.
fn unreadable(error: &serde_json::Error) -> DynoxideError {
    let message = error.to_string();
    if message.starts_with("SERIALIZATION") || message.starts_with("invalid type") {
        DynoxideError::SerializationException(message)
    } else {
        DynoxideError::ValidationException(message)
    }
}

/// The engine's marks are its own and no part of DynamoDB's messages.
fn without_markers(body: &str) -> String {
    ["VALIDATION_REQUEST:", "VALIDATION_AS_READ:", "VALIDATION:", "SERIALIZATION_AS_READ:", "SERIALIZATION:"]
        .iter()
        .fold(body.to_owned(), |body, marker| body.replace(&format!("\"{marker}"), "\""))
}
