//! Posting and mailing the agenda when its meeting begins: once, whatever triggers it and however often.
//!
//! What is sent is put together once and kept with what is owed, so that a message that is sent again, or hours later, says
//! the same. Slack and email are owed apart, and recover apart.

use super::{agenda_date, conversation_of};
use crate::outbox::MessageKey;
use crate::{App, AppError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use roundup_agenda::{Agenda, point, render};
use roundup_domain::decide::OPEN;
use roundup_domain::meeting::Occurrence;
use roundup_domain::plan::{Act, Destination, Notice};
use roundup_domain::{ConversationId, State};
use roundup_slack::Message;
use roundup_store::{Commit, CommitError, RoundupRow, SentMessage, StoredNotice, Thread, ThreadKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// For how long after a meeting began its agenda is still worth posting.
const STALE: SignedDuration = SignedDuration::from_hours(12);
/// Key of the notice that is the email.
const EMAIL: &str = "email";

/// What posting an agenda came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// The meeting whose agenda it is; none where no meeting has just begun, or its agenda is out already.
    pub meeting: Option<Date>,
    /// How many messages it has in Slack.
    pub messages: usize,
}

/// A message as it is kept until it is sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) blocks: Vec<Value>,
    /// Whether it belongs into the thread of the first.
    thread: bool,
}

impl App {
    /// Posts and mails the agenda of the meeting that has just begun, and carries over what it leaves open. What could not be
    /// sent is sent by the sweep.
    ///
    /// # Errors
    /// The table's.
    pub async fn post_agenda(&self, now: Timestamp) -> Result<Posted, AppError> {
        let meeting = self.rules.roundup.meeting.previous(&self.rules.roundup.meeting.next(now));
        if now.duration_since(meeting.at) >= STALE || self.is_posted(&meeting).await? {
            return Ok(Posted::default());
        }
        let agenda = self.agenda_of(&meeting, now).await?;
        let conversation = conversation_of(meeting.date);
        let mut commit = Commit::new(conversation.clone(), ThreadKey::Only, None);
        if let Some(channel) = self.agenda_channel(now).await? {
            commit.notices_put = parts(&meeting, &agenda, &channel, now);
        }
        let messages = commit.notices_put.len();
        commit.notices_put.extend(self.mail_of(&meeting, &agenda, now));
        match self.store.commit(&commit).await {
            // Somebody else was first: what is owed is theirs to send, or the sweep's.
            Ok(()) | Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
        for notice in &commit.notices_put {
            self.deliver(&conversation, &ThreadKey::Only, &notice.notice.key, now).await?;
        }
        self.carry_over(meeting.date, now).await?;
        let numbers = serde_json::to_string(&point(&agenda)).unwrap_or_default();
        self.store.put_week_numbers(meeting.date, &numbers).await?;
        Ok(Posted { meeting: Some(meeting.date), messages })
    }

    /// Whether the agenda of a meeting is out, with all that comes after.
    async fn is_posted(&self, meeting: &Occurrence) -> Result<bool, AppError> {
        Ok(self.week_points().await?.iter().any(|week| week.date >= meeting.date))
    }

    /// Where the agenda is posted. It names customers: a channel that others than the team are in does not get it.
    async fn agenda_channel(&self, now: Timestamp) -> Result<Option<String>, AppError> {
        let Some(channel) = self.rules.roundup.post.clone() else { return Ok(None) };
        let info = self.channel(&ConversationId::slack(&channel), &channel, self.home(), now).await;
        match info {
            Ok(Some(info)) if info.shared => {
                tracing::error!(channel, "the agenda is not posted: its channel is shared with another organisation");
                Ok(None)
            }
            // While Slack cannot say, the configuration's word is good enough.
            Ok(_) | Err(AppError::LookUp { .. }) => Ok(Some(channel)),
            Err(error) => Err(error),
        }
    }

    fn mail_of(&self, meeting: &Occurrence, agenda: &Agenda, now: Timestamp) -> Option<StoredNotice> {
        let email = self.rules.roundup.email.as_ref()?;
        let mail = self.agenda_mail(agenda, email);
        let content = serde_json::to_string(&mail).unwrap_or_default();
        let notice = notice(meeting, EMAIL.to_owned(), Destination::Email);
        (!mail.to.is_empty()).then(|| StoredNotice::new(notice, OPEN, now).saying(content))
    }

    /// Files what the meeting leaves open for the next one.
    async fn carry_over(&self, date: Date, now: Timestamp) -> Result<(), AppError> {
        for row in self.store.roundup(date).await? {
            if stays(&row) {
                self.take_in(&row.conversation, &[], BTreeSet::from([row.thread]), now).await?;
            }
        }
        Ok(())
    }
}

/// The messages in Slack, to be sent in order.
fn parts(meeting: &Occurrence, agenda: &Agenda, channel: &str, now: Timestamp) -> Vec<StoredNotice> {
    let messages = render::slack(agenda).into_iter().enumerate();
    messages
        .map(|(part, message)| {
            let content = Content { text: message.text, blocks: message.blocks, thread: message.thread };
            let to = Destination::Channel(channel.to_owned());
            let content = serde_json::to_string(&content).unwrap_or_default();
            StoredNotice::new(notice(meeting, part_key(part), to), OPEN, now).saying(content)
        })
        .collect()
}

/// One message of an agenda, as it was put together; none where what is kept cannot be read. All but the first go into the
/// first one's thread.
pub(crate) fn agenda_part(stored: &Thread, notice: &StoredNotice, named: &MessageKey) -> Option<Message> {
    let content: Content = serde_json::from_str(notice.content.as_deref()?).ok()?;
    let first = stored.notices.iter().find(|stored| stored.notice.key == part_key(0));
    let thread: Option<SentMessage> = first.and_then(|first| first.message.clone());
    Some(Message {
        text: content.text,
        blocks: content.blocks,
        key: Some(named.0.clone()),
        thread_ts: thread.filter(|_| content.thread).map(|message| message.ts),
    })
}

/// Whether a message of an agenda is a reply to one that was not posted yet.
pub(crate) fn waits_for_first(conversation: &ConversationId, stored: &Thread, key: &str) -> bool {
    let first = stored.notices.iter().find(|stored| stored.notice.key == part_key(0));
    let is_reply = agenda_date(conversation).is_some() && key != part_key(0) && key != EMAIL;
    is_reply && first.is_some_and(|first| first.message.is_none() && !first.is_settled())
}

/// Whether an item stays on the agenda after a meeting that said nothing about it.
fn stays(row: &RoundupRow) -> bool {
    row.item.state == State::Waiting || (row.item.ready && row.item.state != State::Closed && row.triage.is_undecided())
}

fn part_key(part: usize) -> String {
    format!("agenda-{part:03}")
}

fn notice(meeting: &Occurrence, key: String, to: Destination) -> Notice {
    Notice { key, since: meeting.at, steps: Vec::new(), act: Act::Agenda, to }
}
