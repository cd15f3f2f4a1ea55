//! Acme, in a hurry: a promise of a minute, and everybody who is needed to break it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use roundup_standins::{GithubStandIn, Journal, Profile, SlackStandIn, UserFlags};
use roundup_tests::binary::system_now;
use roundup_tests::configuration::{ADA, ADA_GH, BEN, CLEO, DANA, GITHUB_TOKEN, GLOBEX, HOME, HOME_TOKEN, INTERNAL, OCTOCAT};
use roundup_tests::sign::{GITHUB_SECRET, SLACK_SECRET};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// The configuration, with a Roundup at `meeting`. The local scheduler knows no zones, so the team is in UTC.
#[must_use]
pub fn configuration(meeting: Timestamp) -> String {
    let meeting = TimeZone::UTC.to_datetime(meeting).strftime("%a %H:%M").to_string();
    format!(
        r#"
[team]
name = "Acme"
timezone = "UTC"
slack_team = "{HOME}"
staff_github = ["{ADA_GH}"]

[on_call]
rotation = ["{ADA}", "{BEN}"]
start = "2026-01-05"
handoff = "Mon 09:00"
every = "1w"
channel = "{INTERNAL}"
lead = "{CLEO}"

[policies.default]
respond_within = "60s"
remind_before = ["30s"]
escalate_after = ["0m"]

[policies.patient]
respond_within = "24h"

[[sources]]
name = "Globex"
slack = {{ team = "{HOME}", channel = "{GLOBEX}" }}
company = "Globex"

[[sources]]
name = "Initech"
slack = {{ team = "{HOME}", channel = "C0INITEC1" }}

[[sources]]
name = "Tracker"
github = "acme/widgets"
policy = "patient"

[roundup]
meeting = "{meeting}"
prepare = []
post = "{INTERNAL}"
email = {{ from = "roundup@acme.test", to = ["team@acme.test"] }}
"#
    )
}

/// What is in Secrets Manager (README.md, "Secrets").
#[must_use]
pub fn secrets() -> Value {
    json!({"slack": [{"signing_secret": SLACK_SECRET, "previous_signing_secret": null, "bot_tokens": {HOME: HOME_TOKEN}}],
        "github": [{"webhook_secret": GITHUB_SECRET, "previous_webhook_secret": null, "token": GITHUB_TOKEN}]})
}

/// The Slack and the GitHub that the functions call.
pub struct Outside {
    /// Slack.
    pub slack: SlackStandIn,
    /// GitHub.
    pub github: GithubStandIn,
    /// Value of the parameter `SlackApiUrl`.
    pub slack_url: String,
    /// Value of the parameter `GithubApiUrl`.
    pub github_url: String,
    tasks: [JoinHandle<()>; 2],
}

impl Outside {
    /// Starts both, with everybody in them.
    pub async fn start() -> Self {
        let journal = Journal::new(Arc::new(system_now));
        let (slack, github) = (SlackStandIn::new(&journal, HOME), GithubStandIn::new(&journal));
        slack.token(HOME_TOKEN, HOME);
        let member = UserFlags::default();
        slack.user(ADA, "Ada Okafor", HOME, member).user(BEN, "Ben Larsen", HOME, member).user(
            CLEO,
            "Cleo Marchetti",
            HOME,
            member,
        );
        slack.user(DANA, "Dana Whitfield", "T0GLOBEX0", UserFlags { is_stranger: true, ..member });
        slack.channel(GLOBEX, "ext-globex", true).channel("C0INITEC1", "at-initech", true).channel(
            INTERNAL,
            "help-internal",
            false,
        );
        github.user(OCTOCAT, Profile { name: Some("Mona Lisa".to_owned()), company: None });
        github.user(ADA_GH, Profile { name: Some("Ada Okafor".to_owned()), company: None });
        let (slack_address, slack_task) = roundup_standins::serve(slack.router()).await.unwrap();
        let (github_address, github_task) = roundup_standins::serve(github.router()).await.unwrap();
        Self {
            slack,
            github,
            slack_url: format!("http://{slack_address}/api/"),
            github_url: format!("http://{github_address}/"),
            tasks: [slack_task, github_task],
        }
    }

    /// What was posted to a person (by user id) or in a channel.
    #[must_use]
    pub fn messages(&self, to: &str) -> Vec<Value> {
        let channel = to.strip_prefix('U').map_or_else(|| to.to_owned(), |rest| format!("D{rest}"));
        self.slack.messages(&channel)
    }

    /// What was posted to a person (by user id) or in a channel, one text each.
    #[must_use]
    pub fn posted(&self, to: &str) -> Vec<String> {
        self.messages(to).iter().map(Value::to_string).collect()
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}
