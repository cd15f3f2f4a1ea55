//! What a function's binary can call: the operations of the SDK that the linker left in it. It throws away what cannot be
//! reached from `main`, so this follows from the code and from nothing else.

use std::collections::BTreeSet;
use std::path::Path;

/// Every operation has an interceptor of this name, with the operation's in front, and each says its name when it fails.
const INTERCEPTOR: &[u8] = b"EndpointParamsInterceptor";

/// The operations that may be found, and the service as IAM calls it.
const KNOWN: [(&str, &str); 23] = [
    ("BatchGetItem", "dynamodb"),
    ("BatchWriteItem", "dynamodb"),
    ("DeleteItem", "dynamodb"),
    ("DescribeTable", "dynamodb"),
    ("GetItem", "dynamodb"),
    ("PutItem", "dynamodb"),
    ("Query", "dynamodb"),
    ("Scan", "dynamodb"),
    ("TransactGetItems", "dynamodb"),
    ("TransactWriteItems", "dynamodb"),
    ("UpdateItem", "dynamodb"),
    ("DescribeSecret", "secretsmanager"),
    ("GetSecretValue", "secretsmanager"),
    ("PutSecretValue", "secretsmanager"),
    ("CreateSchedule", "scheduler"),
    ("DeleteSchedule", "scheduler"),
    ("GetSchedule", "scheduler"),
    ("GetScheduleGroup", "scheduler"),
    ("ListSchedules", "scheduler"),
    ("UpdateSchedule", "scheduler"),
    ("GetAccount", "ses"),
    ("GetEmailIdentity", "ses"),
    ("SendEmail", "ses"),
];

/// The operations that a stripped binary can call: `dynamodb:PutItem`.
///
/// # Panics
/// Where it calls one that is not known above.
#[must_use]
pub fn operations(binary: &Path) -> BTreeSet<String> {
    let bytes = std::fs::read(binary).unwrap_or_else(|error| panic!("{}: {error}", binary.display()));
    let found = bytes.windows(INTERCEPTOR.len()).enumerate().filter(|(_, window)| *window == INTERCEPTOR);
    found.map(|(at, _)| operation(&bytes[..at]).unwrap_or_else(|before| panic!("{}: …{before}", binary.display()))).collect()
}

/// The operation at the end of a text, in which nothing separates one name from what is before it.
fn operation(before: &[u8]) -> Result<String, String> {
    let known = KNOWN.iter().filter(|(name, _)| before.ends_with(name.as_bytes())).max_by_key(|(name, _)| name.len());
    known.map(|(name, service)| format!("{service}:{name}")).ok_or_else(|| {
        let end = &before[before.len().saturating_sub(40)..];
        format!("{} is an operation that is not known here", String::from_utf8_lossy(end))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::operation;

    #[test]
    fn an_operation_is_told_from_one_whose_name_ends_alike_and_from_what_stands_before_it() {
        assert_eq!(operation(b"BatchWriteItemGetItem").unwrap(), "dynamodb:GetItem");
        assert_eq!(operation(b"InterceptorBatchGetItem").unwrap(), "dynamodb:BatchGetItem");
        assert_eq!(operation(b"eFeatureTrackerInterceptorGetSecretValue").unwrap(), "secretsmanager:GetSecretValue");
        assert!(operation(b"InterceptorDeleteTable").unwrap_err().contains("DeleteTable"));
    }
}
