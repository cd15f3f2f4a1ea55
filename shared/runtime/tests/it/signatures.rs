//! Signatures while secrets are rotated, and while there is none yet.

use crate::secrets_manager::SecretsManager;
use crate::{after, now};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use roundup_metrics::Metrics;
use roundup_runtime::SecretCache;
use roundup_runtime::gateway::Request;
use roundup_runtime::secret_cache::{AT_LEAST_EVERY, AT_MOST_EVERY};
use roundup_runtime::signed::{Door, refusal};
use serde_json::{Value, json};
use sha2::Sha256;

const BODY: &str = r#"{"type":"event_callback"}"#;

/// What Slack signs with.
fn document(current: &str, previous: Option<&str>) -> Value {
    json!({"slack": [{"signing_secret": current, "previous_signing_secret": previous, "bot_tokens": {}}], "github": []})
}

/// A request of Slack's.
fn signed(secret: &str, at: Timestamp) -> Request {
    let timestamp = at.as_second().to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("v0:{timestamp}:{BODY}").as_bytes());
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut request = Request { body: BODY.into(), ..Request::default() };
    request.headers.insert("x-slack-request-timestamp", timestamp.parse().unwrap());
    request.headers.insert("x-slack-signature", format!("v0={hex}").parse().unwrap());
    request
}

/// The status of what a request is turned away with; none where it is let in.
async fn status(cache: &SecretCache, secret: &str, at: Timestamp) -> Option<u16> {
    let refused = refusal(Door::Slack, &signed(secret, at), cache, &Metrics::off(), at).await;
    refused.map(|response| response.status().as_u16())
}

#[tokio::test]
async fn the_secret_is_fetched_once_for_many_requests() {
    let manager = SecretsManager::with(&document("one", Some("zero")));
    let cache = manager.cache();
    for second in 0..100 {
        assert_eq!(status(&cache, "one", after(second)).await, None);
        assert_eq!(status(&cache, "zero", after(second)).await, None, "the previous one is still under way");
    }
    assert_eq!(manager.asked(), 1);
}

#[tokio::test]
async fn a_secret_that_was_rotated_is_known_at_the_first_request_that_is_signed_with_it() {
    let manager = SecretsManager::with(&document("one", None));
    let cache = manager.cache();
    assert_eq!(status(&cache, "one", now()).await, None);
    manager.put(&document("two", Some("one")));
    assert_eq!(status(&cache, "two", after(60)).await, None, "with no restart");
    assert_eq!(status(&cache, "one", after(61)).await, None);
    assert_eq!(manager.asked(), 2);
}

#[tokio::test]
async fn a_flood_of_wrong_signatures_is_no_flood_of_calls_to_secrets_manager() {
    let manager = SecretsManager::with(&document("one", None));
    let cache = manager.cache();
    let minute = 60;
    for second in 0..minute {
        for _ in 0..50 {
            assert_eq!(status(&cache, "forged", after(second)).await, Some(401));
        }
    }
    let most = usize::try_from(minute / AT_MOST_EVERY.as_secs()).unwrap();
    assert_eq!(manager.asked(), most, "3,000 requests in a minute");
}

#[tokio::test]
async fn what_was_taken_back_is_not_believed_for_longer_than_ten_minutes() {
    let manager = SecretsManager::with(&document("two", Some("one")));
    let cache = manager.cache();
    assert_eq!(status(&cache, "one", now()).await, None);
    manager.put(&document("two", None));
    assert_eq!(status(&cache, "one", after(AT_LEAST_EVERY.as_secs() - 1)).await, None);
    assert_eq!(status(&cache, "one", after(AT_LEAST_EVERY.as_secs())).await, Some(401));
}

#[tokio::test]
async fn while_secrets_manager_is_down_what_is_held_stays_in_use() {
    let manager = SecretsManager::with(&document("one", None));
    let cache = manager.cache();
    assert_eq!(status(&cache, "one", now()).await, None);
    manager.delete();
    assert_eq!(status(&cache, "one", after(3_600)).await, None);
}

#[tokio::test]
async fn before_the_secret_is_filled_in_requests_are_to_be_sent_again_and_then_they_are_taken() {
    let empty = json!({"slack": [], "github": []});
    let manager = SecretsManager::with(&empty);
    let cache = manager.cache();
    assert_eq!(status(&cache, "one", now()).await, Some(503));
    manager.put(&document("<your signing secret>", None));
    assert_eq!(status(&cache, "<your signing secret>", after(60)).await, Some(503), "everybody knows the example");
    manager.put(&document("one", None));
    assert_eq!(status(&cache, "one", after(120)).await, None);
    // None at all: nor is that a crash.
    manager.delete();
    let fresh = manager.cache();
    assert_eq!(status(&fresh, "one", now()).await, Some(503));
    manager.put(&document("one", None));
    assert_eq!(status(&fresh, "one", after(AT_MOST_EVERY.as_secs())).await, None);
}
