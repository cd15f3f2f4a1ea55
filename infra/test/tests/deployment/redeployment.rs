//! The second release, and back to the first, while webhooks arrive.

use crate::{World, parameters};
use jiff::{SignedDuration, Timestamp};
use roundup_deployment_test::acme;
use roundup_deployment_test::senders::{said, until_taken};
use roundup_deployment_test::stack::{FUNCTIONS, Stack, built, configuration};
use roundup_deployment_test::wait::until;
use roundup_domain::ConversationId;
use roundup_tests::binary::system_now;
use roundup_tests::configuration::{DANA, INITECH};
use std::path::Path;
use std::time::Duration;

/// How often Slack sends again what was not taken (Slack, "Events API", "Retries"), and here after how long.
const RETRIES: usize = 3;
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Deploys other binaries and another schedule over the first, then the first ones again, and sends a message every half
/// second meanwhile. Says when the Roundup is that the schedule is for.
pub async fn a_deployment_under_traffic_loses_nothing(world: &World) -> Timestamp {
    let before = configuration(&world.aws, FUNCTIONS[0].name).await;
    let release = tempfile::tempdir().unwrap();
    copy_with_other_binaries(&built(), release.path());
    let meeting = full_minute(system_now() + SignedDuration::from_secs(200));
    let mut changed = parameters(&world.outside);
    changed.extend(world.configure(&acme::configuration(meeting)).await);

    let (stop, mut stopped) = tokio::sync::oneshot::channel::<()>();
    let traffic = async {
        let mut sent = Vec::new();
        while stopped.try_recv().is_err() {
            let message = said(INITECH, DANA, &format!("Message {}", sent.len()), None);
            until_taken(RETRIES, AGAIN_AFTER, async || world.senders.event(&message.written()).await).await;
            sent.push(message.ts);
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        sent
    };
    let deploy = async {
        let second = Stack::deploy(&world.aws, release.path(), &changed).await;
        assert_eq!(second.url, world.stack.url, "the address that was pasted into Slack and GitHub stays");
        let after = configuration(&world.aws, FUNCTIONS[0].name).await;
        assert_ne!(before["CodeSha256"], after["CodeSha256"], "it is another release");
        Stack::deploy(&world.aws, &built(), &changed).await;
        let back = configuration(&world.aws, FUNCTIONS[0].name).await;
        assert_eq!(before["CodeSha256"], back["CodeSha256"], "it is the first release again");
        stop.send(()).unwrap();
    };
    let (sent, ()) = tokio::join!(traffic, deploy);

    assert!(sent.len() > 10, "{} messages arrived while it was deployed", sent.len());
    let conversation = ConversationId::slack(INITECH);
    let rows = world.rows(&conversation).await;
    let stored = |ts: &String| rows.iter().any(|row| row["sk"]["S"] == format!("TOP#{ts}"));
    let lost: Vec<&String> = sent.iter().filter(|ts| !stored(ts)).collect();
    assert!(lost.is_empty(), "{} of {} messages were lost: {lost:?}", lost.len(), sent.len());
    // And reacted to: the last one is in the item that the first began.
    let last = sent.last().unwrap();
    until("the reactor is up to date", 120, async || {
        let rows = world.rows(&conversation).await;
        rows.iter().any(|row| row["view"]["S"].as_str().is_some_and(|_| row.to_string().contains(last.as_str()))).then_some(())
    })
    .await;
    meeting
}

/// The same functions to the letter, in binaries that Lambda takes for others: what follows an ELF file's end is not read.
fn copy_with_other_binaries(from: &Path, to: &Path) {
    std::fs::copy(from.join("template.yaml"), to.join("template.yaml")).unwrap();
    for function in FUNCTIONS {
        let folder = to.join(function.logical);
        std::fs::create_dir(&folder).unwrap();
        std::fs::copy(from.join(function.logical).join("bootstrap"), folder.join("bootstrap")).unwrap();
        let mut binary = std::fs::OpenOptions::new().append(true).open(folder.join("bootstrap")).unwrap();
        std::io::Write::write_all(&mut binary, b"second release").unwrap();
    }
}

fn full_minute(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second() / 60 * 60).unwrap()
}
