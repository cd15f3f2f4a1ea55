//! Sends what happens in the story as Slack and GitHub would: their payloads, their headers, their signatures, over HTTP.

mod events;
mod hands;
mod tracker;

use super::story::{Does, Scene, instant};
use crate::Failure;
use crate::signing::hex;
use jiff::Timestamp;
use reqwest::{Client, Url};
use roundup_domain::SlackTs;
use roundup_standins::{GithubStandIn, SlackStandIn};
use std::collections::BTreeMap;

/// What the demo's Slack signs with.
pub const SLACK_SECRET: &str = "demo-slack-signing-secret";
/// What the demo's GitHub signs with.
pub const GITHUB_SECRET: &str = "demo-github-webhook-secret";

/// The demo's people at their Slack and GitHub, as far as these have to remember what was written.
pub struct Sender {
    client: Client,
    base: Url,
    slack: SlackStandIn,
    github: GithubStandIn,
    /// Messages by their key in the story.
    messages: BTreeMap<&'static str, events::Message>,
    subjects: BTreeMap<u64, tracker::Subject>,
    /// Counts everything that has an id.
    serial: u64,
    /// What was shown to one person alone, so far.
    whispers: usize,
}

impl Sender {
    /// Sends to the process at `base`, whose calls go to these.
    pub fn new(client: Client, base: Url, slack: SlackStandIn, github: GithubStandIn) -> Self {
        let (messages, subjects) = (BTreeMap::new(), BTreeMap::new());
        Self { client, base, slack, github, messages, subjects, serial: 1_000, whispers: 0 }
    }

    /// Sends what a scene comes to; what Roundup said to whoever did it, and to nobody else.
    ///
    /// # Errors
    /// The process did not take it, or does not show what the scene is about.
    pub async fn play(&mut self, scene: &Scene) -> Result<Vec<String>, Failure> {
        self.serial += 1;
        let at = instant(scene.at);
        match scene.does {
            Does::OpensIssue { .. }
            | Does::OpensPull { .. }
            | Does::Readies { .. }
            | Does::Comments { .. }
            | Does::Reviews { .. }
            | Does::Labels { .. }
            | Does::Closes { .. } => self.tracker(scene, at).await?,
            Does::Presses { on, about, button } => self.press(scene.who, on, about, button, at).await?,
            Does::FillsIn { on, about, button, form } => {
                self.press(scene.who, on, about, button, at).await?;
                self.fill_in(scene.who, form, at).await?;
            }
            Does::Tracks { channel, key, form } => {
                self.track(scene.who, channel, key, at).await?;
                self.fill_in(scene.who, form, at).await?;
            }
            Does::Decides { about, decision, owner } => self.decide(scene.who, about, decision, owner, at).await?,
            Does::Types { text } => return Ok(self.command(scene.who, text, at).await?.into_iter().collect()),
            _ => self.event(scene, at).await?,
        }
        Ok(self.whispered())
    }

    /// What was shown to one person alone since the last time.
    fn whispered(&mut self) -> Vec<String> {
        let shown = self.slack.ephemerals();
        let new = shown.iter().skip(self.whispers).filter_map(|shown| shown["text"].as_str().map(str::to_owned)).collect();
        self.whispers = shown.len();
        new
    }

    /// A timestamp of `at` that no other message has.
    fn ts(&self, at: Timestamp) -> SlackTs {
        SlackTs::from_time(at + jiff::SignedDuration::from_micros(i64::try_from(self.serial).unwrap_or_default()))
    }

    /// Posts as Slack does (Slack, "Verifying requests from Slack"); the answer's body.
    async fn post_slack(&self, path: &str, content_type: &str, body: String, at: Timestamp) -> Result<String, Failure> {
        let timestamp = at.as_second().to_string();
        let signature = format!("v0={}", hex(SLACK_SECRET, &format!("v0:{timestamp}:{body}")));
        let headers = [
            ("content-type", content_type),
            ("x-slack-request-timestamp", timestamp.as_str()),
            ("x-slack-signature", signature.as_str()),
        ];
        self.post(path, &headers, body).await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: String) -> Result<String, Failure> {
        let url = self.base.join(path).map_err(broken)?;
        let mut request = self.client.post(url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.and_then(reqwest::Response::error_for_status).map_err(broken)?;
        answer.text().await.map_err(broken)
    }
}

fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("the demo's own webhook was not taken: {error}"), "report it as a bug")
}

/// What a scene needs is not shown.
fn not_there(what: &str) -> Failure {
    Failure::new(format!("the demo's story does not find {what}"), "report it as a bug")
}
