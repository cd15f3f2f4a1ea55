//! The client as a GitHub App, on a stand-in that checks what it is asked with.
#![allow(clippy::unwrap_used)]

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use roundup_github::{Github, GithubError, Membership, SetupError};
use roundup_standins::serve;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// Made for these tests, and good for nothing else.
const PRIVATE_KEY: &str = include_str!("app_key.pem");
const PUBLIC_KEY: &str = include_str!("app_key_public.pem");
const APP: &str = "12345";

/// A GitHub with an app that is installed at `acme` and `umbrella`.
#[derive(Clone)]
struct World {
    now: Arc<Mutex<Timestamp>>,
    calls: Arc<Mutex<Vec<String>>>,
    /// How many tokens were given; the last one is valid.
    tokens: Arc<Mutex<u32>>,
}

impl World {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn pass(&self, length: SignedDuration) {
        *self.now.lock().unwrap() += length;
    }

    fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }

    fn note(&self, call: impl Into<String>) {
        self.calls.lock().unwrap().push(call.into());
    }

    /// Whether the app itself asks, as GitHub decides it: signed, by this app, for ten minutes at most.
    fn is_app(&self, headers: &HeaderMap) -> bool {
        let mut validation = Validation::new(Algorithm::RS256);
        (validation.validate_exp, validation.leeway) = (false, 0);
        validation.set_required_spec_claims::<&str>(&[]);
        let key = DecodingKey::from_rsa_pem(PUBLIC_KEY.as_bytes()).unwrap();
        let Ok(token) = decode::<Value>(bearer(headers), &key, &validation) else { return false };
        let (at, until) = (token.claims["iat"].as_i64().unwrap(), token.claims["exp"].as_i64().unwrap());
        let now = self.now().as_second();
        token.claims["iss"] == APP && at <= now && now < until && until - at <= 600
    }
}

fn bearer(headers: &HeaderMap) -> &str {
    headers
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or("")
}

async fn installations(State(world): State<World>, headers: HeaderMap) -> Response {
    world.note("installations");
    if !world.is_app(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(json!([{"id": 7, "account": {"login": "Acme"}}, {"id": 8, "account": {"login": "umbrella"}}])).into_response()
}

async fn token(State(world): State<World>, Path(installation): Path<u64>, headers: HeaderMap) -> Response {
    world.note(format!("token of {installation}"));
    if !world.is_app(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    *world.tokens.lock().unwrap() += 1;
    let token = format!("ghs_{installation}_{}", world.tokens.lock().unwrap());
    (StatusCode::CREATED, Json(json!({"token": token, "expires_at": world.now() + SignedDuration::from_hours(1)})))
        .into_response()
}

async fn member(State(world): State<World>, Path((org, _)): Path<(String, String)>, headers: HeaderMap) -> Response {
    world.note(format!("member of {org} with {}", bearer(&headers)));
    let valid = format!("_{}", world.tokens.lock().unwrap());
    if bearer(&headers).ends_with(&valid) { StatusCode::NO_CONTENT } else { StatusCode::UNAUTHORIZED }.into_response()
}

async fn world() -> (World, Github) {
    let now = Arc::new(Mutex::new("2026-03-02T14:00:00Z".parse().unwrap()));
    let world = World { now, calls: Arc::default(), tokens: Arc::default() };
    let router = Router::new()
        .route("/app/installations", get(installations))
        .route("/app/installations/{id}/access_tokens", post(token))
        .route("/orgs/{org}/members/{login}", get(member));
    let (address, _) = serve(router.with_state(world.clone())).await.unwrap();
    let clock = world.clone();
    let clock = Arc::new(move || clock.now());
    (world, Github::of_app(&format!("http://{address}/"), APP, PRIVATE_KEY, clock).unwrap())
}

#[tokio::test]
async fn an_app_asks_with_the_token_of_its_installation_and_fetches_it_once_until_shortly_before_it_expires() {
    let (world, github) = world().await;
    assert_eq!(github.is_member("acme", "ada-gh").await, Ok(Membership::Member));
    assert_eq!(world.calls(), ["installations", "token of 7", "member of acme with ghs_7_1"]);
    world.pass(SignedDuration::from_mins(54));
    github.is_member("ACME", "ada-gh").await.unwrap();
    assert_eq!(world.calls(), ["member of ACME with ghs_7_1"]);
    world.pass(SignedDuration::from_mins(2));
    github.is_member("acme", "ada-gh").await.unwrap();
    assert_eq!(world.calls(), ["token of 7", "member of acme with ghs_7_2"], "five minutes before it would have expired");
}

#[tokio::test]
async fn each_account_has_an_installation_of_its_own_or_none() {
    let (world, github) = world().await;
    github.is_member("umbrella", "ada-gh").await.unwrap();
    assert_eq!(world.calls()[1..], ["token of 8", "member of umbrella with ghs_8_1"]);
    let elsewhere = github.is_member("initech", "ada-gh").await.unwrap_err();
    assert_eq!(elsewhere, GithubError::NotInstalled { at: "initech".to_owned() });
    assert!(elsewhere.is_misconfiguration() && elsewhere.to_string().contains("install it there"));
}

#[tokio::test]
async fn a_token_that_is_not_accepted_any_more_is_not_used_again() {
    let (world, github) = world().await;
    github.is_member("acme", "ada-gh").await.unwrap();
    // The installation was suspended and taken up again: its tokens are void.
    *world.tokens.lock().unwrap() += 1;
    assert!(matches!(github.is_member("acme", "ada-gh").await, Err(GithubError::Unauthorized { .. })));
    assert_eq!(github.is_member("acme", "ada-gh").await, Ok(Membership::Member));
}

#[test]
fn what_is_no_private_key_is_refused_without_being_shown() {
    let refused = Github::of_app("https://api.github.com/", APP, "canary", Arc::new(|| Timestamp::UNIX_EPOCH)).unwrap_err();
    assert_eq!(refused, SetupError::PrivateKey);
    assert!(refused.to_string().contains("PEM") && !refused.to_string().contains("canary"));
}

#[test]
fn the_private_key_is_in_no_debug_text() {
    let github = Github::of_app("https://api.github.com/", APP, PRIVATE_KEY, Arc::new(|| Timestamp::UNIX_EPOCH)).unwrap();
    let shown = format!("{github:?}");
    assert!(shown.contains(APP) && PRIVATE_KEY.lines().all(|line| !shown.contains(line)), "{shown}");
}
