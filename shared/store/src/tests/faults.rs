use super::{calls, one, root, store, top, ts, waiting};
use crate::{CommitError, Store, StoreError, Written};

#[tokio::test]
async fn a_table_that_fails_is_passing_and_says_so_without_data() {
    let (embedded, store) = store().await;
    embedded.fail_while(true);
    let error = store.put_fact(&top(0)).await.unwrap_err();
    assert!(error.is_passing());
    assert_eq!(error.to_string(), "the table cannot be reached for PutItem (InternalServerError); try again later");
    assert!(store.thread(&super::channel(), &root(0)).await.unwrap_err().is_passing());
    assert!(store.pending(ts(0).time()).await.unwrap_err().is_passing());
    assert!(store.next_pending().await.unwrap_err().is_passing());
    assert!(store.put_aside(&top(0), ts(0).time(), ts(0).time()).await.unwrap_err().is_passing());
    assert!(store.configuration().await.unwrap_err().is_passing());
    embedded.fail_while(false);
    assert_eq!(store.put_fact(&top(0)).await, Ok(Written::New));
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_repeated_without_harm() {
    let (embedded, store) = store().await;
    embedded.lose_next(1);
    assert!(store.put_fact(&top(0)).await.unwrap_err().is_passing());
    assert_eq!(calls(&embedded, store.put_fact(&top(0))).await, (one("PutItem"), Ok(Written::Already)));

    store.commit(&waiting(0, None)).await.unwrap();
    embedded.lose_next(1);
    assert!(matches!(store.commit(&waiting(0, Some(1))).await, Err(CommitError::Store(error)) if error.is_passing()));
    assert_eq!(store.commit(&waiting(0, Some(1))).await, Err(CommitError::Conflict));
}

#[tokio::test]
async fn a_table_that_is_not_there_is_a_mistake_and_not_passing() {
    let (embedded, _) = store().await;
    let error = Store::new(embedded.client(), "another").put_fact(&top(0)).await.unwrap_err();
    assert!(!error.is_passing());
    assert_eq!(error, StoreError::Refused { operation: "PutItem", code: "ResourceNotFoundException".to_owned() });
}

#[test]
fn codes_are_told_apart_by_whether_they_pass() {
    for (code, passing) in [
        ("ProvisionedThroughputExceededException", true),
        ("ThrottlingException", true),
        ("RequestLimitExceeded", true),
        ("TransactionConflictException", true),
        ("InternalServerError", true),
        ("AccessDeniedException", false),
        ("ValidationException", false),
        ("ItemCollectionSizeLimitExceededException", false),
    ] {
        assert_eq!(StoreError::of_code("PutItem", code).is_passing(), passing, "{code}");
    }
}
