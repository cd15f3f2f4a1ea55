//! What a GitHub event shows of its subject.

use crate::person::Author;
use serde::{Deserialize, Serialize};

/// A GitHub issue, pull request or discussion as one event shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Which of the three.
    pub form: SubjectForm,
    /// Title.
    pub title: String,
    /// Link for people.
    pub url: String,
    /// Who opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// Names of the labels it has; absent where the event does not list them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// A discussion whose category takes answers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answerable: bool,
}

/// What a GitHub subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectForm {
    /// An issue.
    Issue,
    /// A pull request.
    PullRequest,
    /// A discussion.
    Discussion,
}
