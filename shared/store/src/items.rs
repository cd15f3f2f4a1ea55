//! The item's row: the projection that the reactor alone writes.
//!
//! What [`Folded`] says is kept in three attributes, each once, so that an index can carry as much as its readers need and
//! no more: `view` (the [`Item`]), `detail` (what the agenda adds), `rest`.

use crate::attributes::{Attributes, json, n, number, parsed, s, text, to_json};
use crate::commit::{ItemRow, Open};
use crate::error::StoreError;
use crate::keys::{self, Row, RowKey, ThreadKey};
use crate::{Store, facts};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::item::{Folded, Item, State};
use roundup_domain::{ConversationId, ItemId};
use serde_json::{Map, Value};

/// The item as the outside sees it, JSON.
pub(crate) const VIEW: &str = "view";
/// What the agenda adds, JSON.
pub(crate) const DETAIL: &str = "detail";
/// Everything else, JSON.
const REST: &str = "rest";
/// Counts the writes.
pub(crate) const VERSION: &str = "version";
/// When something is to be done about the item, RFC 3339.
pub(crate) const NEXT_STEP: &str = "next_step";

/// The members of [`Folded`] that are in [`DETAIL`].
const DETAILS: [&str; 4] = ["runs", "comments", "excerpt", "triage"];
/// What [`DETAIL`] says besides: whether the requester had never asked for anything before.
const FIRST_TIME: &str = "first_time";
/// The member of [`Folded`] that is in [`VIEW`].
const ITEM: &str = "item";

/// An item as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredItem {
    /// What the fold said.
    pub folded: Folded,
    /// How often it was written: the condition of the next write.
    pub version: u64,
    /// When something is next to be done about it.
    pub next_step: Option<Timestamp>,
    /// The Roundup that it is filed for.
    pub meeting: Option<Date>,
    /// Whether its requester had never asked for anything before.
    pub first_time: bool,
}

impl Store {
    /// The item of this name.
    ///
    /// # Errors
    /// If the table or the item cannot be read.
    pub async fn item(&self, id: &ItemId) -> Result<Option<Folded>, StoreError> {
        let (conversation, root) = id.conversation();
        let key = RowKey::new(&conversation, Row::Item(ThreadKey::of(root)));
        let Some(row) = self.get(key.attributes()).await? else { return Ok(None) };
        let folded = folded(&row)?;
        // A Slack item's name has the workspace in it, which its key has not.
        Ok((folded.item.id == *id).then_some(folded))
    }

    /// The row with this key, as it is now.
    pub(crate) async fn get(&self, key: Attributes) -> Result<Option<Attributes>, StoreError> {
        let get = self.client.get_item().table_name(&*self.table).set_key(Some(key)).consistent_read(true);
        Ok(get.send().await.map_err(|error| StoreError::of("GetItem", &error))?.item)
    }
}

/// The row as it is to be written.
pub(crate) fn item_row(
    conversation: &ConversationId,
    thread: &ThreadKey,
    item: &ItemRow,
    version: u64,
) -> Result<Attributes, StoreError> {
    let mut row = RowKey::new(conversation, Row::Item(thread.clone())).attributes();
    let view = &item.folded.item;
    let (detail, rest) = split(&item.folded)?;
    row.insert(VIEW.to_owned(), to_json(VIEW, view)?);
    let mut detail = detail;
    detail.insert(FIRST_TIME.to_owned(), Value::Bool(item.first_time));
    row.insert(DETAIL.to_owned(), to_json(DETAIL, &detail)?);
    row.insert(REST.to_owned(), to_json(REST, &rest)?);
    row.insert(VERSION.to_owned(), n(version));
    row.insert(keys::G2.to_owned(), s(keys::roundup(item.meeting)));
    row.insert(keys::G2S.to_owned(), s(keys::roundup_order(view)));
    if let Some(next_step) = item.next_step {
        row.insert(NEXT_STEP.to_owned(), s(next_step.to_string()));
    }
    match &item.open {
        Some(Open::Waits) => row.insert(keys::L1.to_owned(), s(keys::open(None))),
        Some(Open::Until(ts)) => row.insert(keys::L1.to_owned(), s(keys::open(Some(ts)))),
        None => None,
    };
    let listed = match view.state {
        State::Waiting => view.due_at.map(|due| (keys::waiting(&view.source), due)),
        State::Snoozed => view.snoozed_until.map(|until| (keys::snoozed(&view.source), until)),
        State::Answered | State::Closed => None,
    };
    if let Some((list, at)) = listed {
        row.insert(keys::G1.to_owned(), s(list));
        row.insert(keys::G1S.to_owned(), s(keys::due(at)));
    }
    Ok(row)
}

/// Reads an item's row.
pub(crate) fn stored_item(row: &Attributes) -> Result<StoredItem, StoreError> {
    let meeting = text(row, keys::G2).and_then(keys::meeting);
    let first_time = json::<Members>(row, DETAIL)?.get(FIRST_TIME).is_some_and(|first| *first == true);
    Ok(StoredItem {
        folded: folded(row)?,
        version: number(row, VERSION)?,
        next_step: parsed(row, NEXT_STEP)?,
        meeting,
        first_time,
    })
}

/// Members of a JSON object.
type Members = Map<String, Value>;

/// Detail and rest of what the fold said.
fn split(folded: &Folded) -> Result<(Members, Members), StoreError> {
    let Ok(Value::Object(mut rest)) = serde_json::to_value(folded) else {
        return Err(StoreError::Malformed { attribute: REST });
    };
    rest.remove(ITEM);
    let detail = DETAILS.iter().filter_map(|name| rest.remove_entry(*name)).collect();
    Ok((detail, rest))
}

pub(crate) fn folded(row: &Attributes) -> Result<Folded, StoreError> {
    let mut whole: Members = json(row, REST)?;
    whole.extend(json::<Members>(row, DETAIL)?);
    whole.insert(ITEM.to_owned(), json(row, VIEW)?);
    serde_json::from_value(Value::Object(whole)).map_err(|_| StoreError::Malformed { attribute: REST })
}

/// The item in a row of the table or of an index.
pub(crate) fn view(row: &Attributes) -> Result<Item, StoreError> {
    json(row, VIEW)
}

/// The condition that an item's row is as it was read: of this version, or absent.
pub(crate) fn unchanged(expected: Option<u64>) -> (&'static str, Option<Attributes>) {
    match expected {
        Some(version) => ("version = :expected", Some(Attributes::from([(":expected".to_owned(), n(version))]))),
        None => (facts::ABSENT, None),
    }
}
