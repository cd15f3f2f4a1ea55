//! A whole channel, across its threads.

use super::any_channel::any_channel;
use super::{arrivals, cases};
use crate::channel::heard_by_channel;
use crate::decide::{Known, Plan, decide};
use crate::fact::{Filed, What};
use crate::fold::{Context, fold};
use crate::id::{ConversationId, ItemId};
use crate::item::{Folded, State};
use crate::person::{Author, People, Role};
use crate::plan::{Act, Step};
use crate::rules::Rules;
use crate::slack_ts::SlackTs;
use crate::testing::rules;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Every item of the channel at `now`, with what is to be done about it.
pub(super) fn settled(
    facts: &[Filed],
    rules: &Rules,
    top_level_answers: bool,
    now: Timestamp,
) -> BTreeMap<SlackTs, (Folded, Plan)> {
    let conversation = ConversationId::slack("C0EXT0001");
    let people = People::new();
    let settle = |head: &SlackTs, heard: &[crate::fold::Heard]| {
        let context = Context {
            rules,
            source: &rules.sources[0],
            policy: &rules.policies["default"],
            conversation: &conversation,
            id: &ItemId::slack("T0STAFF01", "C0EXT0001", head),
            url: "",
            people: &people,
            top_level_answers,
            now,
        };
        let folded = fold(&context, heard)?;
        let plan = decide(Some(&folded), &Known::default(), context.policy, &rules.on_call, now);
        Some((folded, plan))
    };
    let heard = heard_by_channel(facts, |author| role(rules, author));
    heard.iter().filter_map(|(head, heard)| Some((head.clone(), settle(head, heard)?))).collect()
}

fn role(rules: &Rules, author: &Author) -> Role {
    rules.team.person(author, None).role
}

/// Soon, or long after the last fact.
fn any_now(facts: &[Filed], hours: i64) -> Timestamp {
    let last = facts.iter().map(|filed| filed.fact.at).max().unwrap_or_default();
    last + SignedDuration::from_hours(hours)
}

proptest! {
    #![proptest_config(cases(6_000))]

    #[test]
    fn whatever_the_order_of_arrival_and_the_repetitions_a_channel_has_the_same_items_deadlines_and_notices(
        (facts, arrived) in any_channel().prop_flat_map(|facts| (Just(facts.clone()), arrivals(facts))),
        shared in any::<bool>(),
        hours in prop::sample::select(vec![0_i64, 1, 21, 25, 40]),
    ) {
        let rules = rules();
        let now = any_now(&facts, hours);
        prop_assert_eq!(settled(&arrived, &rules, shared, now), settled(&facts, &rules, shared, now));
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn every_comment_from_outside_is_in_one_item_and_every_item_is_consistent(
        facts in any_channel(),
        shared in any::<bool>(),
    ) {
        let rules = rules();
        let now = any_now(&facts, 1);
        let items = settled(&facts, &rules, shared, now);
        let deleted: BTreeSet<&str> = facts.iter().filter_map(|filed| match &filed.fact.what {
            What::Deleted { of } => Some(of.as_str()),
            _ => None,
        }).collect();
        let asked: Vec<(&str, Timestamp)> = facts.iter().filter_map(|filed| match (&filed.fact.what, &filed.fact.by) {
            (What::Comment { id, .. }, Some(by)) if role(&rules, by) == Role::Outside => Some((id.as_str(), filed.fact.at)),
            _ => None,
        }).collect();
        let left = asked.iter().filter(|(id, _)| !deleted.contains(id)).count();
        prop_assert_eq!(items.values().map(|(folded, _)| folded.comments as usize).sum::<usize>(), left);

        for (folded, plan) in items.values() {
            let item = &folded.item;
            let current = folded.current_run();
            prop_assert_eq!(item.state == State::Waiting, current.is_some());
            prop_assert_eq!(item.waiting_since, current.map(|run| run.since));
            prop_assert_eq!(folded.waiting.is_empty(), current.is_none());
            let is_tracked = folded.trace.iter().any(|entry| entry.effect == "put it on the list");
            prop_assert_eq!(item.state == State::Closed, folded.comments == 0 && !is_tracked);
            prop_assert!(folded.runs.iter().rev().skip(1).all(|run| run.end.is_some()), "only the last run goes on");
            prop_assert!(folded.runs.is_sorted_by_key(|run| run.since), "runs in order");
            prop_assert!(folded.trace.is_sorted_by_key(|entry| entry.at));
            for run in &folded.runs {
                prop_assert!(asked.iter().any(|(_, at)| *at == run.since), "a run begins with a comment from outside");
                let Some(end) = &run.end else { continue };
                prop_assert!(end.at >= run.since);
                let answered_by_staff = end.answered_by.as_deref().is_none_or(|by| by.starts_with("slack:U0STAFF"));
                prop_assert!(answered_by_staff);
            }
            let snoozed = folded.triage.snooze.as_ref().map(|snooze| snooze.at);
            let since = |is_wake: bool| if is_wake { snoozed } else { item.waiting_since };
            for deadline in &plan.watch {
                prop_assert!(deadline.at > now);
                prop_assert_eq!(Some(deadline.since), since(deadline.step == Step::WAKE));
            }
            for notice in &plan.notices {
                let is_asked = folded.triage.asked.iter().any(|asked| asked.at == notice.since);
                let is_asking = matches!(notice.act, Act::Ask | Act::Reply);
                let is_of_run = Some(notice.since) == since(notice.act == Act::Wake);
                prop_assert!((is_asking && is_asked) || (!is_asking && is_of_run));
            }
        }
    }
}
