//! Posting and mailing the agenda when its meeting begins: once, whatever triggers it and however often.
//!
//! What is sent is put together once and kept with what is owed, so that a message that is sent again, or hours later, says
//! the same. Slack and email are owed apart, and recover apart.

use super::days_from;
use crate::outbox::MessageKey;
use crate::{App, AppError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use roundup_agenda::{Agenda, for_mail, point, render};
use roundup_domain::decide::OPEN;
use roundup_domain::meeting::Occurrence;
use roundup_domain::plan::{Act, Destination, Notice};
use roundup_domain::rules::Email;
use roundup_domain::{ConversationId, ItemId};
use roundup_slack::Message;
use roundup_store::{Commit, RoundupRow, SentMessage, StoredNotice, Thread, ThreadKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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
        let stands = self.store.week_stands(meeting.date).await?;
        if stands.is_carried_over {
            return Ok(Posted::default());
        }
        let is_stale = now.duration_since(meeting.at) >= STALE;
        let posted = if stands.has_numbers || is_stale { Posted::default() } else { self.put_together(&meeting, now).await? };
        self.carry_over(meeting.date, now).await?;
        Ok(posted)
    }

    /// Puts an agenda together, keeps it, and sends it.
    async fn put_together(&self, meeting: &Occurrence, now: Timestamp) -> Result<Posted, AppError> {
        let rows = self.rows_of_begun(meeting).await?;
        let email = self.rules.roundup.email.as_ref();
        let private = if email.is_some() { self.written_in_private(&rows, now).await? } else { BTreeSet::new() };
        let (inputs, past) = (self.inputs(rows).await?, self.past(meeting).await?);
        let agenda = self.assemble(&self.rules, meeting, &inputs, &past, now);
        let conversation = ConversationId::roundup(meeting.date);
        let mut commit = Commit::new(conversation.clone(), ThreadKey::Only, None);
        if let Some(channel) = &self.rules.roundup.post {
            commit.notices_put = parts(meeting, &agenda, channel, now);
        }
        let messages = commit.notices_put.len();
        if let Some(email) = email {
            let (rules, inputs) = for_mail(&self.rules, &inputs, &private);
            let agenda = self.assemble(&rules, meeting, &inputs, &past, now);
            commit.notices_put.extend(self.mail_of(meeting, &agenda, email, now));
        }
        // If somebody else was first, what is owed is theirs to send, or the sweep's.
        self.committed(&commit).await?;
        let numbers = serde_json::to_string(&point(&agenda)).unwrap_or_default();
        self.store.put_week_numbers(meeting.date, &numbers).await?;
        for notice in &commit.notices_put {
            Box::pin(self.deliver(&conversation, &ThreadKey::Only, &notice.notice.key, now)).await?;
        }
        Ok(Posted { meeting: Some(meeting.date), messages })
    }

    /// The items of a meeting that has begun: also those that something happened to since, which has them filed for the next.
    async fn rows_of_begun(&self, meeting: &Occurrence) -> Result<Vec<RoundupRow>, AppError> {
        let mut rows = self.filed_between(days_from(meeting.date, -6), days_from(meeting.date, 7), meeting.date).await?;
        rows.retain(|row| row.item.opened_at <= meeting.at);
        Ok(rows)
    }

    /// Whether a channel may have the agenda. It names customers: one that others than the team are in does not get it.
    ///
    /// # Errors
    /// The table's, or [`AppError::LookUp`] while Slack cannot say.
    pub(crate) async fn may_have_agenda(&self, channel: &str, now: Timestamp) -> Result<bool, AppError> {
        let is_shared = self.is_shared(channel, now).await?;
        if is_shared {
            tracing::error!(channel, "the agenda is not posted: its channel is shared with another organisation");
        }
        Ok(!is_shared)
    }

    /// The items of private channels: as Slack says, or while it cannot say.
    async fn written_in_private(&self, rows: &[RoundupRow], now: Timestamp) -> Result<BTreeSet<ItemId>, AppError> {
        let mut channels: BTreeMap<&ConversationId, bool> = BTreeMap::new();
        for conversation in rows.iter().map(|row| &row.conversation).filter(|conversation| conversation.slack_channel().is_some())
        {
            if !channels.contains_key(conversation) {
                let is_private = match self.place_of(conversation, now).await {
                    Ok(place) => place.and_then(|place| place.channel).is_some_and(|channel| channel.private),
                    Err(AppError::LookUp { .. }) => true,
                    Err(error) => return Err(error),
                };
                channels.insert(conversation, is_private);
            }
        }
        let is_private = |row: &&RoundupRow| channels.get(&row.conversation).copied().unwrap_or_default();
        Ok(rows.iter().filter(is_private).map(|row| row.item.id.clone()).collect())
    }

    fn mail_of(&self, meeting: &Occurrence, agenda: &Agenda, email: &Email, now: Timestamp) -> Option<StoredNotice> {
        let mail = self.agenda_mail(agenda, email);
        let content = serde_json::to_string(&mail).unwrap_or_default();
        let notice = notice(meeting, EMAIL.to_owned(), Destination::Email);
        (!mail.to.is_empty()).then(|| StoredNotice::new(notice, OPEN, now).saying(content))
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

/// The message that a message of an agenda is a reply to, while that is still to be posted.
pub(crate) fn owed_first<'a>(conversation: &ConversationId, stored: &'a Thread, key: &str) -> Option<&'a StoredNotice> {
    let first = part_key(0);
    let is_reply = conversation.roundup_on().is_some() && key != first && key != EMAIL;
    let first = stored.notices.iter().find(|stored| is_reply && stored.notice.key == first);
    first.filter(|first| first.message.is_none() && !first.is_settled())
}

fn part_key(part: usize) -> String {
    format!("agenda-{part:03}")
}

fn notice(meeting: &Occurrence, key: String, to: Destination) -> Notice {
    Notice { key, since: meeting.at, steps: Vec::new(), act: Act::Agenda, to }
}
