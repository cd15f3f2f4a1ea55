//! The one table: facts as they came in, and what the reactor made of them.
//!
//! A conversation (a Slack channel, a GitHub issue) is one partition. In it are the facts, by where they happened; and for
//! each thread that is an item the item's row, the deadlines that are watched for, and the notices that are owed. Beside the
//! conversations, the table keeps what was looked up about people, and the configuration in force. [`keys`] is the only place that knows how keys are spelled.
//!
//! What is deliberately absent: a clock (the time is an argument), retries of what a condition refused (the caller reads
//! again and decides again), and any trait over the table: this code speaks DynamoDB's protocol, to AWS or to an engine
//! embedded in the process.

mod aside;
mod attributes;
mod cache;
mod commit;
mod configuration;
mod deadlines;
mod error;
mod facts;
mod filter;
mod items;
pub mod keys;
mod lists;
mod notices;
mod progress;
mod query;
mod retention;
mod scan;
pub mod schema;
pub mod stream;
mod thread;
mod triage;
mod weeks;

pub use aside::Pending;
pub use cache::ChannelInfo;
pub use commit::{Commit, ItemRow, ItemWrite, NoticeWant, Open};
pub use configuration::Configuration;
pub use deadlines::StoredDeadline;
pub use error::{CommitError, StoreError};
pub use facts::{TopsPage, Towards, Written};
pub use items::StoredItem;
pub use keys::{Row, RowKey, ThreadKey};
pub use lists::{RoundupRow, WaitingRow};
pub use notices::{SentMessage, StoredNotice};
pub use scan::{ScanKey, StoredRow};
pub use thread::Thread;
pub use triage::{AskedAbout, HandedOver};
pub use weeks::{First, WeekStands};

use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The table, through a client. Clones share both.
#[derive(Clone, Debug)]
pub struct Store {
    client: aws_sdk_dynamodb::Client,
    table: Arc<str>,
    /// Weeks known to be listed already, so that each process lists a week once.
    weeks: Arc<Mutex<BTreeSet<Date>>>,
}

impl Store {
    /// The table of this name, behind this client.
    #[must_use]
    pub fn new(client: aws_sdk_dynamodb::Client, table: &str) -> Self {
        Self { client, table: table.into(), weeks: Arc::default() }
    }
}

#[cfg(test)]
mod tests;
