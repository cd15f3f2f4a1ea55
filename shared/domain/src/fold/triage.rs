//! What people do about an item with buttons and forms.
//!
//! What was taken back in time never happened, except that what others did meanwhile went by it: a colleague who took the
//! item over from somebody has it, also where that one's claim is taken back later.

use super::Pass;
use super::describe::answer_of;
use super::look::revision;
use super::same::Sameness;
use super::verdict::Verdict;
use crate::fact::{Decision, Fact, What};
use crate::item::{Action, AskedAnswer, Asking, Decided, Item, Snooze, State, Triage, Wish};
use crate::person::{Author, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The state of triage in the pass over the facts.
#[derive(Default)]
pub(super) struct Triaging {
    claims: Claims,
    pub(super) snooze: Option<Snooze>,
    pub(super) verdict: Verdict,
    pub(super) ready_since: Option<Timestamp>,
    pub(super) sameness: Sameness,
    asked: Vec<Asking>,
    pub(super) tracked: Option<Tracked>,
    pub(super) decided: Option<Decided>,
    owner: Option<String>,
    actions: Vec<Action>,
}

/// Who has it, and had it.
#[derive(Default)]
struct Claims {
    /// Who had it from each change on, with the fact that made it; what was taken back is taken out then.
    holders: Vec<(String, Option<String>)>,
    /// Everyone who ever had it.
    claimants: BTreeSet<String>,
}

impl Claims {
    fn holder(&self) -> Option<&str> {
        self.holders.last().and_then(|(_, holder)| holder.as_deref())
    }

    fn pass_to(&mut self, holder: Option<&str>, fact: &Fact) {
        self.claimants.extend(holder.map(str::to_owned));
        self.holders.push((fact.name.clone(), holder.map(str::to_owned)));
    }
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
            What::DistinctFrom { item, .. } => return self.distinct_from(fact, item),
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

    /// Takes a fact of triage that will be taken back.
    pub(super) fn take_for_now(&mut self, fact: &Fact) {
        if self.role(fact.by.as_ref()) != Role::Staff {
            return;
        }
        match (&fact.what, &fact.by) {
            (What::Claimed { instead_of }, Some(by)) if self.may_claim(&by.id, instead_of.as_deref()) => {
                self.triage.claims.pass_to(Some(&by.id), fact);
            }
            (What::Released { of }, _) if self.claimed_by() == Some(of) => self.triage.claims.pass_to(None, fact),
            _ => self.say_for_now(fact),
        }
    }

    /// Something was done: it stands in the trace and, as its last words, on the card.
    pub(super) fn did(&mut self, fact: &Fact, what: &str) {
        self.show_action(fact, what);
        self.note(fact, what);
    }

    /// What was done with a button that the trace words differently.
    pub(super) fn show_action(&mut self, fact: &Fact, what: &str) {
        let by = by_key(fact);
        let actions = &mut self.triage.actions;
        if actions.len() == Triage::ACTIONS {
            actions.remove(0);
        }
        let (name, can_be_undone) = (fact.name.clone(), fact.what.can_be_undone());
        actions.push(Action { fact: name, at: fact.at, by, what: what.to_owned(), can_be_undone });
    }

    pub(super) fn claimed_by(&self) -> Option<&str> {
        self.triage.claims.holder()
    }

    /// Of two who press at once, the first has it.
    fn may_claim(&self, who: &str, instead_of: Option<&str>) -> bool {
        self.claimed_by() == instead_of && instead_of != Some(who)
    }

    fn claimed(&mut self, fact: &Fact, instead_of: Option<&str>) {
        let Some(by) = &fact.by else { return };
        if self.claimed_by() == Some(&by.id) {
            return self.note(fact, "claimed by them already");
        }
        if !self.may_claim(&by.id, instead_of) {
            return self.note(fact, "not claimed: somebody else was faster");
        }
        self.triage.claims.pass_to(Some(&by.id), fact);
        self.did(fact, "claimed it");
    }

    fn released(&mut self, fact: &Fact, of: &str) {
        if self.claimed_by() != Some(of) {
            return self.note(fact, "nothing to release: they do not have it any more");
        }
        self.triage.claims.pass_to(None, fact);
        self.did(fact, "released it");
    }

    /// A waiting item cannot be put off past its deadline.
    fn snoozed(&mut self, fact: &Fact, until: Timestamp) {
        let until = self.clock.due().map_or(until, |due| until.min(due));
        if until <= fact.at || self.state_is_closed() {
            return self.note(fact, "not snoozed: there is nothing to put off any more");
        }
        if self.triage.snooze.as_ref().is_some_and(|snooze| snooze.until == until) {
            return self.note(fact, "snoozed until then already");
        }
        self.triage.snooze = Some(Snooze { at: fact.at, until, by: by_key(fact) });
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
        let by = by_key(fact);
        if self.clock.dismiss(fact.at, &by) {
            self.end_snooze();
            self.did(fact, "said that no response is needed");
        } else {
            self.note(fact, "no response needed; nobody was waiting");
        }
    }

    fn asked(&mut self, fact: &Fact, colleague: &str, question: &str) {
        self.triage.asked.push(Asking {
            fact: fact.name.clone(),
            at: fact.at,
            by: by_key(fact),
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
        if let Some(answer) = &mut asked.answer {
            *answer = AskedAnswer { at: fact.at, text: answer_of(&answer.text, text) };
            return self.note(fact, "said more on the question of a colleague");
        }
        asked.answer = Some(AskedAnswer { at: fact.at, text: answer_of("", text) });
        self.did(fact, "answered the question of a colleague");
    }

    fn tracked(&mut self, fact: &Fact, author: &Author, text: &str) {
        if self.triage.tracked.is_some() {
            return self.note(fact, "on the list already");
        }
        self.person(author);
        self.triage.tracked = Some(Tracked { author: author.clone(), at: fact.at, text: text.to_owned() });
        self.did(fact, "put it on the list");
    }

    fn decided(&mut self, fact: &Fact, meeting: Date, decision: Decision) {
        if self.triage.decided.as_ref().is_some_and(|known| (known.meeting, known.decision) == (meeting, decision)) {
            return self.note(fact, "decided so already");
        }
        self.triage.decided = Some(Decided { meeting, decision, by: by_key(fact), at: fact.at });
        self.did(fact, &format!("noted the decision of the Roundup of {meeting}: {}", decision.label().to_lowercase()));
    }

    fn owned(&mut self, fact: &Fact, owner: &str) {
        if self.triage.owner.as_deref() == Some(owner) {
            return self.note(fact, "its owner already");
        }
        self.triage.owner = Some(owner.to_owned());
        let name = self.person(&Author::slack(owner)).name;
        self.did(fact, &format!("noted {name} as its owner"));
    }

    fn undone(&mut self, fact: &Fact, of: &str) {
        match self.hindsight.undoes(&fact.name) {
            Some(deed) => {
                for of in self.hindsight.undone_with(of) {
                    self.triage.claims.holders.retain(|(fact, _)| fact != of);
                    self.unsay(of);
                }
                self.did(fact, &format!("took back {deed}"));
            }
            None if self.hindsight.is_undone(of) => self.note(fact, "taken back already"),
            None => self.note(fact, &format!("too late to take back {of}")),
        }
    }

    /// Who should be assigned, where somebody claimed it whose login is known.
    fn assignees_wished(&self) -> Option<Wish> {
        if !self.is_in_tracker() || self.triage.claims.claimants.is_empty() {
            return None;
        }
        let login = |user: &str| {
            let rotation = &self.context.rules.on_call.rotation;
            rotation.iter().find(|member| member.slack == user).and_then(|member| member.github.clone())
        };
        let has_it = |user: &&String| self.claimed_by() == Some(user.as_str());
        let (add, remove): (Vec<&String>, Vec<&String>) = self.triage.claims.claimants.iter().partition(has_it);
        let logins = |users: Vec<&String>| users.into_iter().filter_map(|user| login(user)).collect::<Vec<_>>();
        let (add, mut remove) = (logins(add), logins(remove));
        // Two accounts in Slack may be one person on GitHub.
        remove.retain(|login| !add.contains(login));
        Some(Wish { add, remove })
    }

    /// What is kept of triage with the item.
    pub(super) fn finish_triage(&mut self, item: &Item, excerpt: &str) -> Triage {
        let (labels, assignees) = (self.labels_wished(), self.assignees_wished());
        let done = std::mem::take(&mut self.triage);
        let form = done.verdict.form();
        let mut triage = Triage {
            // What is closed comes back to nobody.
            snooze: done.snooze.filter(|_| item.state != State::Closed),
            low_risk: form.is_some_and(|form| form.low_risk),
            docs_covered: form.is_some_and(|form| form.docs_covered),
            docs_missing: form.is_some_and(|form| form.docs_missing),
            existing: form.and_then(|form| form.existing.clone()),
            ready_since: done.ready_since,
            said_same: done.sameness.same_as,
            asked: done.asked,
            actions: done.actions,
            labels,
            assignees,
            closed: self.closed,
            helped: self.helped(item),
            decided: done.decided,
            owner: done.owner,
            revision: String::new(),
        };
        triage.revision = revision(item, excerpt, &triage);
        triage
    }
}

fn by_key(fact: &Fact) -> String {
    fact.by.as_ref().map(Author::key).unwrap_or_default()
}
