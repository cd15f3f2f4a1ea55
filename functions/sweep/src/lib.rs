//! The sweep, every five minutes: what the scheduler and the expiring rows missed, and what could not be sent.

use jiff::Timestamp;
use roundup_app::{App, AppError, Swept};

/// Sweeps once, and says so: the line is the heartbeat whose absence raises an alarm.
///
/// # Errors
/// The table's.
pub async fn handle(app: &App, now: Timestamp) -> Result<Swept, AppError> {
    let swept = app.sweep(now).await?;
    tracing::info!(overdue = swept.overdue, notices = swept.notices, facts = swept.facts, "swept");
    Ok(swept)
}
