//! The scheduler is gone, and DynamoDB removes the row whose time has come. The local AWS removes rows without a record in the
//! stream, so the reactor is handed the record that AWS documents.

use crate::World;
use roundup_deployment_test::senders::said;
use roundup_deployment_test::signed::Call;
use roundup_deployment_test::stack::{NAME, Stack, invoke};
use roundup_deployment_test::wait::until;
use roundup_domain::ConversationId;
use roundup_tests::binary::system_now;
use roundup_tests::configuration::{DANA, INITECH, INTERNAL};
use serde_json::{Value, json};
use std::time::Duration;

pub async fn a_removal_by_ttl_is_as_good_as_a_schedule(world: &World) {
    let conversation = ConversationId::slack(INITECH);
    let question = said(INITECH, DANA, "Where is the invoice?", None);
    assert_eq!(world.senders.event(&question.written()).await.0, 200);
    world.item(&conversation, "waiting").await;
    let ours = async || Stack::deadlines_in(&world.aws, INITECH).await;
    let all = Stack::deadlines(&world.aws).await;
    for name in
        until(&format!("two schedules of ours among {all:?}"), 20, async || Some(ours().await).filter(|names| names.len() == 2))
            .await
    {
        let path = format!("/schedules/{name}?groupName={NAME}-deadlines");
        let _ = world.aws.call(&Call::rest("scheduler", "DELETE", &path, &Value::Null)).await.succeeded();
    }
    let row = world.rows(&conversation).await.into_iter().find(|row| row["sk"]["S"].as_str().unwrap().contains("#escalate-0m"));
    let row = row.expect("a row for the deadline");
    let expires: i64 = row["ttl"]["N"].as_str().unwrap().parse().unwrap();
    while system_now().as_second() <= expires {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let told = || world.outside.posted(INTERNAL).into_iter().filter(|message| message.contains("Where is the invoice?")).count();
    assert_eq!(told(), 0, "nobody has noticed yet");
    let delete = json!({"TableName": NAME, "Key": {"pk": row["pk"], "sk": row["sk"]}});
    let _ = world.aws.call(&Call::json("dynamodb", "DynamoDB_20120810.DeleteItem", &delete)).await.succeeded();
    let answer = invoke(&world.aws, "roundup-reactor", &json!({"Records": [removed(&row)]})).await;
    assert_eq!(answer.json(), json!({"batchItemFailures": []}));
    until("the escalation", 20, async || (told() == 1).then_some(())).await;
}

/// A removal by TTL as AWS documents it ("DynamoDB Streams and Time to Live").
fn removed(row: &Value) -> Value {
    json!({
        "eventID": "7de3041dd709b024af6f29e4fa13d34c", "eventName": "REMOVE", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1", "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
        "dynamodb": {"ApproximateCreationDateTime": 1_772_539_201, "Keys": {"pk": row["pk"], "sk": row["sk"]}, "OldImage": row,
            "SequenceNumber": "100000000003275874910", "SizeBytes": 90, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    })
}
