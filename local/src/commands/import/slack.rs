//! `roundup import slack`.

use super::progress::Progress;
use super::{Failed, patiently};
use jiff::{SignedDuration, Timestamp};
use roundup_app::history::{Channel, HistoryError};
use roundup_domain::SlackTs;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Slack lists a channel by when its threads began. So much longer back those are looked for in which somebody wrote since.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What an import came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Imported {
    /// Messages at top level, each with its thread, that were read.
    pub threads: usize,
    /// Facts that were news.
    pub news: usize,
}

/// How far it is, kept with the data.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cursor {
    /// Since when it was asked for.
    since: Timestamp,
    /// When it began.
    began: Timestamp,
    /// What is at top level from here until it began is imported: history is listed from its end.
    reached: Option<SlackTs>,
    /// Whether it came to its end.
    done: bool,
}

/// A run of the import.
pub(super) struct Import<'a> {
    pub channel: &'a Channel,
    pub since: Timestamp,
    pub now: Timestamp,
    pub progress: &'a mut Progress,
    pub imported: Imported,
}

impl Import<'_> {
    /// Imports what was written in the channel since then.
    pub(super) async fn run(mut self) -> Result<Imported, Failed> {
        let (name, store) = (format!("import:slack:{}", self.channel.channel), self.channel.store.clone());
        let kept: Option<Cursor> = store.progress(&name).await.map_err(HistoryError::from)?;
        let going_on = kept.filter(|cursor| !cursor.done && cursor.since <= self.since);
        let mut cursor = going_on.clone().unwrap_or(Cursor { since: self.since, began: self.now, reached: None, done: false });
        if let Some(reached) = &cursor.reached {
            self.progress.say(&format!("goes on from {}, where it stopped", reached.time()));
        }
        self.list(&name, &mut cursor, true).await?;
        if going_on.is_some() {
            // And what was written since it began, in threads that it had read too.
            let mut newer = Cursor { since: cursor.began, reached: None, ..cursor.clone() };
            self.list(&name, &mut newer, false).await?;
        }
        cursor.done = true;
        store.put_progress(&name, &cursor).await.map_err(HistoryError::from)?;
        Ok(self.imported)
    }

    /// Goes back through the channel, and imports the threads in which somebody wrote since.
    async fn list(&mut self, name: &str, cursor: &mut Cursor, is_kept: bool) -> Result<(), Failed> {
        let channel = self.channel;
        let oldest = SlackTs::from_time(cursor.since.checked_sub(LOOK_BACK).unwrap_or(cursor.since));
        let latest = cursor.reached.clone();
        let mut page: Option<String> = None;
        loop {
            let range = (oldest.as_str(), latest.as_ref().map(SlackTs::as_str));
            let next = page.as_deref();
            let read = || async { Ok(channel.slack.history(&channel.team, &channel.channel, range, next).await?) };
            let listed = patiently(self.progress, read).await?;
            for shown in listed.messages.iter().filter(|shown| is_since(shown, cursor.since)) {
                self.take(shown, cursor.since).await?;
            }
            cursor.reached = listed.messages.last().and_then(ts).or_else(|| cursor.reached.take());
            if is_kept {
                channel.store.put_progress(name, cursor).await.map_err(HistoryError::from)?;
            }
            page = listed.next;
            if page.is_none() {
                return Ok(());
            }
        }
    }

    async fn take(&mut self, shown: &Value, since: Timestamp) -> Result<(), Failed> {
        let channel = self.channel;
        let facts = patiently(self.progress, || channel.thread(shown)).await?;
        self.imported.news += channel.write(&facts, Some(self.now)).await?.news;
        self.imported.threads += 1;
        if let Some(ts) = ts(shown) {
            let (part, whole) = (self.now.duration_since(ts.time()), self.now.duration_since(since));
            let Imported { threads, news } = self.imported;
            self.progress
                .reached(part.as_secs_f64() / whole.as_secs_f64().max(1.0), &format!("{threads} threads, {news} new facts"));
        }
        Ok(())
    }
}

/// Whether it, or a reply to it, was written since then.
fn is_since(shown: &Value, since: Timestamp) -> bool {
    let replied = shown["latest_reply"].as_str().and_then(|latest| latest.parse().ok());
    ts(shown).into_iter().chain(replied).any(|ts: SlackTs| ts.time() >= since)
}

fn ts(shown: &Value) -> Option<SlackTs> {
    shown["ts"].as_str()?.parse().ok()
}
