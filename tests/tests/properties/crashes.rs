//! The process dies between any two writes, or the answer to any one write is lost: what is left is what would have been
//! without, and every message was sent once.

use crate::facts::says;
use crate::people::{ADA, CUSTOMER, NEIGHBOUR};
use crate::reference::Reference;
use crate::walk::compare;
use crate::world::{World, t};
use jiff::{SignedDuration, Timestamp};
use roundup_app::DeadlineInput;
use roundup_domain::{ConversationId, Filed};
use roundup_embedded::Checkpoint;

/// What happens.
enum Happening {
    /// A webhook delivers this, as often as it takes.
    Arrives(Box<Filed>),
    /// The schedules that are due fire.
    Fire,
    /// Rows that have expired go.
    Expire,
    Sweep,
    /// The reactor gets what is in the stream.
    React,
}

/// What happens, and when: reminders and escalations noticed by one watcher each, a late answer, another question.
fn story(channel: &ConversationId) -> Vec<(Timestamp, Happening)> {
    let arrives = |filed| Happening::Arrives(Box::new(filed));
    let top = |when, who, mentions| arrives(says(channel, t(when), who, None, mentions));
    let reply = |when, who, root| arrives(says(channel, t(when), who, Some(t(root)), &[]));
    let acts = vec![
        ("Mon 14:00", top("Mon 14:00", CUSTOMER, &[])),
        ("Mon 14:04", top("Mon 14:04", CUSTOMER, &[])),
        ("Mon 14:06", reply("Mon 14:05", NEIGHBOUR, "Mon 14:00")),
        ("Tue 10:01", Happening::Fire),
        ("Tue 13:01", Happening::Expire),
        ("Tue 14:01", Happening::Sweep),
        ("Tue 18:01", Happening::Fire),
        ("Tue 18:30", top("Tue 18:20", ADA, &[CUSTOMER])),
        ("Tue 19:00", reply("Tue 19:00", CUSTOMER, "Mon 14:00")),
        ("Wed 15:01", Happening::Fire),
    ];
    let minutes = SignedDuration::from_mins(2);
    // A sweep a little later: a message whose sender died is looked after when its claim has lapsed.
    let around = |(when, act)| {
        let at = t(when);
        [(at, act), (at, Happening::React), (at + minutes, Happening::Sweep), (at + minutes, Happening::React)]
    };
    acts.into_iter().flat_map(around).collect()
}

/// Does it; false where the process died or an answer was lost on the way.
async fn happens(world: &mut World, happening: &Happening) -> bool {
    let done = match happening {
        Happening::Arrives(filed) => world.app.store.put_fact(filed).await.is_ok(),
        Happening::Fire => fire(world).await,
        Happening::Expire => world.table.sweep_ttl().is_ok(),
        Happening::Sweep => world.app.sweep(world.now()).await.is_ok(),
        Happening::React => world.try_pump(3).await,
    };
    // A sweep goes on after what fails, so that it is the table that is asked.
    done && world.app.store.configuration().await.is_ok()
}

/// A schedule is gone only once its target has done its part.
async fn fire(world: &World) -> bool {
    while let Some(due) = world.scheduler.due(world.now()) {
        let input: DeadlineInput = serde_json::from_str(&due.input).unwrap();
        if world.app.reached(&input).await.is_err() {
            return false;
        }
        assert!(world.scheduler.take(&due.name).is_some());
    }
    true
}

/// Tells the story to the end, each part as often as it takes. After a failure a new process goes on with the stream where
/// it was before the last part but one.
async fn tell(world: &mut World, channel: &ConversationId) -> u32 {
    let mut failures = 0;
    let mut checkpoints: [Option<Checkpoint>; 2] = [world.checkpoint(), world.checkpoint()];
    for (at, happening) in story(channel) {
        world.set_now(at);
        let checkpoint = world.checkpoint();
        while !happens(world, &happening).await {
            failures += 1;
            assert!(failures < 5, "it goes on failing");
            world.table.fail_while(false);
            world.restart(checkpoints[0].clone());
            world.pump(3).await;
        }
        checkpoints = [checkpoints[1].clone(), checkpoint];
    }
    failures
}

fn writes(world: &World) -> u64 {
    let is_write = |name: &str| !matches!(name, "Query" | "GetItem" | "CreateTable" | "UpdateTimeToLive" | "BatchGetItem");
    world.table.calls().iter().filter(|(name, _)| is_write(name)).map(|(_, count)| count).sum()
}

async fn as_if_nothing_had_happened(world: &World, channel: &ConversationId) {
    let mut reference = Reference::new(&world.rules, false);
    for (at, happening) in story(channel) {
        if let Happening::Arrives(filed) = &happening {
            reference.take(filed);
        }
        reference.settle(at);
    }
    assert!(reference.sent.len() >= 6, "the story has reminders and escalations: {:?}", reference.sent);
    compare(world, &reference, &[channel]).await.unwrap();
    assert_eq!(world.app.store.next_pending().await, Ok(None), "nothing is left to be done");
}

async fn fresh(number: u64) -> (World, ConversationId) {
    let world = World::new(t("Mon 14:00")).await;
    let channel = world.channel(&format!("C0CRASH{number:04}"), false).await;
    (world, channel)
}

#[tokio::test]
async fn the_process_may_die_before_any_write() {
    let (mut world, channel) = fresh(0).await;
    let before = writes(&world);
    assert_eq!(tell(&mut world, &channel).await, 0);
    as_if_nothing_had_happened(&world, &channel).await;
    let all = writes(&world) - before;
    println!("dying before each of {all} writes");
    assert!(all > 40);
    for nth in 0..all {
        let (mut world, channel) = fresh(nth).await;
        world.table.fail_after_writes(nth.try_into().unwrap());
        assert!(tell(&mut world, &channel).await > 0, "nobody died before write {nth}");
        as_if_nothing_had_happened(&world, &channel).await;
    }
}

#[tokio::test]
async fn the_answer_to_any_write_may_be_lost() {
    let (mut world, channel) = fresh(0).await;
    let before = writes(&world);
    assert_eq!(tell(&mut world, &channel).await, 0);
    let all = writes(&world) - before;
    let mut noticed = 0;
    for nth in 0..all {
        let (mut world, channel) = fresh(nth).await;
        world.table.lose_after_writes(nth.try_into().unwrap());
        noticed += tell(&mut world, &channel).await;
        as_if_nothing_had_happened(&world, &channel).await;
    }
    // The reactor and the sweep come again by themselves; a webhook's and a schedule's have to be repeated.
    assert!(noticed >= 8, "only {noticed} of {all} were noticed");
}
