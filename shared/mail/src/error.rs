//! What can go wrong. Neither addresses nor what a mail says are ever part of an error.

use aws_sdk_sesv2::error::{ConnectorError, ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use hyper_util::client::legacy;
use std::error::Error;

/// A mail that was not sent, as far as one knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// A limit is reached: so many mails in a second or in 24 hours (Amazon SES, "Service quotas"). Nothing was sent.
    #[error("SES does not send more mail for now ({code}); the account's sending quota may have to be raised")]
    Throttled {
        /// Error code.
        code: String,
    },
    /// No connection came about (`status` is none), or SES answered that it is out of order.
    #[error("SES is out of reach{}", status.map(|code| format!(" (HTTP {code})")).unwrap_or_default())]
    Unavailable {
        /// HTTP status, where there was an answer.
        status: Option<u16>,
    },
    /// The request went out and no usable answer came back: the mail may have been sent.
    #[error("SES's answer was lost; the mail may have been sent")]
    AnswerLost,
    /// SES declined; repeating it will not help.
    #[error("SES refused the mail: {code}; {remedy}")]
    Refused {
        /// Error code.
        code: String,
        /// What would be right.
        remedy: &'static str,
    },
    /// The mail is none that could be sent; SES was not asked.
    #[error("the mail's {field} is not what it has to be: {right}")]
    Malformed {
        /// The field of [`Mail`](crate::Mail).
        field: &'static str,
        /// What would be right.
        right: &'static str,
    },
}

impl MailError {
    /// Whether the same mail may be sent later, nothing being changed.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Throttled { .. } | Self::Unavailable { .. } | Self::AnswerLost)
    }

    /// Whether the mail may be on its way all the same, so that sending it again may have it arrive twice. An answer of 5xx
    /// counts: a gateway in front of SES gives it too, and that says nothing of what is behind.
    #[must_use]
    pub fn may_be_carried_out(&self) -> bool {
        matches!(self, Self::AnswerLost | Self::Unavailable { status: Some(_) })
    }

    /// A request that never came to be one.
    pub(crate) fn not_made() -> Self {
        Self::Refused { code: "RequestNotMade".into(), remedy: "region, credentials or endpoint of the SES client are amiss" }
    }

    /// Sorts an error of the SDK.
    pub(crate) fn of(error: &SdkError<SendEmailError>) -> Self {
        match error {
            SdkError::ConstructionFailure(_) => Self::not_made(),
            SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
                Some(cause) if cause.is_user() => Self::not_made(),
                Some(cause) if never_connected(cause) => Self::Unavailable { status: None },
                _ => Self::AnswerLost,
            },
            SdkError::ServiceError(service) => {
                let error = service.err();
                of_answer(service.raw().status().as_u16(), error.code(), error.message().unwrap_or_default())
            }
            // Too late, unreadable, or what later versions of the SDK tell apart.
            _ => Self::AnswerLost,
        }
    }
}

/// Whether it failed before anything was sent. Through a connector that does not say so in hyper's way, one cannot know.
fn never_connected(error: &ConnectorError) -> bool {
    let mut causes = std::iter::successors(Some(error as &(dyn Error + 'static)), |&cause| cause.source());
    causes.any(|cause| cause.downcast_ref::<legacy::Error>().is_some_and(legacy::Error::is_connect))
}

/// Sorts an answer (Amazon SES API v2, "SendEmail" and "Common errors"). `message` is SES's: it names addresses, and stays here.
fn of_answer(status: u16, code: Option<&str>, message: &str) -> MailError {
    let code = code.unwrap_or("UnknownError");
    let limited = ["TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling"];
    // The code first: one service of AWS or another gives it with a status of 400.
    if limited.contains(&code) || status == 429 {
        return MailError::Throttled { code: code.to_owned() };
    }
    if status >= 500 || status == 408 {
        return MailError::Unavailable { status: Some(status) };
    }
    if status < 400 {
        return MailError::AnswerLost;
    }
    MailError::Refused { code: code.to_owned(), remedy: remedy(code, message) }
}

/// What the operator can do.
fn remedy(code: &str, message: &str) -> &'static str {
    match code {
        "MessageRejected" if message.contains("not verified") => {
            "the sender has to be verified with SES in this region, and in the sandbox every recipient too"
        }
        "MessageRejected" => "SES takes no mail with such content, such as a virus, or larger than its quota",
        "MailFromDomainNotVerifiedException" => "the sender's domain has to be verified with SES in this region",
        "SendingPausedException" => "sending is paused for this account; SES's console says why, and resumes it",
        "AccountSuspendedException" => "this account may not send mail any more; AWS Support has to allow it",
        "NotFoundException" => "the sender's identity or its configuration set has to exist in SES in this region",
        "AccessDeniedException" | "AccessDenied" | "NotAuthorized" => {
            "the role needs ses:SendEmail and ses:SendRawEmail on the sender's identity"
        }
        "ExpiredTokenException"
        | "ExpiredToken"
        | "IncompleteSignature"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "MissingAuthenticationToken"
        | "SignatureDoesNotMatch"
        | "UnrecognizedClientException" => "the AWS credentials have to be valid ones, and the clock right",
        _ => "sender, recipients and region have to be as SES knows them",
    }
}

#[cfg(test)]
mod tests;
