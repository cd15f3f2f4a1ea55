//! DynamoDB in the process: the `dynoxide` engine behind the real SDK client, with no socket between them.
//!
//! The local process and the tests speak DynamoDB's protocol to this table, exactly as the Lambdas speak it to AWS. What
//! DynamoDB does by itself is called here: [`EmbeddedTable::sweep_ttl`] deletes what has expired, and
//! [`EmbeddedTable::read_stream`] hands out the stream as Lambda delivers it.
//!
//! Not linked into any Lambda.

mod connector;
mod dispatch;
mod engine;
mod meter;
mod state;
mod stream;
mod traffic;

pub use connector::InProcess;
pub use meter::Units;
pub use stream::Checkpoint;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use dynoxide::Database;
use dynoxide::storage_backend::ManualClock;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use traffic::Traffic;

/// What the embedded engine could not do. None of them is expected: the file is unreadable, the disk is full, or a call is
/// wrong.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// The engine refused or failed.
    #[error("the embedded table: {0}")]
    Engine(#[from] dynoxide::DynoxideError),
    /// The database under the engine could not be prepared or trimmed.
    #[error("the embedded table's database: {0}")]
    Database(#[from] rusqlite::Error),
    /// What is in the file is no database of ours, or not any more.
    #[error("the file is damaged, or none of Roundup's")]
    Damaged,
    /// Another process reads the file, so that what was deleted cannot be overwritten in it.
    #[error("another process reads the file")]
    Read,
    /// An answer of the engine does not have the documented shape.
    #[error("the embedded table answered with something else than {0}")]
    Shape(&'static str),
    /// There is no table with a stream yet.
    #[error("no table with a stream has been created yet; create it before its stream is read")]
    NoStream,
    /// The file's path is not UTF-8.
    #[error("the path of the table's file must be UTF-8: {}", .0.display())]
    Path(PathBuf),
}

/// An embedded DynamoDB. Clones share it.
#[derive(Clone)]
pub struct EmbeddedTable {
    database: Database,
    /// The clock of TTL and stream in memory; a file goes by the system's.
    clock: Option<ManualClock>,
    file: Option<PathBuf>,
    traffic: Arc<Traffic>,
}

impl EmbeddedTable {
    /// An empty database in memory, whose clock stands at `start` (whole seconds) until [`Self::set_now`] moves it.
    ///
    /// # Errors
    /// If the engine does not start.
    pub fn in_memory(start: Timestamp) -> Result<Self, EmbeddedError> {
        let clock = ManualClock::new(epoch_seconds(start));
        let database = engine::in_memory(&clock)?;
        Self::with(database, Some(clock), None)
    }

    /// The database in this file, created if it is not there. It goes by the system's clock. What a call has answered
    /// survives the death of the process: the engine commits to SQLite's write-ahead log before it answers.
    ///
    /// # Errors
    /// If the file cannot be opened or is none of ours.
    pub fn open(file: &Path) -> Result<Self, EmbeddedError> {
        let database = engine::open(file)?;
        Self::with(database, None, Some(file.to_owned()))
    }

    fn with(database: Database, clock: Option<ManualClock>, file: Option<PathBuf>) -> Result<Self, EmbeddedError> {
        let table = Self { database, clock, file, traffic: Arc::default() };
        table.create_state()?;
        Ok(table)
    }

    /// Sets the clock that TTL and stream go by, in memory; with a file it does nothing, as that goes by the system's.
    pub fn set_now(&self, now: Timestamp) {
        if let Some(clock) = &self.clock {
            clock.set(epoch_seconds(now));
        }
    }

    /// The real SDK client in front of this database. It does not retry: a fault is seen at once, and no test sleeps.
    #[must_use]
    pub fn client(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::from_conf(self.config().http_client(self.connector()).build())
    }

    /// Configuration of an SDK client on top of it, which still lacks its [connector](Self::connector).
    #[must_use]
    pub fn config(&self) -> aws_sdk_dynamodb::config::Builder {
        aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::from_static(stream::REGION))
            .endpoint_url("http://embedded.invalid")
            .credentials_provider(Credentials::new("embedded", "embedded", None, None, "embedded"))
            .retry_config(RetryConfig::disabled())
    }

    /// What answers an SDK client's requests from this database.
    #[must_use]
    pub fn connector(&self) -> InProcess {
        InProcess::new(self.database.clone(), self.file.is_some(), Arc::clone(&self.traffic))
    }

    /// Answers a call as DynamoDB's endpoint would, for whoever serves this table over HTTP: `operation` as `x-amz-target`
    /// names it, and the request's JSON, to a status and JSON.
    pub async fn answer(&self, operation: &str, body: &[u8]) -> (u16, String) {
        let answer = connector::InProcess::new(self.database.clone(), self.file.is_some(), Arc::clone(&self.traffic));
        let answer = answer.carry_out(operation.to_owned(), body.to_vec()).await;
        (answer.status, answer.body)
    }

    /// Deletes the rows that have expired, that is, those whose TTL attribute is **less** than the clock's whole seconds,
    /// and says how many they were. Each leaves a REMOVE record by the TTL service in the stream. DynamoDB does this by
    /// itself, up to two days late. Blocks.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn sweep_ttl(&self) -> Result<usize, EmbeddedError> {
        Ok(self.database.sweep_ttl()?)
    }

    /// Puts rows into `table`, each as JSON of DynamoDB's protocol, and says nothing of it to the stream: many times as fast as
    /// writing them, for tests of what a large table costs. Blocks.
    ///
    /// # Errors
    /// If a row is none, or the database cannot be written.
    pub fn load(&self, table: &str, rows: &[serde_json::Value]) -> Result<(), EmbeddedError> {
        let rows = rows.iter().map(|row| serde_json::from_value(row.clone())).collect::<Result<Vec<_>, _>>();
        let rows = rows.map_err(|_| EmbeddedError::Shape("a row"))?;
        self.database.import_items(table, rows, dynoxide::ImportOptions::default())?;
        Ok(())
    }

    /// How many calls of each operation have come in through the clients, failed ones included.
    #[must_use]
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.traffic.calls()
    }

    /// From now on every call is asked what it costs, which [`Self::units`] adds up.
    pub fn meter(&self) {
        self.traffic.meter();
    }

    /// What all calls since [`Self::meter`] have cost.
    #[must_use]
    pub fn units(&self) -> Units {
        self.traffic.units()
    }

    /// From now on every call is answered with 500 `InternalServerError` and not carried out, until this is taken back.
    pub fn fail_while(&self, on: bool) {
        self.traffic.fail_while(on);
    }

    /// The next `count` calls are answered with 500 `InternalServerError` and not carried out.
    pub fn fail_next(&self, count: u32) {
        self.traffic.fail_next(count);
    }

    /// The next `count` calls are carried out, and every later one fails as with [`Self::fail_while`]: the process dies
    /// at that point, as seen from the table. Taken back by `fail_while(false)`.
    pub fn fail_after(&self, count: u32) {
        self.traffic.fail_after(count);
    }

    /// The next `count` writes are carried out; from the one after them on every call fails, until `fail_while(false)`: the
    /// process dies between two writes, as seen from the table.
    pub fn fail_after_writes(&self, count: u32) {
        self.traffic.fail_after_writes(count);
    }

    /// The next `count` writes are answered; the one after them is carried out, and its answer is lost.
    pub fn lose_after_writes(&self, count: u32) {
        self.traffic.lose_after_writes(count);
    }

    /// The next `count` calls are carried out, and their answer is lost: the client sees 500.
    pub fn lose_next(&self, count: u32) {
        self.traffic.lose_next(count);
    }
}

/// Whole seconds since the epoch; what lies before it counts as the epoch.
fn epoch_seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
