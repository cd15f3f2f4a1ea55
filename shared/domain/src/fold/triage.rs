//! What people do about an item with buttons and forms, and how that and the tracker's labels go together.
//!
//! Whoever is later has the last word: a form decides kind and readiness until a label is put on or taken off by hand, and
//! the other way round. A label that a form has put on comes back as an event and says what is known already.

use super::Pass;
use super::describe::excerpt_of;
use crate::fact::{Decision, Fact, SubjectForm, Triaged, What};
use crate::id::ItemId;
use crate::item::{Action, AskedAnswer, Asking, Decided, Kind, Requester, Snooze, Triage, Wish};
use crate::person::{Author, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The state of triage in the pass over the facts.
#[derive(Default)]
pub(super) struct Triaging {
    pub(super) claimed_by: Option<String>,
    /// Everyone who ever had it.
    claimants: BTreeSet<String>,
    pub(super) snooze: Option<Snooze>,
    pub(super) triaged: Option<Triaged>,
    /// The kind that a form decided, and whether one did.
    kind: Option<Kind>,
    kind_is_decided: bool,
    /// Whether it is ready, where somebody decided that with a form or button.
    ready: Option<bool>,
    ready_since: Option<Timestamp>,
    same_as: Option<Same>,
    duplicates: BTreeMap<ItemId, Duplicate>,
    asked: Vec<Asking>,
    pub(super) tracked: Option<Tracked>,
    decided: Option<Decided>,
    owner: Option<String>,
    actions: Vec<Action>,
    /// How many facts have changed what a card shows, and the last of them.
    changes: u32,
    changed_by: String,
}

/// This item is the same as another.
struct Same {
    item: ItemId,
    at: Timestamp,
    fact: String,
}

/// Another item is the same as this one.
struct Duplicate {
    requester: Requester,
    at: Timestamp,
    fact: String,
}

/// A message that somebody wants at the Roundup.
pub(super) struct Tracked {
    pub(super) author: Author,
    pub(super) at: Timestamp,
    pub(super) text: String,
}

impl<'a> Pass<'a> {
    /// Takes a fact of triage; of anybody but staff it says nothing.
    pub(super) fn take_triage(&mut self, fact: &'a Fact) {
        match &fact.what {
            What::DuplicatedBy { item, requester, fact: name } => return self.duplicated_by(fact, item, requester, name),
            What::DistinctFrom { item, fact: name } => return self.distinct_from(fact, item, name),
            // A colleague may be anybody whom staff asked.
            What::Replied { to, text } => return self.replied(fact, to, text),
            _ => {}
        }
        if self.role(fact.by.as_ref()) != Role::Staff {
            return;
        }
        match &fact.what {
            What::Claimed { instead_of } => self.claimed(fact, instead_of.as_deref()),
            What::Released { of } => self.released(fact, of),
            What::Snoozed { until } => self.snoozed(fact, *until),
            What::Woken => self.woken(fact),
            What::NoResponse => self.needs_no_response(fact),
            What::Triaged(triaged) => self.triaged(fact, triaged),
            What::ReadySet { ready } => self.ready_set(fact, *ready),
            What::SameAs { item } => self.same_as(fact, item),
            What::Asked { colleague, question } => self.asked(fact, colleague, question),
            What::Tracked { author, text } => self.tracked(fact, author, text),
            What::Decided { meeting, decision } => self.decided(fact, *meeting, *decision),
            What::Owned { owner, .. } => self.owned(fact, owner),
            What::Undone { of } => self.undone(fact, of),
            _ => {}
        }
    }

    /// Something was done: it stands in the trace and, as its last words, on the card.
    fn did(&mut self, fact: &Fact, what: &str) {
        let by = fact.by.as_ref().map(Author::key).unwrap_or_default();
        self.did_by(fact, by, what);
        self.note(fact, what);
    }

    fn did_by(&mut self, fact: &Fact, by: String, what: &str) {
        let actions = &mut self.triage.actions;
        if actions.len() == Triage::ACTIONS {
            actions.remove(0);
        }
        let (name, can_be_undone) = (fact.name.clone(), fact.what.can_be_undone());
        actions.push(Action { fact: name, at: fact.at, by, what: what.to_owned(), can_be_undone });
        self.changed(fact);
    }

    /// What a card shows is different from now on.
    pub(super) fn changed(&mut self, fact: &Fact) {
        self.triage.changes += 1;
        self.triage.changed_by.clone_from(&fact.name);
    }

    /// An answer with a button is shown on the card as what was done.
    pub(super) fn did_with_button(&mut self, fact: &Fact, what: &str) {
        let by = fact.by.as_ref().map(Author::key).unwrap_or_default();
        self.did_by(fact, by, what);
    }

    fn claimed(&mut self, fact: &Fact, instead_of: Option<&str>) {
        let Some(by) = &fact.by else { return };
        if self.triage.claimed_by.as_deref() == Some(&by.id) {
            return self.note(fact, "claimed by them already");
        }
        if self.triage.claimed_by.as_deref() != instead_of {
            return self.note(fact, "not claimed: somebody else was faster");
        }
        self.triage.claimed_by = Some(by.id.clone());
        self.triage.claimants.insert(by.id.clone());
        self.did(fact, "claimed it");
    }

    fn released(&mut self, fact: &Fact, of: &str) {
        if self.triage.claimed_by.as_deref() != Some(of) {
            return self.note(fact, "nothing to release: somebody else has it");
        }
        self.triage.claimed_by = None;
        self.did(fact, "released it");
    }

    /// A waiting item cannot be put off past its deadline.
    fn snoozed(&mut self, fact: &Fact, until: Timestamp) {
        let until = self.clock.due().map_or(until, |due| until.min(due));
        if until <= fact.at || self.state_is_closed() {
            return self.note(fact, "not snoozed: there is nothing to put off any more");
        }
        let by = fact.by.as_ref().map(Author::key).unwrap_or_default();
        self.triage.snooze = Some(Snooze { at: fact.at, until, by });
        self.did(fact, &format!("snoozed it until {until}"));
    }

    fn woken(&mut self, fact: &Fact) {
        if self.triage.snooze.take().is_some() {
            self.did(fact, "took it back from snoozing");
        }
    }

    /// An end of what was waited for: a snooze was for that.
    pub(super) fn end_snooze(&mut self) {
        self.triage.snooze = None;
    }

    fn needs_no_response(&mut self, fact: &Fact) {
        let by = fact.by.as_ref().map(Author::key).unwrap_or_default();
        if self.clock.dismiss(fact.at, &by) {
            self.end_snooze();
            self.did(fact, "said that no response is needed");
        } else {
            self.note(fact, "no response needed; nobody was waiting");
        }
    }

    fn triaged(&mut self, fact: &Fact, triaged: &Triaged) {
        let kind = if self.is_pull_request() { Kind::PullRequest } else { triaged.kind };
        self.triage.kind = Some(kind);
        self.triage.kind_is_decided = true;
        self.triage.triaged = Some(triaged.clone());
        let ready = triaged.ready && kind.missing(&triaged.form).is_empty();
        self.decide_ready(ready);
        let ready = if ready { ", ready for the Roundup" } else { "" };
        self.did(fact, &format!("filled in the form: {}{ready}", kind.heading().to_lowercase()));
    }

    fn ready_set(&mut self, fact: &Fact, ready: bool) {
        if ready && (self.kind().is_none() || !self.missing().is_empty()) {
            return self.note(fact, "not ready: the form is not complete");
        }
        self.decide_ready(ready);
        self.did(fact, if ready { "marked it ready for the Roundup" } else { "took it off the Roundup" });
    }

    /// Readiness after a decision is wanted anew.
    fn decide_ready(&mut self, ready: bool) {
        self.triage.ready = Some(ready);
        if ready && self.triage.decided.as_ref().is_some_and(|decided| decided.decision != Decision::NeedsMore) {
            self.triage.decided = None;
        }
    }

    fn same_as(&mut self, fact: &Fact, item: &ItemId) {
        if item == self.context.id {
            return self.note(fact, "an item is the same as itself");
        }
        self.triage.same_as = Some(Same { item: item.clone(), at: fact.at, fact: fact.name.clone() });
        self.did(fact, &format!("marked it the same as {item}"));
    }

    fn duplicated_by(&mut self, fact: &Fact, item: &ItemId, requester: &Requester, name: &str) {
        if self.hindsight.is_distinct(item, name) || item == self.context.id {
            return;
        }
        let duplicate = Duplicate { requester: requester.clone(), at: fact.at, fact: name.to_owned() };
        self.triage.duplicates.insert(item.clone(), duplicate);
        self.changed(fact);
        self.note(fact, &format!("{item} is the same"));
    }

    fn distinct_from(&mut self, fact: &Fact, item: &ItemId, name: &str) {
        self.changed(fact);
        self.note(fact, &format!("{item} is not the same after all"));
        if self.triage.duplicates.get(item).is_some_and(|known| known.fact == name) {
            self.triage.duplicates.remove(item);
        }
    }

    fn asked(&mut self, fact: &Fact, colleague: &str, question: &str) {
        let by = fact.by.as_ref().map(Author::key).unwrap_or_default();
        self.triage.asked.push(Asking {
            fact: fact.name.clone(),
            at: fact.at,
            by,
            colleague: colleague.to_owned(),
            question: question.to_owned(),
            answer: None,
        });
        let name = self.person(&Author::slack(colleague)).name;
        self.did(fact, &format!("asked {name}"));
    }

    fn replied(&mut self, fact: &Fact, to: &str, text: &str) {
        let by = fact.by.as_ref().map(|author| author.id.as_str());
        let asked = self.triage.asked.iter_mut().find(|asked| asked.fact == to && Some(asked.colleague.as_str()) == by);
        let Some(asked) = asked else { return };
        if asked.answer.is_none() {
            asked.answer = Some(AskedAnswer { at: fact.at, text: excerpt_of(text) });
        }
        self.did(fact, "answered the question of a colleague");
    }

    fn tracked(&mut self, fact: &Fact, author: &Author, text: &str) {
        self.person(author);
        if self.triage.tracked.is_none() {
            self.triage.tracked = Some(Tracked { author: author.clone(), at: fact.at, text: text.to_owned() });
        }
        self.did(fact, "put it on the list");
    }

    fn decided(&mut self, fact: &Fact, meeting: Date, decision: Decision) {
        let by = fact.by.as_ref().map(Author::key).unwrap_or_default();
        self.triage.decided = Some(Decided { meeting, decision, by, at: fact.at });
        self.did(fact, &format!("noted the decision of the Roundup of {meeting}: {}", decision.label().to_lowercase()));
    }

    fn owned(&mut self, fact: &Fact, owner: &str) {
        self.triage.owner = Some(owner.to_owned());
        let name = self.person(&Author::slack(owner)).name;
        self.did(fact, &format!("noted {name} as its owner"));
    }

    fn undone(&mut self, fact: &Fact, of: &str) {
        match self.hindsight.undoes(&fact.name) {
            Some(deed) => self.did(fact, &format!("took back {deed}")),
            None => self.note(fact, &format!("too late to take back {of}")),
        }
    }

    /// A label was put on or taken off; it decides kind and readiness where a form had.
    pub(super) fn labelled(&mut self, fact: &Fact, label: &str, is_on: bool) {
        let before = (self.kind(), self.is_ready());
        self.label(label, is_on);
        let roundup = &self.context.rules.roundup;
        let is = |configured: &str| configured.eq_ignore_ascii_case(label);
        let kind = Kind::ALL.into_iter().find(|kind| roundup.kind_labels.get(kind).is_some_and(|label| is(label)));
        if self.triage.kind_is_decided {
            match kind {
                Some(kind) if is_on => self.triage.kind = Some(kind),
                Some(kind) if self.triage.kind == Some(kind) => self.triage.kind = None,
                _ => {}
            }
        }
        if is(&roundup.ready_label) && self.triage.ready.is_some() {
            self.triage.ready = Some(is_on);
        }
        if (self.kind(), self.is_ready()) != before {
            self.changed(fact);
        }
    }

    /// Keeps since when it is ready, after each fact.
    pub(super) fn watch_readiness(&mut self, at: Timestamp) {
        match (self.is_ready(), self.triage.ready_since) {
            (true, None) => self.triage.ready_since = Some(at),
            (false, Some(_)) => self.triage.ready_since = None,
            _ => {}
        }
    }

    /// A pull request is one; else the form says, or the configured labels; a discussion that takes answers is a question.
    pub(super) fn kind(&self) -> Option<Kind> {
        if self.is_pull_request() {
            return Some(Kind::PullRequest);
        }
        if self.triage.kind_is_decided {
            return self.triage.kind;
        }
        let subject = self.subject?;
        let labels = &self.context.rules.roundup.kind_labels;
        let labelled =
            Kind::ALL.into_iter().find(|kind| labels.get(kind).is_some_and(|label| self.labels.contains(&label.to_lowercase())));
        labelled.or(subject.answerable.then_some(Kind::Question))
    }

    fn is_pull_request(&self) -> bool {
        self.subject.is_some_and(|subject| subject.form == SubjectForm::PullRequest)
    }

    pub(super) fn is_ready(&self) -> bool {
        self.triage.ready.unwrap_or_else(|| self.labels.contains(&self.context.rules.roundup.ready_label.to_lowercase()))
    }

    pub(super) fn form(&self) -> BTreeMap<String, String> {
        self.triage.triaged.as_ref().map(|triaged| triaged.form.clone()).unwrap_or_default()
    }

    pub(super) fn missing(&self) -> Vec<String> {
        self.kind().map(|kind| kind.missing(&self.form())).unwrap_or_default()
    }

    /// The item that this one is the same as. Of two that are said to be the same as each other, the earlier word holds.
    fn stands_for(&self) -> Option<&Same> {
        let same = self.triage.same_as.as_ref()?;
        let other_way = self.triage.duplicates.get(&same.item);
        let is_first = |other: &Duplicate| (same.at, same.fact.as_str()) < (other.at, other.fact.as_str());
        other_way.is_none_or(is_first).then_some(same)
    }

    pub(super) fn same_item(&self) -> Option<ItemId> {
        self.stands_for().map(|same| same.item.clone())
    }

    pub(super) fn others_who_asked(&self) -> Vec<Requester> {
        self.triage.duplicates.values().map(|duplicate| duplicate.requester.clone()).collect()
    }

    /// What the tracker's labels should be like, where a form or button decided.
    fn labels_wished(&self) -> Option<Wish> {
        if !self.is_in_tracker() || (!self.triage.kind_is_decided && self.triage.ready.is_none()) {
            return None;
        }
        let roundup = &self.context.rules.roundup;
        let has = |label: &str| self.labels.contains(&label.to_lowercase());
        let mut wish = Wish::default();
        let mut want = |label: &String, is_on: bool| match (is_on, has(label)) {
            (true, false) => wish.add.push(label.clone()),
            (false, true) => wish.remove.push(label.clone()),
            _ => {}
        };
        if self.triage.kind.is_some() {
            for (kind, label) in &roundup.kind_labels {
                want(label, self.kind() == Some(*kind));
            }
        }
        if let Some(ready) = self.triage.ready {
            want(&roundup.ready_label, ready);
        }
        Some(wish)
    }

    /// Who should be assigned, where somebody claimed it whose login is known.
    fn assignees_wished(&self) -> Option<Wish> {
        if !self.is_in_tracker() || self.triage.claimants.is_empty() {
            return None;
        }
        let login = |user: &str| {
            let rotation = &self.context.rules.on_call.rotation;
            rotation.iter().find(|member| member.slack == user).and_then(|member| member.github.clone())
        };
        let has_it = |user: &&String| self.triage.claimed_by.as_ref() == Some(*user);
        let (add, remove): (Vec<&String>, Vec<&String>) = self.triage.claimants.iter().partition(has_it);
        let logins = |users: Vec<&String>| users.into_iter().filter_map(|user| login(user)).collect();
        Some(Wish { add: logins(add), remove: logins(remove) })
    }

    /// Whether it is an issue or pull request; discussions have no labels and assignees by the same means.
    fn is_in_tracker(&self) -> bool {
        self.subject.is_some_and(|subject| subject.form != SubjectForm::Discussion)
    }

    /// What is kept of triage with the item.
    pub(super) fn into_triage(&mut self) -> Triage {
        let same_as_fact = self.stands_for().map(|same| same.fact.clone());
        let (labels, assignees) = (self.labels_wished(), self.assignees_wished());
        let done = std::mem::take(&mut self.triage);
        let triaged = done.triaged.as_ref();
        let revision = match done.changes {
            0 => String::new(),
            changes => format!("{changes}:{}", done.changed_by),
        };
        Triage {
            snooze: done.snooze,
            low_risk: triaged.is_some_and(|triaged| triaged.low_risk),
            docs_covered: triaged.is_some_and(|triaged| triaged.docs_covered),
            docs_missing: triaged.is_some_and(|triaged| triaged.docs_missing),
            existing: triaged.and_then(|triaged| triaged.existing.clone()),
            ready_since: done.ready_since,
            same_as_fact,
            asked: done.asked,
            actions: done.actions,
            labels,
            assignees,
            decided: done.decided,
            owner: done.owner,
            revision,
        }
    }
}
