//! Between the SDK and the operation: HTTP without a socket.

use super::MailStandIn;
use super::api::Answer;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use serde_json::Value;

/// Where SendEmail is (Amazon SES API v2).
const PATH: &str = "/v2/email/outbound-emails";

impl HttpClient for MailStandIn {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for MailStandIn {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let is_send = request.method() == "POST" && request.uri().parse::<http::Uri>().is_ok_and(|uri| uri.path() == PATH);
        if !is_send {
            return HttpConnectorFuture::ready(Ok(response(404, Some("UnknownOperationException"), "{}".into())));
        }
        let body = request.body().bytes().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or(Value::Null);
        HttpConnectorFuture::ready(match self.answer(PATH, &body) {
            Some(Answer { status, error, body }) => Ok(response(status, error.as_deref(), body.to_string())),
            None => Err(ConnectorError::io("the connection was cut before the answer".into())),
        })
    }
}

fn response(status: u16, error: Option<&str>, body: String) -> HttpResponse {
    // Every status that is answered is a valid one; the fallback spares a panic.
    let status = StatusCode::try_from(status).unwrap_or(StatusCode::from(http::StatusCode::INTERNAL_SERVER_ERROR));
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response.headers_mut().insert("content-type", "application/json");
    if let Some(error) = error.map(str::to_owned) {
        response.headers_mut().insert("x-amzn-errortype", error);
    }
    response
}
