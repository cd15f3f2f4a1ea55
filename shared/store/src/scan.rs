//! Everything, page by page: for exports and for erasing, by an operator. Nothing else reads the whole table.

use crate::attributes::{Attributes, json};
use crate::error::StoreError;
use crate::facts::{PLACE, fact};
use crate::keys::{self, Row, RowKey};
use crate::{Store, attributes, items};
use aws_sdk_dynamodb::types::AttributeValue;
use roundup_domain::item::Folded;
use roundup_domain::{Fact, Filed};
use std::collections::HashMap;

/// Where a page ended.
#[derive(Clone, Debug)]
pub struct ScanKey(HashMap<String, AttributeValue>);

impl Store {
    /// The facts of one page of the table as they came in, and where to go on; none after the last.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn facts_page(&self, from: Option<ScanKey>) -> Result<(Vec<Filed>, Option<ScanKey>), StoreError> {
        let scan = self.client.scan().table_name(&*self.table).set_exclusive_start_key(from.map(|key| key.0));
        let scan = scan.filter_expression("attribute_exists(#place)").expression_attribute_names("#place", PLACE);
        let page = scan.send().await.map_err(|error| StoreError::of("Scan", &error))?;
        let rows = page.items.unwrap_or_default();
        Ok((rows.iter().filter_map(filed).collect(), next(page.last_evaluated_key)))
    }
}

/// A row as erasing sees it.
#[derive(Clone, Debug)]
pub struct StoredRow {
    /// Its partition, and its key within it.
    key: Attributes,
    /// Which row of a conversation it is, if it is one.
    pub row: Option<RowKey>,
    /// The fact that it is, if it is one.
    pub fact: Option<Fact>,
    /// The item that it is, if it is one.
    pub item: Option<Folded>,
    /// Whose row it is ([`roundup_domain::Author::key`]), if it is about a person.
    pub person: Option<String>,
    /// Everything that it says.
    pub words: String,
}

impl Store {
    /// All rows of one page of the table, and where to go on; none after the last.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn rows_page(&self, from: Option<ScanKey>) -> Result<(Vec<StoredRow>, Option<ScanKey>), StoreError> {
        let scan = self.client.scan().table_name(&*self.table).consistent_read(true);
        let page = scan.set_exclusive_start_key(from.map(|key| key.0)).send().await;
        let page = page.map_err(|error| StoreError::of("Scan", &error))?;
        let rows = page.items.unwrap_or_default();
        Ok((rows.iter().map(stored_row).collect(), next(page.last_evaluated_key)))
    }

    /// Deletes rows.
    ///
    /// # Errors
    /// If the table does not do it; some may be deleted then.
    pub async fn delete_rows(&self, rows: &[StoredRow]) -> Result<(), StoreError> {
        self.delete_keys(rows.iter().map(|row| row.key.clone())).await
    }
}

fn stored_row(row: &Attributes) -> StoredRow {
    let part = |name: &'static str| attributes::text(row, name).unwrap_or_default();
    let (pk, sk) = (part(keys::PK), part(keys::SK));
    let key = RowKey::parse(pk, sk);
    let is_item = key.as_ref().is_some_and(|key| matches!(key.row, Row::Item(_)));
    let words: Vec<&str> = row.values().filter_map(|value| value.as_s().ok()).map(String::as_str).collect();
    StoredRow {
        key: keys::key(pk.to_owned(), sk.to_owned()),
        fact: fact(row),
        item: if is_item { items::folded(row).ok() } else { None },
        person: keys::person_of(pk).map(str::to_owned),
        row: key,
        words: words.join("\n"),
    }
}

fn next(key: Option<HashMap<String, AttributeValue>>) -> Option<ScanKey> {
    key.filter(|key| !key.is_empty()).map(ScanKey)
}

/// The fact of a row, with where it is filed. A row that cannot be read, or is put aside for later, is none.
pub(crate) fn filed(row: &Attributes) -> Option<Filed> {
    let key = RowKey::parse(attributes::text(row, keys::PK)?, attributes::text(row, keys::SK)?)?;
    let fact: Fact = fact(row)?;
    let filed = Filed { conversation: key.conversation.clone(), place: json(row, PLACE).ok()?, fact };
    (RowKey::of_fact(&filed) == key).then_some(filed)
}
