//! Slack: signed events, what people do with buttons, menus, forms and shortcuts, and slash commands.

mod event;
mod history;
mod interaction;
mod message;
mod mrkdwn;

#[cfg(test)]
mod tests;

pub use history::facts_of_message;
pub use interaction::{
    Action, Command, Interaction, Shortcut, ShortcutMessage, Submission, Suggestion, View, ViewKind, parse_command,
    parse_interaction,
};

use crate::json;
use crate::request::{Rejection, single};
use crate::signature::{SigningSecret, check, from_hex};
use http::HeaderMap;
use jiff::Timestamp;
use roundup_domain::Filed;

/// Longest body that is looked at, in bytes: 1 MiB. A longer one is answered 413.
pub const BODY_LIMIT: usize = 1 << 20;

/// How far a request's timestamp may be off the clock, either way, in seconds (Slack, "Verifying requests from Slack").
const MAX_SKEW_SECONDS: i64 = 300;

const TIMESTAMP: &str = "x-slack-request-timestamp";
const SIGNATURE: &str = "x-slack-signature";

/// Whether a body of `length` bytes is short enough to be looked at.
#[must_use]
pub const fn fits(length: usize) -> bool {
    length <= BODY_LIMIT
}

/// Whether Slack sent this, within 300 seconds of `now` either way (Slack, "Verifying requests from Slack"): `body` is what
/// arrived, byte for byte. Several apps, or workspaces with an app each: one secret for each.
///
/// # Errors
/// Why it is not believed; answered 401.
pub fn verify(headers: &HeaderMap, body: &[u8], secrets: &[SigningSecret], now: Timestamp) -> Result<(), Rejection> {
    let timestamp = single(headers, TIMESTAMP)?;
    let signature = single(headers, SIGNATURE)?;
    let sent = sent_at(timestamp).ok_or(Rejection::Malformed(TIMESTAMP))?;
    let signature = signature.strip_prefix("v0=").and_then(from_hex).ok_or(Rejection::Malformed(SIGNATURE))?;
    let off = now.duration_since(sent);
    if off.abs() > jiff::SignedDuration::from_secs(MAX_SKEW_SECONDS) {
        return Err(Rejection::Stale { seconds: off.as_secs(), limit: MAX_SKEW_SECONDS });
    }
    check(secrets, &[b"v0:", timestamp.as_bytes(), b":", body], &signature)
}

/// Plain decimal digits, seconds since the epoch: no sign, no space, so that one instant has few spellings.
fn sent_at(timestamp: &str) -> Option<Timestamp> {
    let plain = !timestamp.is_empty() && timestamp.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| timestamp.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok())).flatten()
}

/// What a verified request to the events URL is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Slack asks whether this is the URL: answer with this text (Slack, "url_verification").
    Challenge(String),
    /// It happened: to be stored before it is acknowledged. One event is one fact.
    Facts(Vec<Filed>),
    /// Slack dropped events, more than 30,000 in an hour: they have to be fetched (Slack, "app_rate_limited").
    RateLimited {
        /// The workspace, if it is named.
        team: Option<String>,
        /// Start of the minute from which on events were dropped, UTC, if it is named.
        since: Option<Timestamp>,
    },
    /// Nothing to us, for this reason; acknowledged all the same.
    Ignored(&'static str),
}

/// Reads a verified body. Never fails: what is not understood is ignored.
#[must_use]
pub fn parse_event(body: &[u8]) -> Event {
    let Some(envelope) = json::parse(body) else { return Event::Ignored("not JSON") };
    match envelope["type"].as_str() {
        Some("url_verification") => match json::text(&envelope["challenge"]) {
            Some(challenge) => Event::Challenge(challenge.to_owned()),
            None => Event::Ignored("a verification without a challenge"),
        },
        Some("app_rate_limited") => Event::RateLimited {
            team: json::text(&envelope["team_id"]).map(str::to_owned),
            since: json::time(&envelope["minute_rate_limited"]),
        },
        Some("event_callback") => match event::read(&envelope) {
            Ok(fact) => Event::Facts(vec![fact]),
            Err(reason) => Event::Ignored(reason),
        },
        _ => Event::Ignored("an envelope of another type"),
    }
}
