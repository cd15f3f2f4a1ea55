//! The client's labels, assignees, comments and search, on the stand-in for GitHub over HTTP.
#![allow(clippy::unwrap_used)]

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{delete, get};
use jiff::Timestamp;
use roundup_github::{Found, Github, GithubError};
use roundup_standins::{Fault, GithubStandIn, Journal, serve};
use serde_json::{Value, json};
use std::sync::Arc;

const REPOSITORY: &str = "acme/widgets";

async fn client(router: Router) -> Github {
    let (address, _) = serve(router).await.unwrap();
    Github::new(&format!("http://{address}"), Some("github_pat_canary".into())).unwrap()
}

/// A GitHub with issue 7 and pull request 8.
async fn world() -> (GithubStandIn, Github) {
    let stand_in = GithubStandIn::new(&Journal::new(Arc::new(|| Timestamp::UNIX_EPOCH)));
    stand_in.issue(REPOSITORY, 7, "Dark mode").pull_request(REPOSITORY, 8, "Add dark mode");
    let github = client(stand_in.router()).await;
    (stand_in, github)
}

fn labels(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn refused(request: &'static str, status: u16) -> GithubError {
    GithubError::Refused { request, status }
}

#[tokio::test]
async fn labels_come_and_go_on_issues_and_pull_requests() {
    let (stand_in, github) = world().await;
    for number in [7, 8] {
        github.add_labels(REPOSITORY, number, &labels(&["bug", "Ready for roundup"])).await.unwrap();
        github.add_labels(REPOSITORY, number, &labels(&["bug"])).await.unwrap();
        assert_eq!(stand_in.labels(REPOSITORY, number), ["bug", "Ready for roundup"]);
        github.remove_label(REPOSITORY, number, "Ready for roundup").await.unwrap();
        github.remove_label(REPOSITORY, number, "Ready for roundup").await.unwrap();
        assert_eq!(stand_in.labels(REPOSITORY, number), ["bug"]);
    }
    let call = &stand_in.calls()[0];
    let sent = json!({"labels": ["bug", "Ready for roundup"]});
    assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/repos/acme/widgets/issues/7/labels"));
    assert_eq!(call.body, sent);
}

#[tokio::test]
async fn adding_no_labels_removes_none() {
    let (stand_in, github) = world().await;
    github.add_labels(REPOSITORY, 7, &labels(&["bug"])).await.unwrap();
    github.add_labels(REPOSITORY, 7, &[]).await.unwrap();
    assert_eq!(stand_in.labels(REPOSITORY, 7), ["bug"]);
}

#[tokio::test]
async fn labels_of_any_characters_stay_in_their_place_in_the_path() {
    let (stand_in, github) = world().await;
    for label in ["needs/triage", "a?b#c", "100%", "../../assignees", "日本 🎉", "..."] {
        github.add_labels(REPOSITORY, 7, &labels(&[label])).await.unwrap();
        github.remove_label(REPOSITORY, 7, label).await.unwrap();
        assert_eq!(stand_in.labels(REPOSITORY, 7), Vec::<String>::new(), "{label}");
        assert_eq!(stand_in.calls().pop().unwrap().path, format!("/repos/acme/widgets/issues/7/labels/{label}"));
    }
    let asked = stand_in.calls().len();
    for nowhere in ["", ".", ".."] {
        assert_eq!(github.remove_label(REPOSITORY, 7, nowhere).await, Ok(()));
    }
    assert_eq!(stand_in.calls().len(), asked);
}

#[tokio::test]
async fn people_are_assigned_besides_each_other() {
    let (stand_in, github) = world().await;
    for login in ["ada-gh", "bob", "Ada-GH"] {
        github.add_assignee(REPOSITORY, 7, login).await.unwrap();
    }
    assert_eq!(stand_in.assignees(REPOSITORY, 7), ["ada-gh", "bob"]);
    for login in ["ADA-gh", "ada-gh"] {
        github.remove_assignee(REPOSITORY, 7, login).await.unwrap();
    }
    assert_eq!(stand_in.assignees(REPOSITORY, 7), ["bob"]);
}

#[tokio::test]
async fn what_is_the_same_twice_is_repeated_on_passing_errors() {
    let (stand_in, github) = world().await;
    stand_in.fail("labels", Fault::CarriedOutThenCut, 1).fail("labels", Fault::ServerError, 1);
    github.add_labels(REPOSITORY, 7, &labels(&["bug"])).await.unwrap();
    assert_eq!((stand_in.labels(REPOSITORY, 7), stand_in.calls().len()), (labels(&["bug"]), 3));
    stand_in.fail("labels", Fault::CarriedOutThenCut, 1);
    github.remove_label(REPOSITORY, 7, "bug").await.unwrap();
    assert!(stand_in.labels(REPOSITORY, 7).is_empty());
    stand_in.fail("assignees", Fault::CarriedOutThenCut, 1);
    github.add_assignee(REPOSITORY, 7, "bob").await.unwrap();
    stand_in.fail("assignees", Fault::CarriedOutThenCut, 1);
    github.remove_assignee(REPOSITORY, 7, "bob").await.unwrap();
    stand_in.fail("assignees", Fault::ServerError, 9);
    let error = github.add_assignee(REPOSITORY, 7, "bob").await.unwrap_err();
    assert_eq!(error, GithubError::Unavailable { request: "assignees of an issue", status: Some(503) });
}

#[tokio::test]
async fn a_comment_is_never_sent_twice() {
    for fault in [Fault::CarriedOutThenCut, Fault::ServerError, Fault::RateLimit(0)] {
        let (stand_in, github) = world().await;
        stand_in.fail("comments", fault.clone(), 1);
        let error = github.comment(REPOSITORY, 7, "private words").await.unwrap_err();
        assert!(error.is_passing() && !format!("{error} {error:?}").contains("private"), "{error}");
        assert_eq!(stand_in.calls().len(), 1, "{fault:?}");
        assert!(stand_in.comments(REPOSITORY, 7).len() <= 1);
    }
    let (stand_in, github) = world().await;
    github.comment(REPOSITORY, 8, "Thank you!").await.unwrap();
    assert_eq!(stand_in.comments(REPOSITORY, 8), ["Thank you!"]);
    assert_eq!(github.comment(REPOSITORY, 8, "").await, Err(refused("a comment on an issue", 422)));
}

const MARKER: &str = "<!-- roundup:decision:2026-03-03 -->";

#[tokio::test]
async fn our_comment_is_found_by_its_marker_and_changed() {
    let (stand_in, github) = world().await;
    assert_eq!(github.find_comment(REPOSITORY, 7, MARKER).await, Ok(None));
    github.comment(REPOSITORY, 7, "Welcome!").await.unwrap();
    github.comment(REPOSITORY, 8, &format!("Elsewhere\n{MARKER}")).await.unwrap();
    github.comment(REPOSITORY, 7, &format!("We do it.\n{MARKER}")).await.unwrap();
    let found = github.find_comment(REPOSITORY, 7, MARKER).await.unwrap().unwrap();
    for _ in 0..2 {
        github.update_comment(REPOSITORY, found, &format!("We do not.\n{MARKER}")).await.unwrap();
        assert_eq!(stand_in.comments(REPOSITORY, 7), ["Welcome!".to_owned(), format!("We do not.\n{MARKER}")]);
    }
    assert_eq!(github.find_comment(REPOSITORY, 7, MARKER).await, Ok(Some(found)));
    let call = stand_in.calls().into_iter().find(|call| call.method == "PATCH").unwrap();
    assert_eq!(call.path, format!("/repos/acme/widgets/issues/comments/{found}"));
}

#[tokio::test]
async fn a_marker_that_somebody_copied_is_not_taken_for_ours() {
    let (stand_in, github) = world().await;
    stand_in.comment(REPOSITORY, 7, "mallory", MARKER).comment(REPOSITORY, 7, "other[bot]", MARKER);
    assert_eq!(github.find_comment(REPOSITORY, 7, MARKER).await, Ok(None));
    // Of an app's token GitHub does not say whose it is.
    stand_in.fail("user", Fault::Refused("403".into()), 1);
    let found = github.find_comment(REPOSITORY, 7, MARKER).await.unwrap().unwrap();
    github.update_comment(REPOSITORY, found, "Ours").await.unwrap();
    assert_eq!(stand_in.comments(REPOSITORY, 7), [MARKER, "Ours"]);
}

#[tokio::test]
async fn a_comment_is_found_on_whatever_page_it_is() {
    for before in [99, 100, 101, 250] {
        let (stand_in, github) = world().await;
        for number in 0..before {
            stand_in.comment(REPOSITORY, 7, "octocat", &format!("+{number}"));
        }
        github.comment(REPOSITORY, 7, MARKER).await.unwrap();
        let found = github.find_comment(REPOSITORY, 7, MARKER).await.unwrap();
        assert_eq!(found, Some(before + 1), "comments are numbered in the order in which they come");
    }
}

#[tokio::test]
async fn looking_for_and_changing_a_comment_are_repeated_on_passing_errors() {
    let (stand_in, github) = world().await;
    github.comment(REPOSITORY, 7, MARKER).await.unwrap();
    stand_in.fail("user", Fault::ServerError, 1).fail("comments", Fault::CarriedOutThenCut, 2);
    let found = github.find_comment(REPOSITORY, 7, MARKER).await.unwrap().unwrap();
    stand_in.fail("comments", Fault::CarriedOutThenCut, 1);
    github.update_comment(REPOSITORY, found, "Changed").await.unwrap();
    assert_eq!(stand_in.comments(REPOSITORY, 7), ["Changed"]);
    stand_in.fail("comments", Fault::ServerError, 3);
    let error = github.find_comment(REPOSITORY, 7, MARKER).await.unwrap_err();
    assert_eq!(error, GithubError::Unavailable { request: "comments on an issue", status: Some(503) });
}

#[tokio::test]
async fn comments_that_are_not_there_or_not_allowed_are_refused() {
    let (stand_in, github) = world().await;
    assert_eq!(github.find_comment(REPOSITORY, 99, MARKER).await, Err(refused("comments on an issue", 404)));
    assert_eq!(github.update_comment(REPOSITORY, 12, "x").await, Err(refused("a change to a comment", 404)));
    github.comment(REPOSITORY, 7, MARKER).await.unwrap();
    assert_eq!(github.update_comment(REPOSITORY, 1, "").await, Err(refused("a change to a comment", 422)));
    stand_in.fail("user", Fault::Refused("401".into()), 1);
    let error = github.find_comment(REPOSITORY, 7, MARKER).await.unwrap_err();
    assert!(error.is_misconfiguration(), "{error}");
    stand_in.fail("user", Fault::Refused("422".into()), 1);
    assert_eq!(github.find_comment(REPOSITORY, 7, MARKER).await, Err(refused("the token's user", 422)));
    let asked = stand_in.calls().len();
    for repository in ["acme", "../widgets"] {
        assert_eq!(github.find_comment(repository, 7, MARKER).await, Err(refused("comments on an issue", 404)));
        assert_eq!(github.update_comment(repository, 7, "x").await, Err(refused("a change to a comment", 404)));
    }
    assert_eq!(stand_in.calls().len(), asked);
}

#[tokio::test]
async fn comments_that_github_answers_oddly_are_not_ours() {
    for answer in [
        json!({}),
        Value::Null,
        json!([null, {"id": 1}, {"id": 2, "body": MARKER}, {"id": 3, "body": MARKER, "user": null}, {"body": MARKER}]),
        json!([{"id": "4", "body": MARKER, "user": {"login": "us"}}]),
    ] {
        let comments = get(move || async move { answer.to_string() });
        let user = get(|| async { r#"{"login": "us"}"# });
        let router = Router::new().route("/user", user).route("/repos/acme/widgets/issues/7/comments", comments);
        assert_eq!(client(router).await.find_comment(REPOSITORY, 7, MARKER).await, Ok(None));
    }
}

#[tokio::test]
async fn what_is_not_there_or_not_allowed_is_refused() {
    let (stand_in, github) = world().await;
    let names = labels(&["bug"]);
    assert_eq!(github.add_labels(REPOSITORY, 99, &names).await, Err(refused("labels of an issue", 404)));
    stand_in.fail("labels", Fault::Refused("403".into()), 2);
    assert_eq!(github.add_labels(REPOSITORY, 7, &names).await, Err(refused("labels of an issue", 403)));
    assert_eq!(github.remove_label(REPOSITORY, 7, "bug").await, Err(refused("a label of an issue", 403)));
    let asked = stand_in.calls().len();
    for repository in ["", "acme", "acme/", "/widgets", "../widgets", "acme/.."] {
        assert_eq!(github.add_labels(repository, 7, &names).await, Err(refused("labels of an issue", 404)), "{repository}");
        assert_eq!(github.comment(repository, 7, "x").await, Err(refused("a comment on an issue", 404)), "{repository}");
    }
    assert_eq!(stand_in.calls().len(), asked);
}

#[tokio::test]
async fn an_issue_that_moved_is_not_followed_with_the_token() {
    let moved = || async { (StatusCode::MOVED_PERMANENTLY, [("location", "/elsewhere")]) };
    let github = client(Router::new().route("/repos/acme/widgets/issues/7/labels/bug", delete(moved))).await;
    assert_eq!(github.remove_label(REPOSITORY, 7, "bug").await, Err(refused("a label of an issue", 301)));
}

#[tokio::test]
async fn issues_and_pull_requests_are_found_open_ones_first() {
    let (stand_in, github) = world().await;
    stand_in.issue(REPOSITORY, 9, "Dark theme, again").close(REPOSITORY, 9);
    stand_in.issue(REPOSITORY, 10, "Light mode").issue("acme/other", 1, "Dark matter");
    let found = github.search_issues(REPOSITORY, "DARK", 10).await.unwrap();
    let shown: Vec<_> = found.iter().map(|found| (found.number, found.is_pull_request, found.open)).collect();
    assert_eq!(shown, [(8, true, true), (7, false, true), (9, false, false)]);
    let first = Found {
        number: 8,
        title: "Add dark mode".into(),
        url: "https://github.com/acme/widgets/pull/8".into(),
        is_pull_request: true,
        open: true,
    };
    assert_eq!(found[0], first);
    assert_eq!(github.search_issues(REPOSITORY, "dark", 1).await.unwrap(), [first]);
    let mode: Vec<u64> =
        github.search_issues(REPOSITORY, "mode dark", 10).await.unwrap().iter().map(|found| found.number).collect();
    assert_eq!(mode, [7, 8], "words, in any order");
}

#[tokio::test]
async fn a_text_cannot_widen_the_search() {
    let (stand_in, github) = world().await;
    stand_in.issue("evil/repo", 1, "Secret");
    for text in
        ["repo:evil/repo secret", "\" repo:evil/repo secret", "\\\" repo:evil/repo \\\"", "x\" OR repo:evil/repo \"secret"]
    {
        assert_eq!(github.search_issues(REPOSITORY, text, 10).await, Ok(vec![]), "{text}");
        let query = stand_in.calls().pop().unwrap().body["q"].as_str().unwrap().to_owned();
        let outside: String = query.split('"').step_by(2).collect();
        assert!(!outside.contains("evil") && outside.starts_with("repo:acme/widgets is:"), "{query}");
    }
    let asked = stand_in.calls().len();
    for (repository, text, limit) in [(REPOSITORY, " \" ", 10), (REPOSITORY, "dark", 0)] {
        assert_eq!(github.search_issues(repository, text, limit).await, Ok(vec![]));
    }
    for repository in ["acme", "acme/widgets is:open", "acme/widgets repo:evil/repo", "a/b/c"] {
        assert_eq!(github.search_issues(repository, "dark", 10).await, Err(refused("a search for issues", 422)));
    }
    assert_eq!(stand_in.calls().len(), asked);
}

#[tokio::test]
async fn a_search_that_github_refuses_or_answers_oddly_ends_nothing_badly() {
    let (stand_in, github) = world().await;
    assert_eq!(github.search_issues("acme/unknown", "dark", 10).await, Err(refused("a search for issues", 422)));
    stand_in.fail("search", Fault::ServerError, 1);
    assert_eq!(github.search_issues(REPOSITORY, "dark", 10).await.unwrap().len(), 2);
    for answer in [json!({}), json!({"items": null}), json!({"items": [null, {"number": "7"}, {"number": 7}]}), Value::Null] {
        let router = Router::new().route("/search/issues", get(move || async move { answer.to_string() }));
        assert_eq!(client(router).await.search_issues(REPOSITORY, "dark", 10).await, Ok(vec![]));
    }
}

#[tokio::test]
async fn what_is_asked_of_github_can_be_asked_in_a_task() {
    let (_, github) = world().await;
    let found = tokio::spawn(async move { github.search_issues(REPOSITORY, "dark", 10).await });
    assert_eq!(found.await.unwrap().unwrap().len(), 2);
}
