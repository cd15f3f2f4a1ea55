//! The environment of a function, and the present.

use aws_credential_types::Credentials;
use jiff::Timestamp;
use std::env;
use std::path::PathBuf;

/// The present, from the system's clock.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "the one place that asks for the time; everything else is told")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

#[allow(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn var(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// `RUST_LOG`.
pub(crate) fn log_level() -> Option<String> {
    var("RUST_LOG")
}

/// Slack's API, where nothing else is said.
pub const DEFAULT_SLACK_API_URL: &str = "https://slack.com/api/";
/// GitHub's API, where nothing else is said.
pub const DEFAULT_GITHUB_API_URL: &str = "https://api.github.com/";

/// What the environment of a function says (CONTRACT 3).
#[derive(Clone, Debug)]
pub struct Environment {
    /// `ROUNDUP_TABLE`.
    pub table: String,
    /// `ROUNDUP_SECRET`: id in Secrets Manager.
    pub secret: String,
    /// `SLACK_API_URL`, default <https://slack.com/api/>.
    pub slack_api_url: String,
    /// `GITHUB_API_URL`, default <https://api.github.com/>.
    pub github_api_url: String,
    /// `AWS_REGION`.
    pub region: String,
    /// `AWS_ENDPOINT_URL`, as the SDK reads it.
    pub aws_endpoint: Option<String>,
    /// `AWS_CA_BUNDLE`, as AWS's SDKs read it: a file of the certificates that are trusted, in PEM form, instead of those that
    /// are trusted otherwise. For private endpoints.
    pub aws_ca_bundle: Option<PathBuf>,
    /// `ROUNDUP_SCHEDULE_GROUP`, `ROUNDUP_DEADLINE_ARN`, `ROUNDUP_SCHEDULER_ROLE_ARN`, `ROUNDUP_DEADLINE_QUEUE_ARN`: where the
    /// reactor makes its schedules, set by the template.
    pub schedule: ScheduleTarget,
}

/// Where schedules are made and what they call.
#[derive(Clone, Debug, Default)]
pub struct ScheduleTarget {
    /// Schedule group.
    pub group: String,
    /// The deadline function.
    pub function_arn: String,
    /// The role that the scheduler assumes to call it.
    pub role_arn: String,
    /// Where a schedule goes that could not call it.
    pub queue_arn: Option<String>,
}

impl ScheduleTarget {
    /// As these variables say; empty where one is not set.
    #[must_use]
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            group: variable("ROUNDUP_SCHEDULE_GROUP").unwrap_or_default(),
            function_arn: variable("ROUNDUP_DEADLINE_ARN").unwrap_or_default(),
            role_arn: variable("ROUNDUP_SCHEDULER_ROLE_ARN").unwrap_or_default(),
            queue_arn: variable("ROUNDUP_DEADLINE_QUEUE_ARN"),
        }
    }
}

/// What is wrong with a function's environment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvironmentError {
    /// A variable that has to be there is not.
    #[error("the environment variable {0} is not set; the template sets it")]
    Unset(&'static str),
    /// `AWS_CA_BUNDLE` is of no use.
    #[error("AWS_CA_BUNDLE has to name a file of certificates in PEM form, and {path} is none: {why}")]
    CaBundle {
        /// What it names.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
}

impl Environment {
    /// Reads it.
    ///
    /// # Errors
    /// A variable without which no function works.
    pub fn read() -> Result<Self, EnvironmentError> {
        Ok(Self {
            table: var("ROUNDUP_TABLE").ok_or(EnvironmentError::Unset("ROUNDUP_TABLE"))?,
            secret: var("ROUNDUP_SECRET").ok_or(EnvironmentError::Unset("ROUNDUP_SECRET"))?,
            slack_api_url: var("SLACK_API_URL").unwrap_or_else(|| DEFAULT_SLACK_API_URL.to_owned()),
            github_api_url: var("GITHUB_API_URL").unwrap_or_else(|| DEFAULT_GITHUB_API_URL.to_owned()),
            region: var("AWS_REGION").ok_or(EnvironmentError::Unset("AWS_REGION"))?,
            aws_endpoint: var("AWS_ENDPOINT_URL"),
            aws_ca_bundle: var("AWS_CA_BUNDLE").map(PathBuf::from),
            schedule: ScheduleTarget::read(var),
        })
    }

    /// Credentials of the function's role, which Lambda puts into the environment (AWS, "Using Lambda environment
    /// variables"); they last as long as the execution environment does.
    ///
    /// # Errors
    /// None there.
    pub fn credentials(&self) -> Result<Credentials, EnvironmentError> {
        let key = var("AWS_ACCESS_KEY_ID").ok_or(EnvironmentError::Unset("AWS_ACCESS_KEY_ID"))?;
        let secret = var("AWS_SECRET_ACCESS_KEY").ok_or(EnvironmentError::Unset("AWS_SECRET_ACCESS_KEY"))?;
        Ok(Credentials::new(key, secret, var("AWS_SESSION_TOKEN"), None, "environment"))
    }
}
