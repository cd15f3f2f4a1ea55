//! For Slack: an overview, and a thread below it.

mod block;
mod controls;
mod overview;
mod pack;
mod thread;
mod weeks;

use crate::Agenda;
use roundup_domain::Kind;
use serde_json::Value;

/// One message of the agenda, to be sent with `chat.postMessage`.
#[derive(Clone, Debug, PartialEq)]
pub struct SlackMessage {
    /// For notifications, and for readers that show no blocks.
    pub text: String,
    /// Block Kit blocks.
    pub blocks: Vec<Value>,
    /// Whether it belongs into the thread of the first message.
    pub thread: bool,
}

/// The messages, in order: the overview, then in its thread every kind in its forms, each entry with its controls, what was
/// decided last time, the weeks before, what was late, thanks ready to post, what to document and what is not triaged.
///
/// Each has at most 50 blocks (Slack, "Block Kit") and 12,000 characters: beyond some 13,000 in all its texts a message has
/// been seen to be refused (`msg_blocks_too_long`). What does not fit in a few messages is counted.
///
/// The controls of an entry stand in an actions block named `decision DATE ITEM`: a menu `decide`, whose options' values are
/// decisions' names, and a menu of users `owner`.
#[must_use]
pub fn slack(agenda: &Agenda) -> Vec<SlackMessage> {
    let mut replies: Vec<SlackMessage> = Kind::ALL.into_iter().flat_map(|kind| thread::kind(agenda, kind)).collect();
    replies.extend(thread::decided(agenda));
    replies.extend(weeks::weeks(agenda));
    replies.extend(thread::late(agenda));
    replies.extend(thread::draft(agenda));
    replies.extend(thread::docs(agenda));
    replies.extend(thread::untriaged(agenda));
    let mut messages = vec![overview::message(agenda, !replies.is_empty())];
    messages.append(&mut replies);
    messages
}
