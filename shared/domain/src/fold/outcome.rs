//! The item that is left when all facts have been taken.

use super::Pass;
use super::describe::{excerpt_of, title_of};
use crate::fact::SubjectForm;
use crate::item::{Folded, Item, Kind, Requester, State};
use crate::person::Author;
use std::collections::BTreeMap;

impl Pass<'_> {
    pub(super) fn finish(self) -> Option<Folded> {
        let (asked_by, opened_at) = self.first.clone()?;
        let state = self.state();
        let kind = self.kind();
        let form = BTreeMap::new();
        let first_text = self.comments.first().map(|comment| comment.text.as_str()).unwrap_or_default();
        let requester = self.people.get(&asked_by.key());
        let item = Item {
            id: self.context.id.clone(),
            source: self.context.source.name.clone(),
            kind,
            state,
            title: self.subject.map_or_else(|| title_of(first_text), |subject| title_of(&subject.title)),
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
            claimed_by: None,
            snoozed_until: None,
            ready: self.labels.contains(&self.context.rules.roundup.ready_label.to_lowercase()),
            missing: kind.map(|kind| kind.missing(&form)).unwrap_or_default(),
            form,
        };
        let mut waiting: Vec<String> = Vec::new();
        for author in self.clock.waiting_authors().map(Author::key) {
            if !waiting.contains(&author) {
                waiting.push(author);
            }
        }
        let excerpt = excerpt_of(self.waiting_text().unwrap_or(first_text));
        let comments = u32::try_from(self.comments.len()).unwrap_or(u32::MAX);
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
        })
    }

    /// The first text that waits; a reopening waits without one.
    fn waiting_text(&self) -> Option<&str> {
        let is_waiting = |id: &str| self.clock.waiting_ids().any(|waiting| waiting == id);
        let said = self.comments.iter().find(|comment| !comment.text.is_empty() && is_waiting(&comment.id));
        said.map(|comment| comment.text.as_str())
    }

    fn state(&self) -> State {
        if self.comments.is_empty() {
            State::Closed
        } else if self.clock.is_running() {
            State::Waiting
        } else if self.closed {
            State::Closed
        } else {
            State::Answered
        }
    }

    /// A pull request is one; otherwise the configured labels say; a discussion that takes answers is a question.
    fn kind(&self) -> Option<Kind> {
        let subject = self.subject?;
        if subject.form == SubjectForm::PullRequest {
            return Some(Kind::PullRequest);
        }
        let labels = &self.context.rules.roundup.kind_labels;
        let labelled =
            Kind::ALL.into_iter().find(|kind| labels.get(kind).is_some_and(|label| self.labels.contains(&label.to_lowercase())));
        labelled.or(subject.answerable.then_some(Kind::Question))
    }
}
