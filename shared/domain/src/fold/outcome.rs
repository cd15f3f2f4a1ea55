//! The item that is left when all facts have been taken.

use super::Pass;
use super::describe::{excerpt_of, title_of};
use crate::item::{Folded, Item, Requester, Snooze, State};
use crate::person::Author;

impl Pass<'_> {
    pub(super) fn finish(mut self) -> Option<Folded> {
        let tracked = self.triage.tracked.take();
        let (asked_by, opened_at) =
            self.first.clone().or_else(|| tracked.as_ref().map(|tracked| (tracked.author.clone(), tracked.at)))?;
        let state = self.state(tracked.is_some());
        let kind = self.kind();
        let is_put_off = |snooze: &&Snooze| snooze.until > self.now && state != State::Closed;
        let snoozed_until = self.triage.snooze.as_ref().filter(is_put_off).map(|snooze| snooze.until);
        let first = self.comments.first().map(|comment| comment.text.as_str());
        let first_text = first.or(tracked.as_ref().map(|tracked| tracked.text.as_str())).unwrap_or_default().to_owned();
        let others_who_asked = self.others_who_asked(&asked_by);
        let requester = self.people.get(&asked_by.key());
        let item = Item {
            id: self.context.id.clone(),
            source: self.context.source.name.clone(),
            kind,
            state,
            title: self.subject.map_or_else(|| title_of(&first_text), |subject| title_of(&subject.title)),
            url: self.subject.map_or(self.context.url, |subject| subject.url.as_str()).to_owned(),
            requester: Requester {
                platform: asked_by.platform,
                name: requester.map_or(asked_by.id.clone(), |person| person.name.clone()),
                company: self.context.source.company.clone().or_else(|| requester.and_then(|person| person.company.clone())),
                id: asked_by.id,
            },
            opened_at,
            waiting_since: self.clock.since(),
            due_at: self.clock.due(),
            first_response_seconds: self.clock.first_response_seconds(),
            breaches: self.clock.breaches(self.now),
            claimed_by: self.claimed_by().map(str::to_owned),
            snoozed_until,
            ready: self.is_ready(),
            missing: self.missing(),
            form: self.form(),
            same_as: self.same_item(),
            asked_by: others_who_asked,
        };
        let mut waiting: Vec<String> = Vec::new();
        for author in self.clock.waiting_authors().map(Author::key) {
            if !waiting.contains(&author) {
                waiting.push(author);
            }
        }
        let excerpt = excerpt_of(self.waiting_text().unwrap_or(&first_text));
        let comments = u32::try_from(self.comments.len()).unwrap_or(u32::MAX);
        let triage = self.finish_triage(&item, &excerpt);
        let (runs, trace) = self.clock.into_record();
        Some(Folded {
            item,
            conversation: self.context.conversation.clone(),
            excerpt,
            runs,
            comments,
            waiting,
            people: self.people,
            trace,
            triage,
        })
    }

    /// The first text that waits; a reopening waits without one.
    fn waiting_text(&self) -> Option<&str> {
        let is_waiting = |id: &str| self.clock.waiting_ids().any(|waiting| waiting == id);
        let said = self.comments.iter().find(|comment| !comment.text.is_empty() && is_waiting(&comment.id));
        said.map(|comment| comment.text.as_str())
    }

    fn state(&self, is_tracked: bool) -> State {
        if self.clock.is_running() {
            State::Waiting
        } else if self.state_is_closed() || (self.comments.is_empty() && !is_tracked) {
            State::Closed
        } else if self.triage.snooze.as_ref().is_some_and(|snooze| snooze.until > self.now) {
            State::Snoozed
        } else {
            State::Answered
        }
    }

    /// Closed in its source, with nobody waiting.
    pub(super) fn state_is_closed(&self) -> bool {
        self.closed.is_some() && !self.clock.is_running()
    }
}
