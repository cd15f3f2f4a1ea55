use super::{store, waiting};
use crate::Store;

#[tokio::test]
async fn the_configuration_in_force_is_the_one_that_was_put_last_as_it_was_written() {
    let (embedded, store) = store().await;
    assert_eq!(store.configuration().await, Ok(None));

    let toml = "# Who is on call\n[rotation]\npeople = [\"Ada\", \"Zoë\"]\n";
    for text in ["[roundup]\n", toml] {
        store.put_configuration(text).await.unwrap();
        let other_process = Store::new(embedded.client(), "roundup");
        assert_eq!(other_process.configuration().await, Ok(Some(text.to_owned())));
    }
}

#[tokio::test]
async fn the_configuration_is_no_week_and_a_week_is_no_configuration() {
    let (_, store) = store().await;
    store.put_configuration("[roundup]\n").await.unwrap();
    assert!(store.weeks().await.unwrap().is_empty());
    store.commit(&waiting(0, None)).await.unwrap();
    assert_eq!(store.weeks().await.unwrap(), [super::MEETING]);
    assert_eq!(store.configuration().await, Ok(Some("[roundup]\n".to_owned())));
}
