//! Lenient JSON: what cannot be read must not cost what can.

use jiff::Timestamp;
use serde_json::Value;
use std::borrow::Cow;

/// The document in `body`, if it is one.
///
/// A document that is sound but for broken characters is read with U+FFFD in their place: senders cut previews and titles
/// by UTF-16 units, which leaves half a surrogate pair (`"\ud83d"`), and a comment must not be lost for the preview beside it.
pub(crate) fn parse(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok().or_else(|| {
        let text = String::from_utf8_lossy(body);
        let mended = mend_surrogates(&text);
        let changed = matches!((&text, &mended), (Cow::Owned(_), _) | (_, Cow::Owned(_)));
        changed.then(|| serde_json::from_str(&mended).ok()).flatten()
    })
}

/// The same JSON with the escape of every unpaired surrogate replaced by `\ufffd`.
fn mend_surrogates(json: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = json[at..].find('\\') {
        let escape = at + found;
        at = match (unit(json, escape), unit(json, escape + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => escape + 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.push_str(&json[copied..escape]);
                mended.push_str("\\ufffd");
                copied = escape + 6;
                copied
            }
            // Whatever else is escaped, the character after the backslash belongs to it.
            _ => json.ceil_char_boundary(escape + 2),
        };
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    mended.push_str(&json[copied..]);
    Cow::Owned(mended)
}

/// The UTF-16 unit that the escape at `at`, `\u` and four hexadecimal digits, stands for, if there is one.
fn unit(json: &str, at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A text that is there and not empty.
pub(crate) fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

/// An instant: RFC 3339, or seconds since the epoch (GitHub writes both).
pub(crate) fn time(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(seconds) => seconds.as_i64().and_then(|seconds| Timestamp::from_second(seconds).ok()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn broken_characters_do_not_cost_the_document() {
        let cases: &[(&[u8], Value)] = &[
            (br#"{"a":"\ud83d","b":1}"#, json!({"a": "\u{fffd}", "b": 1})),
            (br#"{"a":"\ude00x\ud83d\ude00"}"#, json!({"a": "\u{fffd}x😀"})),
            (br#"{"a":"\ud83d\ud83d\ude00"}"#, json!({"a": "\u{fffd}😀"})),
            (br#"{"a":"\\ud83d \ud83d"}"#, json!({"a": "\\ud83d \u{fffd}"})),
            (b"{\"a\":\"\xff\",\"b\":1}", json!({"a": "\u{fffd}", "b": 1})),
            (br#"{"a":"\ud83d\ude00"}"#, json!({"a": "😀"})),
        ];
        for (body, expected) in cases {
            assert_eq!(parse(body).as_ref(), Some(expected), "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn what_is_no_document_stays_none() {
        let deep = "[".repeat(100_000);
        for body in ["", "{", "payload={}", r#"{"a":"\"#, r#"{"a":"\u"#, r#""\ud83d"#, "\\é", deep.as_str()] {
            assert_eq!(parse(body.as_bytes()), None, "{}", &body[..body.len().min(20)]);
        }
    }

    #[test]
    fn instants_are_read_in_both_forms() {
        let instant: Timestamp = "2026-03-02T14:00:00Z".parse().unwrap();
        for value in [json!("2026-03-02T14:00:00Z"), json!("2026-03-02T09:00:00.000-05:00"), json!(1_772_460_000)] {
            assert_eq!(time(&value), Some(instant), "{value}");
        }
        for value in [json!(null), json!("yesterday"), json!(""), json!(1e300), json!(i64::MAX), json!([])] {
            assert_eq!(time(&value), None, "{value}");
        }
    }
}
