//! Rules 8 and 9 of the clock, for any history: the order in which facts arrive, and how often, changes neither items nor
//! deadlines nor notices.

#![allow(clippy::unwrap_used)]

mod any_channel;
mod any_deed;
mod any_issue;
mod channel;
mod issue;
mod online;
mod racing;
mod triage;

use crate::testing::{ADA, BOT, CUSTOMER, GRACE, NEIGHBOUR, Somebody};
use proptest::prelude::*;
use proptest::sample::Index;

/// So many histories for each property; together at least 10,000.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Two from outside, two of staff, a bot.
fn anybody() -> impl Strategy<Value = Somebody> {
    prop::sample::select(vec![CUSTOMER, CUSTOMER, NEIGHBOUR, ADA, GRACE, BOT])
}

fn staff() -> impl Strategy<Value = Somebody> {
    prop::sample::select(vec![ADA, GRACE])
}

fn any_text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["It fails", "Why?", "thanks!", "👍", "", "thanks, but it still fails"])
}

/// An order of arrival of all of `facts`, some of them several times.
fn arrivals<T: Clone + std::fmt::Debug + 'static>(facts: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    let again = prop::collection::vec(any::<Index>(), 0..=facts.len().min(8));
    again.prop_flat_map(move |again| {
        let repeated = again.iter().filter(|_| !facts.is_empty()).map(|index| index.get(&facts).clone());
        Just(facts.iter().cloned().chain(repeated).collect::<Vec<T>>()).prop_shuffle()
    })
}

/// One of `all`, if there are any.
fn pick<'a, T>(index: &Index, all: &'a [T]) -> Option<&'a T> {
    (!all.is_empty()).then(|| index.get(all))
}
