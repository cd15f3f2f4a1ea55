//! GitHub's REST API, as much of it as Roundup asks: who is a member of an organisation, and where somebody works.
//!
//! A concrete client with a base URL: in production it speaks to GitHub, in the local process and in tests to the
//! stand-in of `roundup-standins`. It only reads, so it repeats calls on passing errors by itself.

mod client;
mod error;

pub use client::{Github, Membership, Profile};
pub use error::{GithubError, SetupError};
