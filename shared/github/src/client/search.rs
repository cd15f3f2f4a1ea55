//! Search for issues and pull requests (GitHub, "REST API endpoints for search", "Searching issues and pull requests").

use super::{Ask, Github, text};
use crate::error::GithubError;
use reqwest::{Method, StatusCode};
use serde_json::Value;

const REQUEST: &str = "a search for issues";
/// How much is searched for, in characters with quotation marks; GitHub refuses more than 256 besides qualifiers.
const LONGEST: usize = 200;
/// Most results on a page.
const PAGE: usize = 100;

/// An issue or a pull request that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number in the repository.
    pub number: u64,
    /// Its title, as its author wrote it.
    pub title: String,
    /// Where a browser finds it.
    pub url: String,
    /// A pull request, not an issue.
    pub is_pull_request: bool,
    /// Open, not closed or merged.
    pub open: bool,
}

impl Github {
    /// The issues and pull requests of a repository (`owner/name`) that have every word of a text, at most `limit` (up to
    /// 100): open ones first, the best matches first. Nothing is found without a word.
    ///
    /// The text may be anybody's: it is searched for word by word, each in quotation marks, and so can neither qualify nor
    /// widen the search. What goes beyond 200 characters is left out. GitHub searches either issues or pull requests and
    /// refuses to do both at once, so it is asked twice, of which it allows 30 a minute. Repeated on passing errors.
    ///
    /// # Errors
    /// See [`GithubError`]; refused with 422 if the token does not see the repository.
    pub async fn search_issues(&self, repository: &str, text: &str, limit: usize) -> Result<Vec<Found>, GithubError> {
        let words = quoted(text);
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        if !is_repository(repository) {
            return Err(GithubError::Refused { request: REQUEST, status: 422 });
        }
        let page = limit.min(PAGE).to_string();
        let [issues, pull_requests] = ["issue", "pull-request"].map(|kind| format!("repo:{repository} is:{kind} {words}"));
        let (issues, pull_requests) = tokio::try_join!(self.search(&issues, &page), self.search(&pull_requests, &page))?;
        let mut found = in_turn(issues, pull_requests);
        found.sort_by_key(|found| !found.open);
        found.truncate(limit);
        Ok(found)
    }

    async fn search(&self, query: &str, page: &str) -> Result<Vec<Found>, GithubError> {
        let query = [("q", query), ("per_page", page)];
        let ask = Ask { request: REQUEST, method: Method::GET, path: "search/issues", query: &query, body: None };
        match self.patiently(&ask).await? {
            (StatusCode::OK, answer) => {
                let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
                Ok(items.iter().filter_map(read).collect())
            }
            (status, _) => Err(GithubError::Refused { request: REQUEST, status: status.as_u16() }),
        }
    }
}

/// Reads a result; none where it lacks what makes it one.
fn read(item: &Value) -> Option<Found> {
    Some(Found {
        number: item["number"].as_u64()?,
        title: text(&item["title"]).unwrap_or_default(),
        url: text(&item["html_url"])?,
        is_pull_request: !item["pull_request"].is_null(),
        open: item["state"] == "open",
    })
}

/// The words of a text, each in quotation marks, as many as fit. Without quotation marks and backslashes of its own, none
/// gets out of them.
fn quoted(text: &str) -> String {
    let is_break = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\\' | '“' | '”');
    let mut words = String::new();
    let mut left = LONGEST;
    // What has neither a letter nor a digit is nothing to search for.
    for word in text.split(is_break).filter(|word| word.contains(char::is_alphanumeric)) {
        let length = word.chars().count() + 3;
        if length > left {
            continue;
        }
        left -= length;
        words.push_str(&format!(" \"{word}\""));
    }
    words.trim_start().to_owned()
}

/// Whether a text is `owner/name`, of the characters that GitHub has in names: it goes into the query without quotation marks.
fn is_repository(text: &str) -> bool {
    let fits = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    text.split_once('/').is_some_and(|(owner, name)| fits(owner) && fits(name))
}

/// Two lists as one, an item from each in turn: which of two best matches is better, GitHub does not say.
fn in_turn<T>(first: Vec<T>, second: Vec<T>) -> Vec<T> {
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut all = Vec::new();
    loop {
        match (first.next(), second.next()) {
            (None, None) => return all,
            (one, other) => all.extend(one.into_iter().chain(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_searched_for_word_by_word_and_can_qualify_nothing() {
        for (text, expected) in [
            ("Dark mode", r#""Dark" "mode""#),
            ("repo:evil/x is:pr -label:bug", r#""repo:evil/x" "is:pr" "-label:bug""#),
            (r#"a" repo:evil/x ""#, r#""a" "repo:evil/x""#),
            (r"a\ OR b", r#""a" "OR" "b""#),
            ("a\u{0}b\nc", r#""a" "b" "c""#),
            ("“smart”", r#""smart""#),
            ("-- ? *", ""),
            ("  ", ""),
            ("héé 日本", r#""héé" "日本""#),
        ] {
            assert_eq!(quoted(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let long = quoted(&"word ".repeat(100));
        assert!((190..=LONGEST).contains(&long.chars().count()), "{}", long.chars().count());
        assert!(long.ends_with("\"word\""));
        assert_eq!(quoted(&format!("{} y", "x".repeat(300))), r#""y""#);
    }

    #[test]
    fn two_lists_take_turns() {
        assert_eq!(in_turn(vec![1, 3, 5, 6], vec![2, 4]), [1, 2, 3, 4, 5, 6]);
    }
}
