//! GitHub: the token or the app, its permissions, the repositories that are sources, and the webhooks with their events.

use super::{Deployment, Finding};
use crate::cli::PublicUrl;
use crate::commands::{github_events, github_permissions};
use roundup_domain::Rules;
use roundup_domain::rules::SourcePlace;
use roundup_github::{Github, GithubError};
use roundup_runtime::Secrets;
use roundup_runtime::secrets::GithubLogin;
use serde_json::Value;

const CHECK: &str = "github";
const APP: &str = "on the app's page: Permissions & events";

/// Looks at whatever we log in with.
pub(super) async fn look(
    deployment: &Deployment,
    secrets: &Secrets,
    rules: Option<&Rules>,
    url: Option<&PublicUrl>,
    findings: &mut Vec<Finding>,
) {
    let login = secrets.github_login();
    let repositories = rules.map(repositories).unwrap_or_default();
    let is_app = match &login {
        None if repositories.is_empty() => return,
        None => {
            let next = "put `token`, or `app_id` and `private_key`, into the secret";
            findings.push(Finding::wrong(CHECK, "there are repositories in the configuration, and nothing to log in with", next));
            return;
        }
        Some(login) => matches!(login, GithubLogin::App { .. }),
    };
    let github = match roundup_runtime::behind::github(&deployment.github_api_url, login) {
        Ok(github) => github,
        Err(error) => {
            findings.push(Finding::wrong(CHECK, error.to_string(), "put the right one into the secret"));
            return;
        }
    };
    if is_app {
        app(&github, url, findings).await;
    }
    for repository in repositories {
        findings.push(repository_seen(&github, &repository).await);
        if !is_app {
            findings.push(hook(&github, &repository, url).await);
        }
    }
}

fn repositories(rules: &Rules) -> Vec<String> {
    let of = rules.sources.iter().filter_map(|source| match &source.place {
        SourcePlace::Github { repository } => Some(repository.clone()),
        _ => None,
    });
    of.collect()
}

/// The app's permissions, events and webhook, against the manifest.
async fn app(github: &Github, url: Option<&PublicUrl>, findings: &mut Vec<Finding>) {
    let app = match github.look_at("the app", "app").await {
        Ok((200, app)) => app,
        answered => {
            findings.push(refused("the app", answered.map(|(status, _)| status), "check app_id and private_key in the secret"));
            return;
        }
    };
    let level = |access: &str| ["read", "write", "admin"].iter().position(|name| *name == access);
    let lacking: Vec<String> = github_permissions()
        .iter()
        .filter(|(name, access)| app["permissions"][name].as_str().and_then(level) < level(access))
        .map(|(name, access)| format!("{name}: {access}"))
        .collect();
    findings.push(match lacking.as_slice() {
        [] => Finding::right(CHECK, "the app has every permission of the manifest"),
        lacking => {
            Finding::wrong(CHECK, format!("the app lacks the permissions {}", lacking.join(", ")), format!("add them {APP}"))
        }
    });
    findings.push(events("the app", &app["events"], &format!("subscribe to them {APP}")));
    if let Some(url) = url {
        let configured = github.look_at("the app's webhook", "app/hook/config").await;
        let to = configured.ok().and_then(|(_, config)| config["url"].as_str().map(str::to_owned)).unwrap_or_default();
        findings.push(goes_to("the app", &to, &url.at("/github/webhook")));
    }
}

/// Whether a repository is seen, with the right to label.
async fn repository_seen(github: &Github, repository: &str) -> Finding {
    let next = "give the token, or the app's installation, access to it";
    match github.look_at("a repository", &format!("repos/{repository}")).await {
        // What an app may is in its permissions; of a token it is said here.
        Ok((200, seen)) if seen["permissions"]["triage"] == false && seen["permissions"]["push"] == false => Finding::wrong(
            CHECK,
            format!("{repository} can be read only: no labels, no assignees"),
            "give the token write access to issues",
        ),
        Ok((200, _)) => Finding::right(CHECK, format!("{repository} is seen")),
        answered => refused(repository, answered.map(|(status, _)| status), next),
    }
}

/// A repository's webhook.
async fn hook(github: &Github, repository: &str, url: Option<&PublicUrl>) -> Finding {
    let by_hand = "look at its settings: Webhooks, Recent Deliveries";
    let hooks = match github.look_at("webhooks", &format!("repos/{repository}/hooks?per_page=100")).await {
        Ok((200, hooks)) => hooks.as_array().cloned().unwrap_or_default(),
        Ok((403 | 404, _)) => {
            return Finding::unseen(CHECK, format!("{repository}: the token may not see the webhooks"), by_hand);
        }
        answered => return refused(&format!("the webhooks of {repository}"), answered.map(|(status, _)| status), by_hand),
    };
    let Some(url) = url else {
        return Finding::unseen(
            CHECK,
            format!("{repository}: which webhook is ours is not known"),
            "name the address with --url",
        );
    };
    let ours = url.at("/github/webhook");
    let add = format!("add a webhook to {ours} (roundup manifest github --url {url})");
    match hooks.iter().find(|hook| hook["config"]["url"] == ours.as_str()) {
        None => Finding::wrong(CHECK, format!("{repository} has no webhook to {ours}"), add),
        Some(hook) if hook["active"] == false => Finding::wrong(
            CHECK,
            format!("{repository}: the webhook is switched off"),
            "switch it on in the repository's settings",
        ),
        Some(hook) => events(repository, &hook["events"], "choose them in the webhook's settings"),
    }
}

fn events(of: &str, subscribed: &Value, next: &str) -> Finding {
    let subscribed: Vec<&str> = subscribed.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let lacking: Vec<&str> =
        github_events().iter().copied().filter(|event| !subscribed.contains(event) && !subscribed.contains(&"*")).collect();
    match lacking.as_slice() {
        [] => Finding::right(CHECK, format!("{of}: every event of the manifest is sent")),
        lacking => Finding::wrong(CHECK, format!("{of}: the events {} are not sent", lacking.join(", ")), next),
    }
}

fn goes_to(of: &str, configured: &str, right: &str) -> Finding {
    if configured == right {
        return Finding::right(CHECK, format!("{of}: the webhook goes to {right}"));
    }
    Finding::wrong(CHECK, format!("{of}: the webhook does not go to {right}"), "set it on the app's page: Webhook URL")
}

fn refused(what: &str, answered: Result<u16, GithubError>, next: &str) -> Finding {
    let why = answered.map_or_else(|error| error.to_string(), |status| format!("HTTP {status}"));
    Finding::wrong(CHECK, format!("{what} cannot be seen: {why}"), next)
}
