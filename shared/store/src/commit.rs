//! What the reactor decided about one thread, written at once.

use crate::Store;
use crate::attributes::{Attributes, s};
use crate::deadlines::{self, StoredDeadline, deadline_row};
use crate::error::{CommitError, StoreError};
use crate::facts::{ABSENT, PRESENT, fact_row};
use crate::items::{item_row, unchanged};
use crate::keys::{self, Row, RowKey, ThreadKey};
use crate::notices::{StoredNotice, notice_row, notice_row_key};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem, Update};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::item::Folded;
use roundup_domain::plan::Deadline;
use roundup_domain::{ConversationId, Fact, SlackTs};
use std::collections::BTreeSet;

/// Most operations in one transaction (Amazon DynamoDB, "Quotas").
const MOST: usize = 100;

/// One thread's new state: the item, what is watched for, what is owed. All of it is written, or nothing.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The conversation.
    pub conversation: ConversationId,
    /// The thread.
    pub thread: ThreadKey,
    /// The version of the item that this was decided on; none if there was none. If it is another one by now, nothing is
    /// written.
    pub expected: Option<u64>,
    /// What becomes of the item.
    pub item: ItemWrite,
    /// Facts that the decision itself established: deadlines that were reached. Writing one again changes nothing.
    pub facts: Vec<Fact>,
    /// Deadlines to watch for, in place of what was there under their names.
    pub deadlines_put: Vec<StoredDeadline>,
    /// Deadlines whose rows go.
    pub deadlines_delete: Vec<Deadline>,
    /// New notices. If there is one of the same key already, nothing is written.
    pub notices_put: Vec<StoredNotice>,
    /// Notices whose message is to show something else.
    pub notices_want: Vec<NoticeWant>,
}

/// What becomes of the item.
#[derive(Clone, Debug)]
pub enum ItemWrite {
    /// It is written, in place of what was there.
    Put(Box<ItemRow>),
    /// It is deleted: nothing from outside was ever there.
    Delete,
    /// It stays as it is.
    Keep,
}

/// An item, and what only its indexes need to know.
#[derive(Clone, Debug)]
pub struct ItemRow {
    /// What the fold said.
    pub folded: Folded,
    /// When something is next to be done about it.
    pub next_step: Option<Timestamp>,
    /// The Roundup that it is filed for.
    pub meeting: Date,
    /// Until when a top-level answer in its channel may concern it; none outside Slack.
    pub open: Option<Open>,
    /// Whether its requester had never asked for anything before.
    pub first_time: bool,
}

/// Until when an answer at top level may concern an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// Somebody waits: any answer may.
    Waits,
    /// The last answer came then: an answer of an earlier time that arrives late may.
    Until(SlackTs),
}

/// A notice whose message is to show something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeWant {
    /// The notice.
    pub key: String,
    /// What its message is to show.
    pub wants: String,
    /// From when on that is to be tried.
    pub try_at: Timestamp,
}

impl Commit {
    /// A commit that changes nothing, to be filled in.
    #[must_use]
    pub fn new(conversation: ConversationId, thread: ThreadKey, expected: Option<u64>) -> Self {
        Self {
            conversation,
            thread,
            expected,
            item: ItemWrite::Keep,
            facts: Vec::new(),
            deadlines_put: Vec::new(),
            deadlines_delete: Vec::new(),
            notices_put: Vec::new(),
            notices_want: Vec::new(),
        }
    }
}

impl Store {
    /// Writes a thread's new state in one transaction, on the condition that the item is as it was read. (More than 100
    /// operations take several transactions, each on that condition, the item last: a thread of which not everything was
    /// written is still of the old version, and writing it again completes it.)
    ///
    /// # Errors
    /// [`CommitError::Conflict`] if the item changed in between, a new notice is there already, or one that is to change is
    /// gone.
    pub async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        if let ItemWrite::Put(item) = &commit.item {
            // Not in the transaction: items of all conversations share this row, and their transactions would collide.
            self.list_week(item.meeting).await?;
        }
        let operations = self.operations(commit)?;
        if operations.is_empty() && matches!(commit.item, ItemWrite::Keep) {
            return Ok(());
        }
        let mut rest = operations.as_slice();
        while rest.len() >= MOST {
            let (now, later) = rest.split_at(MOST - 1);
            self.transact([now, &[self.check(commit)?]].concat()).await?;
            rest = later;
        }
        self.transact([rest, &[self.write_item(commit)?]].concat()).await
    }

    /// Everything but the item, each row once.
    fn operations(&self, commit: &Commit) -> Result<Vec<TransactWriteItem>, StoreError> {
        let Commit { conversation, thread, .. } = commit;
        let mut operations = Vec::new();
        let mut seen = BTreeSet::new();
        for fact in &commit.facts {
            let row = Row::Fact { thread: thread.clone(), fact: fact.name.clone() };
            if seen.insert(fact.name.as_str()) {
                operations.push(self.put(fact_row(&RowKey::new(conversation, row), fact)?, None)?);
            }
        }
        for deadline in &commit.deadlines_put {
            operations.push(self.put(deadline_row(conversation, thread, deadline)?, None)?);
        }
        for deadline in &commit.deadlines_delete {
            operations.push(self.delete(&deadlines::key(conversation, thread, deadline), None)?);
        }
        for notice in &commit.notices_put {
            operations.push(self.put(notice_row(conversation, thread, notice)?, Some((ABSENT, None)))?);
        }
        for want in &commit.notices_want {
            operations.push(self.want(&notice_row_key(conversation, thread, &want.key), want)?);
        }
        Ok(operations)
    }

    fn write_item(&self, commit: &Commit) -> Result<TransactWriteItem, StoreError> {
        let condition = unchanged(commit.expected);
        match &commit.item {
            ItemWrite::Put(item) => {
                let version = commit.expected.map_or(1, |version| version + 1);
                self.put(item_row(&commit.conversation, &commit.thread, item, version)?, Some(condition))
            }
            ItemWrite::Delete if commit.expected.is_some() => self.delete(&item_key(commit), Some(condition)),
            ItemWrite::Delete | ItemWrite::Keep => self.check(commit),
        }
    }

    fn check(&self, commit: &Commit) -> Result<TransactWriteItem, StoreError> {
        let (condition, values) = unchanged(commit.expected);
        let check = ConditionCheck::builder().table_name(&*self.table).set_key(Some(item_key(commit).attributes()));
        let check = check.condition_expression(condition).set_expression_attribute_values(values);
        Ok(TransactWriteItem::builder().condition_check(check.build().map_err(|_| unbuilt(OPERATION))?).build())
    }

    fn put(&self, row: Attributes, condition: Option<Condition>) -> Result<TransactWriteItem, StoreError> {
        let (condition, values) = condition.unzip();
        let put = Put::builder().table_name(&*self.table).set_item(Some(row));
        let put = put.set_condition_expression(condition.map(str::to_owned)).set_expression_attribute_values(values.flatten());
        Ok(TransactWriteItem::builder().put(put.build().map_err(|_| unbuilt(OPERATION))?).build())
    }

    fn delete(&self, key: &RowKey, condition: Option<Condition>) -> Result<TransactWriteItem, StoreError> {
        let (condition, values) = condition.unzip();
        let delete = Delete::builder().table_name(&*self.table).set_key(Some(key.attributes()));
        let delete =
            delete.set_condition_expression(condition.map(str::to_owned)).set_expression_attribute_values(values.flatten());
        Ok(TransactWriteItem::builder().delete(delete.build().map_err(|_| unbuilt(OPERATION))?).build())
    }

    fn want(&self, key: &RowKey, want: &NoticeWant) -> Result<TransactWriteItem, StoreError> {
        let update = Update::builder().table_name(&*self.table).set_key(Some(key.attributes()));
        let update = update
            .update_expression("SET wants = :wants, try_at = :until, g1 = :outbox, g1s = :due")
            .expression_attribute_values(":wants", s(&want.wants))
            .expression_attribute_values(":until", s(want.try_at.to_string()))
            .expression_attribute_values(":outbox", s(keys::OUTBOX))
            .expression_attribute_values(":due", s(keys::due(want.try_at)))
            .condition_expression(PRESENT);
        Ok(TransactWriteItem::builder().update(update.build().map_err(|_| unbuilt(OPERATION))?).build())
    }

    pub(crate) async fn transact(&self, operations: Vec<TransactWriteItem>) -> Result<(), CommitError> {
        let sent = self.client.transact_write_items().set_transact_items(Some(operations)).send().await;
        sent.map(drop).map_err(|error| {
            let cancelled = error.as_service_error().and_then(cancelled);
            cancelled.unwrap_or_else(|| StoreError::of(OPERATION, &error).into())
        })
    }
}

type Condition = (&'static str, Option<Attributes>);

const OPERATION: &str = "TransactWriteItems";

fn item_key(commit: &Commit) -> RowKey {
    RowKey::new(&commit.conversation, Row::Item(commit.thread.clone()))
}

/// What a cancelled transaction means; none if it was not cancelled.
fn cancelled(error: &TransactWriteItemsError) -> Option<CommitError> {
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = error else { return None };
    let codes: Vec<&str> = cancelled.cancellation_reasons().iter().filter_map(CancellationReason::code).collect();
    if codes.iter().any(|code| matches!(*code, "ConditionalCheckFailed" | "TransactionConflict")) {
        return Some(CommitError::Conflict);
    }
    let code = codes.iter().find(|code| **code != "None").unwrap_or(&"TransactionCanceledException");
    Some(StoreError::of_code(OPERATION, code).into())
}

/// The SDK refuses to build a request without its required parts, which are all given here.
pub(crate) fn unbuilt(operation: &'static str) -> StoreError {
    StoreError::Refused { operation, code: "request could not be built".to_owned() }
}
