//! The one secret: what Slack and GitHub sign with, and the tokens to call them with (CONTRACT 3).

use roundup_ingest::SigningSecret;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// The document in Secrets Manager.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Secrets {
    /// One for each Slack app.
    #[serde(default)]
    pub slack: Vec<SlackSecret>,
    /// One for each GitHub webhook.
    #[serde(default)]
    pub github: Vec<GithubSecret>,
}

/// A Slack app's.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
pub struct GithubSecret {
    /// In use.
    pub webhook_secret: String,
    /// The one before, while it is being rotated.
    #[serde(default)]
    pub previous_webhook_secret: Option<String>,
    /// To call GitHub with.
    #[serde(default)]
    pub token: Option<String>,
    /// In its place: the id of a GitHub App, as a number or a text.
    #[serde(default, deserialize_with = "number_or_text")]
    pub app_id: Option<String>,
    /// And its private key, as GitHub hands it out: PEM.
    #[serde(default)]
    pub private_key: Option<String>,
}

/// What GitHub is called with.
#[derive(Clone, PartialEq, Eq)]
pub enum GithubLogin {
    /// A token.
    Token(String),
    /// A GitHub App, which fetches a token for each installation.
    App {
        /// Its id.
        id: String,
        /// Its private key, PEM.
        private_key: String,
    },
}

/// What is wrong with the document; says nothing of what is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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

    /// What Slack signs with. What was not filled in yet signs nothing: everybody knows it.
    #[must_use]
    pub fn slack_signing(&self) -> Vec<SigningSecret> {
        self.slack.iter().map(|app| signing(&app.signing_secret, app.previous_signing_secret.as_deref())).collect()
    }

    /// What GitHub signs with, likewise.
    #[must_use]
    pub fn github_signing(&self) -> Vec<SigningSecret> {
        self.github.iter().map(|hook| signing(&hook.webhook_secret, hook.previous_webhook_secret.as_deref())).collect()
    }

    /// Slack's bot tokens by workspace.
    #[must_use]
    pub fn slack_tokens(&self) -> BTreeMap<String, String> {
        self.slack.iter().flat_map(|app| app.bot_tokens.clone()).collect()
    }

    /// What to call GitHub with: a token if there is one, else an app.
    #[must_use]
    pub fn github_login(&self) -> Option<GithubLogin> {
        let app =
            |hook: &GithubSecret| Some(GithubLogin::App { id: hook.app_id.clone()?, private_key: hook.private_key.clone()? });
        let token = self.github.iter().find_map(|hook| hook.token.clone().map(GithubLogin::Token));
        token.or_else(|| self.github.iter().find_map(app))
    }
}

/// Whether a value was left as an example shows it: empty, `…`, `<your secret>`, `REPLACE_ME`.
#[must_use]
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let is_example = ["…", "...", "replace", "changeme", "change_me", "change-me", "your-", "your_", "todo", "xxxx"];
    value.is_empty()
        || value.starts_with('<')
        || is_example.iter().any(|example| value.starts_with(example) || value.ends_with(example))
}

fn signing(current: &str, previous: Option<&str>) -> SigningSecret {
    let filled_in = |value: &str| if is_placeholder(value) { String::new() } else { value.to_owned() };
    SigningSecret::new(filled_in(current), previous.map(filled_in))
}

fn number_or_text<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    match Option::<Value>::deserialize(value)? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        // What it is instead stays untold: it may be a secret in the wrong place.
        Some(_) => Err(serde::de::Error::custom("a number or a text is expected")),
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
        assert!(secrets.github_login() == Some(GithubLogin::Token("ghp_1".to_owned())));
        assert_eq!((secrets.slack_signing().len(), secrets.github_signing().len()), (1, 1));
    }

    #[test]
    fn a_github_app_may_stand_in_place_of_a_token() {
        for id in ["12345", "\"12345\""] {
            let document = format!(r#"{{"github": [{{"webhook_secret": "s", "app_id": {id}, "private_key": "PEM"}}]}}"#);
            let login = Secrets::parse(&document).unwrap().github_login();
            assert!(login == Some(GithubLogin::App { id: "12345".to_owned(), private_key: "PEM".to_owned() }), "{id}");
        }
        let half = Secrets::parse(r#"{"github": [{"webhook_secret": "s", "app_id": 12345}]}"#).unwrap();
        assert!(half.github_login().is_none());
    }

    #[test]
    fn what_an_example_shows_is_no_secret_that_anybody_can_sign_with() {
        for example in
            ["", " ", "…", "...", "<your signing secret>", "REPLACE_ME", "replace-me", "changeme", "your-secret", "xxxx"]
        {
            assert!(is_placeholder(example), "{example:?}");
        }
        for real in ["8f742231b10e8888abcd99yyyzzz85a5", "s3cr3t", "xoxb-1"] {
            assert!(!is_placeholder(real), "{real:?}");
        }
    }

    #[test]
    fn neither_an_error_nor_a_debug_text_shows_a_secret() {
        let error = Secrets::parse(r#"{"slack": [{"signing_secret": s3cr3t}]}"#).unwrap_err();
        assert!(!error.to_string().contains("s3cr3t"), "{error}");
        assert!(!format!("{:?}", Secrets::parse(DOCUMENT).unwrap()).contains("s3cr3t"));
    }
}
