//! A row whose time has come, removed by DynamoDB Local: the record that it leaves in the stream is one that the stream's filters
//! let through and that the reactor understands. `infra/test/run` runs it.
#![allow(clippy::unwrap_used)]

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::types::{AttributeDefinition, TimeToLiveSpecification};
use jiff::SignedDuration;
use roundup_deployment_test::signed::{Call, REGION, call};
use roundup_deployment_test::wait::until;
use roundup_domain::plan::Deadline;
use roundup_domain::{ConversationId, SlackTs};
use roundup_store::stream::{ChangeKind, changes, is_delivered};
use roundup_store::{Commit, Store, StoredDeadline, ThreadKey, keys, schema};
use roundup_tests::binary::system_now;
use serde_json::{Value, json};

const TABLE: &str = "expiring-rows";

#[tokio::test]
async fn a_row_that_dynamodb_removes_reaches_the_reactor_as_an_expired_deadline() {
    let endpoint = endpoint();
    let client = client(&endpoint);
    create_table_without_indexes(&client).await;
    let store = Store::new(client, TABLE);
    let since = system_now() - SignedDuration::from_hours(1);
    let deadline = Deadline { since, step: "escalate-0m".to_owned(), at: system_now() - SignedDuration::from_secs(5) };
    let thread = ThreadKey::Root(SlackTs::from_time(since));
    let mut commit = Commit::new(ConversationId::slack("C0EXT0001"), thread.clone(), None);
    commit.deadlines_put = vec![StoredDeadline { deadline: deadline.clone(), scheduled: true }];
    store.commit(&commit).await.unwrap();

    let removed = until("DynamoDB removes the row", 180, async || {
        records(&endpoint).await.into_iter().find(|record| record["eventName"] == "REMOVE")
    })
    .await;
    assert!(is_delivered(&removed), "{removed:#}");
    assert_eq!(changes(&[removed])[0].what, ChangeKind::DeadlineExpired { thread, deadline });
}

/// The table, its stream and its time to live as they are deployed; without the indexes, as DynamoDB Local (1.25) leaves expired
/// rows alone that are not in every index of their table.
async fn create_table_without_indexes(client: &Client) {
    let is_key = |attribute: &AttributeDefinition| [keys::PK, keys::SK].contains(&attribute.attribute_name());
    let definition = schema::definition(TABLE).unwrap();
    let attributes = definition.get_attribute_definitions().iter().flatten().filter(|attribute| is_key(attribute)).cloned();
    let attributes = attributes.collect();
    let definition = definition.set_attribute_definitions(Some(attributes));
    let definition = definition.set_local_secondary_indexes(None).set_global_secondary_indexes(None);
    definition.send_with(client).await.unwrap();
    let ttl = TimeToLiveSpecification::builder().attribute_name(keys::TTL).enabled(true).build().unwrap();
    client.update_time_to_live().table_name(TABLE).time_to_live_specification(ttl).send().await.unwrap();
}

/// What is in the stream, as Lambda hands it over.
async fn records(endpoint: &str) -> Vec<Value> {
    let streams = ask(endpoint, "DynamoDBStreams_20120810.ListStreams", json!({"TableName": TABLE})).await;
    let arn = &streams["Streams"][0]["StreamArn"];
    let described = ask(endpoint, "DynamoDBStreams_20120810.DescribeStream", json!({"StreamArn": arn})).await;
    let shard = &described["StreamDescription"]["Shards"][0]["ShardId"];
    let from = json!({"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"});
    let iterator = ask(endpoint, "DynamoDBStreams_20120810.GetShardIterator", from).await;
    let from = json!({"ShardIterator": iterator["ShardIterator"]});
    let read = ask(endpoint, "DynamoDBStreams_20120810.GetRecords", from).await;
    read["Records"].as_array().cloned().unwrap_or_default().into_iter().map(as_lambda_has_it).collect()
}

/// The stream's own API capitalises who did it; Lambda does not (AWS, "DynamoDB Streams and Time to Live").
fn as_lambda_has_it(mut record: Value) -> Value {
    if let Some(who) = record["userIdentity"].as_object() {
        record["userIdentity"] = json!({"type": who["Type"], "principalId": who["PrincipalId"]});
    }
    record
}

async fn ask(endpoint: &str, target: &'static str, body: Value) -> Value {
    call(endpoint, &keys(), &Call::json("dynamodb", target, &body)).await.succeeded().json()
}

fn client(endpoint: &str) -> Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(REGION))
        .endpoint_url(endpoint)
        .credentials_provider(keys())
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    Client::from_conf(config.build())
}

fn keys() -> Credentials {
    Credentials::new("local", "local", None, None, "local")
}

#[allow(clippy::disallowed_methods, reason = "where DynamoDB Local listens is the script's to say")]
fn endpoint() -> String {
    std::env::var("ROUNDUP_TEST_DYNAMODB").expect("ROUNDUP_TEST_DYNAMODB has the address of DynamoDB Local")
}
