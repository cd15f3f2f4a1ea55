//! From Slack.

use super::{Around, items_in_full, without_traces};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::SlackTs;
use roundup_standins::Fault;
use roundup_tests::Said;
use roundup_tests::binary::{Serving, folder, system_now};
use roundup_tests::configuration::*;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

const IMPORT: [&str; 7] = ["import", "slack", GLOBEX, "--since", "30d", "--data", "data"];

fn ts(hours: i64) -> String {
    let begin = Timestamp::from_second(system_now().as_second()).unwrap() - SignedDuration::from_hours(72);
    SlackTs::from_time(begin + SignedDuration::from_hours(hours)).to_string()
}

fn said(hours: i64, root: Option<&Said>, user: &str, text: &str) -> Said {
    let root = root.map(|root| root.ts.clone());
    Said { channel: GLOBEX.to_owned(), user: user.to_owned(), text: text.to_owned(), ts: ts(hours), root }
}

/// Three days in a customer's channel: asked and answered late in the thread, answered at top level, edited, marked, and
/// something that waits.
pub(super) fn story() -> Vec<Value> {
    let login = said(0, None, DANA, "The login fails");
    let late = said(30, Some(&login), ADA, "Try again please");
    let edited = said(31, Some(&login), DANA, "Still failing");
    let again = said(32, Some(&login), BEN, "On it");
    let export = said(40, None, ERIK, "How do I export?");
    let answer = said(41, None, ADA, "With the export button");
    let waits = said(45, None, DANA, "And how do I import?");
    vec![
        login.written(),
        late.written(),
        edited.written(),
        edited.edited("Still failing, with 4.2", &ts(31).replace("000000", "500000")),
        again.written(),
        export.written(),
        answer.written(),
        waits.written(),
        said(46, Some(&waits), "U0BOTUSR1", "beep").written(),
    ]
}

async fn around(story: &[Value]) -> Around {
    let around = Around::new().await;
    for event in story {
        around.slack.hear(event);
    }
    around
}

async fn deliver(around: &Around, folder: &Path, story: &[Value]) -> Vec<Value> {
    let serving = Serving::of(around.command(folder, &["serve", "--listen", "127.0.0.1:0", "--data", "data"])).await;
    for event in story {
        assert_eq!(serving.event(event).await, 200);
    }
    let mut before = Value::Null;
    loop {
        let now = serving.get("/dev/items").await;
        if now == before && now.as_array().is_some_and(|items| items.len() == 3) {
            break;
        }
        before = now;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    serving.kill().await;
    items_in_full(folder).await
}

#[tokio::test]
async fn a_channels_history_is_as_if_its_events_had_arrived() {
    let story = story();
    let around = around(&story).await;
    let [events, import] = [folder(), folder()];
    let by_events = deliver(&around, events.path(), &story).await;
    let said = around.well(events.path(), &IMPORT).await;
    assert!(said.contains("0 facts new"), "{said}");
    assert_eq!(items_in_full(events.path()).await, by_events, "what is there already changes nothing");

    let said = around.well(import.path(), &IMPORT).await;
    assert!(said.contains("#ext-globex since") && said.contains("1 item waits"), "{said}");
    let by_import = items_in_full(import.path()).await;
    assert_eq!(without_traces(&by_import), without_traces(&by_events));
    assert_eq!(deliver(&around, import.path(), &story).await, by_import, "what was imported already changes nothing");
}

#[tokio::test]
async fn a_check_mark_counts_as_an_answer_although_history_does_not_say_when() {
    let around = Around::new().await;
    let asked = said(0, None, DANA, "Is it down?");
    around.slack.hear(&asked.written());
    around.slack.hear(&asked.reaction("reaction_added", ADA, "white_check_mark", &ts(1)));
    let folder = folder();
    around.well(folder.path(), &IMPORT).await;
    let items = items_in_full(folder.path()).await;
    assert_eq!((&items[0]["state"], &items[0]["breaches"]), (&json!("answered"), &json!(0)), "{items:?}");
}

#[tokio::test]
async fn without_a_configuration_one_is_derived_from_the_token() {
    let around = around(&story()).await;
    let folder = tempfile::tempdir().unwrap();
    around.slack.fail("conversations.history", Fault::RateLimit(6), 1);
    let ended = around.run(folder.path(), &IMPORT).await;
    assert_eq!(ended.code, 0, "{ended:?}");
    for part in ["slack_team = \"T0STAFF01\"", "channel = \"C0GLOBEX1\"", "name = \"ext-globex\""] {
        assert!(ended.out.contains(part), "{part} in {}", ended.out);
    }
    assert!(ended.err.contains("Slack asks to wait 6 s"), "{}", ended.err);
    assert!(around.well(folder.path(), &["digest", "--data", "data"]).await.contains("export"));
}

#[tokio::test]
async fn a_channel_that_cannot_be_read_is_said_in_one_line() {
    let around = Around::new().await;
    let folder = folder();
    let nothing = around.run(folder.path(), &["import", "slack", "C0NOTHING", "--since", "30d"]).await;
    assert!(nothing.code == 1 && nothing.err.contains("invite the app"), "{nothing:?}");
    let name = around.run(folder.path(), &["import", "slack", "#general", "--since", "30d"]).await;
    assert!(name.code == 2 && name.err.contains("C0EXT0001"), "{name:?}");
}
