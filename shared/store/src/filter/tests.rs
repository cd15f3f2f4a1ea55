use super::matches;
use serde_json::{Value, json};

#[test]
fn patterns_match_as_lambda_documents_them() {
    let record = json!({"eventName": "INSERT", "dynamodb": {"NewImage": {"fact": {"S": "{}"}, "size": {"N": "1"}}}});
    for (pattern, expected) in [
        (json!({}), true),
        (json!({"eventName": ["INSERT"]}), true),
        (json!({"eventName": ["MODIFY", "INSERT"]}), true),
        (json!({"eventName": ["REMOVE"]}), false),
        (json!({"eventName": []}), false),
        (json!({"eventname": ["INSERT"]}), false),
        (json!({"dynamodb": {"NewImage": {"fact": {"S": [{"exists": true}]}}}}), true),
        (json!({"dynamodb": {"NewImage": {"place": {"S": [{"exists": true}]}}}}), false),
        (json!({"dynamodb": {"NewImage": {"place": {"S": [{"exists": false}]}}}}), true),
        (json!({"dynamodb": {"NewImage": {"fact": [{"exists": true}]}}}), false),
        (json!({"dynamodb": {"OldImage": {"fact": {"S": [{"exists": true}]}}}}), false),
        (json!({"eventName": ["INSERT"], "userIdentity": {"type": ["Service"]}}), false),
        (json!({"eventName": "INSERT"}), false),
        (json!({"eventName": [{"prefix": "INS"}]}), false),
        (Value::Null, false),
    ] {
        assert_eq!(matches(&pattern, &record), expected, "{pattern}");
    }
}
