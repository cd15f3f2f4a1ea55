//! Reading what was: lists page by page, and discussions.

use super::{Ask, Github, read, text};
use crate::error::GithubError;
use jiff::Timestamp;
use reqwest::header::{HeaderMap, LINK};
use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};

/// Entries on a page: as many as GitHub gives.
const PAGE_SIZE: &str = "100";
/// Pages that are read of what hangs on one thread, at most.
const MOST_PAGES: usize = 100;

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What is on it.
    pub entries: Vec<Value>,
    /// Where the next one is; none after the last.
    pub next: Option<Url>,
}

/// A page of discussions.
#[derive(Clone, Debug, Default)]
pub struct DiscussionsPage {
    /// Each as the REST API would show it, with its comments under `comments_shown`, replies among them.
    pub discussions: Vec<Value>,
    /// What to ask for next; none after the last.
    pub next: Option<String>,
}

/// A repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// `owner/name`, as GitHub spells it.
    pub name: String,
    /// Whether it belongs to an organisation.
    pub is_of_organisation: bool,
}

impl Github {
    /// What a repository is called, and whose it is (GitHub, "Get a repository"); none where there is none for this token.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn repository(&self, repository: &str) -> Result<Option<Repository>, GithubError> {
        let request = "a repository";
        let mut answer = self.get(request, &format!("repos/{repository}")).await?;
        if answer.0.is_redirection() {
            // It has another name by now, and is asked for by number.
            let Some(url) = text(&answer.1["url"]).and_then(|url| self.within(&url)) else { return Ok(None) };
            answer = self.get_at(request, &url).await.map(|(status, body, _)| (status, body))?;
        }
        let (status, body) = answer;
        match (status, text(&body["full_name"])) {
            (StatusCode::OK, Some(name)) => {
                Ok(Some(Repository { name, is_of_organisation: body["owner"]["type"].as_str() == Some("Organization") }))
            }
            (StatusCode::OK, None) => Err(GithubError::Refused { request, status: status.as_u16() }),
            (status, _) if status.is_client_error() || status.is_redirection() => Ok(None),
            (status, _) => Err(GithubError::Refused { request, status: status.as_u16() }),
        }
    }

    /// The issues and pull requests of a repository that changed at or after `since`, the one that did so first coming first
    /// (GitHub, "List repository issues"): the first page; none where there is no such repository.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn issues_changed_since(&self, repository: &str, since: Timestamp) -> Result<Option<Page>, GithubError> {
        let since = since.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let query =
            [("state", "all"), ("sort", "updated"), ("direction", "asc"), ("since", since.as_str()), ("per_page", PAGE_SIZE)];
        self.page("issues", &format!("repos/{repository}/issues"), &query).await
    }

    /// The first page of a list; none where there is no such list (any more), or none for this token.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn page(&self, request: &'static str, path: &str, query: &[(&str, &str)]) -> Result<Option<Page>, GithubError> {
        let mut url = self.url(path);
        url.query_pairs_mut().extend_pairs(query);
        self.page_at(request, &url).await
    }

    /// The page at an address that a [`Page`] gave.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn page_at(&self, request: &'static str, url: &Url) -> Result<Option<Page>, GithubError> {
        match self.get_at(request, url).await? {
            (StatusCode::OK, Value::Array(entries), next) => Ok(Some(Page { entries, next })),
            (status, ..) if status.is_client_error() || status.is_redirection() => Ok(None),
            (status, ..) => Err(GithubError::Refused { request, status: status.as_u16() }),
        }
    }

    /// The whole of a list; none where there is none.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn whole(&self, request: &'static str, path: &str) -> Result<Option<Vec<Value>>, GithubError> {
        let Some(mut page) = self.page(request, path, &[("per_page", PAGE_SIZE)]).await? else { return Ok(None) };
        let mut entries = std::mem::take(&mut page.entries);
        for _ in 1..MOST_PAGES {
            let Some(next) = page.next.take() else { break };
            page = self.page_at(request, &next).await?.unwrap_or_default();
            entries.append(&mut page.entries);
        }
        Ok(Some(entries))
    }

    /// The discussions of a repository, the one that changed last coming first (GitHub, "Using the GraphQL API for
    /// Discussions"); none where there are none, or GitHub answers no such question. Of one, the first hundred comments with
    /// the first hundred replies to each are shown.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn discussions(&self, repository: &str, after: Option<&str>) -> Result<Option<DiscussionsPage>, GithubError> {
        let request = "discussions";
        let Some((owner, name)) = repository.split_once('/') else { return Ok(None) };
        let variables = json!({"owner": owner, "name": name, "after": after});
        let body = Some(json!({"query": DISCUSSIONS, "variables": variables}));
        let path = self.graphql_path();
        let (status, answer) = self.patiently(&Ask { request, method: Method::POST, path: &path, query: &[], body }).await?;
        let listed = &answer["data"]["repository"]["discussions"];
        match (status, listed["nodes"].as_array()) {
            (StatusCode::OK, Some(nodes)) => {
                let page = &listed["pageInfo"];
                let next = text(&page["endCursor"]).filter(|_| page["hasNextPage"] == true);
                Ok(Some(DiscussionsPage { discussions: nodes.iter().map(discussion).collect(), next }))
            }
            (status, None) if status == StatusCode::OK || status.is_client_error() => Ok(None),
            (status, _) => Err(GithubError::Refused { request, status: status.as_u16() }),
        }
    }

    /// Beside the REST API; on GitHub Enterprise Server that is at `/api/v3/`, and this at `/api/graphql`.
    fn graphql_path(&self) -> String {
        if self.base.path().ends_with("/api/v3/") { "../graphql".to_owned() } else { "graphql".to_owned() }
    }

    /// An address of this API, where it is one: the token goes nowhere else.
    fn within(&self, url: &str) -> Option<Url> {
        Url::parse(url).ok().filter(|url| url.origin() == self.base.origin())
    }

    async fn get_at(&self, request: &'static str, url: &Url) -> Result<(StatusCode, Value, Option<Url>), GithubError> {
        let path = url.path().strip_prefix(self.base.path()).unwrap_or_default();
        let ask = Ask { request, method: Method::GET, path, query: &[], body: None };
        self.patiently_with(|| async {
            let authorization = self.authorization(&ask).await?;
            let response = self.sent(request, self.client.request(Method::GET, url.clone()), authorization).await?;
            let next = next_page(response.headers()).and_then(|next| self.within(&next));
            let (status, body) = read(request, response).await?;
            Ok((status, body, next))
        })
        .await
    }
}

/// The address under `rel="next"` (RFC 8288; GitHub, "Using pagination in the REST API").
fn next_page(headers: &HeaderMap) -> Option<String> {
    let link = headers.get(LINK)?.to_str().ok()?;
    // An address may have commas in it, and no angle brackets.
    link.split('<').skip(1).find_map(|link| {
        let (target, parameters) = link.split_once('>')?;
        let is_next = parameters.split([';', ',']).any(|parameter| matches!(parameter.trim(), "rel=\"next\"" | "rel=next"));
        is_next.then(|| target.to_owned())
    })
}

const DISCUSSIONS: &str = "query($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    discussions(first: 20, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number title body url createdAt updatedAt closed closedAt stateReason authorAssociation
        author { __typename login } category { name isAnswerable } labels(first: 100) { nodes { name } }
        comments(first: 100) { nodes {
          databaseId body url createdAt lastEditedAt authorAssociation author { __typename login }
          replies(first: 100) { nodes {
            databaseId body url createdAt lastEditedAt authorAssociation author { __typename login }
          } }
        } }
      }
    }
  }
}";

/// A discussion as the REST API, and its webhooks, would show it.
fn discussion(node: &Value) -> Value {
    let comments = list(&node["comments"]).flat_map(|comment| [comment].into_iter().chain(list(&comment["replies"])));
    let reason = node["stateReason"].as_str().map(str::to_lowercase);
    json!({
        "number": node["number"], "title": node["title"], "body": node["body"], "html_url": node["url"],
        "created_at": node["createdAt"], "updated_at": node["updatedAt"], "closed_at": node["closedAt"],
        "state": if node["closed"] == true { "closed" } else { "open" }, "state_reason": reason,
        "user": user(&node["author"]), "author_association": node["authorAssociation"],
        "category": {"name": node["category"]["name"], "is_answerable": node["category"]["isAnswerable"]},
        "labels": list(&node["labels"]).map(|label| json!({"name": label["name"]})).collect::<Vec<_>>(),
        "comments_shown": comments.map(comment).collect::<Vec<_>>(),
    })
}

fn comment(node: &Value) -> Value {
    let edited = if node["lastEditedAt"].is_null() { &node["createdAt"] } else { &node["lastEditedAt"] };
    json!({
        "id": node["databaseId"], "body": node["body"], "html_url": node["url"], "created_at": node["createdAt"],
        "updated_at": edited, "user": user(&node["author"]), "author_association": node["authorAssociation"],
    })
}

/// Apps are called without the suffix that REST gives them.
fn user(actor: &Value) -> Value {
    let Some(login) = text(&actor["login"]) else { return Value::Null };
    match actor["__typename"].as_str() {
        Some("Bot") => json!({"login": format!("{login}[bot]"), "type": "Bot"}),
        _ => json!({"login": login, "type": "User"}),
    }
}

fn list(connection: &Value) -> impl Iterator<Item = &Value> {
    connection["nodes"].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_next_page_is_the_one_that_is_called_next() {
        for (link, next) in [
            (r#"<https://x.test/a?page=1>; rel="prev", <https://x.test/a?page=3>; rel="next""#, Some("https://x.test/a?page=3")),
            (r#"<https://x.test/a?q=a,b&page=2>; rel="next""#, Some("https://x.test/a?q=a,b&page=2")),
            (r#"<https://x.test/a?page=9>; rel="last""#, None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(LINK, link.parse().unwrap());
            assert_eq!(next_page(&headers).as_deref(), next, "{link}");
        }
    }
}
