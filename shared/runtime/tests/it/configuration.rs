//! A warm function and the configuration: noticed within a minute, with one small read, and never worse than before.

use crate::secrets_manager::SecretsManager;
use crate::{after, now};
use roundup_embedded::EmbeddedTable;
use roundup_mail::Mailer;
use roundup_metrics::Metrics;
use roundup_runtime::behind::{LOOK_EVERY, Parts, Warm};
use roundup_runtime::start::NotReady;
use roundup_schedule::{Schedules, Target};
use roundup_standins::{Journal, MailStandIn, SchedulerStandIn};
use roundup_store::{Configuration, Store};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

const TABLE: &str = "roundup";

/// A function that has just started, its table and its secret.
async fn started() -> (Warm, EmbeddedTable, SecretsManager) {
    let table = EmbeddedTable::in_memory(now()).unwrap();
    roundup_store::schema::create_table(&table.client(), TABLE).await.unwrap();
    let manager = SecretsManager::with(&json!({"slack": [{"signing_secret": "s", "bot_tokens": {"T0": "xoxb-1"}}]}));
    let target = Target { function_arn: "arn:aws:x".into(), role_arn: "arn:aws:y".into(), dead_letter_arn: None };
    let parts = Parts {
        store: Store::new(table.client(), TABLE),
        table: TABLE.to_owned(),
        secrets: manager.cache(),
        slack_api_url: "http://127.0.0.1:9/api/".to_owned(),
        github_api_url: "http://127.0.0.1:9/".to_owned(),
        schedules: Schedules::new(SchedulerStandIn::new(Arc::new(now)).client(), "roundup", target),
        mailer: Mailer::new(MailStandIn::new(&Journal::new(Arc::new(now))).client()),
        metrics: Metrics::off(),
    };
    (Warm::new(parts), table, manager)
}

async fn apply(table: &EmbeddedTable, version: u32, name: &str) {
    let source = "[[sources]]\nname = \"Tracker\"\ngithub = \"acme/widgets\"\n";
    let toml = format!("[team]\nname = \"{name}\"\ntimezone = \"UTC\"\nslack_team = \"T0STAFF01\"\n{source}");
    let next = Configuration { version, toml, by: "ada".to_owned(), at: now() };
    Store::new(table.client(), TABLE).apply_configuration(&next).await.unwrap();
}

/// How the team is called, by the rules in force.
async fn team(warm: &Warm, seconds: i64) -> Result<String, NotReady> {
    warm.app(after(seconds)).await.map(|app| app.rules.team.name.clone())
}

fn difference(before: &BTreeMap<String, u64>, after: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let more = |(name, count): (&String, &u64)| (name.clone(), count - before.get(name).unwrap_or(&0));
    after.iter().map(more).filter(|(_, count)| *count > 0).collect()
}

#[tokio::test]
async fn a_function_that_was_started_first_says_what_to_do_and_works_once_that_is_done() {
    let (warm, table, manager) = started().await;
    let none = team(&warm, 0).await.unwrap_err();
    assert!(none.to_string().contains("roundup config apply roundup.toml --table roundup"), "{none}");
    apply(&table, 1, "Acme").await;
    assert_eq!(team(&warm, 1).await, Ok("Acme".to_owned()), "what is not there yet is looked for each time");
    manager.delete();
    let (warm, table, manager) = started().await;
    apply(&table, 1, "Acme").await;
    manager.delete();
    assert!(matches!(team(&warm, 0).await, Err(NotReady::NoSecret(_))));
}

#[tokio::test]
async fn a_new_configuration_is_noticed_within_a_minute_and_otherwise_costs_one_small_read_a_minute() {
    let (warm, table, _) = started().await;
    apply(&table, 1, "Acme").await;
    assert_eq!(team(&warm, 0).await, Ok("Acme".to_owned()));
    let minute = LOOK_EVERY.as_secs();

    let before = table.calls();
    for second in 1..=(10 * minute) {
        team(&warm, second).await.unwrap();
    }
    assert_eq!(difference(&before, &table.calls()), BTreeMap::from([("GetItem".to_owned(), 10)]), "ten minutes, 600 events");

    apply(&table, 2, "Acme Rockets").await;
    assert_eq!(team(&warm, 10 * minute + 59).await, Ok("Acme".to_owned()));
    assert_eq!(team(&warm, 11 * minute).await, Ok("Acme Rockets".to_owned()));
}

#[tokio::test]
async fn what_does_not_hold_or_cannot_be_read_leaves_in_force_what_was() {
    let (warm, table, _) = started().await;
    apply(&table, 1, "Acme").await;
    team(&warm, 0).await.unwrap();
    table.fail_while(true);
    assert_eq!(team(&warm, 100).await, Ok("Acme".to_owned()));
    table.fail_while(false);
    let broken = Configuration { version: 2, toml: "[team]\n".to_owned(), by: "ada".to_owned(), at: now() };
    Store::new(table.client(), TABLE).apply_configuration(&broken).await.unwrap();
    assert_eq!(team(&warm, 200).await, Ok("Acme".to_owned()));
    apply(&table, 3, "Acme again").await;
    assert_eq!(team(&warm, 300).await, Ok("Acme again".to_owned()));
}

#[tokio::test]
async fn a_token_that_was_rotated_is_used_within_ten_minutes() {
    let (warm, table, manager) = started().await;
    apply(&table, 1, "Acme").await;
    assert!(!warm.app(now()).await.unwrap().slack.has_token("T1"));
    manager.put(&json!({"slack": [{"signing_secret": "s", "bot_tokens": {"T1": "xoxb-2"}}]}));
    assert!(warm.app(after(660)).await.unwrap().slack.has_token("T1"));
}
