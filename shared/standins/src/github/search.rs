//! Search for issues and pull requests (GitHub, "REST API endpoints for search" and "Searching issues and pull requests").

use super::issues::{Issue, Issues, shown};
use super::{Asked, GithubStandIn, Told};
use axum::extract::{Query, State};
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a query may hold besides operators and qualifiers, in characters.
const LONGEST: usize = 256;
/// Results on a page where the request does not say, and at most.
const PAGE: usize = 30;
const LARGEST_PAGE: usize = 100;

/// A search query, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    repositories: Vec<String>,
    /// Values of `is`.
    is: Vec<String>,
    /// Words and phrases that the title has to hold, in lower case.
    words: Vec<String>,
}

impl Wanted {
    /// Reads a query: what is in quotation marks is a phrase, whatever else has a colon a qualifier.
    fn read(query: &str) -> Self {
        let mut wanted = Self::default();
        for (i, piece) in query.split('"').enumerate() {
            if i % 2 == 1 {
                wanted.words.push(piece.to_lowercase());
                continue;
            }
            for word in piece.split_whitespace() {
                match word.split_once(':') {
                    Some(("repo", repository)) => wanted.repositories.push(repository.to_owned()),
                    Some(("is" | "type", value)) => wanted.is.push(value.to_owned()),
                    Some(_) => {}
                    None => wanted.words.push(word.to_lowercase()),
                }
            }
        }
        wanted
    }

    /// What the query lacks, if anything.
    fn refusal(&self, issues: &Issues, permissive: bool) -> Option<&'static str> {
        if self.words.iter().map(|word| word.chars().count()).sum::<usize>() > LONGEST {
            Some("Validation Failed")
        } else if !self.is.iter().any(|value| matches!(value.as_str(), "issue" | "pull-request" | "pr")) {
            Some("Query must include 'is:issue' or 'is:pull-request'")
        } else if !permissive && self.repositories.iter().any(|repository| issues.of(repository).is_none()) {
            Some(
                "The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.",
            )
        } else {
            None
        }
    }

    fn fits(&self, issue: &Issue) -> bool {
        let title = issue.title.to_lowercase();
        let is = |value: &String| match value.as_str() {
            "issue" => !issue.is_pull_request,
            "pull-request" | "pr" => issue.is_pull_request,
            "open" => !issue.is_closed,
            "closed" => issue.is_closed,
            _ => true,
        };
        self.is.iter().all(is) && self.words.iter().all(|word| title.contains(word))
    }
}

/// Newest first.
pub(super) async fn issues(State(github): State<GithubStandIn>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let asked = Asked { what: "search", method: "GET", path: "/search/issues".into(), body: json!(query) };
    github.respond(asked, |world| {
        let wanted = Wanted::read(query.get("q").map(String::as_str).unwrap_or_default());
        if let Some(message) = wanted.refusal(&world.issues, world.permissive) {
            return Told::message(422, message);
        }
        let repositories = wanted.repositories.iter().filter_map(|repository| world.issues.of(repository));
        let found: Vec<Value> = repositories
            .flat_map(|(name, issues)| issues.iter().rev().map(move |(number, issue)| (name, *number, issue)))
            .filter(|(_, _, issue)| wanted.fits(issue))
            .map(|(name, number, issue)| shown(name, number, issue))
            .collect();
        let page = query.get("per_page").and_then(|page| page.parse().ok()).unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
        let items: Vec<&Value> = found.iter().take(page).collect();
        Told::body(json!({"total_count": found.len(), "incomplete_results": false, "items": items}))
    })
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn what_is_in_quotation_marks_qualifies_nothing() {
        let wanted = Wanted::read(r#"repo:acme/widgets is:issue "repo:evil/repo is:pr" Dark "#);
        assert_eq!(wanted.repositories, ["acme/widgets"]);
        assert_eq!(wanted.is, ["issue"]);
        assert_eq!(wanted.words, ["repo:evil/repo is:pr", "dark"]);
    }
}
