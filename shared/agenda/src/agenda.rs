//! What an agenda consists of.

use crate::breach::Breach;
use crate::decision::{DecidedBefore, Owner};
use crate::input::Ending;
use crate::thanks::Thanks;
use crate::trend::WeekPoint;
use crate::week::Week;
use crate::words;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use roundup_domain::fact::Decision;
use roundup_domain::{ItemId, Kind, State};
use serde::Serialize;
use std::collections::BTreeMap;

/// The agenda of one Roundup. Texts are free of control characters and links are http(s) or empty; nothing is cut or
/// escaped yet, that is up to each rendering.
#[derive(Clone, Debug, PartialEq)]
pub struct Agenda {
    /// When the meeting starts.
    pub meeting: Timestamp,
    /// Its date in the team's zone; names the agenda.
    pub date: Date,
    /// The date of the meeting before.
    pub previous: Date,
    /// The team's name.
    pub team: String,
    /// Zone in which times are shown.
    pub zone: TimeZone,
    /// The items that are ready, by kind in the agenda's order; within a kind the late ones first, then the most asked
    /// for, then the oldest.
    pub entries: Vec<Entry>,
    /// What the meeting before closed: not carried over, but not forgotten either.
    pub decided: Vec<DecidedBefore>,
    /// What the week was like.
    pub week: Week,
    /// The last twelve weeks, in order; the last one is this.
    pub trend: Vec<WeekPoint>,
    /// What was late, oldest first.
    pub breaches: Vec<Breach>,
    /// Whom to thank: who contributed what counts most first.
    pub thanks: Vec<Thanks>,
    /// Which answers the documentation lacks, and where they belong.
    pub docs_to_write: Vec<DocsToWrite>,
    /// What is not an entry because its kind is unknown or it is not ready: whoever waits first, then the oldest.
    pub untriaged: Vec<Untriaged>,
}

impl Agenda {
    /// The entries of one kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.kind == kind)
    }

    /// How many entries have an incomplete form.
    #[must_use]
    pub fn incomplete(&self) -> usize {
        self.entries.iter().filter(|entry| !entry.missing.is_empty()).count()
    }
}

/// An item that is ready, in its kind's form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Its name.
    pub item: ItemId,
    /// What is asked for.
    pub kind: Kind,
    /// Who asked.
    pub who: String,
    /// Where they work, if known.
    pub company: Option<String>,
    /// The item's title.
    pub title: String,
    /// Link to it; empty where there is none that is http(s).
    pub url: String,
    /// The form's fields that are filled in.
    pub form: BTreeMap<String, String>,
    /// The form's required fields that are not.
    pub missing: Vec<String>,
    /// The Roundup at which it was first on the agenda, if it is carried over.
    pub carried_since: Option<Date>,
    /// Who else asked for the same: `Ben Ortega (Hooli)`.
    pub asked_by: Vec<String>,
    /// What this meeting decided.
    #[serde(serialize_with = "crate::decision::label_or_null")]
    pub decision: Option<Decision>,
    /// Who looks after it.
    pub owner: Option<Owner>,
    /// The meeting that found that it needs more, if one before this did.
    pub needs_more_since: Option<Date>,
    /// A pull request that can be merged on the spot.
    pub low_risk: bool,
    /// A pull request that makes no documentation wrong, or covers the change.
    pub docs_covered: bool,
    /// A feature request: the issue or pull request that there is already.
    pub existing: Option<String>,
    /// Where it stands in its source.
    pub state: State,
    /// What became of it there, if it is closed.
    pub ended: Option<Ending>,
    /// When the answer is due that somebody waits for; none when nobody waits.
    pub due_at: Option<Timestamp>,
    /// Whether an answer to it was, or is, late.
    pub breached: bool,
    /// Whether that answer is still owed.
    pub overdue: bool,
    /// The form, ready to read: one per number.
    #[serde(serialize_with = "crate::form::numbered")]
    pub lines: Vec<Line>,
}

impl Entry {
    /// `BUG: (who, where they work)`.
    #[must_use]
    pub fn heading(&self) -> String {
        heading(self.kind, &words::person(&self.who, self.company.as_deref()))
    }
}

/// The same of somebody whose name and company are escaped already.
pub(crate) fn heading(kind: Kind, person: &str) -> String {
    format!("{}: ({person})", kind.heading())
}

/// A numbered line of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What belongs there.
    pub label: &'static str,
    /// What it says, perhaps on several lines; none where it is missing.
    pub text: Option<String>,
    /// What belongs to it.
    pub addition: Option<Addition>,
}

/// A recording, or an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// What it is: `Recording`.
    pub label: &'static str,
    /// What it says.
    pub text: String,
    /// The same as a link, where it is one.
    pub url: Option<String>,
}

/// A place in the documentation that lacks an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocsToWrite {
    /// The question.
    pub item: ItemId,
    /// Where the answer belongs, as the form says it; empty where nobody has said.
    pub location: String,
    /// The question's title.
    pub title: String,
    /// Link to the question; may be empty.
    pub url: String,
}

/// An item that nobody has made ready yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Untriaged {
    /// Its name.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// Link to it; may be empty.
    pub url: String,
    /// Who asked.
    pub who: String,
    /// Where they work, if known.
    pub company: Option<String>,
    /// What is asked for, if known.
    pub kind: Option<Kind>,
    /// Marked as ready, though of no kind.
    pub ready: bool,
    /// When the answer is due that somebody waits for.
    pub due_at: Option<Timestamp>,
    /// First comment from outside.
    pub opened_at: Timestamp,
}
