//! The secret: there, of its form, filled in. Nothing of what is in it is shown.

use super::stack::Stack;
use super::{Deployment, Finding};
use roundup_runtime::Secrets;
use roundup_runtime::secrets::{GithubLogin, is_placeholder};

const CHECK: &str = "secrets";
const PUT: &str = "put it there as README.md, \"Secrets\", shows: aws secretsmanager put-secret-value --secret-id";

/// Looks at the secret; what is in it, if it can be used.
pub(super) async fn look(deployment: &Deployment, stack: &Stack, findings: &mut Vec<Finding>) -> Option<Secrets> {
    let id = deployment.secret.as_deref().or_else(|| stack.name("Secret"));
    let Some(id) = id else {
        let next = "name the stack with --stack, or the secret with --secret";
        findings.push(Finding::wrong(CHECK, "it is not known which secret it is", next));
        return None;
    };
    let fetched = deployment.aws.secrets_manager().get_secret_value().secret_id(id).send().await;
    let Some(document) = fetched.ok().and_then(|value| value.secret_string) else {
        let next = "use credentials that may call secretsmanager:GetSecretValue on it, or put one there";
        findings.push(Finding::wrong(CHECK, format!("{id} cannot be read"), next));
        return None;
    };
    let secrets = match Secrets::parse(&document) {
        Ok(secrets) => secrets,
        Err(error) => {
            findings.push(Finding::wrong(CHECK, format!("{id}: {error}"), format!("{PUT} {id}")));
            return None;
        }
    };
    let lacks = lacking(&secrets);
    for lack in &lacks {
        findings.push(Finding::wrong(CHECK, format!("{id}: {lack}"), format!("{PUT} {id}")));
    }
    if lacks.is_empty() {
        let (slack, github) = (secrets.slack.len(), secrets.github.len());
        findings.push(Finding::right(CHECK, format!("{id} is filled in: {slack} of Slack, {github} of GitHub")));
    }
    Some(secrets)
}

/// What is not filled in, or not of its form.
fn lacking(secrets: &Secrets) -> Vec<String> {
    let mut lacks = Vec::new();
    if secrets.slack.is_empty() {
        lacks.push("no Slack app is in it".to_owned());
    }
    for (number, app) in secrets.slack.iter().enumerate() {
        if is_placeholder(&app.signing_secret) {
            lacks.push(format!("slack[{number}].signing_secret is not filled in"));
        }
        if app.bot_tokens.is_empty() {
            lacks.push(format!("slack[{number}].bot_tokens is empty"));
        }
        for (team, token) in &app.bot_tokens {
            if is_placeholder(token) || !token.starts_with("xoxb-") {
                lacks.push(format!("slack[{number}].bot_tokens.{team} is no bot token; one begins with xoxb-"));
            }
        }
    }
    for (number, hook) in secrets.github.iter().enumerate() {
        if is_placeholder(&hook.webhook_secret) {
            lacks.push(format!("github[{number}].webhook_secret is not filled in"));
        }
    }
    match secrets.github_login() {
        None if !secrets.github.is_empty() => lacks.push("github has neither token nor app_id with private_key".to_owned()),
        Some(GithubLogin::Token(token)) if is_placeholder(&token) => lacks.push("github's token is not filled in".to_owned()),
        Some(GithubLogin::App { private_key, .. }) if !private_key.contains("PRIVATE KEY-----") => {
            lacks.push("github's private_key is no PEM; it goes from -----BEGIN to -----END, with \\n for line ends".to_owned());
        }
        _ => {}
    }
    lacks
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Secrets, lacking};

    #[test]
    fn what_is_lacking_is_named_by_its_place_and_never_shown() {
        for (document, said) in [
            (r#"{"slack": [], "github": []}"#, vec!["no Slack app"]),
            (
                r#"{"slack": [{"signing_secret": "…", "bot_tokens": {"T1": "xoxp-canary"}}]}"#,
                vec!["slack[0].signing_secret", "slack[0].bot_tokens.T1"],
            ),
            (
                r#"{"slack": [{"signing_secret": "s3cr3t", "bot_tokens": {}}], "github": [{"webhook_secret": "", "token": null}]}"#,
                vec!["slack[0].bot_tokens is empty", "github[0].webhook_secret", "neither token nor app_id"],
            ),
            (
                r#"{"slack": [{"signing_secret": "s", "bot_tokens": {"T1": "xoxb-canary"}}],
                    "github": [{"webhook_secret": "s", "app_id": 1, "private_key": "canary"}]}"#,
                vec!["no PEM"],
            ),
            (
                r#"{"slack": [{"signing_secret": "s", "bot_tokens": {"T1": "xoxb-canary"}}],
                    "github": [{"webhook_secret": "s", "token": "ghp_canary"}]}"#,
                vec![],
            ),
        ] {
            let lacks = lacking(&Secrets::parse(document).unwrap());
            assert_eq!(lacks.len(), said.len(), "{lacks:?}");
            assert!(lacks.iter().zip(&said).all(|(lack, said)| lack.contains(said) && !lack.contains("canary")), "{lacks:?}");
        }
    }
}
