//! Issues and pull requests, their labels and assignees.

use super::comments::Comment;
use super::{Asked, GithubStandIn, Told, World, text};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
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
    pub(super) comments: Vec<Comment>,
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

    /// The issue of a repository that has this comment, with its number before it and the comment's place in it after it.
    pub(super) fn with_comment(&mut self, repository: &str, id: u64) -> Option<(u64, &mut Issue, usize)> {
        let (_, issues) = self.0.get_mut(&repository.to_lowercase())?;
        issues.iter_mut().find_map(|(number, issue)| {
            let place = issue.comments.iter().position(|comment| comment.id == id)?;
            Some((*number, issue, place))
        })
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
}

pub(super) type Place = Path<(String, String, u64)>;

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
    github.respond(asked, |world| match world.issue_to_change(&repository, *number, headers) {
        Ok(issue) => carried_out(&repository, issue),
        Err(refusal) => refusal,
    })
}

impl World {
    /// An issue that somebody wants to change, or why they may not.
    pub(super) fn issue_to_change(&mut self, repository: &str, number: u64, headers: &HeaderMap) -> Result<&mut Issue, Told> {
        self.may_write(headers)?;
        if !self.permissive && self.issues.get(repository, number).is_none() {
            return Err(Told::message(404, "Not Found"));
        }
        Ok(self.issues.make(repository, number))
    }

    pub(super) fn may_write(&self, headers: &HeaderMap) -> Result<(), Told> {
        let may = self.permissive || headers.contains_key(AUTHORIZATION);
        if may { Ok(()) } else { Err(Told::message(401, "Requires authentication")) }
    }
}

/// Labels and logins are the same in any case.
fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().map(|all| all.iter().filter_map(text).collect()).unwrap_or_default()
}
