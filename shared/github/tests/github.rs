//! The client on the stand-in for GitHub, over HTTP.
#![allow(clippy::unwrap_used)]

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::routing::get;
use jiff::Timestamp;
use roundup_github::{Github, GithubError, Membership, Profile, SetupError};
use roundup_standins::{Fault, GithubStandIn, Journal, Profile as StoodIn, Sight, serve};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const TOKEN: &str = "github_pat_canary";

async fn client(router: Router) -> Github {
    let (address, _) = serve(router).await.unwrap();
    Github::new(&format!("http://{address}"), Some(TOKEN.into())).unwrap()
}

async fn world() -> (GithubStandIn, Github) {
    let stand_in = GithubStandIn::new(&Journal::new(Arc::new(|| Timestamp::UNIX_EPOCH)));
    stand_in.member("acme", "Ada-GH", true).member("acme", "bob", false);
    let github = client(stand_in.router()).await;
    (stand_in, github)
}

fn paths(stand_in: &GithubStandIn) -> Vec<String> {
    stand_in.calls().into_iter().map(|call| call.path).collect()
}

#[tokio::test]
async fn members_are_told_from_others_by_whichever_question_the_token_gets_answered() {
    use Membership::{Member, NotMember};
    for (sight, login, expected, questions) in [
        (Sight::Member, "ada-gh", Member, 1),
        (Sight::Member, "bob", Member, 1),
        (Sight::Member, "octocat", NotMember, 2),
        (Sight::Memberships, "bob", Member, 2),
        (Sight::Memberships, "octocat", NotMember, 2),
        (Sight::Outsider, "ADA-gh", Member, 2),
        (Sight::Outsider, "bob", NotMember, 2),
        (Sight::Outsider, "octocat", NotMember, 2),
    ] {
        let (stand_in, github) = world().await;
        stand_in.sight("acme", sight);
        assert_eq!(github.is_member("acme", login).await, Ok(expected), "{sight:?} {login}");
        assert_eq!(stand_in.calls().len(), questions, "{sight:?} {login}: {:?}", paths(&stand_in));
    }
}

#[tokio::test]
async fn without_a_token_public_members_are_seen() {
    let (stand_in, _) = world().await;
    let (address, _) = serve(stand_in.router()).await.unwrap();
    let github = Github::new(&format!("http://{address}/"), None).unwrap();
    assert_eq!(github.is_member("acme", "ada-gh").await, Ok(Membership::Member));
    assert_eq!(github.is_member("acme", "bob").await, Ok(Membership::NotMember));
}

#[tokio::test]
async fn a_membership_that_may_not_be_seen_or_is_pending_is_none() {
    for (status, body) in [(StatusCode::FORBIDDEN, "{}"), (StatusCode::OK, r#"{"state":"pending"}"#), (StatusCode::OK, "no json")]
    {
        let router = Router::new()
            .route("/orgs/acme/members/bob", get(|| async { StatusCode::NOT_FOUND }))
            .route("/orgs/acme/memberships/bob", get(move || async move { (status, body) }));
        assert_eq!(client(router).await.is_member("acme", "bob").await, Ok(Membership::NotMember), "{status} {body}");
    }
}

#[tokio::test]
async fn a_profile_gives_name_and_employer() {
    let (stand_in, github) = world().await;
    for (company, shown) in [
        (Some("@acme "), Some("acme")),
        (Some(" Acme Corp"), Some("Acme Corp")),
        (Some("@ "), None),
        (Some("  "), None),
        (None, None),
    ] {
        stand_in.user("octocat", StoodIn { name: Some("Octo Cat".into()), company: company.map(str::to_owned) });
        let profile = Profile { name: Some("Octo Cat".into()), company: shown.map(str::to_owned) };
        assert_eq!(github.user("octocat").await, Ok(profile), "{company:?}");
    }
}

#[tokio::test]
async fn who_does_not_exist_has_an_empty_profile() {
    let (_, github) = world().await;
    assert_eq!(github.user("nobody").await, Ok(Profile::default()));
}

#[tokio::test]
async fn logins_cannot_leave_their_place_in_the_path() {
    let (stand_in, github) = world().await;
    for login in ["../../users/x", "a/b", "...", "a?b#c", "dependabot[bot]"] {
        github.user(login).await.unwrap();
        assert_eq!(paths(&stand_in).pop().unwrap(), format!("/users/{login}"), "arrives as one segment");
    }
    let asked = stand_in.calls().len();
    for nobody in ["", ".", ".."] {
        assert_eq!(github.user(nobody).await, Ok(Profile::default()));
        assert_eq!(github.is_member("acme", nobody).await, Ok(Membership::NotMember));
    }
    assert_eq!(stand_in.calls().len(), asked);
}

#[tokio::test]
async fn outages_are_sat_out_twice_and_no_more() {
    let (stand_in, github) = world().await;
    stand_in.fail("members", Fault::ServerError, 1).fail("members", Fault::CarriedOutThenCut, 1);
    assert_eq!(github.is_member("acme", "bob").await, Ok(Membership::Member));
    stand_in.fail("users", Fault::ServerError, 3);
    let error = github.user("bob").await.unwrap_err();
    assert_eq!(error, GithubError::Unavailable { request: "a profile", status: Some(503) });
    assert!(error.is_passing());
}

#[tokio::test]
async fn a_short_wait_is_sat_out_and_a_long_one_is_left_to_the_caller() {
    let (stand_in, github) = world().await;
    stand_in.fail("users", Fault::RateLimit(0), 1);
    assert_eq!(github.user("bob").await, Ok(Profile::default()));
    stand_in.fail("users", Fault::RateLimit(3_600), 1);
    let error = github.user("bob").await.unwrap_err();
    assert_eq!(error, GithubError::RateLimited { request: "a profile", retry_after: Duration::from_secs(3_600) });
    assert!(error.is_passing());
    assert_eq!(stand_in.calls().len(), 3);
}

#[tokio::test]
async fn a_used_up_limit_is_told_from_a_refusal_and_lasts_until_github_resets_it() {
    let date = "Mon, 02 Mar 2026 14:00:00 GMT";
    let reset = "2026-03-02T14:10:00Z".parse::<Timestamp>().unwrap().as_second().to_string();
    let answered = move |remaining: &'static str| {
        let headers = [("date", date.to_owned()), ("x-ratelimit-remaining", remaining.to_owned()), ("x-ratelimit-reset", reset)];
        Router::new().route("/users/bob", get(move || async move { (StatusCode::FORBIDDEN, headers) }))
    };
    let limited = client(answered.clone()("0")).await.user("bob").await;
    assert_eq!(limited, Err(GithubError::RateLimited { request: "a profile", retry_after: Duration::from_secs(600) }));
    let refused = client(answered("41")).await.user("bob").await;
    assert_eq!(refused, Err(GithubError::Refused { request: "a profile", status: 403 }));
}

#[tokio::test]
async fn a_wrong_token_is_the_operators_business_and_is_not_shown() {
    let (stand_in, github) = world().await;
    stand_in.fail("*", Fault::Refused("401".into()), 1);
    let error = github.is_member("acme", "bob").await.unwrap_err();
    assert!(error.is_misconfiguration() && !error.is_passing());
    for shown in [format!("{error} {error:?}"), format!("{github:?}"), format!("{:?}", stand_in.calls())] {
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let followed = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&followed);
    let elsewhere = get(move || async move { count.fetch_add(1, Ordering::SeqCst).to_string() });
    let router = Router::new()
        .route("/users/bob", get(|| async { (StatusCode::MOVED_PERMANENTLY, [(LOCATION, "/elsewhere")]) }))
        .route("/elsewhere", elsewhere);
    let error = client(router).await.user("bob").await.unwrap_err();
    assert_eq!(error, GithubError::Refused { request: "a profile", status: 301 });
    assert_eq!(followed.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn every_request_says_who_asks_and_for_which_version() {
    let echo = get(|headers: axum::http::HeaderMap| async move {
        let named = |name: &str| headers[name].to_str().unwrap().to_owned();
        let all = ["accept", "x-github-api-version", "user-agent", "authorization"].map(named).join(" | ");
        format!(r#"{{"name":"{all}"}}"#)
    });
    let profile = client(Router::new().route("/users/bob", echo)).await.user("bob").await.unwrap();
    assert_eq!(profile.name.unwrap(), "application/vnd.github+json | 2022-11-28 | roundup | Bearer github_pat_canary");
}

#[tokio::test]
async fn nobody_listening_is_passing() {
    let (address, task) = serve(Router::new()).await.unwrap();
    task.abort();
    let _ = task.await;
    let github = Github::new(&format!("http://{address}"), None).unwrap();
    assert_eq!(github.user("bob").await, Err(GithubError::Unavailable { request: "a profile", status: None }));
}

#[test]
fn what_no_client_can_be_made_of_is_said() {
    for url in ["", "api.github.com", "ftp://api.github.com/", "file:///etc/passwd"] {
        assert_eq!(Github::new(url, None).err(), Some(SetupError::BaseUrl(url.into())));
    }
    let error = Github::new("https://api.github.com/", Some("canary\nx".into())).unwrap_err();
    assert!(!error.to_string().contains("canary"));
}
