//! A deployed Roundup and what is around it.

use crate::acme::{self, Outside};
use crate::failing::Failing;
use crate::local_aws::LocalAws;
use crate::senders::{Senders, said_to_nobody};
use crate::signed::Call;
use crate::stack::{self, FUNCTIONS, NAME, Parameters, Stack, built};
use crate::wait;
use roundup_domain::ConversationId;
use serde_json::{Value, json};
use tokio::process::Command;
use tokio::task::LocalSet;

/// A deployed Roundup and what is around it.
pub struct World {
    /// AWS.
    pub aws: LocalAws,
    /// Slack and GitHub.
    pub outside: Outside,
    /// What is deployed.
    pub stack: Stack,
    /// Who sends webhooks to it.
    pub senders: Senders,
}

impl World {
    /// Deploys what `sam build` has built, with these parameters besides the usual ones.
    pub async fn deployed(besides: &[(&str, &str)]) -> Self {
        Self::on(LocalAws::start().await, besides).await
    }

    /// Deploys it where the functions' calls to AWS can be made to fail.
    pub async fn deployed_failing() -> (Self, Failing) {
        let (aws, failing) = LocalAws::start_failing().await;
        (Self::on(aws, &[]).await, failing)
    }

    async fn on(aws: LocalAws, besides: &[(&str, &str)]) -> Self {
        let outside = Outside::start().await;
        let identity = json!({"EmailIdentity": "roundup@acme.test"});
        let _ = aws.call(&Call::rest("ses", "POST", "/v2/email/identities", &identity)).await.succeeded();
        let mut parameters = parameters(&outside);
        parameters.extend(besides.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let stack = Stack::deploy(&aws, &built(), &parameters).await;
        let senders = Senders::to(&stack.url);
        Self { aws, outside, stack, senders }
    }

    /// Puts the secrets where the README says.
    pub async fn put_secrets(&self) {
        self.put_secret(&acme::secrets()).await;
    }

    /// Puts this document where the README says that the secrets are.
    pub async fn put_secret(&self, document: &Value) {
        let secret = json!({"SecretId": self.stack.outputs["SecretId"], "SecretString": document.to_string()});
        let _ = self.aws.call(&Call::json("secretsmanager", "secretsmanager.PutSecretValue", &secret)).await.succeeded();
    }

    /// Waits until webhooks are believed.
    pub async fn believes(&self) {
        let is_believed = async || self.senders.event(&said_to_nobody().written()).await.0 == 200;
        wait::until("the functions have the secret", 60, async || is_believed().await.then_some(())).await;
    }

    /// Puts a configuration in force; the schedules that follow from it.
    pub async fn configure(&self, configuration: &str) -> Parameters {
        let file = self.aws.folder.path().join("roundup.toml");
        std::fs::write(&file, configuration).unwrap();
        let file = file.to_str().unwrap();
        self.roundup(&["config", "apply", file, "--table", NAME]).await;
        serde_json::from_str(&self.roundup(&["config", "parameters", file, "--json"]).await).unwrap()
    }

    /// A command of the operator's.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.aws.command(roundup_tests::binary::path().to_str().unwrap(), self.aws.folder.path());
        command.args(arguments);
        command
    }

    /// What a command of the operator's prints.
    pub async fn roundup(&self, arguments: &[&str]) -> String {
        let done = self.command(arguments).output().await.unwrap();
        let told = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success(), "{arguments:?}: {told}{}", String::from_utf8_lossy(&done.stderr));
        told
    }

    /// The rows of a conversation.
    pub async fn rows(&self, conversation: &ConversationId) -> Vec<Value> {
        let partition = json!({":pk": {"S": format!("CONV#{}", conversation.as_str())}});
        let query = json!({"TableName": NAME, "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": partition});
        let found = self.aws.call(&Call::json("dynamodb", "DynamoDB_20120810.Query", &query)).await.succeeded().json();
        found["Items"].as_array().unwrap().clone()
    }

    /// The items of a conversation.
    pub async fn items(&self, conversation: &ConversationId) -> Vec<Value> {
        let rows = self.rows(conversation).await;
        rows.iter().filter_map(|row| serde_json::from_str(row["view"]["S"].as_str()?).ok()).collect()
    }

    /// An item of a conversation, once there is one that is in this state.
    pub async fn item(&self, conversation: &ConversationId, state: &str) -> Value {
        wait::until(&format!("an item of {} is {state}", conversation.as_str()), 30, async || {
            self.items(conversation).await.into_iter().find(|item| item["state"] == state)
        })
        .await
    }
}

/// Plays a story, in which nothing that is spawned need be `Send`; what the functions have logged is printed if it fails.
pub async fn play(world: &World, story: impl Future<Output = ()> + 'static) {
    let chapters = LocalSet::new();
    let telling = chapters.spawn_local(story);
    if let Err(failed) = chapters.run_until(telling).await {
        for function in FUNCTIONS {
            println!("--- {}\n{}", function.name, stack::log(&world.aws, function.name).await);
        }
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// The parameters that every deployment here has.
#[must_use]
pub fn parameters(outside: &Outside) -> Parameters {
    [
        ("Architecture", std::env::consts::ARCH.replace("aarch64", "arm64")),
        ("EmailFrom", "roundup@acme.test".to_owned()),
        ("AlarmEmail", "ops@acme.test".to_owned()),
        ("SlackApiUrl", outside.slack_url.clone()),
        ("GithubApiUrl", outside.github_url.clone()),
        ("LogLevel", "info".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
