//! What a role may do, and what the calls of a binary need.

use serde_json::Value;
use std::collections::BTreeSet;

/// The actions that operations need (AWS, "Service Authorization Reference").
#[must_use]
pub fn needed(operations: &BTreeSet<String>) -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    for operation in operations {
        match operation.as_str() {
            // Judged by what is in the transaction; ours puts, updates, deletes and checks (shared/store/src/commit.rs).
            "dynamodb:TransactWriteItems" => needed.extend(
                ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"]
                    .map(str::to_owned),
            ),
            // A mail that we have put together ourselves is judged as raw, with attachments or without.
            "ses:SendEmail" => needed.extend(["ses:SendEmail", "ses:SendRawEmail"].map(str::to_owned)),
            // A schedule is handed the role that it calls with.
            "scheduler:CreateSchedule" | "scheduler:UpdateSchedule" => {
                needed.extend([operation.clone(), "iam:PassRole".to_owned()]);
            }
            _ => {
                needed.insert(operation.clone());
            }
        }
    }
    needed
}

/// The actions that statements allow.
///
/// # Panics
/// Where one allows whatever is not named.
#[must_use]
pub fn allowed(statements: &[Value]) -> BTreeSet<String> {
    let mut allowed = BTreeSet::new();
    for statement in statements {
        assert_eq!(statement["Effect"], "Allow");
        assert!(statement["NotAction"].is_null() && statement["NotResource"].is_null(), "{statement}");
        for action in texts(&statement["Action"]) {
            assert!(!action.contains('*'), "an action that is many: {action}");
            allowed.insert(action);
        }
        for resource in texts(&statement["Resource"]) {
            assert!(is_named(&resource), "a resource that is many: {resource}");
        }
    }
    allowed
}

/// Whether a resource is one thing. Of two it cannot be said beforehand what their parts are called: the schedules of our own
/// group, which are named after deadlines, and the streams of a function's own log group, which Lambda names.
fn is_named(resource: &str) -> bool {
    let is_group_of_ours = resource.contains(":schedule/") && resource.ends_with("-deadlines/*");
    let is_log_group = resource.contains(":log-group:/aws/lambda/") && resource.ends_with(":*");
    let rest = if is_group_of_ours || is_log_group { &resource[..resource.len() - 1] } else { resource };
    !rest.contains('*') && !rest.contains('?')
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        _ => Vec::new(),
    }
}
