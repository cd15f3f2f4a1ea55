//! Who is measured.

use crate::requests::Sender;
use std::path::{Path, PathBuf};

/// The least that a Rust function can be.
pub const HELLO: &str = "Rust hello world";
/// Ours for Slack's events.
pub const SLACK: &str = "Roundup slack-webhook";
/// The same, with a secret that it need not fetch.
pub const KNOWN: &str = "the same, its secret known";
/// Ours for GitHub's deliveries.
pub const GITHUB: &str = "Roundup github-webhook";
/// Node.js with the SDK.
pub const NODE: &str = "Node.js, no framework";
/// Bolt for JavaScript.
pub const BOLT_JS: &str = "Bolt for JavaScript";
/// Bolt for Python.
pub const BOLT_PYTHON: &str = "Bolt for Python";
/// Probot.
pub const PROBOT: &str = "Probot";

/// A function that is measured.
#[derive(Clone, Debug)]
pub struct Contestant {
    /// As it stands in the table.
    pub name: &'static str,
    /// Whose webhook it takes.
    pub sender: Sender,
    /// Program and arguments.
    pub command: Vec<String>,
    /// Where it runs.
    pub folder: PathBuf,
    /// `_HANDLER`.
    pub handler: &'static str,
    /// `ROUNDUP_SECRET`: an id, or the secret itself.
    pub secret: &'static str,
    /// The one file that would be uploaded; none where it would be a folder of many.
    pub package: Option<PathBuf>,
    /// Whether it stores anything: all but hello world.
    pub stores: bool,
}

/// Everybody. `repository` is the root of ours; `peers` where the peers' packages are installed.
pub fn contestants(repository: &Path, peers: &Path) -> Vec<Contestant> {
    let release = |name: &str| repository.join("target/release").join(name);
    let rust = |name, sender, binary: PathBuf| Contestant {
        name,
        sender,
        command: vec![binary.display().to_string()],
        folder: repository.to_owned(),
        handler: "bootstrap",
        secret: "roundup",
        package: Some(binary),
        stores: true,
    };
    let node = |name, sender, handler: &'static str| Contestant {
        name,
        sender,
        command: vec!["node".to_owned(), "runtime.mjs".to_owned()],
        folder: peers.join("node"),
        handler,
        secret: "",
        package: Some(peers.join("node").join(handler).with_extension("mjs")),
        stores: true,
    };
    let python = Contestant {
        name: BOLT_PYTHON,
        sender: Sender::Slack,
        command: vec![peers.join("python/venv/bin/python").display().to_string(), "runtime.py".to_owned()],
        folder: peers.join("python"),
        handler: "bolt",
        secret: "",
        package: None,
        stores: true,
    };
    let hello = repository.join("target/bench/release/hello");
    let known = rust(KNOWN, Sender::Slack, release("examples/known_secret"));
    vec![
        Contestant { stores: false, ..rust(HELLO, Sender::Slack, hello) },
        rust(SLACK, Sender::Slack, release("slack-webhook")),
        Contestant { secret: crate::requests::SLACK_SECRET, package: None, ..known },
        rust(GITHUB, Sender::Github, release("github-webhook")),
        node(NODE, Sender::Slack, "bundled/plain"),
        node(BOLT_JS, Sender::Slack, "bundled/bolt"),
        python,
        node(PROBOT, Sender::Github, "bundled/probot"),
    ]
}
