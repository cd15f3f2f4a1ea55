//! Slack and GitHub as senders: webhooks, signed, through the HTTP API.

use jiff::Timestamp;
use roundup_domain::SlackTs;
use roundup_tests::binary::system_now;
use roundup_tests::configuration::{DANA, HOME, WATERCOOLER};
use roundup_tests::github::Delivery;
use roundup_tests::interactions::element;
use roundup_tests::sign::{self, GITHUB_SECRET, SLACK_SECRET};
use roundup_tests::slack::{Said, envelope};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Whoever sends to this address.
#[derive(Debug)]
pub struct Senders {
    url: String,
    serial: AtomicU64,
    client: reqwest::Client,
}

/// An answer: status and body.
pub type Answer = (u16, String);

impl Senders {
    /// To the HTTP API at this address.
    #[must_use]
    pub fn to(url: &str) -> Self {
        Self { url: url.to_owned(), serial: AtomicU64::new(1), client: roundup_http::client().unwrap() }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        answer(self.client.get(format!("{}{path}", self.url))).await
    }

    /// An event of Slack's, signed with `secret`.
    pub async fn event_signed_with(&self, secret: &str, event: &Value) -> Answer {
        let now = system_now();
        let id = format!("Ev{:010}", self.serial.fetch_add(1, Ordering::Relaxed));
        let body = envelope(event, &id, now).to_string();
        self.slack("/slack/events", "application/json", secret, now, body).await
    }

    /// An event of Slack's.
    pub async fn event(&self, event: &Value) -> Answer {
        self.event_signed_with(SLACK_SECRET, event).await
    }

    /// A slash command or an interaction, as a form.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.slack(path, "application/x-www-form-urlencoded", SLACK_SECRET, system_now(), body).await
    }

    /// Somebody of the home workspace presses a button of a message (Slack, "block_actions payloads").
    pub async fn press(&self, user: &str, channel: &str, message: &Value, action_id: &str) -> Answer {
        let mut button = element(message, action_id).unwrap_or_else(|| panic!("no {action_id} in {message:#}"));
        let now = SlackTs::from_time(system_now()).to_string();
        button["action_ts"] = json!(now);
        let payload = json!({"type": "block_actions", "user": {"id": user, "username": "staff", "name": "staff", "team_id": HOME},
            "api_app_id": "A0ROUNDUP", "trigger_id": format!("{now}.trigger"), "team": {"id": HOME, "domain": "acme"},
            "enterprise": null, "is_enterprise_install": false, "actions": [button],
            "channel": {"id": channel, "name": "help-internal"}, "message": message,
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": false},
            "response_url": "https://hooks.slack.com/actions/T0STAFF01/1/x"});
        self.form("/slack/interactions", &[("payload", &payload.to_string())]).await
    }

    async fn slack(&self, path: &str, content_type: &str, secret: &str, now: Timestamp, body: String) -> Answer {
        let timestamp = now.as_second().to_string();
        let signature = sign::slack(secret, &timestamp, body.as_bytes());
        let request = self.client.post(format!("{}{path}", self.url)).header("content-type", content_type);
        let request = request.header("x-slack-request-timestamp", timestamp).header("x-slack-signature", signature);
        answer(request.body(body)).await
    }

    /// A delivery of GitHub's.
    pub async fn delivery(&self, delivery: &Delivery) -> Answer {
        let body = delivery.payload.to_string();
        let id = format!("72d3162e-0000-4000-8000-{:012}", self.serial.fetch_add(1, Ordering::Relaxed));
        let request = self.client.post(format!("{}/github/webhook", self.url)).header("content-type", "application/json");
        let request = request.header("x-github-event", delivery.event).header("x-github-delivery", id);
        let signature = sign::github(GITHUB_SECRET, body.as_bytes());
        answer(request.header("x-hub-signature-256", signature).body(body)).await
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// Sends until it is taken, as Slack does: what is not is sent again, `retries` times at most. Says how often it was not taken.
///
/// # Panics
/// Where it never is.
pub async fn until_taken(retries: usize, again_after: Duration, send: impl AsyncFn() -> Answer) -> usize {
    let mut answers = Vec::new();
    while answers.len() <= retries {
        let (status, text) = send().await;
        if status == 200 {
            return answers.len();
        }
        answers.push((status, text));
        tokio::time::sleep(again_after).await;
    }
    panic!("not taken: {answers:?}");
}

/// Something said just now in a channel that is no source: what is stored of it is deleted again.
#[must_use]
pub fn said_to_nobody() -> Said {
    said(WATERCOOLER, DANA, "Does anybody hear me?", None)
}

/// Something said in a channel just now.
#[must_use]
pub fn said(channel: &str, user: &str, text: &str, root: Option<&str>) -> Said {
    let ts = SlackTs::from_time(system_now()).to_string();
    let (channel, user, text) = (channel.to_owned(), user.to_owned(), text.to_owned());
    Said { channel, user, text, ts, root: root.map(str::to_owned) }
}
