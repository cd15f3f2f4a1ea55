use super::{MEETING, answered_item, any_store, channel, put, root, time, ts, waiting, waiting_item};
use crate::{Commit, ItemRow, ItemWrite, Open, RoundupRow, WaitingRow};
use jiff::civil::date;
use roundup_domain::item::{Folded, Kind};

#[tokio::test]
async fn what_waits_is_listed_by_due_time_and_leaves_when_answered() {
    let store = any_store().await;
    for seconds in [20, 10, 30] {
        store.commit(&waiting(seconds, None)).await.unwrap();
    }
    let waits = store.waiting("Customers").await.unwrap();
    let row = |seconds| WaitingRow {
        item: waiting_item(seconds).item,
        next_step: Some(time("2026-03-03T08:00:00Z")),
        conversation: channel(),
        thread: root(seconds),
    };
    assert_eq!(waits, [row(10), row(20), row(30)]);
    assert!(store.waiting("Tracker").await.unwrap().is_empty());

    let mut answered = Commit::new(channel(), root(10), Some(1));
    answered.item = put(answered_item(10), Some(Open::Until(ts(50))));
    store.commit(&answered).await.unwrap();
    assert_eq!(store.waiting("Customers").await.unwrap(), [row(20), row(30)]);
}

fn filed_for(seconds: i64, meeting: jiff::civil::Date, change: impl FnOnce(&mut Folded)) -> Commit {
    let mut folded = waiting_item(seconds);
    change(&mut folded);
    let mut commit = Commit::new(channel(), root(seconds), None);
    commit.item = ItemWrite::Put(Box::new(ItemRow { folded, next_step: None, meeting, open: None, first_time: false }));
    commit
}

#[tokio::test]
async fn a_roundup_has_its_own_items_by_readiness_kind_and_age() {
    let store = any_store().await;
    let other = date(2026, 3, 10);
    for commit in [
        filed_for(5, MEETING, |folded| folded.item.ready = true),
        filed_for(10, MEETING, |folded| folded.item.kind = Some(Kind::Question)),
        filed_for(30, MEETING, |folded| folded.item.kind = Some(Kind::Bug)),
        filed_for(20, MEETING, |folded| folded.item.kind = Some(Kind::Bug)),
        filed_for(40, other, |_| ()),
        filed_for(50, MEETING, |_| ()),
    ] {
        store.commit(&commit).await.unwrap();
    }
    let rows = store.roundup(MEETING).await.unwrap();
    let threads: Vec<_> = rows.iter().map(|row| row.thread.clone()).collect();
    assert_eq!(threads, [20, 30, 10, 50, 5].map(root));

    let Folded { item, runs, comments, excerpt, conversation, triage, .. } = waiting_item(50);
    assert_eq!(rows[3], RoundupRow { item, runs, comments, excerpt, triage, first_time: false, conversation, thread: root(50) });
    assert_eq!(store.roundup(other).await.unwrap().len(), 1);
    assert_eq!(store.weeks().await.unwrap(), [other, MEETING]);
}

#[tokio::test]
async fn an_item_that_is_carried_over_moves_to_the_next_roundup() {
    let store = any_store().await;
    store.commit(&filed_for(0, MEETING, |_| ())).await.unwrap();
    let mut moved = filed_for(0, date(2026, 3, 10), |_| ());
    moved.expected = Some(1);
    store.commit(&moved).await.unwrap();
    assert!(store.roundup(MEETING).await.unwrap().is_empty());
    assert_eq!(store.roundup(date(2026, 3, 10)).await.unwrap().len(), 1);
    let item = store.thread(&channel(), &root(0)).await.unwrap().item.unwrap();
    assert_eq!(item.meeting, Some(date(2026, 3, 10)));
}

#[tokio::test]
async fn a_week_that_another_process_listed_is_listed_once() {
    let store = any_store().await;
    store.commit(&waiting(0, None)).await.unwrap();
    let other_process = crate::Store::new(store.client.clone(), &store.table);
    other_process.commit(&waiting(10, None)).await.unwrap();
    assert_eq!(other_process.weeks().await.unwrap(), [MEETING]);
}

#[tokio::test]
async fn a_list_larger_than_a_page_is_read_whole() {
    let store = any_store().await;
    for seconds in 0..30 {
        let large = filed_for(seconds, MEETING, |folded| folded.item.title = "x".repeat(50_000));
        store.commit(&large).await.unwrap();
    }
    assert_eq!(store.waiting("Customers").await.unwrap().len(), 30);
    assert_eq!(store.roundup(MEETING).await.unwrap().len(), 30);
}
