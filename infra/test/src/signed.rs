//! Calls to AWS with anybody's keys, signed, as they are: for services that Roundup itself does not call, and for calls that
//! are to be refused.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use roundup_tests::binary::system_now;
use serde_json::Value;
use std::time::SystemTime;

/// The region of the local AWS.
pub const REGION: &str = "us-east-1";

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The service, as signatures name it.
    pub service: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path with query.
    pub path: String,
    /// `X-Amz-Target`, in the services that have it.
    pub target: Option<&'static str>,
    /// Body.
    pub body: String,
}

impl Call {
    /// A call of a service that speaks JSON: `DynamoDB_20120810.PutItem`.
    #[must_use]
    pub fn json(service: &'static str, target: &'static str, body: &Value) -> Self {
        Self { service, method: "POST", path: "/".to_owned(), target: Some(target), body: body.to_string() }
    }

    /// A call of a service that speaks REST.
    #[must_use]
    pub fn rest(service: &'static str, method: &'static str, path: &str, body: &Value) -> Self {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        Self { service, method, path: path.to_owned(), target: None, body }
    }

    /// A call of a service that takes forms.
    #[must_use]
    pub fn form(service: &'static str, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self { service, method: "POST", path: "/".to_owned(), target: None, body }
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Body.
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text))
    }

    /// The text of an XML element, of the first of its name.
    #[must_use]
    pub fn element(&self, name: &str) -> Option<&str> {
        let after = self.text.split_once(&format!("<{name}>"))?.1;
        Some(after.split_once(&format!("</{name}>"))?.0)
    }

    /// Whether IAM said no.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        matches!(self.status, 400 | 403) && self.text.contains("AccessDenied")
    }

    /// The answer, which is a success.
    #[must_use]
    pub fn succeeded(self) -> Self {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text);
        self
    }
}

/// Makes a call.
pub async fn call(endpoint: &str, keys: &Credentials, call: &Call) -> Answer {
    let url = format!("{endpoint}{}", call.path);
    let mut headers = vec![("content-type", content_type(call))];
    headers.extend(call.target.map(|target| ("x-amz-target", target)));
    let identity = keys.clone().into();
    let now = SystemTime::from(system_now());
    let params = v4::SigningParams::builder().identity(&identity).region(REGION).name(call.service).time(now);
    let params = params.settings(SigningSettings::default()).build().unwrap().into();
    let body = SignableBody::Bytes(call.body.as_bytes());
    let signable = SignableRequest::new(call.method, &url, headers.iter().copied(), body).unwrap();
    let (signature, _) = sign(signable, &params).unwrap().into_parts();
    let client = roundup_http::client().unwrap();
    let mut request = client.request(call.method.parse().unwrap(), &url).body(call.body.clone());
    for (name, value) in headers.into_iter().chain(signature.headers()) {
        request = request.header(name, value);
    }
    let response = request.send().await.unwrap();
    Answer { status: response.status().as_u16(), text: response.text().await.unwrap() }
}

fn content_type(call: &Call) -> &'static str {
    match (call.target, call.service) {
        (Some(_), "dynamodb") => "application/x-amz-json-1.0",
        (Some(_), _) => "application/x-amz-json-1.1",
        (None, "iam" | "sts") => "application/x-www-form-urlencoded",
        (None, _) => "application/json",
    }
}
