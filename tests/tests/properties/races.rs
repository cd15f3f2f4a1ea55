//! Several at once: two reactors over one conversation, an answer while an escalation is on its way.

use crate::arrivals::arrivals;
use crate::channel_histories::{any_channel, in_channel};
use crate::facts::says;
use crate::people::{ADA, CUSTOMER};
use crate::playing::afterwards;
use crate::reference::Reference;
use crate::walk::{cases, compare};
use crate::world::{HELP, World, t};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use roundup_app::App;
use roundup_domain::SlackTs;
use roundup_store::stream::{Change, ChangeKind};
use roundup_store::{RowKey, ThreadKey};
use std::time::Duration;
use tokio::task::JoinSet;

/// Reacts to the changes one by one, each until it succeeds.
async fn react_to_each(app: App, changes: Vec<Change>, now: jiff::Timestamp) {
    for change in changes {
        let mut tries = 0;
        while !app.react(std::slice::from_ref(&change), now).await.failed.is_empty() {
            tries += 1;
            assert!(tries < 20, "two reactors keep overtaking each other");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn two_reactors_over_one_conversation_at_once_come_to_what_one_comes_to() {
    let mut runner = TestRunner::deterministic();
    let mut world = World::new(afterwards()).await;
    for case in 0..cases(40) {
        let histories = any_channel().prop_flat_map(arrivals);
        let arrived = histories.new_tree(&mut runner).unwrap().current();
        let channel = world.channel(&format!("C0RACE{case:06}"), case % 2 == 0).await;
        let mut reference = Reference::new(&world.rules, case % 2 == 0);
        for (filed, _) in &arrived {
            let filed = in_channel(&channel, filed);
            world.put(&filed).await;
            reference.take(&filed);
        }
        reference.settle(afterwards());
        let changes = world.changes();
        let (ones, others): (Vec<_>, Vec<_>) = changes.into_iter().enumerate().partition(|(position, _)| position % 2 == 0);
        let mut reactors = JoinSet::new();
        for changes in [ones, others] {
            let changes = changes.into_iter().map(|(_, change)| change).collect();
            reactors.spawn(react_to_each(world.restarted(), changes, afterwards()));
        }
        reactors.join_all().await;
        compare(&world, &reference, &[&channel]).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn schedule_expiry_and_sweep_at_once_send_each_step_once() {
    for _ in 0..8 {
        let mut world = World::new(t("Mon 14:00")).await;
        let channel = world.channel("C0RACE0001", false).await;
        world.put(&says(&channel, t("Mon 14:00"), CUSTOMER, None, &[])).await;
        world.pump(100).await;
        for (when, sent) in [("Tue 10:01", 1), ("Tue 13:01", 2), ("Tue 14:01", 3), ("Tue 18:01", 5)] {
            world.set_now(t(when));
            world.table.sweep_ttl().unwrap();
            world.fire(1).await;
            let changes = world.changes();
            let mut racing = JoinSet::new();
            for app in [world.restarted(), world.restarted()] {
                racing.spawn(async move {
                    app.sweep(t(when)).await.unwrap();
                });
            }
            for app in [world.restarted(), world.restarted()] {
                racing.spawn(react_to_each(app, changes.clone(), t(when)));
            }
            racing.join_all().await;
            assert_eq!(world.posts(&channel).len(), sent, "{when}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn an_answer_racing_an_escalation_ends_the_wait_and_what_was_sent_says_so() {
    let mut escalated = 0;
    for round in 0..24 {
        let mut world = World::new(t("Mon 14:00")).await;
        let channel = world.channel("C0RACE0001", false).await;
        world.put(&says(&channel, t("Mon 14:00"), CUSTOMER, None, &[])).await;
        world.pump(100).await;
        world.set_now(t("Tue 14:01"));
        let (reactor, sweep) = (world.restarted(), world.restarted());
        let answer = says(&channel, t("Tue 13:59"), ADA, Some(t("Mon 14:00")), &[]);
        let mut racing = JoinSet::new();
        racing.spawn(async move {
            // Once sooner, once later.
            tokio::time::sleep(Duration::from_millis(round / 4)).await;
            reactor.store.put_fact(&answer).await.unwrap();
            let key = Some(RowKey::of_fact(&answer));
            let news = Change { sequence: String::new(), key, what: ChangeKind::Fact(Box::new(answer)) };
            react_to_each(reactor, vec![news], t("Tue 14:01")).await;
        });
        racing.spawn(async move {
            sweep.sweep(t("Tue 14:01")).await.unwrap();
        });
        racing.join_all().await;
        world.set_now(t("Tue 14:10"));
        world.app.sweep(t("Tue 14:10")).await.unwrap();

        let thread = ThreadKey::Root(SlackTs::from_time(t("Mon 14:00")));
        let stored = world.app.store.thread(&channel, &thread).await.unwrap();
        assert_eq!(stored.item.unwrap().folded.item.waiting_since, None);
        let posts = world.posts(&channel).len();
        assert!(posts <= 1, "{posts} messages for one step");
        escalated += posts;
        assert_eq!(world.app.store.next_pending().await, Ok(None));
        for message in world.slack.messages(HELP) {
            assert!(message["text"].as_str().unwrap().starts_with("Answered"), "{message}");
        }
    }
    println!("escalated {escalated} times of 24");
}
