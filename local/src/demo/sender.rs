//! Sends the story's webhooks as Slack and GitHub would: their payloads, their headers, their signatures, over HTTP.

use super::story::{Channel, Does, Person, Scene, instant};
use crate::Failure;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use reqwest::{Client, Url};
use roundup_domain::SlackTs;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeMap;

/// What the demo's Slack signs with.
pub const SLACK_SECRET: &str = "demo-slack-signing-secret";
/// What the demo's GitHub signs with.
pub const GITHUB_SECRET: &str = "demo-github-webhook-secret";

/// The demo's Slack and GitHub, as far as they have to remember what was written.
pub struct Sender {
    client: Client,
    base: Url,
    /// Messages by their key in the story.
    messages: BTreeMap<&'static str, Message>,
    subjects: BTreeMap<u64, Subject>,
    /// Counts everything that has an id.
    serial: u64,
}

#[derive(Clone)]
struct Message {
    ts: SlackTs,
    root: Option<SlackTs>,
    user: &'static str,
    text: &'static str,
}

struct Subject {
    title: &'static str,
    body: &'static str,
    author: &'static str,
    created_at: Timestamp,
    pull: bool,
    draft: bool,
    labels: Vec<&'static str>,
    closed_at: Option<Timestamp>,
}

impl Sender {
    /// Sends to the process at `base`.
    pub fn new(client: Client, base: Url) -> Self {
        Self { client, base, messages: BTreeMap::new(), subjects: BTreeMap::new(), serial: 1_000 }
    }

    /// Sends the webhook of a scene.
    pub async fn play(&mut self, scene: &Scene) -> Result<(), Failure> {
        self.serial += 1;
        let at = instant(scene.at);
        match scene.does {
            Does::OpensIssue { .. }
            | Does::OpensPull { .. }
            | Does::Readies { .. }
            | Does::Comments { .. }
            | Does::Reviews { .. }
            | Does::Labels { .. }
            | Does::Closes { .. } => self.github(scene, at).await,
            _ => self.slack(scene, at).await,
        }
    }

    async fn slack(&mut self, scene: &Scene, at: Timestamp) -> Result<(), Failure> {
        let Some((channel, event)) = self.slack_event(scene, at) else { return Ok(()) };
        let body = json!({
            "token": "no-longer-used", "team_id": channel.team, "api_app_id": "A0ROUNDUP", "type": "event_callback",
            "event_id": format!("Ev{:08}", self.serial), "event_time": at.as_second(), "event": event,
            "is_ext_shared_channel": channel.shared,
            "authorizations": [{"enterprise_id": null, "team_id": channel.team, "user_id": "U0ROUNDUP", "is_bot": true}],
        })
        .to_string();
        let timestamp = at.as_second().to_string();
        let signature = format!("v0={}", sign(SLACK_SECRET, &format!("v0:{timestamp}:{body}")));
        let headers = [("x-slack-request-timestamp", timestamp.as_str()), ("x-slack-signature", signature.as_str())];
        self.post("slack/events", &headers, body).await
    }

    fn slack_event(&mut self, scene: &Scene, at: Timestamp) -> Option<(Channel, Value)> {
        let now = self.ts(at);
        let user = scene.who.slack;
        let message = |channel: Channel, text: &str| {
            json!({"type": "message", "channel": channel.id, "channel_type": "channel", "user": user, "team": channel.team,
                "text": text, "ts": now, "event_ts": now})
        };
        Some(match scene.does {
            Does::Says { channel, key, text } => {
                self.messages.insert(key, Message { ts: now.clone(), root: None, user, text });
                (channel, message(channel, text))
            }
            Does::Replies { channel, to, key, text } => {
                let root = self.messages.get(to).map(|to| to.root.clone().unwrap_or_else(|| to.ts.clone()))?;
                self.messages.insert(key, Message { ts: now.clone(), root: Some(root.clone()), user, text });
                let mut event = message(channel, text);
                event["thread_ts"] = json!(root);
                (channel, event)
            }
            Does::Edits { channel, key, text } => {
                let old = self.messages.get(key)?.clone();
                let shown = |text: &str| json!({"type": "message", "user": old.user, "text": text, "ts": old.ts});
                let mut new = shown(text);
                new["edited"] = json!({"user": user, "ts": now});
                let event = json!({"type": "message", "subtype": "message_changed", "hidden": true, "channel": channel.id,
                    "channel_type": "channel", "ts": now, "event_ts": now, "message": new, "previous_message": shown(old.text)});
                (channel, event)
            }
            Does::Deletes { channel, key } => {
                let old = self.messages.get(key)?.clone();
                let event = json!({"type": "message", "subtype": "message_deleted", "hidden": true, "channel": channel.id,
                    "channel_type": "channel", "ts": now, "event_ts": now, "deleted_ts": old.ts,
                    "previous_message": {"type": "message", "user": old.user, "text": old.text, "ts": old.ts}});
                (channel, event)
            }
            Does::Checks { channel, key } => {
                let on = self.messages.get(key)?;
                let event = json!({"type": "reaction_added", "user": user, "reaction": "white_check_mark", "item_user": on.user,
                    "item": {"type": "message", "channel": channel.id, "ts": on.ts}, "event_ts": now});
                (channel, event)
            }
            Does::BotSays { channel, text } => {
                let mut event = message(channel, text);
                event["bot_id"] = json!("B0STATUS1");
                (channel, event)
            }
            _ => return None,
        })
    }

    fn ts(&self, at: Timestamp) -> SlackTs {
        SlackTs::from_time(at + jiff::SignedDuration::from_micros(i64::try_from(self.serial).unwrap_or_default()))
    }

    async fn github(&mut self, scene: &Scene, at: Timestamp) -> Result<(), Failure> {
        let Some((event, mut payload)) = self.github_event(scene, at) else { return Ok(()) };
        payload["repository"] = json!({"id": 718_281_828_u64, "name": "widgets", "full_name": "acme/widgets", "private": false,
            "owner": {"login": "acme", "id": 2_718_281, "type": "Organization"}});
        payload["sender"] = account(scene.who.github);
        let body = payload.to_string();
        let signature = format!("sha256={}", sign(GITHUB_SECRET, &body));
        let delivery = format!("00000000-0000-4000-8000-{:012}", self.serial);
        let headers =
            [("x-github-event", event), ("x-github-delivery", delivery.as_str()), ("x-hub-signature-256", signature.as_str())];
        self.post("github/webhook", &headers, body).await
    }

    fn github_event(&mut self, scene: &Scene, at: Timestamp) -> Option<(&'static str, Value)> {
        let Person { github: author, .. } = scene.who;
        let open = |title, body, pull, draft| Subject {
            title,
            body,
            author,
            created_at: at,
            pull,
            draft,
            labels: Vec::new(),
            closed_at: None,
        };
        let (number, action) = match scene.does {
            Does::OpensIssue { number, title, body } => {
                self.subjects.insert(number, open(title, body, false, false));
                (number, "opened")
            }
            Does::OpensPull { number, title, body, draft } => {
                self.subjects.insert(number, open(title, body, true, draft));
                (number, "opened")
            }
            Does::Readies { number } => {
                self.subjects.get_mut(&number)?.draft = false;
                (number, "ready_for_review")
            }
            Does::Labels { number, label } => {
                self.subjects.get_mut(&number)?.labels.push(label);
                (number, "labeled")
            }
            Does::Closes { number } => {
                self.subjects.get_mut(&number)?.closed_at = Some(at);
                (number, "closed")
            }
            Does::Comments { number, .. } => (number, "created"),
            Does::Reviews { number, .. } => (number, "submitted"),
            _ => return None,
        };
        let subject = self.subjects.get(&number)?;
        let shown = subject.shown(number, at);
        let mut payload = json!({"action": action, "number": number});
        let event = match scene.does {
            Does::Comments { text, .. } => {
                payload["issue"] = shown;
                payload["comment"] = json!({"id": self.serial, "user": account(author), "body": text, "created_at": at, "updated_at": at,
                    "html_url": format!("https://github.com/acme/widgets/issues/{number}#issuecomment-{}", self.serial)});
                "issue_comment"
            }
            Does::Reviews { text, .. } => {
                payload["pull_request"] = shown;
                payload["review"] =
                    json!({"id": self.serial, "user": account(author), "body": text, "state": "commented", "submitted_at": at});
                "pull_request_review"
            }
            _ if subject.pull => {
                payload["pull_request"] = shown;
                "pull_request"
            }
            _ => {
                payload["issue"] = shown;
                "issues"
            }
        };
        if let Does::Labels { label, .. } = scene.does {
            payload["label"] = json!({"name": label});
        }
        Some((event, payload))
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: String) -> Result<(), Failure> {
        let url = self.base.join(path).map_err(|error| Failure::new(error, "report it as a bug"))?;
        let mut request = self.client.post(url).header("content-type", "application/json").body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.and_then(reqwest::Response::error_for_status);
        answer
            .map(drop)
            .map_err(|error| Failure::new(format!("the demo's own webhook was not taken: {error}"), "report it as a bug"))
    }
}

impl Subject {
    fn shown(&self, number: u64, at: Timestamp) -> Value {
        let kind = if self.pull { "pull" } else { "issues" };
        let labels: Vec<Value> = self.labels.iter().map(|name| json!({"name": name})).collect();
        let mut shown = json!({
            "number": number, "title": self.title, "body": self.body, "user": account(self.author), "labels": labels,
            "state": if self.closed_at.is_some() { "closed" } else { "open" }, "closed_at": self.closed_at,
            "created_at": self.created_at, "updated_at": at, "html_url": format!("https://github.com/acme/widgets/{kind}/{number}"),
        });
        if self.pull {
            shown["draft"] = json!(self.draft);
            shown["merged"] = json!(self.closed_at.is_some());
            shown["pull_request"] = json!({"html_url": format!("https://github.com/acme/widgets/pull/{number}")});
        }
        shown
    }
}

fn account(login: &str) -> Value {
    json!({"login": login, "type": "User"})
}

fn sign(secret: &str, text: &str) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
