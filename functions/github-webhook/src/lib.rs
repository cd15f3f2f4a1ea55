//! `POST /github/webhook`: verify, read, write one fact, acknowledge. Nothing else: all thinking happens behind the table.

use http::{Response, StatusCode};
use jiff::Timestamp;
use roundup_ingest::github;
use roundup_metrics::Metrics;
use roundup_runtime::SecretCache;
use roundup_runtime::acknowledge::stored;
use roundup_runtime::gateway::{Request, plain};
use roundup_runtime::signed::{Door, refusal};
use roundup_store::Store;

/// The handler with what it needs.
#[derive(Clone)]
pub struct GithubWebhook {
    /// Where facts are written.
    pub store: Store,
    /// What GitHub signs with.
    pub secrets: SecretCache,
    /// Where it is counted.
    pub metrics: Metrics,
}

impl GithubWebhook {
    /// Answers one request: 401 not signed, 413 too long, 503 not stored or not ready yet (GitHub shows the failure; the sweep
    /// has it sent again), 200 stored or nothing to us.
    pub async fn handle(&self, request: &Request, now: Timestamp) -> Response<String> {
        if !github::fits(request.body.len()) {
            return plain(StatusCode::PAYLOAD_TOO_LARGE, "longer than a delivery that can be handled");
        }
        if let Some(refusal) = refusal(Door::Github, request, &self.secrets, &self.metrics, now).await {
            return refusal;
        }
        match github::parse_delivery(&request.headers, &request.body) {
            github::Event::Facts(facts) => stored(Door::Github, &self.store, &self.metrics, request, &facts, now).await,
            github::Event::Ping => plain(StatusCode::OK, "pong"),
            github::Event::Ignored(reason) => plain(StatusCode::OK, reason),
        }
    }
}
