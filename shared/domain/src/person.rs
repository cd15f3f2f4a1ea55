//! People as sources name them, and what they are to us.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a person has an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Slack; ids are user ids (`U…`, `W…`) or, for bots without one, bot ids (`B…`).
    Slack,
    /// GitHub; ids are logins, in GitHub's spelling.
    Github,
}

/// Who did something, as far as the event itself says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Author {
    /// Where.
    pub platform: Platform,
    /// Slack user id or GitHub login; `ghost` where GitHub names nobody.
    pub id: String,
    /// The event itself shows a bot: Slack's `bot_id`, GitHub's `type = Bot` or a login that ends in `[bot]`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub automated: bool,
}

impl Author {
    /// A Slack user who is, as far as is known, no bot.
    #[must_use]
    pub fn slack(id: &str) -> Self {
        Self { platform: Platform::Slack, id: id.to_owned(), automated: false }
    }

    /// Names the account across platforms: `slack:U…`, or `github:` and the login in lower case (logins ignore case).
    #[must_use]
    pub fn key(&self) -> String {
        match self.platform {
            Platform::Slack => format!("slack:{}", self.id),
            Platform::Github => format!("github:{}", self.id.to_lowercase()),
        }
    }
}

/// What somebody is to us (rule 7 of the clock).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A human member of staff: answers stop the clock.
    Staff,
    /// Anyone else, also whoever cannot be looked up: comments start it.
    Outside,
    /// A bot, our own app, or on the ignore list: neither.
    Bot,
}

/// What a look-up found out about somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What they are to us.
    pub role: Role,
    /// Name to show; the id where none is known.
    pub name: String,
    /// Where they work, if their profile says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The look-up failed for a passing reason; the role is a stand-in and is looked up again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

/// Everyone who takes part in an item, by [`Author::key`].
pub type People = BTreeMap<String, Person>;
