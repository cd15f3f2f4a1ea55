//! What can go wrong with the table. No message carries data: neither people's words nor keys.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// Why the table did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Too many requests for the table, the account or one partition; the same call works later.
    #[error("the table is throttling {operation} ({code}); try again later")]
    Throttled {
        /// DynamoDB's name of the call.
        operation: &'static str,
        /// DynamoDB's error code.
        code: String,
    },
    /// No answer, or DynamoDB failed by itself; the same call works later. A write may have been carried out.
    #[error("the table cannot be reached for {operation} ({code}); try again later")]
    Unavailable {
        /// DynamoDB's name of the call.
        operation: &'static str,
        /// DynamoDB's error code, or what kind of failure it was.
        code: String,
    },
    /// DynamoDB refused the call: a mistake in this program or in its deployment (a missing table or permission).
    #[error("the table refused {operation} ({code}); check the table's name, its permissions and its schema")]
    Refused {
        /// DynamoDB's name of the call.
        operation: &'static str,
        /// DynamoDB's error code.
        code: String,
    },
    /// A row is not as this version writes it.
    #[error("a row's {attribute} is not as this version writes it")]
    Malformed {
        /// Which attribute.
        attribute: &'static str,
    },
}

impl StoreError {
    /// Whether the same call may work later; otherwise trying again is of no use.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Throttled { .. } | Self::Unavailable { .. })
    }

    pub(crate) fn of_code(operation: &'static str, code: &str) -> Self {
        let code = code.to_owned();
        match code.as_str() {
            "ProvisionedThroughputExceededException"
            | "ProvisionedThroughputExceeded"
            | "ThrottlingException"
            | "ThrottlingError"
            | "RequestLimitExceeded"
            | "TransactionConflictException"
            | "TransactionInProgressException" => Self::Throttled { operation, code },
            "InternalServerError" | "ServiceUnavailable" => Self::Unavailable { operation, code },
            _ => Self::Refused { operation, code },
        }
    }

    /// What the SDK's error means.
    pub(crate) fn of<E: ProvideErrorMetadata>(operation: &'static str, error: &SdkError<E, HttpResponse>) -> Self {
        let unavailable = |code: &str| Self::Unavailable { operation, code: code.to_owned() };
        match error {
            SdkError::ServiceError(service) => match service.err().code() {
                _ if service.raw().status().is_server_error() => unavailable(service.err().code().unwrap_or("server error")),
                Some(code) => Self::of_code(operation, code),
                None => Self::Refused { operation, code: "no error code".to_owned() },
            },
            SdkError::TimeoutError(_) => unavailable("timeout"),
            SdkError::ResponseError(_) => unavailable("broken answer"),
            SdkError::DispatchFailure(_) => unavailable("no connection"),
            _ => Self::Refused { operation, code: "request could not be built".to_owned() },
        }
    }
}

/// Why a [`crate::Commit`] was not carried out. None of it was, in either case, unless [`StoreError::Unavailable`] says
/// that its answer was lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// Somebody else wrote in between: read the thread again and decide again.
    #[error("the item was changed in between; read it again and decide again")]
    Conflict,
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
