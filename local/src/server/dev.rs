//! The controls and views of the local process (CONTRACT 2): the clock, items, the agenda, mail and calls.

use super::console::shown_safely;
use crate::cli::Format;
use crate::commands::agenda_text;
use crate::process::{Clock, Process};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use jiff::{Span, SpanRelativeTo, Timestamp};
use roundup_app::AppError;
use roundup_domain::ItemId;
use roundup_standins::ReceivedMail;
use serde::Deserialize;
use serde_json::json;

/// `POST /dev/clock`.
pub async fn clock(State(process): State<Process>, body: Bytes) -> Response {
    if !matches!(process.clock, Clock::Manual(_)) {
        return wrong(StatusCode::BAD_REQUEST, "this process goes by the system's clock; start it with --clock manual");
    }
    let mut engine = process.engine.lock().await;
    let target = match target(&body, process.clock.now()) {
        Ok(target) => target,
        Err(text) => return wrong(StatusCode::BAD_REQUEST, &text),
    };
    engine.advance(target).await;
    Json(json!({"now": process.clock.now()})).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    advance: Option<String>,
    to: Option<String>,
}

const FORMS: &str = r#"send {"advance":"23h"} or {"to":"2026-03-03T09:00:00Z"}"#;

/// Where the clock is to be moved.
fn target(body: &[u8], now: Timestamp) -> Result<Timestamp, String> {
    let asked: Move = serde_json::from_slice(body).map_err(|_| format!("not understood; {FORMS}"))?;
    let target = match (asked.advance, asked.to) {
        (Some(advance), None) => {
            let span: Span =
                advance.trim().parse().map_err(|_| format!("{advance:?} is no length of time; write 23h, 30m, 0s or 2d"))?;
            let length = span.to_duration(SpanRelativeTo::days_are_24_hours());
            let length = length.map_err(|_| format!("{advance:?} is no length of time in days, hours, minutes and seconds"))?;
            now.checked_add(length).map_err(|_| format!("{advance:?} is too long"))?
        }
        (None, Some(to)) => to.parse().map_err(|_| format!("{to:?} is no time; write 2026-03-03T09:00:00Z"))?,
        _ => return Err(format!("not understood; {FORMS}")),
    };
    if target < now { Err(format!("the clock stands at {now} and does not go back")) } else { Ok(target) }
}

/// `GET /dev/items`.
pub async fn items(State(process): State<Process>) -> Response {
    answer(process.app.items(process.clock.now()).await.map(|items| Json(items).into_response()))
}

/// `GET /dev/items/{id}`.
pub async fn item(State(process): State<Process>, Path(id): Path<String>) -> Response {
    answer(process.app.item(&ItemId::from_stored(id.clone()), process.clock.now()).await.map(|item| match item {
        Some(item) => Json(shown_safely(json!(item))).into_response(),
        None => wrong(StatusCode::NOT_FOUND, &format!("there is no item {id}; GET /dev/items lists them")),
    }))
}

/// What others' words on a page of ours may do: be read.
const INERT: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    format: Option<String>,
}

/// `GET /dev/digest?format=…`.
pub async fn digest(State(process): State<Process>, Query(asked): Query<Asked>) -> Response {
    let name = asked.format.as_deref().unwrap_or("text");
    let Ok(format) = <Format as clap::ValueEnum>::from_str(name, false) else {
        return wrong(StatusCode::BAD_REQUEST, "format is one of text, markdown, html, email, slack, json");
    };
    answer(process.app.agenda(process.clock.now()).await.map(|agenda| {
        let kind = match format {
            Format::Text => "text/plain; charset=utf-8",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Html | Format::Email => "text/html; charset=utf-8",
            Format::Slack | Format::Json => "application/json",
        };
        let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, INERT)];
        (headers, agenda_text(&agenda, format, false)).into_response()
    }))
}

/// `GET /dev/mail`: what was mailed, oldest first.
pub async fn mail(State(process): State<Process>) -> Response {
    Json(process.stand_ins.mail.mails()).into_response()
}

/// `GET /dev/mail/{number}`: the mail of this number, from 0, as a mail client shows it.
pub async fn mail_shown(State(process): State<Process>, Path(number): Path<String>) -> Response {
    let mail = number.parse().ok().and_then(|number: usize| process.stand_ins.mail.mails().into_iter().nth(number));
    match mail {
        Some(mail) => {
            let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, INERT)];
            (headers, with_pictures(&mail)).into_response()
        }
        None => wrong(StatusCode::NOT_FOUND, &format!("there is no mail {number}; GET /dev/mail lists them, from 0")),
    }
}

/// The HTML of a mail, with the pictures that it carries inside.
fn with_pictures(mail: &ReceivedMail) -> String {
    let picture = |png: &[u8]| format!("data:image/png;base64,{}", STANDARD.encode(png));
    mail.images.iter().fold(mail.html.clone(), |html, (cid, png)| html.replace(&format!("cid:{cid}"), &picture(png)))
}

/// `GET /dev/calls`.
pub async fn calls(State(process): State<Process>) -> Response {
    Json(process.stand_ins.calls()).into_response()
}

/// An expected error: what is wrong and what would be right.
pub fn wrong(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({"error": text}))).into_response()
}

/// The answer, or that the table did not do its part.
pub fn answer(found: Result<Response, AppError>) -> Response {
    found.unwrap_or_else(|error| {
        tracing::error!(%error, "could not be read");
        wrong(StatusCode::SERVICE_UNAVAILABLE, "the table does not answer; try again")
    })
}
