//! What is kept of the weeks: their numbers, and who contributed first when.

use crate::Store;
use crate::attributes::{s, text};
use crate::error::StoreError;
use crate::facts::CONDITION_FAILED;
use crate::keys;
use crate::query::Sort;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use jiff::civil::Date;
use roundup_domain::ItemId;

/// The week's numbers, JSON.
const NUMBERS: &str = "numbers";
/// The item.
const ITEM: &str = "item";
/// When it was opened.
const OPENED: &str = "opened";

impl Store {
    /// Keeps the numbers of the week before the Roundup of this day, in place of what was there.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_week_numbers(&self, date: Date, numbers: &str) -> Result<(), StoreError> {
        let mut row = keys::trend(date);
        row.insert(NUMBERS.to_owned(), s(numbers));
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row));
        put.send().await.map(drop).map_err(|error| StoreError::of("PutItem", &error))
    }

    /// The numbers of the last `weeks` weeks, the latest first.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn week_numbers(&self, weeks: usize) -> Result<Vec<String>, StoreError> {
        let query = self.rows(keys::META.to_owned(), Sort::Prefix(keys::TREND.to_owned())).scan_index_forward(false);
        let rows = self.first(query, weeks).await?;
        Ok(rows.iter().filter_map(|row| text(row, NUMBERS).map(str::to_owned)).collect())
    }

    /// Notes that `item`, opened at `opened` (RFC 3339, UTC), is of this person ([`roundup_domain::Author::key`]), and says
    /// whether it is the first of theirs: none was opened before it, as far as is known.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn is_first_of(&self, author: &str, item: &ItemId, opened: &str) -> Result<bool, StoreError> {
        let mut row = keys::first(author);
        row.insert(ITEM.to_owned(), s(item.as_str()));
        row.insert(OPENED.to_owned(), s(opened));
        let put = self
            .client
            .put_item()
            .table_name(&*self.table)
            .set_item(Some(row))
            .condition_expression("attribute_not_exists(pk) OR opened > :opened OR #item = :item")
            .expression_attribute_names("#item", ITEM)
            .expression_attribute_values(":opened", s(opened))
            .expression_attribute_values(":item", s(item.as_str()));
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some(CONDITION_FAILED) => Ok(false),
            Err(error) => Err(StoreError::of("PutItem", &error)),
        }
    }
}
