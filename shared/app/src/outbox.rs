//! Sending what is owed: each message once, and edited in place when it no longer says how things stand.
//!
//! A notice is claimed before it is sent. One that was claimed and has no message is one whose answer was lost, or whose
//! sender died: its message is looked up before it is sent again.

use crate::digest::{agenda_part, owed_first};
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::ConversationId;
use roundup_domain::decide::is_open;
use roundup_domain::plan::{Act, Destination};
use roundup_github::GithubError;
use roundup_mail::MailError;
use roundup_slack::{Message, Posted, SlackError};
use roundup_store::{AskedAbout, SentMessage, StoredNotice, Thread, ThreadKey};
use roundup_views::{Scene, Shown, notice};
use std::time::Duration;

/// After how long a message is tried again where Slack could not say who would read it.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(1);
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
        let mut stored = self.store.thread(conversation, thread).await?;
        if let Some(first) = owed_first(conversation, &stored, key).cloned() {
            // A reply waits for the message that it answers.
            if first.try_at.is_none_or(|at| at > now) {
                return Ok(());
            }
            Box::pin(self.deliver(conversation, thread, &first.notice.key, now)).await?;
            stored = self.store.thread(conversation, thread).await?;
        }
        let Some(notice) = stored.notices.iter().find(|stored| stored.notice.key == key).cloned() else { return Ok(()) };
        // Somebody else's is left to them: until they say what came of it, it cannot be known whether the message is there.
        if notice.is_claimed(now) || owed_first(conversation, &stored, key).is_some() {
            return Ok(());
        }
        if notice.is_settled() {
            // It may have wanted to show something else in between.
            return if notice.try_at.is_some() { self.let_go(conversation, thread, &notice).await } else { Ok(()) };
        }
        match notice.notice.to {
            Destination::Tracker | Destination::UserGroup(_) | Destination::Email => {
                self.deliver_effect(conversation, thread, &stored, &notice, now).await
            }
            _ => self.deliver_message(conversation, thread, &stored, &notice, now).await,
        }
    }

    async fn deliver_message(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        stored: &Thread,
        notice: &StoredNotice,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let key = &notice.notice.key;
        let named = MessageKey::new(conversation, thread, key);
        let message = match self.message(conversation, stored, notice, &named, now).await {
            // Who would read it cannot be said just now.
            Err(AppError::LookUp { what, why }) => {
                tracing::warn!(what, why, "what is owed waits until it can be looked up");
                self.store.notice_failed(conversation, thread, key, notice.attempts, now + LOOK_AGAIN).await?;
                return Ok(());
            }
            message => message?,
        };
        if notice.message.is_none() && (!is_open(&notice.wants) || message.is_none()) && notice.attempts == 0 {
            return self.let_go(conversation, thread, notice).await;
        }
        let to = match &notice.message {
            Some(sent) => sent.channel.clone(),
            None => self.reader(conversation, &notice.notice.to, now).await?,
        };
        if !self.store.claim_notice(conversation, thread, key, notice.attempts, now).await? {
            return Ok(());
        }
        match self.carry_out_notice(notice, &to, &named, message).await {
            Ok(Some(posted)) => {
                self.remember_asking(conversation, thread, notice, &posted).await?;
                let message = SentMessage { channel: posted.channel, ts: posted.ts };
                self.store.notice_posted(conversation, thread, key, &message, &notice.wants).await?;
                if notice.message.is_none() {
                    self.count_sent(conversation, stored, notice, now);
                }
                Ok(())
            }
            Ok(None) => self.shown(conversation, thread, notice).await,
            Err(error) => self.put_off(conversation, thread, notice, &error.into(), now).await,
        }
    }

    /// Who is to read a message. The internal channel names customers and says what they wrote: where it is shared with another
    /// organisation, whoever is in charge is told instead. While Slack cannot say whether it is, being told matters more.
    async fn reader(&self, conversation: &ConversationId, to: &Destination, now: Timestamp) -> Result<String, AppError> {
        let Destination::Channel(channel) = to else { return Ok(address(to).to_owned()) };
        // The agenda goes to nobody in a channel's place, and would have no message here.
        let is_shared = conversation.roundup_on().is_none()
            && match self.is_shared(channel, now).await {
                Err(AppError::LookUp { .. }) => false,
                known => known?,
            };
        if !is_shared {
            return Ok(channel.clone());
        }
        tracing::error!(channel, "not posted: the channel is shared with another organisation; somebody on the team is told");
        if let Some(lead) = &self.rules.on_call.lead {
            return Ok(lead.clone());
        }
        Ok(self.on_call().await?.at(now).map_or_else(|| channel.clone(), |shift| shift.user))
    }

    /// The message as things stand; none where there is nothing to say any more.
    async fn message(
        &self,
        conversation: &ConversationId,
        stored: &Thread,
        notice: &StoredNotice,
        named: &MessageKey,
        now: Timestamp,
    ) -> Result<Option<Message>, AppError> {
        if conversation.roundup_on().is_some() {
            let may_have_it = self.may_have_agenda(address(&notice.notice.to), now).await?;
            return Ok(agenda_part(stored, notice, named).filter(|_| may_have_it));
        }
        if *conversation == ConversationId::on_call() {
            let shown = self.agreed_message(stored, notice, now).await?;
            return Ok(shown.map(|shown| message_of(shown, named)));
        }
        let shown = if let Some(from) = conversation.handoff_to() {
            self.handoff_message(from, stored, notice, now).await?
        } else if let Some(at) = conversation.preparation_at() {
            self.preparation_message(at, notice, now).await?
        } else if let Some(item) = &stored.item {
            let on_call = self.on_call().await?;
            let scene = Scene { rules: &self.rules, on_call: &on_call, now };
            notice::notice(&scene, &item.folded, &notice.notice)
        } else {
            notice::gone(&stored.facts)
        };
        Ok(Some(message_of(shown, named)))
    }

    /// What a colleague writes under the question belongs to the item.
    async fn remember_asking(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        notice: &StoredNotice,
        posted: &Posted,
    ) -> Result<(), AppError> {
        let Some(fact) = notice.notice.key.strip_prefix("ask/").filter(|_| notice.notice.act == Act::Ask) else { return Ok(()) };
        let Ok(ts) = posted.ts.parse() else { return Ok(()) };
        let about = AskedAbout { conversation: conversation.clone(), thread: thread.clone(), fact: fact.to_owned() };
        Ok(self.store.put_asked(&ConversationId::slack(&posted.channel), &ts, &about).await?)
    }

    /// Nothing is to be done about it, as it was read. Who has claimed it since may be sending what it wanted before.
    pub(crate) async fn let_go(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        stored: &StoredNotice,
    ) -> Result<(), AppError> {
        let StoredNotice { notice, attempts, wants, .. } = stored;
        self.store.notice_let_go(conversation, thread, &notice.key, *attempts, wants).await?;
        Ok(())
    }

    /// Nothing is left to do about it, by whoever has claimed it.
    pub(crate) async fn shown(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        stored: &StoredNotice,
    ) -> Result<(), AppError> {
        self.store.notice_shown(conversation, thread, &stored.notice.key, &stored.wants).await?;
        Ok(())
    }

    /// Sends or edits; what came of it where a message was sent.
    async fn carry_out_notice(
        &self,
        stored: &StoredNotice,
        to: &str,
        named: &MessageKey,
        message: Option<Message>,
    ) -> Result<Option<Posted>, SlackError> {
        let team = self.home();
        let found = match &stored.message {
            Some(sent) => Some(Posted { channel: sent.channel.clone(), ts: sent.ts.clone() }),
            None if stored.attempts > 0 => self.find(team, to, named, message.as_ref()).await?,
            None => None,
        };
        let Some(message) = message else { return Ok(None) };
        match found {
            // Slack did not say which message it is, so that it cannot be edited.
            Some(posted) if posted.ts.is_empty() => Ok(Some(posted)),
            Some(posted) => match self.slack.update_message(team, &posted.channel, &posted.ts, &message).await {
                Err(error) if !is_beyond_editing(&error) => Err(error),
                _ => Ok(Some(posted)),
            },
            None if !is_open(&stored.wants) => Ok(None),
            None => self.slack.post_message(team, to, &message).await.map(Some),
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
        to: &str,
        named: &MessageKey,
        message: Option<&Message>,
    ) -> Result<Option<Posted>, SlackError> {
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

    /// What was claimed did not work: it is tried again later, or given up.
    pub(crate) async fn put_off(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        stored: &StoredNotice,
        error: &Undelivered,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let key = &stored.notice.key;
        if !error.is_passing() && stored.failures + 1 >= TRIES {
            tracing::error!(%conversation, %error, "what was owed is given up: it is refused for good");
            return self.shown(conversation, thread, stored).await;
        }
        tracing::warn!(%conversation, %error, "what is owed could not be delivered; it is tried again");
        let try_at = now + wait_for(error, stored.failures);
        self.store.notice_failed(conversation, thread, key, stored.attempts + 1, try_at).await?;
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
        Destination::UserGroup(group) => group,
        Destination::Tracker | Destination::Email => "",
    }
}

fn message_of(shown: Shown, named: &MessageKey) -> Message {
    Message { text: shown.text, blocks: shown.blocks, key: Some(named.0.clone()), thread_ts: None }
}

/// Why something that is owed was not delivered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Undelivered {
    #[error(transparent)]
    Slack(#[from] SlackError),
    #[error(transparent)]
    Github(#[from] GithubError),
    #[error(transparent)]
    Mail(#[from] MailError),
}

impl Undelivered {
    fn is_passing(&self) -> bool {
        match self {
            Self::Slack(error) => error.is_passing(),
            Self::Github(error) => error.is_passing(),
            Self::Mail(error) => error.is_passing(),
        }
    }

    /// How long the other side asks to wait.
    fn retry_after(&self) -> Duration {
        match self {
            Self::Slack(SlackError::RateLimited { retry_after, .. })
            | Self::Github(GithubError::RateLimited { retry_after, .. }) => *retry_after,
            _ => Duration::ZERO,
        }
    }
}

/// Whether nobody can bring the message up to date any more: most likely it was deleted (Slack, "chat.update").
fn is_beyond_editing(error: &SlackError) -> bool {
    matches!(error.refusal(), Some("message_not_found" | "cant_update_message" | "edit_window_closed"))
}

/// Between two tries, at most: two sweeps.
const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// As long as the other side asks for; else twice as long after each failure.
fn wait_for(error: &Undelivered, failures: u32) -> SignedDuration {
    let doubled = Duration::from_secs(30).saturating_mul(1 << failures.min(6));
    let wait = error.retry_after().max(doubled.min(LONGEST_WAIT));
    SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX)
}
