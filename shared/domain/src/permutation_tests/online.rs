//! One conversation as the reactor sees it: facts arrive one by one, and each time it is folded, decided and committed.
//! Then time goes on through everything that is watched for.

use super::any_issue::{any_issue, any_triaged_issue};
use super::{arrivals, cases};
use crate::SubjectForm;
use crate::decide::{Known, Plan, decide};
use crate::fact::{Fact, What};
use crate::fold::{Context, Heard, fold};
use crate::id::{ConversationId, GithubThread, ItemId};
use crate::item::Folded;
use crate::person::{People, Platform};
use crate::plan::{Act, Deadline, Notice};
use crate::rules::Rules;
use crate::testing::{ADA, on_github, rules, t};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The table and what stands behind it, for one item.
struct Reactor {
    rules: Rules,
    facts: Vec<Heard>,
    known: Known,
    sent: Vec<(Timestamp, Notice)>,
}

impl Reactor {
    fn new() -> Self {
        Self { rules: rules(), facts: Vec::new(), known: Known::default(), sent: Vec::new() }
    }

    fn fold(&self, now: Timestamp) -> Option<Folded> {
        let conversation = ConversationId::github("acme/widgets", GithubThread::Issue, 12);
        let context = Context {
            rules: &self.rules,
            source: &self.rules.sources[0],
            policy: &self.rules.policies["default"],
            conversation: &conversation,
            id: &ItemId::github(&conversation),
            url: "",
            people: &People::new(),
            top_level_answers: false,
            now,
        };
        fold(&context, &self.facts)
    }

    /// Folds, decides and commits: deadlines as planned, steps written down as reached, notices sent.
    fn react(&mut self, now: Timestamp) {
        let plan: Plan = decide(self.fold(now).as_ref(), &self.known, &self.rules.policies["default"], &self.rules.on_call, now);
        self.known.deadlines.retain(|deadline| !plan.forget.contains(deadline));
        let new: Vec<Deadline> = plan.watch.into_iter().filter(|deadline| !self.known.deadlines.contains(deadline)).collect();
        self.known.deadlines.extend(new);
        for deadline in plan.reached {
            self.write_reached(&deadline);
        }
        self.sent.extend(plan.notices.iter().map(|notice| (now, notice.clone())));
        self.known.notices.extend(plan.notices);
    }

    fn arrive(&mut self, heard: Heard, now: Timestamp) {
        self.facts.push(heard);
        self.react(now);
    }

    fn write_reached(&mut self, deadline: &Deadline) {
        let Deadline { since, step, at } = deadline.clone();
        self.known.reached.insert((since, step.clone()));
        let name = format!("deadline:{since}:{step}");
        self.facts.push(Heard::Inside(Fact { name, at, by: None, what: What::Reached { since, step }, subject: None }));
    }

    /// Goes to the next moment that is watched for, if it is before `until`. Whoever notices it, `noticed` times, has a clock
    /// that is `slow` behind the one that the moment was computed for.
    fn next_moment(&mut self, until: Timestamp, noticed: usize, slow: SignedDuration) -> bool {
        let Some(deadline) = self.known.deadlines.iter().min_by_key(|deadline| deadline.at).cloned() else { return false };
        if deadline.at >= until {
            return false;
        }
        for _ in 0..noticed {
            self.write_reached(&deadline);
            self.react(deadline.at - slow);
        }
        true
    }

    fn sent_keys(&self) -> BTreeSet<String> {
        self.sent.iter().map(|(_, notice)| notice.key.clone()).collect()
    }

    /// Each key once, and each step once but for the two destinations of one act.
    fn assert_each_once(&self) {
        assert_eq!(self.sent_keys().len(), self.sent.len(), "{:?}", self.sent);
        let mut steps = BTreeSet::new();
        for (_, notice) in &self.sent {
            for step in &notice.steps {
                assert!(steps.insert((notice.since, step.clone(), notice.to.clone())), "{step} twice");
            }
        }
    }
}

/// When everything in a history has arrived: no deadline, nor the first reminder, is before that.
const ARRIVED: &str = "Tue 09:00";

/// Facts of the first seventeen hours: the first reminder is due after twenty.
fn early_history() -> impl Strategy<Value = Vec<Heard>> {
    any_issue(SignedDuration::from_mins(65))
}

proptest! {
    #![proptest_config(cases(3_000))]

    #[test]
    fn the_same_is_sent_for_every_order_of_arrival_each_step_once_and_nothing_unless_somebody_waits(
        (facts, arrived) in early_history().prop_flat_map(|facts| (Just(facts.clone()), arrivals(facts))),
        noticed in 1_usize..4,
        slow in 0_i64..5,
    ) {
        let mut in_order = Reactor::new();
        for heard in facts {
            in_order.arrive(heard, t(ARRIVED));
        }
        let mut shuffled = Reactor::new();
        for heard in arrived {
            shuffled.arrive(heard, t(ARRIVED));
        }
        prop_assert!(in_order.sent.is_empty() && shuffled.sent.is_empty());
        let watched = |reactor: &Reactor| reactor.known.deadlines.iter().cloned().collect::<BTreeSet<_>>();
        prop_assert_eq!(watched(&in_order), watched(&shuffled));

        while in_order.next_moment(t("Sun 23:00"), 1, SignedDuration::ZERO) {}
        while shuffled.next_moment(t("Sun 23:00"), noticed, SignedDuration::from_secs(slow)) {}
        in_order.assert_each_once();
        shuffled.assert_each_once();
        prop_assert_eq!(in_order.sent_keys(), shuffled.sent_keys());

        let waits = in_order.fold(t(ARRIVED)).and_then(|folded| folded.item.waiting_since);
        prop_assert!(in_order.sent.iter().all(|(_, notice)| Some(notice.since) == waits));
        prop_assert_eq!(in_order.sent.len(), if waits.is_some() { 5 } else { 0 }, "two reminders, two escalations, the second to two");
    }

    #[test]
    fn nothing_is_sent_once_an_answer_has_arrived_however_late_it_was_delivered(
        arrived in early_history().prop_flat_map(arrivals),
        answered_after in 0_i64..60,
        delivered_after in 0_i64..30,
        noticed in 1_usize..4,
    ) {
        let mut reactor = Reactor::new();
        for heard in arrived {
            reactor.arrive(heard, t(ARRIVED));
        }
        let answered = t(ARRIVED) + SignedDuration::from_hours(answered_after);
        let delivered = answered + SignedDuration::from_hours(delivered_after);
        while reactor.next_moment(delivered, noticed, SignedDuration::ZERO) {}
        let sent = reactor.sent.len();

        let what = What::Comment { id: "comment:99999".to_owned(), text: "How?".to_owned(), mentions: Vec::new(), url: None };
        let by = Some(ADA.on(Platform::Github));
        let answer = Fact { name: "comment:99999".to_owned(), at: answered, by, what, subject: None };
        // A step that was noticed just before, and is written down just after.
        let noticed_late = reactor.known.deadlines.first().cloned();
        reactor.arrive(Heard::Inside(answer), delivered);
        if let Some(deadline) = noticed_late {
            reactor.write_reached(&deadline);
            reactor.react(deadline.at.max(delivered));
        }
        prop_assert!(reactor.known.deadlines.is_empty());
        prop_assert!(!reactor.next_moment(t("Sun 23:00"), noticed, SignedDuration::ZERO));
        reactor.assert_each_once();
        prop_assert_eq!(reactor.sent.len(), sent);
        if let Some(folded) = reactor.fold(delivered) {
            prop_assert_eq!(folded.item.waiting_since, None);
            let late = folded.runs.last().is_some_and(|run| run.is_late(delivered));
            let asked = folded.runs.last().map(|run| run.since);
            prop_assert!(!late || asked.is_some_and(|since| answered > since + SignedDuration::from_hours(24)));
        }
    }
}

/// Of reminders and escalations, the keys.
fn about_runs(reactor: &Reactor) -> BTreeSet<String> {
    let is_about_run = |act: Act| matches!(act, Act::Remind | Act::Escalate | Act::EscalateToLead);
    reactor.sent.iter().filter(|(_, notice)| is_about_run(notice.act)).map(|(_, notice)| notice.key.clone()).collect()
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn with_triage_too_each_notice_is_sent_once_and_reminders_are_the_same_for_every_order(
        (facts, arrived) in any_triaged_issue(SignedDuration::from_mins(50))
            .prop_flat_map(|facts| (Just(facts.clone()), arrivals(facts))),
        noticed in 1_usize..4,
        slow in 0_i64..5,
    ) {
        let mut in_order = Reactor::new();
        for heard in facts {
            in_order.arrive(heard, t(ARRIVED));
        }
        let mut shuffled = Reactor::new();
        for heard in arrived {
            shuffled.arrive(heard, t(ARRIVED));
        }
        while in_order.next_moment(t("Sun 23:00"), 1, SignedDuration::ZERO) {}
        while shuffled.next_moment(t("Sun 23:00"), noticed, SignedDuration::from_secs(slow)) {}
        in_order.assert_each_once();
        shuffled.assert_each_once();
        prop_assert_eq!(about_runs(&in_order), about_runs(&shuffled));
        prop_assert!(in_order.known.deadlines.is_empty() && shuffled.known.deadlines.is_empty(), "nothing is watched for in vain");
        // What is still open was told, whatever was known in between.
        let folded = in_order.fold(t("Sun 23:00"));
        for notice in in_order.sent.iter().map(|(_, notice)| notice) {
            let is_open = folded.as_ref().is_some_and(|folded| crate::decide::is_open(&folded.wants(notice)));
            prop_assert!(!is_open || shuffled.sent_keys().contains(&notice.key), "{} was never sent", notice.key);
        }
    }
}

#[test]
fn the_model_of_the_reactor_sends_every_step_of_an_unanswered_issue() {
    let mut reactor = Reactor::new();
    for heard in on_github(SubjectForm::Issue).says("Mon 14:00", crate::testing::CUSTOMER, "It fails").heard {
        reactor.arrive(heard, t("Mon 14:00"));
    }
    while reactor.next_moment(t("Sun 23:00"), 2, SignedDuration::from_secs(2)) {}
    let sent: Vec<String> =
        reactor.sent.iter().map(|(at, notice)| format!("{} {:?}", at.strftime("%a %H:%M:%S"), notice.act)).collect();
    let expected = [
        "Tue 09:59:58 Remind",
        "Tue 12:59:58 Remind",
        "Tue 13:59:58 Escalate",
        "Tue 17:59:58 EscalateToLead",
        "Tue 17:59:58 EscalateToLead",
    ];
    assert_eq!(sent, expected);
}
