//! The configuration, as data: what `roundup.toml` said each time it was applied, and which of these is in force.
//!
//! What is in force is one row, and one read. Beside it stands its number alone: a small row, for whoever wants to know
//! cheaply whether it has changed. Each version is kept for good, in a row of its own.

use crate::attributes::{Attributes, n, number, parsed, s, text};
use crate::commit::unbuilt;
use crate::error::{CommitError, StoreError};
use crate::query::Sort;
use crate::{Store, keys};
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use jiff::Timestamp;

/// The text.
const TOML: &str = "toml";
/// Its number, from 1.
const VERSION: &str = "version";
/// Who applied it.
const BY: &str = "by";
/// When.
const AT: &str = "at";

/// A configuration that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// Its number: 1 is the first.
    pub version: u32,
    /// As it was written.
    pub toml: String,
    /// Who applied it, as they called themselves.
    pub by: String,
    /// When, UTC.
    pub at: Timestamp,
}

impl Store {
    /// The configuration in force; none where there never was one.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn configuration(&self) -> Result<Option<Configuration>, StoreError> {
        self.get(keys::configuration()).await?.map(|row| configuration(&row)).transpose()
    }

    /// The number of the configuration in force, 0 where there never was one: an eventually consistent read of a small row,
    /// the cheapest that there is. It may lag behind by a second or so.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn configuration_version(&self) -> Result<u32, StoreError> {
        let read = self.client.get_item().table_name(&*self.table).set_key(Some(keys::configuration_version()));
        let read = read.send().await.map_err(|error| StoreError::of("GetItem", &error))?;
        read.item.map_or(Ok(0), |row| number(&row, VERSION))
    }

    /// A configuration that was in force once, or is; none where there is no such version.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn configuration_applied(&self, version: u32) -> Result<Option<Configuration>, StoreError> {
        self.get(keys::configuration_applied(version)).await?.map(|row| configuration(&row)).transpose()
    }

    /// Every configuration that was applied, the first one first.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn configurations(&self) -> Result<Vec<Configuration>, StoreError> {
        let rows = self.rows(keys::META.to_owned(), Sort::Prefix(keys::CONFIGURATIONS.to_owned()));
        self.all(rows).await?.iter().map(configuration).collect()
    }

    /// Puts a configuration in force, on the condition that the one before it (by number, 0 for none) still is. Its
    /// `version` is that number and one.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] if another one was applied meanwhile.
    pub async fn apply_configuration(&self, next: &Configuration) -> Result<(), CommitError> {
        let whole = [(VERSION, n(next.version)), (TOML, s(&next.toml)), (BY, s(&next.by)), (AT, s(next.at.to_string()))];
        let row = |mut key: Attributes| {
            key.extend(whole.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
            key
        };
        let mut small = keys::configuration_version();
        small.insert(VERSION.to_owned(), n(next.version));
        let before = next.version.saturating_sub(1);
        let is_before = match before {
            0 => "attribute_not_exists(version)",
            _ => "version = :before",
        };
        let in_force = self.applied(row(keys::configuration())).condition_expression(is_before);
        let in_force = if before == 0 { in_force } else { in_force.expression_attribute_values(":before", n(before)) };
        let puts = [in_force, self.applied(small), self.applied(row(keys::configuration_applied(next.version)))];
        let puts = puts.into_iter().map(|put| Ok(TransactWriteItem::builder().put(put.build()?).build()));
        let puts = puts.collect::<Result<Vec<_>, aws_sdk_dynamodb::error::BuildError>>();
        self.transact(puts.map_err(|_| unbuilt("TransactWriteItems"))?).await
    }

    fn applied(&self, row: Attributes) -> aws_sdk_dynamodb::types::builders::PutBuilder {
        Put::builder().table_name(&*self.table).set_item(Some(row))
    }
}

/// A row that somebody put there by hand, the text alone, is version 0.
fn configuration(row: &Attributes) -> Result<Configuration, StoreError> {
    Ok(Configuration {
        version: if row.contains_key(VERSION) { number(row, VERSION)? } else { 0 },
        toml: text(row, TOML).ok_or(StoreError::Malformed { attribute: TOML })?.to_owned(),
        by: text(row, BY).unwrap_or_default().to_owned(),
        at: parsed(row, AT)?.unwrap_or(Timestamp::UNIX_EPOCH),
    })
}
