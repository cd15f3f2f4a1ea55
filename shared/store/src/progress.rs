//! How far something long has come that goes on where it stopped: imports, reconciliation.

use crate::attributes::{json, to_json};
use crate::{Store, StoreError, keys};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How far, as JSON.
const PROGRESS: &str = "progress";

/// Under which name it is kept that somebody asked for a reconciliation.
const ASKED: &str = "reconcile:asked";

impl Store {
    /// Has the next sweep reconcile with what the sources show.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn ask_for_reconciliation(&self, now: Timestamp) -> Result<(), StoreError> {
        self.put_progress(ASKED, &Some(now)).await
    }

    /// When a reconciliation was asked for that has not been carried out; none where none was.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn asked_to_reconcile(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.progress::<Option<Timestamp>>(ASKED).await?.flatten())
    }

    /// Notes that the reconciliation that was asked for then is carried out. One that was asked for since still is to be.
    ///
    /// # Errors
    /// If the table cannot be read or written.
    pub async fn reconciled_as_asked(&self, asked: Timestamp) -> Result<(), StoreError> {
        if self.asked_to_reconcile().await? == Some(asked) {
            self.put_progress::<Option<Timestamp>>(ASKED, &None).await?;
        }
        Ok(())
    }

    /// How far the work of this name has come; none where it never began, or where what was kept of it is understood no more.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn progress<T: DeserializeOwned>(&self, work: &str) -> Result<Option<T>, StoreError> {
        let row = self.get(keys::progress(work)).await?;
        Ok(row.and_then(|row| json(&row, PROGRESS).ok()))
    }

    /// Keeps how far the work of this name has come.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_progress<T: Serialize>(&self, work: &str, progress: &T) -> Result<(), StoreError> {
        let mut row = keys::progress(work);
        row.insert(PROGRESS.to_owned(), to_json(PROGRESS, progress)?);
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row));
        put.send().await.map(drop).map_err(|error| StoreError::of("PutItem", &error))
    }
}
