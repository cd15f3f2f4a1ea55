//! What `serve` takes from the environment (CONTRACT 3 and 7).

use roundup_runtime::secrets::{GithubSecret, Secrets, SlackSecret};
use roundup_slack::Tokens;
use std::collections::BTreeMap;
use std::env;

/// Where Slack and GitHub are, and what to sign and call with.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// `SLACK_API_URL`, if it is set.
    pub slack_url: Option<String>,
    /// `GITHUB_API_URL`, if it is set.
    pub github_url: Option<String>,
    /// The secrets.
    pub secrets: Secrets,
    /// `SLACK_BOT_TOKEN`: the token of every workspace that has none of its own.
    pub slack_token: Option<String>,
}

/// The user's name, as the system has it.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "the module of the local process that reads the environment")]
pub(crate) fn user() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok().filter(|user| !user.trim().is_empty()))
}

/// The prefix of the variables that hold one workspace's token.
const TOKEN_OF_TEAM: &str = "SLACK_BOT_TOKEN_";

impl Outside {
    /// Reads it.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "the one place of the local process that reads the environment")]
    pub fn read() -> Self {
        let variables: BTreeMap<String, String> = env::vars().filter(|(_, value)| !value.is_empty()).collect();
        let var = |name: &str| variables.get(name).cloned();
        let bot_tokens =
            variables.iter().filter_map(|(name, token)| Some((name.strip_prefix(TOKEN_OF_TEAM)?.to_owned(), token.clone())));
        let slack = SlackSecret {
            signing_secret: var("SLACK_SIGNING_SECRET").unwrap_or_default(),
            previous_signing_secret: var("SLACK_PREVIOUS_SIGNING_SECRET"),
            bot_tokens: bot_tokens.collect(),
        };
        let github = GithubSecret {
            webhook_secret: var("GITHUB_WEBHOOK_SECRET").unwrap_or_default(),
            previous_webhook_secret: var("GITHUB_PREVIOUS_WEBHOOK_SECRET"),
            token: var("GITHUB_TOKEN"),
            ..GithubSecret::default()
        };
        Self {
            slack_url: var("SLACK_API_URL"),
            github_url: var("GITHUB_API_URL"),
            slack_token: var("SLACK_BOT_TOKEN"),
            secrets: Secrets { slack: vec![slack], github: vec![github] },
        }
    }

    /// The tokens for Slack. Somebody else's stand-in, or ours, may not ask for one; the client always sends one.
    #[must_use]
    pub fn slack_tokens(&self) -> Tokens {
        let mut tokens = Tokens { by_team: self.secrets.slack_tokens(), default: self.slack_token.clone() };
        if !self.has_slack() || tokens.by_team.is_empty() {
            tokens.default = tokens.default.or_else(|| Some("xoxb-none".to_owned()));
        }
        tokens
    }

    /// Whether calls to Slack leave the process: a token is there, or an address was set on purpose.
    #[must_use]
    pub fn has_slack(&self) -> bool {
        self.slack_url.is_some() || self.slack_token.is_some() || !self.secrets.slack_tokens().is_empty()
    }

    /// Whether calls to GitHub leave the process.
    #[must_use]
    pub fn has_github(&self) -> bool {
        self.github_url.is_some() || self.secrets.github_login().is_some()
    }
}
