//! What the sweep, the lists and the agenda read: the indexes across conversations. They follow the table within about a
//! second.

use crate::Store;
use crate::attributes::{Attributes, json, parsed, text};
use crate::error::StoreError;
use crate::items::{DETAIL, NEXT_STEP, view};
use crate::keys::{self, Row, RowKey, ThreadKey};
use crate::query::Sort;
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::ConversationId;
use roundup_domain::item::{Item, Run, Triage};
use serde::Deserialize;

/// An item that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// The item.
    pub item: Item,
    /// When something is next to be done about it.
    pub next_step: Option<Timestamp>,
    /// Where its facts are.
    pub conversation: ConversationId,
    /// Its thread there.
    pub thread: ThreadKey,
}

/// An item of one Roundup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundupRow {
    /// The item.
    pub item: Item,
    /// Every run of its clock.
    pub runs: Vec<Run>,
    /// How many comments from outside there are.
    pub comments: u32,
    /// Start of the text that waits, or else of the first one.
    pub excerpt: String,
    /// What triage made of it.
    pub triage: Triage,
    /// Whether its requester had never asked for anything before.
    pub first_time: bool,
    /// Where its facts are.
    pub conversation: ConversationId,
    /// Its thread there.
    pub thread: ThreadKey,
}

#[derive(Deserialize)]
struct Detail {
    runs: Vec<Run>,
    comments: u32,
    excerpt: String,
    #[serde(default)]
    triage: Triage,
    #[serde(default)]
    first_time: bool,
}

impl Store {
    /// The items of a source that wait, those due first in front.
    ///
    /// # Errors
    /// If the table or an item cannot be read.
    pub async fn waiting(&self, source: &str) -> Result<Vec<WaitingRow>, StoreError> {
        let query = self.keyed((keys::G1, keys::waiting(source)), (keys::G1S, Sort::Any)).index_name(keys::WAITING);
        self.all(query).await?.iter().map(waiting_row).collect()
    }

    /// The items of a source that are put off and wait for nobody, those that come back first in front.
    ///
    /// # Errors
    /// If the table or an item cannot be read.
    pub async fn snoozed(&self, source: &str) -> Result<Vec<WaitingRow>, StoreError> {
        let query = self.keyed((keys::G1, keys::snoozed(source)), (keys::G1S, Sort::Any)).index_name(keys::WAITING);
        self.all(query).await?.iter().map(waiting_row).collect()
    }

    /// The items filed for the Roundup of this day: those not ready first, then by kind, then by when they were opened.
    ///
    /// # Errors
    /// If the table or an item cannot be read.
    pub async fn roundup(&self, meeting: Date) -> Result<Vec<RoundupRow>, StoreError> {
        let query = self.keyed((keys::G2, keys::roundup(meeting)), (keys::G2S, Sort::Any)).index_name(keys::ROUNDUP);
        self.all(query).await?.iter().map(roundup_row).collect()
    }

    /// The Roundups that items were filed for, the latest first. Of one whose items have moved on, nothing need be left.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn weeks(&self) -> Result<Vec<Date>, StoreError> {
        let query = self.rows(keys::META.to_owned(), Sort::Prefix(keys::WEEKS.to_owned())).scan_index_forward(false);
        let rows = self.all(query).await?;
        rows.iter().map(|row| week(row).ok_or(StoreError::Malformed { attribute: keys::SK })).collect()
    }

    /// Lists a Roundup among [`Self::weeks`]; once in the life of the process, as it is there for good.
    pub(crate) async fn list_week(&self, meeting: Date) -> Result<(), StoreError> {
        let known = || self.weeks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known().contains(&meeting) {
            return Ok(());
        }
        self.put_once(keys::week(meeting)).await?;
        known().insert(meeting);
        Ok(())
    }
}

pub(crate) fn week(row: &Attributes) -> Option<Date> {
    text(row, keys::SK)?.strip_prefix(keys::WEEKS)?.parse().ok()
}

fn place(row: &Attributes) -> Result<(ConversationId, ThreadKey), StoreError> {
    let key = text(row, keys::PK).zip(text(row, keys::SK)).and_then(|(pk, sk)| RowKey::parse(pk, sk));
    match key {
        Some(RowKey { conversation, row: Row::Item(thread) }) => Ok((conversation, thread)),
        _ => Err(StoreError::Malformed { attribute: keys::SK }),
    }
}

fn waiting_row(row: &Attributes) -> Result<WaitingRow, StoreError> {
    let (conversation, thread) = place(row)?;
    Ok(WaitingRow { item: view(row)?, next_step: parsed(row, NEXT_STEP)?, conversation, thread })
}

fn roundup_row(row: &Attributes) -> Result<RoundupRow, StoreError> {
    let (conversation, thread) = place(row)?;
    let Detail { runs, comments, excerpt, triage, first_time } = json(row, DETAIL)?;
    Ok(RoundupRow { item: view(row)?, runs, comments, excerpt, triage, first_time, conversation, thread })
}
