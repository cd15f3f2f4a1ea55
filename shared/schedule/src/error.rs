//! What can go wrong.

use aws_sdk_scheduler::error::{ProvideErrorMetadata, SdkError};
use std::fmt::Debug;

/// A call to EventBridge Scheduler that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Throttled, out of order, or no answer in time. It may have been carried out; doing it again is harmless.
    #[error("EventBridge Scheduler did not carry out {operation} for now: {cause}")]
    Passing {
        /// The operation.
        operation: &'static str,
        /// Error code, or what happened to the connection.
        cause: String,
    },
    /// Refused: a role, target, group or quota is not as it has to be.
    #[error("EventBridge Scheduler refused {operation}: {code}: {message}")]
    Refused {
        /// The operation.
        operation: &'static str,
        /// Error code.
        code: String,
        /// What the service says about it.
        message: String,
    },
}

impl ScheduleError {
    /// Whether the same call may succeed later, nothing being changed.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Passing { .. })
    }

    /// Sorts an error of the SDK, after the SDK has repeated what is worth repeating at once.
    pub(crate) fn of<E, R>(operation: &'static str, error: &SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata,
        R: Debug,
    {
        let passing = |cause: &str| Self::Passing { operation, cause: cause.to_owned() };
        match error {
            SdkError::TimeoutError(_) => passing("no answer in time"),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => passing("no answer in time"),
            SdkError::DispatchFailure(_) => passing("no connection"),
            SdkError::ResponseError(_) => passing("the answer could not be read"),
            SdkError::ServiceError(service) => {
                let code = service.err().code().unwrap_or("UnknownError");
                if matches!(
                    code,
                    "ThrottlingException" | "InternalServerException" | "ServiceUnavailableException" | "UnknownError"
                ) {
                    return passing(code);
                }
                let message = service.err().message().unwrap_or("no reason given").to_owned();
                Self::Refused { operation, code: code.to_owned(), message }
            }
            other => Self::Refused { operation, code: "RequestNotMade".into(), message: other.to_string() },
        }
    }

    /// The code of a refusal.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Refused { code, .. } => code,
            Self::Passing { .. } => "",
        }
    }
}
