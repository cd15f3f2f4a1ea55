//! Logs as JSON lines on standard output, which Lambda takes to CloudWatch.

use tracing_subscriber::EnvFilter;

/// Starts logging; `RUST_LOG` chooses what, `info` by default.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // Whoever started logging before was first; both write the same.
    let _ = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).without_time().try_init();
}
