//! Roundup whole in one process: the functions' own handlers over an embedded table, with a scheduler, a stream pump and
//! stand-ins for Slack and GitHub. What `serve` and `demo` run, and what the black-box tests start.

mod aws;
pub mod cli;
pub mod commands;
mod demo;
mod doctor;
pub mod environment;
mod logging;
mod parameters;
pub mod process;
pub mod server;
mod signing;
pub mod terminal;

pub use commands::run;

/// What goes wrong for a user: what it is, and what would be right.
#[derive(Debug, thiserror::Error)]
#[error("{wrong}; {right}")]
pub struct Failure {
    /// What is wrong.
    pub wrong: String,
    /// What would be right.
    pub right: String,
}

impl Failure {
    /// What is wrong, and what would be right.
    pub fn new(wrong: impl std::fmt::Display, right: impl Into<String>) -> Self {
        Self { wrong: wrong.to_string(), right: right.into() }
    }
}
