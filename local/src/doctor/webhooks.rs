//! The webhooks, as Slack and GitHub reach them: what is signed is taken, what is not is turned away. What is sent is of no
//! consequence: a challenge, a ping, a command that is none of ours.

use super::{Deployment, Finding};
use crate::cli::PublicUrl;
use crate::signing;
use reqwest::{RequestBuilder, StatusCode};
use roundup_runtime::Secrets;
use roundup_runtime::secrets::is_placeholder;
use std::time::Duration;

const CHECK: &str = "webhooks";
const TIMEOUT: Duration = Duration::from_secs(15);
const LOGS: &str = "the function's log says why";

/// A route, and what is sent to it.
struct Probe {
    path: &'static str,
    content_type: &'static str,
    body: &'static str,
    is_slack: bool,
}

const PROBES: [Probe; 4] = [
    Probe {
        path: "/slack/events",
        content_type: "application/json",
        body: r#"{"type":"url_verification","challenge":"roundup-doctor"}"#,
        is_slack: true,
    },
    Probe {
        path: "/slack/interactions",
        content_type: "application/x-www-form-urlencoded",
        body: "payload=%7B%22type%22%3A%22roundup_doctor%22%7D",
        is_slack: true,
    },
    Probe {
        path: "/slack/commands",
        content_type: "application/x-www-form-urlencoded",
        body: "command=%2Froundup-doctor",
        is_slack: true,
    },
    Probe { path: "/github/webhook", content_type: "application/json", body: r#"{"zen":"roundup-doctor"}"#, is_slack: false },
];

/// Looks at all routes.
pub(super) async fn look(
    deployment: &Deployment,
    url: Option<&PublicUrl>,
    secrets: Option<&Secrets>,
    findings: &mut Vec<Finding>,
) {
    let Some(url) = url else {
        findings.push(Finding::wrong(CHECK, "it is not known where the deployment is reached", "name its address with --url"));
        return;
    };
    let health = deployment.http.get(url.at("/healthz")).timeout(TIMEOUT).send().await;
    findings.push(match health {
        Ok(answer) if answer.status() == StatusCode::OK => Finding::right(CHECK, format!("{url}/healthz answers")),
        Ok(answer) => Finding::wrong(CHECK, format!("{url}/healthz answers {}", answer.status().as_u16()), LOGS),
        Err(_) => {
            let next = "check the address: the stack's output `Url`; and that it is deployed";
            findings.push(Finding::wrong(CHECK, format!("{url} is out of reach"), next));
            return;
        }
    });
    for probe in &PROBES {
        findings.push(looked_at(deployment, url, secrets, probe).await);
    }
}

async fn looked_at(deployment: &Deployment, url: &PublicUrl, secrets: Option<&Secrets>, probe: &Probe) -> Finding {
    let path = probe.path;
    let forged = answer(signed(deployment, url, probe, "not-the-secret")).await;
    match forged {
        Some(401) => {}
        Some(503) => return Finding::wrong(CHECK, format!("{path} is not ready (503)"), format!("fill in the secret; {LOGS}")),
        Some(status @ 200..300) => {
            let next = "this must not be: take the address away, and report it as a bug";
            return Finding::wrong(CHECK, format!("{path} takes a request with a wrong signature ({status})"), next);
        }
        status => return Finding::wrong(CHECK, format!("{path} answers a wrong signature with {}", shown(status)), LOGS),
    }
    let Some(secret) = secrets.and_then(|secrets| secret_for(secrets, probe)) else {
        return Finding::right(CHECK, format!("{path} turns a wrong signature away; no secret to try a right one with"));
    };
    match answer(signed(deployment, url, probe, secret)).await {
        Some(200) => Finding::right(CHECK, format!("{path} takes what is signed, and nothing else")),
        Some(401) => {
            let next = "the functions hold another secret: it is fetched again within ten minutes, or check ROUNDUP_SECRET";
            Finding::wrong(CHECK, format!("{path} turns a right signature away"), next)
        }
        status => Finding::wrong(CHECK, format!("{path} answers a right signature with {}", shown(status)), LOGS),
    }
}

fn secret_for<'a>(secrets: &'a Secrets, probe: &Probe) -> Option<&'a str> {
    let secret = if probe.is_slack {
        secrets.slack.first().map(|app| app.signing_secret.as_str())
    } else {
        secrets.github.first().map(|hook| hook.webhook_secret.as_str())
    };
    secret.filter(|secret| !is_placeholder(secret))
}

fn signed(deployment: &Deployment, url: &PublicUrl, probe: &Probe, secret: &str) -> RequestBuilder {
    let request = deployment.http.post(url.at(probe.path)).timeout(TIMEOUT).header("content-type", probe.content_type);
    let headers = if probe.is_slack {
        signing::slack(secret, deployment.now, probe.body)
    } else {
        signing::github(secret, probe.body).into_iter().chain([("x-github-event", "ping".to_owned())]).collect()
    };
    headers.into_iter().fold(request, |request, (name, value)| request.header(name, value)).body(probe.body)
}

async fn answer(request: RequestBuilder) -> Option<u16> {
    request.send().await.ok().map(|answer| answer.status().as_u16())
}

fn shown(status: Option<u16>) -> String {
    status.map_or_else(|| "nothing".to_owned(), |status| status.to_string())
}
