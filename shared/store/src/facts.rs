//! Facts: written once, read in ranges.

use crate::attributes::{Attributes, json, s, text, to_json};
use crate::error::StoreError;
use crate::keys::{self, Row, RowKey, ThreadKey};
use crate::query::Sort;
use crate::{Store, commit};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{DeleteRequest, WriteRequest};
use roundup_domain::{ConversationId, Fact, Filed, Place, SlackTs};

/// The fact as JSON.
pub(crate) const FACT: &str = "fact";
/// Where it is filed, as JSON: on facts as they came in, and not on copies that the reactor makes. So it tells the stream's
/// filter what is news.
pub(crate) const PLACE: &str = "place";

/// Most rows in one `BatchWriteItem`.
const BATCH: usize = 25;

/// Whether a fact was news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was written now.
    New,
    /// It was there already; nothing was changed.
    Already,
}

/// In which direction a channel is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// Back in time.
    Beginning,
    /// On in time.
    End,
}

/// A page of top-level messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopsPage {
    /// The messages.
    pub facts: Vec<Fact>,
    /// As far as this, included, nothing is left out; none where the page is the last one.
    pub reaches: Option<SlackTs>,
}

impl Store {
    /// Writes a fact, unless it is there already: one `PutItem` with a condition, and no read.
    ///
    /// # Errors
    /// If the table does not take it; then it may be there or not, and writing it again is right.
    pub async fn put_fact(&self, filed: &Filed) -> Result<Written, StoreError> {
        let mut row = fact_row(&RowKey::of_fact(filed), &filed.fact)?;
        row.insert(PLACE.to_owned(), to_json(PLACE, &filed.place)?);
        // Also what is done to a reply may be the only one to say where it is.
        if let Place::Reply { root, ts } = &filed.place
            && ts != root
        {
            row.insert(keys::L1.to_owned(), s(keys::reply(ts)));
        }
        self.put_once(row).await
    }

    /// Puts a copy of a fact about a reply into the reply's thread, unless it is there already.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn refile(&self, conversation: &ConversationId, root: &SlackTs, fact: &Fact) -> Result<Written, StoreError> {
        let row = Row::Fact { thread: ThreadKey::Root(root.clone()), fact: fact.name.clone() };
        self.put_once(fact_row(&RowKey::new(conversation, row), fact)?).await
    }

    /// Top-level messages from `from` to `to` (to the last one, if there is none), both included, in order.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn tops(
        &self,
        conversation: &ConversationId,
        from: &SlackTs,
        to: Option<&SlackTs>,
    ) -> Result<Vec<Fact>, StoreError> {
        let range = Sort::Between(keys::tops(Some(from), to));
        Ok(facts(&self.all(self.rows(keys::partition(conversation), range)).await?))
    }

    /// A page of top-level messages that begins with `ts` itself, if there is one, and goes on `towards` the beginning or the
    /// end of the channel: `limit` of them at most, those nearest to `ts` first.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn tops_from(
        &self,
        conversation: &ConversationId,
        ts: &SlackTs,
        towards: Towards,
        limit: usize,
    ) -> Result<TopsPage, StoreError> {
        let (range, forward) = match towards {
            Towards::Beginning => (keys::tops(None, Some(ts)), false),
            Towards::End => (keys::tops(Some(ts), None), true),
        };
        let query = self.rows(keys::partition(conversation), Sort::Between(range)).scan_index_forward(forward);
        let rows = self.first(query, limit).await?;
        let furthest = rows.last().filter(|_| rows.len() >= limit);
        Ok(TopsPage { reaches: furthest.and_then(top), facts: facts(&rows) })
    }

    /// Facts about messages from `from` to `to`, both included, in order of the messages.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn abouts(&self, conversation: &ConversationId, from: &SlackTs, to: &SlackTs) -> Result<Vec<Fact>, StoreError> {
        let range = Sort::Between(keys::abouts(from, to));
        Ok(facts(&self.all(self.rows(keys::partition(conversation), range)).await?))
    }

    /// The root of the thread that the reply `ts` is in, if we know that reply.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn root_of_reply(&self, conversation: &ConversationId, ts: &SlackTs) -> Result<Option<SlackTs>, StoreError> {
        let query = self.local(keys::partition(conversation), Sort::Is(keys::reply(ts)));
        Ok(self.first(query, 1).await?.iter().find_map(root))
    }

    /// Roots of the threads whose item is open at `t` or later: somebody waits in it, or its last answer came at `t` or later.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn open_since(&self, conversation: &ConversationId, t: &SlackTs) -> Result<Vec<SlackTs>, StoreError> {
        let query = self.local(keys::partition(conversation), Sort::Between(keys::open_since(t)));
        let mut roots: Vec<SlackTs> = self.all(query).await?.iter().filter_map(root).collect();
        roots.sort_unstable();
        Ok(roots)
    }

    /// Roots of the threads in whose item somebody waits.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn open_now(&self, conversation: &ConversationId) -> Result<Vec<SlackTs>, StoreError> {
        let query = self.local(keys::partition(conversation), Sort::Is(keys::open(None)));
        Ok(self.all(query).await?.iter().filter_map(root).collect())
    }

    /// Deletes facts, of a conversation that is no source. Rows that are no facts are left alone.
    ///
    /// # Errors
    /// If the table does not do it; some may be deleted then.
    pub async fn delete_facts(&self, conversation: &ConversationId, rows: &[Row]) -> Result<(), StoreError> {
        let is_fact = |row: &&Row| matches!(row, Row::Top(_) | Row::About { .. } | Row::Conversation(_) | Row::Fact { .. });
        let rows = rows.iter().filter(is_fact).collect::<std::collections::BTreeSet<_>>();
        self.delete_keys(rows.into_iter().map(|row| RowKey::new(conversation, row.clone()).attributes())).await
    }

    /// Deletes the rows with these keys.
    pub(crate) async fn delete_keys(&self, keys: impl Iterator<Item = Attributes>) -> Result<(), StoreError> {
        let mut requests = Vec::new();
        for key in keys {
            let delete = DeleteRequest::builder().set_key(Some(key)).build().map_err(|_| commit::unbuilt("BatchWriteItem"))?;
            requests.push(WriteRequest::builder().delete_request(delete).build());
        }
        for batch in requests.chunks(BATCH) {
            self.write_batch(batch.to_vec()).await?;
        }
        Ok(())
    }

    /// DynamoDB may leave part of a batch undone when it is busy; that part is tried a few more times at once.
    async fn write_batch(&self, mut batch: Vec<WriteRequest>) -> Result<(), StoreError> {
        const TRIES: usize = 5;
        for _ in 0..TRIES {
            let answer = self.client.batch_write_item().request_items(&*self.table, batch).send().await;
            let mut undone =
                answer.map_err(|error| StoreError::of("BatchWriteItem", &error))?.unprocessed_items.unwrap_or_default();
            batch = undone.remove(&*self.table).unwrap_or_default();
            if batch.is_empty() {
                return Ok(());
            }
        }
        Err(StoreError::Throttled { operation: "BatchWriteItem", code: "unprocessed items".to_owned() })
    }

    /// Writes a row unless there is one with its key.
    pub(crate) async fn put_once(&self, row: Attributes) -> Result<Written, StoreError> {
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row)).condition_expression(ABSENT);
        match put.send().await {
            Ok(_) => Ok(Written::New),
            Err(error) if error.code() == Some(CONDITION_FAILED) => Ok(Written::Already),
            Err(error) => Err(StoreError::of("PutItem", &error)),
        }
    }
}

/// The condition that there is no such row.
pub(crate) const ABSENT: &str = "attribute_not_exists(pk)";
/// The condition that there is such a row.
pub(crate) const PRESENT: &str = "attribute_exists(pk)";
/// DynamoDB's error code where a condition does not hold.
pub(crate) const CONDITION_FAILED: &str = "ConditionalCheckFailedException";

/// A fact's row, without what only news carries.
pub(crate) fn fact_row(key: &RowKey, fact: &Fact) -> Result<Attributes, StoreError> {
    let mut row = key.attributes();
    row.insert(FACT.to_owned(), to_json(FACT, fact)?);
    Ok(row)
}

/// The facts in these rows. One that cannot be read is left out: the stream has told of it when it came, and what happened
/// before and after is not to wait for it.
fn facts(rows: &[Attributes]) -> Vec<Fact> {
    rows.iter().filter_map(fact).collect()
}

pub(crate) fn fact(row: &Attributes) -> Option<Fact> {
    json(row, FACT).ok()
}

/// The top-level message of which a row is.
fn top(row: &Attributes) -> Option<SlackTs> {
    match Row::parse(text(row, keys::SK)?)? {
        Row::Top(ts) => Some(ts),
        _ => None,
    }
}

/// The Slack thread that a row of the index belongs to.
fn root(row: &Attributes) -> Option<SlackTs> {
    match Row::parse(text(row, keys::SK)?)? {
        Row::Fact { thread: ThreadKey::Root(root), .. } | Row::Item(ThreadKey::Root(root)) => Some(root),
        _ => None,
    }
}
