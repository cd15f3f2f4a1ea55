//! A repository's webhook and the log of its deliveries (GitHub, "REST API endpoints for repository webhooks").

use super::{Asked, GithubStandIn, Told};
use crate::locked;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The number of the one webhook that a repository has.
const HOOK: u64 = 4_711;

/// By repository (lower case).
pub(super) type Hooks = BTreeMap<String, Hook>;

/// A repository's webhook.
#[derive(Debug)]
pub(super) struct Hook {
    /// Its address.
    url: String,
    /// Its deliveries, oldest first.
    log: Vec<Value>,
    /// What a delivery that is sent once more is answered with; none where whoever runs the stand-in sends it.
    answer: Option<u16>,
    /// The names of those that whoever runs the stand-in is to send once more.
    wanted: Vec<String>,
}

impl GithubStandIn {
    /// Introduces a repository's webhook.
    pub fn hook(&self, repository: &str, url: &str) -> &Self {
        let hook = Hook { url: url.to_owned(), log: Vec::new(), answer: Some(200), wanted: Vec::new() };
        locked(&self.world).hooks.insert(repository.to_lowercase(), hook);
        self
    }

    /// Writes a delivery of the webhook down, by its name, as answered with a status.
    pub fn delivered(&self, repository: &str, guid: &str, at: Timestamp, status: u16) -> &Self {
        if let Some(Hook { log, .. }) = locked(&self.world).hooks.get_mut(&repository.to_lowercase()) {
            let is_again = log.iter().any(|entry| entry["guid"] == guid);
            log.push(entry(log.len(), guid, at, status, is_again));
        }
        self
    }

    /// What the webhook answers, from now on, to a delivery that is sent once more.
    pub fn redeliveries_answered(&self, repository: &str, status: u16) -> &Self {
        if let Some(hook) = locked(&self.world).hooks.get_mut(&repository.to_lowercase()) {
            hook.answer = Some(status);
        }
        self
    }

    /// Leaves what is to be sent once more, from now on, to whoever runs the stand-in: [`Self::wanted_again`].
    pub fn leaves_redeliveries(&self, repository: &str) -> &Self {
        if let Some(hook) = locked(&self.world).hooks.get_mut(&repository.to_lowercase()) {
            hook.answer = None;
        }
        self
    }

    /// The names of the deliveries that were to be sent once more since this was asked last.
    #[must_use]
    pub fn wanted_again(&self, repository: &str) -> Vec<String> {
        let mut world = locked(&self.world);
        world.hooks.get_mut(&repository.to_lowercase()).map(|hook| std::mem::take(&mut hook.wanted)).unwrap_or_default()
    }
}

fn entry(number: usize, guid: &str, at: Timestamp, status: u16, is_again: bool) -> Value {
    let said = if (200..300).contains(&status) { "OK" } else { "failed to connect to host" };
    json!({"id": 90_000 + number, "guid": guid, "delivered_at": at, "redelivery": is_again, "duration": 0.27, "status": said,
        "status_code": status, "event": "issues", "action": "opened", "installation_id": null, "repository_id": 1})
}

/// What is asked of webhooks.
pub(super) fn routes() -> Router<GithubStandIn> {
    Router::new()
        .route("/repos/{owner}/{name}/hooks", get(list))
        .route("/repos/{owner}/{name}/hooks/{hook}/deliveries", get(deliveries))
        .route("/repos/{owner}/{name}/hooks/{hook}/deliveries/{delivery}/attempts", post(again))
}

async fn list(State(github): State<GithubStandIn>, Path((owner, name)): Path<(String, String)>) -> Response {
    let path = format!("/repos/{owner}/{name}/hooks");
    github.respond(Asked::get("hooks", path), |world| match world.hooks.get(&format!("{owner}/{name}").to_lowercase()) {
        Some(Hook { url, .. }) => {
            Told::body(json!([{"type": "Repository", "id": HOOK, "name": "web", "active": true, "config": {"url": url}}]))
        }
        None => Told::message(404, "Not Found"),
    })
}

async fn deliveries(State(github): State<GithubStandIn>, Path((owner, name, hook)): Path<(String, String, u64)>) -> Response {
    let path = format!("/repos/{owner}/{name}/hooks/{hook}/deliveries");
    github.respond(Asked::get("deliveries", path), |world| match world.hooks.get(&format!("{owner}/{name}").to_lowercase()) {
        Some(Hook { log, .. }) if hook == HOOK => Told::body(log.iter().rev().cloned().collect()),
        _ => Told::message(404, "Not Found"),
    })
}

/// GitHub, "Redeliver a delivery for a repository webhook": taken on, and written down as one more delivery, unless whoever runs
/// the stand-in sends it.
async fn again(
    State(github): State<GithubStandIn>,
    Path((owner, name, hook, delivery)): Path<(String, String, u64, u64)>,
) -> Response {
    let path = format!("/repos/{owner}/{name}/hooks/{hook}/deliveries/{delivery}/attempts");
    let now = github.journal.now();
    github.respond(Asked { what: "attempts", method: "POST", path, body: Value::Null }, |world| {
        let hooks = world.hooks.get_mut(&format!("{owner}/{name}").to_lowercase());
        let Some(Hook { log, answer, wanted, .. }) = hooks.filter(|_| hook == HOOK) else {
            return Told::message(404, "Not Found");
        };
        let sent = log.iter().find(|entry| entry["id"] == delivery);
        let Some(guid) = sent.and_then(|entry| entry["guid"].as_str()).map(str::to_owned) else {
            return Told::message(404, "Not Found");
        };
        match answer {
            Some(status) => log.push(entry(log.len(), &guid, now, *status, true)),
            None => wanted.push(guid),
        }
        Told { status: 202, ..Told::body(json!({})) }
    })
}
