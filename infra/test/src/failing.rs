//! What lets the functions' calls to AWS fail: `microburst`, a proxy between them and the local AWS that knows which operation a
//! call is, and answers as AWS does.

use crate::local_aws::{at, free_port};
use crate::wait;
use serde_json::{Value, json};
use std::process::Stdio;
use tokio::process::{Child, Command};

/// The proxy; it ends with this value. It lets everything through until it is told otherwise.
#[derive(Debug)]
pub struct Failing {
    /// `http://127.0.0.1:PORT`: what the functions take for AWS.
    pub endpoint: String,
    _process: Child,
}

impl Failing {
    /// Starts it before the local AWS at `upstream`.
    pub async fn before(upstream: &str) -> Self {
        let port = free_port();
        let mut command = Command::new("microburst");
        command.args(["--host", "127.0.0.1", "--port", &port.to_string(), "--upstream", upstream]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let process = command.spawn().expect("`microburst` is installed: infra/test/run does that");
        let failing = Self { endpoint: at(port), _process: process };
        wait::until("the proxy before the local AWS answers", 30, async || failing.told("GET", "health", &Value::Null).await)
            .await;
        failing
    }

    /// From now on calls fail by these rules, of which the first that fits a call holds, and by no others (microburst, "Rules").
    pub async fn begin(&self, rules: &Value) {
        let taken = self.told("POST", "rules", rules).await.expect("the rules are ones that microburst knows");
        assert_eq!(taken.as_array().map(Vec::len), rules.as_array().map(Vec::len), "{taken}");
    }

    /// From now on no call fails. Says how many have since the rules began.
    pub async fn end(&self) -> u64 {
        let rules = self.told("GET", "rules", &Value::Null).await.unwrap();
        let fired = rules.as_array().unwrap().iter().filter_map(|rule| rule["fired_count"].as_u64()).sum();
        self.told("DELETE", "rules", &json!([])).await.unwrap();
        fired
    }

    async fn told(&self, method: &str, what: &str, body: &Value) -> Option<Value> {
        let url = format!("{}/_microburst/{what}", self.endpoint);
        let request = roundup_http::client().unwrap().request(method.parse().unwrap(), url);
        let answer = request.body(body.to_string()).send().await.ok()?;
        if answer.status().is_success() { answer.json().await.ok() } else { None }
    }
}
