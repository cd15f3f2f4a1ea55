//! The local AWS: `ministack`.

use crate::failing::Failing;
use crate::signed::{Answer, Call, REGION, call};
use crate::wait;
use aws_credential_types::Credentials;
use serde_json::Value;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// The account's own keys, which may do everything.
const ROOT: &str = "root-of-the-local-aws";
/// The bucket that `sam deploy` uploads to.
pub const BUCKET: &str = "artifacts";

/// A running local AWS; it ends with this value.
pub struct LocalAws {
    /// `http://127.0.0.1:PORT`.
    pub endpoint: String,
    /// Its working folder, with its log.
    pub folder: TempDir,
    process: Child,
}

impl LocalAws {
    /// Starts it on a free port, and waits until it answers.
    pub async fn start() -> Self {
        Self::run(free_port(), None).await
    }

    /// Starts it with something before it that lets the functions' calls fail; ours do not pass there. Nobody is refused what their
    /// role does not say, since what passes there no longer carries the host that was signed.
    pub async fn start_failing() -> (Self, Failing) {
        let port = free_port();
        let failing = Failing::before(&at(port)).await;
        (Self::run(port, Some(&failing)).await, failing)
    }

    async fn run(port: u16, failing: Option<&Failing>) -> Self {
        let endpoint = at(port);
        let folder = tempfile::tempdir().unwrap();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new("ministack");
        command.current_dir(folder.path()).env("GATEWAY_PORT", port.to_string()).env("BIND_HOST", "127.0.0.1");
        // Without the endpoint in its own environment the functions, which it starts, could not call it.
        command
            .envs(environment(failing.map_or(&*endpoint, |failing| &failing.endpoint)))
            .env("MINISTACK_HOST", "localhost")
            .env("LAMBDA_EXECUTOR", "local");
        command.env("AUTH", failing.is_none().to_string()).env("IOT_MTLS_ENABLED", "0").env("SFTP_ENABLED", "0");
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).kill_on_drop(true);
        let process = command.spawn().expect("`ministack` is installed: infra/test/run does that");
        let aws = Self { endpoint, folder, process };
        wait::until("the local AWS answers", 60, async || aws.is_up().await.then_some(())).await;
        let _ = aws.call(&Call::rest("s3", "PUT", &format!("/{BUCKET}"), &Value::Null)).await.succeeded();
        aws
    }

    /// Kills every process in which a function waits or works. Says how many those were.
    pub async fn kill_functions(&self) -> usize {
        let ours = self.process.id().expect("it runs");
        let killed = functions_of(ours);
        if !killed.is_empty() {
            let ids = killed.iter().map(u32::to_string);
            // One of them may have ended by itself.
            let mut kill = Command::new("bash");
            kill.args(["-c", "kill -KILL \"$@\"", "kill"]).args(ids).stderr(Stdio::null());
            let _ = kill.status().await.unwrap();
        }
        killed.len()
    }

    async fn is_up(&self) -> bool {
        let health = format!("{}/_ministack/health", self.endpoint);
        roundup_http::client().unwrap().get(health).send().await.is_ok_and(|response| response.status().is_success())
    }

    /// Makes a call with the account's own keys.
    pub async fn call(&self, what: &Call) -> Answer {
        self.call_as(&root(), what).await
    }

    /// Makes a call with these keys.
    pub async fn call_as(&self, keys: &Credentials, what: &Call) -> Answer {
        call(&self.endpoint, keys, what).await
    }

    /// Keys of a role, with which its calls are judged as those of its function are. Lambda alone may assume it, so its trust
    /// is widened first; what it may do stays as it is.
    pub async fn assume(&self, role: &str) -> Credentials {
        let name = role.rsplit('/').next().unwrap_or(role);
        let anybody = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"sts:AssumeRole"}]}"#;
        let fields =
            [("Action", "UpdateAssumeRolePolicy"), ("Version", "2010-05-08"), ("RoleName", name), ("PolicyDocument", anybody)];
        let _ = self.call(&Call::form("iam", &fields)).await.succeeded();
        let fields =
            [("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", role), ("RoleSessionName", "deployment-test")];
        let assumed = self.call(&Call::form("sts", &fields)).await.succeeded();
        let part = |name: &str| assumed.element(name).unwrap_or_else(|| panic!("no {name}: {}", assumed.text)).to_owned();
        Credentials::new(part("AccessKeyId"), part("SecretAccessKey"), Some(part("SessionToken")), None, "role")
    }

    /// What it has written down, for whoever looks into a failure.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// A command that calls it: the SAM CLI.
    #[must_use]
    pub fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).envs(environment(&self.endpoint)).env("SAM_CLI_TELEMETRY", "0");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }
}

/// The account's own keys.
#[must_use]
pub fn root() -> Credentials {
    Credentials::new(ROOT, ROOT, None, None, "root")
}

/// The processes that this one has started and that run a function, as Linux lists them (proc(5)).
fn functions_of(parent: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let is_one = |process: &u32| {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        status.lines().any(|line| line == "Name:\tbootstrap") && status.lines().any(|line| line == format!("PPid:\t{parent}"))
    };
    processes.filter(is_one).collect()
}

/// A port that nobody listens on.
#[must_use]
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The address of a port of this machine.
#[must_use]
pub fn at(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

fn environment(endpoint: &str) -> [(&'static str, &str); 5] {
    [
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ACCESS_KEY_ID", ROOT),
        ("AWS_SECRET_ACCESS_KEY", ROOT),
        ("AWS_DEFAULT_REGION", REGION),
        ("AWS_REGION", REGION),
    ]
}
