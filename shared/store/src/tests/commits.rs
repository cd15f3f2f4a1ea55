use super::{
    MEETING, answered_item, any_store, calls, channel, deadline, notice, one, owed, put, reached, reply, root, store, time, ts,
    waiting, waiting_item, watched,
};
use crate::{Commit, CommitError, ItemWrite, NoticeWant, Open, StoreError, StoredDeadline, Written};
use roundup_domain::{ItemId, Place};

#[tokio::test]
async fn what_was_committed_is_read_back() {
    let store = any_store().await;
    store.put_fact(&reply(0, 5)).await.unwrap();
    let mut commit = waiting(0, None);
    commit.facts = vec![reached("remind-4h")];
    let unscheduled = StoredDeadline { deadline: deadline("escalate-0m", "2026-03-03T12:00:00Z"), scheduled: false };
    commit.deadlines_put = vec![watched("remind-1h", "2026-03-03T11:00:00.0001Z"), unscheduled.clone()];
    commit.notices_put = vec![owed("run/remind-4h")];
    store.commit(&commit).await.unwrap();

    let thread = store.thread(&channel(), &root(0)).await.unwrap();
    assert_eq!(thread.facts, [reached("remind-4h"), reply(0, 5).fact]);
    let item = thread.item.unwrap();
    assert_eq!(item.folded, waiting_item(0));
    assert_eq!((item.version, item.next_step), (1, Some(time("2026-03-03T08:00:00Z"))));
    assert_eq!(item.meeting, Some(MEETING));
    assert_eq!(thread.deadlines, [unscheduled, watched("remind-1h", "2026-03-03T11:00:00.0001Z")]);
    assert_eq!(thread.notices, [owed("run/remind-4h")]);
}

#[tokio::test]
async fn a_commit_is_one_transaction_once_its_week_is_listed() {
    let (embedded, store) = store().await;
    let (made, _) = calls(&embedded, store.commit(&waiting(0, None))).await;
    assert_eq!(made.get("PutItem"), Some(&1));
    assert_eq!(made.get("TransactWriteItems"), Some(&1));
    let mut commit = waiting(0, Some(1));
    commit.facts = vec![reached("remind-4h")];
    commit.deadlines_put = vec![watched("remind-1h", "2026-03-03T11:00:00Z")];
    assert_eq!(calls(&embedded, store.commit(&commit)).await, (one("TransactWriteItems"), Ok(())));
}

#[tokio::test]
async fn a_commit_on_another_version_is_a_conflict_and_writes_nothing() {
    let store = any_store().await;
    store.commit(&waiting(0, None)).await.unwrap();
    store.commit(&waiting(0, Some(1))).await.unwrap();
    for expected in [None, Some(1), Some(3)] {
        for item in [ItemWrite::Keep, ItemWrite::Delete, put(answered_item(0), None)] {
            let mut commit = Commit::new(channel(), root(0), expected);
            commit.item = item;
            commit.facts = vec![reached("remind-4h")];
            assert_eq!(store.commit(&commit).await, Err(CommitError::Conflict), "{expected:?} {:?}", commit.item);
        }
    }
    let thread = store.thread(&channel(), &root(0)).await.unwrap();
    assert_eq!(thread.item.unwrap().version, 2);
    assert!(thread.facts.is_empty());
}

#[tokio::test]
async fn of_two_writers_who_read_the_same_one_wins() {
    let store = any_store().await;
    store.commit(&waiting(0, None)).await.unwrap();
    let (mut one, mut other) = (waiting(0, Some(1)), waiting(0, Some(1)));
    one.deadlines_put = vec![watched("remind-1h", "2026-03-03T11:00:00Z")];
    other.deadlines_put = vec![watched("remind-4h", "2026-03-03T08:00:00Z")];
    let (one, other) = tokio::join!(store.commit(&one), store.commit(&other));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(store.thread(&channel(), &root(0)).await.unwrap().deadlines.len(), 1);
}

#[tokio::test]
async fn a_commit_that_changes_nothing_is_no_call() {
    let (embedded, store) = store().await;
    let nothing = Commit::new(channel(), root(0), None);
    assert_eq!(calls(&embedded, store.commit(&nothing)).await, (Default::default(), Ok(())));
}

#[tokio::test]
async fn a_reached_deadline_that_another_wrote_first_is_no_conflict() {
    let store = any_store().await;
    let reached_elsewhere = super::filed(Place::Reply { root: ts(0), ts: ts(0) }, reached("remind-4h"));
    assert_eq!(store.put_fact(&reached_elsewhere).await, Ok(Written::New));
    let mut commit = waiting(0, None);
    commit.facts = vec![reached("remind-4h"), reached("remind-4h")];
    store.commit(&commit).await.unwrap();
    assert_eq!(store.put_fact(&reached_elsewhere).await, Ok(Written::Already));
    assert_eq!(store.thread(&channel(), &root(0)).await.unwrap().facts, [reached("remind-4h")]);
}

#[tokio::test]
async fn a_deadline_is_put_replaced_and_deleted() {
    let store = any_store().await;
    let one = watched("remind-1h", "2026-03-03T11:00:00Z");
    let other = watched("escalate-0m", "2026-03-03T12:00:00Z");
    let mut commit = waiting(0, None);
    commit.deadlines_put = vec![StoredDeadline { scheduled: false, ..one.clone() }, other.clone()];
    store.commit(&commit).await.unwrap();

    let mut commit = waiting(0, Some(1));
    commit.deadlines_put = vec![one.clone()];
    commit.deadlines_delete = vec![other.deadline.clone(), deadline("none", "2026-03-03T12:00:00Z")];
    store.commit(&commit).await.unwrap();
    assert_eq!(
        store.thread(&channel(), &root(0)).await.unwrap().deadlines,
        std::slice::from_ref(&one),
        "by now it has its schedule"
    );

    let mut commit = Commit::new(channel(), root(0), Some(2));
    commit.deadlines_delete = vec![one.deadline];
    store.commit(&commit).await.unwrap();
    assert!(store.thread(&channel(), &root(0)).await.unwrap().deadlines.is_empty());
}

#[tokio::test]
async fn deleting_a_deadline_that_has_expired_in_between_is_no_conflict() {
    let (embedded, store) = store().await;
    let one = watched("remind-1h", "2026-03-03T11:00:00Z");
    let mut commit = waiting(0, None);
    commit.deadlines_put = vec![one.clone()];
    store.commit(&commit).await.unwrap();
    embedded.set_now(time("2026-03-03T11:00:00Z"));
    assert_eq!(embedded.sweep_ttl().unwrap(), 0, "not before its time has passed");
    assert_eq!(
        store.thread(&channel(), &root(0)).await.unwrap().deadlines,
        std::slice::from_ref(&one),
        "reached, and still read"
    );
    embedded.set_now(time("2026-03-03T11:00:01Z"));
    assert_eq!(embedded.sweep_ttl().unwrap(), 1);

    let mut commit = waiting(0, Some(1));
    commit.deadlines_delete = vec![one.deadline];
    store.commit(&commit).await.unwrap();
    let thread = store.thread(&channel(), &root(0)).await.unwrap();
    assert!(thread.deadlines.is_empty());
    assert_eq!(thread.item.unwrap().version, 2);
}

#[tokio::test]
async fn a_notice_is_put_once() {
    let store = any_store().await;
    let mut commit = waiting(0, None);
    commit.notices_put = vec![owed("a")];
    store.commit(&commit).await.unwrap();
    let mut again = waiting(0, Some(1));
    again.notices_put = vec![owed("b"), owed("a")];
    assert_eq!(store.commit(&again).await, Err(CommitError::Conflict));
    assert_eq!(store.thread(&channel(), &root(0)).await.unwrap().notices, [owed("a")]);
}

#[tokio::test]
async fn what_a_notice_wants_is_changed_and_nothing_else_of_it() {
    let store = any_store().await;
    let mut commit = waiting(0, None);
    commit.notices_put = vec![owed("a")];
    store.commit(&commit).await.unwrap();
    let later = time("2026-03-02T13:00:00Z");
    let mut commit = waiting(0, Some(1));
    commit.notices_want = vec![NoticeWant { key: "a".to_owned(), wants: "answered".to_owned(), try_at: later }];
    store.commit(&commit).await.unwrap();
    let stored = store.thread(&channel(), &root(0)).await.unwrap().notices.remove(0);
    assert_eq!(stored.notice, notice("a"));
    assert_eq!((stored.wants.as_str(), stored.try_at), ("answered", Some(later)));

    let mut commit = waiting(0, Some(2));
    commit.notices_want = vec![NoticeWant { key: "none".to_owned(), wants: "answered".to_owned(), try_at: later }];
    assert_eq!(store.commit(&commit).await, Err(CommitError::Conflict));
}

#[tokio::test]
async fn an_item_is_found_by_its_name_and_gone_when_deleted() {
    let (embedded, store) = store().await;
    store.commit(&waiting(0, None)).await.unwrap();
    let id = waiting_item(0).item.id;
    assert_eq!(calls(&embedded, store.item(&id)).await, (one("GetItem"), Ok(Some(waiting_item(0)))));
    assert_eq!(store.item(&ItemId::slack("T0OTHER01", "C0EXT0001", &ts(0))).await, Ok(None), "of another workspace");
    assert_eq!(store.item(&ItemId::from_stored("what is this")).await, Ok(None));

    let mut commit = Commit::new(channel(), root(0), Some(1));
    commit.item = ItemWrite::Delete;
    store.commit(&commit).await.unwrap();
    assert_eq!(store.item(&id).await, Ok(None));
    assert_eq!(store.weeks().await.unwrap(), [MEETING]);
}

#[tokio::test]
async fn items_are_open_until_their_last_answer() {
    let store = any_store().await;
    store.commit(&waiting(30, None)).await.unwrap();
    for (since, until) in [(10, 50), (20, 60)] {
        let mut commit = Commit::new(channel(), root(since), None);
        commit.item = put(answered_item(since), Some(Open::Until(ts(until))));
        store.commit(&commit).await.unwrap();
    }
    let mut issue = Commit::new(channel(), root(40), None);
    issue.item = put(waiting_item(40), None);
    store.commit(&issue).await.unwrap();
    store.put_fact(&reply(10, 55)).await.unwrap();

    for (t, expected) in [(0, vec![10, 20, 30]), (50, vec![10, 20, 30]), (51, vec![20, 30]), (61, vec![30])] {
        let expected: Vec<_> = expected.into_iter().map(ts).collect();
        assert_eq!(store.open_since(&channel(), &ts(t)).await, Ok(expected), "{t}");
    }
}

#[tokio::test]
async fn more_than_a_transaction_holds_is_all_or_to_be_repeated() {
    let (embedded, store) = store().await;
    let deadlines: Vec<_> = (0..250).map(|step| watched(&format!("remind-{step:03}m"), "2026-03-03T11:00:00Z")).collect();
    let mut commit = waiting(0, None);
    commit.deadlines_put.clone_from(&deadlines);

    embedded.fail_after(2);
    let failed = store.commit(&commit).await.unwrap_err();
    assert!(matches!(&failed, CommitError::Store(error) if error.is_passing()), "{failed:?}");
    embedded.fail_while(false);
    assert!(store.thread(&channel(), &root(0)).await.unwrap().item.is_none(), "the item comes last");

    let (made, committed) = calls(&embedded, store.commit(&commit)).await;
    committed.unwrap();
    assert_eq!(made, super::many("TransactWriteItems", 3));
    let thread = store.thread(&channel(), &root(0)).await.unwrap();
    assert_eq!((thread.deadlines.len(), thread.item.unwrap().version), (250, 1));

    assert_eq!(store.commit(&commit).await, Err(CommitError::Conflict), "each part is written on the item's version");
}

#[tokio::test]
async fn exactly_a_full_transaction_is_one_and_one_more_is_two() {
    let (embedded, store) = store().await;
    store.commit(&waiting(0, None)).await.unwrap();
    for (count, version, transactions) in [(99, 1, 1), (100, 2, 2)] {
        let mut commit = waiting(0, Some(version));
        commit.deadlines_put = (0..count).map(|step| watched(&format!("remind-{step:03}m"), "2026-03-03T11:00:00Z")).collect();
        let (made, committed) = calls(&embedded, store.commit(&commit)).await;
        committed.unwrap();
        assert_eq!(made, super::many("TransactWriteItems", transactions), "{count}");
    }
}

#[tokio::test]
async fn an_item_too_large_for_the_table_is_refused_and_not_passing() {
    let store = any_store().await;
    let mut commit = waiting(0, None);
    if let ItemWrite::Put(item) = &mut commit.item {
        item.folded.excerpt = "x".repeat(500_000);
    }
    match store.commit(&commit).await.unwrap_err() {
        CommitError::Store(error @ StoreError::Refused { .. }) => assert!(!error.is_passing()),
        other => panic!("{other:?}"),
    }
}
