//! What people agreed on beyond the configuration: the later word wins, and can be taken back for a while.

use super::*;
use crate::fact::{Fact, What};
use crate::person::Author;
use proptest::collection::vec;
use proptest::prelude::*;

fn fact(name: &str, when: &str, what: What) -> Fact {
    Fact { name: name.to_owned(), at: at(when), by: Some(Author::slack("U0STAFF01")), what, subject: None }
}

/// `user` takes over from 7 January, 14:00, until the day after.
fn takes(when: &str, user: &str) -> Fact {
    let (from, to) = (at("2026-01-07T14:00:00Z"), at("2026-01-08T14:00:00Z"));
    fact(&format!("override:{user}:{when}"), when, What::Override { user: user.to_owned(), from, to })
}

fn takes_back(when: &str, of: &Fact) -> Fact {
    fact(&format!("undone:{}:U0STAFF01", of.name), when, What::Undone { of: of.name.clone() })
}

fn on_call_then(configured: &OnCall, facts: &[Fact]) -> String {
    configured.with(facts).at(at("2026-01-07T20:00:00Z")).unwrap().user
}

const MORNING: &str = "2026-01-07T08:00:00Z";
const NOON: &str = "2026-01-07T12:00:00Z";

#[test]
fn without_a_word_it_is_as_configured() {
    let team = team(&["A", "B"]);
    assert_eq!(team.with(&[]), team);
}

#[test]
fn who_takes_over_is_on_call_from_then_until_then() {
    let team = team(&["A", "B"]).with(&[takes(MORNING, "B")]);
    assert_eq!(team.at(at("2026-01-07T14:00:00Z")), shift("B", "2026-01-07T14:00:00Z", "2026-01-08T14:00:00Z"));
    assert_eq!(team.at(at("2026-01-08T14:00:00Z")), shift("A", "2026-01-08T14:00:00Z", "2026-01-12T14:00:00Z"));
}

#[test]
fn the_later_word_wins_whatever_was_heard_first() {
    let team = team(&["A", "B"]);
    let (earlier, later) = (takes(MORNING, "B"), takes(NOON, "C"));
    assert_eq!(on_call_then(&team, &[earlier.clone(), later.clone()]), "C");
    assert_eq!(on_call_then(&team, &[later, earlier]), "C");
}

#[test]
fn a_word_wins_over_the_configuration() {
    let mut team = team(&["A", "B"]);
    team.overrides = vec![overridden("D", "2026-01-07T00:00:00Z", "2026-01-09T00:00:00Z")];
    assert_eq!(on_call_then(&team, &[]), "D");
    assert_eq!(on_call_then(&team, &[takes(MORNING, "B")]), "B");
}

#[test]
fn a_word_is_taken_back_within_the_hour_and_not_later() {
    let team = team(&["A", "B"]);
    let word = takes(MORNING, "B");
    for (when, who) in [
        ("2026-01-07T08:00:00Z", "A"),
        ("2026-01-07T09:00:00Z", "A"),
        ("2026-01-07T09:00:01Z", "B"),
        ("2026-01-07T07:59:59Z", "B"),
    ] {
        assert_eq!(on_call_then(&team, &[word.clone(), takes_back(when, &word)]), who, "{when}");
    }
}

#[test]
fn taking_back_the_later_word_restores_the_earlier_one() {
    let team = team(&["A", "B"]);
    let (earlier, later) = (takes(MORNING, "B"), takes(NOON, "C"));
    let undone = takes_back("2026-01-07T12:30:00Z", &later);
    assert_eq!(on_call_then(&team, &[undone, later, earlier]), "B");
}

#[test]
fn other_facts_say_nothing() {
    let team = team(&["A", "B"]);
    let facts =
        [fact("accepted:B", MORNING, What::Accepted), fact("undone:x:U0STAFF01", NOON, What::Undone { of: "x".to_owned() })];
    assert_eq!(team.with(&facts), team);
}

fn any_word() -> impl Strategy<Value = (i64, &'static str, i64, i64, Option<i64>)> {
    let user = prop::sample::select(vec!["A", "B", "C"]);
    (0..50_i64, user, 0..100_i64, -2..40_i64, prop::option::of(0..90_i64))
}

/// Words as `(hour, who, from which hour, for how many hours, taken back after so many minutes)`.
fn facts_of(words: &[(i64, &str, i64, i64, Option<i64>)]) -> Vec<Fact> {
    let hour = |hour: i64| at("2026-01-05T14:00:00Z") + SignedDuration::from_hours(hour);
    let mut facts = Vec::new();
    for (number, (said, user, from, hours, undone)) in words.iter().enumerate() {
        let what = What::Override { user: (*user).to_owned(), from: hour(*from), to: hour(from + hours) };
        let word = Fact { at: hour(*said), ..fact(&format!("override:{user}:{number}"), MORNING, what) };
        let undone =
            undone.map(|minutes| Fact { at: word.at + SignedDuration::from_mins(minutes), ..takes_back(MORNING, &word) });
        facts.push(word);
        facts.extend(undone);
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn order_and_repetition_of_what_was_said_do_not_matter(
        (facts, heard) in vec(any_word(), 0..8).prop_map(|words| facts_of(&words)).prop_flat_map(|facts| {
            let twice: Vec<Fact> = facts.iter().chain(facts.iter().step_by(2)).cloned().collect();
            (Just(facts), Just(twice).prop_shuffle())
        }),
    ) {
        let team = team(&["A", "B"]);
        prop_assert_eq!(team.with(&heard), team.with(&facts));
    }

    #[test]
    fn whoever_the_last_word_that_holds_names_is_on_call(words in vec(any_word(), 0..8), hour in 0..150_i64) {
        let team = team(&["A", "B"]);
        let now = at("2026-01-05T14:00:00Z") + SignedDuration::from_hours(hour);
        let holds = words.iter().enumerate().filter(|(_, (_, _, from, hours, undone))| {
            *from <= hour && hour < from + hours && undone.is_none_or(|minutes| minutes > 60)
        });
        let last = holds.max_by_key(|(number, (said, user, ..))| (*said, format!("override:{user}:{number}")));
        let expected = last.map_or_else(|| team.at(now).unwrap().user, |(_, (_, user, ..))| (*user).to_owned());
        prop_assert_eq!(team.with(&facts_of(&words)).at(now).unwrap().user, expected);
    }
}
