//! The environment of a function, and the present.

use aws_credential_types::Credentials;
use jiff::Timestamp;
use std::env;

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

/// A variable that has to be there and is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {0} is not set; the template sets it")]
pub struct Unset(pub &'static str);

impl Environment {
    /// Reads it.
    ///
    /// # Errors
    /// A variable without which no function works.
    pub fn read() -> Result<Self, Unset> {
        Ok(Self {
            table: var("ROUNDUP_TABLE").ok_or(Unset("ROUNDUP_TABLE"))?,
            secret: var("ROUNDUP_SECRET").ok_or(Unset("ROUNDUP_SECRET"))?,
            slack_api_url: var("SLACK_API_URL").unwrap_or_else(|| DEFAULT_SLACK_API_URL.to_owned()),
            github_api_url: var("GITHUB_API_URL").unwrap_or_else(|| DEFAULT_GITHUB_API_URL.to_owned()),
            region: var("AWS_REGION").ok_or(Unset("AWS_REGION"))?,
            aws_endpoint: var("AWS_ENDPOINT_URL"),
            schedule: ScheduleTarget {
                group: var("ROUNDUP_SCHEDULE_GROUP").unwrap_or_default(),
                function_arn: var("ROUNDUP_DEADLINE_ARN").unwrap_or_default(),
                role_arn: var("ROUNDUP_SCHEDULER_ROLE_ARN").unwrap_or_default(),
                queue_arn: var("ROUNDUP_DEADLINE_QUEUE_ARN"),
            },
        })
    }

    /// Credentials of the function's role, which Lambda puts into the environment (AWS, "Using Lambda environment
    /// variables"); they last as long as the execution environment does.
    ///
    /// # Errors
    /// None there.
    pub fn credentials(&self) -> Result<Credentials, Unset> {
        let key = var("AWS_ACCESS_KEY_ID").ok_or(Unset("AWS_ACCESS_KEY_ID"))?;
        let secret = var("AWS_SECRET_ACCESS_KEY").ok_or(Unset("AWS_SECRET_ACCESS_KEY"))?;
        Ok(Credentials::new(key, secret, var("AWS_SESSION_TOKEN"), None, "environment"))
    }
}
