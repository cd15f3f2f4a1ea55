//! Signatures, as the senders make them.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What the tests' Slack signs with.
pub const SLACK_SECRET: &str = "black-box-slack-signing-secret";
/// What the tests' GitHub signs with.
pub const GITHUB_SECRET: &str = "black-box-github-webhook-secret";

/// `X-Slack-Signature` of a body sent at `timestamp`, in seconds since the epoch (Slack, "Verifying requests from Slack").
#[must_use]
pub fn slack(secret: &str, timestamp: &str, body: &[u8]) -> String {
    format!("v0={}", hex(secret, &[b"v0:", timestamp.as_bytes(), b":", body]))
}

/// `X-Hub-Signature-256` of a body (GitHub, "Validating webhook deliveries").
#[must_use]
pub fn github(secret: &str, body: &[u8]) -> String {
    format!("sha256={}", hex(secret, &[body]))
}

fn hex(secret: &str, parts: &[&[u8]]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
