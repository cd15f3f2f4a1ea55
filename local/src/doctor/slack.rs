//! Slack: each workspace's token, its scopes, and whether the app is in the channels that the configuration names.

use super::{Deployment, Finding};
use crate::commands::slack_scopes;
use reqwest::header::AUTHORIZATION;
use roundup_domain::Rules;
use roundup_domain::rules::SourcePlace;
use roundup_runtime::Secrets;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const CHECK: &str = "slack";
/// What the token may (Slack, "Web API", "Determining scopes").
const SCOPES: &str = "x-oauth-scopes";

/// Looks at every workspace.
pub(super) async fn look(deployment: &Deployment, secrets: &Secrets, rules: Option<&Rules>, findings: &mut Vec<Finding>) {
    let tokens = secrets.slack_tokens();
    for (team, token) in &tokens {
        findings.push(workspace(deployment, team, token).await);
    }
    let Some(rules) = rules else { return };
    for (team, channels) in channels(rules) {
        match tokens.get(&team) {
            Some(token) => {
                for (channel, what) in channels {
                    findings.push(membership(deployment, token, &channel, &what).await);
                }
            }
            None => {
                let next = format!("install the app there and put its bot token into the secret, as bot_tokens.{team}");
                findings.push(Finding::wrong(CHECK, format!("there is no token of the workspace {team}"), next));
            }
        }
    }
}

/// Whether a token holds, is of the workspace, and may what is needed.
async fn workspace(deployment: &Deployment, team: &str, token: &str) -> Finding {
    let (answer, scopes) = match ask(deployment, token, "auth.test", &[]).await {
        Some(answered) => answered,
        None => return Finding::wrong(CHECK, format!("{team}: Slack is out of reach"), "try again"),
    };
    if answer["ok"] != true {
        let error = answer["error"].as_str().unwrap_or("no reason");
        let next = format!("copy the bot token from the app's *OAuth & Permissions* into the secret, as bot_tokens.{team}");
        return Finding::wrong(CHECK, format!("{team}: the token is refused: {error}"), next);
    }
    let of = answer["team_id"].as_str().unwrap_or_default();
    if of != team {
        let next = format!("put it into the secret as bot_tokens.{of}, and {team}'s own as bot_tokens.{team}");
        return Finding::wrong(CHECK, format!("{team}: the token is one of {of}"), next);
    }
    let granted: BTreeSet<&str> = scopes.split(',').map(str::trim).collect();
    let needed = slack_scopes();
    let lacking: Vec<&str> = needed.iter().copied().filter(|scope| !granted.contains(scope)).collect();
    if lacking.is_empty() {
        return Finding::right(CHECK, format!("{team}: the token holds, with all {} scopes", needed.len()));
    }
    let next = "paste the manifest again (roundup manifest slack --url …), and reinstall the app in the workspace";
    Finding::wrong(CHECK, format!("{team}: the token lacks the scopes {}", lacking.join(", ")), next)
}

/// The channels that the configuration names, by workspace, with what each is for.
fn channels(rules: &Rules) -> BTreeMap<String, BTreeMap<String, String>> {
    let home = rules.team.slack_team.clone().unwrap_or_default();
    let mut channels: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let of_ours = [(rules.on_call.channel.as_ref(), "on_call.channel"), (rules.roundup.post.as_ref(), "roundup.post")];
    for (channel, what) in of_ours {
        if let Some(channel) = channel {
            channels.entry(home.clone()).or_default().insert(channel.clone(), what.to_owned());
        }
    }
    for source in &rules.sources {
        match &source.place {
            SourcePlace::Channel { team, channel } => {
                let what = format!("the source {}", source.name);
                channels.entry(team.clone()).or_default().insert(channel.clone(), what);
            }
            SourcePlace::Pattern { team, .. } => drop(channels.entry(team.clone()).or_default()),
            SourcePlace::Github { .. } => {}
        }
    }
    channels
}

/// Whether the app is in a channel.
async fn membership(deployment: &Deployment, token: &str, channel: &str, what: &str) -> Finding {
    let Some((answer, _)) = ask(deployment, token, "conversations.info", &[("channel", channel)]).await else {
        return Finding::wrong(CHECK, format!("{channel} ({what}): Slack is out of reach"), "try again");
    };
    let invite = "invite the app there: /invite @Roundup";
    match (answer["ok"].as_bool(), answer["channel"]["is_member"].as_bool()) {
        (Some(true), Some(true)) => Finding::right(CHECK, format!("the app is in {channel} ({what})")),
        (Some(true), _) => Finding::wrong(CHECK, format!("the app is not in {channel} ({what})"), invite),
        _ => {
            let error = answer["error"].as_str().unwrap_or("no reason");
            let next = format!("correct the channel in the configuration; if it is private, {invite}");
            Finding::wrong(CHECK, format!("{channel} ({what}) cannot be seen: {error}"), next)
        }
    }
}

/// An answer of Slack's, and the scopes of the token; none where there is none.
async fn ask(deployment: &Deployment, token: &str, method: &str, query: &[(&str, &str)]) -> Option<(Value, String)> {
    let url = roundup_http::base(&deployment.slack_api_url)?.join(method).ok()?;
    let request = deployment.http.get(url).query(query).header(AUTHORIZATION, format!("Bearer {token}"));
    let answer = request.send().await.ok()?;
    let scopes = answer.headers().get(SCOPES).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    Some((answer.json().await.ok()?, scopes))
}
