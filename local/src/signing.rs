//! Signing as Slack and GitHub do, for whoever sends in their place: the demo, and `doctor`.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// The headers of a request that Slack has signed (Slack, "Verifying requests from Slack").
pub(crate) fn slack(secret: &str, at: Timestamp, body: &str) -> Vec<(&'static str, String)> {
    let timestamp = at.as_second().to_string();
    let signature = format!("v0={}", hex(secret, &format!("v0:{timestamp}:{body}")));
    vec![("x-slack-request-timestamp", timestamp), ("x-slack-signature", signature)]
}

/// The header of a delivery that GitHub has signed (GitHub, "Validating webhook deliveries").
pub(crate) fn github(secret: &str, body: &str) -> Vec<(&'static str, String)> {
    vec![("x-hub-signature-256", format!("sha256={}", hex(secret, body)))]
}

/// Hex of the HMAC-SHA256, as both sign.
pub(crate) fn hex(secret: &str, text: &str) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
