//! One GitHub issue or pull request, read after everything has arrived.

use super::any_issue::{any_issue, any_triaged_issue};
use super::{arrivals, cases};
use crate::SubjectForm;
use crate::decide::{Known, Plan, decide};
use crate::fold::Heard;
use crate::item::{Folded, State};
use crate::testing::{on_github, policy, rules, t};
use jiff::SignedDuration;
use proptest::prelude::*;

fn settled(heard: &[Heard], now: &str) -> (Option<Folded>, Plan) {
    let folded = on_github(SubjectForm::Issue).fold(heard, now);
    let plan = decide(folded.as_ref(), &Known::default(), &policy(), &rules().on_call, t(now));
    (folded, plan)
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn whatever_the_order_of_arrival_and_the_repetitions_an_issue_comes_to_the_same(
        (facts, arrived) in any_triaged_issue(SignedDuration::from_hours(30)).prop_flat_map(|facts| (Just(facts.clone()), arrivals(facts))),
        now in prop::sample::select(vec!["Tue 11:00", "Wed 14:00", "Sun 23:00"]),
    ) {
        prop_assert_eq!(settled(&arrived, now), settled(&facts, now));
    }

    #[test]
    fn an_issue_waits_exactly_while_a_run_of_its_clock_goes_on(facts in any_issue(SignedDuration::from_hours(30))) {
        let (folded, plan) = settled(&facts, "Sun 23:00");
        let Some(folded) = folded else {
            prop_assert_eq!(plan, Plan::default());
            return Ok(());
        };
        prop_assert_eq!(folded.item.state == State::Waiting, folded.current_run().is_some());
        prop_assert_eq!(folded.item.waiting_since, folded.current_run().map(|run| run.since));
        prop_assert!(folded.runs.iter().rev().skip(1).all(|run| run.end.is_some()));
        prop_assert_eq!(folded.item.waiting_since.is_none(), plan.watch.is_empty() && plan.notices.is_empty());
    }
}
