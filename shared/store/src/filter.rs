//! Lambda's event filtering (AWS Lambda, "Filter rule syntax"), as far as [`crate::stream::FILTERS`] uses it: a list of
//! texts that the value may be, or whether it exists. The local process filters its stream with the same patterns.

use serde_json::Value;

/// Whether `record` matches `pattern`. A pattern of any other form matches nothing.
pub(crate) fn matches(pattern: &Value, record: &Value) -> bool {
    match pattern {
        Value::Object(members) => members.iter().all(|(name, pattern)| matches(pattern, &record[name.as_str()])),
        Value::Array(rules) => rules.iter().any(|rule| allows(rule, record)),
        _ => false,
    }
}

fn allows(rule: &Value, value: &Value) -> bool {
    match rule {
        Value::String(text) => value.as_str() == Some(text),
        // `exists` looks at leaves only: an object or nothing at all does not exist.
        Value::Object(rule) => {
            rule.get("exists").and_then(Value::as_bool) == Some(!matches!(value, Value::Null | Value::Object(_)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
