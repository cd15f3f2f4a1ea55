use super::{any_store, store, time, waiting};
use crate::{CommitError, Configuration, Store};

/// A configuration that Ada applied.
pub(super) fn applied(version: u32, toml: &str) -> Configuration {
    Configuration { version, toml: toml.to_owned(), by: "ada".to_owned(), at: time("2026-03-02T14:00:00Z") }
}

const TOML: &str = "# Who is on call\n[rotation]\npeople = [\"Ada\", \"Zoë\"]\n";

#[tokio::test]
async fn the_configuration_in_force_is_the_one_that_was_applied_last_as_it_was_written() {
    let (embedded, store) = store().await;
    assert_eq!(store.configuration().await, Ok(None));
    assert_eq!(store.configuration_version().await, Ok(0));

    for (version, text) in [(1, "[roundup]\n"), (2, TOML)] {
        store.apply_configuration(&applied(version, text)).await.unwrap();
        let other_process = Store::new(embedded.client(), "roundup");
        assert_eq!(other_process.configuration().await, Ok(Some(applied(version, text))));
        assert_eq!(other_process.configuration_version().await, Ok(version));
    }
}

#[tokio::test]
async fn each_configuration_that_was_applied_is_kept() {
    let store = any_store().await;
    let all: Vec<_> = (1..=11).map(|version| applied(version, &format!("# {version}"))).collect();
    for one in &all {
        store.apply_configuration(one).await.unwrap();
    }
    assert_eq!(store.configurations().await, Ok(all));
    assert_eq!(store.configuration_applied(9).await, Ok(Some(applied(9, "# 9"))));
    assert_eq!(store.configuration_applied(12).await, Ok(None));
}

#[tokio::test]
async fn a_text_that_somebody_put_there_by_hand_is_in_force_until_one_is_applied() {
    let (embedded, store) = store().await;
    let mut row = crate::keys::configuration();
    row.insert("toml".to_owned(), crate::attributes::s("# by hand"));
    embedded.client().put_item().table_name("roundup").set_item(Some(row)).send().await.unwrap();
    let found = store.configuration().await.unwrap().unwrap();
    assert_eq!((found.version, found.toml.as_str()), (0, "# by hand"));
    assert_eq!(store.configuration_version().await, Ok(0));
    store.apply_configuration(&applied(1, "[roundup]\n")).await.unwrap();
    assert_eq!(store.configuration().await, Ok(Some(applied(1, "[roundup]\n"))));
}

#[tokio::test]
async fn of_two_that_are_applied_over_the_same_one_only_the_first_is_and_nothing_is_lost() {
    let store = any_store().await;
    let overtaken = Err(CommitError::Conflict);
    store.apply_configuration(&applied(1, "# ada")).await.unwrap();
    assert_eq!(store.apply_configuration(&applied(1, "# grace")).await, overtaken);
    store.apply_configuration(&applied(2, "# ada again")).await.unwrap();
    assert_eq!(store.apply_configuration(&applied(2, "# grace")).await, overtaken);
    assert_eq!(store.apply_configuration(&applied(4, "# from nowhere")).await, overtaken);
    assert_eq!(store.configurations().await, Ok(vec![applied(1, "# ada"), applied(2, "# ada again")]));
}

#[tokio::test]
async fn the_configuration_is_no_week_and_a_week_is_no_configuration() {
    let store = any_store().await;
    store.apply_configuration(&applied(1, "[roundup]\n")).await.unwrap();
    assert!(store.weeks().await.unwrap().is_empty());
    store.commit(&waiting(0, None)).await.unwrap();
    assert_eq!(store.weeks().await.unwrap(), [super::MEETING]);
    assert_eq!(store.configuration().await, Ok(Some(applied(1, "[roundup]\n"))));
}
