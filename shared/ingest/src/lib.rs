//! Bytes → verified → fact. What a sender says is believed once its signature holds, and of what it says only the fields
//! that a fact needs are read, leniently: whatever is signed but not understood is *ignored*, with a reason, never an error
//! (a failure would make Slack retry, and in the end switch the app off).
//!
//! Linked into the webhook functions, so it stays lean, and pure: the time is an argument, nothing is looked up, and what
//! the facts mean is for `roundup-domain` to say.
//!
//! Start at [`slack::verify`] and [`slack::parse_event`], [`github::verify`] and [`github::parse_delivery`].

pub mod github;
pub mod slack;

mod json;
mod request;
mod signature;
mod text;

#[cfg(test)]
mod payload_tests;
#[cfg(test)]
mod robustness_tests;
#[cfg(test)]
mod schema_tests;

pub use github::BODY_LIMIT as GITHUB_BODY_LIMIT;
pub use request::Rejection;
pub use signature::SigningSecret;
pub use slack::BODY_LIMIT as SLACK_BODY_LIMIT;
