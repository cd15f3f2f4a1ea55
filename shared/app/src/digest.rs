//! The Roundup's agenda: put together from one week's rows, posted and mailed once.

mod decisions;
mod mail;
mod post;

use crate::{App, AppError};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_agenda::{Agenda, Ending, Input, Outcome, WeekPoint, agenda};
use roundup_domain::meeting::Occurrence;
use roundup_domain::{Author, ConversationId};
use roundup_store::RoundupRow;
use std::collections::BTreeMap;

pub use post::Posted;
pub(crate) use post::{agenda_part, waits_for_first};

/// A conversation of our own: the messages of one agenda, as notices.
const PREFIX: &str = "roundup:";

/// How many weeks the agenda looks back on.
const WEEKS: usize = 12;

impl App {
    /// The agenda of the coming Roundup, as things stand at `now`.
    ///
    /// # Errors
    /// The table's.
    pub async fn agenda(&self, now: Timestamp) -> Result<Agenda, AppError> {
        self.agenda_of(&self.rules.roundup.meeting.next(now), now).await
    }

    async fn agenda_of(&self, occurrence: &Occurrence, now: Timestamp) -> Result<Agenda, AppError> {
        let from = self.rules.roundup.meeting.previous(occurrence).at;
        let rows = self.store.roundup(occurrence.date).await?;
        let owners = self.owners(&rows, now).await?;
        let inputs: Vec<Input> = rows.into_iter().map(|row| self.input(row, &owners)).collect();
        let weeks = self.week_points().await?;
        Ok(agenda(&self.rules, occurrence, from, now, &inputs, &weeks))
    }

    async fn week_points(&self) -> Result<Vec<WeekPoint>, AppError> {
        let stored = self.store.week_numbers(WEEKS).await?;
        Ok(stored.iter().filter_map(|numbers| serde_json::from_str(numbers).ok()).collect())
    }

    /// The names of whoever owns one of the items.
    async fn owners(&self, rows: &[RoundupRow], now: Timestamp) -> Result<BTreeMap<String, String>, AppError> {
        let mut names = BTreeMap::new();
        for owner in rows.iter().filter_map(|row| row.triage.owner.as_ref()) {
            if !names.contains_key(owner)
                && let Some(person) = self.store.person(&Author::slack(owner).key(), now).await?
            {
                names.insert(owner.clone(), person.name);
            }
        }
        Ok(names)
    }

    fn input(&self, row: RoundupRow, owners: &BTreeMap<String, String>) -> Input {
        let source = self.rules.sources.iter().find(|source| source.name == row.item.source);
        let ended = |closed: &roundup_domain::item::Closed| Outcome {
            ending: match (closed.merged, closed.declined) {
                (true, _) => Ending::Merged,
                (false, false) => Ending::Done,
                (false, true) => Ending::Declined,
            },
            at: closed.at,
        };
        Input {
            owner_name: row.triage.owner.as_ref().and_then(|owner| owners.get(owner).cloned()),
            outcome: row.triage.closed.as_ref().map(ended),
            triage: row.triage,
            confidential: source.is_some_and(|source| source.confidential),
            first_time: row.first_time,
            item: row.item,
            runs: row.runs,
            comments: row.comments,
            excerpt: row.excerpt,
        }
    }
}

/// The conversation of one agenda's messages.
fn conversation_of(date: Date) -> ConversationId {
    ConversationId::from_stored(format!("{PREFIX}{date}"))
}

/// Which agenda a conversation of ours is.
pub(crate) fn agenda_date(conversation: &ConversationId) -> Option<Date> {
    conversation.as_str().strip_prefix(PREFIX)?.parse().ok()
}
