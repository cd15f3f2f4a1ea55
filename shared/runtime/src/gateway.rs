//! Requests and responses as API Gateway's HTTP API (payload format 2.0) hands them to a function (AWS, "Create AWS Lambda
//! proxy integrations for HTTP APIs").

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The part of an API Gateway event that is used.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// A webhook as it arrived: headers and the raw bytes that its signature covers.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Headers; names ignore case. API Gateway joins repeated ones with commas, which no signature survives.
    pub headers: HeaderMap,
    /// The raw body.
    pub body: Vec<u8>,
    /// The invocation's name in Lambda's own log lines; empty where there is none.
    pub id: String,
}

impl Request {
    /// The same with the invocation's name.
    #[must_use]
    pub fn of_invocation(mut self, id: &str) -> Self {
        self.id = id.to_owned();
        self
    }
}

/// The path of an API Gateway event, empty where it has none.
#[must_use]
pub fn path(event: &Value) -> &str {
    event["rawPath"].as_str().unwrap_or_default()
}

/// The path of the route that says whether the deployment answers.
pub const HEALTH: &str = "/healthz";

/// What [`HEALTH`] answers: that there is somebody, and nothing of how they are.
#[must_use]
pub fn healthy() -> Response<String> {
    plain(StatusCode::OK, "ok")
}

/// Reads an API Gateway event. Headers that are none, and bodies that are no base64 although they say so, are left out: such
/// a request fails its signature check.
#[must_use]
pub fn request(event: Value) -> Request {
    let Ok(event) = serde_json::from_value::<Event>(event) else { return Request::default() };
    let headers = event
        .headers
        .iter()
        .filter_map(|(name, value)| Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?)));
    let body = event.body.unwrap_or_default();
    let body = if event.is_base64_encoded { STANDARD.decode(body).unwrap_or_default() } else { body.into_bytes() };
    Request { headers: headers.collect(), body, id: String::new() }
}

/// Writes a response as API Gateway takes it.
#[must_use]
pub fn response(response: &Response<String>) -> Value {
    let content_type =
        response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("text/plain; charset=utf-8");
    json!({
        "statusCode": response.status().as_u16(),
        "headers": {"content-type": content_type},
        "body": response.body(),
        "isBase64Encoded": false,
    })
}

/// A response with a short text, for whoever looks at the sender's delivery log.
#[must_use]
pub fn plain(status: StatusCode, text: impl Into<String>) -> Response<String> {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_base64_body_is_decoded_and_header_names_ignore_case() {
        let event = json!({"version": "2.0", "headers": {"X-Slack-Signature": "v0=ab", "content-type": "application/json"},
            "body": "eyJhIjoxfQ==", "isBase64Encoded": true, "requestContext": {"http": {"method": "POST"}}});
        let request = request(event);
        assert_eq!(request.body, br#"{"a":1}"#);
        assert_eq!(request.headers.get("x-slack-signature").unwrap(), "v0=ab");
    }

    #[test]
    fn an_event_of_another_shape_is_an_empty_request() {
        for event in [json!(null), json!([1]), json!({"headers": 1}), json!({"body": "%%", "isBase64Encoded": true})] {
            assert!(request(event).body.is_empty());
        }
    }

    #[test]
    fn a_response_carries_its_status_and_type() {
        let answer = response(&plain(StatusCode::UNAUTHORIZED, "no"));
        assert_eq!(answer["statusCode"], 401);
        assert_eq!(answer["headers"]["content-type"], "text/plain; charset=utf-8");
    }
}
