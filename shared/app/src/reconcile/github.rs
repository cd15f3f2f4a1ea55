//! GitHub: failed deliveries are repeated; where the log cannot be read, or is shorter than the gap, the repository is asked.

use super::{ON_ITS_WAY, OVERLAP};
use crate::App;
use crate::history::{HistoryError, Tracker};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::rules::SourcePlace;
use roundup_github::Delivery;
use roundup_ingest::github::ThreadHistory;
use roundup_store::ThreadKey;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// For how long GitHub keeps the log of deliveries (GitHub, "Viewing webhook deliveries").
const LOG_KEPT: SignedDuration = SignedDuration::from_hours(3 * 24);
/// After how long a delivery that was repeated in vain is repeated once more; twice as long after each further time.
const AGAIN: SignedDuration = SignedDuration::from_mins(30);
/// How the address of our webhook ends.
const WEBHOOK: &str = "/github/webhook";
/// Threads that are read from GitHub in one run, at most; the next one goes on.
const READ: usize = 100;
/// Threads that are settled in one run, at most, where the log shows what was missed.
const SETTLED: usize = 2_000;

/// What is looked through for missed events.
struct Search {
    /// As GitHub spells the repository's name.
    tracker: Tracker,
    since: Timestamp,
    until: Timestamp,
    /// Whether each thread is read from GitHub: the log of deliveries does not say what was missed.
    reads: bool,
    now: Timestamp,
}

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
        let tracker = Tracker { github: self.github.clone(), store: self.store.clone(), repository: repository.to_owned() };
        let search = Search { tracker, since, until, reads: redelivered.is_none(), now };
        let (found, reached) = self.search(search).await?;
        self.store.put_progress(&work, &reached).await?;
        Ok(redelivered.unwrap_or_default() + found)
    }

    /// Has every delivery repeated that never arrived; how many were not repeated before. None where the log cannot be read.
    async fn redeliver(&self, repository: &str, now: Timestamp) -> Result<Option<usize>, HistoryError> {
        let Some(hooks) = self.github.hooks(repository, WEBHOOK).await?.filter(|hooks| !hooks.is_empty()) else {
            return Ok(None);
        };
        let mut redelivered = 0;
        for hook in hooks {
            let Some(log) = self.github.deliveries(repository, hook, now - LOG_KEPT).await? else { return Ok(None) };
            for lost in lost(&log, now) {
                let is_taken_on = self.github.redeliver(repository, hook, lost.id).await?;
                redelivered += usize::from(is_taken_on && lost.tries == 1);
            }
        }
        Ok(Some(redelivered))
    }

    /// Looks through what changed in a repository; how many facts were missing or not reacted to, and until when it is done.
    async fn search(&self, mut search: Search) -> Result<(usize, Timestamp), HistoryError> {
        let repository = search.tracker.repository.clone();
        let Some(mut page) = self.github.issues_changed_since(&repository, search.since).await? else {
            tracing::debug!(repository, "no issues to reconcile with");
            return Ok((0, search.until));
        };
        if let Some(spelt) = page.entries.iter().find_map(spelt) {
            search.tracker.repository = spelt;
        }
        let most = if search.reads { READ } else { SETTLED };
        let (mut found, mut seen) = (0, 0);
        loop {
            for issue in &page.entries {
                let Some(changed) = changed(issue).filter(|changed| *changed >= search.since) else { continue };
                if seen == most {
                    // The next one looks back from there, and would come no further where as much changed within that time.
                    return Ok((found, (changed + OVERLAP).min(search.until)));
                }
                seen += 1;
                let history = if search.reads { Some(search.tracker.thread(issue).await?) } else { None };
                found += self.find_missed(&search, issue, history).await?;
            }
            let Some(next) = page.next else { break };
            page = self.github.page_at("issues", &next).await?.unwrap_or_default();
        }
        Ok((found + self.search_discussions(&search).await?, search.until))
    }

    async fn search_discussions(&self, search: &Search) -> Result<usize, HistoryError> {
        let mut found = 0;
        let mut after: Option<String> = None;
        // The last changed come first.
        while let Some(page) = self.github.discussions(&search.tracker.repository, after.as_deref()).await? {
            for shown in &page.discussions {
                if changed(shown).is_none_or(|changed| changed < search.since) {
                    return Ok(found);
                }
                let history = search.reads.then(|| search.tracker.discussion(shown));
                found += self.find_missed(search, shown, history).await?;
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// Writes what is missing of a thread, as far as it was read, and has what is written reacted to.
    async fn find_missed(&self, search: &Search, shown: &Value, history: Option<ThreadHistory>) -> Result<usize, HistoryError> {
        let Some(conversation) = search.tracker.conversation(shown) else { return Ok(0) };
        let written = match history {
            Some(history) => search.tracker.write_missed(&history, search.until).await?.news,
            None => 0,
        };
        let only = BTreeSet::from([ThreadKey::Only]);
        Ok(written.max(self.take_in_again(&conversation, &[], only, search.now).await?))
    }
}

fn changed(shown: &Value) -> Option<Timestamp> {
    shown["updated_at"].as_str()?.parse().ok()
}

/// The repository's name as GitHub spells it, by the address of one of its issues.
fn spelt(issue: &Value) -> Option<String> {
    issue["repository_url"].as_str()?.rsplit_once("/repos/").map(|(_, name)| name.to_owned())
}

/// A delivery that never arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lost {
    /// The number under which it was sent first.
    id: u64,
    /// How often it was sent.
    tries: u32,
    /// When it was sent last.
    last: Timestamp,
}

impl Lost {
    /// For how long it is left alone after it was sent last: a webhook that was out of order for days is not asked of GitHub
    /// every hour, and comes eight times while the log has it.
    fn rests(&self) -> SignedDuration {
        match self.tries {
            1 => ON_ITS_WAY,
            tries => AGAIN.saturating_mul(1 << (tries - 2).min(16)),
        }
    }
}

/// The deliveries of a log that never arrived, however often they were sent, and that are to be sent again by now.
fn lost(log: &[Delivery], now: Timestamp) -> Vec<Lost> {
    let taken: BTreeSet<&str> = log.iter().filter(|delivery| delivery.is_taken).map(|delivery| delivery.guid.as_str()).collect();
    let mut by_guid: BTreeMap<&str, Lost> = BTreeMap::new();
    for Delivery { id, guid, at, .. } in log.iter().filter(|delivery| !taken.contains(delivery.guid.as_str())) {
        let lost = by_guid.entry(guid).or_insert(Lost { id: *id, tries: 0, last: *at });
        *lost = Lost { id: lost.id.min(*id), tries: lost.tries + 1, last: lost.last.max(*at) };
    }
    by_guid.into_values().filter(|lost| lost.last + lost.rests() <= now).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn delivery(id: u64, guid: &str, when: &str, is_taken: bool) -> Delivery {
        Delivery { id, guid: guid.into(), at: at(when), is_taken }
    }

    #[test]
    fn a_delivery_is_lost_that_was_never_taken() {
        let log = [
            delivery(1, "taken", "2026-03-02T10:00:00Z", true),
            delivery(2, "lost", "2026-03-02T10:00:00Z", false),
            delivery(3, "taken at last", "2026-03-02T10:00:00Z", false),
            delivery(4, "taken at last", "2026-03-02T11:00:00Z", true),
            delivery(5, "on its way", "2026-03-02T11:59:00Z", false),
        ];
        let found = lost(&log, at("2026-03-02T12:00:00Z"));
        assert_eq!(found, [Lost { id: 2, tries: 1, last: at("2026-03-02T10:00:00Z") }]);
    }

    #[test]
    fn a_delivery_that_was_repeated_in_vain_is_repeated_again_after_ever_longer_times() {
        let mut log = vec![delivery(1, "in vain", "2026-03-02T10:10:00Z", false)];
        let mut times = Vec::new();
        for hour in 0..72 {
            let now = at("2026-03-02T11:00:00Z") + SignedDuration::from_hours(hour);
            if let [again] = lost(&log, now)[..] {
                assert_eq!(again.id, 1);
                times.push(hour);
                log.push(delivery(2 + again.id, "in vain", &now.to_string(), false));
            }
        }
        assert_eq!(times, [0, 1, 2, 4, 8, 16, 32, 64]);
    }
}
