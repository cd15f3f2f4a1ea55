//! `POST /slack/events`: verify, read, write one fact, acknowledge. Nothing else: all thinking happens behind the table.

use http::{Response, StatusCode};
use jiff::Timestamp;
use roundup_ingest::slack;
use roundup_metrics::{Metric, Metrics};
use roundup_runtime::SecretCache;
use roundup_runtime::acknowledge::stored;
use roundup_runtime::gateway::{Request, plain};
use roundup_runtime::signed::{Door, refusal};
use roundup_store::Store;

/// The handler with what it needs.
#[derive(Clone)]
pub struct SlackWebhook {
    /// Where facts are written.
    pub store: Store,
    /// What Slack signs with.
    pub secrets: SecretCache,
    /// Where it is counted.
    pub metrics: Metrics,
}

impl SlackWebhook {
    /// Answers one request: 401 not signed, 413 too long, 503 not stored or not ready yet (Slack tries again), 200 stored or
    /// nothing to us.
    pub async fn handle(&self, request: &Request, now: Timestamp) -> Response<String> {
        if !slack::fits(request.body.len()) {
            return plain(StatusCode::PAYLOAD_TOO_LARGE, "longer than any event of Slack's");
        }
        if let Some(refusal) = refusal(Door::Slack, request, &self.secrets, &self.metrics, now).await {
            return refusal;
        }
        match slack::parse_event(&request.body) {
            slack::Event::Challenge(challenge) => plain(StatusCode::OK, challenge),
            slack::Event::Facts(facts) => stored(Door::Slack, &self.store, &self.metrics, request, &facts, now).await,
            slack::Event::RateLimited { team, since } => {
                tracing::error!(
                    team,
                    since = since.map(tracing::field::display),
                    "Slack drops events: more than 30,000 in an hour"
                );
                self.metrics.at(now).count(Metric::SlackRateLimited, 1).write();
                // What it drops is fetched by the next sweep, or else within the hour.
                if let Err(error) = self.store.ask_for_reconciliation(now).await {
                    tracing::error!(%error, "a reconciliation could not be asked for");
                }
                plain(StatusCode::OK, "noted")
            }
            slack::Event::Ignored(reason) => plain(StatusCode::OK, reason),
        }
    }
}
