//! The stream pump: carries the table's records to the reactor as an event source mapping does. In order, filtered, in
//! batches; a batch that fails in part is tried again from the first failed record, cut in halves to find a poisonous one,
//! and a record that keeps failing is put aside where somebody sees it.

use jiff::Timestamp;
use roundup_app::App;
use roundup_embedded::{Checkpoint, EmbeddedTable};
use roundup_store::stream::is_delivered;
use serde_json::{Value, json};

/// Most records in a batch.
const BATCH: usize = 100;
/// How often a batch is tried before its first record is put aside. There is no waiting between tries as on AWS, so it need not be
/// the template's hundred: what an outage fails on is not counted.
const TRIES: u32 = 5;
/// Where the checkpoint is kept.
const CHECKPOINT: &str = "stream/checkpoint";
/// Where records are kept that were put aside.
pub(super) const ASIDE: &str = "stream/aside/";

/// The pump, with its place in the stream.
pub(super) struct Pump {
    table: EmbeddedTable,
    checkpoint: Option<Checkpoint>,
}

impl Pump {
    /// Goes on where the last one stopped.
    pub(super) fn new(table: EmbeddedTable) -> Result<Self, roundup_embedded::EmbeddedError> {
        let checkpoint = table.state_get(CHECKPOINT)?.map(Checkpoint::from_stored);
        Ok(Self { table, checkpoint })
    }

    /// Carries on until the stream has nothing new; false if the table does not do its part at the moment, after which the
    /// next call goes on from the same place.
    pub(super) async fn drain(&mut self, app: &App, now: Timestamp) -> bool {
        loop {
            let (records, checkpoint) = match self.table.read_stream(self.checkpoint.clone(), BATCH) {
                Ok(read) => read,
                Err(error) => {
                    tracing::error!(%error, "the stream cannot be read");
                    return false;
                }
            };
            if records.is_empty() {
                return true;
            }
            let delivered: Vec<Value> = records.into_iter().filter(is_delivered).collect();
            if !self.deliver(app, &delivered, now).await {
                return false;
            }
            self.checkpoint = checkpoint;
            self.keep_checkpoint();
        }
    }

    async fn deliver(&self, app: &App, records: &[Value], now: Timestamp) -> bool {
        let mut rest = records;
        let mut tries = 0;
        while !rest.is_empty() {
            let batch = rest.len() >> tries.min(usize::BITS - 1);
            let batch = &rest[..batch.clamp(1, rest.len())];
            let answer = roundup_fn_reactor::handle(app, &json!({"Records": batch}), now).await;
            let Some(failed) = first_failed(&answer, batch) else {
                rest = &rest[batch.len()..];
                tries = 0;
                continue;
            };
            if failed > 0 {
                rest = &rest[failed..];
                tries = 0;
            } else if tries < TRIES {
                tries += 1;
            } else if app.store.next_pending().await.is_err() {
                // Not the record's fault: the table is down.
                return false;
            } else {
                self.put_aside(&rest[0]);
                rest = &rest[1..];
                tries = 0;
            }
        }
        true
    }

    /// Where AWS would hand the record to the on-failure queue `failed-records`.
    fn put_aside(&self, record: &Value) {
        let sequence = record["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default();
        tracing::error!(sequence, "a record is put aside: the reactor keeps failing on it");
        if let Err(error) = self.table.state_put(&format!("{ASIDE}{sequence}"), &record.to_string()) {
            tracing::error!(%error, "nor could it be put aside");
        }
    }

    /// Has nothing be left in the table's file of what was deleted, as far as the stream has been read.
    pub(super) fn leave_no_trace(&self) -> Result<(), roundup_embedded::EmbeddedError> {
        self.table.leave_no_trace(self.checkpoint.as_ref())
    }

    fn keep_checkpoint(&self) {
        let Some(checkpoint) = &self.checkpoint else { return };
        // Facts are taken in again after a crash, which changes nothing; so an old checkpoint does no harm.
        let kept = self.table.state_put(CHECKPOINT, checkpoint.as_str()).and_then(|()| self.table.trim_stream(checkpoint));
        if let Err(error) = kept {
            tracing::error!(%error, "the place in the stream was not kept");
        }
    }
}

/// The position in `batch` of the first record that failed.
fn first_failed(answer: &Value, batch: &[Value]) -> Option<usize> {
    let failed: Vec<&Value> = answer["batchItemFailures"].as_array()?.iter().map(|failure| &failure["itemIdentifier"]).collect();
    batch.iter().position(|record| failed.contains(&&record["dynamodb"]["SequenceNumber"]))
}
