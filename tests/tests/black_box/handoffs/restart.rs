//! The hand-off across restarts of the process itself.

use super::grouped;
use roundup_tests::binary::{self, Serving};
use roundup_tests::configuration::{CLEO, INTERNAL};
use serde_json::Value;
use std::time::Duration;

/// The calls of a process so far that tell somebody of a hand-off or set the user group, in words.
async fn deeds_of(serving: &Serving) -> Vec<String> {
    let calls = serving.get("/dev/calls").await;
    let deed = |call: &Value| match call["method"].as_str().unwrap() {
        "usergroups.users.update" => Some(format!("group {}", call["body"]["users"].as_str().unwrap())),
        "chat.postMessage" => Some(format!("tells {}", call["body"]["channel"].as_str().unwrap())),
        _ => None,
    };
    calls.as_array().unwrap().iter().filter_map(deed).collect()
}

/// Waits until a process has begun and done so much.
async fn has_done(serving: &Serving, deeds: &[String]) {
    for _ in 0..150 {
        if deeds_of(serving).await == deeds {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{:?} is not {deeds:?}", deeds_of(serving).await);
}

#[tokio::test]
async fn a_restart_in_between_hands_over_once() {
    let folder = binary::folder();
    let configure = |overrides: &str| {
        // Nothing to prepare: on the system's clock that would be a message too, on some weekdays.
        let configuration = grouped().replace("lead = \"U0STAFF03\"", overrides) + "prepare = []\n";
        std::fs::write(folder.path().join("roundup.toml"), configuration).unwrap();
    };
    let start = || Serving::start(folder.path(), &["--data", "data"]);
    configure("");
    let serving = start().await;
    let regular = serving.get("/dev/state").await["on_call"]["user"].as_str().unwrap().to_owned();
    has_done(&serving, &[format!("group {regular}")]).await;
    // That they are known is written down after they were told.
    tokio::time::sleep(Duration::from_secs(1)).await;
    serving.kill().await;

    // Somebody else comes on call while the process is down.
    let (from, to) = (binary::system_now(), binary::system_now() + jiff::SignedDuration::from_hours(2));
    configure(&format!("overrides = [{{ user = \"{CLEO}\", from = \"{from:.0}\", to = \"{to:.0}\" }}]"));
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let serving = start().await;
    has_done(&serving, &[format!("tells {INTERNAL}"), format!("group {CLEO}"), format!("tells {CLEO}")]).await;
    assert_eq!(serving.get("/dev/state").await["on_call"]["user"], CLEO);
    tokio::time::sleep(Duration::from_secs(1)).await;
    serving.kill().await;

    // Which is not told again.
    let serving = start().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(deeds_of(&serving).await, Vec::<String>::new());
    serving.kill().await;

    // And goes no more.
    configure("");
    let serving = start().await;
    has_done(&serving, &[format!("tells {INTERNAL}"), format!("group {regular}"), format!("tells {regular}")]).await;
    serving.kill().await;
}
