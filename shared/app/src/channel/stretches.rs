//! What was read of a channel's top-level messages while one change of it is taken in, so that nothing is read twice.
//!
//! A message that comes in meanwhile may be missing here. It has a record of its own in the stream, behind the one that is
//! being taken in, and whatever it changes is brought up to date then.

use super::fact_ts;
use crate::sources::Place;
use crate::{App, AppError};
use roundup_domain::{ConversationId, Fact, SlackTs};
use roundup_store::Towards;
use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many messages are read at a time: mostly the next one is enough, but in some channels bots talk most.
const PAGE: usize = 10;

/// The stretches of a channel that were read. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stretches(Arc<Mutex<Vec<Stretch>>>);

/// A stretch of which nothing is left out.
#[derive(Clone, Debug)]
struct Stretch {
    /// From this on, included; none from the channel's beginning on.
    from: Option<SlackTs>,
    /// Up to this, included; none up to the channel's end.
    to: Option<SlackTs>,
    facts: BTreeMap<SlackTs, Fact>,
}

impl Stretches {
    /// From now on everything is read anew.
    pub(crate) fn forget(&self) {
        self.stretches().clear();
    }

    /// The stretch that has all from `from` to `to`.
    fn around(&self, from: &SlackTs, to: Option<&SlackTs>) -> Option<Stretch> {
        self.stretches().iter().find(|stretch| stretch.has(from) && stretch.goes_up_to(to)).cloned()
    }

    /// Adds a stretch, and makes one of it and those that it touches.
    fn add(&self, mut added: Stretch) {
        let mut stretches = self.stretches();
        let (touched, mut apart): (Vec<Stretch>, Vec<Stretch>) = stretches.drain(..).partition(|stretch| stretch.touches(&added));
        for other in touched {
            added.from = added.from.zip(other.from).map(|(one, other)| one.min(other));
            added.to = added.to.zip(other.to).map(|(one, other)| one.max(other));
            added.facts.extend(other.facts);
        }
        apart.push(added);
        *stretches = apart;
    }

    fn stretches(&self) -> MutexGuard<'_, Vec<Stretch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stretch {
    fn has(&self, ts: &SlackTs) -> bool {
        self.from.as_ref().is_none_or(|from| from <= ts) && self.goes_up_to(Some(ts))
    }

    /// Whether it ends at `to` or later; none is the end of the channel.
    fn goes_up_to(&self, to: Option<&SlackTs>) -> bool {
        self.to.as_ref().is_none_or(|end| to.is_some_and(|to| to <= end))
    }

    fn touches(&self, other: &Self) -> bool {
        let begins_before_the_end_of =
            |one: &Self, other: &Self| one.from.as_ref().zip(other.to.as_ref()).is_none_or(|(from, to)| from <= to);
        begins_before_the_end_of(self, other) && begins_before_the_end_of(other, self)
    }

    /// The messages beyond `ts`, the nearest first, a page of them at most; none where that is not known.
    fn beyond(&self, ts: &SlackTs, towards: Towards) -> Option<Vec<Fact>> {
        let facts: Vec<Fact> = match towards {
            Towards::Beginning => self.facts.range(..ts).rev().map(|(_, fact)| fact.clone()).take(PAGE).collect(),
            Towards::End => self.facts.range((Excluded(ts), Unbounded)).map(|(_, fact)| fact.clone()).take(PAGE).collect(),
        };
        let is_last = match towards {
            Towards::Beginning => self.from.is_none(),
            Towards::End => self.to.is_none(),
        };
        (is_last || !facts.is_empty()).then_some(facts)
    }
}

impl App {
    /// Top-level messages from `from` to `until` (to the last one, if there is none), both included, in order; bots' too.
    pub(super) async fn all_tops(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        from: &SlackTs,
        until: Option<&SlackTs>,
    ) -> Result<Vec<Fact>, AppError> {
        // An answer may be timed before the question: between them there is nothing.
        if until.is_some_and(|until| until < from) {
            return Ok(Vec::new());
        }
        if let Some(stretch) = place.read.around(from, until) {
            let end = until.map_or(Unbounded, Included);
            return Ok(stretch.facts.range((Included(from), end)).map(|(_, fact)| fact.clone()).collect());
        }
        let facts = self.store.tops(conversation, from, until).await?;
        place.read.add(Stretch { from: Some(from.clone()), to: until.cloned(), facts: by_ts(&facts) });
        Ok(facts)
    }

    /// The top-level message `ts`, if there is one, whoever's it is.
    pub(crate) async fn any_top(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
    ) -> Result<Option<Fact>, AppError> {
        if place.read.around(ts, Some(ts)).is_none() {
            // With those before it, which are mostly asked for next.
            self.read_on(conversation, place, ts, Towards::Beginning).await?;
        }
        Ok(place.read.around(ts, Some(ts)).and_then(|mut stretch| stretch.facts.remove(ts)))
    }

    /// The top-level messages strictly beyond `ts`, the nearest first, some at a time; empty where there are no more.
    pub(super) async fn tops_beyond(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        towards: Towards,
    ) -> Result<Vec<Fact>, AppError> {
        let known = || place.read.around(ts, Some(ts)).and_then(|stretch| stretch.beyond(ts, towards));
        if let Some(facts) = known() {
            return Ok(facts);
        }
        self.read_on(conversation, place, ts, towards).await?;
        Ok(known().unwrap_or_default())
    }

    /// Reads a page that begins with `ts`.
    async fn read_on(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        towards: Towards,
    ) -> Result<(), AppError> {
        // The page may begin with the message itself, and is to go beyond it.
        let page = self.store.tops_from(conversation, ts, towards, PAGE + 1).await?;
        let (itself, facts) = (Some(ts.clone()), by_ts(&page.facts));
        place.read.add(match towards {
            Towards::Beginning => Stretch { from: page.reaches, to: itself, facts },
            Towards::End => Stretch { from: itself, to: page.reaches, facts },
        });
        Ok(())
    }
}

fn by_ts(facts: &[Fact]) -> BTreeMap<SlackTs, Fact> {
    facts.iter().filter_map(|fact| Some((fact_ts(fact)?, fact.clone()))).collect()
}
