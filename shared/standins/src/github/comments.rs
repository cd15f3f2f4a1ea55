//! Comments on issues and pull requests, and who one is when one comments.

use super::issues::{Issue, Place, address};
use super::{Asked, GithubStandIn, Told, World, text};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{Json, Response};
use axum::routing::{get, patch};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Who the caller's token belongs to.
const OURS: &str = "roundup-bot";
/// Comments on a page where the request does not say, and at most.
const PAGE: usize = 30;
const LARGEST_PAGE: usize = 100;
/// What a comment holds, in characters.
const LONGEST: usize = 65_536;

/// A comment.
#[derive(Debug)]
pub(super) struct Comment {
    /// Unique in all of GitHub.
    pub(super) id: u64,
    pub(super) author: String,
    pub(super) body: String,
}

/// What is asked of comments.
pub(super) fn routes() -> Router<GithubStandIn> {
    Router::new()
        .route("/user", get(user))
        .route("/repos/{owner}/{name}/issues/{number}/comments", get(list).post(create))
        .route("/repos/{owner}/{name}/issues/comments/{id}", patch(update))
}

impl World {
    /// Comments on an issue, created if need be; says the comment's place in it.
    pub(super) fn comment(&mut self, repository: &str, number: u64, author: &str, body: &str) -> usize {
        self.comments += 1;
        let comment = Comment { id: self.comments, author: author.to_owned(), body: body.to_owned() };
        let comments = &mut self.issues.make(repository, number).comments;
        comments.push(comment);
        comments.len() - 1
    }
}

/// GitHub, "Get the authenticated user".
async fn user(State(github): State<GithubStandIn>, headers: HeaderMap) -> Response {
    github.respond(Asked::get("user", "/user".into()), |world| match world.may_write(&headers) {
        Ok(()) => Told::body(person(OURS)),
        Err(refusal) => refusal,
    })
}

/// GitHub, "List issue comments": oldest first.
async fn list(
    State(github): State<GithubStandIn>,
    Path((owner, name, number)): Place,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let repository = format!("{owner}/{name}");
    let path = format!("/repos/{repository}/issues/{number}/comments");
    github.respond(Asked { what: "comments", method: "GET", path, body: json!(query) }, |world| {
        let Some(issue) = world.issues.get(&repository, number) else {
            return if world.permissive { Told::body(json!([])) } else { Told::message(404, "Not Found") };
        };
        let said = |field: &str| query.get(field).and_then(|value| value.parse::<usize>().ok());
        let size = said("per_page").unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
        let before = (said("page").unwrap_or(1).max(1) - 1).saturating_mul(size);
        let page = issue.comments.iter().skip(before).take(size);
        Told::body(page.map(|comment| shown(&repository, number, issue, comment)).collect())
    })
}

/// GitHub, "Create an issue comment".
async fn create(
    State(github): State<GithubStandIn>,
    Path((owner, name, number)): Place,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let repository = format!("{owner}/{name}");
    let path = format!("/repos/{repository}/issues/{number}/comments");
    let said = valid(&body);
    github.respond(Asked { what: "comments", method: "POST", path, body }, |world| {
        if let Err(refusal) = world.issue_to_change(&repository, number, &headers) {
            return refusal;
        }
        let Some(said) = said else { return Told::message(422, "Validation Failed") };
        let place = world.comment(&repository, number, OURS, &said);
        let issue = world.issues.make(&repository, number);
        Told { status: 201, ..Told::body(shown(&repository, number, issue, &issue.comments[place])) }
    })
}

/// GitHub, "Update an issue comment". A token that may write may change anybody's.
async fn update(
    State(github): State<GithubStandIn>,
    Path((owner, name, id)): Place,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let repository = format!("{owner}/{name}");
    let path = format!("/repos/{repository}/issues/comments/{id}");
    let said = valid(&body);
    github.respond(Asked { what: "comments", method: "PATCH", path, body }, |world| {
        if let Err(refusal) = world.may_write(&headers) {
            return refusal;
        }
        let Some((number, issue, place)) = world.issues.with_comment(&repository, id) else {
            return Told::message(404, "Not Found");
        };
        let Some(said) = said else { return Told::message(422, "Validation Failed") };
        issue.comments[place].body = said;
        Told::body(shown(&repository, number, issue, &issue.comments[place]))
    })
}

fn valid(body: &Value) -> Option<String> {
    text(&body["body"]).filter(|body| body.chars().count() <= LONGEST)
}

fn shown(repository: &str, number: u64, issue: &Issue, comment: &Comment) -> Value {
    let address = format!("{}#issuecomment-{}", address(repository, number, issue), comment.id);
    json!({"id": comment.id, "body": comment.body, "html_url": address, "user": person(&comment.author)})
}

fn person(login: &str) -> Value {
    json!({"login": login, "type": if login.ends_with("[bot]") { "Bot" } else { "User" }})
}
