//! Time goes on, step by step, and the table has to say at each what the reference says.

use crate::reference::{Reference, ThreadOf};
use crate::world::{World, key_of};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use roundup_app::DeadlineInput;
use roundup_domain::ConversationId;
use roundup_domain::plan::{Deadline, Destination};
use roundup_store::ThreadKey;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Debug;

/// Who notices that a deadline was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watcher {
    /// The schedule, so many times.
    Schedule(usize),
    /// The expiring row.
    Expiry,
    Sweep,
}

/// One step of time: how much later than the next deadline, and who notices, in this order; between any two the reactor may
/// be handed what there is.
#[derive(Clone, Debug)]
pub struct Step {
    pub late: SignedDuration,
    pub watchers: Vec<(Watcher, bool)>,
}

pub fn any_step() -> impl Strategy<Value = Step> {
    let late = prop::sample::select(vec![2, 2, 61, 400, 3 * 3_600 + 100]).prop_map(SignedDuration::from_secs);
    let watcher = prop::sample::select(vec![Watcher::Schedule(1), Watcher::Schedule(3), Watcher::Expiry, Watcher::Sweep]);
    (late, prop::collection::vec((watcher, any::<bool>()), 1..4)).prop_map(|(late, watchers)| Step { late, watchers })
}

/// Carries out one step in the table and in the reference, to this time or a little later.
///
/// No step ends in the very second of a deadline: a row expires once its time has passed (DynamoDB, "Using time to live"),
/// schedule and sweep act at it, and the reference does not ask who notices.
pub async fn step(world: &mut World, reference: &mut Reference, mut to: Timestamp, watchers: &[(Watcher, bool)]) {
    while reference.has_deadline_at(to) {
        to += SignedDuration::from_secs(1);
    }
    world.set_now(to);
    for (watcher, pump) in watchers {
        match watcher {
            Watcher::Schedule(times) => world.fire(*times).await,
            Watcher::Expiry => drop(world.table.sweep_ttl().unwrap()),
            Watcher::Sweep => drop(world.app.sweep(to).await.unwrap()),
        }
        if *pump {
            world.pump(7).await;
        }
    }
    world.pump(100).await;
    reference.settle(to);
}

/// Takes in what has arrived, in the table and in the reference, and compares them.
pub async fn take_in(
    world: &mut World,
    reference: &mut Reference,
    conversations: &[&ConversationId],
) -> Result<(), TestCaseError> {
    world.pump(100).await;
    reference.settle(world.now());
    compare(world, reference, conversations).await
}

/// Compares items, deadlines, notices and messages in the table and beside it with the reference.
pub async fn compare(world: &World, reference: &Reference, conversations: &[&ConversationId]) -> Result<(), TestCaseError> {
    for thread in reference.threads() {
        compare_thread(world, reference, &thread).await?;
    }
    let mut waiting = BTreeSet::new();
    for source in &world.rules.sources {
        let rows = world.app.store.waiting(&source.name).await.unwrap();
        waiting.extend(
            rows.into_iter().filter(|row| conversations.contains(&&row.conversation)).map(|row| (row.conversation, row.thread)),
        );
    }
    let waits = reference.items().iter().filter(|(_, folded)| folded.item.waiting_since.is_some());
    prop_assert_eq!(waiting, waits.map(|(thread, _)| thread.clone()).collect::<BTreeSet<_>>(), "what waits");

    compare_messages(world, reference, conversations)
}

/// Compares the messages alone.
pub fn compare_messages(world: &World, reference: &Reference, conversations: &[&ConversationId]) -> Result<(), TestCaseError> {
    let posted = conversations.iter().flat_map(|conversation| world.posts(conversation));
    let mut posted: Vec<(String, String)> = posted.map(|call| (key_of(&call), call.body["channel"].to_string())).collect();
    let address = |to: &Destination| match to {
        Destination::Person(id) | Destination::Channel(id) => format!("{id:?}"),
        other => panic!("no message goes to {other:?}"),
    };
    let mut sent: Vec<(String, String)> = reference.sent.iter().map(|(key, to)| (key.clone(), address(to))).collect();
    posted.sort();
    sent.sort();
    prop_assert!(posted.windows(2).all(|two| two[0] != two[1]), "sent twice: {:?}", posted);
    prop_assert_eq!(posted, sent, "messages");
    Ok(())
}

async fn compare_thread(world: &World, reference: &Reference, thread: &ThreadOf) -> Result<(), TestCaseError> {
    let stored = world.app.store.thread(&thread.0, &thread.1).await.unwrap();
    let expected = reference.item(thread);
    let mut folded = stored.item.as_ref().map(|item| item.folded.clone());
    let mut wanted = expected.cloned();
    for folded in folded.iter_mut().chain(wanted.iter_mut()) {
        // Who was asked about on the way is no result.
        folded.people.clear();
    }
    prop_assert_eq!(folded, wanted, "item of {}/{}", &thread.0, &thread.1);

    let watched: BTreeSet<Deadline> = stored.deadlines.iter().map(|stored| stored.deadline.clone()).collect();
    prop_assert_eq!(&watched, &reference.deadlines(thread), "deadlines of {}/{}", &thread.0, &thread.1);
    let next = watched.iter().map(|deadline| deadline.at).min();
    prop_assert_eq!(stored.item.as_ref().and_then(|item| item.next_step), next, "next step");
    // One whose time came before it fired finds nothing to do when it does.
    let of_thread = |input: &DeadlineInput| ThreadKey::of(input.root.clone()) == thread.1 && input.deadline.at > world.now();
    let scheduled = world.schedules(&thread.0).into_iter().filter(of_thread);
    prop_assert_eq!(scheduled.map(|input| input.deadline).collect::<BTreeSet<_>>(), watched, "schedules");

    let mut notices: Vec<_> = stored.notices.iter().map(|stored| stored.notice.clone()).collect();
    notices.sort_by(|one, other| one.key.cmp(&other.key));
    let mut owed = reference.notices(thread).to_vec();
    owed.sort_by(|one, other| one.key.cmp(&other.key));
    prop_assert_eq!(notices, owed, "notices of {}/{}", &thread.0, &thread.1);
    for notice in &stored.notices {
        let wants = expected.map_or_else(|| "settled".to_owned(), |folded| folded.wants(&notice.notice));
        // The card of an earlier run is left as it was when the next one began.
        let kept = notice.wants.strip_prefix(&wants);
        let is_right = kept.is_some_and(|revision| revision.is_empty() || revision.starts_with(' '));
        prop_assert!(is_right, "what {} says: {} for {wants}", &notice.notice.key, &notice.wants);
        prop_assert!(notice.is_settled() && notice.message.is_some(), "{} is not sent or not up to date", &notice.notice.key);
    }
    Ok(())
}

/// So many cases, or as many as the variable `PROPTEST_CASES` says.
pub fn cases(usually: u32) -> u32 {
    const UNLESS_SAID: u32 = 256;
    match ProptestConfig::default().cases {
        UNLESS_SAID => usually,
        said => said,
    }
}

/// Runs a property over worlds that several cases share; each case is told its number.
pub fn check<S: Strategy>(
    cases: u32,
    strategy: &S,
    now: Timestamp,
    property: impl AsyncFn(&mut World, usize, S::Value) -> Result<(), TestCaseError>,
) where
    S::Value: Debug,
{
    /// A table gets slower as it fills.
    const CASES_IN_A_WORLD: usize = 20;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world: RefCell<Option<World>> = RefCell::new(None);
    let number = RefCell::new(0_usize);
    let config = ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() };
    let started = std::time::Instant::now();
    let result = TestRunner::new(config).run(strategy, |value| {
        let case = number.replace_with(|number| *number + 1);
        let kept = world.take().filter(|_| !case.is_multiple_of(CASES_IN_A_WORLD));
        runtime.block_on(async {
            let mut used = match kept {
                Some(world) => world,
                None => World::new(now).await,
            };
            used.set_now(now);
            property(&mut used, case, value).await?;
            *world.borrow_mut() = Some(used);
            Ok(())
        })
    });
    println!("{} cases in {:.1} s", number.borrow(), started.elapsed().as_secs_f64());
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
