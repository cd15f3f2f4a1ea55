use super::{any_store, calls, channel, edit, filed, notice, one, reply, root, store, time, top, ts, waiting};
use crate::{Pending, Row, RowKey, Store, StoredNotice};
use jiff::{Timestamp, ToSpan};
use roundup_domain::id::GithubThread;
use roundup_domain::{ConversationId, Filed, Place};
use std::collections::BTreeMap;

fn noon() -> Timestamp {
    time("2026-03-02T12:00:00Z")
}

fn fact(filed: &Filed) -> Pending {
    Pending::Fact(Box::new(filed.clone()))
}

async fn pending(store: &Store, now: Timestamp) -> Vec<Pending> {
    store.pending(now).await.unwrap()
}

/// Commits the item of `root(0)` with a notice that is to be tried at `try_at`.
async fn owe(store: &Store, key: &str, try_at: Timestamp) -> Pending {
    let mut commit = waiting(0, None);
    commit.notices_put = vec![StoredNotice::new(notice(key), "waiting", try_at)];
    store.commit(&commit).await.unwrap();
    Pending::Notice { conversation: channel(), thread: root(0), key: key.to_owned() }
}

#[tokio::test]
async fn a_fact_put_aside_is_pending_from_its_time_on_until_it_is_taken_back() {
    let issue = ConversationId::github("acme/widgets", GithubThread::Issue, 12);
    let in_issue = Filed { conversation: issue, place: Place::Thread, fact: top(0).fact };
    for aside in [top(0), reply(0, 5), edit(5, 6), filed(Place::Conversation, top(0).fact), in_issue] {
        let (embedded, store) = store().await;
        let put = calls(&embedded, store.put_aside(&aside, noon(), noon())).await;
        assert_eq!(put, (one("PutItem"), Ok(())), "{:?}", aside.place);
        assert!(pending(&store, noon() - 1.second()).await.is_empty(), "{:?}", aside.place);
        assert_eq!(pending(&store, noon()).await, [fact(&aside)]);
        assert_eq!(pending(&store, noon() + 48.hours()).await, [fact(&aside)], "looking does not take it back");

        let taken = calls(&embedded, store.take_back(&aside)).await;
        assert_eq!(taken, (one("DeleteItem"), Ok(())), "{:?}", aside.place);
        assert!(pending(&store, noon() + 48.hours()).await.is_empty(), "{:?}", aside.place);
        assert_eq!(store.next_pending().await, Ok(None));
    }
}

#[tokio::test]
async fn it_is_never_found_early_to_the_second() {
    let store = any_store().await;
    store.put_aside(&top(0), noon(), time("2026-03-02T12:30:00.5Z")).await.unwrap();
    assert!(pending(&store, time("2026-03-02T12:30:00.9Z")).await.is_empty());
    assert_eq!(pending(&store, time("2026-03-02T12:30:01Z")).await, [fact(&top(0))]);
    assert_eq!(store.next_pending().await, Ok(Some(time("2026-03-02T12:30:01Z"))), "the time at which it is found");
}

#[tokio::test]
async fn a_fact_put_aside_again_is_pending_once_at_its_new_time() {
    let store = any_store().await;
    assert_eq!(store.aside_since(&edit(5, 6)).await, Ok(None));
    store.put_aside(&edit(5, 6), noon(), noon()).await.unwrap();
    store.put_aside(&edit(5, 6), noon(), noon() + 5.minutes()).await.unwrap();
    assert_eq!(store.aside_since(&edit(5, 6)).await, Ok(Some(noon())));
    assert!(pending(&store, noon()).await.is_empty());
    assert_eq!(pending(&store, noon() + 5.minutes()).await, [fact(&edit(5, 6))]);
    assert_eq!(store.next_pending().await, Ok(Some(noon() + 5.minutes())));
}

#[tokio::test]
async fn notices_and_facts_are_pending_together_due_longest_first() {
    let (embedded, store) = store().await;
    let owed = owe(&store, "a", noon() + 2.minutes()).await;
    store.put_aside(&edit(5, 6), noon(), noon() + 3.minutes()).await.unwrap();
    store.put_aside(&top(9), noon(), noon() + 1.minute()).await.unwrap();
    store.put_aside(&top(10), noon(), noon() + 10.minutes()).await.unwrap();

    let (made, found) = calls(&embedded, store.pending(noon() + 3.minutes())).await;
    assert_eq!(found.unwrap(), [fact(&top(9)), owed, fact(&edit(5, 6))], "and not the item that waits");
    let expected = BTreeMap::from([("GetItem".to_owned(), 2), ("Query".to_owned(), 1)]);
    assert_eq!(made, expected, "what a notice says is read by whoever claims it");
}

#[tokio::test]
async fn the_next_time_is_the_earliest_of_notices_and_facts() {
    let (embedded, store) = store().await;
    assert_eq!(store.next_pending().await, Ok(None));
    store.commit(&waiting(10, None)).await.unwrap();
    assert_eq!(store.next_pending().await, Ok(None), "that an item waits is no reason to try anything");

    store.put_aside(&top(20), noon(), noon() + 3.minutes()).await.unwrap();
    assert_eq!(store.next_pending().await, Ok(Some(noon() + 3.minutes())));
    owe(&store, "a", noon() + 2.minutes()).await;
    assert_eq!(store.next_pending().await, Ok(Some(noon() + 2.minutes())));
    store.put_aside(&top(30), noon(), noon() + 1.minute()).await.unwrap();
    assert_eq!(calls(&embedded, store.next_pending()).await, (one("Query"), Ok(Some(noon() + 1.minute()))));

    store.take_back(&top(30)).await.unwrap();
    store.notice_shown(&channel(), &root(0), "a", "waiting").await.unwrap();
    assert_eq!(store.next_pending().await, Ok(Some(noon() + 3.minutes())));
}

#[tokio::test]
async fn taking_back_concerns_that_fact_only() {
    let store = any_store().await;
    let mut elsewhere = top(0);
    elsewhere.conversation = ConversationId::slack("C0OTHER01");
    for (minutes, aside) in [(1, &top(0)), (2, &elsewhere), (3, &reply(0, 5)), (4, &edit(0, 6))] {
        store.put_aside(aside, noon(), noon() + minutes.minutes()).await.unwrap();
    }
    store.take_back(&top(0)).await.unwrap();
    store.take_back(&top(0)).await.unwrap();
    let left = [fact(&elsewhere), fact(&reply(0, 5)), fact(&edit(0, 6))];
    assert_eq!(pending(&store, noon() + 1.hour()).await, left);
}

#[tokio::test]
async fn a_fact_put_aside_stays_where_it_is_filed_and_is_read_there_once() {
    let store = any_store().await;
    let facts = [top(0), reply(0, 5), edit(5, 6)];
    for filed in &facts {
        store.put_fact(filed).await.unwrap();
        store.put_aside(filed, noon(), noon()).await.unwrap();
    }
    for taken in [false, true] {
        if taken {
            for filed in &facts {
                store.take_back(filed).await.unwrap();
            }
        }
        assert_eq!(store.tops(&channel(), &ts(0), None).await.unwrap(), [top(0).fact]);
        assert_eq!(store.thread(&channel(), &root(0)).await.unwrap().facts, [reply(0, 5).fact]);
        assert_eq!(store.abouts(&channel(), &ts(0), &ts(9)).await.unwrap(), [edit(5, 6).fact]);
    }
}

#[tokio::test]
async fn deleting_facts_leaves_what_was_put_aside() {
    let store = any_store().await;
    let filed = edit(5, 6);
    store.put_fact(&filed).await.unwrap();
    store.put_aside(&filed, noon(), noon()).await.unwrap();
    let row = RowKey::of_fact(&filed).row;
    let aside = Row::Aside(row.to_string());
    store.delete_facts(&channel(), &[row, aside]).await.unwrap();
    assert!(store.abouts(&channel(), &ts(0), &ts(9)).await.unwrap().is_empty());
    assert_eq!(pending(&store, noon()).await, [fact(&filed)]);
}
