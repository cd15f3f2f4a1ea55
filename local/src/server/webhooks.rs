//! The webhook routes: the functions' own handlers, as API Gateway would call them.

use crate::process::Process;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http_body_util::BodyExt;
use roundup_runtime::gateway;

/// How much of a body that is too long is read before it is answered, so that the sender sees the answer and not a broken
/// connection.
const PATIENCE: usize = 64 << 20;

/// `POST /slack/events`.
pub async fn slack_events(State(process): State<Process>, request: Request) -> Response {
    let Ok(request) = received(request, roundup_ingest::SLACK_BODY_LIMIT).await else { return cut_off() };
    let response = process.handlers.slack.handle(&request, process.clock.now()).await;
    process.news.notify_one();
    answer(response)
}

/// `POST /github/webhook`.
pub async fn github(State(process): State<Process>, request: Request) -> Response {
    let Ok(request) = received(request, roundup_ingest::GITHUB_BODY_LIMIT).await else { return cut_off() };
    let response = process.handlers.github.handle(&request, process.clock.now()).await;
    process.news.notify_one();
    answer(response)
}

/// `POST /slack/interactions`.
pub async fn slack_interactions(State(process): State<Process>, request: Request) -> Response {
    let Ok(request) = received(request, roundup_ingest::SLACK_BODY_LIMIT).await else { return cut_off() };
    let response = process.handlers.interaction.interaction(&request, process.clock.now()).await;
    process.news.notify_one();
    answer(response)
}

/// `POST /slack/commands`.
pub async fn slack_commands(State(process): State<Process>, request: Request) -> Response {
    let Ok(request) = received(request, roundup_ingest::SLACK_BODY_LIMIT).await else { return cut_off() };
    let response = process.handlers.interaction.command(&request, process.clock.now()).await;
    process.news.notify_one();
    answer(response)
}

/// Reads a request whole. Of a body longer than `limit` only a little more is kept, enough for the handler to refuse it.
async fn received(request: Request, limit: usize) -> Result<gateway::Request, axum::Error> {
    let (parts, body) = request.into_parts();
    let body = read(body, limit).await?;
    Ok(gateway::Request { headers: parts.headers, body, id: String::new() })
}

async fn read(mut body: Body, limit: usize) -> Result<Vec<u8>, axum::Error> {
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        length += data.len();
        if kept.len() <= limit {
            kept.extend_from_slice(&data);
        }
        if length > PATIENCE {
            break;
        }
    }
    Ok(kept)
}

fn cut_off() -> Response {
    (StatusCode::BAD_REQUEST, "the body ended early").into_response()
}

fn answer(response: http::Response<String>) -> Response {
    response.map(Body::from)
}
