//! What `roundup doctor` looks at: each check says how things stand and, where something is wrong, what to do next.

mod alarms;
mod configuration;
mod email;
mod github;
mod queues;
mod schedules;
mod secrets;
mod slack;
mod stack;
mod webhooks;

use crate::aws::Aws;
use crate::cli::PublicUrl;
use jiff::Timestamp;
use roundup_domain::Rules;
use roundup_store::Store;
use serde::Serialize;
use stack::Stack;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// As it should be.
    Right,
    /// Not as it should be.
    Wrong,
    /// It cannot be seen from here; what to look at by hand.
    Unseen,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// What was looked at: `secrets`, `slack`, `webhooks`, …
    pub(crate) check: &'static str,
    /// How it stands.
    pub(crate) verdict: Verdict,
    /// In words, on one line.
    pub(crate) says: String,
    /// What to do next.
    pub(crate) next: Option<String>,
}

impl Finding {
    fn right(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Right, says: says.into(), next: None }
    }

    fn wrong(check: &'static str, says: impl Into<String>, next: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Wrong, says: says.into(), next: Some(next.into()) }
    }

    fn unseen(check: &'static str, says: impl Into<String>, next: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Unseen, says: says.into(), next: Some(next.into()) }
    }
}

/// Where to look.
pub(crate) struct Deployment {
    /// AWS, as whoever asks has it.
    pub(crate) aws: Aws,
    /// The table.
    pub(crate) store: Store,
    /// Its name.
    pub(crate) table: String,
    /// The stack's name.
    pub(crate) stack: String,
    /// The deployment's address, where it is told.
    pub(crate) url: Option<PublicUrl>,
    /// The secret's id, where it is told.
    pub(crate) secret: Option<String>,
    /// Slack's API.
    pub(crate) slack_api_url: String,
    /// GitHub's API.
    pub(crate) github_api_url: String,
    /// For everything that is not AWS.
    pub(crate) http: reqwest::Client,
    /// The present.
    pub(crate) now: Timestamp,
}

/// Looks at all of it, in the order in which it is set up.
pub(crate) async fn examine(deployment: &Deployment) -> Vec<Finding> {
    let mut findings = Vec::new();
    let stack = stack::look(deployment, &mut findings).await;
    let rules = configuration::look(deployment, &mut findings).await;
    let secrets = secrets::look(deployment, &stack, &mut findings).await;
    if let Some(secrets) = &secrets {
        slack::look(deployment, secrets, rules.as_ref(), &mut findings).await;
        github::look(deployment, secrets, rules.as_ref(), address(deployment, &stack).as_ref(), &mut findings).await;
    }
    webhooks::look(deployment, address(deployment, &stack).as_ref(), secrets.as_ref(), &mut findings).await;
    elsewhere(deployment, &stack, rules.as_ref(), &mut findings).await;
    findings
}

/// What AWS does by itself.
async fn elsewhere(deployment: &Deployment, stack: &Stack, rules: Option<&Rules>, findings: &mut Vec<Finding>) {
    schedules::look(deployment, stack, rules, findings).await;
    email::look(deployment, rules, findings).await;
    alarms::look(deployment, stack, findings).await;
    queues::look(deployment, stack, findings).await;
}

/// Where the deployment is reached: as told, or as the stack says.
fn address(deployment: &Deployment, stack: &Stack) -> Option<PublicUrl> {
    deployment.url.clone().or_else(|| stack.url.as_deref()?.parse().ok())
}
