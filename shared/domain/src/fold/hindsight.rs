//! What later facts say about earlier ones: texts as they are now, comments that are gone, check marks taken back.

use super::in_order;
use crate::acknowledgement::is_acknowledgement;
use crate::fact::{Fact, OPENING, UNDATED, UNDO_WINDOW, What};
use crate::id::ItemId;
use crate::person::Author;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// The same done again by the same person within this is a double click, which is taken back as one.
const DOUBLE_CLICK: SignedDuration = SignedDuration::from_secs(3);

/// Gathered over all facts before the pass.
#[derive(Default)]
pub(super) struct Hindsight {
    /// Every text that a comment had, in order of time.
    texts: BTreeMap<String, Vec<String>>,
    /// The latest edit of each comment's text.
    edited: BTreeMap<String, String>,
    /// The first deletion of each comment.
    deleted: BTreeMap<String, Fact>,
    /// When each person last took back a check mark of theirs from each message.
    unmarked: BTreeMap<(String, String), Fact>,
    /// Who put a check mark on which message at a time that an event told, or took it back.
    marked: BTreeSet<(String, String)>,
    /// Labels put on (true) and taken off, by the second.
    labelled: BTreeMap<Timestamp, Vec<(String, bool)>>,
    /// Comments that count although they read like a thank-you.
    counted: BTreeSet<String>,
    /// What somebody took back with a button: the facts' names.
    undone: BTreeSet<String>,
    /// The facts that take something back in time, the first for each thing, and what that is.
    undoing: BTreeMap<String, &'static str>,
    /// What was taken back, each with its repetitions by a double click.
    repeated: BTreeMap<String, Vec<String>>,
    /// Items that are not the same after all, each with the fact that had said so.
    distinct: BTreeSet<(ItemId, String)>,
}

impl Hindsight {
    /// `facts` in order; only staff can take back.
    pub(super) fn gather<'f>(facts: impl Iterator<Item = &'f Fact> + Clone, is_staff: impl Fn(&Author) -> bool) -> Self {
        let mut hindsight = Self::default();
        hindsight.take_back(facts.clone(), &is_staff);
        for fact in facts {
            match &fact.what {
                _ if hindsight.is_undone(&fact.name) => {}
                What::Counts { .. } if !fact.by.as_ref().is_some_and(&is_staff) => {}
                _ => hindsight.take(fact),
            }
        }
        hindsight
    }

    fn take(&mut self, fact: &Fact) {
        match &fact.what {
            What::Opened { text, .. } => self.texts.entry(OPENING.to_owned()).or_default().push(text.clone()),
            What::Comment { id, text, .. } => self.texts.entry(id.clone()).or_default().push(text.clone()),
            What::Edited { of, text } => {
                self.texts.entry(of.clone()).or_default().push(text.clone());
                self.edited.insert(of.clone(), text.clone());
            }
            What::Deleted { of } => {
                self.deleted.entry(of.clone()).or_insert_with(|| fact.clone());
            }
            What::Marked { of } if !fact.name.ends_with(UNDATED) => {
                self.marked.insert((of.clone(), who(fact)));
            }
            What::Unmarked { of } => {
                self.marked.insert((of.clone(), who(fact)));
                self.unmarked.insert((of.clone(), who(fact)), fact.clone());
            }
            What::Labelled { label } => self.labelled.entry(fact.at).or_default().push((label.clone(), true)),
            What::Unlabelled { label } => self.labelled.entry(fact.at).or_default().push((label.clone(), false)),
            What::Counts { of } => {
                self.counted.insert(of.clone());
            }
            What::DistinctFrom { item, fact } => {
                self.distinct.insert((item.clone(), fact.clone()));
            }
            _ => {}
        }
    }

    /// Finds what staff took back in time.
    fn take_back<'f>(&mut self, facts: impl Iterator<Item = &'f Fact> + Clone, is_staff: impl Fn(&Author) -> bool) {
        let done: BTreeMap<&str, &Fact> =
            facts.clone().filter(|fact| fact.what.can_be_undone()).map(|fact| (fact.name.as_str(), fact)).collect();
        for fact in facts {
            let What::Undone { of } = &fact.what else { continue };
            let Some(taken_back) = done.get(of.as_str()) else { continue };
            let after = fact.at.duration_since(taken_back.at);
            let counts = fact.by.as_ref().is_some_and(&is_staff) && (SignedDuration::ZERO..=UNDO_WINDOW).contains(&after);
            if !counts || self.is_undone(of) {
                continue;
            }
            let again: Vec<String> =
                done.values().filter(|other| is_again(taken_back, other)).map(|fact| fact.name.clone()).collect();
            self.undone.extend(again.iter().cloned());
            self.repeated.insert(of.clone(), again);
            self.undoing.insert(fact.name.clone(), deed(&taken_back.what));
        }
    }

    /// Whether it was taken back.
    pub(super) fn is_undone(&self, fact: &str) -> bool {
        self.undone.contains(fact)
    }

    /// What the fact of this name takes back, if it does.
    pub(super) fn undoes(&self, fact: &str) -> Option<&'static str> {
        self.undoing.get(fact).copied()
    }

    /// What was taken back with this: itself, and what a double click did with it.
    pub(super) fn undone_with(&self, fact: &str) -> &[String] {
        self.repeated.get(fact).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether that an item is the same, as this fact said, is no longer so.
    pub(super) fn is_distinct(&self, item: &ItemId, fact: &str) -> bool {
        self.distinct.contains(&(item.clone(), fact.to_owned()))
    }

    /// The text of a comment after its last edit.
    pub(super) fn current_text(&self, id: &str) -> Option<&str> {
        self.edited.get(id).map(String::as_str)
    }

    /// The text of the issue, pull request or discussion itself.
    pub(super) fn opening_text(&self) -> Option<&str> {
        self.texts.get(OPENING).and_then(|texts| texts.last()).map(String::as_str)
    }

    /// Whether a comment was deleted before it counted (clocks of a source may disagree by a little).
    pub(super) fn deleted_before(&self, id: &str, comment: &Fact) -> bool {
        self.deleted.get(id).is_some_and(|deletion| in_order(deletion, comment).is_lt())
    }

    /// Whether a comment was deleted at some time.
    pub(super) fn is_deleted(&self, id: &str) -> bool {
        self.deleted.contains_key(id)
    }

    /// Whether a comment reads as a bare acknowledgement in every version that it had (an edit never stops the clock, so it
    /// cannot turn a question into a thank-you), and nobody said that it counts.
    pub(super) fn is_acknowledgement(&self, id: &str) -> bool {
        let texts = self.texts.get(id).map(Vec::as_slice).unwrap_or_default();
        !self.counted.contains(id) && !texts.is_empty() && texts.iter().all(|text| is_acknowledgement(text))
    }

    /// Whether a check mark was not taken back by who had put it there. One of which history alone tells stands only while no
    /// event has told more of it.
    pub(super) fn mark_stands(&self, of: &str, mark: &Fact) -> bool {
        if mark.name.ends_with(UNDATED) && self.marked.contains(&(of.to_owned(), who(mark))) {
            return false;
        }
        self.unmarked.get(&(of.to_owned(), who(mark))).is_none_or(|unmark| in_order(unmark, mark).is_lt())
    }

    /// The labels put on (true) and taken off at that instant, in order.
    pub(super) fn labelled_at(&self, at: Timestamp) -> &[(String, bool)] {
        self.labelled.get(&at).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Whether somebody did the same again with one double click, or is it the same.
fn is_again(done: &Fact, other: &Fact) -> bool {
    done.name == other.name
        || (done.by == other.by && done.what == other.what && other.at.duration_since(done.at).abs() <= DOUBLE_CLICK)
}

/// What somebody did, as it follows "took back".
fn deed(what: &What) -> &'static str {
    match what {
        What::Answered => "that it was answered",
        What::Counts { .. } => "that it needs an answer",
        What::Claimed { .. } => "the claim",
        What::Released { .. } => "the release",
        What::Snoozed { .. } => "the snooze",
        What::Woken => "the end of the snooze",
        What::NoResponse => "that no response is needed",
        What::Triaged(_) => "the form",
        What::ReadySet { .. } => "the change of readiness",
        What::SameAs { .. } => "that it is the same as another",
        What::Asked { .. } => "the question to a colleague",
        What::Tracked { .. } => "putting it on the list",
        What::Decided { .. } => "the decision",
        What::Owned { .. } => "the owner",
        What::Override { .. } => "being on call",
        _ => "the last step",
    }
}

fn who(fact: &Fact) -> String {
    fact.by.as_ref().map(Author::key).unwrap_or_default()
}
