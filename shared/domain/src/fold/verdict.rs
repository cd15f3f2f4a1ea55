//! Kind and readiness, of which two have a say: what people do in Slack, and the labels of the tracker.
//!
//! As long as nobody has said anything in Slack, the labels say it. From then on whoever of staff is later has the last
//! word: a form or button, or a label put on or taken off by hand. Labels are brought in line with it, and the events of
//! that come back. They must say nothing new: not even where the word that caused them has been changed or taken back
//! meanwhile, and whatever the account that our app acts by is.

use super::Pass;
use super::hindsight::Hindsight;
use crate::fact::{Decision, Fact, SubjectForm, Triaged, What};
use crate::item::{Kind, Wish};
use crate::person::Role;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// For how long after a change of mind labels may still be written by the former one: reading the item and writing the
/// labels takes seconds, and a function of ours runs for less than this.
const ECHO: SignedDuration = SignedDuration::from_mins(1);

/// What was said about kind and readiness.
#[derive(Default)]
pub(super) struct Verdict {
    /// In order; what was taken back is taken out then.
    words: Vec<Word>,
    /// Whether kind and readiness were ever said in Slack, also where that was taken back.
    kind_was_said: bool,
    ready_was_said: bool,
    /// The labels as they would be without ours, in lower case; none before the first word, when all are by hand.
    by_hand: Option<BTreeSet<String>>,
    /// The changes of labels (in lower case; on or off) of which no event has come back: wished for, or since when no more.
    pending: BTreeMap<(String, bool), Option<Timestamp>>,
}

/// What one fact said.
struct Word {
    fact: String,
    source: WordSource,
    kind: Option<Option<Kind>>,
    ready: Option<bool>,
    form: Option<Triaged>,
}

#[derive(Clone, Copy, PartialEq)]
enum WordSource {
    Form,
    Button,
    Label,
}

impl Word {
    fn by_form(fact: &Fact, kind: Kind, ready: bool, form: &Triaged) -> Self {
        let form = Some(form.clone());
        Self { fact: fact.name.clone(), source: WordSource::Form, kind: Some(Some(kind)), ready: Some(ready), form }
    }

    fn by_button(fact: &Fact, ready: bool) -> Self {
        Self { fact: fact.name.clone(), source: WordSource::Button, kind: None, ready: Some(ready), form: None }
    }

    fn by_label(fact: &Fact, kind: Option<Option<Kind>>, ready: Option<bool>) -> Self {
        Self { fact: fact.name.clone(), source: WordSource::Label, kind, ready, form: None }
    }
}

impl Verdict {
    /// The last of `words` that says this; none where none was said in Slack: then the labels say it all.
    fn last<'w, T>(words: impl DoubleEndedIterator<Item = &'w Word> + Clone, part: impl Fn(&Word) -> Option<T>) -> Option<T> {
        let is_said = words.clone().any(|word| word.source != WordSource::Label && part(word).is_some());
        words.rev().find_map(part).filter(|_| is_said)
    }

    /// The kind that was decided on, if anything was.
    fn kind(&self) -> Option<Option<Kind>> {
        Self::last(self.words.iter(), |word| word.kind)
    }

    fn ready(&self) -> Option<bool> {
        Self::last(self.words.iter(), |word| word.ready)
    }

    /// The same by what is not taken back later.
    fn ready_for_good(&self, hindsight: &Hindsight) -> Option<bool> {
        Self::last(self.words.iter().filter(|word| !hindsight.is_undone(&word.fact)), |word| word.ready)
    }

    /// The last form that was filled in.
    pub(super) fn form(&self) -> Option<&Triaged> {
        self.words.iter().rev().find_map(|word| word.form.as_ref())
    }
}

impl Pass<'_> {
    pub(super) fn triaged(&mut self, fact: &Fact, triaged: &Triaged) {
        let (kind, ready) = self.say_form(fact, triaged);
        self.wanted_anew(ready);
        let ready = if ready { ", ready for the Roundup" } else { "" };
        self.did(fact, &format!("filled in the form: {}{ready}", kind.heading().to_lowercase()));
    }

    fn say_form(&mut self, fact: &Fact, triaged: &Triaged) -> (Kind, bool) {
        let kind = if self.is_pull_request() { Kind::PullRequest } else { triaged.kind };
        let ready = triaged.ready && kind.missing(&triaged.form).is_empty();
        self.say(Word::by_form(fact, kind, ready, triaged));
        (kind, ready)
    }

    pub(super) fn ready_set(&mut self, fact: &Fact, ready: bool) {
        if !self.may_be(ready) {
            return self.note(fact, "not ready: the form is not complete");
        }
        if self.is_ready() == ready && !(ready && self.is_decided()) {
            return self.note(fact, if ready { "ready already" } else { "not ready anyway" });
        }
        self.say(Word::by_button(fact, ready));
        self.wanted_anew(ready);
        self.did(fact, if ready { "marked it ready for the Roundup" } else { "took it off the Roundup" });
    }

    fn may_be(&self, ready: bool) -> bool {
        !ready || (self.kind().is_some() && self.missing().is_empty())
    }

    /// A word that somebody will have taken back: it held until then, for people and for labels, and leaves no trace.
    pub(super) fn say_for_now(&mut self, fact: &Fact) {
        match &fact.what {
            What::Triaged(triaged) => {
                self.say_form(fact, triaged);
            }
            What::ReadySet { ready } if self.may_be(*ready) && self.is_ready() != *ready => {
                self.say(Word::by_button(fact, *ready))
            }
            _ => {}
        }
    }

    /// What this fact said is taken back, and that it is ready, where that was said of the form which it filled in.
    pub(super) fn unsay(&mut self, fact: &str) {
        let words = &mut self.triage.verdict.words;
        let Some(position) = words.iter().position(|word| word.fact == fact) else { return };
        let was_form = words.remove(position).source == WordSource::Form;
        if was_form && !self.may_be(true) {
            let needs_form = |word: &Word| word.source == WordSource::Button && word.ready == Some(true);
            self.triage.verdict.words.retain(|word| !needs_form(word));
        }
    }

    fn say(&mut self, word: Word) {
        if self.triage.verdict.by_hand.is_none() && self.is_in_tracker() {
            self.triage.verdict.by_hand = Some(self.labels.clone());
        }
        self.triage.verdict.kind_was_said |= word.kind.is_some();
        self.triage.verdict.ready_was_said |= word.ready.is_some();
        self.triage.verdict.words.push(word);
    }

    /// What is ready after a decision is wanted at the Roundup anew.
    fn wanted_anew(&mut self, ready: bool) {
        if ready && self.is_decided() {
            self.triage.decided = None;
        }
    }

    /// Whether the Roundup is done with it.
    fn is_decided(&self) -> bool {
        self.triage.decided.as_ref().is_some_and(|decided| decided.decision != Decision::NeedsMore)
    }

    /// A label was put on or taken off; by hand of staff, it has the last word.
    pub(super) fn labelled(&mut self, fact: &Fact, label: &str, is_on: bool) {
        self.label(label, is_on);
        let is_by_staff = self.role(fact.by.as_ref()) == Role::Staff;
        if self.is_echo(fact, label, is_on) {
            return;
        }
        self.label_by_hand(label, is_on);
        if !is_by_staff {
            return;
        }
        match (self.kind_of_label(label), self.triage.verdict.kind()) {
            (Some(kind), Some(decided)) if is_on != (decided == Some(kind)) => {
                self.say(Word::by_label(fact, Some(is_on.then_some(kind)), None));
            }
            _ => {}
        }
        if self.is_ready_label(label) && self.triage.verdict.ready() == Some(!is_on) {
            self.say(Word::by_label(fact, None, Some(is_on)));
            self.wanted_anew(is_on);
        }
    }

    fn label_by_hand(&mut self, label: &str, is_on: bool) {
        let Some(by_hand) = &mut self.triage.verdict.by_hand else { return };
        let label = label.to_lowercase();
        if is_on {
            by_hand.insert(label)
        } else {
            by_hand.remove(&label)
        };
    }

    /// Whether a label was changed by ours: as it is wished for, or was a moment ago.
    fn is_echo(&mut self, fact: &Fact, label: &str, is_on: bool) -> bool {
        let pending = self.triage.verdict.pending.remove(&(label.to_lowercase(), is_on));
        pending.is_some_and(|since| since.is_none_or(|since| fact.at.duration_since(since) <= ECHO))
    }

    /// Keeps since when it is ready, and what is wished of the labels, after each fact.
    pub(super) fn watch_verdict(&mut self, at: Timestamp) {
        let is_ready = self.triage.verdict.ready_for_good(self.hindsight).unwrap_or_else(|| self.has_ready_label());
        match (is_ready, self.triage.ready_since) {
            (true, None) => self.triage.ready_since = Some(at),
            (false, Some(_)) => self.triage.ready_since = None,
            _ => {}
        }
        let Some(Wish { add, remove }) = self.labels_wished() else { return };
        let added = add.iter().map(|label| (label.to_lowercase(), true));
        let wished: BTreeSet<(String, bool)> = added.chain(remove.iter().map(|label| (label.to_lowercase(), false))).collect();
        for (change, since) in &mut self.triage.verdict.pending {
            if !wished.contains(change) {
                since.get_or_insert(at);
            }
        }
        self.triage.verdict.pending.extend(wished.into_iter().map(|change| (change, None)));
    }

    /// A pull request is one, and nothing else is; else the last word, the configured labels, or, where a discussion takes
    /// answers, that.
    pub(super) fn kind(&self) -> Option<Kind> {
        if self.is_pull_request() {
            return Some(Kind::PullRequest);
        }
        let answerable = || self.subject.is_some_and(|subject| subject.answerable).then_some(Kind::Question);
        let said = self.triage.verdict.kind().unwrap_or_else(|| self.labelled_kind().or_else(answerable));
        said.filter(|kind| *kind != Kind::PullRequest)
    }

    /// The kind by the labels alone, which are those by hand once ours may be among them.
    fn labelled_kind(&self) -> Option<Kind> {
        let labels = self.labels_by_hand(self.triage.verdict.kind_was_said);
        Kind::ALL.into_iter().find(|kind| self.kind_label(*kind).is_some_and(|label| labels.contains(&label.to_lowercase())))
    }

    fn labels_by_hand(&self, may_be_ours: bool) -> &BTreeSet<String> {
        self.triage.verdict.by_hand.as_ref().filter(|_| may_be_ours).unwrap_or(&self.labels)
    }

    fn kind_label(&self, kind: Kind) -> Option<&String> {
        self.context.rules.roundup.kind_labels.get(&kind)
    }

    /// The kind that a label stands for. That a pull request mends a bug makes it no bug.
    fn kind_of_label(&self, label: &str) -> Option<Kind> {
        let label = label.to_lowercase();
        let is_it = |kind: &Kind| self.kind_label(*kind).is_some_and(|configured| configured.to_lowercase() == label);
        Kind::ALL.into_iter().filter(|kind| !self.is_pull_request() || *kind == Kind::PullRequest).find(is_it)
    }

    fn is_ready_label(&self, label: &str) -> bool {
        self.context.rules.roundup.ready_label.to_lowercase() == label.to_lowercase()
    }

    /// Readiness by the labels alone.
    fn has_ready_label(&self) -> bool {
        let labels = self.labels_by_hand(self.triage.verdict.ready_was_said);
        labels.contains(&self.context.rules.roundup.ready_label.to_lowercase())
    }

    pub(super) fn is_pull_request(&self) -> bool {
        self.subject.is_some_and(|subject| subject.form == SubjectForm::PullRequest)
    }

    /// Whether it is an issue or pull request; discussions have no labels and assignees by the same means.
    pub(super) fn is_in_tracker(&self) -> bool {
        self.subject.is_some_and(|subject| subject.form != SubjectForm::Discussion)
    }

    pub(super) fn is_ready(&self) -> bool {
        self.triage.verdict.ready().unwrap_or_else(|| self.has_ready_label())
    }

    pub(super) fn form(&self) -> BTreeMap<String, String> {
        self.triage.verdict.form().map(|triaged| triaged.form.clone()).unwrap_or_default()
    }

    pub(super) fn missing(&self) -> Vec<String> {
        self.kind().map(|kind| kind.missing(&self.form())).unwrap_or_default()
    }

    /// What the tracker's labels should be like, where a form or button said so: as it stands, or, where it was taken back, as
    /// they were.
    pub(super) fn labels_wished(&self) -> Option<Wish> {
        let verdict = &self.triage.verdict;
        let by_hand = verdict.by_hand.as_ref().filter(|_| self.is_in_tracker())?;
        let mut wish = Wish::default();
        let mut want = |label: &String, is_on: bool| match (is_on, self.labels.contains(&label.to_lowercase())) {
            (true, false) => wish.add.push(label.clone()),
            (false, true) => wish.remove.push(label.clone()),
            _ => {}
        };
        if verdict.kind_was_said {
            let own = verdict.kind().map(|kind| kind.and_then(|kind| self.kind_label(kind)).map(|label| label.to_lowercase()));
            for label in self.labels_of_kinds() {
                let lower = label.to_lowercase();
                want(label, own.as_ref().map_or(by_hand.contains(&lower), |own| own.as_ref() == Some(&lower)));
            }
        }
        if verdict.ready_was_said {
            want(&self.context.rules.roundup.ready_label, self.is_ready());
        }
        Some(wish)
    }

    /// The labels that go with the kind: what else a pull request is labelled is nobody's business.
    fn labels_of_kinds(&self) -> impl Iterator<Item = &String> {
        let kind_labels = &self.context.rules.roundup.kind_labels;
        let is_pull_request = self.is_pull_request();
        let ours = move |kind: &Kind| !is_pull_request || *kind == Kind::PullRequest;
        kind_labels.iter().filter(move |(kind, _)| ours(kind)).map(|(_, label)| label)
    }
}
