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
    let minutes = SignedDuration::from_mins(2);
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
async fn tell(world: &mut World, story: &Story) -> u32 {
    let mut failures = 0;
    let mut checkpoints: [Option<Checkpoint>; 2] = [world.checkpoint(), world.checkpoint()];
    for (at, happening) in story {
        world.set_now(*at);
        let checkpoint = world.checkpoint();
        while !happens(world, happening).await {
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

/// What everybody sees in the end, where it was posted.
fn seen(world: &World) -> Vec<(String, Vec<Value>)> {
    let channels = ["D0STAFF01", "D0STAFF02", HELP];
    let shown = |message: &Value| message["blocks"].clone();
    channels.map(|channel| (channel.to_owned(), world.slack.messages(channel).iter().map(shown).collect())).into()
}

async fn as_if_nothing_had_happened(world: &World, channel: &ConversationId, story: &Story, messages: usize) {
    let mut reference = Reference::new(&world.rules, false);
    for (at, happening) in story {
        if let Happening::Arrives(filed) = happening {
            reference.take(filed);
        }
        reference.settle(*at);
    }
    assert_eq!(reference.sent.len(), messages, "{:?}", reference.sent);
    compare(world, &reference, &[channel]).await.unwrap();
    assert_eq!(world.app.store.next_pending().await, Ok(None), "nothing is left to be done");
}

async fn fresh() -> (World, ConversationId) {
    let world = World::new(t("Mon 14:00")).await;
    let channel = world.channel("C0CRASH001", false).await;
    (world, channel)
}

/// A story, and how many messages it has.
type Told = (fn(&ConversationId) -> Story, usize);

const DEADLINES: Told = (deadlines, 6);
const TRIAGE: Told = (triage, 4);

/// Told once without anything going wrong: how many writes that takes, and what is seen in the end.
async fn undisturbed((story, messages): Told) -> (u64, Vec<(String, Vec<Value>)>) {
    let (mut world, channel) = fresh().await;
    let before = writes(&world);
    assert_eq!(tell(&mut world, &story(&channel)).await, 0);
    as_if_nothing_had_happened(&world, &channel, &story(&channel), messages).await;
    (writes(&world) - before, seen(&world))
}

async fn dies_before_any_write((story, messages): Told) {
    let (all, expected) = undisturbed((story, messages)).await;
    println!("dying before each of {all} writes");
    assert!(all > 40);
    for nth in 0..all {
        let (mut world, channel) = fresh().await;
        world.table.fail_after_writes(nth.try_into().unwrap());
        assert!(tell(&mut world, &story(&channel)).await > 0, "nobody died before write {nth}");
        as_if_nothing_had_happened(&world, &channel, &story(&channel), messages).await;
        assert_eq!(seen(&world), expected, "dying before write {nth}");
    }
}

async fn loses_the_answer_to_any_write((story, messages): Told) {
    let (all, expected) = undisturbed((story, messages)).await;
    let mut noticed = 0;
    for nth in 0..all {
        let (mut world, channel) = fresh().await;
        world.table.lose_after_writes(nth.try_into().unwrap());
        noticed += tell(&mut world, &story(&channel)).await;
        as_if_nothing_had_happened(&world, &channel, &story(&channel), messages).await;
        assert_eq!(seen(&world), expected, "losing the answer to write {nth}");
    }
    // The reactor and the sweep come again by themselves; a webhook's and a schedule's have to be repeated.
    assert!(noticed >= 8, "only {noticed} of {all} were noticed");
}

#[tokio::test]
async fn the_process_may_die_before_any_write() {
    dies_before_any_write(DEADLINES).await;
}

#[tokio::test]
async fn the_answer_to_any_write_may_be_lost() {
    loses_the_answer_to_any_write(DEADLINES).await;
}

#[tokio::test]
async fn the_process_may_die_before_any_write_of_triage() {
    dies_before_any_write(TRIAGE).await;
}

#[tokio::test]
async fn the_answer_to_any_write_of_triage_may_be_lost() {
    loses_the_answer_to_any_write(TRIAGE).await;
}
