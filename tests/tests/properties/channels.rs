//! Rules 8 and 9 of the clock for any history of a channel: the order in which facts arrive, how often, and who notices a
//! deadline, changes neither items nor deadlines nor messages.

use crate::arrivals::{Arrival, arrivals};
use crate::channel_histories::{LONGEST, START, any_channel, in_channel};
use crate::people::{ADA, CUSTOMER};
use crate::reference::Reference;
use crate::walk::{Step, any_step, check, compare, step};
use crate::world::{World, t};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use roundup_domain::{ConversationId, Fact, Filed, Place, Platform, SlackTs, What};

/// When everything has happened, and no reminder is due yet.
fn afterwards() -> Timestamp {
    t(START) + LONGEST + SignedDuration::from_hours(1)
}

#[derive(Clone, Debug)]
struct Case {
    arrivals: Vec<Arrival<Filed>>,
    /// So many of them arrive while time goes on.
    late: usize,
    /// We answer at top level after so many steps of time.
    answered_after: Option<usize>,
    shared: bool,
    steps: Vec<Step>,
}

fn any_case(late: impl Strategy<Value = usize> + 'static) -> impl Strategy<Value = Case> {
    let facts = any_channel().prop_flat_map(arrivals);
    let answered = prop::option::weighted(0.3, 0_usize..4);
    let steps = prop::collection::vec(any_step(), 1..4);
    (facts, late, answered, any::<bool>(), steps)
        .prop_map(|(arrivals, late, answered_after, shared, steps)| Case { arrivals, late, answered_after, shared, steps })
}

fn our_answer(conversation: &ConversationId, now: Timestamp) -> Filed {
    let ts = SlackTs::from_time(now);
    let what = What::Comment { id: ts.to_string(), text: "Here".to_owned(), mentions: vec![CUSTOMER.slack.to_owned()], url: None };
    let fact = Fact { name: format!("message:{ts}"), at: now, by: Some(ADA.on(Platform::Slack)), what, subject: None };
    Filed { conversation: conversation.clone(), place: Place::Top(ts), fact }
}

async fn plays_out_as_in_the_reference(world: &mut World, number: usize, case: Case) -> Result<(), TestCaseError> {
    let conversation = world.channel(&format!("C0CASE{number:06}"), case.shared).await;
    let mut reference = Reference::new(&world.rules, case.shared);
    let (early, late) = case.arrivals.split_at(case.arrivals.len().saturating_sub(case.late));
    for (filed, pump) in early {
        let filed = in_channel(&conversation, filed);
        world.put(&filed).await;
        reference.take(&filed);
        if let Some(batch) = pump {
            world.pump(*batch).await;
        }
    }
    world.pump(100).await;
    reference.settle(afterwards());
    compare(world, &reference, &[&conversation]).await?;
    prop_assert!(reference.sent.is_empty());

    let mut late = late.iter();
    let mut steps = case.steps.iter().cycle();
    for passed in 0.. {
        let Some(deadline) = reference.next_deadline() else { break };
        let Step { late: lateness, watchers } = steps.next().unwrap();
        step(world, &mut reference, deadline.max(world.now()) + *lateness, watchers).await;
        compare(world, &reference, &[&conversation]).await?;
        let answer = (case.answered_after == Some(passed)).then(|| our_answer(&conversation, world.now()));
        for filed in late.next().map(|(filed, _)| in_channel(&conversation, filed)).into_iter().chain(answer) {
            world.put(&filed).await;
            world.pump(100).await;
            reference.take(&filed);
            reference.settle(world.now());
            compare(world, &reference, &[&conversation]).await?;
        }
    }
    for (filed, _) in late {
        let filed = in_channel(&conversation, filed);
        world.put(&filed).await;
        reference.take(&filed);
    }
    world.pump(100).await;
    reference.settle(world.now());
    compare(world, &reference, &[&conversation]).await
}

#[test]
fn whatever_the_order_of_arrival_a_channel_plays_out_as_all_its_facts_at_once_say() {
    check(2_000, &any_case(Just(0)), afterwards(), plays_out_as_in_the_reference);
}

#[test]
fn facts_that_arrive_when_reminders_were_sent_already_change_what_they_have_to_and_nothing_is_sent_twice() {
    check(500, &any_case(1_usize..8), afterwards(), plays_out_as_in_the_reference);
}
