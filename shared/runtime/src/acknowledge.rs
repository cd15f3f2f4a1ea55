//! Persist, then acknowledge.

use crate::gateway::{Request, plain};
use crate::signed::Door;
use http::{Response, StatusCode};
use jiff::Timestamp;
use roundup_domain::Filed;
use roundup_metrics::{Metric, Metrics};
use roundup_store::{Store, Written};

/// Stores what a webhook brought: 200 once it is stored, or was before; 503 if it could not be, so that the sender tries
/// again. Each fact is one line that is log and metrics at once: what is logged costs as much as all else (TOOLS.md).
pub async fn stored(
    door: Door,
    store: &Store,
    metrics: &Metrics,
    request: &Request,
    facts: &[Filed],
    now: Timestamp,
) -> Response<String> {
    for filed in facts {
        let line = metrics.at(now).with("request_id", &request.id).with("conversation", &filed.conversation);
        let line = line.with("fact", &filed.fact.name);
        match store.put_fact(filed).await {
            Ok(Written::New) => {
                let lag = now.duration_since(filed.fact.at);
                line.count_of(Metric::Facts, door.name(), 1).lasted(Metric::EventToFactSeconds, lag).write();
            }
            // A redelivery: it is known, and its lag would say nothing.
            Ok(Written::Already) => line.count_of(Metric::Facts, door.name(), 0).write(),
            Err(error) => {
                tracing::error!(conversation = %filed.conversation, fact = filed.fact.name, %error, "a fact was not stored");
                line.count_of(Metric::NotStored, door.name(), 1).write();
                return plain(StatusCode::SERVICE_UNAVAILABLE, "not stored; try again");
            }
        }
    }
    plain(StatusCode::OK, "stored")
}
