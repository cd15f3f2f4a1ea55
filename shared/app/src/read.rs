//! Reading what is stored, for the command line and the console.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::item::{Folded, Run, TraceEntry};
use roundup_domain::plan::{Act, Destination};
use roundup_domain::{Item, ItemId, SlackTs, State};
use roundup_store::ThreadKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An item with the facts that counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemWithTrace {
    /// The item.
    #[serde(flatten)]
    pub item: Item,
    /// Every fact that counted and what it did to the clock, in order of time.
    pub trace: Vec<TraceEntry>,
}

/// A message about an item that is in Slack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// The item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// What the message was for.
    pub act: Act,
    /// Who got it.
    pub to: Destination,
    /// When it was sent.
    pub at: Timestamp,
    /// What it shows now: `open`, or how it ended.
    pub shows: String,
}

impl App {
    /// The messages about these items, newest first, and the names of everyone in the items, by id.
    ///
    /// # Errors
    /// The table's.
    pub async fn sent(&self, items: &[Item]) -> Result<(Vec<Sent>, BTreeMap<String, String>), AppError> {
        let mut sent = Vec::new();
        let mut names = BTreeMap::new();
        for item in items {
            let (conversation, root) = item.id.conversation();
            let thread = self.store.thread(&conversation, &ThreadKey::of(root)).await?;
            let people = thread.item.into_iter().flat_map(|item| item.folded.people);
            names.extend(people.filter_map(|(key, person)| Some((key.split_once(':')?.1.to_owned(), person.name))));
            sent.extend(thread.notices.into_iter().filter_map(|stored| {
                let message: SlackTs = stored.message?.ts.parse().ok()?;
                Some(Sent {
                    item: item.id.clone(),
                    title: item.title.clone(),
                    act: stored.notice.act,
                    to: stored.notice.to,
                    at: message.time(),
                    shows: stored.shown.unwrap_or_default(),
                })
            }));
        }
        sent.sort_by_key(|sent| std::cmp::Reverse(sent.at));
        Ok((sent, names))
    }

    /// All items as of `now`, newest first.
    ///
    /// # Errors
    /// The table's.
    pub async fn items(&self, now: Timestamp) -> Result<Vec<Item>, AppError> {
        let mut items: BTreeMap<ItemId, Item> = BTreeMap::new();
        for week in self.store.weeks().await? {
            items.extend(
                self.store.roundup(week).await?.into_iter().map(|row| (row.item.id.clone(), as_of(row.item, &row.runs, now))),
            );
        }
        let mut items: Vec<Item> = items.into_values().collect();
        items.sort_by(|one, other| other.opened_at.cmp(&one.opened_at).then_with(|| other.id.cmp(&one.id)));
        Ok(items)
    }

    /// One item as of `now`, with its trace.
    ///
    /// # Errors
    /// The table's.
    pub async fn item(&self, id: &ItemId, now: Timestamp) -> Result<Option<ItemWithTrace>, AppError> {
        let Some(folded) = self.store.item(id).await?.filter(|folded| folded.item.id == *id) else { return Ok(None) };
        let is_whole = folded.trace.len() < Folded::KEPT_TRACE;
        let whole = if is_whole { None } else { self.whole_trace(id, now).await? };
        let trace = whole.unwrap_or(folded.trace);
        Ok(Some(ItemWithTrace { item: as_of(folded.item, &folded.runs, now), trace }))
    }

    /// The trace of a long item, of which not all is stored: told once more from its facts. None where it cannot be looked up
    /// whose conversation it is.
    async fn whole_trace(&self, id: &ItemId, now: Timestamp) -> Result<Option<Vec<TraceEntry>>, AppError> {
        let (conversation, root) = id.conversation();
        let place = match self.place_of(&conversation, now).await {
            Ok(Some(place)) => place,
            Ok(None) | Err(AppError::LookUp { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let reading = self.read(&conversation, &ThreadKey::of(root), &place, now).await?;
        Ok(self.fold(&conversation, &place, &reading, now).map(|folded| folded.trace))
    }

    /// When the next item wants attention, that waits or is put off: the earliest step that is watched for.
    ///
    /// # Errors
    /// The table's.
    pub async fn next_step(&self) -> Result<Option<Timestamp>, AppError> {
        let mut next = None;
        for source in &self.rules.sources {
            let waiting = self.store.waiting(&source.name).await?.into_iter();
            let steps = waiting.chain(self.store.snoozed(&source.name).await?).filter_map(|row| row.next_step);
            next = steps.chain(next).min();
        }
        Ok(next)
    }
}

/// The item with what has become late, or came back, since it was stored.
fn as_of(mut item: Item, runs: &[Run], now: Timestamp) -> Item {
    item.breaches = u32::try_from(runs.iter().filter(|run| run.is_late(now)).count()).unwrap_or(u32::MAX);
    if item.snoozed_until.is_some_and(|until| until <= now) {
        item.snoozed_until = None;
        item.state = if item.state == State::Snoozed { State::Answered } else { item.state };
    }
    item
}
