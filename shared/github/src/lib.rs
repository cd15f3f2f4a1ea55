//! GitHub's REST API, as much of it as Roundup asks: who is a member of an organisation, where somebody works, which issues
//! there are about something, what happened in a repository; and does: labels, assignees and comments of issues and pull
//! requests.
//!
//! A concrete client with a base URL: in production it speaks to GitHub, in the local process and in tests to the
//! stand-in of `roundup-standins`. Where twice is as good as once, it repeats requests on passing errors by itself.

mod client;
mod error;

pub use client::{Clock, Delivery, DiscussionsPage, Found, Github, Membership, Page, Profile, Repository};
pub use error::{GithubError, SetupError};
