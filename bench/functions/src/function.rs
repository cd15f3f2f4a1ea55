//! One running function, and what its process takes.

use crate::aws::Aws;
use crate::contestants::Contestant;
use crate::requests::{GITHUB_SECRET, SLACK_SECRET};
use crate::runtime_api::{Answer, RuntimeApi};
use crate::share::Share;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// A function's process with its runtime API.
pub struct Function {
    api: RuntimeApi,
    child: Child,
    spawned: Instant,
}

impl Function {
    /// Starts it.
    pub async fn start(contestant: &Contestant, aws: &Aws, tls: bool) -> Self {
        let api = RuntimeApi::start().await;
        let mut command = Command::new(&contestant.command[0]);
        command.args(&contestant.command[1..]).current_dir(&contestant.folder).env_clear();
        command.envs(environment(contestant, aws, tls, &api.address));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit()).kill_on_drop(true);
        let spawned = Instant::now();
        let child = command.spawn().unwrap_or_else(|error| panic!("{:?} cannot be started: {error}", contestant.command));
        Self { api, child, spawned }
    }

    /// Since it was started.
    pub fn age(&self) -> Duration {
        self.spawned.elapsed()
    }

    /// Waits until it asks for its first invocation: its init phase is over.
    pub async fn ready(&mut self) {
        self.api.ready().await;
    }

    /// Invokes it.
    pub async fn invoke(&mut self, event: &Value) -> Answer {
        self.api.invoke(event).await
    }

    /// Ends it, and waits for that.
    pub async fn end(mut self) {
        self.child.kill().await.expect("a process of ours can be ended");
    }

    /// Time on a processor so far, all threads.
    pub fn cpu(&self) -> Duration {
        let tasks = std::fs::read_dir(self.proc("task")).into_iter().flatten().flatten();
        let of = |task: std::fs::DirEntry| -> Option<u64> {
            let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse().ok()
        };
        Duration::from_nanos(tasks.filter_map(of).sum())
    }

    /// The most memory it has had, MB.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(self.proc("status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        let kilobytes: f64 = line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default();
        kilobytes * 1_024.0 / 1e6
    }

    /// From now on it has this share of a processor.
    pub fn limit(&self, share: &Share) {
        share.give_to(self.child.id().unwrap_or_default());
    }

    fn proc(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.child.id().unwrap_or_default()))
    }
}

/// What Lambda and the template put into a function's environment, and which certificates to trust, for each runtime.
fn environment(contestant: &Contestant, aws: &Aws, tls: bool, api: &str) -> Vec<(&'static str, String)> {
    let mut environment: Vec<(&str, String)> = [
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("AWS_LAMBDA_FUNCTION_NAME", "bench"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "bench"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "bench"),
        ("AWS_LAMBDA_RUNTIME_API", api),
        ("_HANDLER", contestant.handler),
        ("AWS_REGION", "us-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        // AWS's own examples ("Signature Version 4").
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        ("AWS_ENDPOINT_URL", if tls { &aws.tls } else { &aws.plain }),
        ("ROUNDUP_TABLE", "roundup"),
        ("ROUNDUP_SECRET", contestant.secret),
        ("SLACK_SIGNING_SECRET", SLACK_SECRET),
        ("GITHUB_WEBHOOK_SECRET", GITHUB_SECRET),
        ("NODE_ENV", "production"),
        ("RUST_LOG", "info"),
    ]
    .into_iter()
    .map(|(name, value)| (name, value.to_owned()))
    .collect();
    if tls {
        let trusted = aws.trusted.display().to_string();
        environment.push(("AWS_CA_BUNDLE", trusted.clone()));
        environment.push(("NODE_EXTRA_CA_CERTS", trusted));
    }
    environment
}
