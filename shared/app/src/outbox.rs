//! Sending what is owed: each message once, and edited in place when it no longer says how things stand.
//!
//! A notice is claimed before it is sent. One that was claimed and has no message is one whose answer was lost, or whose
//! sender died: its message is looked up before it is sent again.

use crate::digest::{agenda_date, waits_for_first};
use crate::render::{gone_message, notice_message};
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::ConversationId;
use roundup_domain::plan::Destination;
use roundup_slack::{Message, Posted, SlackError};
use roundup_store::{SentMessage, StoredNotice, ThreadKey};
use std::time::Duration;

/// What a notice wants to show while somebody waits.
pub(crate) const OPEN: &str = "open";

/// Tries after which a message that Slack refuses for good is given up.
const TRIES: u32 = 12;

impl App {
    /// Does what is still to be done about a notice: sends it, edits it, or, where the clock stopped before it was sent, lets
    /// it go. A failure of Slack is no error: the sweep tries again.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn deliver(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let stored = self.store.thread(conversation, thread).await?;
        let Some(notice) = stored.notices.iter().find(|stored| stored.notice.key == key).cloned() else { return Ok(()) };
        // Somebody else's is left to them: until they say what came of it, it cannot be known whether the message is there.
        if notice.is_settled() || notice.is_claimed(now) {
            return Ok(());
        }
        let named = MessageKey::new(conversation, thread, key);
        let message = match agenda_date(conversation) {
            // A reply waits for the message that it answers.
            Some(_) if waits_for_first(&stored, key) => return Ok(()),
            Some(date) => self.agenda_part(date, &stored, &notice, &named, now).await?,
            None => Some(match &stored.item {
                Some(item) => notice_message(&self.rules, &item.folded, &notice, &named, now),
                None => gone_message(&stored.facts, &named),
            }),
        };
        if notice.message.is_none() && (notice.wants != OPEN || message.is_none()) && notice.attempts == 0 {
            return self.shown(conversation, thread, &notice).await;
        }
        if !self.store.claim_notice(conversation, thread, key, notice.attempts, now).await? {
            return Ok(());
        }
        match self.carry_out_notice(&notice, &named, message).await {
            Ok(Some(posted)) => {
                let message = SentMessage { channel: posted.channel, ts: posted.ts };
                self.store.notice_posted(conversation, thread, key, &message, &notice.wants).await?;
                Ok(())
            }
            Ok(None) => self.shown(conversation, thread, &notice).await,
            Err(error) => self.put_off(conversation, thread, &notice, &error, now).await,
        }
    }

    /// Nothing is left to do about it.
    async fn shown(&self, conversation: &ConversationId, thread: &ThreadKey, stored: &StoredNotice) -> Result<(), AppError> {
        self.store.notice_shown(conversation, thread, &stored.notice.key, &stored.wants).await?;
        Ok(())
    }

    /// Sends or edits; what came of it where a message was sent.
    async fn carry_out_notice(
        &self,
        stored: &StoredNotice,
        named: &MessageKey,
        message: Option<Message>,
    ) -> Result<Option<Posted>, SlackError> {
        let team = self.rules.team.slack_team.as_deref().unwrap_or_default();
        let found = match &stored.message {
            Some(sent) => Some(Posted { channel: sent.channel.clone(), ts: sent.ts.clone() }),
            None if stored.attempts > 0 => self.find(team, stored, named, message.as_ref()).await?,
            None => None,
        };
        let Some(message) = message else { return Ok(None) };
        match found {
            // Slack did not say which message it is, so that it cannot be edited.
            Some(posted) if posted.ts.is_empty() => Ok(Some(posted)),
            Some(posted) => {
                self.slack.update_message(team, &posted.channel, &posted.ts, &message).await?;
                Ok(Some(posted))
            }
            None if stored.wants != OPEN => Ok(None),
            None => self.slack.post_message(team, address(&stored.notice.to), &message).await.map(Some),
        }
    }

    /// Looks for a message that may have been sent; while Slack cannot say, that is tried again later. Where Slack will not
    /// say, the message is sent again: once too often is better than never.
    ///
    /// # Errors
    /// Slack's, of a passing kind.
    async fn find(
        &self,
        team: &str,
        stored: &StoredNotice,
        named: &MessageKey,
        message: Option<&Message>,
    ) -> Result<Option<Posted>, SlackError> {
        let to = address(&stored.notice.to);
        let found = match message.and_then(|message| message.thread_ts.as_ref()) {
            Some(thread) => self.slack.find_reply(team, to, thread, &named.0).await,
            None => self.slack.find_message(team, to, &named.0).await,
        };
        match found {
            Err(error) if !error.is_passing() => {
                tracing::warn!(%error, "whether a message was sent cannot be looked up");
                Ok(None)
            }
            found => found,
        }
    }

    async fn put_off(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        stored: &StoredNotice,
        error: &SlackError,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let key = &stored.notice.key;
        if !error.is_passing() && stored.attempts + 1 >= TRIES {
            tracing::error!(%conversation, %error, "a message is given up: Slack refuses it");
            return self.shown(conversation, thread, stored).await;
        }
        tracing::warn!(%conversation, %error, "a message could not be sent; it is tried again");
        let try_at = now + wait_for(error, stored.attempts);
        self.store.notice_failed(conversation, thread, key, Some(try_at)).await?;
        Ok(())
    }
}

/// The name that a message carries in its metadata, by which it is found again: the notice's, made unique across items.
pub(crate) struct MessageKey(pub String);

impl MessageKey {
    fn new(conversation: &ConversationId, thread: &ThreadKey, key: &str) -> Self {
        Self(format!("{conversation}/{thread}/{key}"))
    }
}

fn address(to: &Destination) -> &str {
    match to {
        Destination::Person(user) => user,
        Destination::Channel(channel) => channel,
    }
}

/// As long as Slack asks for; else twice as long each time, up to half an hour.
fn wait_for(error: &SlackError, attempts: u32) -> SignedDuration {
    let asked = match error {
        SlackError::RateLimited { retry_after, .. } => *retry_after,
        _ => Duration::ZERO,
    };
    let doubled = Duration::from_secs(30).saturating_mul(1 << attempts.min(6));
    SignedDuration::try_from(asked.max(doubled.min(Duration::from_mins(30)))).unwrap_or(SignedDuration::from_mins(30))
}
