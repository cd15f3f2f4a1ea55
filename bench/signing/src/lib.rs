//! Signatures, as the senders make them.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// `X-Slack-Signature` of a body sent at `timestamp`, in seconds since the epoch (Slack, "Verifying requests from Slack").
#[must_use]
pub fn slack(secret: &str, timestamp: &str, body: &str) -> String {
    format!("v0={}", hex(secret, &format!("v0:{timestamp}:{body}")))
}

/// `X-Hub-Signature-256` of a body (GitHub, "Validating webhook deliveries").
#[must_use]
pub fn github(secret: &str, body: &str) -> String {
    format!("sha256={}", hex(secret, body))
}

fn hex(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
