//! `POST /slack/events`: verify, read, write one fact, acknowledge. Nothing else: all thinking happens behind the table.

use http::{Response, StatusCode};
use jiff::Timestamp;
use roundup_ingest::{SigningSecret, slack};
use roundup_runtime::acknowledge::stored;
use roundup_runtime::gateway::{Request, plain};
use roundup_store::Store;

/// The handler with what it needs.
#[derive(Clone, Debug)]
pub struct SlackWebhook {
    /// Where facts are written.
    pub store: Store,
    /// What Slack signs with.
    pub secrets: Vec<SigningSecret>,
}

impl SlackWebhook {
    /// Answers one request: 401 not signed, 413 too long, 503 not stored (Slack tries again), 200 stored or nothing to us.
    pub async fn handle(&self, request: &Request, now: Timestamp) -> Response<String> {
        if !slack::fits(request.body.len()) {
            return plain(StatusCode::PAYLOAD_TOO_LARGE, "longer than any event of Slack's");
        }
        if let Err(rejection) = slack::verify(&request.headers, &request.body, &self.secrets, now) {
            tracing::warn!(%rejection, "a request to the Slack events URL was turned away");
            return plain(StatusCode::UNAUTHORIZED, rejection.to_string());
        }
        match slack::parse_event(&request.body) {
            slack::Event::Challenge(challenge) => plain(StatusCode::OK, challenge),
            slack::Event::Facts(facts) => stored(&self.store, &facts).await,
            slack::Event::RateLimited { team, since } => {
                tracing::error!(
                    team,
                    since = since.map(tracing::field::display),
                    "Slack drops events: more than 30,000 in an hour"
                );
                plain(StatusCode::OK, "noted")
            }
            slack::Event::Ignored(reason) => plain(StatusCode::OK, reason),
        }
    }
}
