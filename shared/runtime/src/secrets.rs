//! The one secret: what Slack and GitHub sign with, and the tokens to call them with (CONTRACT 3).

use roundup_ingest::SigningSecret;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// The document in Secrets Manager.
#[derive(Clone, Default, Deserialize)]
pub struct Secrets {
    /// One for each Slack app.
    #[serde(default)]
    pub slack: Vec<SlackSecret>,
    /// One for each GitHub webhook.
    #[serde(default)]
    pub github: Vec<GithubSecret>,
}

/// A Slack app's.
#[derive(Clone, Default, Deserialize)]
pub struct SlackSecret {
    /// In use.
    pub signing_secret: String,
    /// The one before, while it is being rotated.
    #[serde(default)]
    pub previous_signing_secret: Option<String>,
    /// By workspace.
    #[serde(default)]
    pub bot_tokens: BTreeMap<String, String>,
}

/// A GitHub webhook's.
#[derive(Clone, Default, Deserialize)]
pub struct GithubSecret {
    /// In use.
    pub webhook_secret: String,
    /// The one before, while it is being rotated.
    #[serde(default)]
    pub previous_webhook_secret: Option<String>,
    /// To call GitHub with.
    #[serde(default)]
    pub token: Option<String>,
}

/// What is wrong with the document; says nothing of what is in it.
#[derive(Debug, thiserror::Error)]
#[error("the secret is not of its form at line {line}, column {column}; README.md, \"Secrets\", shows one")]
pub struct Malformed {
    line: usize,
    column: usize,
}

impl Secrets {
    /// Reads the document.
    ///
    /// # Errors
    /// Where it is not of its form.
    pub fn parse(document: &str) -> Result<Self, Malformed> {
        serde_json::from_str(document).map_err(|error| Malformed { line: error.line(), column: error.column() })
    }

    /// What Slack signs with.
    #[must_use]
    pub fn slack_signing(&self) -> Vec<SigningSecret> {
        self.slack.iter().map(|app| SigningSecret::new(&app.signing_secret, app.previous_signing_secret.clone())).collect()
    }

    /// What GitHub signs with.
    #[must_use]
    pub fn github_signing(&self) -> Vec<SigningSecret> {
        self.github.iter().map(|hook| SigningSecret::new(&hook.webhook_secret, hook.previous_webhook_secret.clone())).collect()
    }

    /// Slack's bot tokens by workspace.
    #[must_use]
    pub fn slack_tokens(&self) -> BTreeMap<String, String> {
        self.slack.iter().flat_map(|app| app.bot_tokens.clone()).collect()
    }

    /// The token to call GitHub with.
    #[must_use]
    pub fn github_token(&self) -> Option<String> {
        self.github.iter().find_map(|hook| hook.token.clone())
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({} of Slack, {} of GitHub)", self.slack.len(), self.github.len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const DOCUMENT: &str = r#"{"slack": [{"signing_secret": "s3cr3t", "previous_signing_secret": null, "bot_tokens": {"T0STAFF01": "xoxb-1"}}],
        "github": [{"webhook_secret": "gh-s3cr3t", "previous_webhook_secret": "old", "token": "ghp_1"}]}"#;

    #[test]
    fn the_documented_form_is_read() {
        let secrets = Secrets::parse(DOCUMENT).unwrap();
        assert_eq!(secrets.slack_tokens(), BTreeMap::from([("T0STAFF01".to_owned(), "xoxb-1".to_owned())]));
        assert_eq!(secrets.github_token().as_deref(), Some("ghp_1"));
        assert_eq!((secrets.slack_signing().len(), secrets.github_signing().len()), (1, 1));
    }

    #[test]
    fn neither_an_error_nor_a_debug_text_shows_a_secret() {
        let error = Secrets::parse(r#"{"slack": [{"signing_secret": s3cr3t}]}"#).unwrap_err();
        assert!(!error.to_string().contains("s3cr3t"), "{error}");
        assert!(!format!("{:?}", Secrets::parse(DOCUMENT).unwrap()).contains("s3cr3t"));
    }
}
