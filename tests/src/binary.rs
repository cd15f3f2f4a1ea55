//! The real binary, for what only a process of its own can show.

use crate::configuration::ACME;
use crate::github::Delivery;
use crate::sign::{self, GITHUB_SECRET, SLACK_SECRET};
use jiff::Timestamp;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Where the binary is: beside the folder of the test's own.
#[must_use]
pub fn path() -> PathBuf {
    let path = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("roundup");
    assert!(path.is_file(), "{} is not built: run `cargo test --workspace`, which builds it", path.display());
    path
}

/// The time, by the system's clock.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "a process of its own goes by the system's clock")]
pub fn system_now() -> Timestamp {
    Timestamp::now()
}

/// An empty folder, with the tests' configuration in `roundup.toml`.
#[must_use]
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("roundup.toml"), ACME).unwrap();
    folder
}

/// A command in a folder, in an environment of nothing but the signing secrets.
#[must_use]
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(path());
    command.current_dir(folder).args(args).env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env("SLACK_SIGNING_SECRET", SLACK_SECRET).env("GITHUB_WEBHOOK_SECRET", GITHUB_SECRET).env("RUST_BACKTRACE", "1");
    command.kill_on_drop(true);
    command
}

/// How a command ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs a command to its end.
pub async fn run(folder: &Path, args: &[&str]) -> Ended {
    ended(command(folder, args)).await
}

/// Runs a prepared command to its end.
pub async fn ended(mut command: Command) -> Ended {
    let output = command.output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ended { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// A running `serve`.
pub struct Serving {
    /// The process.
    pub child: Child,
    /// `http://127.0.0.1:PORT`.
    pub base: String,
}

impl Serving {
    /// Starts `serve` on a free port, and waits until it listens.
    pub async fn start(folder: &Path, args: &[&str]) -> Self {
        let all: Vec<&str> = ["serve", "--listen", "127.0.0.1:0"].into_iter().chain(args.iter().copied()).collect();
        Self::of(command(folder, &all)).await
    }

    /// The same with a prepared command.
    pub async fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next_line().await.unwrap().expect("`serve` says where it listens");
        let base = first.split_whitespace().find_map(|word| word.strip_suffix(';').filter(|word| word.starts_with("http://")));
        let base = base.unwrap_or_else(|| panic!("no address in {first:?}")).to_owned();
        // Read to the end, so that it never writes into a closed pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, base }
    }

    /// Sends it an event, signed by the system's clock; the status of the answer.
    pub async fn event(&self, event: &Value) -> u16 {
        self.event_at(event, system_now()).await
    }

    /// Sends it an event, signed at `now`; the status of the answer.
    pub async fn event_at(&self, event: &Value, now: Timestamp) -> u16 {
        let body = crate::slack::envelope(event, "Ev0000000001", now).to_string();
        let timestamp = now.as_second().to_string();
        let client = roundup_http::client().unwrap();
        let signature = sign::slack(SLACK_SECRET, &timestamp, body.as_bytes());
        let request = client.post(format!("{}/slack/events", self.base)).header("x-slack-request-timestamp", &timestamp);
        request.header("x-slack-signature", signature).body(body).send().await.unwrap().status().as_u16()
    }

    /// Delivers from GitHub; the status of the answer.
    pub async fn deliver(&self, delivery: &Delivery) -> u16 {
        let body = delivery.payload.to_string();
        let client = roundup_http::client().unwrap();
        let request = client.post(format!("{}/github/webhook", self.base)).header("x-github-event", delivery.event);
        let request = request.header("content-type", "application/json");
        let signature = sign::github(GITHUB_SECRET, body.as_bytes());
        request.header("x-hub-signature-256", signature).body(body).send().await.unwrap().status().as_u16()
    }

    /// A document of it.
    pub async fn get(&self, path: &str) -> Value {
        let client = roundup_http::client().unwrap();
        client.get(format!("{}{path}", self.base)).send().await.unwrap().json().await.unwrap()
    }

    /// Moves its clock.
    pub async fn advance(&self, length: &str) {
        let client = roundup_http::client().unwrap();
        let body = serde_json::json!({"advance": length});
        client.post(format!("{}/dev/clock", self.base)).json(&body).send().await.unwrap().error_for_status().unwrap();
    }

    /// Ends it as a power cut would: `SIGKILL`.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}
