#![allow(clippy::unwrap_used)]

use super::{ChangeKind, FILTERS, changes, is_delivered};
use serde_json::{Value, json};

/// As AWS documents a removal by TTL ("DynamoDB Streams and Time to Live").
fn expired() -> Value {
    json!({
        "eventID": "7de3041dd709b024af6f29e4fa13d34c",
        "eventName": "REMOVE",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
        "dynamodb": {
            "ApproximateCreationDateTime": 1_772_539_201,
            "Keys": {"pk": {"S": "CONV#slack:C1"}, "sk": {"S": "THR#0#DEADLINE#2026-03-02T12:00:00Z#remind-1h"}},
            "OldImage": {
                "pk": {"S": "CONV#slack:C1"},
                "sk": {"S": "THR#0#DEADLINE#2026-03-02T12:00:00Z#remind-1h"},
                "deadline": {"S": r#"{"since":"2026-03-02T12:00:00Z","step":"remind-1h","at":"2026-03-03T11:00:00Z"}"#},
                "scheduled": {"BOOL": true},
                "ttl": {"N": "1772535600"},
            },
            "SequenceNumber": "100000000003275874910",
            "SizeBytes": 90,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    })
}

#[test]
fn the_filters_are_json_that_aws_takes() {
    for pattern in FILTERS {
        assert!(serde_json::from_str::<Value>(pattern).unwrap().is_object());
        assert!(pattern.len() <= 4_096, "Lambda's limit on a pattern");
    }
}

#[test]
fn only_dynamodb_itself_lets_a_deadline_expire() {
    assert!(is_delivered(&expired()));
    assert!(matches!(changes(&[expired()])[0].what, ChangeKind::DeadlineExpired { .. }));

    for (pointer, value) in [
        ("/userIdentity", Value::Null),
        ("/userIdentity/type", json!("IAMUser")),
        ("/userIdentity/principalId", json!("somebody.else")),
        ("/eventName", json!("MODIFY")),
    ] {
        let mut record = expired();
        *record.pointer_mut(pointer).unwrap() = value;
        assert!(!is_delivered(&record), "{pointer}");
        assert_eq!(changes(&[record])[0].what, ChangeKind::Other, "{pointer}");
    }
}

#[test]
fn rows_of_no_conversation_are_nobodys_news() {
    let mut record = expired();
    record["dynamodb"]["Keys"] = json!({"pk": {"S": "PERSON#slack:U1"}, "sk": {"S": "PERSON"}});
    record["dynamodb"]["OldImage"] = json!({"person": {"S": "{}"}, "ttl": {"N": "1"}});
    assert!(!is_delivered(&record));
    let change = &changes(&[record])[0];
    assert_eq!((&change.key, &change.what), (&None, &ChangeKind::Other));
}

#[test]
fn a_deadline_that_cannot_be_read_is_said_to_be_so() {
    let mut record = expired();
    record["dynamodb"]["OldImage"]["deadline"]["S"] = json!("{}");
    assert_eq!(changes(&[record])[0].what, ChangeKind::Unreadable);

    let mut bare = expired();
    bare["dynamodb"]["OldImage"].as_object_mut().unwrap().remove("deadline");
    assert!(!is_delivered(&bare), "the filter tells deadlines by what they say");
    assert_eq!(changes(&[bare])[0].what, ChangeKind::Unreadable);
}

#[test]
fn a_record_of_any_shape_is_answered() {
    for record in [json!({}), json!(null), json!([]), json!({"eventName": "INSERT", "dynamodb": 1})] {
        assert!(!is_delivered(&record));
        assert_eq!(changes(&[record])[0].what, ChangeKind::Other);
    }
}
