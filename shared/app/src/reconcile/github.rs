//! GitHub: failed deliveries are repeated; where the log cannot be read, or is shorter than the gap, the repository is asked.

use super::ON_ITS_WAY;
use crate::App;
use crate::history::{HistoryError, Tracker};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::rules::SourcePlace;
use roundup_github::Delivery;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// For how long GitHub keeps the log of deliveries (GitHub, "Viewing webhook deliveries").
const LOG_KEPT: SignedDuration = SignedDuration::from_hours(3 * 24);
/// How the address of our webhook ends.
const WEBHOOK: &str = "/github/webhook";
/// Threads that are read in one run, at most; the next one goes on.
const THREADS: usize = 100;

impl App {
    pub(super) fn repositories(&self) -> Vec<String> {
        let repositories = self.rules.sources.iter().filter_map(|source| match &source.place {
            SourcePlace::Github { repository } => Some(repository.clone()),
            _ => None,
        });
        repositories.collect()
    }

    /// How many missed events of a repository were found.
    pub(super) async fn reconcile_repository(&self, repository: &str, now: Timestamp) -> Result<usize, HistoryError> {
        let work = format!("reconcile:github:{repository}");
        let Some((since, until)) = self.span(&work, now).await? else { return Ok(0) };
        let in_log = since >= now - LOG_KEPT;
        let redelivered = if in_log { self.redeliver(repository, now).await? } else { None };
        let (recovered, reached) = match redelivered {
            Some(redelivered) => (redelivered, until),
            None => self.poll(repository, since, until).await?,
        };
        self.store.put_progress(&work, &reached).await?;
        Ok(recovered)
    }

    /// Has every delivery repeated that never arrived and was not repeated yet; how many. None where the log cannot be read.
    async fn redeliver(&self, repository: &str, now: Timestamp) -> Result<Option<usize>, HistoryError> {
        let Some(hooks) = self.github.hooks(repository, WEBHOOK).await?.filter(|hooks| !hooks.is_empty()) else {
            return Ok(None);
        };
        let mut redelivered = 0;
        for hook in hooks {
            let Some(log) = self.github.deliveries(repository, hook, now - LOG_KEPT).await? else { return Ok(None) };
            for delivery in lost(&log, now - ON_ITS_WAY) {
                redelivered += usize::from(self.github.redeliver(repository, hook, delivery).await?);
            }
        }
        Ok(Some(redelivered))
    }

    /// Reads what changed in a repository; how many facts were missing, and until when it is read.
    async fn poll(&self, repository: &str, since: Timestamp, until: Timestamp) -> Result<(usize, Timestamp), HistoryError> {
        let Some(mut page) = self.github.issues_changed_since(repository, since).await? else {
            tracing::debug!(repository, "no issues to reconcile with");
            return Ok((0, until));
        };
        let name = page.entries.iter().find_map(spelt).unwrap_or_else(|| repository.to_owned());
        let tracker = Tracker { github: self.github.clone(), store: self.store.clone(), repository: name };
        let (mut news, mut read) = (0, 0);
        loop {
            for issue in &page.entries {
                let changed: Option<Timestamp> = issue["updated_at"].as_str().and_then(|at| at.parse().ok());
                let Some(changed) = changed.filter(|changed| *changed >= since) else { continue };
                if read == THREADS {
                    return Ok((news, changed));
                }
                read += 1;
                let history = tracker.thread(issue).await?;
                news += tracker.write_missed(&history, until).await?.news;
            }
            let Some(next) = page.next else { break };
            page = self.github.page_at("issues", &next).await?.unwrap_or_default();
        }
        Ok((news + self.poll_discussions(&tracker, since, until).await?, until))
    }

    async fn poll_discussions(&self, tracker: &Tracker, since: Timestamp, until: Timestamp) -> Result<usize, HistoryError> {
        let mut news = 0;
        let Some(page) = self.github.discussions(&tracker.repository, None).await? else { return Ok(0) };
        for shown in &page.discussions {
            let changed: Option<Timestamp> = shown["updated_at"].as_str().and_then(|at| at.parse().ok());
            if changed.is_some_and(|changed| changed >= since) {
                let history = tracker.discussion(shown);
                news += tracker.write_missed(&history, until).await?.news;
            }
        }
        Ok(news)
    }
}

/// The repository's name as GitHub spells it, by the address of one of its issues.
fn spelt(issue: &Value) -> Option<String> {
    issue["repository_url"].as_str()?.rsplit_once("/repos/").map(|(_, name)| name.to_owned())
}

/// The deliveries of a log that never arrived and were not repeated: each by its number.
fn lost(log: &[Delivery], until: Timestamp) -> Vec<u64> {
    let done: BTreeSet<&str> =
        log.iter().filter(|delivery| delivery.is_taken || delivery.is_again).map(|delivery| delivery.guid.as_str()).collect();
    let failed = log.iter().filter(|delivery| delivery.at <= until && !done.contains(delivery.guid.as_str()));
    let by_guid: BTreeMap<&str, u64> = failed.map(|delivery| (delivery.guid.as_str(), delivery.id)).collect();
    by_guid.into_values().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_delivery_is_lost_that_was_never_taken_nor_repeated() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let delivery =
            |id, guid: &str, when: &str, is_again, is_taken| Delivery { id, guid: guid.into(), at: at(when), is_again, is_taken };
        let log = [
            delivery(1, "taken", "2026-03-02T10:00:00Z", false, true),
            delivery(2, "lost", "2026-03-02T10:00:00Z", false, false),
            delivery(3, "repeated in vain", "2026-03-02T10:00:00Z", false, false),
            delivery(4, "repeated in vain", "2026-03-02T11:00:00Z", true, false),
            delivery(5, "on its way", "2026-03-02T12:00:00Z", false, false),
        ];
        assert_eq!(lost(&log, at("2026-03-02T11:58:00Z")), [2]);
    }
}
