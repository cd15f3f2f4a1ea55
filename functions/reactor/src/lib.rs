//! The reactor: a batch of the table's stream in, items brought up to date.

use jiff::Timestamp;
use roundup_app::App;
use roundup_store::stream;
use serde_json::{Value, json};

/// Takes one batch as Lambda delivers it and answers which records failed, so that Lambda retries from the first of them
/// (AWS, "Configuring partial batch response with DynamoDB and Lambda").
pub async fn handle(app: &App, event: &Value, now: Timestamp) -> Value {
    let records = event["Records"].as_array().map(Vec::as_slice).unwrap_or_default();
    let reacted = app.react(&stream::changes(records), now).await;
    let failures: Vec<Value> = reacted.failed.iter().map(|sequence| json!({"itemIdentifier": sequence})).collect();
    json!({"batchItemFailures": failures})
}
