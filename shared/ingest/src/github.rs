//! GitHub: signed webhook deliveries.

mod comment;
mod history;
mod subject;
mod thread;

#[cfg(test)]
mod tests;

use crate::json;
use crate::request::{Rejection, single};
use crate::signature::{SigningSecret, check, from_hex};
use http::HeaderMap;
use roundup_domain::Filed;
use serde_json::Value;
use std::borrow::Cow;
use subject::Thread;

pub use history::ThreadHistory;

/// Longest body that is looked at, in bytes: 6 MiB, as much as a function can be given. A longer one is answered 413.
pub const BODY_LIMIT: usize = 6 << 20;

/// The events that [`parse`] makes something of, besides `ping`, which needs no subscription.
pub const EVENTS: &[&str] = &[
    "discussion",
    "discussion_comment",
    "issue_comment",
    "issues",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
];

const SIGNATURE: &str = "x-hub-signature-256";
const EVENT: &str = "x-github-event";
const CONTENT_TYPE: &str = "content-type";

/// Whether a body of `length` bytes is short enough to be looked at.
#[must_use]
pub const fn fits(length: usize) -> bool {
    length <= BODY_LIMIT
}

/// Whether GitHub sent this (GitHub, "Validating webhook deliveries"): `body` is what arrived, byte for byte, whatever its
/// content type. Several webhooks: one secret for each.
///
/// # Errors
/// Why it is not believed; answered 401.
pub fn verify(headers: &HeaderMap, body: &[u8], secrets: &[SigningSecret]) -> Result<(), Rejection> {
    let signature = single(headers, SIGNATURE)?;
    let signature = signature.strip_prefix("sha256=").and_then(from_hex).ok_or(Rejection::Malformed(SIGNATURE))?;
    check(secrets, &[body], &signature)
}

/// What a verified delivery is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It happened: to be stored before it is acknowledged. One delivery is one fact.
    Facts(Vec<Filed>),
    /// The webhook was set up, and GitHub tries it.
    Ping,
    /// Nothing to us, for this reason; acknowledged all the same.
    Ignored(&'static str),
}

/// Reads a verified delivery with its headers: [`parse`], the event and the content type being what they say.
#[must_use]
pub fn parse_delivery(headers: &HeaderMap, body: &[u8]) -> Event {
    match single(headers, EVENT) {
        Ok(event) => parse(event, single(headers, CONTENT_TYPE).unwrap_or_default(), body),
        Err(_) => Event::Ignored("no one event named"),
    }
}

/// Reads a verified body. `event` is `X-GitHub-Event`; `content_type` says whether the body is JSON or a form with the JSON
/// in `payload` (a webhook's setting). Never fails: what is not understood is ignored.
#[must_use]
pub fn parse(event: &str, content_type: &str, body: &[u8]) -> Event {
    // Before anything is parsed: of what a repository sends, most is of no interest, and pushes are the longest.
    let read: fn(&Value) -> Read = match event {
        "ping" => return Event::Ping,
        "issues" => |payload| thread::read(&Thread::of(payload, "issue")?),
        "pull_request" => |payload| thread::read(&Thread::of(payload, "pull_request")?),
        "discussion" => |payload| thread::read(&Thread::of(payload, "discussion")?),
        "issue_comment" => |payload| comment::read(&Thread::of(payload, "issue")?, "comment", "comment"),
        "discussion_comment" => |payload| comment::read(&Thread::of(payload, "discussion")?, "comment", "comment"),
        "pull_request_review" => |payload| comment::read(&Thread::of(payload, "pull_request")?, "review", "review"),
        "pull_request_review_comment" => {
            |payload| comment::read(&Thread::of(payload, "pull_request")?, "comment", "review_comment")
        }
        _ => return Event::Ignored("an event of no interest"),
    };
    let Some(payload) = document(content_type, body) else { return Event::Ignored("not JSON") };
    match read(&payload) {
        Ok(fact) => Event::Facts(vec![fact]),
        Err(reason) => Event::Ignored(reason),
    }
}

/// A fact, or why there is none.
type Read = Result<Filed, &'static str>;

fn document(content_type: &str, body: &[u8]) -> Option<Value> {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let is_form = essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") || body.starts_with(b"payload=");
    let json = if is_form {
        let (_, payload) = form_urlencoded::parse(body).find(|(key, _)| key == "payload")?;
        Cow::Owned(payload.into_owned().into_bytes())
    } else {
        Cow::Borrowed(body)
    };
    json::parse(&json)
}
