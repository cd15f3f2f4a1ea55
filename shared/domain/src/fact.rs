//! What happened in a source: the only thing that is ever written down first-hand.
//!
//! A fact is named after what happened, never after its delivery, so that a webhook, its redelivery, the sweep and an
//! import write the same fact, and writing it twice changes nothing. Everything else is a fold of facts.

use crate::id::{ConversationId, ItemId};
use crate::person::Author;
use crate::slack_ts::SlackTs;
use jiff::Timestamp;
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
    /// `:white_check_mark:` put on a message. Name: `mark:TS:USER:EVENT_TS`.
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
    /// A member of staff undid the reading of a thank-you: the comment counts. Name: `counts:COMMENT`.
    Counts {
        /// Which comment.
        of: String,
    },
    /// The app, or somebody, joined the channel. Name: `joined:USER:EVENT_TS`.
    Joined,
    /// The channel was renamed, shared or unshared. Name: `channel:EVENT_TS`. What it is now is looked up.
    ChannelChanged,
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
}

/// The id of the text of an issue, pull request or discussion itself.
pub const OPENING: &str = "opening";

/// Longest text kept of a comment, in bytes of UTF-8. What is written is what costs (one write unit a KB), and a Slack
/// section shows at most 3,000 characters.
pub const TEXT_LIMIT: usize = 4_000;

/// A GitHub issue, pull request or discussion as one event shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Which of the three.
    pub form: SubjectForm,
    /// Title.
    pub title: String,
    /// Link for people.
    pub url: String,
    /// Who opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// Names of the labels it has; absent where the event does not list them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// A discussion whose category takes answers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answerable: bool,
}

/// What a GitHub subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectForm {
    /// An issue.
    Issue,
    /// A pull request.
    PullRequest,
    /// A discussion.
    Discussion,
}
