//! The configuration, as data: what `roundup.toml` said when it was last put in force.

use crate::attributes::{Attributes, s, text};
use crate::{Store, StoreError, keys};

/// The text.
const TOML: &str = "toml";

impl Store {
    /// The configuration in force, as it was written; none where there never was one.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub async fn configuration(&self) -> Result<Option<String>, StoreError> {
        let row: Option<Attributes> = self.get(keys::configuration()).await?;
        Ok(row.and_then(|row| text(&row, TOML).map(str::to_owned)))
    }

    /// Puts a configuration in force.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn put_configuration(&self, toml: &str) -> Result<(), StoreError> {
        let mut row = keys::configuration();
        row.insert(TOML.to_owned(), s(toml));
        let put = self.client.put_item().table_name(&*self.table).set_item(Some(row));
        put.send().await.map(drop).map_err(|error| StoreError::of("PutItem", &error))
    }
}
