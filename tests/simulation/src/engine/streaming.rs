//! The table's stream, as Lambda's event source mapping hands it to the reactor: filtered, in order within a shard, one batch
//! of a shard at a time, what failed again until it is too old.

use super::invoking::{Outcome, Task};
use super::record::FactName;
use super::{Engine, Event};
use crate::gate::Sabotage;
use crate::story::Ill;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::Filed;
use roundup_embedded::Checkpoint;
use roundup_store::stream::{ChangeKind, changes, is_delivered};
use serde_json::Value;
use std::collections::VecDeque;

/// How many shards the stream has: conversations of different ones are reacted to at the same time.
const SHARDS: usize = 2;
/// How old a record may get before it is handed to the on-failure queue.
const OLDEST: SignedDuration = SignedDuration::from_hours(23);

#[derive(Default)]
pub(super) struct Stream {
    checkpoint: Option<Checkpoint>,
    /// Whether nothing was written since it was last read.
    is_read: bool,
    shards: [Shard; SHARDS],
}

#[derive(Default)]
struct Shard {
    queue: VecDeque<(Timestamp, Value)>,
    busy: bool,
    planned: bool,
    /// Whether the stream stands still.
    stalled: bool,
    /// How often its first batch failed in a row.
    tries: u32,
}

impl Stream {
    /// Whether everything that was written has been reacted to.
    pub(super) fn is_done(&self) -> bool {
        self.is_read && self.shards.iter().all(|shard| shard.queue.is_empty() && !shard.busy)
    }
}

impl Engine {
    /// Something was written.
    pub(super) fn news(&mut self) {
        self.stream.is_read = false;
        self.first_expiry = None;
        for shard in 0..SHARDS {
            let lag = self.millis(20..1_500);
            self.plan_pump(shard, lag);
        }
        self.plan_sweep(self.now);
    }

    fn plan_pump(&mut self, shard: usize, wait: SignedDuration) {
        if !std::mem::replace(&mut self.stream.shards[shard].planned, true) {
            self.after(wait, Event::Pump(shard));
        }
    }

    pub(super) async fn pump(&mut self, number: usize) {
        self.stream.shards[number].planned = false;
        if !std::mem::replace(&mut self.stream.is_read, true) {
            self.read_stream();
        }
        if let Some(until) = self.until(Ill::StreamStalled) {
            self.record.hurt(self.now);
            self.stream.shards[number].stalled = true;
            return self.plan_pump(number, until.duration_since(self.now));
        }
        if std::mem::take(&mut self.stream.shards[number].stalled) {
            // What waited all the time comes only now.
            self.record.hurt(self.now);
        }
        let shard = &mut self.stream.shards[number];
        if shard.busy || shard.queue.is_empty() {
            return;
        }
        // A batch that failed is cut in halves, to find the record that it fails on.
        let most = (self.story.travel.batch >> shard.tries.min(16)).max(1);
        let records: Vec<Value> = shard.queue.iter().take(most).map(|(_, record)| record.clone()).collect();
        shard.busy = true;
        self.invoke(Task::Batch { shard: number, records }).await;
    }

    fn read_stream(&mut self) {
        let (records, checkpoint) =
            self.machines.table.read_stream(self.stream.checkpoint.clone(), 1_000).expect("the stream can be read");
        self.stream.checkpoint = checkpoint;
        for record in records.into_iter().filter(is_delivered) {
            self.note_written(&record);
            if self.suffers(Sabotage::StreamLeaky) && self.rng.u8(..8) == 0 {
                continue;
            }
            let key = record["dynamodb"]["Keys"]["pk"]["S"].as_str().unwrap_or_default();
            let shard = key.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % SHARDS;
            self.stream.shards[shard].queue.push_back((self.now, record));
        }
    }

    fn note_written(&mut self, record: &Value) {
        let written = record["dynamodb"]["ApproximateCreationDateTime"].as_f64().map(|seconds| seconds as i64);
        let Some(written) = written.and_then(|seconds| Timestamp::from_second(seconds).ok()) else { return };
        for change in changes(std::slice::from_ref(record)) {
            if let ChangeKind::Fact(filed) = change.what {
                self.record.facts.entry(name_of(&filed)).or_default().written.get_or_insert(written);
            }
        }
    }

    pub(super) fn batch_done(&mut self, number: usize, records: &[Value], outcome: &Outcome) {
        let failed = match outcome {
            _ if self.suffers(Sabotage::FailuresIgnored) => None,
            Outcome::Batch(answer) => first_failed(answer, records),
            _ => Some(0),
        };
        let done = failed.unwrap_or(records.len());
        let now = self.now;
        for change in changes(&records[..done]) {
            if let ChangeKind::Fact(filed) = change.what {
                self.record.facts.entry(name_of(&filed)).or_default().reacted.get_or_insert(now);
            }
        }
        let shard = &mut self.stream.shards[number];
        shard.busy = false;
        shard.queue.drain(..done);
        shard.tries = if failed == Some(0) { shard.tries + 1 } else { 0 };
        let wait = SignedDuration::from_secs(if failed.is_none() { 0 } else { 1 << shard.tries.min(6) });
        if shard.tries > 0 && shard.queue.front().is_some_and(|(since, _)| now.duration_since(*since) > OLDEST) {
            let record = shard.queue.pop_front();
            shard.tries = 0;
            self.record.dead_letters.push(format!("{now}: a record of the stream: {record:?}"));
        }
        self.plan_pump(number, wait);
    }
}

fn name_of(filed: &Filed) -> FactName {
    (filed.conversation.clone(), filed.fact.name.clone())
}

/// The position of the first record that failed.
fn first_failed(answer: &Value, records: &[Value]) -> Option<usize> {
    let failures = answer["batchItemFailures"].as_array()?;
    let is_it = |record: &Value| failures.iter().any(|failure| failure["itemIdentifier"] == record["dynamodb"]["SequenceNumber"]);
    records.iter().position(is_it)
}
