//! An item: one thread in which somebody outside wants something, as the facts make it.

use crate::fact::Decision;
use crate::id::{ConversationId, ItemId};
use crate::person::{Author, People, Platform};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A pull request; always and only GitHub's.
    PullRequest,
    /// A bug.
    Bug,
    /// A feature request.
    FeatureRequest,
    /// A question.
    Question,
}

impl Kind {
    /// All kinds, in the order of the agenda.
    pub const ALL: [Self; 4] = [Self::PullRequest, Self::Bug, Self::FeatureRequest, Self::Question];

    /// As written in JSON and configuration: `feature_request`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PullRequest => "pull_request",
            Self::Bug => "bug",
            Self::FeatureRequest => "feature_request",
            Self::Question => "question",
        }
    }

    /// As the forms are headed: `FEATURE REQUEST`.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::PullRequest => "PULL REQUEST",
            Self::Bug => "BUG",
            Self::FeatureRequest => "FEATURE REQUEST",
            Self::Question => "QUESTION",
        }
    }

    /// The fields of its form, in order.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::PullRequest => &[
                Field { name: "title", label: "Title", required: true },
                Field { name: "description", label: "Description of the changes", required: true },
                Field { name: "reasoning", label: "Why it makes, or does not make, sense to merge", required: true },
            ],
            Self::Bug => &[
                Field { name: "expected", label: "Expected behaviour", required: true },
                Field { name: "actual", label: "Actual behaviour", required: true },
                Field { name: "recording", label: "Recording", required: false },
            ],
            Self::FeatureRequest => &[
                Field { name: "want", label: "What they want to be able to do", required: true },
                Field { name: "interface", label: "Interface", required: false },
                Field { name: "motivation", label: "Motivation: the use case behind it", required: true },
            ],
            Self::Question => &[
                Field { name: "question", label: "The question", required: true },
                Field { name: "best_guess", label: "Best guess at an answer", required: true },
                Field { name: "docs_location", label: "Where in the documentation the answer belongs", required: true },
            ],
        }
    }

    /// The required fields that `form` leaves empty, in order.
    #[must_use]
    pub fn missing(self, form: &BTreeMap<String, String>) -> Vec<String> {
        let empty = |name: &str| form.get(name).is_none_or(|value| value.trim().is_empty());
        self.fields().iter().filter(|field| field.required && empty(field.name)).map(|field| field.name.to_owned()).collect()
    }
}

/// A field of a kind's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Key in JSON.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Whether leaving it empty makes the form incomplete.
    pub required: bool,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody outside waits for us.
    Waiting,
    /// Nobody does.
    Answered,
    /// Put off; nobody waits.
    Snoozed,
    /// Closed in its source, or nothing from outside is left.
    Closed,
}

/// Who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requester {
    /// Where.
    pub platform: Platform,
    /// Slack user id or GitHub login.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Where they work: the source's configured company, else their profile's.
    pub company: Option<String>,
}

impl Requester {
    /// Their account.
    #[must_use]
    pub fn account(&self) -> Author {
        Author { platform: self.platform, id: self.id.clone(), automated: false }
    }
}

/// An item in the shape that the outside sees (CONTRACT 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its name.
    pub id: ItemId,
    /// Name of the configured source.
    pub source: String,
    /// What is asked for, once known.
    pub kind: Option<Kind>,
    /// Where it stands.
    pub state: State,
    /// The title, or the first line of the first message.
    pub title: String,
    /// Link for people.
    pub url: String,
    /// Who asked.
    pub requester: Requester,
    /// First comment from outside.
    pub opened_at: Timestamp,
    /// First comment from outside that nobody has answered; null when nobody waits.
    pub waiting_since: Option<Timestamp>,
    /// When the answer to it is due; null when nobody waits.
    pub due_at: Option<Timestamp>,
    /// From the first comment that was answered to its answer; null before.
    pub first_response_seconds: Option<i64>,
    /// How many runs of the clock went past their deadline, by the time at which the item was folded.
    pub breaches: u32,
    /// Slack user id of who took it on.
    pub claimed_by: Option<String>,
    /// Until when it is put off.
    pub snoozed_until: Option<Timestamp>,
    /// Ready for the Roundup.
    pub ready: bool,
    /// The form's fields that are filled in.
    pub form: BTreeMap<String, String>,
    /// The form's required fields that are not.
    pub missing: Vec<String>,
    /// The item that this one is the same as; that one stands for both at the Roundup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<ItemId>,
    /// Who else asked: the requesters of the items that are the same as this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_by: Vec<Requester>,
}

/// What people did about an item with buttons, forms and labels, beyond what [`Item`] says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Triage {
    /// The snooze that stands, also when its time has come.
    pub snooze: Option<Snooze>,
    /// A pull request that can be merged on the spot.
    pub low_risk: bool,
    /// A pull request that makes no documentation wrong, or covers the change.
    pub docs_covered: bool,
    /// A question that is answered while the documentation does not say so yet.
    pub docs_missing: bool,
    /// Feature request: link to the issue or pull request that there is already.
    pub existing: Option<String>,
    /// Since when it is ready for the Roundup.
    pub ready_since: Option<Timestamp>,
    /// What was last said of its being the same as another one; also where the other one's word goes first, so that
    /// [`Item::same_as`] is none.
    pub said_same: Option<SaidSame>,
    /// The colleagues who were asked, in order.
    pub asked: Vec<Asking>,
    /// The last things that were done about it with buttons and forms, in order; at most [`Triage::ACTIONS`].
    pub actions: Vec<Action>,
    /// What the tracker's labels should be like; none where nothing was decided here.
    pub labels: Option<Wish>,
    /// Who should be assigned in the tracker; none where nobody claimed it.
    pub assignees: Option<Wish>,
    /// How it was closed in its source, while it is.
    pub closed: Option<Closed>,
    /// The answer of somebody else from outside that was chosen in its source, while it is.
    pub helped: Option<Helped>,
    /// What the Roundup decided.
    pub decided: Option<Decided>,
    /// Slack user id of its owner, as the Roundup said.
    pub owner: Option<String>,
    /// Changes with everything that a card shows of the item besides its clock.
    pub revision: String,
}

impl Triage {
    /// How many of the last [`Triage::actions`] are kept.
    pub const ACTIONS: usize = 3;

    /// Whether it is for a Roundup to decide about, as far as earlier ones go: what needs more comes back.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.decided.as_ref().is_none_or(|decided| decided.decision == Decision::NeedsMore)
    }
}

/// How an item was closed in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// A pull request that was merged.
    pub merged: bool,
    /// Not done: a pull request that was not merged, an issue that is not planned or the same as another.
    pub declined: bool,
}

/// That somebody from outside answered what somebody else had asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helped {
    /// Who.
    pub by: Requester,
    /// When their answer was chosen.
    pub at: Timestamp,
    /// Link to it; the item's where there is none.
    pub url: String,
}

/// That an item is the same as another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidSame {
    /// The other one.
    pub item: ItemId,
    /// When it was said.
    pub at: Timestamp,
    /// Name of the fact.
    pub fact: String,
}

/// An item put off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// When it was put off.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Who did ([`crate::Author::key`]).
    pub by: String,
}

/// A colleague who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// Name of the fact.
    pub fact: String,
    /// When.
    pub at: Timestamp,
    /// Who asked ([`crate::Author::key`]).
    pub by: String,
    /// Slack user id of the colleague.
    pub colleague: String,
    /// What they were asked.
    pub question: String,
    /// Their answer.
    pub answer: Option<AskedAnswer>,
}

/// What a colleague answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedAnswer {
    /// When they last said something.
    pub at: Timestamp,
    /// All that they said, a line for each time they did; at most 3,000 graphemes.
    pub text: String,
}

/// Something done with a button or form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Name of the fact.
    pub fact: String,
    /// When.
    pub at: Timestamp,
    /// Who did it ([`crate::Author::key`]).
    pub by: String,
    /// What, as it follows a name: `claimed it`.
    pub what: String,
    /// Whether it can be taken back, within [`crate::fact::UNDO_WINDOW`].
    pub can_be_undone: bool,
}

/// What should be added and taken off in the tracker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// To be added.
    pub add: Vec<String>,
    /// To be taken off.
    pub remove: Vec<String>,
}

impl Wish {
    /// Whether all is as it should be.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }
}

/// What the Roundup decided about an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The meeting's date.
    pub meeting: Date,
    /// What.
    pub decision: Decision,
    /// Who noted it down ([`crate::Author::key`]).
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A fact that counted, and what it did to the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceEntry {
    /// When it happened.
    pub at: Timestamp,
    /// The fact's name.
    pub fact: String,
    /// Who did it: name, or empty.
    pub by: String,
    /// What it did: `clock started, due 2026-03-03T14:00:00Z`, `answered by a comment after 2h 5m, in time`, …
    pub effect: String,
}

/// One run of the clock: from the first unanswered comment to what stopped it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The first unanswered comment.
    pub since: Timestamp,
    /// When an answer was due.
    pub due: Timestamp,
    /// What ended it; none while somebody waits.
    pub end: Option<RunEnd>,
}

/// How a run of the clock ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEnd {
    /// When, by the source's time.
    pub at: Timestamp,
    /// Who answered ([`crate::Author::key`]); none where the comment was withdrawn.
    pub answered_by: Option<String>,
    /// Who said that no response was needed ([`crate::Author::key`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismissed_by: Option<String>,
}

impl Run {
    /// Whether it was late when it ended, or, while it goes on, is at `now`. An answer at the very deadline is in time; at
    /// the deadline without one it is late, as the escalation of that moment says.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.end.as_ref().map_or(now >= self.due, |end| end.at > self.due)
    }
}

/// Everything the fold of an item's facts says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folded {
    /// What the outside sees.
    pub item: Item,
    /// Where its facts are.
    pub conversation: ConversationId,
    /// Start of the text of the comment that waits, or else of the first one, for cards.
    pub excerpt: String,
    /// Every run of the clock, in order.
    pub runs: Vec<Run>,
    /// How many comments from outside there are that were not deleted.
    pub comments: u32,
    /// Who waits now, by [`crate::Author::key`]: requester of the waiting comments.
    pub waiting: Vec<String>,
    /// What everyone in it is to us, kept so that a later change of staff does not rewrite history.
    pub people: People,
    /// Every fact that counted, in order of time; as an item is stored, the last [`Folded::KEPT_TRACE`] of them.
    pub trace: Vec<TraceEntry>,
    /// What triage made of it, beyond what the outside sees.
    #[serde(default)]
    pub triage: Triage,
}

impl Folded {
    /// How much of its trace is stored with an item: a row holds 400 KB (Amazon DynamoDB, "Quotas"), and a thread can have
    /// thousands of comments. The facts tell the rest.
    pub const KEPT_TRACE: usize = 500;

    /// The part of the trace that is stored.
    #[must_use]
    pub fn kept_trace(&self) -> &[TraceEntry] {
        &self.trace[self.trace.len().saturating_sub(Self::KEPT_TRACE)..]
    }
}
