//! Arguments of a call, as Slack takes them: JSON or form in the body, and the query (Slack, "Web API").

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

/// A call that is declined: `ok: false`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) error: String,
    pub(crate) detail: Option<String>,
}

impl Refusal {
    pub(crate) fn new(error: &str, detail: String) -> Self {
        Self { error: error.to_owned(), detail: Some(detail) }
    }
}

impl From<&str> for Refusal {
    fn from(error: &str) -> Self {
        Self { error: error.to_owned(), detail: None }
    }
}

/// What a method answers, besides `ok: true`.
pub(crate) type Answer = Result<Value, Refusal>;

/// Methods that take no JSON; a JSON body is ignored, as Slack does.
const FORM_ONLY: [&str; 5] =
    ["users.info", "conversations.info", "conversations.history", "conversations.replies", "chat.getPermalink"];
/// Arguments that hold JSON in a form.
const STRUCTURED: [&str; 4] = ["blocks", "attachments", "metadata", "view"];

/// The arguments of one call.
#[derive(Debug, Default)]
pub(crate) struct Args(Map<String, Value>);

impl Args {
    /// Reads query and body; a token among them is dropped.
    pub(crate) fn read(method: &str, headers: &HeaderMap, query: Option<&str>, body: &Bytes) -> Result<Self, Refusal> {
        let mut args = form(query.unwrap_or_default().as_bytes());
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if content_type.starts_with("application/json") {
            let json: Value = serde_json::from_slice(body).map_err(|_| Refusal::from("invalid_json"))?;
            let Value::Object(json) = json else { return Err("json_not_object".into()) };
            if !FORM_ONLY.contains(&method) {
                args.extend(json);
            }
        } else {
            args.extend(form(body));
        }
        args.remove("token");
        Ok(Self(args))
    }

    pub(crate) fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| Refusal::new("invalid_arguments", format!("[ERROR] missing required field: {name}")))
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value, Value::Bool(true)) || value == "true" || value == "1" || value == 1)
    }

    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        let value = self.get(name)?;
        value.as_u64().and_then(|n| n.try_into().ok()).or_else(|| value.as_str()?.parse().ok())
    }
}

fn form(bytes: &[u8]) -> Map<String, Value> {
    let pairs = form_urlencoded::parse(bytes);
    pairs
        .map(|(name, text)| {
            let parsed = if STRUCTURED.contains(&name.as_ref()) { serde_json::from_str(&text).ok() } else { None };
            let value = parsed.unwrap_or_else(|| Value::String(text.into_owned()));
            (name.into_owned(), value)
        })
        .collect()
}
