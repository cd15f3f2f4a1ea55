//! The data folder: the table's file, and a lock so that two processes do not share it.

use crate::Failure;
use roundup_embedded::EmbeddedTable;
use roundup_standins::Persist;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

const TABLE_FILE: &str = "table.sqlite";
const LOCK_FILE: &str = "lock";
const SCHEDULE: &str = "schedule/";

/// A folder that data is kept in. While it is open for `serve`, another `serve` is refused.
#[derive(Debug)]
pub(super) struct DataFolder {
    path: PathBuf,
}

impl DataFolder {
    /// Opens a folder, making it if it is not there, and locks it for as long as the process lives.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        match Self::open_beside(path)? {
            (folder, true) => Ok(folder),
            (_, false) => Err(Failure::new(
                format!("{}: another `serve` uses this data folder", path.display()),
                "stop it, or name another one with --data",
            )),
        }
    }

    /// The same where another process may use it: whether it is locked for this one.
    pub(super) fn open_beside(path: &Path) -> Result<(Self, bool), Failure> {
        let unusable = |error: std::io::Error| {
            Failure::new(
                format!("{}: the data folder cannot be used: {error}", path.display()),
                "name a folder that can be written with --data",
            )
        };
        fs::create_dir_all(path).map_err(unusable)?;
        let lock = File::options().create(true).truncate(false).write(true).open(path.join(LOCK_FILE)).map_err(unusable)?;
        let is_ours = match lock.try_lock() {
            // Held until the process ends, however it ends.
            Ok(()) => {
                std::mem::forget(lock);
                true
            }
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        };
        Ok((Self::held(path), is_ours))
    }

    /// A folder that this process has opened already.
    pub(super) fn held(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// A folder that `serve` has written.
    pub(super) fn existing(path: &Path) -> Result<Self, Failure> {
        if path.join(TABLE_FILE).is_file() { Ok(Self { path: path.to_owned() }) } else { Err(empty(path)) }
    }

    pub(super) fn table(&self) -> Result<EmbeddedTable, Failure> {
        let file = self.path.join(TABLE_FILE);
        EmbeddedTable::open(&file).map_err(|error| {
            Failure::new(
                format!("{}: the table's file cannot be opened: {error}", file.display()),
                "name another folder with --data",
            )
        })
    }
}

impl DataFolder {
    /// Where mail is kept.
    pub(super) fn mail(&self) -> PathBuf {
        self.path.join("mail")
    }
}

/// There is nothing to read in the folder.
pub(super) fn empty(path: &Path) -> Failure {
    Failure::new(
        format!("{}: no data of `roundup serve` is here", path.display()),
        "name its folder with --data, the deployed table with --table, or a running process with --url",
    )
}

/// The embedded table does not do its part.
pub(super) fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("the embedded table does not work: {error}"), "report it as a bug, with this line")
}

/// Schedules, kept beside the table so that they outlive the process.
pub(super) struct StoredSchedules {
    table: EmbeddedTable,
}

impl StoredSchedules {
    pub(super) fn new(table: EmbeddedTable) -> Self {
        Self { table }
    }
}

impl Persist for StoredSchedules {
    fn put(&self, name: &str, json: &str) {
        if let Err(error) = self.table.state_put(&format!("{SCHEDULE}{name}"), json) {
            tracing::error!(%error, "a schedule was not kept; after a restart the sweep finds its deadline");
        }
    }

    fn delete(&self, name: &str) {
        if let Err(error) = self.table.state_delete(&format!("{SCHEDULE}{name}")) {
            tracing::error!(%error, "a schedule was not forgotten; it will find nothing to do");
        }
    }
}

/// The schedules that were kept.
pub(super) fn schedules(table: &EmbeddedTable) -> Result<Vec<String>, Failure> {
    Ok(table.state_list(SCHEDULE).map_err(broken)?.into_iter().map(|(_, json)| json).collect())
}
