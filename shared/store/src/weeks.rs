//! What is kept of the weeks: their numbers, what was carried over, and who contributed first when.

use crate::Store;
use crate::attributes::{parsed, s, text};
use crate::error::StoreError;
use crate::facts::{ABSENT, CONDITION_FAILED};
use crate::keys;
use crate::query::Sort;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::ItemId;
use std::cmp::Ordering;

/// The week's numbers, JSON.
const NUMBERS: &str = "numbers";
/// Whether what the Roundup left open was filed for the next one.
const CARRIED: &str = "carried_over";
/// The item.
const ITEM: &str = "item";
/// When it was opened.
const OPENED: &str = "opened";
/// When the answer was chosen, to the second.
const CHOSEN: &str = "chosen";

/// How far the looking after a Roundup has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekStands {
    /// Its agenda is put together, and its numbers are kept.
    pub has_numbers: bool,
    /// What it left open was filed for the next one.
    pub is_carried_over: bool,
}

/// Whether an item is the first of its requester, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// It is.
    This,
    /// An older one is.
    Another,
    /// It is, and this one, which was opened later, was taken for it.
    InsteadOf(ItemId),
}

impl Store {
    /// How far the looking after the Roundup of this day has come.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn week_stands(&self, date: Date) -> Result<WeekStands, StoreError> {
        let row = self.get(keys::trend(date)).await?.unwrap_or_default();
        Ok(WeekStands { has_numbers: row.contains_key(NUMBERS), is_carried_over: row.contains_key(CARRIED) })
    }

    /// Keeps the numbers of the week before the Roundup of this day, unless that was done already: what comes later has
    /// less of the week in it, as items move on.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_week_numbers(&self, date: Date, numbers: &str) -> Result<(), StoreError> {
        self.set_in_week(date, NUMBERS, "SET #set = if_not_exists(#set, :value)", numbers).await
    }

    /// Notes that what the Roundup of this day left open was filed for the next one.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_carried_over(&self, date: Date) -> Result<(), StoreError> {
        self.set_in_week(date, CARRIED, "SET #set = :value", "yes").await
    }

    async fn set_in_week(&self, date: Date, name: &str, update: &str, value: &str) -> Result<(), StoreError> {
        let set = self
            .client
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(keys::trend(date)))
            .update_expression(update)
            .expression_attribute_names("#set", name)
            .expression_attribute_values(":value", s(value));
        set.send().await.map(drop).map_err(|error| StoreError::of("UpdateItem", &error))
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

    /// The Roundups from `first` to `last`, both included, that items were filed for, in order.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn weeks_between(&self, first: Date, last: Date) -> Result<Vec<Date>, StoreError> {
        let key = |date: Date| format!("{}{date}", keys::WEEKS);
        let query = self.rows(keys::META.to_owned(), Sort::Between((key(first), key(last))));
        let rows = self.all(query).await?;
        rows.iter().map(|row| crate::lists::week(row).ok_or(StoreError::Malformed { attribute: keys::SK })).collect()
    }

    /// Notes that `item`, opened at `opened`, is of this person ([`roundup_domain::Author::key`]), unless another one is noted;
    /// and says whether it is the first of theirs.
    ///
    /// # Errors
    /// If the table does not take it, or what it holds cannot be read.
    pub async fn is_first_of(&self, author: &str, item: &ItemId, opened: Timestamp) -> Result<First, StoreError> {
        let put = self.put_of(author, item, opened).condition_expression(ABSENT);
        let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let Err(error) = put.send().await else { return Ok(First::This) };
        let Some(PutItemError::ConditionalCheckFailedException(failed)) = error.as_service_error() else {
            return Err(StoreError::of("PutItem", &error));
        };
        let known = failed.item().ok_or(StoreError::Malformed { attribute: ITEM })?;
        let first = text(known, ITEM).ok_or(StoreError::Malformed { attribute: ITEM })?;
        let since: Timestamp = parsed(known, OPENED)?.ok_or(StoreError::Malformed { attribute: OPENED })?;
        Ok(match since.cmp(&opened) {
            _ if first == item.as_str() => First::This,
            // One that has moved has another name by now.
            Ordering::Equal => First::This,
            Ordering::Less => First::Another,
            Ordering::Greater => First::InsteadOf(ItemId::from_stored(first)),
        })
    }

    /// Notes that `item` is the first of this person and not `other`, as was noted so far; of anything else nothing changes.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_first(&self, author: &str, item: &ItemId, opened: Timestamp, other: &ItemId) -> Result<(), StoreError> {
        let put = self.put_of(author, item, opened).condition_expression("#item = :other");
        let put = put.expression_attribute_names("#item", ITEM).expression_attribute_values(":other", s(other.as_str()));
        match put.send().await {
            Err(error) if error.code() != Some(CONDITION_FAILED) => Err(StoreError::of("PutItem", &error)),
            _ => Ok(()),
        }
    }

    /// Notes that in `item` an answer of this person was chosen at `at`, unless an older one is noted.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_helped(&self, author: &str, item: &ItemId, at: Timestamp) -> Result<(), StoreError> {
        let mut row = keys::helped(author);
        row.insert(ITEM.to_owned(), s(item.as_str()));
        row.insert(CHOSEN.to_owned(), s(keys::seconds(at)));
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row));
        let put = put.condition_expression(format!("{ABSENT} OR {CHOSEN} > :at"));
        match put.expression_attribute_values(":at", s(keys::seconds(at))).send().await {
            Err(error) if error.code() != Some(CONDITION_FAILED) => Err(StoreError::of("PutItem", &error)),
            _ => Ok(()),
        }
    }

    /// Whether the answer of this person that was chosen in `item` at `at` is the first thing they contributed: no older answer
    /// is noted, and no older item of theirs.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn is_first_help(&self, author: &str, item: &ItemId, at: Timestamp) -> Result<bool, StoreError> {
        let helped = self.get(keys::helped(author)).await?;
        if helped.is_none_or(|row| text(&row, ITEM) != Some(item.as_str())) {
            return Ok(false);
        }
        let asked = self.get(keys::first(author)).await?;
        let opened: Option<Timestamp> = asked.map(|row| parsed(&row, OPENED)).transpose()?.flatten();
        Ok(opened.is_none_or(|opened| opened >= at))
    }

    fn put_of(&self, author: &str, item: &ItemId, opened: Timestamp) -> PutItemFluentBuilder {
        let mut row = keys::first(author);
        row.insert(ITEM.to_owned(), s(item.as_str()));
        row.insert(OPENED.to_owned(), s(opened.to_string()));
        self.client.put_item().table_name(&*self.table).set_item(Some(row))
    }
}
