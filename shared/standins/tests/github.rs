//! The stand-in for GitHub answers as GitHub documents it, as to issues.
#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use reqwest::{Client, Method};
use roundup_standins::{GithubStandIn, Journal, serve};
use serde_json::{Value, json};
use std::sync::Arc;

const REPOSITORY: &str = "acme/widgets";

struct World {
    github: GithubStandIn,
    client: Client,
    base: String,
}

impl World {
    async fn new() -> Self {
        let github = GithubStandIn::new(&Journal::new(Arc::new(|| Timestamp::UNIX_EPOCH)));
        github.issue(REPOSITORY, 7, "Dark mode").pull_request(REPOSITORY, 8, "Add dark mode");
        let (address, _) = serve(github.router()).await.unwrap();
        Self { github, client: client(), base: format!("http://{address}") }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let request = self.client.request(method, format!("{}/{path}", self.base)).bearer_auth("canary").json(&body);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn search(&self, query: &str) -> (u16, Value) {
        let request = self.client.get(format!("{}/search/issues", self.base)).query(&[("q", query)]);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}

/// Plain HTTP only, but the client wants to know how it would do TLS.
fn client() -> Client {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap()
}

#[tokio::test]
async fn labels_are_added_once_in_any_case_and_an_empty_list_removes_them() {
    let world = World::new().await;
    let path = "repos/acme/widgets/issues/7/labels";
    let (status, labels) = world.ask(Method::POST, path, json!({"labels": ["bug", "UI"]})).await;
    assert_eq!((status, &labels[0]["name"], &labels[1]["name"]), (200, &json!("bug"), &json!("UI")));
    world.ask(Method::POST, path, json!({"labels": ["Bug"]})).await;
    assert_eq!(world.github.labels("Acme/Widgets", 7), ["bug", "UI"]);
    assert_eq!(world.ask(Method::DELETE, &format!("{path}/ui"), Value::Null).await.0, 200);
    assert_eq!(world.ask(Method::DELETE, &format!("{path}/ui"), Value::Null).await.0, 404);
    world.ask(Method::POST, path, json!({"labels": []})).await;
    assert!(world.github.labels(REPOSITORY, 7).is_empty());
}

#[tokio::test]
async fn an_unknown_issue_is_not_found_unless_everything_is_there() {
    let world = World::new().await;
    let path = "repos/acme/widgets/issues/99/assignees";
    let body = json!({"assignees": ["ada-gh"]});
    assert_eq!(world.ask(Method::POST, path, body.clone()).await.0, 404);
    assert!(world.github.assignees(REPOSITORY, 99).is_empty());
    world.github.permissive(true);
    assert_eq!(world.ask(Method::POST, path, body).await.0, 201);
    assert_eq!(world.github.assignees(REPOSITORY, 99), ["ada-gh"]);
}

#[tokio::test]
async fn nobody_writes_without_a_token() {
    let world = World::new().await;
    let path = format!("{}/repos/acme/widgets/issues/7/comments", world.base);
    let answer = world.client.post(&path).json(&json!({"body": "x"})).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 401);
    assert!(world.github.comments(REPOSITORY, 7).is_empty());
}

#[tokio::test]
async fn a_search_is_for_issues_or_for_pull_requests_of_a_repository_that_is_there() {
    let world = World::new().await;
    world.github.close(REPOSITORY, 8);
    for (query, numbers) in [
        ("repo:acme/widgets is:issue \"dark\"", vec![7]),
        ("repo:acme/widgets is:pull-request dark", vec![8]),
        ("repo:acme/widgets is:pr is:open dark", vec![]),
        ("repo:acme/widgets is:issue is:pull-request dark", vec![]),
        ("repo:acme/widgets is:issue \"mode dark\"", vec![]),
        ("repo:acme/widgets is:issue \"repo:acme/other\"", vec![]),
    ] {
        let (status, answer) = world.search(query).await;
        let found: Vec<u64> = answer["items"].as_array().unwrap().iter().map(|item| item["number"].as_u64().unwrap()).collect();
        assert_eq!((status, found), (200, numbers), "{query}");
    }
    let (_, answer) = world.search("repo:acme/widgets is:pr dark").await;
    let item = &answer["items"][0];
    assert_eq!((&item["state"], &item["html_url"]), (&json!("closed"), &json!("https://github.com/acme/widgets/pull/8")));
    assert!(item["pull_request"].is_object());
    for query in ["repo:acme/widgets dark", "repo:acme/unknown is:issue dark"] {
        assert_eq!(world.search(query).await.0, 422, "{query}");
    }
    let long = format!("repo:acme/widgets is:issue {}", "x".repeat(257));
    assert_eq!(world.search(&long).await.0, 422);
}
