//! Labels, assignees and comments. To GitHub, pull requests are issues in all of this (GitHub, "REST API endpoints for issues").

use super::{Ask, Github, segment};
use crate::error::GithubError;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Comments on a page: as many as GitHub gives.
const PAGE_SIZE: &str = "100";
/// Pages that are read, at most: an issue takes 2,500 comments, so that this many never are.
const MOST_PAGES: u32 = 50;

impl Github {
    /// Gives an issue or a pull request labels that it may have already. GitHub knows labels in any case, and makes those that
    /// the repository (`owner/name`) does not have yet. Repeated on passing errors.
    ///
    /// # Errors
    /// See [`GithubError`]; refused with 403 if the token may not, 404 if there is no such issue, 410 if there is none any more.
    pub async fn add_labels(&self, repository: &str, number: u64, labels: &[String]) -> Result<(), GithubError> {
        // GitHub takes an empty list as an order to remove all labels.
        if labels.is_empty() {
            return Ok(());
        }
        let request = "labels of an issue";
        let path = issue_path(request, repository, number, "labels")?;
        self.change(Ask { request, method: Method::POST, path: &path, query: &[], body: Some(json!({"labels": labels})) }).await
    }

    /// Takes a label from an issue or a pull request. What has not got it (404) is left as it is. Repeated on passing errors.
    ///
    /// # Errors
    /// See [`GithubError`]; refused with 403 if the token may not. That there is no such issue is not told from the label's
    /// being gone.
    pub async fn remove_label(&self, repository: &str, number: u64, label: &str) -> Result<(), GithubError> {
        let request = "a label of an issue";
        // As in a path, a label that no segment can hold is not found there.
        let Some(label) = segment(label) else { return Ok(()) };
        let path = issue_path(request, repository, number, &format!("labels/{label}"))?;
        match self.change(Ask { request, method: Method::DELETE, path: &path, query: &[], body: None }).await {
            Err(GithubError::Refused { status: 404, .. }) => Ok(()),
            changed => changed,
        }
    }

    /// Assigns an issue or a pull request to somebody, besides those who have it already. GitHub quietly leaves out who cannot
    /// be assigned. Repeated on passing errors.
    ///
    /// # Errors
    /// As of [`Self::add_labels`].
    pub async fn add_assignee(&self, repository: &str, number: u64, login: &str) -> Result<(), GithubError> {
        self.assign(Method::POST, repository, number, login).await
    }

    /// Assigns an issue or a pull request to somebody no longer, if it was. Repeated on passing errors.
    ///
    /// # Errors
    /// As of [`Self::add_labels`].
    pub async fn remove_assignee(&self, repository: &str, number: u64, login: &str) -> Result<(), GithubError> {
        self.assign(Method::DELETE, repository, number, login).await
    }

    /// Comments on an issue or a pull request, in GitHub's Markdown. Never repeated here; after
    /// [`GithubError::Unavailable`] the comment may be there.
    ///
    /// # Errors
    /// As of [`Self::add_labels`]; refused with 422 if it is empty or longer than 65,536 characters.
    pub async fn comment(&self, repository: &str, number: u64, body: &str) -> Result<(), GithubError> {
        let request = "a comment on an issue";
        let path = issue_path(request, repository, number, "comments")?;
        let ask = Ask { request, method: Method::POST, path: &path, query: &[], body: Some(json!({"body": body})) };
        done(request, self.once(&ask).await?)
    }

    /// Looks among the comments of an issue or a pull request for the first one of ours that holds `marker`, such as an HTML
    /// comment that says what the comment is about. Anybody can copy a marker, so that authors count: where GitHub says who the
    /// token belongs to, they have to be the same; of an app's token it does not (403), and comments by apps are taken for ours.
    /// Repeated on passing errors.
    ///
    /// # Errors
    /// As of [`Self::add_labels`].
    pub async fn find_comment(&self, repository: &str, number: u64, marker: &str) -> Result<Option<u64>, GithubError> {
        let request = "comments on an issue";
        let path = issue_path(request, repository, number, "comments")?;
        let author = self.own_login().await?;
        for page in 1..=MOST_PAGES {
            let page = page.to_string();
            let query = [("per_page", PAGE_SIZE), ("page", page.as_str())];
            let body = match self.patiently(&Ask { request, method: Method::GET, path: &path, query: &query, body: None }).await?
            {
                (StatusCode::OK, body) => body,
                (status, _) => return Err(GithubError::Refused { request, status: status.as_u16() }),
            };
            let comments = body.as_array().map(Vec::as_slice).unwrap_or_default();
            let ours = |comment: &&Value| is_by(comment, author.as_deref()) && holds(comment, marker);
            if let Some(found) = comments.iter().filter(ours).find_map(|comment| comment["id"].as_u64()) {
                return Ok(Some(found));
            }
            // Pages are full up to the last one, but a comment that may not be shown can leave a gap.
            if comments.is_empty() {
                break;
            }
        }
        Ok(None)
    }

    /// Replaces the text of a comment on an issue or a pull request, in GitHub's Markdown. Repeated on passing errors.
    ///
    /// # Errors
    /// See [`GithubError`]; refused with 403 if the token may not, 404 if there is no such comment (any more), 422 if the text
    /// is empty or longer than 65,536 characters.
    pub async fn update_comment(&self, repository: &str, id: u64, body: &str) -> Result<(), GithubError> {
        let request = "a change to a comment";
        let (owner, name) = parts(repository).ok_or(GithubError::Refused { request, status: 404 })?;
        let path = format!("repos/{owner}/{name}/issues/comments/{id}");
        self.change(Ask { request, method: Method::PATCH, path: &path, query: &[], body: Some(json!({"body": body})) }).await
    }

    /// Who the token belongs to; none if GitHub will not say, as of an app's (GitHub, "Get the authenticated user").
    async fn own_login(&self) -> Result<Option<String>, GithubError> {
        let request = "the token's user";
        match self.get(request, "user").await? {
            (StatusCode::OK, body) => Ok(body["login"].as_str().map(str::to_owned)),
            (StatusCode::FORBIDDEN | StatusCode::NOT_FOUND, _) => Ok(None),
            (status, _) => Err(GithubError::Refused { request, status: status.as_u16() }),
        }
    }

    async fn assign(&self, method: Method, repository: &str, number: u64, login: &str) -> Result<(), GithubError> {
        let request = "assignees of an issue";
        let path = issue_path(request, repository, number, "assignees")?;
        self.change(Ask { request, method, path: &path, query: &[], body: Some(json!({"assignees": [login]})) }).await
    }

    /// Changes what is the same after once and twice.
    async fn change(&self, ask: Ask<'_>) -> Result<(), GithubError> {
        done(ask.request, self.patiently(&ask).await?)
    }
}

fn done(request: &'static str, (status, _): (StatusCode, Value)) -> Result<(), GithubError> {
    if status.is_success() { Ok(()) } else { Err(GithubError::Refused { request, status: status.as_u16() }) }
}

/// Whether it was this user who commented, or, where we do not know who we are, an app.
fn is_by(comment: &Value, author: Option<&str>) -> bool {
    let user = &comment["user"];
    match author {
        Some(author) => user["login"].as_str().is_some_and(|login| login.eq_ignore_ascii_case(author)),
        None => user["type"] == "Bot",
    }
}

fn holds(comment: &Value, marker: &str) -> bool {
    comment["body"].as_str().is_some_and(|body| body.contains(marker))
}

/// A path below an issue. What cannot be a repository is not found, as if GitHub had been asked.
fn issue_path(request: &'static str, repository: &str, number: u64, rest: &str) -> Result<String, GithubError> {
    let (owner, name) = parts(repository).ok_or(GithubError::Refused { request, status: 404 })?;
    Ok(format!("repos/{owner}/{name}/issues/{number}/{rest}"))
}

/// Owner and name of a repository as segments of a path.
fn parts(repository: &str) -> Option<(String, String)> {
    let (owner, name) = repository.split_once('/')?;
    Some((segment(owner)?, segment(name)?))
}
