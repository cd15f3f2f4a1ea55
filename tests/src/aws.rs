//! AWS as the command line sees it at `AWS_ENDPOINT_URL`: DynamoDB over an embedded table, and of the other services as much
//! as `doctor` asks.

mod services;

pub use services::{Schedule, Services};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use roundup_embedded::EmbeddedTable;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::process::Command;

/// A running stand-in. Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct AwsStandIn {
    /// The table, named `roundup`.
    pub table: EmbeddedTable,
    /// Where it listens.
    pub url: String,
    services: Arc<Mutex<Services>>,
}

impl AwsStandIn {
    /// Serves the table of a data folder that no `serve` writes to meanwhile.
    pub async fn over(folder: &Path) -> Self {
        Self::with(EmbeddedTable::open(&folder.join("table.sqlite")).unwrap()).await
    }

    /// Serves this table.
    pub async fn with(table: EmbeddedTable) -> Self {
        let mut aws = Self { table, url: String::new(), services: Arc::default() };
        let router = Router::new().fallback(answer).with_state(aws.clone());
        let (address, _) = roundup_standins::serve(router).await.unwrap();
        aws.url = format!("http://{address}");
        aws
    }

    /// The services besides DynamoDB, to look at and to change.
    pub fn services(&self) -> MutexGuard<'_, Services> {
        self.services.lock().unwrap()
    }

    /// Adds to a command what has it take this for AWS, with credentials that are good for nothing else.
    pub fn told(&self, command: &mut Command) {
        command.env("AWS_ENDPOINT_URL", &self.url).env("AWS_REGION", "eu-central-1");
        command.env("AWS_ACCESS_KEY_ID", "stand-in").env("AWS_SECRET_ACCESS_KEY", "stand-in");
        command.env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", "/nonexistent");
    }
}

/// One call: who signs none is refused, as AWS does.
async fn answer(State(aws): State<AwsStandIn>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !header("authorization").starts_with("AWS4-HMAC-SHA256 Credential=stand-in/") {
        return (StatusCode::FORBIDDEN, r#"{"__type":"MissingAuthenticationTokenException"}"#).into_response();
    }
    let (status, body) = match header("x-amz-target").split_once('.') {
        Some(("DynamoDB_20120810", operation)) => aws.table.answer(operation, &body).await,
        _ => aws.services().answer(&method, &uri, header("x-amz-target"), &body),
    };
    let kind = if body.starts_with('<') { "text/xml" } else { "application/x-amz-json-1.0" };
    (StatusCode::from_u16(status).unwrap(), [("content-type", kind)], body).into_response()
}
