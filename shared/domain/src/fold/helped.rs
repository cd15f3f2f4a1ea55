//! Answers from outside: a comment that was chosen as the answer of a discussion (GitHub, "Moderating discussions"). It is
//! somebody to thank; the clock goes on, since it promises a response of ours.

use super::Pass;
use crate::fact::Fact;
use crate::item::{Helped, Item, Requester};
use crate::person::{Author, Role};
use jiff::Timestamp;

/// A comment that is chosen as the answer.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    id: &'a str,
    author: &'a Author,
    url: Option<&'a str>,
    at: Timestamp,
}

impl<'a> Pass<'a> {
    pub(super) fn answer_chosen(&mut self, fact: &'a Fact, id: &'a str, author: &'a Author, url: Option<&'a str>) {
        // There is one answer at a time.
        self.chosen = Some(Chosen { id, author, url, at: fact.at });
        let name = self.person(author).name;
        self.note(fact, &format!("a comment of {name} was chosen as the answer"));
    }

    pub(super) fn answer_unchosen(&mut self, fact: &Fact, id: &str) {
        if self.chosen.take_if(|chosen| chosen.id == id).is_some() {
            self.note(fact, "no comment is chosen as the answer any more");
        }
    }

    /// The help that somebody from outside gave to who asked; an answer to oneself, or one of ours, is none.
    pub(super) fn helped(&mut self, item: &Item) -> Option<Helped> {
        let Chosen { id, author, url, at } = self.chosen?;
        let opened = self.subject.and_then(|subject| subject.author.as_ref()).map(Author::key);
        let is_own = author.key() == item.requester.account().key() || opened == Some(author.key());
        let person = self.person(author);
        if is_own || person.role != Role::Outside || self.hindsight.is_deleted(id) {
            return None;
        }
        let by = Requester { platform: author.platform, id: author.id.clone(), name: person.name, company: person.company };
        Some(Helped { by, at, url: url.unwrap_or(&item.url).to_owned() })
    }
}
