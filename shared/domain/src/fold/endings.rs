//! Closing, withdrawing and asking again: what happens to an issue, pull request or discussion as a whole.

use super::Pass;
use crate::fact::{Fact, OPENING};
use crate::item::Closed;
use crate::person::{Author, Role};

impl<'a> Pass<'a> {
    pub(super) fn closed(&mut self, fact: &Fact, merged: bool, declined: bool) {
        self.closed = Some(Closed { at: fact.at, merged, declined });
        self.end_snooze();
        match self.role(fact.by.as_ref()) {
            Role::Staff if self.clock.is_running() => self.answer(fact, "by closing it"),
            Role::Outside if self.is_requester(fact.by.as_ref()) => {
                self.clock.withdraw_all(fact.at);
                self.note(fact, "closed by who asked: withdrawn");
            }
            _ => self.note(fact, "closed"),
        }
    }

    /// The issue or discussion itself was deleted.
    pub(super) fn removed(&mut self, fact: &Fact) {
        self.closed = Some(Closed { at: fact.at, merged: false, declined: true });
        self.comments.clear();
        self.clock.withdraw_all(fact.at);
        self.note(fact, "deleted in its source");
    }

    fn is_requester(&self, author: Option<&Author>) -> bool {
        let Some(author) = author else { return false };
        let opened_by = self.subject.and_then(|subject| subject.author.as_ref());
        let asked_by = self.first.as_ref().map(|(author, _)| author);
        opened_by.into_iter().chain(asked_by).any(|requester| requester.key() == author.key())
    }

    pub(super) fn reopened(&mut self, fact: &'a Fact) {
        self.closed = None;
        match self.role(fact.by.as_ref()) {
            Role::Outside if self.is_draft => self.note(fact, "reopened as a draft: nothing is asked yet"),
            Role::Outside => self.outside_comment(fact, fact.by.as_ref(), &fact.name, ""),
            Role::Staff | Role::Bot => self.note(fact, "reopened"),
        }
    }

    /// A draft asks for nothing; what was asked by comments stands. Bots stop no clock, in this way neither.
    pub(super) fn drafted(&mut self, fact: &Fact) {
        if self.role(fact.by.as_ref()) == Role::Bot {
            return self.note(fact, "turned into a draft by a bot");
        }
        self.is_draft = true;
        let asked: Vec<String> =
            self.clock.waiting_ids().filter(|id| *id == OPENING || id.starts_with("ready:")).map(str::to_owned).collect();
        for id in asked {
            self.clock.withdraw(&id, fact.at);
        }
        self.note(fact, "turned into a draft");
    }

    pub(super) fn ready_for_review(&mut self, fact: &'a Fact) {
        self.is_draft = false;
        let author = fact.subject.as_ref().and_then(|subject| subject.author.as_ref()).or(fact.by.as_ref());
        if self.role(author) == Role::Outside {
            let text = self.hindsight.opening_text().unwrap_or_default();
            self.outside_comment(fact, author, &fact.name, text);
        }
    }
}
