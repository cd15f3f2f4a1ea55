#![allow(clippy::unwrap_used)]

mod traces;

use crate::{Checkpoint, EmbeddedTable, Units};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, Put, ScalarAttributeType, StreamSpecification,
    StreamViewType, TimeToLiveSpecification, TransactWriteItem,
};
use jiff::{Timestamp, ToSpan};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const TABLE: &str = "things";

fn noon() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

async fn create(client: &Client) {
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(
            AttributeDefinition::builder().attribute_name("pk").attribute_type(ScalarAttributeType::S).build().unwrap(),
        )
        .key_schema(KeySchemaElement::builder().attribute_name("pk").key_type(KeyType::Hash).build().unwrap())
        .stream_specification(
            StreamSpecification::builder()
                .stream_enabled(true)
                .stream_view_type(StreamViewType::NewAndOldImages)
                .build()
                .unwrap(),
        )
        .send()
        .await
        .unwrap();
    client
        .update_time_to_live()
        .table_name(TABLE)
        .time_to_live_specification(TimeToLiveSpecification::builder().attribute_name("ttl").enabled(true).build().unwrap())
        .send()
        .await
        .unwrap();
}

async fn in_memory() -> (EmbeddedTable, Client) {
    let table = EmbeddedTable::in_memory(noon()).unwrap();
    let client = table.client();
    create(&client).await;
    (table, client)
}

async fn put(client: &Client, pk: &str) -> Result<(), String> {
    let put = client.put_item().table_name(TABLE).item("pk", s(pk));
    put.send().await.map(drop).map_err(|error| error.code().unwrap_or("none").to_owned())
}

async fn put_expiring(client: &Client, pk: &str, ttl: i64) {
    let ttl = AttributeValue::N(ttl.to_string());
    client.put_item().table_name(TABLE).item("pk", s(pk)).item("ttl", ttl).send().await.unwrap();
}

async fn has(client: &Client, pk: &str) -> bool {
    client.get_item().table_name(TABLE).key("pk", s(pk)).send().await.unwrap().item.is_some()
}

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn names(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["dynamodb"]["Keys"]["pk"]["S"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_sdk_client_reads_back_what_it_wrote() {
    let (_, client) = in_memory().await;
    put(&client, "a").await.unwrap();
    assert!(has(&client, "a").await);
    assert!(!has(&client, "b").await);
}

#[tokio::test]
async fn errors_are_the_sdks_typed_errors() {
    let (_, client) = in_memory().await;
    put(&client, "a").await.unwrap();
    let again =
        client.put_item().table_name(TABLE).item("pk", s("a")).condition_expression("attribute_not_exists(pk)").send().await;
    assert!(again.unwrap_err().into_service_error().is_conditional_check_failed_exception());

    let unknown = client.put_item().table_name("nothing").item("pk", s("a")).send().await;
    assert!(unknown.unwrap_err().into_service_error().is_resource_not_found_exception());

    let put = Put::builder().table_name(TABLE).item("pk", s("a")).condition_expression("attribute_not_exists(pk)");
    let write = TransactWriteItem::builder().put(put.build().unwrap()).build();
    let cancelled = client.transact_write_items().transact_items(write).send().await.unwrap_err().into_service_error();
    let reasons = match cancelled {
        aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(error) => {
            error.cancellation_reasons.unwrap()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(reasons[0].code(), Some("ConditionalCheckFailed"));
}

#[tokio::test]
async fn validation_errors_carry_none_of_the_engines_marks() {
    let (_, client) = in_memory().await;
    let error = client
        .put_item()
        .table_name(TABLE)
        .item("pk", s("a"))
        .expression_attribute_values(":unused", s("x"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
    assert!(!error.message().unwrap().contains("VALIDATION"), "{:?}", error.message());

    let error = client.query().table_name(TABLE).send().await.unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
    assert!(!error.message().unwrap().contains("VALIDATION"), "{:?}", error.message());
}

#[tokio::test]
async fn calls_are_counted_by_operation() {
    let (table, client) = in_memory().await;
    let before = table.calls();
    put(&client, "a").await.unwrap();
    put(&client, "b").await.unwrap();
    has(&client, "a").await;
    let after = table.calls();
    let made = |operation: &str| after.get(operation).copied().unwrap_or(0) - before.get(operation).copied().unwrap_or(0);
    assert_eq!((made("PutItem"), made("GetItem"), made("UpdateItem")), (2, 1, 0));
}

#[tokio::test]
async fn faults_refuse_calls_or_lose_their_answers_without_a_retry() {
    let (table, client) = in_memory().await;
    let refused = Err("InternalServerError".to_owned());

    table.fail_while(true);
    assert_eq!(put(&client, "a").await, refused);
    assert_eq!(put(&client, "a").await, refused);
    assert_eq!(table.calls()["PutItem"], 2, "each attempt is one call");
    table.fail_while(false);
    assert!(!has(&client, "a").await);

    table.fail_next(1);
    assert_eq!(put(&client, "b").await, refused);
    assert_eq!(put(&client, "b").await, Ok(()));

    table.fail_after(1);
    assert_eq!(put(&client, "c").await, Ok(()));
    assert_eq!(put(&client, "d").await, refused);
    assert_eq!(put(&client, "d").await, refused);
    table.fail_while(false);
    assert_eq!(put(&client, "d").await, Ok(()));

    table.lose_next(1);
    assert_eq!(put(&client, "e").await, refused);
    assert!(has(&client, "e").await, "the write itself was carried out");
}

#[tokio::test]
async fn faults_can_wait_for_a_write() {
    let (table, client) = in_memory().await;
    let refused = Err("InternalServerError".to_owned());
    table.fail_after_writes(1);
    assert_eq!(put(&client, "a").await, Ok(()));
    assert!(has(&client, "a").await, "reads do not count");
    assert_eq!(put(&client, "b").await, refused);
    assert_eq!(put(&client, "b").await, refused);
    table.fail_while(false);
    assert!(!has(&client, "b").await);

    table.lose_after_writes(1);
    assert_eq!(put(&client, "c").await, Ok(()));
    assert_eq!(put(&client, "d").await, refused);
    assert!(has(&client, "d").await, "the write itself was carried out");
    assert_eq!(put(&client, "e").await, Ok(()));
}

#[tokio::test]
async fn a_row_expires_one_second_after_its_ttl() {
    let (table, client) = in_memory().await;
    put_expiring(&client, "row", noon().as_second() + 60).await;

    for (seconds, removed) in [(59, 0), (60, 0), (61, 1), (62, 0)] {
        table.set_now(noon() + seconds.seconds());
        assert_eq!(table.sweep_ttl().unwrap(), removed, "{seconds} s later");
    }
    assert!(!has(&client, "row").await);
}

#[tokio::test]
async fn the_stream_has_the_shape_in_which_lambda_delivers_it() {
    let (table, client) = in_memory().await;
    put_expiring(&client, "row", noon().as_second() + 60).await;
    client.delete_item().table_name(TABLE).key("pk", s("row")).send().await.unwrap();
    put_expiring(&client, "row", noon().as_second() + 60).await;
    table.set_now(noon() + 1.hour());
    table.sweep_ttl().unwrap();

    let (records, _) = table.read_stream(None, 100).unwrap();
    let kinds: Vec<_> = records.iter().map(|record| record["eventName"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["INSERT", "REMOVE", "INSERT", "REMOVE"]);

    let inserted = &records[0];
    assert_eq!(inserted["eventSource"], "aws:dynamodb");
    assert_eq!(inserted["awsRegion"], "us-east-1");
    assert!(inserted["eventID"].is_string());
    assert_eq!(inserted["dynamodb"]["NewImage"]["pk"]["S"], "row");
    assert_eq!(inserted["dynamodb"]["StreamViewType"], "NEW_AND_OLD_IMAGES");
    assert_eq!(inserted["dynamodb"]["ApproximateCreationDateTime"].as_f64().unwrap() as i64, noon().as_second());
    assert!(inserted["dynamodb"]["SizeBytes"].as_i64().unwrap() > 0);

    assert!(records[1].get("userIdentity").is_none(), "a deletion of ours carries no identity");
    let expired = &records[3];
    assert_eq!(expired["userIdentity"]["type"], "Service");
    assert_eq!(expired["userIdentity"]["principalId"], "dynamodb.amazonaws.com");
    assert_eq!(expired["dynamodb"]["OldImage"]["pk"]["S"], "row");
}

#[tokio::test]
async fn the_stream_is_read_page_by_page_and_nothing_twice() {
    let (table, client) = in_memory().await;
    assert_eq!(table.read_stream(None, 10).unwrap(), (vec![], None));
    for name in ["a", "b", "c", "d", "e"] {
        put(&client, name).await.unwrap();
    }

    let (first, checkpoint) = table.read_stream(None, 2).unwrap();
    assert_eq!(names(&first), ["a", "b"]);
    let (second, checkpoint) = table.read_stream(checkpoint, 10).unwrap();
    assert_eq!(names(&second), ["c", "d", "e"]);
    let (none, checkpoint) = table.read_stream(checkpoint, 10).unwrap();
    assert!(none.is_empty());

    put(&client, "f").await.unwrap();
    let (rest, _) = table.read_stream(checkpoint, 10).unwrap();
    assert_eq!(names(&rest), ["f"]);
}

#[tokio::test]
async fn a_file_keeps_rows_stream_and_state_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.db");
    let checkpoint = {
        let table = EmbeddedTable::open(&file).unwrap();
        let client = table.client();
        create(&client).await;
        put(&client, "a").await.unwrap();
        put(&client, "b").await.unwrap();
        let (_, checkpoint) = table.read_stream(None, 1).unwrap();
        table.state_put("stream", checkpoint.unwrap().as_str()).unwrap();
        table.state_get("stream").unwrap().unwrap()
    };

    let table = EmbeddedTable::open(&file).unwrap();
    assert!(has(&table.client(), "a").await);
    assert_eq!(table.state_get("stream").unwrap(), Some(checkpoint.clone()));
    let (records, _) = table.read_stream(Some(Checkpoint::from_stored(checkpoint)), 10).unwrap();
    assert_eq!(names(&records), ["b"]);
}

#[tokio::test]
async fn a_trimmed_stream_goes_on_with_what_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let table = EmbeddedTable::open(&folder.path().join("table.db")).unwrap();
    let client = table.client();
    create(&client).await;
    for name in ["a", "b", "c", "d"] {
        put(&client, name).await.unwrap();
    }
    let (_, first) = table.read_stream(None, 1).unwrap();
    let (_, third) = table.read_stream(first.clone(), 2).unwrap();

    assert_eq!(table.trim_stream(third.as_ref().unwrap()).unwrap(), 2);
    let (rest, _) = table.read_stream(third, 10).unwrap();
    assert_eq!(names(&rest), ["d"], "where it was left off");
    let (rest, _) = table.read_stream(first, 10).unwrap();
    assert_eq!(names(&rest), ["c", "d"], "behind the trim");

    put(&client, "e").await.unwrap();
    let (all, last) = table.read_stream(None, 10).unwrap();
    assert_eq!(names(&all), ["c", "d", "e"]);
    assert_eq!(table.trim_stream(last.as_ref().unwrap()).unwrap(), 2);
    put(&client, "f").await.unwrap();
    assert_eq!(names(&table.read_stream(last, 10).unwrap().0), ["f"], "numbers go on after a trim");
}

#[tokio::test]
async fn numbering_and_reading_the_stream_look_up_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let (table, _) = in_memory().await;
    let copy = folder.path().join("copy.db");
    table.database.vacuum_into(copy.to_str().unwrap()).unwrap();
    let file = folder.path().join("file.db");
    EmbeddedTable::open(&file).unwrap();

    for path in [copy, file] {
        let connection = rusqlite::Connection::open(path).unwrap();
        for query in [
            "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = 't'",
            "SELECT event_name FROM _stream_records WHERE table_name = 't' AND shard_id = 's' \
             AND CAST(sequence_number AS INTEGER) > 5 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT 10",
        ] {
            let plan: String = connection.query_row(&format!("EXPLAIN QUERY PLAN {query}"), [], |row| row.get("detail")).unwrap();
            assert!(plan.starts_with("SEARCH") && plan.contains("_stream_records_by_number"), "{plan}");
        }
    }
}

#[test]
fn state_is_put_got_listed_and_deleted() {
    let table = EmbeddedTable::in_memory(noon()).unwrap();
    assert_eq!(table.state_get("schedule:a").unwrap(), None);
    table.state_put("schedule:b", "2").unwrap();
    table.state_put("schedule:a", "1").unwrap();
    table.state_put("schedule:a", "one").unwrap();
    table.state_put("stream", "").unwrap();

    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(table.state_list("schedule:").unwrap(), [pair("schedule:a", "one"), pair("schedule:b", "2")]);
    assert_eq!(table.state_list("").unwrap().len(), 3);

    table.state_delete("schedule:a").unwrap();
    table.state_delete("schedule:a").unwrap();
    assert_eq!(table.state_list("schedule:").unwrap(), [pair("schedule:b", "2")]);
    assert_eq!(table.state_get("stream").unwrap().as_deref(), Some(""));
}

#[test]
fn more_state_than_one_page_is_listed_whole() {
    let table = EmbeddedTable::in_memory(noon()).unwrap();
    let large = "x".repeat(300_000);
    for key in 0..8 {
        table.state_put(&format!("k{key}"), &large).unwrap();
    }
    assert_eq!(table.state_list("k").unwrap().len(), 8);
}

#[tokio::test]
async fn state_is_no_news_in_the_stream() {
    let (table, client) = in_memory().await;
    table.state_put("stream", "1").unwrap();
    put(&client, "a").await.unwrap();
    assert_eq!(names(&table.read_stream(None, 10).unwrap().0), ["a"]);
}

#[test]
fn the_stream_of_no_table_is_an_error_that_says_what_to_do() {
    let error = EmbeddedTable::in_memory(noon()).unwrap().read_stream(None, 10).unwrap_err();
    assert_eq!(error.to_string(), "no table with a stream has been created yet; create it before its stream is read");
}

#[tokio::test]
async fn what_calls_cost_is_counted_as_dynamodb_bills_it() {
    let (table, client) = in_memory().await;
    put(&client, "before").await.unwrap();
    table.meter();
    let charged = |expected: (f64, f64), before: Units| {
        let units = table.units() - before;
        assert_eq!((units.read, units.write), expected);
        table.units()
    };
    assert_eq!(table.units(), Units::default(), "nothing was counted until it was asked for");
    put(&client, "a").await.unwrap();
    let so_far = charged((0.0, 1.0), Units::default());
    let long = client.put_item().table_name(TABLE).item("pk", s("long")).item("text", s(&"x".repeat(2_500)));
    long.send().await.unwrap();
    let so_far = charged((0.0, 3.0), so_far);
    client.get_item().table_name(TABLE).key("pk", s("long")).send().await.unwrap();
    let so_far = charged((0.5, 0.0), so_far);
    client.get_item().table_name(TABLE).key("pk", s("long")).consistent_read(true).send().await.unwrap();
    let so_far = charged((1.0, 0.0), so_far);
    let again = client.put_item().table_name(TABLE).item("pk", s("a")).condition_expression("attribute_not_exists(pk)");
    assert!(again.send().await.is_err());
    let so_far = charged((0.0, 1.0), so_far);
    let one = Put::builder().table_name(TABLE).item("pk", s("b")).build().unwrap();
    client.transact_write_items().transact_items(TransactWriteItem::builder().put(one).build()).send().await.unwrap();
    charged((0.0, 2.0), so_far);
}

/// The file of the process that is to be killed; set only in that process.
const VICTIM: &str = "ROUNDUP_EMBEDDED_VICTIM";

#[test]
#[allow(clippy::disallowed_methods, reason = "how a process that is run again by its own test is told apart")]
fn what_was_answered_survives_a_kill() {
    if let Ok(file) = std::env::var(VICTIM) {
        return write_until_killed(&file);
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.db");
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::what_was_answered_survives_a_kill", "--nocapture"])
        .env(VICTIM, &file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(victim.stdout.take().unwrap()).lines().map_while(Result::ok);
    let answered: Vec<String> = lines.filter_map(|line| line.strip_prefix("row ").map(str::to_owned)).take(50).collect();
    victim.kill().unwrap();
    victim.wait().unwrap();
    assert_eq!(answered.len(), 50);

    let table = EmbeddedTable::open(&file).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for pk in &answered {
            assert!(has(&table.client(), pk).await, "row {pk} was answered and is gone");
        }
    });
    let (records, _) = table.read_stream(None, 1_000).unwrap();
    assert!(names(&records).starts_with(&answered.iter().map(String::as_str).collect::<Vec<_>>()));
}

fn write_until_killed(file: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = EmbeddedTable::open(file.as_ref()).unwrap().client();
        create(&client).await;
        for number in 0..100_000 {
            put(&client, &number.to_string()).await.unwrap();
            // The test harness captures `println!`, even from here.
            writeln!(std::io::stdout(), "row {number}").unwrap();
        }
    });
}
