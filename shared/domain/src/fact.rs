//! What happened in a source: the only thing that is ever written down first-hand.
//!
//! A fact is named after what happened, never after its delivery, so that a webhook, its redelivery, the sweep and an
//! import write the same fact, and writing it twice changes nothing. Everything else is a fold of facts.

mod subject;
mod triaged;

pub use subject::{Subject, SubjectForm};
pub use triaged::{Decision, Triaged};

use crate::id::{ConversationId, ItemId};
use crate::item::Requester;
use crate::person::Author;
use crate::slack_ts::SlackTs;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A fact, and where it is filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// The channel or issue.
    pub conversation: ConversationId,
    /// Where in it.
    pub place: Place,
    /// The fact.
    pub fact: Fact,
}

/// Where in its conversation a fact belongs: as much as the event itself says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A Slack message at top level, by its own timestamp.
    Top(SlackTs),
    /// A Slack reply `ts` in the thread of `root` (or a fact about one, where the event says which thread).
    Reply {
        /// The thread's first message.
        root: SlackTs,
        /// The reply.
        ts: SlackTs,
    },
    /// About the Slack message `ts`, of which the event does not say whether it is a reply: edits, deletions, reactions.
    About(SlackTs),
    /// The only thread there is: a GitHub issue, pull request or discussion.
    Thread,
    /// About the conversation as a whole: a Slack channel renamed, joined, shared.
    Conversation,
}

/// Something that happened in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Unique in the conversation; see [`What`] for the names.
    pub name: String,
    /// The source's own time of it, UTC.
    pub at: Timestamp,
    /// Who did it; absent where the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Author>,
    /// What happened.
    pub what: What,
    /// GitHub: the issue, pull request or discussion as this event shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
}

/// What happened. The comment ids are those of the source: a Slack timestamp, `comment:987` or `review:55` on GitHub, and
/// [`OPENING`] for the text of an issue, pull request or discussion itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum What {
    /// An issue, pull request or discussion was opened. Name: `opened`.
    Opened {
        /// Its body, cut to [`TEXT_LIMIT`].
        text: String,
        /// A draft does not ask for anything yet.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        draft: bool,
    },
    /// Somebody wrote. Names: `message:TS`, `comment:ID`, `review:ID`, `review_comment:ID`.
    Comment {
        /// The source's id of it.
        id: String,
        /// What they wrote, cut to [`TEXT_LIMIT`]; empty where it was files only.
        text: String,
        /// Slack user ids that the whole text mentions.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<String>,
        /// Link to it, if the event carries one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
    /// A text was changed. Name: `edit:COMMENT:TIME`.
    Edited {
        /// Which comment.
        of: String,
        /// The text as it is now.
        text: String,
    },
    /// A comment was deleted. Name: `delete:COMMENT`.
    Deleted {
        /// Which comment.
        of: String,
    },
    /// `:white_check_mark:` put on a message. Name: `mark:TS:USER:EVENT_TS`, with [`UNDATED`] at the end where history told of it,
    /// which does not say when.
    Marked {
        /// Which message.
        of: String,
    },
    /// The check mark taken back. Name: `unmark:TS:USER:EVENT_TS`.
    Unmarked {
        /// Which message.
        of: String,
    },
    /// Issue, pull request (merged or not) or discussion closed. Name: `closed:CLOSED_AT`.
    Closed {
        /// A pull request that was merged.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        merged: bool,
        /// Closed without: a pull request not merged, an issue not planned or a duplicate.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        declined: bool,
    },
    /// Opened again. Name: `reopened:UPDATED_AT`.
    Reopened,
    /// A pull request turned into a draft. Name: `drafted:UPDATED_AT`.
    Drafted,
    /// A draft declared ready for review. Name: `ready:UPDATED_AT`.
    Ready,
    /// A label was put on. Name: `labelled:LABEL:UPDATED_AT`.
    Labelled {
        /// The label's name.
        label: String,
    },
    /// A label was taken off. Name: `unlabelled:LABEL:UPDATED_AT`.
    Unlabelled {
        /// The label's name.
        label: String,
    },
    /// Something about the subject changed (title, category); the news is in [`Fact::subject`]. Name: `retitled:UPDATED_AT`.
    Retitled,
    /// A comment was chosen as the answer of a discussion. Name: `chosen:COMMENT:CHOSEN_AT`.
    AnswerChosen {
        /// Which comment.
        id: String,
        /// Who wrote it.
        author: Author,
        /// Link to it, if the event carries one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
    /// It is the answer no longer. Name: `unchosen:COMMENT:UPDATED_AT`.
    AnswerUnchosen {
        /// Which comment.
        id: String,
    },
    /// The issue or discussion moved away. Names: `moved_to:ITEM`; `departed:ITEM` where only the new place was told.
    MovedTo {
        /// Where to.
        to: ItemId,
    },
    /// It came from elsewhere; no new question. Names: `moved_from:ITEM`; `arrived:ITEM` as the old place tells it.
    MovedFrom {
        /// Where from.
        from: ItemId,
    },
    /// The issue or discussion itself was deleted. Name: `removed`.
    Removed,
    /// A step of a deadline was reached. Name: `deadline:SINCE:STEP`. Whoever of scheduler, expiring row and sweep
    /// notices first writes it.
    Reached {
        /// The run of the clock: since when somebody waits.
        since: Timestamp,
        /// Which step, see [`crate::rules::Step`].
        step: String,
    },
    /// A member of staff pressed *Answered*. Name: `answered:ACTION_TS`.
    Answered,
    /// A member of staff undid the reading of a thank-you: the comment counts. Names: `counts:USER:ACTION_TS` by button,
    /// `counts:MESSAGE:USER:TIME` by the message's shortcut.
    Counts {
        /// Which comment.
        of: String,
    },
    /// The app, or somebody, joined the channel. Name: `joined:USER:EVENT_TS`.
    Joined,
    /// The channel was renamed, shared or unshared. Name: `channel:EVENT_TS`. What it is now is looked up.
    ChannelChanged,
    /// Somebody opened our app's Home tab. Name: `home:EVENT_TS`.
    HomeOpened,

    /// A member of staff took the item on. Name: `claimed:USER:ACTION_TS`.
    Claimed {
        /// Whom the card showed as having it: where that is no longer so, somebody was faster and nothing changes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<String>,
    },
    /// It was given back. Name: `released:USER:ACTION_TS`.
    Released {
        /// Whom the card showed as having it.
        of: String,
    },
    /// Put off. Name: `snoozed:USER:ACTION`.
    Snoozed {
        /// Until when.
        until: Timestamp,
    },
    /// The snooze taken back. Name: `woken:USER:ACTION_TS`.
    Woken,
    /// What waits needs no response. Name: `no_response:USER:ACTION_TS`.
    NoResponse,
    /// Kind and form. Name: `triaged:VIEW:DIGEST`.
    Triaged(Box<Triaged>),
    /// Ready for the Roundup, or not after all. Name: `ready_set:USER:ACTION_TS`.
    ReadySet {
        /// Which.
        ready: bool,
    },
    /// It is the same as another item. Name: `same_as:VIEW:DIGEST`.
    SameAs {
        /// The other.
        item: ItemId,
    },
    /// Another item is the same as this one, as the reactor tells it. Name: `duplicate:ITEM:FACT`.
    DuplicatedBy {
        /// The other.
        item: ItemId,
        /// Who asked there.
        requester: Box<Requester>,
        /// Name of the fact there that says so.
        fact: String,
    },
    /// That is no longer so, as the reactor tells it. Name: `distinct:ITEM:FACT`.
    DistinctFrom {
        /// The other.
        item: ItemId,
        /// Name of the fact there that had said so.
        fact: String,
    },
    /// A colleague was asked. Name: `asked:VIEW:DIGEST`.
    Asked {
        /// Slack user id.
        colleague: String,
        /// What they are asked.
        question: String,
    },
    /// The colleague answered us; the customer still waits. Name: `replied:MESSAGE` or `replied:VIEW:DIGEST`.
    Replied {
        /// Name of the fact that they were asked by.
        to: String,
        /// What they said, cut to [`TEXT_LIMIT`].
        text: String,
    },
    /// Somebody wants it at the Roundup although nobody outside waits. Name: `tracked:MESSAGE:USER:TIME`.
    Tracked {
        /// Who wrote the message.
        author: Author,
        /// What it says, cut to [`TEXT_LIMIT`].
        text: String,
    },
    /// A fact of triage was taken back. Name: `undone:FACT:USER`.
    Undone {
        /// The fact's name.
        of: String,
    },
    /// At the Roundup something was decided about it. Name: `decided:MEETING:USER:ACTION`.
    Decided {
        /// The meeting's date.
        meeting: Date,
        /// What.
        decision: Decision,
    },
    /// Somebody was made its owner. Name: `owned:MEETING:USER:ACTION`.
    Owned {
        /// The meeting's date.
        meeting: Date,
        /// Slack user id of the owner.
        owner: String,
    },

    /// An import brought these facts of the thread. Name: `imported:TIME`, and `at` is when. It says nothing of the item, but
    /// nobody is told of what was due before it.
    Imported {
        /// Names of the facts.
        facts: Vec<String>,
    },

    /// Somebody takes over being on call. Name: `override:USER:ACTION`.
    Override {
        /// Slack user id of who takes over.
        user: String,
        /// From when on.
        from: Timestamp,
        /// Until when, itself excluded.
        to: Timestamp,
    },
    /// The incoming person has accepted the hand-off. Name: `accepted:USER`.
    Accepted,
}

impl What {
    /// The comment that an edit, deletion, check mark or the like is about.
    #[must_use]
    pub fn concerns(&self) -> Option<&str> {
        match self {
            Self::Edited { of, .. }
            | Self::Deleted { of }
            | Self::Marked { of }
            | Self::Unmarked { of }
            | Self::Counts { of } => Some(of),
            _ => None,
        }
    }

    /// Whom it names besides who did it.
    #[must_use]
    pub fn names(&self) -> Option<Author> {
        match self {
            Self::Asked { colleague: user, .. } | Self::Owned { owner: user, .. } => Some(Author::slack(user)),
            Self::Tracked { author, .. } | Self::AnswerChosen { author, .. } => Some(author.clone()),
            _ => None,
        }
    }

    /// Whether somebody did it with a button, form or command of ours, so that it can be taken back for a while.
    #[must_use]
    pub fn can_be_undone(&self) -> bool {
        matches!(
            self,
            Self::Answered
                | Self::Counts { .. }
                | Self::Claimed { .. }
                | Self::Released { .. }
                | Self::Snoozed { .. }
                | Self::Woken
                | Self::NoResponse
                | Self::Triaged(_)
                | Self::ReadySet { .. }
                | Self::SameAs { .. }
                | Self::Asked { .. }
                | Self::Tracked { .. }
                | Self::Decided { .. }
                | Self::Owned { .. }
                | Self::Override { .. }
        )
    }
}

/// For how long something done with a button can be taken back.
pub const UNDO_WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// The id of the text of an issue, pull request or discussion itself.
pub const OPENING: &str = "opening";

/// In the place of a time that the source's history does not tell.
pub const UNDATED: &str = "undated";

/// Longest text kept of a comment, in bytes of UTF-8. What is written is what costs (one write unit a KB), and a Slack
/// section shows at most 3,000 characters.
pub const TEXT_LIMIT: usize = 4_000;
