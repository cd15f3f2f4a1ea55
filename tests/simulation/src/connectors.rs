//! Between the real clients and the stand-ins: no socket, and the gate in between.

use crate::gate::{Fate, Gate, Invocation, Side};
use crate::sabotage;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use axum::Router;
use axum::body::{Body, to_bytes};
use roundup_http::{Answering, InProcess, Unanswered};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use tower_service::Service;

/// An SDK's connector behind the gate.
#[derive(Clone, Debug)]
pub struct Gated<C> {
    pub inner: C,
    pub gate: Gate,
    pub side: Side,
}

impl<C: HttpConnector + Clone + 'static> Gated<C> {
    async fn answer(self, mut request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let lost = || Err(ConnectorError::timeout("no answer in time".into()));
        let operation = operation(self.side, &request);
        let fate = self.gate.pass(self.side, &operation).await;
        if let Some(answer) = sabotage::of_call(&self.gate, &operation, &mut request) {
            return answered(200, &answer);
        }
        match fate {
            Fate::Carried => {
                let answer = self.inner.call(request).await;
                self.note_malformed(&operation, &answer);
                sabotage::of_answer(&self.gate, &operation, answer)
            }
            Fate::AnswerLost => {
                drop(self.inner.call(request).await);
                lost()
            }
            Fate::RequestLost => lost(),
            Fate::Refused => refused(500, "InternalServerError", &json!({})),
            Fate::Throttled => refused(400, "ThrottlingException", &json!({})),
            Fate::Conflicting if self.side == Side::Table => {
                let reasons = json!({"CancellationReasons": [{"Code": "TransactionConflict"}]});
                refused(400, "TransactionCanceledException", &reasons)
            }
            Fate::Conflicting => refused(409, "ConflictException", &json!({})),
        }
    }
}

impl<C> Gated<C> {
    /// Trying such a request again is in vain: it is a bug, whatever comes of it.
    fn note_malformed(&self, operation: &str, answer: &Result<HttpResponse, ConnectorError>) {
        let Ok(answer) = answer else { return };
        if answer.status().as_u16() != 400 {
            return;
        }
        let body = String::from_utf8_lossy(answer.body().bytes().unwrap_or_default());
        let kind = answer.headers().get("x-amzn-errortype").unwrap_or_default();
        // A moment that passes on the way is not wrong from the start.
        let is_malformed = body.contains("ValidationException") || kind.contains("ValidationException");
        if is_malformed && !body.contains("the time is in the past") {
            self.gate.note_malformed(format!("{:?} {operation}: {body}", self.side));
        }
    }
}

fn operation(side: Side, request: &HttpRequest) -> String {
    match (side, request.method()) {
        (Side::Table, _) => {
            request.headers().get("x-amz-target").and_then(|target| target.rsplit('.').next()).unwrap_or_default()
        }
        (Side::Mail, _) => "SendEmail",
        (_, "POST") => "CreateSchedule",
        (_, "PUT") => "UpdateSchedule",
        (_, "DELETE") => "DeleteSchedule",
        _ => "GetSchedule",
    }
    .to_owned()
}

fn refused(status: u16, code: &'static str, more: &Value) -> Result<HttpResponse, ConnectorError> {
    let mut body = json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "refused by the simulation"});
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    let mut response = answered(status, &body)?;
    response.headers_mut().insert("x-amzn-errortype", code);
    Ok(response)
}

fn answered(status: u16, body: &Value) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(status).map_err(|error| ConnectorError::other(error.into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(body.to_string()));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

impl<C: HttpConnector + Clone + 'static> HttpConnector for Gated<C> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().answer(request))
    }
}

impl<C: HttpConnector + Clone + 'static> HttpClient for Gated<C> {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// A message that was to be posted.
#[derive(Clone, Debug)]
pub struct Post {
    /// By whom.
    pub invocation: Option<Invocation>,
    /// The key in its metadata.
    pub key: String,
    /// How it fared.
    pub fate: Fate,
    /// The arguments.
    pub body: Value,
}

/// The posts so far, oldest first. Clones are one list.
pub type Posts = Arc<Mutex<Vec<Post>>>;

/// A stand-in with an HTTP interface, behind the gate.
#[derive(Clone, Debug)]
pub struct Routed {
    pub router: Router,
    pub gate: Gate,
    pub side: Side,
    pub posts: Posts,
}

/// The longest answer of a stand-in, in bytes.
const LONGEST: usize = 16 << 20;
/// What a throttled caller is asked to wait, in seconds.
const RETRY_AFTER: &str = "30";

impl Routed {
    async fn carry(&self, request: reqwest::Request) -> Result<reqwest::Response, Unanswered> {
        let path = request
            .url()
            .query()
            .map_or_else(|| request.url().path().to_owned(), |query| format!("{}?{query}", request.url().path()));
        let mut asked = http::Request::builder().method(request.method().clone()).uri(path);
        if let Some(headers) = asked.headers_mut() {
            *headers = request.headers().clone();
        }
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default().to_vec();
        let asked = asked.body(Body::from(body)).map_err(|_| Unanswered::NotSent)?;
        let answer = match self.router.clone().call(asked).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, LONGEST).await.map_err(|_| Unanswered::Lost)?;
        Ok(http::Response::from_parts(parts, body).into())
    }

    fn note(&self, operation: &str, request: &reqwest::Request, fate: Fate) {
        if operation != "chat.postMessage" {
            return;
        }
        let body: Value = request
            .body()
            .and_then(reqwest::Body::as_bytes)
            .and_then(|body| serde_json::from_slice(body).ok())
            .unwrap_or_default();
        let key = body["metadata"]["event_payload"]["key"].as_str().unwrap_or_default().to_owned();
        let post = Post { invocation: self.gate.current(), key, fate, body };
        self.posts.lock().unwrap_or_else(PoisonError::into_inner).push(post);
    }
}

/// What a request to Slack or GitHub asks for: `POST /repos/acme/gateway/issues`, `chat.postMessage`, `conversations.info C0HELP001`.
fn routed_operation(side: Side, request: &reqwest::Request) -> String {
    let url = request.url();
    if side != Side::Slack {
        return format!("{} {}", request.method(), url.path());
    }
    let method = url.path().rsplit('/').next().unwrap_or_default();
    match url.query_pairs().find(|(name, _)| name == "channel") {
        Some((_, channel)) if method == "conversations.info" => format!("{method} {channel}"),
        _ => method.to_owned(),
    }
}

impl InProcess for Routed {
    fn answer(&self, request: reqwest::Request) -> Answering<'_> {
        Box::pin(async move {
            let operation = routed_operation(self.side, &request);
            let fate = self.gate.pass(self.side, &operation).await;
            self.note(&operation, &request, fate);
            match fate {
                Fate::Carried if sabotage::is_blind(&self.gate, &operation) => http::Response::builder()
                    .body(r#"{"ok":true,"messages":[]}"#)
                    .map(Into::into)
                    .map_err(|_| Unanswered::NotSent),
                Fate::Carried => {
                    if let Some(twin) = sabotage::twin(&self.gate, &operation, &request) {
                        drop(self.carry(twin).await);
                    }
                    self.carry(request).await
                }
                Fate::AnswerLost => {
                    drop(self.carry(request).await);
                    Err(Unanswered::Lost)
                }
                Fate::RequestLost => Err(Unanswered::Lost),
                Fate::Throttled => {
                    let answer = http::Response::builder().status(429).header("retry-after", RETRY_AFTER);
                    answer.body(r#"{"ok":false,"error":"ratelimited"}"#).map(Into::into).map_err(|_| Unanswered::NotSent)
                }
                Fate::Refused | Fate::Conflicting => {
                    http::Response::builder().status(503).body("").map(Into::into).map_err(|_| Unanswered::NotSent)
                }
            }
        })
    }
}
