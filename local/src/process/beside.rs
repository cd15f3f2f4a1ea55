//! A data folder that a command writes to: by itself, or beside a `serve` that runs on it.

use super::data::{self, DataFolder};
use super::{Keep, Options, Process, TABLE, Without};
use crate::Failure;
use crate::environment::Outside;
use roundup_domain::{Rules, State};
use roundup_store::Store;
use std::path::{Path, PathBuf};

/// Where nobody answers. What is owed to Slack while there is no token stays owed: a stand-in that is gone with the command
/// would have it taken for sent.
const NOWHERE: &str = "http://127.0.0.1:9/api/";

/// A data folder, or the deployed table, opened by a command that writes facts.
pub struct Beside {
    folder: PathBuf,
    /// The table.
    pub store: Store,
    reacts: Reacts,
}

/// Who reacts to what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reacts {
    /// Nobody else: the command does.
    Itself,
    /// A `serve` that runs on the same folder.
    Serve,
    /// The functions of the deployment whose table this is.
    Functions(String),
}

impl Beside {
    /// Opens a folder, making it if it is not there; until the process ends, no `serve` can start on it, unless one runs.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub async fn open(folder: &Path) -> Result<Self, Failure> {
        let (opened, is_alone) = DataFolder::open_beside(folder)?;
        let table = opened.table()?;
        roundup_store::schema::create_table(&table.client(), TABLE).await.map_err(data::broken)?;
        let reacts = if is_alone { Reacts::Itself } else { Reacts::Serve };
        Ok(Self { folder: folder.to_owned(), store: Store::new(table.client(), TABLE), reacts })
    }

    /// The deployed table.
    #[must_use]
    pub fn deployed(store: Store, table: &str) -> Self {
        Self { folder: PathBuf::new(), store, reacts: Reacts::Functions(table.to_owned()) }
    }

    /// Who reacts to what is written.
    #[must_use]
    pub fn reacts(&self) -> &Reacts {
        &self.reacts
    }

    /// Whether nobody else reacts to what is written.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.reacts == Reacts::Itself
    }

    /// The same where something has to be there already.
    ///
    /// # Errors
    /// There is nothing in the folder, or it cannot be used.
    pub async fn existing(folder: &Path) -> Result<Self, Failure> {
        DataFolder::existing(folder)?;
        Self::open(folder).await
    }

    /// Puts a configuration in force, and reacts to everything that is written; how many items wait then.
    ///
    /// # Errors
    /// The table's.
    pub async fn react(self, configuration: String, rules: Rules, outside: Outside) -> Result<usize, Failure> {
        let process = self.with(configuration, rules, outside).await?;
        process.engine.lock().await.drain().await;
        let items = process.app.items(process.clock.now()).await.map_err(data::broken)?;
        Ok(items.iter().filter(|item| item.state == State::Waiting).count())
    }

    /// A process over it, under the configuration in force. Nothing moves until its engine is asked to.
    ///
    /// # Errors
    /// There is no configuration, or the table's.
    pub async fn start(self, outside: Outside) -> Result<Process, Failure> {
        let configuration = self.store.configuration().await.map_err(data::broken)?;
        let configuration = configuration.ok_or_else(|| data::empty(&self.folder))?.toml;
        let rules =
            roundup_config::parse(&configuration).map_err(|problems| Failure::new(problems, "start `serve` with a valid one"))?;
        self.with(configuration, rules, outside).await
    }

    async fn with(self, configuration: String, rules: Rules, mut outside: Outside) -> Result<Process, Failure> {
        if !outside.has_slack() {
            outside.slack_url = Some(NOWHERE.to_owned());
        }
        outside.github_url.get_or_insert_with(|| "https://api.github.com/".to_owned());
        let options = Options { configuration, rules, outside, keep: Keep::Held(self.folder), without: Without::default() };
        Process::start(options).await
    }
}
