//! The world that the tests live in: Roundup in one process as `serve` runs it, a Slack and a GitHub that it calls, and
//! the webhooks that these would send, with their payloads and their signatures.
#![allow(clippy::unwrap_used, reason = "what cannot be set up is the test's failure")]

pub mod aws;
pub mod binary;
pub mod blocks;
pub mod configuration;
pub mod github;
pub mod interactions;
pub mod sign;
pub mod slack;
pub mod told;
pub mod world;

pub use github::Thread;
pub use slack::Said;
pub use world::{Answer, Setup, World};
