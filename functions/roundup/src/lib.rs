//! The Roundup: one to two days before the meeting what there is to prepare, at the meeting's time the agenda; each once.

use jiff::Timestamp;
use roundup_app::{App, AppError, Posted};

/// Posts the agenda of the meeting whose time has come, if there is one that was not posted yet.
///
/// # Errors
/// The table's.
pub async fn handle(app: &App, now: Timestamp) -> Result<Posted, AppError> {
    app.post_agenda(now).await
}

/// Sends the on-call person the preparation whose time has come, if it was not sent yet.
///
/// # Errors
/// The table's.
pub async fn prepare(app: &App, now: Timestamp) -> Result<bool, AppError> {
    app.send_preparation(now).await
}
