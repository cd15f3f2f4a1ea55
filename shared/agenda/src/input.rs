//! What an agenda is made from.

use crate::escape::{line, web_link};
use jiff::Timestamp;
use roundup_domain::Platform;
use roundup_domain::item::{Item, Requester, Run, Triage};
use serde::Serialize;

/// What stands for a title where nothing that was written can be seen; the fold says the same of an empty message.
const NO_TEXT: &str = "(no text)";

/// An item that concerns a week: one that was opened, waited, was answered or ended in it, is ready for its Roundup, or was
/// decided at the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The item.
    pub item: Item,
    /// Every run of its clock, in order.
    pub runs: Vec<Run>,
    /// How many comments from outside there are.
    pub comments: u32,
    /// Start of what was asked.
    pub excerpt: String,
    /// What triage and the Roundup made of it.
    pub triage: Triage,
    /// What came of it in its source, as far as is known.
    pub outcome: Option<Outcome>,
    /// The customer's name must not appear in anything public. It does appear here: the agenda is for staff.
    pub confidential: bool,
    /// The requester has never contributed before.
    pub first_time: bool,
    /// Whoever helped in it ([`Triage::helped`]) has never contributed before.
    pub helped_first_time: bool,
    /// Name of [`Triage::owner`], where a look-up knows it.
    pub owner_name: Option<String>,
}

/// How an item ended in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How.
    pub ending: Ending,
    /// When, by the source's time.
    pub at: Timestamp,
}

/// What became of an item in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// A pull request was merged.
    Merged,
    /// Closed as done: a bug fixed, a feature made.
    Done,
    /// Closed without: not planned, a duplicate, a pull request not merged.
    Declined,
}

impl Input {
    /// An item of this week of which nothing else is known.
    #[must_use]
    pub fn new(item: Item, runs: Vec<Run>, comments: u32, excerpt: String, confidential: bool) -> Self {
        Self {
            item,
            runs,
            comments,
            excerpt,
            triage: Triage::default(),
            outcome: None,
            confidential,
            first_time: false,
            helped_first_time: false,
            owner_name: None,
        }
    }

    pub(crate) fn breached(&self, now: Timestamp) -> bool {
        self.item.breaches > 0 || self.runs.iter().any(|run| run.is_late(now))
    }

    /// The item's title, or else what was asked, or else that there is nothing to read.
    pub(crate) fn title(&self) -> String {
        [line(&self.item.title), line(&self.excerpt)]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_else(|| NO_TEXT.to_owned())
    }

    pub(crate) fn url(&self) -> String {
        web_link(&self.item.url).unwrap_or_default()
    }

    /// Another item stands for this one at the Roundup.
    pub(crate) fn is_duplicate(&self) -> bool {
        self.item.same_as.is_some()
    }

    /// Only the tracker can be read by everybody; a channel by those who are in it.
    pub(crate) fn is_public(&self) -> bool {
        self.item.requester.platform == Platform::Github && !self.confidential
    }
}

/// Name and company of who asked; the account where there is no name.
pub(crate) fn requester(who: &Requester) -> (String, Option<String>) {
    let name = Some(line(&who.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| line(&who.id));
    let company = who.company.as_deref().map(line).filter(|company| !company.is_empty());
    (name, company)
}
