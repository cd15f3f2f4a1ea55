//! `POST /github/webhook`: verify, read, write one fact, acknowledge. Nothing else: all thinking happens behind the table.

use http::{Response, StatusCode};
use roundup_ingest::{SigningSecret, github};
use roundup_runtime::acknowledge::stored;
use roundup_runtime::gateway::{Request, plain};
use roundup_store::Store;

/// The handler with what it needs.
#[derive(Clone, Debug)]
pub struct GithubWebhook {
    /// Where facts are written.
    pub store: Store,
    /// What GitHub signs with.
    pub secrets: Vec<SigningSecret>,
}

impl GithubWebhook {
    /// Answers one request: 401 not signed, 413 too long, 503 not stored (GitHub shows the failure; the sweep has it sent
    /// again), 200 stored or nothing to us.
    pub async fn handle(&self, request: &Request) -> Response<String> {
        if !github::fits(request.body.len()) {
            return plain(StatusCode::PAYLOAD_TOO_LARGE, "longer than a delivery that can be handled");
        }
        if let Err(rejection) = github::verify(&request.headers, &request.body, &self.secrets) {
            tracing::warn!(%rejection, "a request to the GitHub webhook was turned away");
            return plain(StatusCode::UNAUTHORIZED, rejection.to_string());
        }
        match github::parse_delivery(&request.headers, &request.body) {
            github::Event::Facts(facts) => stored(&self.store, &facts).await,
            github::Event::Ping => plain(StatusCode::OK, "pong"),
            github::Event::Ignored(reason) => plain(StatusCode::OK, reason),
        }
    }
}
