//! Items that are the same as one another: one of them stands for all at the Roundup.

use super::Pass;
use crate::fact::Fact;
use crate::id::ItemId;
use crate::item::{Requester, SaidSame};
use crate::person::Author;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What was said in this item and in others.
#[derive(Default)]
pub(super) struct Sameness {
    pub(super) same_as: Option<SaidSame>,
    duplicates: BTreeMap<ItemId, Duplicate>,
}

/// Another item is the same as this one.
struct Duplicate {
    requester: Requester,
    at: Timestamp,
    fact: String,
}

impl Pass<'_> {
    pub(super) fn same_as(&mut self, fact: &Fact, item: &ItemId) {
        if item == self.context.id {
            return self.note(fact, "an item is the same as itself");
        }
        if self.triage.sameness.same_as.as_ref().is_some_and(|same| same.item == *item) {
            return self.note(fact, "marked the same already");
        }
        self.triage.sameness.same_as = Some(SaidSame { item: item.clone(), at: fact.at, fact: fact.name.clone() });
        self.did(fact, &format!("marked it the same as {item}"));
    }

    pub(super) fn duplicated_by(&mut self, fact: &Fact, item: &ItemId, requester: &Requester, name: &str) {
        if self.hindsight.is_distinct(item, name) || item == self.context.id {
            return;
        }
        let duplicate = Duplicate { requester: requester.clone(), at: fact.at, fact: name.to_owned() };
        self.triage.sameness.duplicates.insert(item.clone(), duplicate);
        self.note(fact, &format!("{item} is the same"));
    }

    pub(super) fn distinct_from(&mut self, fact: &Fact, item: &ItemId) {
        self.note(fact, &format!("{item} is not the same after all"));
    }

    /// The item that this one is the same as. Of two that are said to be the same as each other, the earlier word holds.
    fn stands_for(&self) -> Option<&SaidSame> {
        let Sameness { same_as, duplicates } = &self.triage.sameness;
        let same = same_as.as_ref()?;
        let is_first = |other: &Duplicate| (same.at, same.fact.as_str()) < (other.at, other.fact.as_str());
        duplicates.get(&same.item).is_none_or(is_first).then_some(same)
    }

    pub(super) fn same_item(&self) -> Option<ItemId> {
        self.stands_for().map(|same| same.item.clone())
    }

    /// Who asked in the items that this one stands for, besides who asked here, each once; the one that stands for this one is
    /// none of them.
    pub(super) fn others_who_asked(&self, asked_by: &Author) -> Vec<Requester> {
        let stands_for_us = self.same_item();
        let duplicates = self.triage.sameness.duplicates.iter().filter(|(item, _)| Some(*item) != stands_for_us.as_ref());
        let mut named = BTreeSet::from([asked_by.key()]);
        let requesters = duplicates.map(|(_, duplicate)| &duplicate.requester);
        requesters.filter(|requester| named.insert(requester.account().key())).cloned().collect()
    }
}
