use super::{any_store, channel, notice, owed, root, time, waiting};
use crate::{NoticeWant, Pending, SentMessage, Store, StoredNotice, ThreadKey, notices};
use jiff::{Timestamp, ToSpan};
use roundup_domain::ConversationId;

fn noon() -> Timestamp {
    time("2026-03-02T12:00:00Z")
}

fn sent() -> SentMessage {
    SentMessage { channel: "D0STAFF01".to_owned(), ts: "1772452805.000200".to_owned() }
}

async fn with_notice() -> (Store, ConversationId, ThreadKey) {
    let store = any_store().await;
    let mut commit = waiting(0, None);
    commit.notices_put = vec![owed("a")];
    store.commit(&commit).await.unwrap();
    (store, channel(), root(0))
}

async fn stored(store: &Store) -> StoredNotice {
    store.thread(&channel(), &root(0)).await.unwrap().notices.remove(0)
}

/// Keys of the notices that are to be tried at `now`.
async fn outbox(store: &Store, now: Timestamp) -> Vec<String> {
    let pending = store.pending(now).await.unwrap().into_iter();
    pending
        .map(|pending| match pending {
            Pending::Notice { key, .. } => key,
            other => panic!("nothing was put aside: {other:?}"),
        })
        .collect()
}

#[tokio::test]
async fn a_notice_is_in_the_outbox_from_its_time_on_until_it_is_settled() {
    let (store, conversation, thread) = with_notice().await;
    assert!(outbox(&store, noon() - 1.second()).await.is_empty());
    let due = Pending::Notice { conversation: conversation.clone(), thread: thread.clone(), key: "a".to_owned() };
    assert_eq!(store.pending(noon()).await.unwrap(), [due]);

    assert_eq!(store.notice_posted(&conversation, &thread, "a", &sent(), "waiting").await, Ok(true));
    assert!(outbox(&store, noon() + 24.hours()).await.is_empty());
    let stored = stored(&store).await;
    assert!(stored.is_settled());
    assert_eq!((stored.message, stored.shown.as_deref(), stored.try_at), (Some(sent()), Some("waiting"), None));
}

#[tokio::test]
async fn a_claim_is_over_when_its_holder_says_what_came_of_it_or_has_been_silent_for_too_long() {
    let (store, conversation, thread) = with_notice().await;
    assert!(!stored(&store).await.is_claimed(noon()));
    assert!(store.claim_notice(&conversation, &thread, "a", 0, noon()).await.unwrap());
    assert!(stored(&store).await.is_claimed(noon() + 329.seconds()));
    assert!(!stored(&store).await.is_claimed(noon() + 330.seconds()));

    store.notice_failed(&conversation, &thread, "a", 1, noon() + 5.minutes()).await.unwrap();
    assert!(!stored(&store).await.is_claimed(noon()));
    assert!(store.claim_notice(&conversation, &thread, "a", 1, noon()).await.unwrap());
    // It wants something else than what is shown now.
    store.notice_posted(&conversation, &thread, "a", &sent(), "answered").await.unwrap();
    assert!(!stored(&store).await.is_claimed(noon()));
    assert!(store.claim_notice(&conversation, &thread, "a", 2, noon()).await.unwrap());
    store.notice_shown(&conversation, &thread, "a", "waiting").await.unwrap();
    assert!(!stored(&store).await.is_claimed(noon()));
}

#[tokio::test]
async fn a_claim_is_had_by_one_and_lapses() {
    let (store, conversation, thread) = with_notice().await;
    let claim = async |seen, now| store.claim_notice(&conversation, &thread, "a", seen, now).await.unwrap();
    let (one, other) = tokio::join!(claim(0, noon()), claim(0, noon()));
    assert!(one != other, "one of two has it");
    assert!(!claim(0, noon()).await);

    let claimed = stored(&store).await;
    assert_eq!((claimed.attempts, claimed.claimed_at), (1, Some(noon())));
    assert_eq!(claimed.try_at, Some(noon() + notices::CLAIM));
    assert!(outbox(&store, noon() + 329.seconds()).await.is_empty(), "while it is claimed, the sweep leaves it alone");
    assert_eq!(outbox(&store, noon() + 330.seconds()).await, ["a"], "the claimant died");
    assert!(claim(1, noon() + 330.seconds()).await);
    assert!(!store.claim_notice(&conversation, &thread, "none", 0, noon()).await.unwrap());
}

#[tokio::test]
async fn what_changed_while_it_was_sent_stays_in_the_outbox() {
    let (store, conversation, thread) = with_notice().await;
    assert!(store.claim_notice(&conversation, &thread, "a", 0, noon()).await.unwrap());
    let mut commit = waiting(0, Some(1));
    commit.notices_want = vec![NoticeWant { key: "a".to_owned(), wants: "answered".to_owned(), try_at: noon() }];
    store.commit(&commit).await.unwrap();

    assert!(store.notice_posted(&conversation, &thread, "a", &sent(), "waiting").await.unwrap());
    assert_eq!(outbox(&store, noon()).await, ["a"]);
    let half = stored(&store).await;
    assert_eq!((half.shown.as_deref(), half.wants.as_str(), half.is_settled()), (Some("waiting"), "answered", false));
    assert_eq!(half.message, Some(sent()));

    assert!(store.notice_shown(&conversation, &thread, "a", "answered").await.unwrap());
    assert!(outbox(&store, noon() + 24.hours()).await.is_empty());
    let settled = stored(&store).await;
    assert!(settled.is_settled());
    assert_eq!(settled.message, Some(sent()), "the message is still known");
}

#[tokio::test]
async fn what_was_claimed_or_changed_since_it_was_read_is_not_let_go() {
    let (store, conversation, thread) = with_notice().await;
    assert!(!store.notice_let_go(&conversation, &thread, "a", 0, "answered").await.unwrap(), "it wants something else");
    assert!(store.claim_notice(&conversation, &thread, "a", 0, noon()).await.unwrap());
    assert!(!store.notice_let_go(&conversation, &thread, "a", 0, "waiting").await.unwrap(), "somebody is sending it");
    assert_eq!(stored(&store).await.shown, None);

    assert!(store.notice_let_go(&conversation, &thread, "a", 1, "waiting").await.unwrap());
    assert!(stored(&store).await.is_settled());
    assert!(outbox(&store, noon() + 24.hours()).await.is_empty());
}

#[tokio::test]
async fn a_failed_notice_is_tried_again_at_its_time() {
    let (store, conversation, thread) = with_notice().await;
    let later = time("2026-03-02T12:30:00.5Z");
    assert!(store.notice_failed(&conversation, &thread, "a", 0, later).await.unwrap());
    assert!(outbox(&store, time("2026-03-02T12:30:00.9Z")).await.is_empty(), "never early; to the second");
    assert_eq!(outbox(&store, time("2026-03-02T12:30:01Z")).await, ["a"]);
    assert_eq!(stored(&store).await.try_at, Some(later));
}

#[tokio::test]
async fn a_failure_takes_the_claim_from_nobody_else() {
    let (store, conversation, thread) = with_notice().await;
    assert!(store.claim_notice(&conversation, &thread, "a", 0, noon()).await.unwrap());
    assert!(!store.notice_failed(&conversation, &thread, "a", 0, noon()).await.unwrap(), "it was read before the claim");
    assert!(stored(&store).await.is_claimed(noon()));
    assert!(store.notice_failed(&conversation, &thread, "a", 1, noon()).await.unwrap());
    assert!(!stored(&store).await.is_claimed(noon()));
}

#[tokio::test]
async fn failures_are_counted_until_it_works() {
    let (store, conversation, thread) = with_notice().await;
    for failures in 1..=3 {
        store.notice_failed(&conversation, &thread, "a", 0, noon()).await.unwrap();
        assert_eq!(stored(&store).await.failures, failures);
    }
    store.notice_shown(&conversation, &thread, "a", "waiting").await.unwrap();
    assert_eq!(stored(&store).await.failures, 0);
    store.notice_failed(&conversation, &thread, "a", 0, noon()).await.unwrap();
    store.notice_posted(&conversation, &thread, "a", &sent(), "something else").await.unwrap();
    assert_eq!(stored(&store).await.failures, 0, "also where it wants to show something else by now");
}

#[tokio::test]
async fn nothing_is_noted_about_a_notice_that_is_gone() {
    let (store, conversation, thread) = with_notice().await;
    let none = "none";
    assert!(!store.notice_posted(&conversation, &thread, none, &sent(), "waiting").await.unwrap());
    assert!(!store.notice_shown(&conversation, &thread, none, "waiting").await.unwrap());
    assert!(!store.notice_failed(&conversation, &thread, none, 0, noon()).await.unwrap());
    assert_eq!(store.thread(&conversation, &thread).await.unwrap().notices, [owed("a")], "and no half row is left");
}

#[tokio::test]
async fn the_outbox_is_in_order_of_time() {
    let store = any_store().await;
    let mut commit = waiting(0, None);
    commit.notices_put = ["c", "a", "b"]
        .iter()
        .zip([3, 1, 2])
        .map(|(key, seconds)| StoredNotice::new(notice(key), "waiting", noon() + seconds.seconds()))
        .collect();
    store.commit(&commit).await.unwrap();
    assert_eq!(outbox(&store, noon() + 2.seconds()).await, ["a", "b"]);
}
