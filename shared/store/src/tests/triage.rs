use super::*;
use crate::{AskedAbout, HandedOver, Written};

fn asked(fact: &str) -> AskedAbout {
    AskedAbout { conversation: channel(), thread: ThreadKey::Root(ts(0)), fact: fact.to_owned() }
}

#[tokio::test]
async fn a_message_to_a_colleague_leads_to_the_item_it_asks_about_or_else_the_last_one_before_it() {
    let store = any_store().await;
    let direct = ConversationId::slack("D0GRACE01");
    store.put_asked(&direct, &ts(10), &asked("asked:V1")).await.unwrap();
    store.put_asked(&direct, &ts(20), &asked("asked:V2")).await.unwrap();
    for (at, expected) in
        [(5, None), (10, Some("asked:V1")), (15, Some("asked:V1")), (20, Some("asked:V2")), (99, Some("asked:V2"))]
    {
        let found = store.asked(&direct, &ts(at)).await.unwrap();
        assert_eq!(found.map(|(_, about)| about.fact).as_deref(), expected, "{at}");
    }
    assert_eq!(store.asked(&ConversationId::slack("D0ADA0001"), &ts(99)).await.unwrap(), None);
}

#[tokio::test]
async fn a_home_tab_is_remembered_for_a_while() {
    let store = any_store().await;
    let now = time("2026-03-02T12:00:00Z");
    assert_eq!(store.home("slack:U1", now).await.unwrap(), None);
    store.put_home("slack:U1", "waiting 2", now + jiff::SignedDuration::from_hours(1)).await.unwrap();
    assert_eq!(store.home("slack:U1", now).await.unwrap().as_deref(), Some("waiting 2"));
    assert_eq!(store.home("slack:U1", now + jiff::SignedDuration::from_hours(2)).await.unwrap(), None);
}

#[tokio::test]
async fn of_two_who_hand_over_at_once_one_does() {
    let store = any_store().await;
    let shift = |user: &str| HandedOver { user: Some(user.to_owned()), from: time("2026-03-02T14:00:00Z"), next: None };
    assert!(store.put_handed_over(&shift("U1"), None).await.unwrap());
    assert!(!store.put_handed_over(&shift("U2"), None).await.unwrap());
    assert!(store.put_handed_over(&shift("U2"), Some(&shift("U1"))).await.unwrap());
    assert!(!store.put_handed_over(&shift("U3"), Some(&shift("U1"))).await.unwrap());
    assert_eq!(store.handed_over().await.unwrap(), Some(shift("U2")));
}

#[tokio::test]
async fn a_channel_stays_with_the_source_that_it_was_found_to_be_of_first() {
    let store = any_store().await;
    assert_eq!(store.enrolled(&channel()).await.unwrap(), None);
    assert_eq!(store.enrol(&channel(), "Customers").await.unwrap(), Written::New);
    assert_eq!(store.enrol(&channel(), "Others").await.unwrap(), Written::Already);
    assert_eq!(store.enrolled(&channel()).await.unwrap().as_deref(), Some("Customers"));
}

#[tokio::test]
async fn what_is_put_off_is_listed_by_when_it_comes_back_and_not_among_what_waits() {
    let store = any_store().await;
    let mut folded = answered_item(0);
    folded.item.state = State::Snoozed;
    folded.item.snoozed_until = Some(time("2026-03-09T14:00:00Z"));
    let mut commit = Commit::new(channel(), ThreadKey::Root(ts(0)), None);
    let meeting = date(2026, 3, 10);
    commit.item = ItemWrite::Put(Box::new(ItemRow { folded, next_step: None, meeting, open: None, first_time: false }));
    store.commit(&commit).await.unwrap();
    assert_eq!(store.snoozed("Customers").await.unwrap().len(), 1);
    assert!(store.waiting("Customers").await.unwrap().is_empty());
}
