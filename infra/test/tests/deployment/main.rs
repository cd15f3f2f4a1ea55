//! One deployment, from the empty account to the second release. `infra/test/run` runs it.
#![allow(clippy::unwrap_used)]

mod agenda;
mod as_written;
mod expiry;
mod operator;
mod promise;
mod redeployment;
mod roles;
mod tracker;
mod triage;
mod turned_away;

use jiff::{SignedDuration, Timestamp};
use roundup_deployment_test::acme::{self, Outside};
use roundup_deployment_test::local_aws::LocalAws;
use roundup_deployment_test::senders::Senders;
use roundup_deployment_test::signed::Call;
use roundup_deployment_test::stack::{self, FUNCTIONS, NAME, Parameters, Stack, built};
use roundup_domain::ConversationId;
use roundup_tests::binary::system_now;
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::Instant;
use tokio::task::LocalSet;

/// A deployed Roundup and what is around it.
struct World {
    aws: LocalAws,
    outside: Outside,
    stack: Stack,
    senders: Senders,
}

impl World {
    async fn deployed() -> Self {
        let (aws, outside) = (LocalAws::start().await, Outside::start().await);
        let identity = json!({"EmailIdentity": "roundup@acme.test"});
        let _ = aws.call(&Call::rest("ses", "POST", "/v2/email/identities", &identity)).await.succeeded();
        let stack = Stack::deploy(&aws, &built(), &parameters(&outside)).await;
        let senders = Senders::to(&stack.url);
        Self { aws, outside, stack, senders }
    }

    /// Puts the secrets where the README says.
    async fn put_secrets(&self) {
        let secret = json!({"SecretId": self.stack.outputs["SecretId"], "SecretString": acme::secrets().to_string()});
        let _ = self.aws.call(&Call::json("secretsmanager", "secretsmanager.PutSecretValue", &secret)).await.succeeded();
    }

    /// Puts a configuration in force, with a Roundup at this time; the schedules that follow from it.
    async fn configure(&self, meeting: Timestamp) -> Parameters {
        let file = self.aws.folder.path().join("roundup.toml");
        std::fs::write(&file, acme::configuration(meeting)).unwrap();
        let file = file.to_str().unwrap();
        self.roundup(&["config", "apply", file, "--table", NAME]).await;
        serde_json::from_str(&self.roundup(&["config", "parameters", file, "--json"]).await).unwrap()
    }

    /// What a command of the operator's prints.
    async fn roundup(&self, arguments: &[&str]) -> String {
        let mut command = self.aws.command(roundup_tests::binary::path().to_str().unwrap(), self.aws.folder.path());
        let done = command.args(arguments).output().await.unwrap();
        let told = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success(), "{arguments:?}: {told}{}", String::from_utf8_lossy(&done.stderr));
        told
    }

    /// The rows of a conversation.
    async fn rows(&self, conversation: &ConversationId) -> Vec<Value> {
        let partition = json!({":pk": {"S": format!("CONV#{}", conversation.as_str())}});
        let query = json!({"TableName": NAME, "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": partition});
        let found = self.aws.call(&Call::json("dynamodb", "DynamoDB_20120810.Query", &query)).await.succeeded().json();
        found["Items"].as_array().unwrap().clone()
    }

    /// An item of a conversation, once there is one that is in this state.
    async fn item(&self, conversation: &ConversationId, state: &str) -> Value {
        roundup_deployment_test::wait::until(&format!("an item of {} is {state}", conversation.as_str()), 30, async || {
            let rows = self.rows(conversation).await;
            let views = rows.iter().filter_map(|row| serde_json::from_str::<Value>(row["view"]["S"].as_str()?).ok());
            views.into_iter().find(|item| item["state"] == state)
        })
        .await
    }
}

fn parameters(outside: &Outside) -> Parameters {
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

#[tokio::test]
async fn a_deployment_keeps_the_promise() {
    let begun = Instant::now();
    println!("   0 s  deploying");
    let world = Rc::new(World::deployed().await);
    let chapters = LocalSet::new();
    let telling = chapters.spawn_local(told(Rc::clone(&world), begun));
    let told = chapters.run_until(telling).await;
    if let Err(failed) = told {
        for function in FUNCTIONS {
            println!("--- {}\n{}", function.name, stack::log(&world.aws, function.name).await);
        }
        std::panic::resume_unwind(failed.into_panic());
    }
}

async fn told(world: Rc<World>, begun: Instant) {
    let world = &*world;
    let chapter = |title: &str| println!("{:>4} s  {title}", begun.elapsed().as_secs());
    chapter("the deployed table, stream and roles are what the code has and calls");
    as_written::the_table_and_the_stream_are_those_of_the_code(world).await;
    roles::no_role_may_do_more_or_less_than_its_binary_calls(world).await;
    roles::what_the_local_aws_judges_otherwise_is_allowed_otherwise(world).await;
    chapter("nobody's signature is right before there are secrets, and ours is soon after");
    turned_away::nobody_is_believed_before_there_are_secrets(world).await;
    world.put_secrets().await;
    world.configure(system_now() + SignedDuration::from_hours(48)).await;
    turned_away::whoever_has_the_secret_is_believed_soon_after(world).await;
    operator::doctor_says_what_is_right_and_what_is_to_be_done_next(world).await;
    let lost = operator::a_message_is_lost(world).await;
    chapter("webhooks in, reminder and escalation out; an expired row; triage; the tracker");
    tokio::join!(
        promise::a_reminder_and_an_escalation_are_sent_on_time_and_an_answer_cancels_the_schedules(world),
        expiry::a_removal_by_ttl_is_as_good_as_a_schedule(world),
        tracker::an_issue_is_an_item_until_it_is_answered(world),
        triage::commands_and_buttons_are_answered(world),
    );
    chapter("every role, refused anything else");
    roles::a_role_is_refused_what_its_function_does_not_call(world).await;
    chapter("what Slack lost is found by the hourly reconciliation");
    operator::the_hourly_reconciliation_finds_it(world, &lost).await;
    chapter("a second deployment over the first, with traffic");
    let meeting = redeployment::a_deployment_under_traffic_loses_nothing(world).await;
    operator::doctor_finds_the_schedules_that_the_configuration_asks_for(world).await;
    chapter("the agenda, by schedule; its email");
    agenda::it_is_posted_and_mailed_when_its_schedule_fires(world, meeting).await;
    chapter("somebody is erased");
    operator::a_person_is_erased_while_it_runs(world).await;
    chapter("done");
}
