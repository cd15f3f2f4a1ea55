//! What became of webhooks' deliveries (GitHub, "REST API endpoints for repository webhooks").

use super::{Ask, Github, Page, text};
use crate::error::GithubError;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::Value;

/// Pages of the delivery log that are read, at most.
const MOST_PAGES: usize = 20;

/// A delivery, or a repetition of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its number in the log.
    pub id: u64,
    /// The delivery's name, the same for its repetitions.
    pub guid: String,
    /// When, UTC.
    pub at: Timestamp,
    /// Whether it was answered 2xx.
    pub is_taken: bool,
}

impl Github {
    /// The webhooks of a repository whose address ends like this; none where the token may not read them.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn hooks(&self, repository: &str, path: &str) -> Result<Option<Vec<u64>>, GithubError> {
        let Some(hooks) = self.whole("webhooks", &format!("repos/{repository}/hooks")).await? else { return Ok(None) };
        let is_ours = |hook: &&Value| text(&hook["config"]["url"]).is_some_and(|url| url.trim_end_matches('/').ends_with(path));
        Ok(Some(hooks.iter().filter(is_ours).filter_map(|hook| hook["id"].as_u64()).collect()))
    }

    /// The deliveries of a webhook since then, the last one coming first; none where the log cannot be read.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn deliveries(&self, repository: &str, hook: u64, since: Timestamp) -> Result<Option<Vec<Delivery>>, GithubError> {
        let request = "deliveries of a webhook";
        let path = format!("repos/{repository}/hooks/{hook}/deliveries");
        let mut page: Option<Page> = self.page(request, &path, &[("per_page", "100")]).await?;
        let mut deliveries = Vec::new();
        for _ in 0..MOST_PAGES {
            let Some(read) = page else { return Ok(None) };
            let listed: Vec<Delivery> = read.entries.iter().filter_map(delivery).collect();
            let is_old = listed.last().is_none_or(|last| last.at < since);
            deliveries.extend(listed.into_iter().filter(|delivery| delivery.at >= since));
            let Some(next) = read.next.filter(|_| !is_old) else { break };
            page = self.page_at(request, &next).await?;
        }
        Ok(Some(deliveries))
    }

    /// Has a delivery repeated; whether GitHub takes it on.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn redeliver(&self, repository: &str, hook: u64, delivery: u64) -> Result<bool, GithubError> {
        let path = format!("repos/{repository}/hooks/{hook}/deliveries/{delivery}/attempts");
        // Twice is as good as once: what arrives again changes nothing.
        let ask = Ask { request: "a redelivery", method: Method::POST, path: &path, query: &[], body: None };
        self.patiently(&ask).await.map(|(status, _)| status.is_success())
    }
}

fn delivery(entry: &Value) -> Option<Delivery> {
    Some(Delivery {
        id: entry["id"].as_u64()?,
        guid: text(&entry["guid"])?,
        at: text(&entry["delivered_at"])?.parse().ok()?,
        is_taken: entry["status_code"].as_u64().is_some_and(|code| (200..300).contains(&code)),
    })
}
