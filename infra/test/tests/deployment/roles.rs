//! What each function may do: what it calls, and nothing else.

use crate::World;
use aws_credential_types::Credentials;
use roundup_deployment_test::binaries::operations;
use roundup_deployment_test::policies::{allowed, needed};
use roundup_deployment_test::signed::Call;
use roundup_deployment_test::stack::{FUNCTIONS, Function, NAME, built, policies, role, statements};
use serde_json::{Value, json};

pub async fn no_role_may_do_more_or_less_than_its_binary_calls(world: &World) {
    let mut roles = Vec::new();
    for function in FUNCTIONS {
        let role = role(&world.aws, function).await;
        assert_eq!(policies(&world.aws, &role).await, ["calls", "lambda"], "{}", function.name);
        let calls = operations(&built().join(function.logical).join("bootstrap"));
        assert!(calls.contains("secretsmanager:GetSecretValue"), "{}: nothing was found in its binary: {calls:?}", function.name);
        let may = allowed(&statements(&world.aws, &role, "calls").await);
        assert_eq!(may, needed(&calls), "{}: what its role allows (left), what its binary calls (right)", function.name);
        // What Lambda itself does in the function's name.
        let beside = allowed(&statements(&world.aws, &role, "lambda").await);
        assert!(beside.iter().all(|action| is_lambdas(action, function)), "{}: {beside:?}", function.name);
        roles.push(role);
    }
    roles.sort();
    roles.dedup();
    assert_eq!(roles.len(), FUNCTIONS.len(), "each has its own");
}

/// Logs for every function, the stream for the one that reads it, a queue for what failed.
fn is_lambdas(action: &str, function: Function) -> bool {
    match action {
        "logs:CreateLogStream" | "logs:PutLogEvents" => true,
        "sqs:SendMessage" => matches!(function.logical, "Reactor" | "Deadline" | "Sweep" | "Weekly"),
        "dynamodb:DescribeStream" | "dynamodb:GetRecords" | "dynamodb:GetShardIterator" | "dynamodb:ListStreams" => {
            function.logical == "Reactor"
        }
        _ => false,
    }
}

pub async fn a_role_is_refused_what_its_function_does_not_call(world: &World) {
    for function in FUNCTIONS {
        let keys = world.aws.assume(&role(&world.aws, function).await).await;
        // So that a refusal is one of this call, and not of these keys.
        let secret = json!({"SecretId": NAME});
        let own = Call::json("secretsmanager", "secretsmanager.GetSecretValue", &secret);
        assert_eq!(world.aws.call_as(&keys, &own).await.status, 200, "{}: what it needs", function.name);
        for call in refused_to_all() {
            refused(world, function, &keys, &call).await;
        }
        if matches!(function.logical, "SlackWebhook" | "GithubWebhook") {
            for call in refused_to_webhooks() {
                refused(world, function, &keys, &call).await;
            }
        }
    }
}

async fn refused(world: &World, function: Function, keys: &Credentials, call: &Call) {
    let answer = world.aws.call_as(keys, call).await;
    assert!(answer.is_denied(), "{} may {call:?}: {} {}", function.name, answer.status, answer.text);
}

fn refused_to_all() -> Vec<Call> {
    let dynamodb = |target, body: Value| Call::json("dynamodb", target, &body);
    let key = json!({"pk": {"S": "META"}, "sk": {"S": "CONFIGURATION"}});
    vec![
        dynamodb("DynamoDB_20120810.Scan", json!({"TableName": NAME})),
        dynamodb("DynamoDB_20120810.DeleteTable", json!({"TableName": NAME})),
        dynamodb("DynamoDB_20120810.UpdateTable", json!({"TableName": NAME, "DeletionProtectionEnabled": false})),
        dynamodb("DynamoDB_20120810.PutItem", json!({"TableName": "somebody-elses", "Item": key})),
        Call::json("secretsmanager", "secretsmanager.ListSecrets", &json!({})),
        Call::json("secretsmanager", "secretsmanager.PutSecretValue", &json!({"SecretId": NAME, "SecretString": "{}"})),
        Call::json("secretsmanager", "secretsmanager.GetSecretValue", &json!({"SecretId": "somebody-elses"})),
        Call::rest("scheduler", "DELETE", &format!("/schedule-groups/{NAME}-deadlines"), &Value::Null),
        Call::rest("scheduler", "GET", "/schedules", &Value::Null),
        Call::rest("lambda", "GET", "/2015-03-31/functions/", &Value::Null),
        Call::rest("ses", "GET", "/v2/email/identities", &Value::Null),
        Call::form("iam", &[("Action", "ListRoles"), ("Version", "2010-05-08")]),
        Call::rest("s3", "GET", "/", &Value::Null),
    ]
}

fn refused_to_webhooks() -> Vec<Call> {
    let key = json!({"pk": {"S": "META"}, "sk": {"S": "CONFIGURATION"}});
    let values = json!({":pk": {"S": "META"}});
    let query = json!({"TableName": NAME, "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": values});
    vec![
        Call::json("dynamodb", "DynamoDB_20120810.GetItem", &json!({"TableName": NAME, "Key": key})),
        Call::json("dynamodb", "DynamoDB_20120810.DeleteItem", &json!({"TableName": NAME, "Key": key})),
        Call::json("dynamodb", "DynamoDB_20120810.Query", &query),
        Call::rest("scheduler", "GET", &format!("/schedules/any?groupName={NAME}-deadlines"), &Value::Null),
        Call::rest(
            "ses",
            "POST",
            "/v2/email/outbound-emails",
            &json!({"FromEmailAddress": "roundup@acme.test",
            "Destination": {"ToAddresses": ["team@acme.test"]},
            "Content": {"Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}}}),
        ),
    ]
}
