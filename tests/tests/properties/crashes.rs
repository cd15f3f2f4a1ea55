//! The process dies between any two writes, or the answer to any one write is lost: what is left is what would have been
//! without, and every message was sent once.

use crate::facts::{does, says};
use crate::people::{ADA, CUSTOMER, GRACE, NEIGHBOUR};
use crate::reference::Reference;
use crate::walk::compare;
use crate::world::{HELP, TEAM, World, t};
use jiff::{SignedDuration, Timestamp};
use roundup_app::DeadlineInput;
use roundup_domain::fact::Triaged;
use roundup_domain::{ConversationId, Filed, ItemId, Kind, SlackTs, What};
use roundup_embedded::Checkpoint;
use serde_json::Value;

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

/// What happens, and when.
type Story = Vec<(Timestamp, Happening)>;

/// Reminders and escalations noticed by one watcher each, a late answer, another question.
fn deadlines(channel: &ConversationId) -> Story {
    let top = |when, who, mentions| arrives(says(channel, t(when), who, None, mentions));
    let reply = |when, who, root| arrives(says(channel, t(when), who, Some(t(root)), &[]));
    around(vec![
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
    ])
}

/// A reminder, and everything that people do about the item with its card; another item, which is the same.
fn triage(channel: &ConversationId) -> Story {
    let first = ItemId::slack(TEAM, channel.slack_channel().unwrap(), &SlackTs::from_time(t("Mon 14:00")));
    let about = |root, when, who, name, what| arrives(does(channel, t(root), t(when), who, name, what));
    let act = |when, who, name, what| (when, about("Mon 14:00", when, who, name, what));
    let form = Triaged {
        kind: Kind::Bug,
        form: [("expected", "It works"), ("actual", "It does not")].map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
        low_risk: false,
        docs_covered: false,
        existing: None,
        docs_missing: false,
        ready: true,
    };
    around(vec![
        ("Mon 14:00", arrives(says(channel, t("Mon 14:00"), CUSTOMER, None, &[]))),
        ("Mon 15:00", arrives(says(channel, t("Mon 15:00"), NEIGHBOUR, None, &[]))),
        ("Mon 15:30", arrives(says(channel, t("Mon 15:30"), ADA, Some(t("Mon 15:00")), &[]))),
        ("Tue 10:01", Happening::Fire),
        act("Tue 10:10", ADA, "claimed:U0STAFF01:1", What::Claimed { instead_of: None }),
        act("Tue 10:20", ADA, "triaged:V1:1", What::Triaged(Box::new(form))),
        ("Tue 10:30", about("Mon 15:00", "Tue 10:30", GRACE, "same_as:V2:1", What::SameAs { item: first })),
        act(
            "Tue 10:40",
            ADA,
            "asked:V3:1",
            What::Asked { colleague: GRACE.slack.to_owned(), question: "Is it known?".to_owned() },
        ),
        act("Tue 10:50", GRACE, "replied:1", What::Replied { to: "asked:V3:1".to_owned(), text: "It is".to_owned() }),
        act("Tue 11:00", ADA, "snoozed:U0STAFF01:2", What::Snoozed { until: t("Tue 12:00") }),
        ("Tue 12:01", Happening::Fire),
        act("Tue 12:30", GRACE, "answered:U0STAFF02:3", What::Answered),
        act("Tue 12:40", ADA, "undone:answered:U0STAFF02:3:U0STAFF01", What::Undone { of: "answered:U0STAFF02:3".to_owned() }),
        act("Tue 12:50", ADA, "no_response:U0STAFF01:4", What::NoResponse),
    ])
}

fn arrives(filed: Filed) -> Happening {
    Happening::Arrives(Box::new(filed))
}

/// Each is reacted to; and a sweep a little later, as a message whose sender died is looked after when its claim has lapsed.
fn around(acts: Vec<(&'static str, Happening)>) -> Story {
    let minutes = SignedDuration::from_mins(6);
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

/// What goes wrong with a write.
#[derive(Clone, Copy, Debug)]
enum Mishap {
    /// The process dies before it.
    Death,
    /// Its answer is lost.
    Loss,
}

/// Tells the story to the end, each part as often as it takes. After a failure a new process goes on with the stream where
/// it was before the last part but one. `mishap`: what happens in each part after so many writes.
async fn tell(world: &mut World, story: &Story, mishap: Option<(Mishap, u32)>) -> u32 {
    let mut failures = 0;
    let mut checkpoints: [Option<Checkpoint>; 2] = [world.checkpoint(), world.checkpoint()];
    for (at, happening) in story {
        world.set_now(*at);
        let checkpoint = world.checkpoint();
        match mishap {
            Some((Mishap::Death, writes)) => world.table.fail_after_writes(writes),
            Some((Mishap::Loss, writes)) => world.table.lose_after_writes(writes),
            None => {}
        }
        let mut tries = 0;
        while !happens(world, happening).await {
            tries += 1;
            assert!(tries < 5, "it goes on failing");
            world.table.fail_while(false);
            world.restart(checkpoints[0].clone());
            world.pump(3).await;
        }
        failures += tries;
        if mishap.is_some() {
            world.table.fail_while(false);
        }
        checkpoints = [checkpoints[1].clone(), checkpoint];
    }
    failures
}

fn writes(world: &World) -> u64 {
    let is_write = |name: &str| !matches!(name, "Query" | "GetItem" | "CreateTable" | "UpdateTimeToLive" | "BatchGetItem");
    world.table.calls().iter().filter(|(name, _)| is_write(name)).map(|(_, count)| count).sum()
}

/// What everybody sees in the end, where it was posted.
fn seen(world: &World) -> Vec<(&'static str, Vec<Value>)> {
    let shown = |message: &Value| message["blocks"].clone();
    ["D0STAFF01", "D0STAFF02", HELP].map(|to| (to, world.slack.messages(to).iter().map(shown).collect())).into()
}

async fn as_if_nothing_had_happened(world: &World, channel: &ConversationId, story: &Story) {
    let mut reference = Reference::new(&world.rules, false);
    for (at, happening) in story {
        if let Happening::Arrives(filed) = happening {
            reference.take(filed);
        }
        reference.settle(*at);
    }
    assert!(reference.sent.len() >= 4, "the story has reminders and other messages: {:?}", reference.sent);
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
    assert_eq!(tell(&mut world, &deadlines(&channel), None).await, 0);
    as_if_nothing_had_happened(&world, &channel, &deadlines(&channel)).await;
    let all = writes(&world) - before;
    println!("dying before each of {all} writes");
    assert!(all > 40);
    for nth in 0..all {
        let (mut world, channel) = fresh(nth).await;
        world.table.fail_after_writes(nth.try_into().unwrap());
        assert!(tell(&mut world, &deadlines(&channel), None).await > 0, "nobody died before write {nth}");
        as_if_nothing_had_happened(&world, &channel, &deadlines(&channel)).await;
    }
}

#[tokio::test]
async fn the_answer_to_any_write_may_be_lost() {
    let (mut world, channel) = fresh(0).await;
    let before = writes(&world);
    assert_eq!(tell(&mut world, &deadlines(&channel), None).await, 0);
    let all = writes(&world) - before;
    let mut noticed = 0;
    for nth in 0..all {
        let (mut world, channel) = fresh(nth).await;
        world.table.lose_after_writes(nth.try_into().unwrap());
        noticed += tell(&mut world, &deadlines(&channel), None).await;
        as_if_nothing_had_happened(&world, &channel, &deadlines(&channel)).await;
    }
    // The reactor and the sweep come again by themselves; a webhook's and a schedule's have to be repeated.
    assert!(noticed >= 8, "only {noticed} of {all} were noticed");
}

/// More writes than any part of the story of triage has.
const MOST: u32 = 9;

/// Tells the story of triage once for each of the writes that a part of it has, with a mishap at that write of every part. What
/// everybody sees in the end is the same. How many failures each telling had.
async fn triage_with(mishap: Mishap) -> Vec<u32> {
    let (mut world, channel) = fresh(0).await;
    assert_eq!(tell(&mut world, &triage(&channel), None).await, 0);
    as_if_nothing_had_happened(&world, &channel, &triage(&channel)).await;
    let expected = seen(&world);
    assert_eq!(expected.iter().map(|(_, messages)| messages.len()).collect::<Vec<_>>(), [3, 1, 0]);
    let mut failures = Vec::new();
    for write in 0..MOST {
        let (mut world, channel) = fresh(0).await;
        failures.push(tell(&mut world, &triage(&channel), Some((mishap, write))).await);
        as_if_nothing_had_happened(&world, &channel, &triage(&channel)).await;
        assert_eq!(seen(&world), expected, "{mishap:?} at write {write} of each part");
    }
    println!("{mishap:?} in each part, by the write: {failures:?}");
    failures
}

#[tokio::test]
async fn the_process_may_die_before_any_write_of_triage() {
    let deaths = triage_with(Mishap::Death).await;
    assert!(deaths[0] >= 14 && deaths.iter().sum::<u32>() > 60, "every fact, and what is made of it: {deaths:?}");
    assert_eq!(deaths.last(), Some(&0), "no part has as many writes as that");
}

#[tokio::test]
async fn the_answer_to_any_write_of_triage_may_be_lost() {
    let noticed = triage_with(Mishap::Loss).await;
    assert!(noticed.iter().sum::<u32>() >= 14, "at least that of every fact: {noticed:?}");
}
