//! `roundup import github`.

use super::progress::Progress;
use super::{Failed, patiently};
use jiff::Timestamp;
use roundup_app::history::{HistoryError, Tracker};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// How often the list is read again for what changed while it was read.
const ROUNDS: usize = 3;

/// What an import came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Imported {
    /// Issues, pull requests and discussions that were read.
    pub threads: usize,
    /// Facts that were news.
    pub news: usize,
    /// Logins of whom GitHub calls the repository's own people.
    pub insiders: BTreeSet<String>,
    /// Whether discussions could be read.
    pub has_discussions: bool,
}

/// How far it is, kept with the data.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cursor {
    /// Since when it was asked for.
    since: Timestamp,
    /// Everything that changed before this is imported.
    reached: Timestamp,
    /// Whether it came to its end.
    done: bool,
}

/// A run of the import.
pub(super) struct Import<'a> {
    pub tracker: &'a Tracker,
    pub since: Timestamp,
    pub now: Timestamp,
    pub progress: &'a mut Progress,
    imported: Imported,
    /// What was read, as it was then.
    seen: BTreeSet<(u64, Timestamp)>,
}

impl<'a> Import<'a> {
    pub(super) fn new(tracker: &'a Tracker, since: Timestamp, now: Timestamp, progress: &'a mut Progress) -> Self {
        Self { tracker, since, now, progress, imported: Imported::default(), seen: BTreeSet::new() }
    }

    /// Imports everything that changed since then.
    pub(super) async fn run(mut self) -> Result<Imported, Failed> {
        let name = format!("import:github:{}", self.tracker.repository);
        let store = self.tracker.store.clone();
        let kept: Option<Cursor> = store.progress(&name).await.map_err(HistoryError::from)?;
        let going_on = kept.filter(|cursor| !cursor.done && cursor.since <= self.since);
        if let Some(cursor) = &going_on {
            self.progress.say(&format!("goes on from {}, where it stopped", cursor.reached));
        }
        let since = going_on.as_ref().map_or(self.since, |cursor| cursor.since);
        let mut cursor = Cursor { since, reached: going_on.map_or(self.since, |cursor| cursor.reached), done: false };
        for round in 0..ROUNDS {
            // Whatever changes while the list is read moves to its end, and something else one place forward: unseen.
            if self.list(&name, &mut cursor).await? == 0 && round > 0 {
                break;
            }
        }
        self.discussions().await?;
        cursor.done = true;
        store.put_progress(&name, &cursor).await.map_err(HistoryError::from)?;
        Ok(self.imported)
    }

    /// Goes through the list of issues and pull requests; how many were read.
    async fn list(&mut self, name: &str, cursor: &mut Cursor) -> Result<usize, Failed> {
        let (tracker, from) = (self.tracker, cursor.reached);
        let first =
            patiently(self.progress, || async { Ok(tracker.github.issues_changed_since(&tracker.repository, from).await?) });
        let mut page = first.await?.ok_or(Failed::NotThere)?;
        let mut read = 0;
        loop {
            for issue in &page.entries {
                read += usize::from(self.take(issue).await?);
            }
            let last = page.entries.last().and_then(changed_at).filter(|last| *last > cursor.reached);
            if let Some(last) = last {
                cursor.reached = last;
                tracker.store.put_progress(name, cursor).await.map_err(HistoryError::from)?;
            }
            let Some(next) = page.next else { return Ok(read) };
            page = patiently(self.progress, || async { Ok(tracker.github.page_at("issues", &next).await?) })
                .await?
                .unwrap_or_default();
        }
    }

    /// Imports one issue or pull request, unless that is done.
    async fn take(&mut self, issue: &Value) -> Result<bool, Failed> {
        let tracker = self.tracker;
        let (Some(number), Some(changed)) = (issue["number"].as_u64(), changed_at(issue)) else { return Ok(false) };
        if changed < self.since || !self.seen.insert((number, changed)) {
            return Ok(false);
        }
        let history = patiently(self.progress, || tracker.thread(issue)).await?;
        self.imported.news += tracker.write(&history, self.now).await?.news;
        self.imported.threads += 1;
        self.imported.insiders.extend(Tracker::insiders(&history));
        self.show(changed);
        Ok(true)
    }

    async fn discussions(&mut self) -> Result<(), Failed> {
        let tracker = self.tracker;
        let mut after: Option<String> = None;
        loop {
            let cursor = after.clone();
            let ask = || async { Ok(tracker.github.discussions(&tracker.repository, cursor.as_deref()).await?) };
            let page = match patiently(self.progress, ask).await {
                // Without a token GraphQL answers nobody.
                Err(Failed::History(HistoryError::Github(error))) if error.is_misconfiguration() => None,
                other => other?,
            };
            let Some(page) = page else { return Ok(()) };
            self.imported.has_discussions = true;
            for shown in &page.discussions {
                if changed_at(shown).is_none_or(|changed| changed < self.since) {
                    return Ok(());
                }
                let history = tracker.discussion(shown);
                self.imported.news += tracker.write(&history, self.now).await?.news;
                self.imported.threads += 1;
                self.imported.insiders.extend(Tracker::insiders(&history));
            }
            self.show(self.now);
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    fn show(&mut self, reached: Timestamp) {
        let (whole, part) = (self.now.duration_since(self.since), reached.duration_since(self.since));
        let Imported { threads, news, .. } = &self.imported;
        self.progress.reached(part.as_secs_f64() / whole.as_secs_f64().max(1.0), &format!("{threads} threads, {news} new facts"));
    }
}

fn changed_at(shown: &Value) -> Option<Timestamp> {
    shown["updated_at"].as_str()?.parse().ok()
}
