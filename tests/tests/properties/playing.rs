//! A history plays out: its facts arrive in some order, then time goes on through every deadline.

use crate::arrivals::{Arrival, arrivals};
use crate::channel_histories::{LONGEST, START};
use crate::reference::Reference;
use crate::walk::{Step, any_step, compare_messages, step, take_in};
use crate::world::{World, t};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use roundup_domain::{ConversationId, Filed, Place, What};
use std::fmt;

/// When everything has happened, and no reminder is due yet.
pub fn afterwards() -> Timestamp {
    t(START) + LONGEST + SignedDuration::from_hours(1)
}

/// What happens, and how it gets to us.
#[derive(Clone)]
pub struct Case {
    pub arrivals: Vec<Arrival<Filed>>,
    /// So many of them arrive while time goes on.
    pub late: usize,
    /// We answer after so many steps of time.
    pub answered_after: Option<usize>,
    /// Whether the channel is shared with another organisation.
    pub shared: bool,
    pub steps: Vec<Step>,
}

/// As short as it can be read.
impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "shared {}, the last {} late, answered after {:?}", self.shared, self.late, self.answered_after)?;
        for (Filed { conversation, place, fact }, pump) in &self.arrivals {
            let by = fact.by.as_ref().map(|by| by.id.as_str()).unwrap_or_default();
            let place = match place {
                Place::Reply { root, .. } => format!("in thread {root}"),
                place => format!("{place:?}"),
            };
            let said = match &fact.what {
                What::Comment { text, mentions, .. } => format!("{text:?} {mentions:?}"),
                _ => String::new(),
            };
            writeln!(f, "  {} {} by {by} {conversation} {place} {said} -> {pump:?}", fact.at, fact.name)?;
        }
        self.steps.iter().try_for_each(|step| writeln!(f, "  {step:?}"))
    }
}

/// Any way in which any of these histories gets to us, so many facts late.
pub fn any_case(
    histories: impl Strategy<Value = Vec<Filed>> + 'static,
    late: impl Strategy<Value = usize> + 'static,
) -> impl Strategy<Value = Case> {
    let facts = histories.prop_flat_map(arrivals);
    let answered = prop::option::weighted(0.3, 0_usize..4);
    let steps = prop::collection::vec(any_step(), 1..4);
    (facts, late, answered, any::<bool>(), steps).prop_map(|(arrivals, late, answered_after, shared, steps)| Case {
        arrivals,
        late,
        answered_after,
        shared,
        steps,
    })
}

/// Where a history takes place in this case, and what we say in the end.
pub struct Stage<'a> {
    pub conversations: &'a [&'a ConversationId],
    pub file: &'a dyn Fn(&Filed) -> Filed,
    pub answer: &'a dyn Fn(Timestamp) -> Filed,
}

/// Plays a case in the table and in the reference; they have to agree whenever something has changed.
pub async fn play(world: &mut World, case: Case, stage: &Stage<'_>) -> Result<(), TestCaseError> {
    let mut reference = Reference::new(&world.rules, case.shared);
    let (early, late) = case.arrivals.split_at(case.arrivals.len().saturating_sub(case.late));
    for (filed, pump) in early {
        let filed = (stage.file)(filed);
        world.put(&filed).await;
        reference.take(&filed);
        if let Some(batch) = pump {
            world.pump(*batch).await;
        }
    }
    take_in(world, &mut reference, stage.conversations).await?;
    prop_assert!(reference.sent.is_empty());

    let mut late = late.iter();
    let mut steps = case.steps.iter().cycle();
    for passed in 0.. {
        let Some(deadline) = reference.next_deadline() else { break };
        let Step { late: lateness, watchers } = steps.next().unwrap();
        step(world, &mut reference, deadline.max(world.now()) + *lateness, watchers).await;
        compare_messages(world, &reference, stage.conversations)?;
        let answer = (case.answered_after == Some(passed)).then(|| (stage.answer)(world.now()));
        for filed in late.next().map(|(filed, _)| (stage.file)(filed)).into_iter().chain(answer) {
            world.put(&filed).await;
            reference.take(&filed);
            take_in(world, &mut reference, stage.conversations).await?;
        }
    }
    // Until a move is taken in, its two places are two items, and one is brought up to date before the other: a message may be
    // sent that an answer in the other place would have prevented. Whatever else there is, is read whole.
    let is_moving = late.clone().any(|(filed, _)| matches!(filed.fact.what, What::MovedTo { .. } | What::MovedFrom { .. }));
    for (filed, _) in late {
        let filed = (stage.file)(filed);
        world.put(&filed).await;
        reference.take(&filed);
        if is_moving {
            take_in(world, &mut reference, stage.conversations).await?;
        }
    }
    take_in(world, &mut reference, stage.conversations).await
}
