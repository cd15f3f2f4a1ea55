use super::*;
use crate::{First, WeekStands};

const ADA: &str = "github:octocat";

fn item(number: u64) -> ItemId {
    ItemId::from_stored(format!("github:acme/widgets#{number}"))
}

#[tokio::test]
async fn the_numbers_of_a_week_are_those_that_were_kept_first() {
    let store = any_store().await;
    assert_eq!(store.week_stands(MEETING).await.unwrap(), WeekStands::default());
    store.put_week_numbers(MEETING, "1").await.unwrap();
    assert_eq!(store.week_stands(MEETING).await.unwrap(), WeekStands { has_numbers: true, is_carried_over: false });
    store.put_week_numbers(MEETING, "2").await.unwrap();
    assert_eq!(store.week_numbers(12).await.unwrap(), ["1"]);
}

#[tokio::test]
async fn a_week_is_carried_over_with_numbers_or_without() {
    let store = any_store().await;
    let (before, done) = (date(2026, 2, 24), WeekStands { has_numbers: false, is_carried_over: true });
    store.put_carried_over(before).await.unwrap();
    assert_eq!(store.week_stands(before).await.unwrap(), done);
    store.put_week_numbers(MEETING, "1").await.unwrap();
    store.put_carried_over(MEETING).await.unwrap();
    assert_eq!(store.week_stands(MEETING).await.unwrap(), WeekStands { has_numbers: true, ..done });
    assert_eq!(store.week_numbers(12).await.unwrap(), ["1"], "one without numbers is no week of the trend");
}

#[tokio::test]
async fn the_latest_weeks_come_first_and_no_more_of_them_than_asked_for() {
    let store = any_store().await;
    for (day, numbers) in [(3, "a"), (17, "c"), (10, "b")] {
        store.put_week_numbers(date(2026, 3, day), numbers).await.unwrap();
    }
    assert_eq!(store.week_numbers(2).await.unwrap(), ["c", "b"]);
}

#[tokio::test]
async fn the_roundups_that_items_were_filed_for_are_found_by_date() {
    let store = any_store().await;
    for day in [3, 10, 17] {
        let mut commit = waiting(day, None);
        if let ItemWrite::Put(row) = &mut commit.item {
            row.meeting = date(2026, 3, i8::try_from(day).unwrap());
        }
        store.commit(&commit).await.unwrap();
    }
    let days = async |first, last| {
        let found = store.weeks_between(date(2026, 3, first), date(2026, 3, last)).await.unwrap();
        found.into_iter().map(|date| date.day()).collect::<Vec<_>>()
    };
    assert_eq!((days(3, 10).await, days(4, 30).await, days(4, 9).await), (vec![3, 10], vec![10, 17], vec![]));
}

#[tokio::test]
async fn the_first_item_of_somebody_is_the_oldest_whatever_comes_in_first() {
    let store = any_store().await;
    let (early, late) = (time("2026-03-02T12:00:00Z"), time("2026-03-02T12:00:00.5Z"));
    for (number, opened, expected) in [
        (2, late, First::This),
        (2, late, First::This),
        (3, time("2026-03-03T12:00:00Z"), First::Another),
        (1, early, First::InsteadOf(item(2))),
        (1, early, First::InsteadOf(item(2))),
    ] {
        assert_eq!(store.is_first_of(ADA, &item(number), opened).await.unwrap(), expected, "{number}");
    }
    store.put_first(ADA, &item(1), early, &item(2)).await.unwrap();
    // Somebody else who saw the same is too late.
    store.put_first(ADA, &item(9), late, &item(2)).await.unwrap();
    assert_eq!(store.is_first_of(ADA, &item(1), early).await.unwrap(), First::This);
    assert_eq!(store.is_first_of(ADA, &item(2), late).await.unwrap(), First::Another);
    assert_eq!(store.is_first_of("github:hubber", &item(2), late).await.unwrap(), First::This);
}

#[tokio::test]
async fn an_item_that_has_moved_is_still_the_first_of_who_opened_it() {
    let store = any_store().await;
    let opened = time("2026-03-02T12:00:00Z");
    assert_eq!(store.is_first_of(ADA, &item(1), opened).await.unwrap(), First::This);
    let moved = ItemId::from_stored("github:acme/gadgets#7");
    assert_eq!(store.is_first_of(ADA, &moved, opened).await.unwrap(), First::This);
}

#[tokio::test]
async fn the_first_help_of_somebody_is_the_oldest_and_only_of_who_never_asked_before() {
    let store = any_store().await;
    let (early, late) = (time("2026-03-02T10:00:00Z"), time("2026-03-05T10:00:00Z"));
    assert!(!store.is_first_help(ADA, &item(1), early).await.unwrap(), "nothing is noted");
    for (number, time) in [(2, late), (1, early), (2, late), (3, time("2026-03-05T10:00:01Z"))] {
        store.put_helped(ADA, &item(number), time).await.unwrap();
    }
    assert!(store.is_first_help(ADA, &item(1), early).await.unwrap());
    assert!(!store.is_first_help(ADA, &item(2), late).await.unwrap());
    store.is_first_of(ADA, &item(4), late).await.unwrap();
    assert!(store.is_first_help(ADA, &item(1), early).await.unwrap(), "she asked later");
    store.put_first(ADA, &item(5), time("2026-03-01T10:00:00Z"), &item(4)).await.unwrap();
    assert!(!store.is_first_help(ADA, &item(1), early).await.unwrap(), "she had asked before");
}
