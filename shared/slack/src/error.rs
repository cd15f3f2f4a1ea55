//! What can go wrong. Neither tokens nor texts of messages are ever part of an error.

use std::time::Duration;

/// A call to Slack that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlackError {
    /// Slack asks to wait (Slack, "Rate limits"). Nothing was carried out.
    #[error("Slack asks to wait {} s before the next {method}", retry_after.as_secs())]
    RateLimited {
        /// The API method.
        method: &'static str,
        /// How long, from the `Retry-After` header.
        retry_after: Duration,
    },
    /// Slack understood and declined; repeating it will not help.
    #[error("Slack refused {method}: {error}")]
    Refused {
        /// The API method.
        method: &'static str,
        /// Slack's own word for why (`channel_not_found`), or `http_404` where it gave only a status.
        error: String,
    },
    /// No connection came about (`status` is none), or Slack answered that it is out of order.
    #[error("Slack is out of reach for {method}{}", status.map(|code| format!(" (HTTP {code})")).unwrap_or_default())]
    Unavailable {
        /// The API method.
        method: &'static str,
        /// HTTP status, where there was an answer.
        status: Option<u16>,
    },
    /// The request went out and no usable answer came back: it may have been carried out.
    #[error("Slack's answer to {method} was lost; it may have been carried out")]
    AnswerLost {
        /// The API method.
        method: &'static str,
    },
    /// There is no bot token for this workspace, so nothing was sent.
    #[error(
        "no bot token for the Slack workspace {team}; one would be SLACK_BOT_TOKEN_{team}, or an entry of bot_tokens in the secret"
    )]
    NoToken {
        /// The workspace.
        team: String,
    },
}

impl SlackError {
    /// Whether the same call may succeed later, nothing being changed.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Unavailable { .. } | Self::AnswerLost { .. })
    }

    /// Whether the call may have taken effect all the same, so that its effect has to be looked for before it is
    /// repeated. An answer of 5xx counts: a gateway in front of Slack gives it too, and that says nothing of what is behind.
    #[must_use]
    pub fn may_be_carried_out(&self) -> bool {
        matches!(self, Self::AnswerLost { .. } | Self::Unavailable { status: Some(_), .. })
    }

    /// Slack's own word for why it declined (`hash_conflict`, `expired_trigger_id`), where it did.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        match self {
            Self::Refused { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Whether it is the operator who has to do something: a token is missing, wrong, withdrawn, or lacks a scope.
    #[must_use]
    pub fn is_misconfiguration(&self) -> bool {
        const CODES: [&str; 10] = [
            "not_authed",
            "invalid_auth",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "missing_scope",
            "no_permission",
            "permission_denied",
            "plan_upgrade_required",
            "access_denied",
        ];
        match self {
            Self::NoToken { .. } => true,
            Self::Refused { error, .. } => CODES.contains(&error.as_str()),
            _ => false,
        }
    }

    /// Whether it says nothing of what was asked about, so that it is to be asked again: the other side is out of reach, or does
    /// not let us ask.
    #[must_use]
    pub fn leaves_open(&self) -> bool {
        self.is_passing() || self.is_misconfiguration()
    }

    /// Reads the `error` of an answer with `ok: false` (Slack, "Web API": the errors common to all methods).
    pub(crate) fn of_code(method: &'static str, code: &str) -> Self {
        match code {
            "ratelimited" | "rate_limited" => Self::RateLimited { method, retry_after: Duration::from_secs(1) },
            // "It's possible some aspect of the operation succeeded before the error was raised."
            "internal_error" | "fatal_error" => Self::AnswerLost { method },
            "service_unavailable" | "request_timeout" | "team_added_to_org" => Self::Unavailable { method, status: Some(200) },
            _ => Self::Refused { method, error: code.chars().filter(|c| c.is_ascii_graphic()).take(80).collect() },
        }
    }
}

/// A client that cannot be made from what is configured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The base URL.
    #[error("{0:?} is no base URL of Slack's API; one looks like https://slack.com/api/")]
    BaseUrl(String),
    /// A token with characters that no header can carry. It is not shown.
    #[error("the Slack bot token {0} has characters that no token has; one looks like xoxb-…")]
    Token(String),
    /// TLS or the HTTP client could not be set up.
    #[error("the HTTP client for Slack cannot be set up: {0}")]
    Client(String),
}
