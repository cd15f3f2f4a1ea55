//! In which order facts arrive, how often, and when the stream is read.

use proptest::prelude::*;
use proptest::sample::Index;
use std::fmt::Debug;

/// Something that arrives, and how many records the reactor is handed at a time right after it; none: it is handed nothing
/// yet.
pub type Arrival<T> = (T, Option<usize>);

/// An order of arrival of all of `facts`, some of them several times.
pub fn arrivals<T: Clone + Debug + 'static>(facts: Vec<T>) -> impl Strategy<Value = Vec<Arrival<T>>> {
    let again = prop::collection::vec(any::<Index>(), 0..=facts.len().min(4));
    let shuffled = again.prop_flat_map(move |again| {
        let repeated = again.iter().filter(|_| !facts.is_empty()).map(|index| index.get(&facts).clone());
        Just(facts.iter().cloned().chain(repeated).collect::<Vec<T>>()).prop_shuffle()
    });
    shuffled.prop_flat_map(|facts| {
        let pumped = prop::collection::vec(any_pump(), facts.len());
        (Just(facts), pumped).prop_map(|(facts, pumped)| facts.into_iter().zip(pumped).collect())
    })
}

fn any_pump() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![3 => Just(None), 2 => prop::sample::select(vec![Some(1), Some(2), Some(5), Some(100)])]
}

/// One of `all`, if there are any.
pub fn pick<'a, T>(index: &Index, all: &'a [T]) -> Option<&'a T> {
    (!all.is_empty()).then(|| index.get(all))
}
