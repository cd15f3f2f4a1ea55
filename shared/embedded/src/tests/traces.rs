use super::{create, names, put, s};
use crate::{EmbeddedError, EmbeddedTable};
use std::path::Path;

/// Whether a text is in the table's file or in its log, as it stands.
fn is_in(file: &Path, text: &str) -> bool {
    let log = file.with_extension("db-wal");
    [file, &log].iter().any(|file| std::fs::read(file).unwrap_or_default().windows(text.len()).any(|w| w == text.as_bytes()))
}

#[tokio::test]
async fn what_was_deleted_leaves_no_trace_in_the_file_and_the_stream_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.db");
    let table = EmbeddedTable::open(&file).unwrap();
    let client = table.client();
    create(&client).await;
    for row in ["quince", "kept"] {
        put(&client, row).await.unwrap();
    }
    client.delete_item().table_name(super::TABLE).key("pk", s("quince")).send().await.unwrap();
    let (records, read) = table.read_stream(None, 10).unwrap();
    assert_eq!(names(&records), ["quince", "kept", "quince"]);
    assert!(is_in(&file, "quince"), "deleting is not overwriting");

    table.leave_no_trace(read.as_ref()).unwrap();
    assert!(!is_in(&file, "quince"));
    assert!(is_in(&file, "kept"));
    put(&client, "later").await.unwrap();
    assert_eq!(names(&table.read_stream(read, 10).unwrap().0), ["later"]);
}

#[test]
fn a_file_that_is_no_database_is_said_to_be_damaged() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "I am no database".repeat(500)).unwrap();
    assert!(matches!(EmbeddedTable::open(file.path()), Err(EmbeddedError::Damaged)));
}
