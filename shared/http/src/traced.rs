//! Calls as spans.

use std::fmt::Display;
use tracing::field::{Empty, display};
use tracing::{Instrument, debug_span};

/// Makes a call to somebody else (`github`, `slack`) in a span of the level `debug` that is called `call` and says what was
/// asked for, what came of it, and, when it closes, how long it took.
///
/// # Errors
/// The call's.
pub async fn traced<T, E: Display>(to: &'static str, what: &str, call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let span = debug_span!("call", to, what, outcome = Empty);
    let result = call.instrument(span.clone()).await;
    match &result {
        Ok(_) => span.record("outcome", "ok"),
        Err(error) => span.record("outcome", display(error)),
    };
    result
}
