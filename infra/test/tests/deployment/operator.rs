//! What the operator runs, and what runs by itself every hour.

use crate::World;
use jiff::Timestamp;
use roundup_deployment_test::senders::said;
use roundup_deployment_test::stack::{NAME, invoke};
use roundup_domain::ConversationId;
use roundup_tests::binary::system_now;
use roundup_tests::configuration::{DANA, INITECH};
use roundup_tests::slack::Said;
use serde_json::json;
use std::time::Duration;

/// What happened less long ago may still be on its way (shared/app/src/reconcile.rs).
const ON_ITS_WAY: i64 = 120;

/// Something that Slack shows and has never delivered.
pub async fn a_message_is_lost(world: &World) -> Said {
    // From now on it is known since when to look.
    assert_eq!(invoke(&world.aws, "roundup-sweep", &json!({"work": "reconcile"})).await.status, 200);
    let lost = said(INITECH, DANA, "Does this ever arrive?", None);
    world.outside.slack.hear(&lost.written());
    lost
}

pub async fn the_hourly_reconciliation_finds_it(world: &World, lost: &Said) {
    let sent: f64 = lost.ts.parse().unwrap();
    while system_now() <= Timestamp::from_second(sent as i64 + ON_ITS_WAY + 1).unwrap() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let row = format!("TOP#{}", lost.ts);
    let conversation = ConversationId::slack(INITECH);
    let is_there = async || world.rows(&conversation).await.iter().any(|found| found["sk"]["S"] == row);
    assert!(!is_there().await, "nobody has told of it");
    assert_eq!(invoke(&world.aws, "roundup-sweep", &json!({"work": "reconcile"})).await.status, 200);
    assert!(is_there().await, "within the hour");
}

pub async fn a_person_is_erased_while_it_runs(world: &World) {
    let person = format!("slack:{DANA}");
    let told = world.roundup(&["erase", "--person", &person, "--yes", "--table", NAME]).await;
    assert!(told.contains("Erased of"), "{told}");
    let rows = world.rows(&ConversationId::slack(INITECH)).await;
    let left: Vec<_> = rows.iter().filter(|row| row.to_string().contains(DANA)).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// What is right after a first deployment with its secrets and its configuration; Slack and GitHub are stand-ins that tell of no
/// scopes, and the address is nowhere to be reached.
const RIGHT: [&str; 11] = [
    "stack          roundup is deployed",
    "configuration  version 1 is valid, with 3 sources",
    "secrets        roundup is filled in: 1 of Slack, 1 of GitHub",
    "slack          the app is in C0GLOBEX1",
    "schedules      the sweep: rate(5 minutes)",
    "schedules      the reconciliation: rate(1 hour)",
    "email          roundup@acme.test is verified",
    "alarms         all 18 are there, and none is ringing",
    "alarms         somebody is told of them",
    "queues         FailedRecords is empty",
    "stream         the reactor reads it",
];

pub async fn doctor_says_what_is_right_and_what_is_to_be_done_next(world: &World) {
    let told = doctor(world).await;
    for right in RIGHT {
        assert!(told.contains(&format!("✓ {right}")), "{right}: {told}");
    }
    for wrong in
        ["✗ schedules      the hand-off has no schedule → sam deploy", "✗ schedules      the agenda has no schedule → sam deploy"]
    {
        assert!(told.contains(wrong), "{wrong}: {told}");
    }
}

pub async fn doctor_finds_the_schedules_that_the_configuration_asks_for(world: &World) {
    let told = doctor(world).await;
    for right in ["the hand-off: cron(0 9 ? * MON *)", "the agenda: cron("] {
        assert!(told.contains(&format!("✓ schedules      {right}")), "{right}: {told}");
    }
}

/// What `doctor` prints of a deployment of which not everything is right.
async fn doctor(world: &World) -> String {
    let mut command = world.command(&["doctor", "--table", NAME]);
    command.env("SLACK_API_URL", &world.outside.slack_url).env("GITHUB_API_URL", &world.outside.github_url);
    let done = command.output().await.unwrap();
    assert_eq!(done.status.code(), Some(1), "something is wrong: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}
