//! A schedule fired: write down that the deadline was reached. The reactor does the rest.

use roundup_app::{App, AppError, DeadlineInput};
use serde_json::Value;

/// Why a schedule's input came to nothing; Lambda retries, then hands it to the on-failure queue.
#[derive(Debug, thiserror::Error)]
pub enum DeadlineError {
    /// Not an input of ours.
    #[error("a schedule's input is not of its form: {0}")]
    Malformed(#[from] serde_json::Error),
    /// The table's.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Takes the input of one schedule.
///
/// # Errors
/// The input is not ours, or the table did not take the fact.
pub async fn handle(app: &App, input: &Value) -> Result<(), DeadlineError> {
    let input: DeadlineInput = serde_json::from_value(input.clone())?;
    Ok(app.reached(&input).await?)
}
