//! The Roundup: at the meeting's time the agenda is posted, once.

use jiff::Timestamp;
use roundup_app::{App, AppError, Posted};

/// Posts the agenda of the meeting whose time has come, if there is one that was not posted yet.
///
/// # Errors
/// The table's.
pub async fn handle(app: &App, now: Timestamp) -> Result<Posted, AppError> {
    app.post_agenda(now).await
}
