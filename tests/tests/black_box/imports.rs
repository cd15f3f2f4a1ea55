//! `import`: history in, as if the webhooks had arrived (CONTRACT 1). The binary itself, against a GitHub and a Slack in which
//! the same story was played.

mod github;
mod other_rules;
mod slack;

use roundup_standins::{GithubStandIn, Journal, SlackStandIn};
use roundup_tests::binary::{self, Ended, command, ended, system_now};
use roundup_tests::configuration::*;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use tokio::process::Command;

/// A GitHub and a Slack on this machine, by the system's clock.
struct Around {
    github: GithubStandIn,
    github_url: String,
    slack: SlackStandIn,
    slack_url: String,
}

impl Around {
    async fn new() -> Self {
        let journal = Journal::new(Arc::new(system_now));
        let (github, slack) = (GithubStandIn::new(&journal), SlackStandIn::new(&journal, HOME));
        introduce_to_github(&github);
        introduce_to_slack(&slack);
        let (github_at, _) = roundup_standins::serve(github.router()).await.unwrap();
        let (slack_at, _) = roundup_standins::serve(slack.router()).await.unwrap();
        Self { github, github_url: format!("http://{github_at}/"), slack, slack_url: format!("http://{slack_at}/api/") }
    }

    /// A command that calls them.
    fn command(&self, folder: &Path, args: &[&str]) -> Command {
        let mut command = command(folder, args);
        command.env("GITHUB_API_URL", &self.github_url).env("GITHUB_TOKEN", GITHUB_TOKEN);
        command.env("SLACK_API_URL", &self.slack_url).env("SLACK_BOT_TOKEN_T0STAFF01", HOME_TOKEN);
        command.env("SLACK_BOT_TOKEN_T0CLOUDS1", CLOUDS_TOKEN);
        command
    }

    async fn run(&self, folder: &Path, args: &[&str]) -> Ended {
        ended(self.command(folder, args)).await
    }

    /// Runs a command that is to succeed; what it printed.
    async fn well(&self, folder: &Path, args: &[&str]) -> String {
        let ended = self.run(folder, args).await;
        assert_eq!(ended.code, 0, "{ended:?}");
        ended.out
    }

    /// What was posted in Slack.
    fn posted(&self) -> Vec<Value> {
        let posts = self.slack.calls().into_iter().filter(|call| call.method == "chat.postMessage");
        posts.map(|call| call.body).collect()
    }
}

/// The items of a data folder, each with its trace.
async fn items_in_full(folder: &Path) -> Vec<Value> {
    let listed = binary::run(folder, &["items", "--json", "--data", "data"]).await;
    assert_eq!(listed.code, 0, "{listed:?}");
    let mut items: Vec<Value> = serde_json::from_str(&listed.out).unwrap();
    for item in &mut items {
        let id = item["id"].as_str().unwrap().to_owned();
        let told = binary::run(folder, &["why", &id, "--json", "--data", "data"]).await;
        *item = serde_json::from_str(&told.out).unwrap_or_else(|error| panic!("{error}: {told:?}"));
    }
    items
}

/// The items without their traces: those tell of reminders, which only who watched at the time has seen.
fn without_traces(items: &[Value]) -> Vec<Value> {
    let mut items = items.to_vec();
    for item in &mut items {
        item.as_object_mut().unwrap().remove("trace");
    }
    items
}
