//! How the engine is started, and what its SQLite database needs to stay fast.
//!
//! The engine numbers a stream record by looking for the greatest number so far, and reads records by number, both
//! without an index, so that every write gets slower as the stream grows. An index on that number makes both a look-up.

use crate::EmbeddedError;
use dynoxide::Database;
use dynoxide::storage_backend::ManualClock;
use rusqlite::Connection;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// The expression is the engine's own, to the letter: SQLite uses an index on an expression only for that expression.
const INDEX: &str = "CREATE INDEX IF NOT EXISTS _stream_records_by_number \
                     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// A database in memory that goes by `clock`.
pub(crate) fn in_memory(clock: &ManualClock) -> Result<Database, EmbeddedError> {
    // A database with a manual clock can be reached by nobody else, so the index gets into it by way of a template that
    // it is restored from: in memory too, under a name of its own, shared by the two connections here.
    static TEMPLATES: AtomicU64 = AtomicU64::new(0);
    let template = format!("file:/roundup-template-{}?vfs=memdb", TEMPLATES.fetch_add(1, Ordering::Relaxed));
    let _keeps_it_alive = Database::new(&template)?;
    Connection::open(&template)?.execute_batch(INDEX)?;

    let database = Database::memory_with_clock(clock.arc())?;
    database.restore_from(&template)?;
    Ok(database)
}

/// The database in a file.
pub(crate) fn open(file: &Path) -> Result<Database, EmbeddedError> {
    let path = file.to_str().ok_or_else(|| EmbeddedError::Path(file.to_owned()))?;
    let database = Database::new(path)?;
    Connection::open(file)?.execute_batch(INDEX)?;
    Ok(database)
}

/// Deletes the stream records of `table` whose stored number is less than `number`.
pub(crate) fn trim(file: &Path, table: &str, number: i64) -> Result<usize, EmbeddedError> {
    let connection = Connection::open(file)?;
    let deleted = connection.execute(
        "DELETE FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) < ?2",
        rusqlite::params![table, number],
    )?;
    Ok(deleted)
}
