//! How the engine is started, and what its SQLite database needs to stay fast.
//!
//! The engine numbers a stream record by looking for the greatest number so far, and reads records by number, both
//! without an index, so that every write gets slower as the stream grows. An index on that number makes both a look-up.

use crate::EmbeddedError;
use dynoxide::storage_backend::ManualClock;
use dynoxide::{Database, DynoxideError};
use rusqlite::{Connection, ErrorCode};
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
    let connection = Connection::open(file)?;
    // Asked before the engine is, which takes what is no database for an encrypted one.
    connection.query_row("PRAGMA schema_version", [], |_| Ok(())).map_err(unreadable)?;
    let database = Database::new(path).map_err(|error| match error {
        DynoxideError::SqliteError(error) => unreadable(error),
        error => error.into(),
    })?;
    connection.execute_batch(INDEX).map_err(unreadable)?;
    Ok(database)
}

fn unreadable(error: rusqlite::Error) -> EmbeddedError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => EmbeddedError::Damaged,
        _ => error.into(),
    }
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

/// Deletes the stream records of `table` up to `number`. The one with that number stays, for the next one is counted from it;
/// what it says of its row goes.
pub(crate) fn blank(file: &Path, table: &str, number: i64) -> Result<(), EmbeddedError> {
    trim(file, table, number)?;
    Connection::open(file)?.execute(
        "UPDATE _stream_records SET keys_json = '{}', new_image = NULL, old_image = NULL \
         WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) = ?2",
        rusqlite::params![table, number],
    )?;
    Ok(())
}

/// Moves everything from the write-ahead log to the file, and empties the log.
pub(crate) fn empty_log(file: &Path) -> Result<(), EmbeddedError> {
    let is_busy: bool = Connection::open(file)?.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if is_busy { Err(EmbeddedError::Read) } else { Ok(()) }
}
