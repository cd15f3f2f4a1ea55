//! Attributes of a row, in and out. Structured values are kept as JSON text: only what a condition or an index needs is an
//! attribute of its own.

use crate::error::StoreError;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::str::FromStr;

/// A row.
pub(crate) type Attributes = HashMap<String, AttributeValue>;

/// Text.
pub(crate) fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A number.
pub(crate) fn n(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// A row's expiry for DynamoDB's TTL: epoch seconds, rounded up so that nothing expires before its time.
pub(crate) fn ttl(at: Timestamp) -> AttributeValue {
    n(at.as_second() + i64::from(at.subsec_nanosecond() > 0))
}

/// A value as JSON text, to be kept in `attribute`.
pub(crate) fn to_json<T: Serialize>(attribute: &'static str, value: &T) -> Result<AttributeValue, StoreError> {
    serde_json::to_string(value).map(s).map_err(|_| StoreError::Malformed { attribute })
}

/// The text in `attribute`, if it is there.
pub(crate) fn text<'a>(row: &'a Attributes, attribute: &'static str) -> Option<&'a str> {
    row.get(attribute)?.as_s().ok().map(String::as_str)
}

/// What the text in `attribute` says; none if it is not there.
pub(crate) fn parsed<T: FromStr>(row: &Attributes, attribute: &'static str) -> Result<Option<T>, StoreError> {
    text(row, attribute).map(|text| text.parse().map_err(|_| StoreError::Malformed { attribute })).transpose()
}

/// The JSON in `attribute`, which has to be there.
pub(crate) fn json<T: DeserializeOwned>(row: &Attributes, attribute: &'static str) -> Result<T, StoreError> {
    let text = text(row, attribute).ok_or(StoreError::Malformed { attribute })?;
    serde_json::from_str(text).map_err(|_| StoreError::Malformed { attribute })
}

/// The number in `attribute`, which has to be there.
pub(crate) fn number<T: FromStr>(row: &Attributes, attribute: &'static str) -> Result<T, StoreError> {
    let number = row.get(attribute).and_then(|value| value.as_n().ok());
    number.and_then(|number| number.parse().ok()).ok_or(StoreError::Malformed { attribute })
}

/// Whether the row's TTL has passed. DynamoDB deletes such rows up to two days late, so whoever reads them asks.
pub(crate) fn has_expired(row: &Attributes, now: Timestamp) -> bool {
    number::<i64>(row, crate::keys::TTL).is_ok_and(|ttl| ttl <= now.as_second())
}
