//! GitHub's REST API: who is a member, what a profile says, labels, assignees and comments of issues, and the search for them.

mod comments;
mod history;
mod hooks;
mod issues;
mod search;

use crate::fault::{Fault, Faults};
use crate::journal::{Call, Journal};
use crate::{cut, locked};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, LINK, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use issues::Issues;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// How much of an organisation the caller's token sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// A member's token: every member.
    #[default]
    Member,
    /// One that answers 404 for private members where members are asked for, and tells where memberships are.
    Memberships,
    /// An outsider's token: public members only.
    Outsider,
}

/// What `GET /users/{login}` tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Name.
    pub name: Option<String>,
    /// Employer, as they typed it (`@acme `).
    pub company: Option<String>,
}

#[derive(Debug, Default)]
struct World {
    permissive: bool,
    sight: BTreeMap<String, Sight>,
    /// By organisation and login, lower case; whether the membership is public.
    members: BTreeMap<(String, String), bool>,
    /// By login, lower case, with the login as it is spelt.
    profiles: BTreeMap<String, (String, Profile)>,
    issues: Issues,
    /// How many comments there are, to number them.
    comments: u64,
    /// Repositories of which something was heard, as deliveries show them, by name in lower case.
    spelt: BTreeMap<String, Value>,
    history: history::History,
    hooks: hooks::Hooks,
}

/// A GitHub with organisations, users and issues. Cheap to clone: all clones are one GitHub.
#[derive(Clone, Debug)]
pub struct GithubStandIn {
    journal: Journal,
    world: Arc<Mutex<World>>,
    faults: Arc<Mutex<Faults<Fault>>>,
}

impl GithubStandIn {
    /// A GitHub without anybody.
    #[must_use]
    pub fn new(journal: &Journal) -> Self {
        Self { journal: journal.clone(), world: Arc::default(), faults: Arc::default() }
    }

    /// Whether users who were never introduced exist all the same, with empty profiles, and issues without a title; and
    /// whether one may write without a token.
    pub fn permissive(&self, permissive: bool) -> &Self {
        locked(&self.world).permissive = permissive;
        self
    }

    /// Makes `login` a member of an organisation, openly or privately.
    pub fn member(&self, org: &str, login: &str, public: bool) -> &Self {
        locked(&self.world).members.insert((org.to_lowercase(), login.to_lowercase()), public);
        self
    }

    /// What the caller's token sees of an organisation; without a token it is an outsider's.
    pub fn sight(&self, org: &str, sight: Sight) -> &Self {
        locked(&self.world).sight.insert(org.to_lowercase(), sight);
        self
    }

    /// Introduces a user.
    pub fn user(&self, login: &str, profile: Profile) -> &Self {
        locked(&self.world).profiles.insert(login.to_lowercase(), (login.to_owned(), profile));
        self
    }

    /// Introduces an open issue.
    pub fn issue(&self, repository: &str, number: u64, title: &str) -> &Self {
        title.clone_into(&mut locked(&self.world).issues.make(repository, number).title);
        self
    }

    /// Introduces an open pull request.
    pub fn pull_request(&self, repository: &str, number: u64, title: &str) -> &Self {
        self.issue(repository, number, title);
        locked(&self.world).issues.make(repository, number).is_pull_request = true;
        self
    }

    /// Closes an issue or a pull request.
    pub fn close(&self, repository: &str, number: u64) -> &Self {
        locked(&self.world).issues.make(repository, number).is_closed = true;
        self
    }

    /// Lets somebody comment on an issue, introduced if need be. An app's login ends in `[bot]`.
    pub fn comment(&self, repository: &str, number: u64, author: &str, body: &str) -> &Self {
        locked(&self.world).comment(repository, number, author, body);
        self
    }

    /// Lets the next `times` requests fail, of `user` (whose the token is), `members`, `public_members`, `memberships`, `users`,
    /// `labels`, `assignees`, `comments`, `search`, `repository`, `issues`, `timeline`, `reviews`, `graphql`, `hooks`,
    /// `deliveries` or `attempts` (`*`: of any).
    pub fn fail(&self, what: &str, fault: Fault, times: usize) -> &Self {
        locked(&self.faults).add(what, fault, times);
        self
    }

    /// Lets no requests fail any more.
    pub fn recover(&self) -> &Self {
        locked(&self.faults).clear();
        self
    }

    /// The API.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/orgs/{org}/{what}/{login}", get(in_org))
            .route("/users/{login}", get(profile))
            .route("/search/issues", get(search::issues))
            .merge(issues::routes())
            .merge(comments::routes())
            .merge(history::routes())
            .merge(hooks::routes())
            .with_state(self.clone())
    }

    /// The calls so far, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.journal.of("github")
    }

    /// The labels of an issue, in the order in which they came.
    #[must_use]
    pub fn labels(&self, repository: &str, number: u64) -> Vec<String> {
        locked(&self.world).issues.get(repository, number).map(|issue| issue.labels.clone()).unwrap_or_default()
    }

    /// The logins of those who are assigned to an issue, in the order in which they came.
    #[must_use]
    pub fn assignees(&self, repository: &str, number: u64) -> Vec<String> {
        locked(&self.world).issues.get(repository, number).map(|issue| issue.assignees.clone()).unwrap_or_default()
    }

    /// What was commented on an issue, oldest first.
    #[must_use]
    pub fn comments(&self, repository: &str, number: u64) -> Vec<String> {
        let world = locked(&self.world);
        let comments = world.issues.get(repository, number).map(|issue| issue.comments.as_slice()).unwrap_or_default();
        comments.iter().map(|comment| comment.body.clone()).collect()
    }

    /// Answers a request, with the fault that it meets, and writes it down.
    fn respond(&self, asked: Asked<'_>, carried_out: impl FnOnce(&mut World) -> Told) -> Response {
        let fault = locked(&self.faults).take(asked.what);
        let told = match &fault {
            Some(Fault::RateLimit(_)) => Told::message(429, "API rate limit exceeded"),
            Some(Fault::ServerError) => Told::message(503, "Service unavailable"),
            Some(Fault::Refused(status)) => Told::message(status.parse().unwrap_or(403), "Refused"),
            None | Some(Fault::CarriedOutThenCut) => carried_out(&mut locked(&self.world)),
        };
        self.journal.write(Call {
            api: "github",
            at: self.journal.now(),
            method: asked.method.into(),
            path: asked.path,
            team: None,
            body: asked.body,
            status: told.status,
            answer: told.body.clone(),
            fault: fault.as_ref().map(Fault::name),
        });
        match fault {
            Some(Fault::CarriedOutThenCut) => cut::response(),
            Some(Fault::RateLimit(seconds)) => ([(RETRY_AFTER, seconds.to_string())], told).into_response(),
            _ => told.into_response(),
        }
    }
}

/// A request.
struct Asked<'a> {
    /// What faults call it.
    what: &'a str,
    method: &'static str,
    path: String,
    /// Arguments, from body or query.
    body: Value,
}

impl<'a> Asked<'a> {
    fn get(what: &'a str, path: String) -> Self {
        Self { what, method: "GET", path, body: Value::Null }
    }
}

/// An answer to give.
struct Told {
    status: u16,
    body: Value,
    location: Option<String>,
    /// The header `Link`.
    link: Option<String>,
}

impl Told {
    fn nothing(status: u16) -> Self {
        Self { status, body: Value::Null, location: None, link: None }
    }

    fn body(body: Value) -> Self {
        Self { status: 200, body, location: None, link: None }
    }

    fn message(status: u16, message: &str) -> Self {
        let body = json!({"message": message, "documentation_url": "https://docs.github.com/rest", "status": status.to_string()});
        Self { status, body, location: None, link: None }
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        match (self.location, self.body) {
            (Some(location), _) => (status, [(LOCATION, location)]).into_response(),
            (None, Value::Null) => status.into_response(),
            (None, body) => match self.link {
                Some(link) => (status, [(LINK, link)], Json(body)).into_response(),
                None => (status, Json(body)).into_response(),
            },
        }
    }
}

async fn in_org(
    State(github): State<GithubStandIn>,
    Path((org, what, login)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let path = format!("/orgs/{org}/{what}/{login}");
    github.respond(Asked::get(&what, path), |world| {
        let public = world.members.get(&(org.to_lowercase(), login.to_lowercase())).copied();
        let sight = match headers.contains_key(AUTHORIZATION) {
            true => world.sight.get(&org.to_lowercase()).copied().unwrap_or_default(),
            false => Sight::Outsider,
        };
        match what.as_str() {
            "members" => members(sight, public, &format!("/orgs/{org}/public_members/{login}")),
            "public_members" => Told::nothing(if public == Some(true) { 204 } else { 404 }),
            "memberships" => memberships(sight, public, &org, &login),
            _ => Told::message(404, "Not Found"),
        }
    })
}

/// GitHub, "Check organization membership for a user".
fn members(sight: Sight, public: Option<bool>, elsewhere: &str) -> Told {
    match (sight, public) {
        (Sight::Outsider, _) => Told { location: Some(elsewhere.to_owned()), ..Told::nothing(302) },
        (Sight::Member, Some(_)) | (Sight::Memberships, Some(true)) => Told::nothing(204),
        _ => Told::message(404, "Not Found"),
    }
}

/// GitHub, "Get organization membership for a user".
fn memberships(sight: Sight, public: Option<bool>, org: &str, login: &str) -> Told {
    match (sight, public) {
        (Sight::Outsider, _) => Told::message(403, "You must be a member of the organization to see its memberships."),
        (_, None) => Told::message(404, "Not Found"),
        (_, Some(_)) => Told::body(json!({
            "state": "active", "role": "member", "user": {"login": login, "type": "User"}, "organization": {"login": org},
        })),
    }
}

/// GitHub, "Get a user".
async fn profile(State(github): State<GithubStandIn>, Path(login): Path<String>) -> Response {
    github.respond(Asked::get("users", format!("/users/{login}")), |world| {
        let unknown = || world.permissive.then(|| (login.clone(), Profile::default()));
        match world.profiles.get(&login.to_lowercase()).cloned().or_else(unknown) {
            None => Told::message(404, "Not Found"),
            Some((login, profile)) => Told::body(json!({
                "login": login, "id": 583_231, "type": "User", "site_admin": false, "html_url": format!("https://github.com/{login}"),
                "name": profile.name, "company": profile.company, "blog": "", "location": null, "email": null, "bio": null,
            })),
        }
    })
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}
