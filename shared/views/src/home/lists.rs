//! Which items are in which list of the Home tab.

use super::HomeData;
use crate::action::HomeList;
use jiff::Timestamp;
use roundup_domain::{Item, ItemId, State};
use std::collections::BTreeSet;

/// One list of the Home tab.
pub(super) struct Listed<'a> {
    /// Which.
    pub list: HomeList,
    /// Its items, in order.
    pub items: Vec<&'a Item>,
    /// How many more there are that were not loaded.
    pub more: usize,
}

impl Listed<'_> {
    /// How many items there are.
    pub fn count(&self) -> usize {
        self.items.len() + self.more
    }

    /// How many of the loaded ones are past their deadline.
    pub fn late(&self, now: Timestamp) -> usize {
        self.items.iter().filter(|item| item.due_at.is_some_and(|due| due <= now)).count()
    }
}

/// The lists, in the order in which they are shown; all but the overview, which is made of them.
pub(super) fn lists(data: &HomeData) -> Vec<Listed<'_>> {
    HomeList::ALL.into_iter().filter(|list| *list != HomeList::Overview).map(|list| of(data, list)).collect()
}

fn of(data: &HomeData, list: HomeList) -> Listed<'_> {
    let mut items: Vec<&Item> = match list {
        HomeList::Overview => Vec::new(),
        HomeList::Waiting => data.waiting.iter().collect(),
        HomeList::Snoozed => data.snoozed.iter().collect(),
        HomeList::Untriaged => all(data).filter(|item| is_untriaged(item)).collect(),
        HomeList::Ready => data.week.iter().filter(|item| item.ready).collect(),
        HomeList::Mine => all(data).filter(|item| is_mine(item, &data.viewer)).collect(),
    };
    match list {
        HomeList::Snoozed => items.sort_by_key(|item| item.snoozed_until),
        // As on the agenda; what is of no kind last.
        HomeList::Ready => items.sort_by_key(|item| (item.kind.is_none(), item.kind, item.opened_at)),
        // Who waits first, by deadline; then the oldest.
        _ => items.sort_by_key(|item| (item.due_at.is_none(), item.due_at, item.opened_at)),
    }
    Listed { list, items, more: if list == HomeList::Waiting { data.more_waiting } else { 0 } }
}

/// Every item that is known, once.
fn all(data: &HomeData) -> impl Iterator<Item = &Item> {
    let mut seen: BTreeSet<&ItemId> = BTreeSet::new();
    let every = data.waiting.iter().chain(&data.snoozed).chain(&data.week);
    every.filter(move |item| seen.insert(&item.id))
}

/// Of no kind, or with an incomplete form. What was declared ready all the same is among what is ready.
fn is_untriaged(item: &Item) -> bool {
    item.state != State::Closed && !item.ready && (item.kind.is_none() || !item.missing.is_empty())
}

fn is_mine(item: &Item, viewer: &str) -> bool {
    item.state != State::Closed && item.claimed_by.as_deref() == Some(viewer)
}
