//! From facts to an item: the rules of the clock (CONTRACT 6), as one pass over the facts in order of time.
//!
//! The order in which facts arrived, and how often, cannot matter: they are sorted by the source's time and taken once
//! each. What a fact means may depend on later ones only through [`Hindsight`], which is gathered before the pass.

mod clock;
mod describe;
mod endings;
mod helped;
mod hindsight;
mod look;
mod outcome;
mod same;
mod triage;
mod verdict;

#[cfg(test)]
mod tests;

use crate::fact::{Fact, OPENING, Subject, What};
use crate::id::{ConversationId, ItemId};
use crate::item::{Closed, Folded};
use crate::person::{Author, People, Person, Role};
use crate::plan::Step;
use crate::rules::{Policy, Rules, Source};
use clock::Clock;
use describe::span;
use helped::Chosen;
use hindsight::Hindsight;
use jiff::Timestamp;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use triage::Triaging;

/// What a fold needs to know besides the facts.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// The source that the conversation belongs to.
    pub source: &'a Source,
    /// Its policy.
    pub policy: &'a Policy,
    /// Where the facts are.
    pub conversation: &'a ConversationId,
    /// The item's name.
    pub id: &'a ItemId,
    /// Link for people, where the facts carry none (Slack).
    pub url: &'a str,
    /// What look-ups found out about people, by [`Author::key`].
    pub people: &'a People,
    /// Whether a top-level message of ours answers everything that waits in the channel, or only whom it mentions.
    pub top_level_answers: bool,
    /// The present, by which a run that goes on may already be late.
    pub now: Timestamp,
}

/// A fact as an item sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// In the item's own thread.
    Inside(Fact),
    /// A top-level message of the channel that is no part of the item; it may answer it.
    Nearby(Fact),
    /// The top-level message just before the item: if it is ours, a "thanks!" follows an answer.
    Before(Fact),
}

impl Heard {
    /// The fact.
    #[must_use]
    pub fn fact(&self) -> &Fact {
        match self {
            Self::Inside(fact) | Self::Nearby(fact) | Self::Before(fact) => fact,
        }
    }
}

/// The order of facts: by the source's time; within one instant, comments before the closing that they came with (GitHub's
/// "close with comment" gives both the same second); then by name, numbers by size.
fn in_order(one: &Fact, other: &Fact) -> Ordering {
    let rank = |fact: &Fact| match fact.what {
        What::Opened { .. } | What::MovedFrom { .. } => 0,
        What::Comment { .. } => 1,
        What::Closed { .. } => 3,
        _ => 2,
    };
    let key = |fact: &Fact| (fact.at, rank(fact), fact.name.len());
    key(one).cmp(&key(other)).then_with(|| one.name.cmp(&other.name))
}

/// Folds the facts of one item; none where nobody outside ever wrote in it.
#[must_use]
pub fn fold(context: &Context<'_>, heard: &[Heard]) -> Option<Folded> {
    let mut seen = BTreeSet::new();
    let mut heard: Vec<&Heard> = heard.iter().collect();
    heard.sort_by(|one, other| in_order(one.fact(), other.fact()));
    heard.retain(|heard| seen.insert(heard.fact().name.as_str()));
    // Nothing happens to what was deleted, but GitHub dates the deletion of an issue by its last change.
    heard.sort_by_key(|heard| heard.fact().what == What::Removed);

    let is_staff = |by: &Author| context.rules.team.person(by, context.people.get(&by.key())).role == Role::Staff;
    let hindsight = Hindsight::gather(heard.iter().map(|heard| heard.fact()), is_staff);
    let mut pass = Pass::new(context, &hindsight);
    for heard in &heard {
        pass.take(heard);
    }
    pass.finish()
}

/// Everyone whose role decides what the facts mean, or whose name is shown with them, by [`Author::key`].
#[must_use]
pub fn participants<'a>(facts: impl Iterator<Item = &'a Fact>) -> BTreeMap<String, Author> {
    let subject_of = |fact: &Fact| fact.subject.as_ref().and_then(|subject| subject.author.clone());
    facts
        .flat_map(|fact| fact.by.clone().into_iter().chain(subject_of(fact)).chain(fact.what.names()))
        .map(|author| (author.key(), author))
        .collect()
}

/// A comment from outside that exists.
struct Comment {
    id: String,
    text: String,
}

/// The state of the pass over the facts.
struct Pass<'a> {
    context: &'a Context<'a>,
    hindsight: &'a Hindsight,
    clock: Clock<'a>,
    /// Comments from outside in order, deleted ones gone.
    comments: Vec<Comment>,
    /// Author and time of the first comment from outside that there ever was.
    first: Option<(Author, Timestamp)>,
    subject: Option<&'a Subject>,
    labels: BTreeSet<String>,
    /// How it was closed, while it is.
    closed: Option<Closed>,
    /// The pull request is a draft, as people have it.
    is_draft: bool,
    /// The comment that is chosen as the answer, and who wrote it.
    chosen: Option<Chosen<'a>>,
    /// The channel's message just before the item.
    before: Option<&'a Fact>,
    /// Somebody of ours has written in the item.
    we_spoke: bool,
    /// The present, as far as our own clock and the deadlines known to be reached say.
    now: Timestamp,
    people: People,
    triage: Triaging,
}

impl<'a> Pass<'a> {
    fn new(context: &'a Context<'a>, hindsight: &'a Hindsight) -> Self {
        Self {
            context,
            hindsight,
            clock: Clock::new(context.policy),
            comments: Vec::new(),
            first: None,
            subject: None,
            labels: BTreeSet::new(),
            closed: None,
            is_draft: false,
            chosen: None,
            before: None,
            we_spoke: false,
            now: context.now,
            people: People::new(),
            triage: Triaging::default(),
        }
    }

    /// What somebody is to us; whoever is asked about is kept with the item.
    fn person(&mut self, author: &Author) -> Person {
        let key = author.key();
        let person = self.context.rules.team.person(author, self.context.people.get(&key));
        self.people.insert(key, person.clone());
        person
    }

    fn role(&mut self, author: Option<&Author>) -> Role {
        author.map_or(Role::Outside, |author| self.person(author).role)
    }

    fn take(&mut self, heard: &'a Heard) {
        match heard {
            Heard::Inside(fact) if self.hindsight.is_undone(&fact.name) => {
                self.take_for_now(fact);
                self.watch_verdict(fact.at);
            }
            Heard::Inside(fact) => {
                if let Some(subject) = &fact.subject {
                    self.learn(subject, fact.at);
                }
                self.take_inside(fact);
                self.watch_verdict(fact.at);
            }
            Heard::Nearby(fact) => self.take_nearby(fact),
            Heard::Before(fact) => self.before = Some(fact),
        }
    }

    /// A subject is shown whole by every event of it; the labels it lists are those of that moment.
    fn learn(&mut self, subject: &'a Subject, at: Timestamp) {
        if let Some(labels) = &subject.labels {
            self.labels = labels.iter().map(|label| label.to_lowercase()).collect();
            // Two labels put on at once are two events of one second, of which either may show one label only.
            for (label, is_on) in self.hindsight.labelled_at(at) {
                self.label(label, *is_on);
            }
        }
        self.subject = Some(subject);
    }

    fn label(&mut self, label: &str, is_on: bool) {
        let label = label.to_lowercase();
        if is_on {
            self.labels.insert(label)
        } else {
            self.labels.remove(&label)
        };
    }

    fn take_inside(&mut self, fact: &'a Fact) {
        match &fact.what {
            What::Opened { text, draft } => self.opened(fact, text, *draft),
            What::Comment { id, text, .. } => self.comment(fact, id, text),
            What::Edited { .. } => self.note(fact, "text changed"),
            What::Deleted { of } => self.deleted(fact, of),
            What::Marked { of } => self.marked(fact, of),
            What::Answered => self.answered_by_button(fact),
            What::Closed { merged, declined } => self.closed(fact, *merged, *declined),
            What::Reopened => self.reopened(fact),
            What::Drafted => self.drafted(fact),
            What::Ready => self.ready_for_review(fact),
            What::Labelled { label } => {
                self.labelled(fact, label, true);
                self.note(fact, &format!("labelled {label}"));
            }
            What::Unlabelled { label } => {
                self.labelled(fact, label, false);
                self.note(fact, &format!("label {label} removed"));
            }
            // The reactor's own copy of the news, which knows no subject, says nothing that the webhook's does not.
            What::MovedFrom { .. } if fact.subject.is_none() => {}
            What::MovedFrom { from } => self.note(fact, &format!("moved here from {from}")),
            What::MovedTo { to } => self.note(fact, &format!("moved to {to}")),
            What::Removed => self.removed(fact),
            What::Counts { .. } => self.counts(fact),
            What::Reached { since, step } => self.reached(fact, *since, step),
            What::AnswerChosen { id, author, url } => self.answer_chosen(fact, id, author, url.as_deref()),
            What::AnswerUnchosen { id } => self.answer_unchosen(fact, id),
            What::Retitled | What::Unmarked { .. } | What::Joined | What::ChannelChanged | What::HomeOpened => {}
            What::Override { .. } | What::Accepted | What::Imported { .. } => {}
            What::Claimed { .. }
            | What::Released { .. }
            | What::Snoozed { .. }
            | What::Woken
            | What::NoResponse
            | What::Triaged(_)
            | What::ReadySet { .. }
            | What::SameAs { .. }
            | What::DuplicatedBy { .. }
            | What::DistinctFrom { .. }
            | What::Asked { .. }
            | What::Replied { .. }
            | What::Tracked { .. }
            | What::Decided { .. }
            | What::Owned { .. }
            | What::Undone { .. } => self.take_triage(fact),
        }
    }

    /// Rule 2: a top-level message of ours answers what waits in the channel: of what is our own, whom it mentions. That is who
    /// asked, then or now; who has joined somebody else's thread does not wait instead of them.
    fn take_nearby(&mut self, fact: &'a Fact) {
        let What::Comment { mentions, .. } = &fact.what else { return };
        if !self.clock.is_running() || self.role(fact.by.as_ref()) != Role::Staff {
            return;
        }
        let asked_by = self.first.iter().map(|(author, _)| author);
        let mentioned = asked_by.chain(self.clock.waits_longest()).any(|author| mentions.contains(&author.id));
        if self.context.top_level_answers || mentioned {
            self.answer(fact, "by a message in the channel");
        }
    }

    fn opened(&mut self, fact: &'a Fact, text: &str, draft: bool) {
        self.is_draft = draft;
        match self.role(fact.by.as_ref()) {
            Role::Outside if draft => self.note(fact, "opened as a draft: nothing is asked yet"),
            Role::Outside => self.outside_comment(fact, fact.by.as_ref(), OPENING, text),
            Role::Staff => self.we_spoke = true,
            Role::Bot => {}
        }
    }

    fn comment(&mut self, fact: &'a Fact, id: &str, text: &str) {
        match self.role(fact.by.as_ref()) {
            Role::Staff => {
                self.we_spoke = true;
                self.answer(fact, "by a comment");
            }
            // A review without a word of its own says nothing; its line comments arrive as comments.
            Role::Outside if id.starts_with("review:") && text.trim().is_empty() => {}
            Role::Outside => self.outside_comment(fact, fact.by.as_ref(), id, text),
            Role::Bot => {}
        }
    }

    fn outside_comment(&mut self, fact: &'a Fact, author: Option<&Author>, id: &str, text: &str) {
        let Some(author) = author else { return };
        if self.hindsight.deleted_before(id, fact) {
            return;
        }
        self.person(author);
        let text = self.hindsight.current_text(id).unwrap_or(text).to_owned();
        self.comments.push(Comment { id: id.to_owned(), text });
        if self.first.is_none() {
            self.first = Some((author.clone(), fact.at));
        }
        if !self.clock.is_running() && self.hindsight.is_acknowledgement(id) && self.follows_an_answer() {
            self.note(fact, "an acknowledgement: the clock stays stopped");
        } else if self.clock.start(id, author, fact.at) {
            let due = self.clock.due().unwrap_or(fact.at);
            self.end_snooze();
            self.note(fact, &format!("clock started, due {due}"));
        } else if let Some(since) = self.clock.since() {
            self.note(fact, &format!("waits already, since {since}"));
        }
    }

    /// Whether what is said now follows words of ours: in the item, or, as its first words, at top level of the channel.
    fn follows_an_answer(&mut self) -> bool {
        let before = self.before.filter(|_| self.clock.never_ran());
        self.clock.was_answered() || self.we_spoke || before.is_some_and(|before| self.role(before.by.as_ref()) == Role::Staff)
    }

    fn answer(&mut self, fact: &Fact, how: &str) {
        let by = fact.by.as_ref().map(Author::key).unwrap_or_default();
        match self.clock.answer(fact.at, &by) {
            Some(run) => {
                let after = span(run.since, fact.at);
                let verdict =
                    if run.is_late(fact.at) { format!("late by {}", span(run.due, fact.at)) } else { "in time".to_owned() };
                self.end_snooze();
                self.note(fact, &format!("answered {how} after {after}, {verdict}"));
            }
            None => self.note(fact, "from our side; nobody was waiting"),
        }
    }

    fn deleted(&mut self, fact: &Fact, of: &str) {
        let before = self.comments.len();
        self.comments.retain(|comment| comment.id != of);
        if self.comments.len() == before {
            return;
        }
        match self.clock.withdraw(of, fact.at) {
            clock::Withdrawn::Nothing => self.note(fact, "comment deleted"),
            clock::Withdrawn::Run => self.note(fact, "the only unanswered comment deleted: clock stopped without a response"),
            clock::Withdrawn::First { since } => self.note(fact, &format!("comment deleted, waiting since {since}")),
        }
    }

    fn marked(&mut self, fact: &Fact, of: &str) {
        if self.role(fact.by.as_ref()) == Role::Staff && self.hindsight.mark_stands(of, fact) && self.clock.is_running() {
            self.answer(fact, "with a check mark");
        }
    }

    fn answered_by_button(&mut self, fact: &Fact) {
        if self.role(fact.by.as_ref()) == Role::Staff {
            let was_waiting = self.clock.is_running();
            self.answer(fact, "outside the thread, as marked in Slack");
            if was_waiting {
                self.show_action(fact, "marked it answered");
            }
        }
    }

    fn reached(&mut self, fact: &Fact, since: Timestamp, step: &str) {
        self.now = self.now.max(fact.at);
        let wakes = self.triage.snooze.as_ref().is_some_and(|snooze| snooze.at == since);
        if self.clock.since() == Some(since) || (wakes && step == Step::WAKE) {
            self.note(fact, &format!("{step}: its time came"));
        }
    }

    fn counts(&mut self, fact: &Fact) {
        if self.role(fact.by.as_ref()) == Role::Staff {
            self.show_action(fact, "said that it needs an answer");
            self.note(fact, "counted as a comment after all");
        }
    }

    fn note(&mut self, fact: &Fact, effect: &str) {
        let by = fact.by.as_ref().map(|author| self.person(author).name).unwrap_or_default();
        self.clock.note(fact, by, effect);
    }
}
