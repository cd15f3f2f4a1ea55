//! Labels, assignees and comments of issues and pull requests.

use super::{Asked, GithubStandIn, Told, World, text};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{Json, Response};
use axum::routing::{delete, post};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An issue or a pull request.
#[derive(Debug, Default)]
pub(super) struct Issue {
    pub(super) title: String,
    pub(super) is_pull_request: bool,
    pub(super) is_closed: bool,
    pub(super) labels: Vec<String>,
    pub(super) assignees: Vec<String>,
    pub(super) comments: Vec<String>,
}

/// Issues by repository (lower case), with its name as it is spelt, and number.
#[derive(Debug, Default)]
pub(super) struct Issues(BTreeMap<String, (String, BTreeMap<u64, Issue>)>);

impl Issues {
    /// An issue, created if need be.
    pub(super) fn make(&mut self, repository: &str, number: u64) -> &mut Issue {
        let made = || (repository.to_owned(), BTreeMap::new());
        self.0.entry(repository.to_lowercase()).or_insert_with(made).1.entry(number).or_default()
    }

    pub(super) fn get(&self, repository: &str, number: u64) -> Option<&Issue> {
        self.of(repository)?.1.get(&number)
    }

    /// A repository's name as it is spelt, and its issues.
    pub(super) fn of(&self, repository: &str) -> Option<&(String, BTreeMap<u64, Issue>)> {
        self.0.get(&repository.to_lowercase())
    }
}

/// The address of an issue or a pull request.
pub(super) fn address(repository: &str, number: u64, issue: &Issue) -> String {
    format!("https://github.com/{repository}/{}/{number}", if issue.is_pull_request { "pull" } else { "issues" })
}

/// An issue as GitHub shows it, as much of it as matters.
pub(super) fn shown(repository: &str, number: u64, issue: &Issue) -> Value {
    let address = address(repository, number, issue);
    let mut shown = json!({
        "number": number, "title": issue.title, "html_url": address, "state": if issue.is_closed { "closed" } else { "open" },
        "locked": false, "comments": issue.comments.len(), "labels": labels(issue),
        "assignees": issue.assignees.iter().map(|login| json!({"login": login, "type": "User"})).collect::<Vec<_>>(),
        "repository_url": format!("https://api.github.com/repos/{repository}"),
    });
    if issue.is_pull_request {
        shown["pull_request"] = json!({"html_url": address, "merged_at": null});
    }
    shown
}

fn labels(issue: &Issue) -> Value {
    issue.labels.iter().map(|name| json!({"name": name, "color": "ededed", "default": false, "description": null})).collect()
}

/// What is asked of issues.
pub(super) fn routes() -> Router<GithubStandIn> {
    Router::new()
        .route("/repos/{owner}/{name}/issues/{number}/labels", post(add_labels))
        .route("/repos/{owner}/{name}/issues/{number}/labels/{label}", delete(remove_label))
        .route("/repos/{owner}/{name}/issues/{number}/assignees", post(add_assignees).delete(remove_assignees))
        .route("/repos/{owner}/{name}/issues/{number}/comments", post(comment))
}

type Place = Path<(String, String, u64)>;

/// GitHub, "Add labels to an issue".
async fn add_labels(
    State(github): State<GithubStandIn>,
    Path(place): Place,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let names = texts(&body["labels"]);
    on_issue(&github, ("labels", "POST"), &place, "labels", &headers, body, move |_, issue| {
        if names.is_empty() {
            // Not nothing: GitHub takes all labels away.
            issue.labels.clear();
        }
        for name in names {
            if !issue.labels.iter().any(|label| same(label, &name)) {
                issue.labels.push(name);
            }
        }
        Told::body(labels(issue))
    })
}

/// GitHub, "Remove a label from an issue".
async fn remove_label(
    State(github): State<GithubStandIn>,
    Path((owner, name, number, label)): Path<(String, String, u64, String)>,
    headers: HeaderMap,
) -> Response {
    let rest = format!("labels/{label}");
    on_issue(&github, ("labels", "DELETE"), &(owner, name, number), &rest, &headers, Value::Null, move |_, issue| {
        let before = issue.labels.len();
        issue.labels.retain(|name| !same(name, &label));
        if issue.labels.len() == before { Told::message(404, "Label does not exist") } else { Told::body(labels(issue)) }
    })
}

/// GitHub, "Add assignees to an issue". Everybody may be assigned.
async fn add_assignees(
    State(github): State<GithubStandIn>,
    Path(place): Place,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let (logins, number) = (texts(&body["assignees"]), place.2);
    on_issue(&github, ("assignees", "POST"), &place, "assignees", &headers, body, move |repository, issue| {
        for login in logins {
            if !issue.assignees.iter().any(|assignee| same(assignee, &login)) {
                issue.assignees.push(login);
            }
        }
        Told { status: 201, ..Told::body(shown(repository, number, issue)) }
    })
}

/// GitHub, "Remove assignees from an issue".
async fn remove_assignees(
    State(github): State<GithubStandIn>,
    Path(place): Place,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let (logins, number) = (texts(&body["assignees"]), place.2);
    on_issue(&github, ("assignees", "DELETE"), &place, "assignees", &headers, body, move |repository, issue| {
        issue.assignees.retain(|assignee| !logins.iter().any(|login| same(assignee, login)));
        Told::body(shown(repository, number, issue))
    })
}

/// GitHub, "Create an issue comment".
async fn comment(
    State(github): State<GithubStandIn>,
    Path(place): Place,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let (said, number) = (text(&body["body"]), place.2);
    on_issue(&github, ("comments", "POST"), &place, "comments", &headers, body, move |repository, issue| {
        let Some(said) = said else { return Told::message(422, "Validation Failed") };
        issue.comments.push(said.clone());
        let address = format!("{}#issuecomment-{}", address(repository, number, issue), issue.comments.len());
        Told { status: 201, ..Told::body(json!({"id": issue.comments.len(), "body": said, "html_url": address})) }
    })
}

/// Answers a request about an issue: who may not write is told so, and an issue that nobody introduced is not found.
fn on_issue(
    github: &GithubStandIn,
    (what, method): (&str, &'static str),
    (owner, name, number): &(String, String, u64),
    rest: &str,
    headers: &HeaderMap,
    body: Value,
    carried_out: impl FnOnce(&str, &mut Issue) -> Told,
) -> Response {
    let repository = format!("{owner}/{name}");
    let asked = Asked { what, method, path: format!("/repos/{repository}/issues/{number}/{rest}"), body };
    github.respond(asked, |world: &mut World| {
        if !world.permissive && !headers.contains_key(axum::http::header::AUTHORIZATION) {
            return Told::message(401, "Requires authentication");
        }
        if !world.permissive && world.issues.get(&repository, *number).is_none() {
            return Told::message(404, "Not Found");
        }
        carried_out(&repository, world.issues.make(&repository, *number))
    })
}

/// Labels and logins are the same in any case.
fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().map(|all| all.iter().filter_map(text).collect()).unwrap_or_default()
}
