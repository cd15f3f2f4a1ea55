//! The sweep, every five minutes: what the scheduler and the expiring rows missed, and what could not be sent. And, hourly, the
//! reconciliation: what happened in the sources and never arrived.

use jiff::Timestamp;
use roundup_app::{App, AppError, Reconciled, Swept};

/// Sweeps once, and says so: the line is the heartbeat whose absence raises an alarm.
///
/// # Errors
/// The table's.
pub async fn handle(app: &App, now: Timestamp) -> Result<Swept, AppError> {
    let swept = app.sweep(now).await?;
    tracing::info!(overdue = swept.overdue, notices = swept.notices, facts = swept.facts, "swept");
    Ok(swept)
}

/// Reconciles once with what the sources show.
///
/// # Errors
/// The table's.
pub async fn reconcile(app: &App, now: Timestamp) -> Result<Reconciled, AppError> {
    let reconciled = app.reconcile(now).await?;
    tracing::info!(recovered = reconciled.recovered, "reconciled");
    Ok(reconciled)
}
