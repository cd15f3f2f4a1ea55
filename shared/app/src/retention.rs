//! Retention: what nobody has touched for longer than `[retention]` says is deleted, with all that followed from it.
//!
//! An item is filed for the Roundup after the last thing that happened in it, and moves on with everything that happens: what an
//! old Roundup still has is old. Nobody waits in it, or it would have moved on; so no promise is forgotten. Whoever writes there
//! again begins anew.

use crate::{App, AppError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::item::{Run, State};
use roundup_domain::{ConversationId, SlackTs};
use roundup_store::ThreadKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Under which name it is kept how far this has come.
const WORK: &str = "retention";
/// How often it is looked for what is old.
const EVERY: SignedDuration = SignedDuration::from_hours(24);
/// Messages at top level that are looked at in one channel in one run, at most; the next one goes on.
const MESSAGES: usize = 1_000;

/// How far forgetting has come.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Progress {
    /// When it was last looked for what is old.
    at: Timestamp,
    /// Until when what was kept of our own has gone: agendas, preparations, hand-offs.
    until: Timestamp,
}

impl App {
    /// Deletes what is older than the rules keep; how many rows that were. Once a day, and otherwise nothing.
    ///
    /// # Errors
    /// The table's; some may be deleted then, and the next run goes on.
    pub async fn forget_old(&self, now: Timestamp) -> Result<usize, AppError> {
        let Some(days) = self.rules.retention_days else { return Ok(0) };
        let limit = now - SignedDuration::from_hours(24 * i64::from(days));
        let last: Option<Progress> = self.store.progress(WORK).await?;
        if last.is_some_and(|last| now.duration_since(last.at) < EVERY) {
            return Ok(0);
        }
        let weeks = self.store.weeks().await?;
        let mut rows = self.forget_items(&weeks, limit, now).await?;
        // From the first Roundup on, where it is the first time.
        let meeting = &self.rules.roundup.meeting;
        let begin = || weeks.last().map(|first| meeting.previous(&meeting.on(*first)).at);
        if let Some(since) = last.map(|last| last.until).or_else(begin) {
            rows += self.forget_ours(since, limit).await?;
        }
        for team in self.workspaces() {
            for channel in self.watched(&team).await {
                rows += self.forget_messages(&channel, limit, now).await?;
            }
        }
        self.store.put_progress(WORK, &Progress { at: now, until: limit }).await?;
        if rows > 0 {
            tracing::info!(rows, "what was kept for longer than the configuration says is deleted");
        }
        Ok(rows)
    }

    /// Deletes the items of those of the Roundups that were before `limit`.
    async fn forget_items(&self, weeks: &[Date], limit: Timestamp, now: Timestamp) -> Result<usize, AppError> {
        let today = limit.to_zoned(self.rules.team.zone.clone()).date();
        let mut rows = 0;
        for week in weeks.iter().filter(|week| **week < today) {
            for row in self.store.roundup(*week).await? {
                if !matches!(row.item.state, State::Waiting | State::Snoozed) {
                    rows += self.forget_thread(&row.conversation, &row.thread, limit, now).await?;
                }
            }
        }
        Ok(rows)
    }

    /// Deletes an item's rows, those of the messages that it grouped among them.
    async fn forget_thread(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        limit: Timestamp,
        now: Timestamp,
    ) -> Result<usize, AppError> {
        let mut threads = Vec::new();
        if let ThreadKey::Root(head) = thread
            && let Some(place) = self.place_of(conversation, now).await?
        {
            let group = self.group_of(conversation, &place, head, now).await?;
            threads.extend(group.into_iter().map(|member| ThreadKey::Root(member.top.ts)));
        }
        threads.retain(|member| member != thread);
        // The item comes last: should deleting stop half way, it is still found.
        threads.push(thread.clone());
        for thread in &threads {
            if self.is_touched_since(conversation, thread, limit).await? {
                return Ok(0);
            }
        }
        let mut rows = 0;
        for thread in &threads {
            rows += self.store.delete_thread(conversation, thread).await?;
        }
        Ok(rows)
    }

    /// Whether something happened in a thread since then, which the reactor may not have heard of yet.
    async fn is_touched_since(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        limit: Timestamp,
    ) -> Result<bool, AppError> {
        Ok(self.store.thread(conversation, thread).await?.facts.iter().any(|fact| fact.at >= limit))
    }

    /// Deletes what was kept of what the team was told between the two.
    async fn forget_ours(&self, since: Timestamp, limit: Timestamp) -> Result<usize, AppError> {
        let meeting = &self.rules.roundup.meeting;
        let held = meeting.held_between(since, limit);
        let prepared = meeting.prepared_between(since, limit);
        let handed = self.rules.on_call.handoffs_between(since, limit);
        let ours = held.into_iter().map(|meeting| ConversationId::roundup(meeting.date));
        let ours = ours.chain(prepared.into_iter().map(|(at, _)| ConversationId::preparation(at)));
        let ours = ours.chain(handed.into_iter().map(|(at, ..)| ConversationId::handoff(at)));
        let mut rows = 0;
        for conversation in ours.collect::<BTreeSet<_>>() {
            rows += self.store.delete_thread(&conversation, &ThreadKey::Only).await?;
        }
        Ok(rows)
    }

    /// Deletes the messages of a channel from before `limit` that are of no item: our own announcements, bots' messages. What
    /// may have answered an item that is still there stays as long as that does, or it would be waiting again.
    async fn forget_messages(&self, channel: &str, limit: Timestamp, now: Timestamp) -> Result<usize, AppError> {
        let conversation = ConversationId::slack(channel);
        let Some(place) = self.place_of(&conversation, now).await? else { return Ok(0) };
        let work = format!("{WORK}:{channel}");
        let from: Option<SlackTs> = self.store.progress(&work).await?;
        let from = from.unwrap_or_else(|| SlackTs::from_time(Timestamp::UNIX_EPOCH));
        let until = SlackTs::from_time(limit);
        let passed = self.store.first_tops(&conversation, (&from, &until), MESSAGES).await?;
        let waited = if passed.is_empty() { Vec::new() } else { self.waited(&conversation, (&from, &until)).await? };
        let (mut rows, mut kept) = (0, None);
        for ts in &passed {
            let itself = ThreadKey::Root(ts.clone());
            let head = ThreadKey::Root(self.head_of(&conversation, &place, ts, now).await?);
            let is_of_item = self.store.has_item(&conversation, &head).await?
                || (head != itself && self.store.has_item(&conversation, &itself).await?);
            if is_of_item {
                continue;
            }
            let may_be_answer =
                waited.iter().any(|run| run.since <= ts.time() && run.end.as_ref().is_none_or(|end| ts.time() <= end.at));
            if may_be_answer || self.is_touched_since(&conversation, &itself, limit).await? {
                kept.get_or_insert(ts);
            } else {
                rows += self.store.delete_thread(&conversation, &itself).await?;
            }
        }
        // What stays for now is looked at again by the next run.
        if let Some(reached) = kept.or(passed.last()) {
            self.store.put_progress(&work, reached).await?;
        }
        Ok(rows)
    }

    /// When somebody waited in the items of a channel that are still there, and in which an answer between the two may count.
    async fn waited(&self, conversation: &ConversationId, (from, until): (&SlackTs, &SlackTs)) -> Result<Vec<Run>, AppError> {
        let mut waited = Vec::new();
        for root in self.store.open_since(conversation, from).await?.into_iter().filter(|root| root <= until) {
            let item = self.store.thread(conversation, &ThreadKey::Root(root)).await?.item;
            waited.extend(item.into_iter().flat_map(|item| item.folded.runs));
        }
        Ok(waited)
    }
}
