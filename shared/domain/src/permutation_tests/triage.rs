//! What triage never does, whatever the history.

use super::any_channel::any_channel;
use super::any_issue::{any_slow_triaged_issue, any_triaged_issue, labelled_as_wished};
use super::channel::settled;
use super::{cases, staff};
use crate::SubjectForm;
use crate::fact::{Fact, What};
use crate::fold::Heard;
use crate::item::{Folded, State, Wish};
use crate::person::Platform;
use crate::testing::{ADA, BOT, CUSTOMER, GRACE, NEIGHBOUR, Somebody, on_github, rules, t};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn fold(heard: &[Heard], now: &str) -> Option<Folded> {
    on_github(SubjectForm::Issue).fold(heard, now)
}

fn fold_until(heard: &[Heard], now: Timestamp) -> Option<Folded> {
    let until: Vec<Heard> = heard.iter().filter(|heard| heard.fact().at <= now).cloned().collect();
    on_github(SubjectForm::Issue).fold_by(&until, now)
}

fn is_by_staff(fact: &Fact) -> bool {
    fact.by.as_ref().is_some_and(|by| [ADA, GRACE].iter().any(|who| *by == who.on(Platform::Slack)))
}

/// Done in Slack by a button or form, or taken back there.
fn is_pressed(fact: &Fact) -> bool {
    fact.what.can_be_undone() || matches!(fact.what, What::Undone { .. } | What::Replied { .. })
}

/// What holds of an item at any time.
fn assert_consistent(folded: &Folded, now: Timestamp) -> Result<(), TestCaseError> {
    let (item, triage) = (&folded.item, &folded.triage);
    if let (Some(until), Some(due)) = (item.snoozed_until, item.due_at) {
        prop_assert!(until <= due, "snoozed past the deadline");
    }
    prop_assert!(item.snoozed_until.is_none_or(|until| until > now));
    prop_assert_eq!(item.state == State::Snoozed, item.snoozed_until.is_some() && item.due_at.is_none());
    prop_assert!(item.state != State::Closed || triage.snooze.is_none(), "what is closed is not put off");
    prop_assert_eq!(triage.ready_since.is_some(), item.ready);
    prop_assert!(item.claimed_by.as_deref().is_none_or(|by| by == ADA.slack || by == GRACE.slack));
    prop_assert_ne!(item.same_as.as_ref(), Some(&item.id));
    prop_assert!(item.same_as.is_none() || item.same_as == triage.said_same.as_ref().map(|said| said.item.clone()));
    prop_assert!(triage.actions.is_sorted_by_key(|action| action.at));
    for wish in triage.labels.iter().chain(&triage.assignees) {
        prop_assert!(wish.add.iter().all(|name| !wish.remove.contains(name)), "added and taken off: {:?}", wish);
    }
    Ok(())
}

/// The same history, in which all that staff did in Slack was taken back by a colleague, `after` seconds later.
fn with_all_taken_back(heard: &[Heard], after: i64) -> Vec<Heard> {
    let never_undone = heard.iter().filter(|heard| !matches!(heard.fact().what, What::Undone { .. })).cloned();
    let mut told: Vec<Heard> = never_undone.collect();
    let done: Vec<Fact> = told.iter().map(Heard::fact).filter(|fact| fact.what.can_be_undone()).cloned().collect();
    told.extend(done.into_iter().map(|done| {
        let (name, of) = (format!("undone:{}:{}", done.name, GRACE.slack), done.name);
        let at = done.at + SignedDuration::from_secs(after);
        Heard::Inside(Fact { name, at, by: Some(GRACE.on(Platform::Slack)), what: What::Undone { of }, subject: None })
    }));
    told
}

/// What of an item has nothing to do with who did what when, and with what may have been done in the tracker.
fn standing(folded: Option<Folded>) -> Option<Folded> {
    folded.map(|mut folded| {
        folded.people.clear();
        folded.trace.clear();
        folded.triage.actions.clear();
        folded.triage.revision.clear();
        (folded.triage.labels, folded.triage.assignees) = (None, None);
        folded
    })
}

fn without_labels(heard: &[Heard]) -> Vec<Heard> {
    let unlabelled = |fact: &Fact| !matches!(fact.what, What::Labelled { .. } | What::Unlabelled { .. });
    let facts = heard.iter().map(Heard::fact).filter(|fact| unlabelled(fact)).cloned();
    facts
        .map(|mut fact| {
            if let Some(subject) = &mut fact.subject {
                subject.labels = None;
            }
            Heard::Inside(fact)
        })
        .collect()
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn at_every_time_an_issue_is_consistent_and_what_is_late_stays_late(
        heard in any_triaged_issue(SignedDuration::from_hours(30)),
    ) {
        // Taking back that a thank-you was a question says that there never was one.
        let never_asked = |heard: &Heard| matches!(&heard.fact().what, What::Undone { of } if of.starts_with("counts:"));
        let stays = !heard.iter().any(never_asked);
        let mut late = 0;
        let times: Vec<Timestamp> = heard.iter().map(|heard| heard.fact().at).collect();
        for now in times.iter().copied().chain(times.last().map(|last| *last + DAY)) {
            let Some(folded) = fold_until(&heard, now) else { continue };
            assert_consistent(&folded, now)?;
            prop_assert!(!stays || folded.item.breaches >= late, "late {} times before, now {}", late, folded.item.breaches);
            late = folded.item.breaches;
        }
    }

    #[test]
    fn in_every_channel_items_are_consistent(facts in any_channel(), shared in any::<bool>(), hours in 0_i64..40) {
        let now = facts.iter().map(|filed| filed.fact.at).max().unwrap_or_default() + SignedDuration::from_hours(hours);
        for (folded, _) in settled(&facts, &rules(), shared, now).values() {
            assert_consistent(folded, now)?;
        }
    }

    #[test]
    fn what_is_taken_back_in_time_never_was(heard in any_triaged_issue(SignedDuration::from_hours(3)), after in 0_i64..=3_600) {
        let heard = without_labels(&heard);
        let never: Vec<Heard> = heard.iter().filter(|heard| !(is_pressed(heard.fact()) && is_by_staff(heard.fact()))).cloned().collect();
        let undone = with_all_taken_back(&heard, after);
        prop_assert_eq!(standing(fold(&undone, "Sun 23:00")), standing(fold(&never, "Sun 23:00")));
    }

    #[test]
    fn what_is_taken_back_never_was_also_where_people_set_labels_by_hand(
        heard in any_slow_triaged_issue(SignedDuration::from_hours(3)),
        after in 0_i64..=5,
    ) {
        let never: Vec<Heard> = heard.iter().filter(|heard| !(is_pressed(heard.fact()) && is_by_staff(heard.fact()))).cloned().collect();
        let undone = with_all_taken_back(&heard, after);
        let folded = fold(&undone, "Sun 23:00");
        let wish = folded.as_ref().and_then(|folded| folded.triage.labels.clone()).unwrap_or_default();
        prop_assert_eq!(standing(folded), standing(fold(&never, "Sun 23:00")));
        prop_assert!(wish.add.is_empty(), "nothing was taken off that would have to be put on again");
    }

    #[test]
    fn nothing_that_outsiders_and_bots_do_in_slack_counts(
        heard in any_triaged_issue(SignedDuration::from_hours(30)),
        who in prop::sample::select(vec![CUSTOMER, NEIGHBOUR, BOT]),
    ) {
        let pressed_by = |who: Somebody| heard.iter().map(Heard::fact).cloned().map(move |mut fact| {
            if is_pressed(&fact) {
                fact.by = Some(who.on(Platform::Slack));
            }
            Heard::Inside(fact)
        });
        let theirs: Vec<Heard> = pressed_by(who).collect();
        let never: Vec<Heard> = heard.iter().filter(|heard| !is_pressed(heard.fact())).cloned().collect();
        let folded = |heard: &[Heard]| fold(heard, "Sun 23:00").map(|folded| Folded { people: Default::default(), ..folded });
        prop_assert_eq!(folded(&theirs), folded(&never));
    }

    #[test]
    fn labels_that_are_set_as_wished_come_back_and_change_nothing(
        heard in any_triaged_issue(SignedDuration::from_hours(3)),
        app in prop::sample::select(vec![ADA, BOT, CUSTOMER]),
        seconds in 1_i64..7_200,
    ) {
        let form = heard[0].fact().subject.as_ref().unwrap().form;
        let before = fold(&heard, "Sun 23:00");
        let at = heard.iter().map(|heard| heard.fact().at).max().unwrap() + SignedDuration::from_secs(seconds);
        let Some(before) = before.filter(|before| before.triage.labels.is_some()) else { return Ok(()) };
        let after = fold(&labelled_as_wished(form, heard, at, app), "Sun 23:00").unwrap();
        prop_assert_eq!((after.item.kind, after.item.ready), (before.item.kind, before.item.ready));
        prop_assert_eq!(after.triage.labels, Some(Wish::default()));
        prop_assert_eq!(after.triage.revision, before.triage.revision, "no card shows it");
        prop_assert_eq!(after.triage.decided, before.triage.decided);
    }

    #[test]
    fn of_any_two_who_press_claim_at_once_one_has_it_and_both_see_who(
        heard in any_triaged_issue(SignedDuration::from_hours(3)),
        first in staff(),
    ) {
        let at = t("Sun 20:00");
        let Some(before) = fold(&heard, "Sun 23:00") else { return Ok(()) };
        let claim = |who: Somebody, at: Timestamp| {
            let what = What::Claimed { instead_of: before.item.claimed_by.clone() };
            let (name, by) = (format!("claimed:{}:{at}", who.slack), Some(who.on(Platform::Slack)));
            Heard::Inside(Fact { name, at, by, what, subject: None })
        };
        let second = if first == ADA { GRACE } else { ADA };
        let both: Vec<Heard> =
            [claim(second, at + SignedDuration::from_millis(1)), claim(first, at)].into_iter().chain(heard).collect();
        let had = before.item.claimed_by.as_deref();
        // Who has it already claims nothing: then the other one takes it over.
        let winner = if had == Some(first.slack) { second } else { first };
        let after = fold(&both, "Sun 23:00").unwrap();
        prop_assert_eq!(after.item.claimed_by.as_deref(), Some(winner.slack));
    }
}
