//! The Roundup's agenda: put together from one week's rows, and posted once.

use crate::outbox::{MessageKey, OPEN};
use crate::{App, AppError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use roundup_agenda::{Agenda, Input, agenda, render};
use roundup_domain::meeting::Occurrence;
use roundup_domain::plan::{Act, Destination, Notice};
use roundup_domain::{ConversationId, State};
use roundup_slack::Message;
use roundup_store::{Commit, CommitError, RoundupRow, SentMessage, StoredNotice, Thread, ThreadKey};
use std::collections::BTreeSet;

/// A conversation of our own: the messages of one agenda, as notices.
const PREFIX: &str = "roundup:";

/// For how long after a meeting began its agenda is still worth posting.
const STALE: SignedDuration = SignedDuration::from_hours(12);

/// What posting an agenda came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// The meeting whose agenda it is; none where no meeting has just begun, or there is nowhere to post it.
    pub meeting: Option<Date>,
    /// How many messages it has.
    pub messages: usize,
}

impl App {
    /// The agenda of the coming Roundup, as things stand at `now`.
    ///
    /// # Errors
    /// The table's.
    pub async fn agenda(&self, now: Timestamp) -> Result<Agenda, AppError> {
        self.agenda_of(&self.rules.roundup.meeting.next(now), now).await
    }

    async fn agenda_of(&self, occurrence: &Occurrence, now: Timestamp) -> Result<Agenda, AppError> {
        let from = self.rules.roundup.meeting.previous(occurrence).at;
        let rows = self.store.roundup(occurrence.date).await?;
        let inputs: Vec<Input> = rows.into_iter().map(|row| self.input(row)).collect();
        Ok(agenda(&self.rules, occurrence, from, now, &inputs))
    }

    fn input(&self, row: RoundupRow) -> Input {
        let confidential = self.rules.sources.iter().any(|source| source.name == row.item.source && source.confidential);
        Input::new(row.item, row.runs, row.comments, row.excerpt, confidential)
    }

    /// Posts the agenda of the meeting that has just begun: once, whatever triggers it and however often. What could not be
    /// posted is posted by the sweep.
    ///
    /// # Errors
    /// The table's.
    pub async fn post_agenda(&self, now: Timestamp) -> Result<Posted, AppError> {
        let meeting = self.rules.roundup.meeting.previous(&self.rules.roundup.meeting.next(now));
        let Some(channel) = self.rules.roundup.post.clone().filter(|_| now.duration_since(meeting.at) < STALE) else {
            return Ok(Posted::default());
        };
        let conversation = ConversationId::from_stored(format!("{PREFIX}{}", meeting.date));
        let messages = render::slack(&self.agenda_of(&meeting, now).await?).len();
        let mut commit = Commit::new(conversation.clone(), ThreadKey::Only, None);
        commit.notices_put =
            (0..messages).map(|part| StoredNotice::new(part_notice(&meeting, part, &channel), OPEN, now)).collect();
        match self.store.commit(&commit).await {
            // Somebody else was first: it is theirs to post, or the sweep's.
            Ok(()) | Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
        for part in 0..messages {
            self.deliver(&conversation, &ThreadKey::Only, &part_key(part), now).await?;
        }
        self.carry_over(meeting.date, now).await?;
        Ok(Posted { meeting: Some(meeting.date), messages })
    }

    /// Files what the meeting leaves open for the next one.
    async fn carry_over(&self, date: Date, now: Timestamp) -> Result<(), AppError> {
        for row in self.store.roundup(date).await? {
            let stays = row.item.state == State::Waiting || (row.item.ready && row.item.state != State::Closed);
            if stays {
                self.take_in(&row.conversation, &[], BTreeSet::from([row.thread]), now).await?;
            }
        }
        Ok(())
    }

    /// One message of an agenda; none where it has fewer by now. All but the first go into the first one's thread.
    pub(crate) async fn agenda_part(
        &self,
        date: Date,
        stored: &Thread,
        notice: &StoredNotice,
        named: &MessageKey,
        now: Timestamp,
    ) -> Result<Option<Message>, AppError> {
        let first = stored.notices.iter().find(|stored| stored.notice.key == part_key(0));
        let thread: Option<SentMessage> = first.and_then(|first| first.message.clone());
        let agenda = self.agenda_of(&self.rules.roundup.meeting.on(date), now).await?;
        let part = render::slack(&agenda).into_iter().enumerate().find(|(part, _)| part_key(*part) == notice.notice.key);
        Ok(part.map(|(_, part)| Message {
            text: part.text,
            blocks: part.blocks,
            key: Some(named.0.clone()),
            thread_ts: thread.filter(|_| part.thread).map(|message| message.ts),
        }))
    }
}

/// Which agenda a conversation of ours is.
pub(crate) fn agenda_date(conversation: &ConversationId) -> Option<Date> {
    conversation.as_str().strip_prefix(PREFIX)?.parse().ok()
}

/// Whether a message of an agenda is a reply to one that was not posted yet.
pub(crate) fn waits_for_first(stored: &Thread, key: &str) -> bool {
    let first = stored.notices.iter().find(|stored| stored.notice.key == part_key(0));
    key != part_key(0) && first.is_some_and(|first| first.message.is_none() && !first.is_settled())
}

fn part_key(part: usize) -> String {
    format!("agenda-{part:03}")
}

fn part_notice(meeting: &Occurrence, part: usize, channel: &str) -> Notice {
    Notice {
        key: part_key(part),
        since: meeting.at,
        steps: Vec::new(),
        act: Act::Remind,
        to: Destination::Channel(channel.to_owned()),
    }
}
