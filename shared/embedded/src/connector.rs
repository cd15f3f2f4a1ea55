//! The SDK's HTTP client, without HTTP: a request goes to the engine as a function call.

use crate::dispatch::{Answer, dispatch};
use crate::meter;
use crate::traffic::{Traffic, Verdict};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use dynoxide::Database;
use std::fmt;
use std::sync::Arc;

/// Answers the SDK's requests from a database in this process.
#[derive(Clone)]
pub struct InProcess {
    database: Database,
    /// The database is a file: writing to it blocks.
    blocking: bool,
    traffic: Arc<Traffic>,
}

impl InProcess {
    pub(crate) fn new(database: Database, blocking: bool, traffic: Arc<Traffic>) -> Self {
        Self { database, blocking, traffic }
    }

    async fn answer(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        // `DynamoDB_20120810.PutItem`; the streams' service has a prefix of its own.
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default().to_vec();
        respond(self.carry_out(operation, body).await)
    }

    /// Carries out a call, or fails it where that was asked for.
    pub(crate) async fn carry_out(self, operation: String, body: Vec<u8>) -> Answer {
        let verdict = self.traffic.judge(&operation);
        if verdict == Verdict::Refuse {
            return Answer::unavailable();
        }
        let metered = self.traffic.is_metering().then(|| operation.clone());
        let body = if metered.is_some() { meter::asking(&operation, body) } else { body };
        let answer = if self.blocking {
            let database = self.database.clone();
            let carried_out = tokio::task::spawn_blocking(move || dispatch(&database, &operation, &body)).await;
            carried_out.unwrap_or_else(|_| Answer::unavailable())
        } else {
            dispatch(&self.database, &operation, &body)
        };
        if let Some(operation) = metered {
            self.traffic.charge(meter::cost(&operation, &answer));
        }
        if verdict == Verdict::LoseAnswer { Answer::unavailable() } else { answer }
    }
}

fn respond(answer: Answer) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(answer.status).map_err(|error| ConnectorError::other(error.into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InProcess").field("blocking", &self.blocking).finish_non_exhaustive()
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().answer(request))
    }
}

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
