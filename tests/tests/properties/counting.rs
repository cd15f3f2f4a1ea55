//! What an action costs in calls to the table.

use crate::facts::{does, says};
use crate::people::{ADA, CUSTOMER};
use crate::world::{World, t};
use roundup_domain::What;
use roundup_embedded::Units;
use std::collections::BTreeMap;

type Calls = BTreeMap<String, u64>;

/// What was asked of the table, and what that cost.
struct Spent {
    calls: Calls,
    units: Units,
}

/// All so far.
fn spent(world: &World) -> Spent {
    Spent { calls: world.table.calls(), units: world.table.units() }
}

/// What was asked since `before`.
fn since(world: &World, before: &Spent) -> Spent {
    let calls = world.table.calls();
    let more =
        calls.into_iter().map(|(name, count)| (name.clone(), count - before.calls.get(&name).copied().unwrap_or_default()));
    Spent { calls: more.filter(|(_, count)| *count > 0).collect(), units: world.table.units() - before.units }
}

fn of(calls: &Calls, names: &[&str]) -> u64 {
    names.iter().filter_map(|name| calls.get(*name)).sum()
}

/// How many messages were edited so far.
fn edits(world: &World) -> usize {
    world.slack.calls().iter().filter(|call| call.method == "chat.update").count()
}

/// At most so many queries and reads, transactions, and other writes.
struct Most {
    reads: u64,
    transactions: u64,
    writes: u64,
}

fn reads_transactions_writes(calls: &Calls) -> (u64, u64, u64) {
    let reads = of(calls, &["Query", "GetItem"]);
    let transactions = of(calls, &["TransactWriteItems"]);
    let writes = of(calls, &["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"]);
    assert_eq!(reads + transactions + writes, calls.values().sum::<u64>(), "no Scan ever, nor anything else: {calls:?}");
    (reads, transactions, writes)
}

fn counted(action: &str, Spent { calls, units }: &Spent, most: &Most) {
    let (reads, transactions, writes) = reads_transactions_writes(calls);
    println!(
        "{action:<52} {reads:>5} reads {transactions:>3} transactions {writes:>3} writes {:>6.1} read units {:>6.1} write units",
        units.read, units.write
    );
    assert!(reads <= most.reads, "{action}: {calls:?}");
    assert_eq!(transactions, most.transactions, "{action}: {calls:?}");
    assert!(writes <= most.writes, "{action}: {calls:?}");
}

#[tokio::test]
async fn an_action_takes_a_bounded_number_of_calls_and_none_scans() {
    let mut world = World::new(t("Mon 14:00")).await;
    world.table.meter();
    let channel = world.channel("C0COUNT001", true).await;
    // A channel with a past: none of it is read again.
    for hour in 0..10 {
        let when = format!("Mon {hour:02}:00");
        world.put(&says(&channel, t(&when), CUSTOMER, None, &[])).await;
        world.put(&says(&channel, t(&format!("Mon {hour:02}:30")), ADA, Some(t(&when)), &[])).await;
    }
    world.pump(100).await;

    let webhook = Most { reads: 0, transactions: 0, writes: 1 };
    let opening = says(&channel, t("Mon 14:00"), CUSTOMER, None, &[]);
    let another = says(&channel, t("Mon 14:30"), CUSTOMER, Some(t("Mon 14:00")), &[]);
    let answer = says(&channel, t("Tue 10:30"), ADA, Some(t("Mon 14:00")), &[]);

    let reactor = |reads, transactions, writes| Most { reads, transactions, writes };
    for (action, filed, most) in [
        ("comment that opens an item", &opening, reactor(5, 1, 1)),
        ("another comment in its thread", &another, reactor(6, 1, 0)),
        ("the same comment once more", &another, reactor(0, 0, 0)),
    ] {
        let before = spent(&world);
        world.put(filed).await;
        counted(&format!("{action}: webhook"), &since(&world, &before), &webhook);
        let before = spent(&world);
        world.pump(100).await;
        counted(&format!("{action}: reactor"), &since(&world, &before), &most);
    }

    // The stream delivers at least once.
    let before = spent(&world);
    world.restart(None);
    world.pump(1_000).await;
    let (_, transactions, writes) = reads_transactions_writes(&since(&world, &before).calls);
    // Each process enrols a channel once.
    assert!((transactions, writes) <= (0, 1), "everything once more changes nothing: {transactions}, {writes}");

    world.set_now(t("Tue 10:01"));
    let before = spent(&world);
    world.fire(1).await;
    counted("reminder: schedule", &since(&world, &before), &webhook);
    let before = spent(&world);
    world.pump(100).await;
    // Claimed before it is sent, marked after; each process lists a Roundup once; and before anybody is told, it is read what is stored
    // about replies.
    counted("reminder: reactor", &since(&world, &before), &reactor(10, 1, 3));
    // The first one notes who is on call.
    world.app.sweep(world.now()).await.unwrap();
    let before = spent(&world);
    world.app.sweep(world.now()).await.unwrap();
    // Of each of four sources those that wait and those that are put off, what is owed, who is on call; and how much is owed
    // after it, for the alarm, whether a reconciliation was asked for, and under which rules all was settled.
    counted("sweep with nothing to do", &since(&world, &before), &reactor(15, 0, 0));

    world.set_now(t("Tue 10:10"));
    let claimed = What::Claimed { instead_of: None };
    let claim = does(&channel, t("Mon 14:00"), t("Tue 10:10"), ADA, "claimed:U0STAFF01:1", claimed);
    for (action, most) in [("claim, with a card to edit", reactor(10, 1, 2)), ("the same claim once more", reactor(0, 0, 0))] {
        let (before, edits) = (spent(&world), edits(&world));
        world.put(&claim).await;
        counted(&format!("{action}: interaction"), &since(&world, &before), &webhook);
        let before = spent(&world);
        world.pump(100).await;
        counted(&format!("{action}: reactor"), &since(&world, &before), &most);
        assert_eq!(self::edits(&world) - edits, usize::try_from(most.transactions).unwrap(), "{action}: one edit of the card");
    }

    world.set_now(t("Tue 10:30"));
    world.put(&answer).await;
    let before = spent(&world);
    world.pump(100).await;
    counted("answer, with a reminder to edit: reactor", &since(&world, &before), &reactor(9, 1, 2));
}
