//! What is counted while something happens: the lines that CloudWatch makes metrics of.

use roundup_metrics::Metrics;
use roundup_standins::Fault;
use roundup_tests::configuration::*;
use roundup_tests::sign::SLACK_SECRET;
use roundup_tests::slack::{Said, envelope};
use roundup_tests::{Setup, World};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

type Lines = Arc<Mutex<Vec<String>>>;

/// A world whose metrics are kept.
async fn measured() -> (World, Lines) {
    let lines: Lines = Arc::default();
    let keep = Arc::clone(&lines);
    let metrics = Metrics::to("roundup", move |line| keep.lock().unwrap().push(line.to_owned()));
    (World::with(Setup { metrics, ..Setup::default() }).await, lines)
}

/// The sums, by name and dimension: what CloudWatch would show.
fn sums(lines: &Lines) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for line in lines.lock().unwrap().iter() {
        let line: Value = serde_json::from_str(line).unwrap();
        for directive in line["_aws"]["CloudWatchMetrics"].as_array().unwrap() {
            assert_eq!(directive["Namespace"], "Roundup/roundup");
            let name = directive["Metrics"][0]["Name"].as_str().unwrap();
            let dimension = directive["Dimensions"][0][0].as_str().and_then(|dimension| line[dimension].as_str());
            let key = dimension.map_or(name.to_owned(), |dimension| format!("{name} {dimension}"));
            *sums.entry(key).or_insert(0.0) += line[name].as_f64().unwrap();
        }
    }
    sums
}

#[tokio::test]
async fn a_question_that_is_answered_late_is_counted_from_the_event_to_the_last_message() {
    let (world, lines) = measured().await;
    let asked = world.say(GLOBEX, DANA, "The export fails").await;
    world.again(&world.sent()[0]).await;
    world.advance("0s").await;
    let counted = sums(&lines);
    assert_eq!(counted["Facts slack"], 1.0, "a redelivery is no fact: {counted:?}");
    assert!(counted["EventToFactSeconds"] < 60.0, "{counted:?}");

    world.advance("30h").await;
    world.reply(&asked, ADA, "Fixed").await;
    world.advance("10m").await;
    let counted = sums(&lines);
    assert_eq!(counted["Facts slack"], 2.0);
    assert_eq!(counted["Notices remind"], 2.0, "4 h and 1 h before: {counted:?}");
    assert_eq!(counted["Notices escalate"], 1.0);
    assert_eq!(counted["Late Globex"], 1.0, "{counted:?}");
    assert!(counted["DueToSentSeconds"] < 60.0, "the schedules fired in time: {counted:?}");
    assert!(counted.values().all(|count| *count >= 0.0), "{counted:?}");
    let accepted = lines.lock().unwrap().iter().find(|line| line.contains("\"Facts\":1")).cloned().unwrap();
    assert!(accepted.len() <= 520, "one line of about 500 bytes for each webhook: {} {accepted}", accepted.len());
}

#[tokio::test]
async fn each_sweep_is_a_heartbeat_and_says_what_is_open_and_what_is_owed() {
    let (world, lines) = measured().await;
    world.say(GLOBEX, DANA, "The export fails").await;
    let swept = async || {
        lines.lock().unwrap().clear();
        world.process.app.sweep(world.now()).await.unwrap();
        let counted = sums(&lines);
        ["Swept", "OpenPastDeadline", "Owed"].map(|name| counted[name])
    };
    world.advance("23h").await;
    assert_eq!(swept().await, [1.0, 0.0, 0.0]);
    // Slack refuses everything for a while; the second escalation is owed, to the channel and to the lead.
    world.advance("3h").await;
    world.slack.fail("*", Fault::ServerError, 1_000);
    world.advance("2h").await;
    assert_eq!(swept().await, [1.0, 1.0, 2.0]);
}

#[tokio::test]
async fn what_is_turned_away_or_not_stored_is_counted_by_its_door() {
    let (world, lines) = measured().await;
    assert_eq!(world.post("/slack/events", &[], "{}").await.status, 401);
    assert_eq!(world.post("/slack/interactions", &[], "{}").await.status, 401);
    assert_eq!(world.post("/github/webhook", &[], "{}").await.status, 401);
    world.process.table.fail_next(1);
    let ts = format!("{}.000001", world.now().as_second());
    let said = Said { channel: GLOBEX.into(), user: DANA.into(), text: "Hello?".into(), ts, root: None };
    let body = envelope(&said.written(), "Ev0000000001", world.now()).to_string();
    assert_eq!(world.post_slack("/slack/events", "application/json", body.as_bytes()).await.status, 503);
    let counted = sums(&lines);
    for name in ["SignatureFailures slack", "SignatureFailures interaction", "SignatureFailures github", "NotStored slack"] {
        assert_eq!(counted.get(name), Some(&1.0), "{name} in {counted:?}");
    }
}

#[tokio::test]
async fn what_was_missed_and_is_found_is_counted() {
    let (world, lines) = measured().await;
    world.advance("1h").await;
    let lost = world.message(world.now(), GLOBEX, None, DANA, "The login fails");
    world.slack.hear(&lost.written());
    world.advance("1h").await;
    assert_eq!(sums(&lines).get("MissedEventsRecovered"), Some(&1.0));
    world.advance("1h").await;
    assert_eq!(sums(&lines)["MissedEventsRecovered"], 1.0, "once");
}

#[tokio::test]
async fn no_line_has_anybodys_words() {
    let (world, lines) = measured().await;
    let asked = world.say(GLOBEX, DANA, "canary one: the export fails").await;
    world.issue(12, OCTOCAT, "canary two").await;
    world.advance("25h").await;
    world.reply(&asked, ADA, "canary three").await;
    world.advance("1h").await;
    let lines = lines.lock().unwrap();
    assert!(lines.len() > 10);
    for line in lines.iter() {
        for word in ["canary", SLACK_SECRET, HOME_TOKEN, GITHUB_TOKEN] {
            assert!(!line.contains(word), "{word} in {line}");
        }
    }
}
