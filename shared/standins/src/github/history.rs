//! What happened in a repository, as the API shows it afterwards: kept from the webhooks that were played.

use super::{Asked, GithubStandIn, Told, World};
use crate::locked;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::{Json, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Entries on a page where the request does not say, and at most.
const PAGE: usize = 30;
const LARGEST_PAGE: usize = 100;

/// An issue, pull request or discussion with its past.
#[derive(Debug, Default)]
pub(super) struct Played {
    /// As the last delivery showed it.
    object: Value,
    is_pull: bool,
    comments: BTreeMap<u64, Value>,
    reviews: BTreeMap<u64, Value>,
    review_comments: BTreeMap<u64, Value>,
    timeline: Vec<Value>,
}

/// By repository (lower case), whether it is a discussion, and number.
pub(super) type History = BTreeMap<(String, bool, u64), Played>;

impl GithubStandIn {
    /// Keeps what a webhook tells, so that the API shows it from now on: its event (`X-GitHub-Event`), and its payload.
    pub fn hear(&self, event: &str, payload: &Value) -> &Self {
        locked(&self.world).hear(event, payload);
        self
    }
}

impl World {
    fn hear(&mut self, event: &str, payload: &Value) {
        let key = ["issue", "pull_request", "discussion"].into_iter().find(|key| payload[*key].is_object());
        let (Some(key), Some(repository)) = (key, payload["repository"]["full_name"].as_str()) else { return };
        let object = &payload[key];
        let Some(number) = object["number"].as_u64() else { return };
        let action = payload["action"].as_str().unwrap_or_default();
        self.spelt.insert(repository.to_lowercase(), payload["repository"].clone());
        let place = (repository.to_lowercase(), key == "discussion", number);
        if matches!(action, "deleted" | "transferred") && !payload["comment"].is_object() {
            self.history.remove(&place);
            return;
        }
        let played = self.history.entry(place).or_default();
        played.is_pull |= key == "pull_request" || object["pull_request"].is_object();
        played.object = object.clone();
        let actor = payload["sender"].clone();
        let happened = |event: &str, at: &Value| json!({"event": event, "actor": actor, "created_at": at});
        let id = |part: &Value| part["id"].as_u64().unwrap_or_default();
        match (event, action) {
            ("issue_comment" | "discussion_comment", "deleted") => {
                played.comments.remove(&id(&payload["comment"]));
                played.timeline.push(happened("comment_deleted", &object["updated_at"]));
            }
            ("issue_comment" | "discussion_comment", _) => {
                played.comments.insert(id(&payload["comment"]), payload["comment"].clone());
            }
            ("pull_request_review", _) => {
                played.reviews.insert(id(&payload["review"]), payload["review"].clone());
            }
            ("pull_request_review_comment", "deleted") => {
                played.review_comments.remove(&id(&payload["comment"]));
            }
            ("pull_request_review_comment", _) => {
                played.review_comments.insert(id(&payload["comment"]), payload["comment"].clone());
            }
            (_, "closed") => played.timeline.push(happened("closed", &object["closed_at"])),
            (_, "labeled" | "unlabeled") => {
                let mut entry = happened(action, &object["updated_at"]);
                entry["label"] = payload["label"].clone();
                played.timeline.push(entry);
            }
            (_, "edited") if payload["changes"]["title"].is_object() => {
                let mut entry = happened("renamed", &object["updated_at"]);
                entry["rename"] = json!({"from": payload["changes"]["title"]["from"], "to": object["title"]});
                played.timeline.push(entry);
            }
            (_, "reopened" | "ready_for_review") => played.timeline.push(happened(action, &object["updated_at"])),
            (_, "converted_to_draft") => played.timeline.push(happened("convert_to_draft", &object["updated_at"])),
            _ => {}
        }
    }
}

impl Played {
    /// As lists of issues show it, pull requests too.
    fn shown(&self) -> Value {
        let mut shown = self.object.clone();
        shown["comments"] = json!(self.comments.len());
        if self.is_pull {
            shown["pull_request"] = json!({"html_url": self.object["html_url"], "merged_at": self.object["merged_at"]});
        }
        shown
    }

    /// Comments and what else happened, in order of time, as the timeline shows it.
    fn told(&self) -> Vec<Value> {
        let commented = self.comments.values().map(|comment| {
            let mut entry = comment.clone();
            entry["event"] = json!("commented");
            entry["actor"] = comment["user"].clone();
            entry
        });
        let mut told: Vec<Value> = commented.chain(self.timeline.iter().cloned()).collect();
        told.sort_by_key(|entry| text(&entry["created_at"]).to_owned());
        told
    }

    /// As GraphQL shows a discussion.
    fn node(&self) -> Value {
        let at = |value: &Value| value.clone();
        let comments: Vec<Value> = self.comments.values().map(node_of_comment).collect();
        json!({
            "number": self.object["number"], "title": self.object["title"], "body": self.object["body"], "url": self.object["html_url"],
            "createdAt": at(&self.object["created_at"]), "updatedAt": at(&self.object["updated_at"]),
            "closed": self.object["state"] == "closed", "closedAt": at(&self.object["closed_at"]), "stateReason": null,
            "authorAssociation": self.object["author_association"], "author": actor(&self.object["user"]),
            "category": {"name": self.object["category"]["name"], "isAnswerable": self.object["category"]["is_answerable"]},
            "labels": {"nodes": []}, "comments": {"nodes": comments},
        })
    }
}

fn node_of_comment(comment: &Value) -> Value {
    let is_edited = comment["updated_at"] != comment["created_at"];
    json!({
        "databaseId": comment["id"], "body": comment["body"], "url": comment["html_url"], "createdAt": comment["created_at"],
        "lastEditedAt": if is_edited { comment["updated_at"].clone() } else { Value::Null },
        "authorAssociation": comment["author_association"], "author": actor(&comment["user"]), "replies": {"nodes": []},
    })
}

fn actor(user: &Value) -> Value {
    let login = text(&user["login"]);
    match login.strip_suffix("[bot]") {
        _ if user.is_null() => Value::Null,
        Some(app) => json!({"__typename": "Bot", "login": app}),
        None => json!({"__typename": "User", "login": login}),
    }
}

/// What is asked of the past.
pub(super) fn routes() -> Router<GithubStandIn> {
    Router::new()
        .route("/repos/{owner}/{name}", get(repository))
        .route("/repos/{owner}/{name}/issues", get(issues))
        .route("/repos/{owner}/{name}/issues/{number}/{what}", get(of_issue))
        .route("/repos/{owner}/{name}/pulls/{number}/{what}", get(of_pull))
        .route("/graphql", post(discussions))
}

/// GitHub, "Get a repository".
async fn repository(State(github): State<GithubStandIn>, Path((owner, name)): Path<(String, String)>) -> Response {
    let path = format!("/repos/{owner}/{name}");
    github.respond(Asked::get("repository", path), |world| match world.spelt.get(&format!("{owner}/{name}").to_lowercase()) {
        Some(repository) => Told::body(repository.clone()),
        None => Told::message(404, "Not Found"),
    })
}

type Queried = Query<BTreeMap<String, String>>;

/// GitHub, "List repository issues": those that changed at or after `since`, by when they did.
async fn issues(
    State(github): State<GithubStandIn>,
    Path((owner, name)): Path<(String, String)>,
    Query(query): Queried,
    headers: HeaderMap,
) -> Response {
    let repository = format!("{owner}/{name}").to_lowercase();
    let path = format!("/repos/{owner}/{name}/issues");
    github.respond(Asked { what: "issues", method: "GET", path: path.clone(), body: json!(query) }, |world| {
        if !world.spelt.contains_key(&repository) {
            return Told::message(404, "Not Found");
        }
        let since = query.get("since").map(String::as_str).unwrap_or_default();
        let of = world.history.iter().filter(|((of, is_discussion, _), _)| *of == repository && !is_discussion);
        let mut shown: Vec<Value> = of.map(|(_, played)| played.shown()).collect();
        shown.retain(|issue| text(&issue["updated_at"]) >= since);
        shown.sort_by_key(|issue| text(&issue["updated_at"]).to_owned());
        page(shown, &path, &query, &headers)
    })
}

type Part = Path<(String, String, u64, String)>;

/// GitHub, "List timeline events for an issue".
async fn of_issue(
    State(github): State<GithubStandIn>,
    Path((owner, name, number, what)): Part,
    Query(query): Queried,
    headers: HeaderMap,
) -> Response {
    let path = format!("/repos/{owner}/{name}/issues/{number}/{what}");
    github.respond(Asked { what: &what, method: "GET", path: path.clone(), body: json!(query) }, |world| {
        let played = world.history.get(&(format!("{owner}/{name}").to_lowercase(), false, number));
        match (played, what.as_str()) {
            (Some(played), "timeline") => page(played.told(), &path, &query, &headers),
            _ => Told::message(404, "Not Found"),
        }
    })
}

/// GitHub, "List reviews for a pull request" and "List review comments on a pull request".
async fn of_pull(
    State(github): State<GithubStandIn>,
    Path((owner, name, number, what)): Part,
    Query(query): Queried,
    headers: HeaderMap,
) -> Response {
    let path = format!("/repos/{owner}/{name}/pulls/{number}/{what}");
    github.respond(Asked { what: &what, method: "GET", path: path.clone(), body: json!(query) }, |world| {
        let played =
            world.history.get(&(format!("{owner}/{name}").to_lowercase(), false, number)).filter(|played| played.is_pull);
        match (played, what.as_str()) {
            (Some(played), "reviews") => page(played.reviews.values().cloned().collect(), &path, &query, &headers),
            (Some(played), "comments") => page(played.review_comments.values().cloned().collect(), &path, &query, &headers),
            _ => Told::message(404, "Not Found"),
        }
    })
}

/// GitHub, "Using the GraphQL API for Discussions": the one question that is asked, whatever its words, and all on one page.
async fn discussions(State(github): State<GithubStandIn>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let of = format!("{}/{}", text(&body["variables"]["owner"]), text(&body["variables"]["name"])).to_lowercase();
    github.respond(Asked { what: "graphql", method: "POST", path: "/graphql".into(), body }, |world| {
        if let Err(refusal) = world.may_write(&headers) {
            return refusal;
        }
        let theirs = world.history.iter().filter(|((repository, is_discussion, _), _)| *repository == of && *is_discussion);
        let mut nodes: Vec<Value> = theirs.map(|(_, played)| played.node()).collect();
        nodes.sort_by_key(|node| std::cmp::Reverse(text(&node["updatedAt"]).to_owned()));
        let page = json!({"hasNextPage": false, "endCursor": null});
        Told::body(json!({"data": {"repository": {"discussions": {"pageInfo": page, "nodes": nodes}}}}))
    })
}

/// A page of a list, and in the header where the next one is (GitHub, "Using pagination in the REST API").
fn page(entries: Vec<Value>, path: &str, query: &BTreeMap<String, String>, headers: &HeaderMap) -> Told {
    let said = |field: &str| query.get(field).and_then(|value| value.parse::<usize>().ok());
    let size = said("per_page").unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let number = said("page").unwrap_or(1).max(1);
    let end = number.saturating_mul(size);
    let mut told = Told::body(entries.iter().skip(end - size).take(size).cloned().collect());
    if end < entries.len() {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("api.github.com");
        let rest = query.iter().filter(|(name, _)| *name != "page").map(|(name, value)| (name.clone(), value.clone()));
        let mut next = form_urlencoded::Serializer::new(String::new());
        let all = next.extend_pairs(rest).append_pair("page", &(number + 1).to_string()).finish();
        told.link = Some(format!("<http://{host}{path}?{all}>; rel=\"next\""));
    }
    told
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
