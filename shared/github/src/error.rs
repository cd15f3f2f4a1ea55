//! What can go wrong. The token is never part of an error.

use std::time::Duration;

/// A request to GitHub that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GithubError {
    /// GitHub asks to wait (GitHub, "Rate limits for the REST API").
    #[error("GitHub asks to wait {} s before asking for {request} again", retry_after.as_secs())]
    RateLimited {
        /// What was asked for.
        request: &'static str,
        /// How long, from the answer's headers.
        retry_after: Duration,
    },
    /// The token is wrong or has expired.
    #[error(
        "GitHub does not accept the token (HTTP 401, asking for {request}); GITHUB_TOKEN, or token in the secret, has to be a valid one"
    )]
    Unauthorized {
        /// What was asked for.
        request: &'static str,
    },
    /// The GitHub App is not installed where the request is about.
    #[error("the GitHub App is not installed at {at}; install it there, for the repositories that are sources")]
    NotInstalled {
        /// An organisation's or a user's login.
        at: String,
    },
    /// GitHub declined, or answered what it does not document; repeating it will not help.
    #[error("GitHub refused {request} (HTTP {status})")]
    Refused {
        /// What was asked for.
        request: &'static str,
        /// HTTP status.
        status: u16,
    },
    /// No connection, no answer in time, or an answer that GitHub is out of order.
    #[error("GitHub is out of reach for {request}{}", status.map(|code| format!(" (HTTP {code})")).unwrap_or_default())]
    Unavailable {
        /// What was asked for.
        request: &'static str,
        /// HTTP status, where there was an answer.
        status: Option<u16>,
    },
}

impl GithubError {
    /// Whether the same request may succeed later, nothing being changed.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Unavailable { .. })
    }

    /// Whether it is the operator who has to do something.
    #[must_use]
    pub fn is_misconfiguration(&self) -> bool {
        matches!(self, Self::Unauthorized { .. } | Self::NotInstalled { .. })
    }

    /// Whether it says nothing of what was asked about, so that it is to be asked again: the other side is out of reach, or does
    /// not let us ask.
    #[must_use]
    pub fn leaves_open(&self) -> bool {
        self.is_passing() || self.is_misconfiguration()
    }
}

/// A client that cannot be made from what is configured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The base URL.
    #[error("{0:?} is no base URL of GitHub's API; one looks like https://api.github.com/")]
    BaseUrl(String),
    /// A token with characters that no header can carry. It is not shown.
    #[error("the GitHub token has characters that no token has; one looks like github_pat_…")]
    Token,
    /// A GitHub App's private key of another form. It is not shown.
    #[error("the GitHub App's private key is not of its form; it is the PEM that GitHub hands out, from BEGIN to END")]
    PrivateKey,
    /// TLS or the HTTP client could not be set up.
    #[error("the HTTP client for GitHub cannot be set up: {0}")]
    Client(String),
}
