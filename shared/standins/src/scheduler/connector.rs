//! Between the SDK and the operations: HTTP without a socket.

use super::SchedulerStandIn;
use super::api::{Answer, Request};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use percent_encoding::percent_decode_str;
use serde_json::Value;

impl HttpClient for SchedulerStandIn {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for SchedulerStandIn {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let Some(request) = read(&request) else {
            return HttpConnectorFuture::ready(Ok(response(404, Some("UnknownOperationException"), "{}".into())));
        };
        HttpConnectorFuture::ready(match self.answer(&request) {
            Some(Answer { status, error, body }) => Ok(response(status, error, body.to_string())),
            None => Err(ConnectorError::timeout("no answer in time".into())),
        })
    }
}

/// Reads `METHOD /schedules/{Name}?groupName=…`.
fn read(request: &HttpRequest) -> Option<Request> {
    let operation = match request.method() {
        "POST" => "CreateSchedule",
        "PUT" => "UpdateSchedule",
        "GET" => "GetSchedule",
        "DELETE" => "DeleteSchedule",
        _ => return None,
    };
    let uri: http::Uri = request.uri().parse().ok()?;
    let name = uri.path().strip_prefix("/schedules/").filter(|name| !name.is_empty() && !name.contains('/'))?;
    let mut query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    Some(Request {
        operation,
        name: percent_decode_str(name).decode_utf8().ok()?.into_owned(),
        group: query.find(|(field, _)| field == "groupName").map(|(_, group)| group.into_owned()),
        body: request.body().bytes().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or(Value::Null),
    })
}

fn response(status: u16, error: Option<&'static str>, body: String) -> HttpResponse {
    // Every status above is a valid one; the fallback spares a panic.
    let status = StatusCode::try_from(status).unwrap_or(StatusCode::from(http::StatusCode::INTERNAL_SERVER_ERROR));
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response.headers_mut().insert("content-type", "application/json");
    if let Some(error) = error {
        response.headers_mut().insert("x-amzn-errortype", error);
    }
    response
}
