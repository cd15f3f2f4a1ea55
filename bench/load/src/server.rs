//! The process that is put under load.

use crate::events::{SECRET, configuration};
use serde_json::Value;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// A running `serve` over an empty folder.
pub struct Server {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    /// For whoever speaks to it.
    pub client: reqwest::Client,
    child: Child,
    _folder: TempDir,
}

impl Server {
    /// Starts it, and waits until it answers.
    pub async fn start(roundup: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder for its data");
        let configured = folder.path().join("roundup.toml");
        std::fs::write(&configured, configuration()).expect("the folder can be written");
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let data = folder.path().join("data");
        let mut command = Command::new(roundup);
        command.args(["serve", "--listen", &free.to_string()]).arg("--config").arg(configured).arg("--data").arg(data);
        command.env_clear().env("SLACK_SIGNING_SECRET", SECRET).env("GITHUB_WEBHOOK_SECRET", SECRET).env("RUST_LOG", "error");
        command.stdout(Stdio::null()).kill_on_drop(true);
        let child = command.spawn().expect("the binary is there");
        let server = Self { url: format!("http://{free}"), client: reqwest::Client::new(), child, _folder: folder };
        for _ in 0..100 {
            if server.client.get(format!("{}/healthz", server.url)).send().await.is_ok() {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("it does not answer at {}", server.url);
    }

    /// What `path` says; none where it says that there is no such thing.
    pub async fn get(&self, path: &str) -> Option<Value> {
        let answer = self.client.get(format!("{}{path}", self.url)).send().await.ok()?;
        answer.error_for_status().ok()?.json().await.ok()
    }

    /// The most memory it has had, MB.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap_or_default())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        let kilobytes: f64 = line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default();
        kilobytes * 1_024.0 / 1e6
    }
}
