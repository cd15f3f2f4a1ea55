//! The table's stream, in the shape in which Lambda delivers it (AWS Lambda, "Using Lambda with Amazon DynamoDB").

use crate::{EmbeddedError, EmbeddedTable, engine};
use dynoxide::actions::get_records::{GetRecordsRequest, Record};
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use dynoxide::actions::list_streams::ListStreamsRequest;
use dynoxide::streams::shard_id;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The region that the client signs for and that stream records name.
pub(crate) const REGION: &str = "us-east-1";

/// The engine's public sequence numbers are its stored ones, which count microseconds, plus this: 21 digits, as DynamoDB's.
const NUMBER_OFFSET: u128 = 100_000_000_000_000_000_000;

/// The sequence number of the last record that was dealt with. Of fixed width, so it compares as text. With a file, it
/// stays valid across restarts; keep it with [`EmbeddedTable::state_put`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Checkpoint(String);

impl Checkpoint {
    /// A checkpoint that was stored, or the sequence number of a record that was delivered.
    #[must_use]
    pub fn from_stored(sequence_number: impl Into<String>) -> Self {
        Self(sequence_number.into())
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn stored_number(&self) -> Option<i64> {
        self.0.parse::<u128>().ok()?.checked_sub(NUMBER_OFFSET)?.try_into().ok()
    }
}

struct Stream {
    arn: String,
    table: String,
}

impl EmbeddedTable {
    /// The next records of the stream, at most `limit` of them (and at most 1,000), oldest first: those after `after`, or
    /// from the oldest that is kept if there is no checkpoint. Where what follows the checkpoint has been trimmed, it goes
    /// on with the oldest that is kept. The second value is the checkpoint to pass next time. Nothing is read twice, and
    /// the time it takes does not depend on how much was read before. Blocks.
    ///
    /// # Errors
    /// [`EmbeddedError::NoStream`] before a table with a stream exists; otherwise if the database cannot be read.
    pub fn read_stream(
        &self,
        after: Option<Checkpoint>,
        limit: usize,
    ) -> Result<(Vec<Value>, Option<Checkpoint>), EmbeddedError> {
        let stream = self.stream()?;
        let shard_iterator = self.database.get_shard_iterator(iterator(&stream, after.as_ref()))?.shard_iterator;
        let request = GetRecordsRequest {
            shard_iterator: shard_iterator.ok_or(EmbeddedError::Shape("a shard iterator"))?,
            limit: Some(limit),
        };
        let records = self.database.get_records(request)?.records;
        let checkpoint = records.last().map(|record| Checkpoint(record.dynamodb.sequence_number.clone())).or(after);
        let delivered = records.iter().map(|record| as_delivered(&stream, record)).collect::<Result<_, _>>()?;
        Ok((delivered, checkpoint))
    }

    /// Forgets the records before `read`, which have been dealt with, and says how many they were. DynamoDB keeps records
    /// for 24 hours, read or not; here what has not been read is kept for as long as the process is down. In memory
    /// nothing is trimmed: that process does not live long. Blocks.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn trim_stream(&self, read: &Checkpoint) -> Result<usize, EmbeddedError> {
        match (&self.file, read.stored_number()) {
            // The last record stays, because the next one's number is counted from it.
            (Some(file), Some(number)) => engine::trim(file, &self.stream()?.table, number),
            _ => Ok(0),
        }
    }

    /// Has nothing be left in the file of what was deleted: neither in the stream's records up to `read`, which have been dealt
    /// with, nor in what SQLite keeps of it in free pages and its log. In memory there is no file. Blocks, the longer the more is
    /// stored.
    ///
    /// # Errors
    /// [`EmbeddedError::Read`] while another process reads the file; otherwise if it cannot be written.
    pub fn leave_no_trace(&self, read: Option<&Checkpoint>) -> Result<(), EmbeddedError> {
        let Some(file) = &self.file else { return Ok(()) };
        if let Some(number) = read.and_then(Checkpoint::stored_number) {
            engine::blank(file, &self.stream()?.table, number)?;
        }
        self.database.vacuum()?;
        engine::empty_log(file)
    }

    /// The stream of the one table that has one.
    fn stream(&self) -> Result<Stream, EmbeddedError> {
        let streams = self.database.list_streams(ListStreamsRequest::default())?.streams;
        let stream = streams.into_iter().next().ok_or(EmbeddedError::NoStream)?;
        Ok(Stream { arn: stream.stream_arn, table: stream.table_name })
    }
}

fn iterator(stream: &Stream, after: Option<&Checkpoint>) -> GetShardIteratorRequest {
    let kind = if after.is_some() { "AFTER_SEQUENCE_NUMBER" } else { "TRIM_HORIZON" };
    GetShardIteratorRequest {
        stream_arn: stream.arn.clone(),
        shard_id: shard_id(&stream.table),
        shard_iterator_type: kind.to_owned(),
        sequence_number: after.map(|checkpoint| checkpoint.0.clone()),
    }
}

fn as_delivered(stream: &Stream, record: &Record) -> Result<Value, EmbeddedError> {
    let mut delivered = serde_json::to_value(record).map_err(|_| EmbeddedError::Shape("a stream record"))?;
    delivered["awsRegion"] = json!(REGION);
    delivered["eventSourceARN"] = json!(stream.arn);
    Ok(delivered)
}
