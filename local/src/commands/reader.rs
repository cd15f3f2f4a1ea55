//! Reading what is stored: from a data folder, the deployed table, or a running process.

use super::opening;
use crate::Failure;
use crate::cli::{Format, ReadArgs};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::{StatusCode, Url};
use roundup_app::{App, ItemWithTrace};
use roundup_domain::{Filed, Item, ItemId};
use roundup_store::ScanKey;
use serde::de::DeserializeOwned;

/// A table, or a running process.
pub(super) enum Reader {
    /// A data folder's table or the deployed one, under the configuration in force.
    Stored(Box<App>, Timestamp),
    /// A running process.
    Running(reqwest::Client, Url),
}

impl Reader {
    pub(super) async fn open(args: &ReadArgs) -> Result<Self, Failure> {
        match &args.url {
            Some(url) => {
                let example = "name it as http://127.0.0.1:9000";
                let url = Url::parse(url).map_err(|error| Failure::new(format!("{url}: no address: {error}"), example))?;
                if url.cannot_be_a_base() || url.host().is_none() {
                    return Err(Failure::new(format!("{url}: no address of a process"), example));
                }
                let client = roundup_http::client().map_err(|error| Failure::new(error, "report it as a bug"))?;
                Ok(Self::Running(client, url))
            }
            None => {
                let now = roundup_runtime::environment::now();
                Ok(Self::Stored(Box::new(opening::app_to_read(&args.stored, now).await?), now))
            }
        }
    }

    /// The team's zone, in which people read times.
    pub(super) async fn zone(&self) -> Result<TimeZone, Failure> {
        match self {
            Self::Stored(app, _) => Ok(app.rules.team.zone.clone()),
            Self::Running(..) => {
                let state: Option<serde_json::Value> = self.get(&["dev", "state"]).await?;
                let name = state.as_ref().and_then(|state| state["zone"].as_str());
                Ok(name.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC))
            }
        }
    }

    pub(super) async fn items(&self) -> Result<Vec<Item>, Failure> {
        match self {
            Self::Stored(app, now) => app.items(*now).await.map_err(unreadable),
            Self::Running(..) => Ok(self.get(&["dev", "items"]).await?.unwrap_or_default()),
        }
    }

    pub(super) async fn item(&self, id: &str) -> Result<Option<ItemWithTrace>, Failure> {
        match self {
            Self::Stored(app, now) => app.item(&ItemId::from_stored(id), *now).await.map_err(unreadable),
            Self::Running(..) => self.get(&["dev", "items", id]).await,
        }
    }

    pub(super) async fn agenda(&self, format: Format, color: bool) -> Result<String, Failure> {
        match self {
            Self::Stored(app, now) => Ok(super::agenda_text(&app.agenda(*now).await.map_err(unreadable)?, format, color)),
            Self::Running(client, url) => {
                let mut url = address(url, &["dev", "digest"]);
                url.query_pairs_mut().append_pair("format", format.name());
                let answer = client.get(url.clone()).send().await.map_err(|error| unreachable(&url, &error))?;
                answer.text().await.map_err(|error| unreachable(&url, &error))
            }
        }
    }

    /// The table's facts as they came in, a page, and where to go on.
    pub(super) async fn facts(&self, from: Option<ScanKey>) -> Result<(Vec<Filed>, Option<ScanKey>), Failure> {
        match self {
            Self::Stored(app, _) => app.store.facts_page(from).await.map_err(|error| unreadable(error.into())),
            Self::Running(..) => {
                Err(Failure::new("a running process shows no facts", "name its folder with --data, or its table"))
            }
        }
    }

    async fn get<T: DeserializeOwned>(&self, path: &[&str]) -> Result<Option<T>, Failure> {
        let Self::Running(client, url) = self else { return Ok(None) };
        let url = address(url, path);
        let answer = client.get(url.clone()).send().await.map_err(|error| unreachable(&url, &error))?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => answer.json().await.map(Some).map_err(|error| unreachable(&url, &error)),
            status => Err(Failure::new(format!("{url}: answered {status}"), "look at its log")),
        }
    }
}

/// Each part is one segment: an item's name has slashes of its own.
fn address(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

fn unreachable(url: &Url, error: &reqwest::Error) -> Failure {
    let why = if error.is_connect() { "nothing answers there" } else { "the answer was not understood" };
    Failure::new(format!("{url}: {why}"), "start `roundup serve`, or name where it listens with --url")
}

pub(super) fn unreadable(error: roundup_app::AppError) -> Failure {
    Failure::new(format!("the data cannot be read: {error}"), "name another folder with --data, or another table with --table")
}
