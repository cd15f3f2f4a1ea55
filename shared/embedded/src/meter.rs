//! What calls cost in capacity units, as the engine reckons them after DynamoDB's rules (Amazon DynamoDB, "DynamoDB on-demand
//! capacity mode"): indexes included, transactions twice.

use crate::dispatch::Answer;
use serde_json::{Value, json};
use std::ops::{Add, Sub};

/// Capacity units: what DynamoDB bills on demand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units {
    /// Read request units: 4 KB read with strong consistency is one.
    pub read: f64,
    /// Write request units: 1 KB written is one.
    pub write: f64,
}

impl Add for Units {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { read: self.read + other.read, write: self.write + other.write }
    }
}

impl Sub for Units {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { read: self.read - other.read, write: self.write - other.write }
    }
}

/// The operations that say what they cost when they are asked to.
const READS: [&str; 5] = ["GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"];
const WRITES: [&str; 5] = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"];

/// The same request, asking what it costs.
pub(crate) fn asking(operation: &str, body: Vec<u8>) -> Vec<u8> {
    if !READS.contains(&operation) && !WRITES.contains(&operation) {
        return body;
    }
    match serde_json::from_slice::<Value>(&body) {
        Ok(Value::Object(mut request)) => {
            request.insert("ReturnConsumedCapacity".to_owned(), json!("TOTAL"));
            Value::Object(request).to_string().into_bytes()
        }
        _ => body,
    }
}

/// What an answer says that its request cost. A write that a condition refused costs what writing would have (Amazon
/// DynamoDB, "Condition expressions"), at least one unit, which is what is reckoned here.
pub(crate) fn cost(operation: &str, answer: &Answer) -> Units {
    let is_write = WRITES.contains(&operation);
    if answer.status == 400 && is_write && answer.body.contains("ConditionalCheckFailed") {
        return Units { read: 0.0, write: 1.0 };
    }
    let said: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let units = match &said["ConsumedCapacity"] {
        Value::Array(tables) => tables.iter().filter_map(|table| table["CapacityUnits"].as_f64()).sum(),
        table => table["CapacityUnits"].as_f64().unwrap_or_default(),
    };
    if is_write { Units { read: 0.0, write: units } } else { Units { read: units, write: 0.0 } }
}
