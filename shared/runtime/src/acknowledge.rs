//! Persist, then acknowledge.

use crate::gateway::plain;
use http::{Response, StatusCode};
use roundup_domain::Filed;
use roundup_store::Store;

/// Stores what a webhook brought: 200 once it is stored, or was before; 503 if it could not be, so that the sender tries
/// again.
pub async fn stored(store: &Store, facts: &[Filed]) -> Response<String> {
    for filed in facts {
        if let Err(error) = store.put_fact(filed).await {
            tracing::error!(conversation = %filed.conversation, fact = filed.fact.name, %error, "a fact was not stored");
            return plain(StatusCode::SERVICE_UNAVAILABLE, "not stored; try again");
        }
    }
    plain(StatusCode::OK, "stored")
}
