//! What would have been on time or late under other rules: every item folded twice from its stored facts.

use crate::channel::Stretches;
use crate::sources::{Place, Unknown};
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::item::{Folded, Run};
use roundup_domain::rules::{Source, SourcePlace};
use roundup_domain::{Item, ItemId, Rules};
use roundup_store::ThreadKey;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};

/// How the runs of the clock went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Answered in time.
    pub in_time: u32,
    /// Answered late, or late and still waiting.
    pub late: u32,
    /// Waiting, and not late yet.
    pub open: u32,
    /// How long answers took, in seconds, in order of length.
    #[serde(skip)]
    responses: Vec<i64>,
}

impl Tally {
    /// How these runs went, as of `now`. What was withdrawn in time was nobody's to answer.
    #[must_use]
    pub fn of(runs: &[Run], now: Timestamp) -> Self {
        let mut tally = Self::default();
        for run in runs {
            let answered = run.end.as_ref().filter(|end| end.answered_by.is_some());
            match (run.is_late(now), &run.end) {
                (true, _) => tally.late += 1,
                (false, None) => tally.open += 1,
                (false, Some(_)) => tally.in_time += u32::from(answered.is_some()),
            }
            tally.responses.extend(answered.map(|end| end.at.duration_since(run.since).as_secs()));
        }
        tally.responses.sort_unstable();
        tally
    }

    fn add(&mut self, other: &Self) {
        self.in_time += other.in_time;
        self.late += other.late;
        self.open += other.open;
        self.responses.extend(&other.responses);
        self.responses.sort_unstable();
    }

    /// The median of how long answers took, in seconds; the lower one of two.
    #[must_use]
    pub fn median_seconds(&self) -> Option<i64> {
        self.responses.get(self.responses.len().checked_sub(1)? / 2).copied()
    }
}

/// The same under the rules in force and under others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// Under the rules in force.
    pub old: Tally,
    /// Under the others.
    pub new: Tally,
}

/// An item that would have gone otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its name.
    pub id: ItemId,
    /// Its source.
    pub source: String,
    /// Its title.
    pub title: String,
    /// How it went, and would have gone.
    #[serde(flatten)]
    pub went: Beside,
}

/// What other rules would have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// All together.
    pub total: Beside,
    /// By source.
    pub sources: BTreeMap<String, Beside>,
    /// The items that would have gone otherwise, newest first.
    pub changed: Vec<Changed>,
}

impl Replay {
    fn take(&mut self, item: &Item, old: Option<&Folded>, new: Option<&Folded>, now: Timestamp) {
        let tally = |folded: Option<&Folded>| folded.map(|folded| Tally::of(&folded.runs, now)).unwrap_or_default();
        let went = Beside { old: tally(old), new: tally(new) };
        for sum in [&mut self.total, self.sources.entry(item.source.clone()).or_default()] {
            sum.old.add(&went.old);
            sum.new.add(&went.new);
        }
        if went.old != went.new {
            let (id, source, title) = (item.id.clone(), item.source.clone(), item.title.clone());
            self.changed.push(Changed { id, source, title, went });
        }
    }
}

impl App {
    /// The same under other rules, with nothing remembered.
    #[must_use]
    pub fn under(&self, rules: Rules) -> Self {
        let mut other = self.clone();
        other.rules = Arc::new(rules);
        other.known_people = Arc::new(Mutex::new(HashMap::new()));
        other.enrolled = Arc::new(Mutex::new(HashSet::new()));
        other
    }

    /// What `rules` would have changed about all items, as of `now`. Who somebody was found to be stays so, but for whom the
    /// rules themselves name.
    ///
    /// # Errors
    /// The table's.
    pub async fn replay(&self, rules: Rules, now: Timestamp) -> Result<Replay, AppError> {
        let other = self.under(rules);
        let mut replay = Replay::default();
        for item in self.items(now).await? {
            // On the heap: unoptimised, both together are more than the stack of a thread.
            let old = Box::pin(self.fold_again(&item, now)).await?;
            let new = Box::pin(other.fold_again(&item, now)).await?;
            replay.take(&item, old.as_ref(), new.as_ref(), now);
        }
        Ok(replay)
    }

    /// Folds an item's facts again; none where the rules have no source for it.
    async fn fold_again(&self, item: &Item, now: Timestamp) -> Result<Option<Folded>, AppError> {
        let (conversation, root) = item.id.conversation();
        // What was looked up about a channel holds, however long ago that was.
        let place = match self.place_of(&conversation, Timestamp::UNIX_EPOCH).await {
            Ok(place) => place,
            Err(AppError::LookUp { .. }) => {
                self.rules.sources.iter().find(|source| source.name == item.source).and_then(|source| {
                    let policy = self.rules.policies.get(&source.policy)?;
                    Some(Place {
                        source,
                        policy,
                        team: team_of(source),
                        channel: None,
                        unknown: Unknown::default(),
                        read: Stretches::default(),
                    })
                })
            }
            Err(error) => return Err(error),
        };
        let Some(place) = place else { return Ok(None) };
        let reading = self.read(&conversation, &ThreadKey::of(root), &place, now).await?;
        Ok(self.fold(&conversation, &place, &reading, now))
    }
}

fn team_of(source: &Source) -> Option<String> {
    match &source.place {
        SourcePlace::Channel { team, .. } | SourcePlace::Pattern { team, .. } => Some(team.clone()),
        SourcePlace::Github { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use roundup_domain::item::RunEnd;

    fn run(since: i64, due: i64, end: Option<(i64, Option<&str>)>) -> Run {
        let at = |hours: i64| Timestamp::from_second(hours * 3_600).unwrap();
        let end = end.map(|(hours, by)| RunEnd { at: at(hours), answered_by: by.map(str::to_owned), dismissed_by: None });
        Run { since: at(since), due: at(due), end }
    }

    #[test]
    fn runs_are_in_time_late_open_or_nobodys_to_answer() {
        let now = Timestamp::from_second(100 * 3_600).unwrap();
        let runs = [
            run(0, 24, Some((24, Some("slack:U1")))),
            run(0, 24, Some((25, Some("slack:U1")))),
            run(0, 24, Some((10, None))),
            run(70, 94, None),
            run(90, 114, None),
        ];
        let tally = Tally::of(&runs, now);
        assert_eq!((tally.in_time, tally.late, tally.open), (1, 2, 1));
        assert_eq!(tally.median_seconds(), Some(24 * 3_600));
        assert_eq!(Tally::default().median_seconds(), None);
    }
}
