//! What functions share, on stand-ins for what they call.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "app")]

mod configuration;
mod secrets_manager;
mod signatures;

use jiff::{SignedDuration, Timestamp};

/// Monday morning.
fn now() -> Timestamp {
    "2026-03-02T14:00:00Z".parse().unwrap()
}

/// So many seconds later.
fn after(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}
