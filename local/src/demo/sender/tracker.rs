//! What GitHub tells of issues and pull requests (GitHub, "Webhook events and payloads").

use super::{GITHUB_SECRET, Sender, not_there};
use crate::Failure;
use crate::demo::cast::REPOSITORY;
use crate::demo::story::{Does, Scene};
use crate::signing::hex;
use jiff::Timestamp;
use serde_json::{Value, json};

/// An issue or pull request.
#[derive(Debug)]
pub(super) struct Subject {
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
    /// Sends the webhook of a scene.
    pub(super) async fn tracker(&mut self, scene: &Scene, at: Timestamp) -> Result<(), Failure> {
        let (number, action) = self.changed(scene, at).ok_or_else(|| not_there("an issue"))?;
        let (event, mut payload) = self.payload(scene, number, at).ok_or_else(|| not_there("an issue"))?;
        payload["action"] = json!(action);
        payload["number"] = json!(number);
        payload["repository"] = json!({"id": 718_281_828_u64, "name": "widgets", "full_name": REPOSITORY, "private": false,
            "owner": {"login": "acme", "id": 2_718_281, "type": "Organization"}});
        payload["sender"] = account(scene.who.github);
        let body = payload.to_string();
        let signature = format!("sha256={}", hex(GITHUB_SECRET, &body));
        let delivery = format!("00000000-0000-4000-8000-{:012}", self.serial);
        let headers = [
            ("content-type", "application/json"),
            ("x-github-event", event),
            ("x-github-delivery", delivery.as_str()),
            ("x-hub-signature-256", signature.as_str()),
        ];
        self.post("github/webhook", &headers, body).await.map(drop)
    }

    /// Does to the issue what the scene says; its number, and GitHub's name of what was done.
    fn changed(&mut self, scene: &Scene, at: Timestamp) -> Option<(u64, &'static str)> {
        Some(match scene.does {
            Does::OpensIssue { number, title, body } => {
                self.github.issue(REPOSITORY, number, title);
                self.subjects.insert(number, Subject::new(scene.who.github, title, body, at));
                (number, "opened")
            }
            Does::OpensPull { number, title, body, draft } => {
                self.github.pull_request(REPOSITORY, number, title);
                let pull = Subject { pull: true, draft, ..Subject::new(scene.who.github, title, body, at) };
                self.subjects.insert(number, pull);
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
                self.github.close(REPOSITORY, number);
                self.subjects.get_mut(&number)?.closed_at = Some(at);
                (number, "closed")
            }
            Does::Comments { number, .. } => (number, "created"),
            Does::Reviews { number, .. } => (number, "submitted"),
            _ => return None,
        })
    }

    fn payload(&self, scene: &Scene, number: u64, at: Timestamp) -> Option<(&'static str, Value)> {
        let subject = self.subjects.get(&number)?;
        let shown = subject.shown(number, at);
        let by = account(scene.who.github);
        Some(match scene.does {
            Does::Comments { text, .. } => {
                let url = format!("https://github.com/{REPOSITORY}/issues/{number}#issuecomment-{}", self.serial);
                let comment =
                    json!({"id": self.serial, "user": by, "body": text, "created_at": at, "updated_at": at, "html_url": url});
                ("issue_comment", json!({"issue": shown, "comment": comment}))
            }
            Does::Reviews { text, .. } => {
                let review = json!({"id": self.serial, "user": by, "body": text, "state": "commented", "submitted_at": at});
                ("pull_request_review", json!({"pull_request": shown, "review": review}))
            }
            does => {
                let (event, of) = if subject.pull { ("pull_request", "pull_request") } else { ("issues", "issue") };
                let mut payload = json!({of: shown});
                if let Does::Labels { label, .. } = does {
                    payload["label"] = json!({"name": label});
                }
                (event, payload)
            }
        })
    }
}

impl Subject {
    fn new(author: &'static str, title: &'static str, body: &'static str, at: Timestamp) -> Self {
        let (pull, draft, labels, closed_at) = (false, false, Vec::new(), None);
        Self { title, body, author, created_at: at, pull, draft, labels, closed_at }
    }

    fn shown(&self, number: u64, at: Timestamp) -> Value {
        let kind = if self.pull { "pull" } else { "issues" };
        let labels: Vec<Value> = self.labels.iter().map(|name| json!({"name": name})).collect();
        let mut shown = json!({
            "number": number, "title": self.title, "body": self.body, "user": account(self.author), "labels": labels,
            "state": if self.closed_at.is_some() { "closed" } else { "open" }, "closed_at": self.closed_at,
            "created_at": self.created_at, "updated_at": at, "html_url": format!("https://github.com/{REPOSITORY}/{kind}/{number}"),
        });
        if self.pull {
            shown["draft"] = json!(self.draft);
            // Nobody in the story closes a pull request without merging it.
            shown["merged"] = json!(self.closed_at.is_some());
            shown["merged_at"] = json!(self.closed_at);
            shown["pull_request"] = json!({"html_url": format!("https://github.com/{REPOSITORY}/pull/{number}")});
        } else {
            shown["state_reason"] = json!(self.closed_at.map(|_| "completed"));
        }
        shown
    }
}

fn account(login: &str) -> Value {
    json!({"login": login, "type": "User"})
}
