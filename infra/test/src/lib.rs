//! Roundup deployed onto a local AWS: the template, by the real SAM CLI; the functions' release binaries, each with its own
//! role; signed webhooks through the HTTP API; a Slack and a GitHub that the functions call.
//!
//! Time is real here: what takes a day in production takes a minute in the test's configuration.
#![allow(clippy::unwrap_used, reason = "what cannot be set up is the test's failure")]

pub mod acme;
pub mod binaries;
pub mod failing;
pub mod judged_otherwise;
pub mod local_aws;
pub mod policies;
pub mod senders;
pub mod signed;
pub mod stack;
pub mod wait;
pub mod world;
