//! What people do with buttons and forms. These are Slack's, whatever the item is, and know no issue.

use super::Story;
use crate::fact::{Decision, Fact, Triaged, What};
use crate::fold::Heard;
use crate::id::ItemId;
use crate::item::{Kind, Requester};
use crate::person::{Author, Platform};
use crate::testing::{Somebody, t, ts};
use jiff::civil::date;

/// A form of this kind with these fields.
fn form(kind: Kind, fields: &[(&str, &str)], ready: bool) -> Triaged {
    Triaged {
        kind,
        form: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        low_risk: false,
        docs_covered: false,
        existing: None,
        docs_missing: false,
        ready,
    }
}

/// A bug with all that has to be said about it.
pub(crate) fn bug_form(ready: bool) -> Triaged {
    form(Kind::Bug, &[("expected", "It starts"), ("actual", "It fails")], ready)
}

/// A question about which one thing is known.
pub(crate) fn question_form(ready: bool) -> Triaged {
    form(Kind::Question, &[("question", "How?")], ready)
}

impl Story {
    /// Something done with a button, form or command.
    pub fn presses(mut self, when: &str, by: Option<Author>, name: String, what: What) -> Self {
        self.heard.push(Heard::Inside(Fact { name, at: t(when), by, what, subject: None }));
        self
    }

    fn acts(self, when: &str, who: Somebody, name: &str, what: What) -> Self {
        let name = format!("{name}:{}:{}", who.slack, ts(when));
        self.presses(when, Some(who.on(Platform::Slack)), name, what)
    }

    /// The name of the fact that was told last.
    pub fn last(&self) -> String {
        self.heard.last().expect("nothing told yet").fact().name.clone()
    }

    pub fn claims(self, when: &str, who: Somebody, instead_of: Option<Somebody>) -> Self {
        let instead_of = instead_of.map(|holder| holder.slack.to_owned());
        self.acts(when, who, "claimed", What::Claimed { instead_of })
    }

    pub fn releases(self, when: &str, who: Somebody, of: Somebody) -> Self {
        self.acts(when, who, "released", What::Released { of: of.slack.to_owned() })
    }

    pub fn snoozes(self, when: &str, who: Somebody, until: &str) -> Self {
        self.acts(when, who, "snoozed", What::Snoozed { until: t(until) })
    }

    pub fn wakes(self, when: &str, who: Somebody) -> Self {
        self.acts(when, who, "woken", What::Woken)
    }

    pub fn needs_no_response(self, when: &str, who: Somebody) -> Self {
        self.acts(when, who, "no_response", What::NoResponse)
    }

    pub fn fills_in(self, when: &str, who: Somebody, form: Triaged) -> Self {
        self.acts(when, who, "triaged", What::Triaged(Box::new(form)))
    }

    pub fn sets_ready(self, when: &str, who: Somebody, ready: bool) -> Self {
        self.acts(when, who, "ready_set", What::ReadySet { ready })
    }

    pub fn says_same_as(self, when: &str, who: Somebody, item: &ItemId) -> Self {
        self.acts(when, who, "same_as", What::SameAs { item: item.clone() })
    }

    /// As the reactor tells it here: `item`, in which `who` asked, is the same as this one, as `fact` there says.
    pub fn hears_duplicate(self, when: &str, item: &ItemId, who: Somebody, fact: &str) -> Self {
        let author = who.on(Platform::Slack);
        let requester = Box::new(Requester { platform: Platform::Slack, name: author.id.clone(), id: author.id, company: None });
        let what = What::DuplicatedBy { item: item.clone(), requester, fact: fact.to_owned() };
        self.presses(when, None, format!("duplicate:{item}:{fact}"), what)
    }

    pub fn hears_distinct(self, when: &str, item: &ItemId, fact: &str) -> Self {
        let what = What::DistinctFrom { item: item.clone(), fact: fact.to_owned() };
        self.presses(when, None, format!("distinct:{item}:{fact}"), what)
    }

    pub fn asks(self, when: &str, who: Somebody, colleague: Somebody, question: &str) -> Self {
        let what = What::Asked { colleague: colleague.slack.to_owned(), question: question.to_owned() };
        self.acts(when, who, "asked", what)
    }

    /// An answer to the question that the fact `to` asked.
    pub fn replies(self, when: &str, who: Somebody, to: &str, text: &str) -> Self {
        self.acts(when, who, "replied", What::Replied { to: to.to_owned(), text: text.to_owned() })
    }

    pub fn tracks(self, when: &str, who: Somebody, author: Somebody, text: &str) -> Self {
        let author = author.on(Platform::Slack);
        self.acts(when, who, "tracked", What::Tracked { author, text: text.to_owned() })
    }

    pub fn decides(self, when: &str, who: Somebody, decision: Decision) -> Self {
        self.acts(when, who, "decided", What::Decided { meeting: date(2026, 3, 3), decision })
    }

    pub fn makes_owner(self, when: &str, who: Somebody, owner: Somebody) -> Self {
        self.acts(when, who, "owned", What::Owned { meeting: date(2026, 3, 3), owner: owner.slack.to_owned() })
    }

    pub fn undoes(self, when: &str, who: Somebody, fact: &str) -> Self {
        let by = Some(who.on(Platform::Slack));
        self.presses(when, by, format!("undone:{fact}:{}", who.slack), What::Undone { of: fact.to_owned() })
    }

    /// Takes back what was told last.
    pub fn undoes_that(self, when: &str, who: Somebody) -> Self {
        let last = self.last();
        self.undoes(when, who, &last)
    }
}
