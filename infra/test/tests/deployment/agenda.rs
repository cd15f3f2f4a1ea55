//! The Roundup.

use crate::World;
use jiff::Timestamp;
use roundup_deployment_test::wait::until;
use roundup_tests::binary::system_now;
use roundup_tests::configuration::INTERNAL;
use serde_json::Value;

pub async fn it_is_posted_and_mailed_when_its_schedule_fires(world: &World, meeting: Timestamp) {
    let posted = || world.outside.posted(INTERNAL).into_iter().find(|message| message.contains("Acme Roundup"));
    assert!(system_now() < meeting, "the deployment took so long that the meeting is over");
    assert_eq!(posted(), None, "not before its schedule fires");
    until("the agenda in the internal channel", 180, async || posted()).await;
    assert!(system_now() >= meeting, "not before its time");
    let mail = until("the agenda's email", 60, async || mails(world).await.into_iter().next()).await;
    let text = mail.to_string();
    assert!(text.contains("team@acme.test") && text.contains("roundup@acme.test"), "{text}");
    assert!(text.contains("Acme Roundup"), "{text}");
    tokio::time::sleep(std::time::Duration::from_secs(15)).await;
    assert_eq!(mails(world).await.len(), 1, "once, however often it is triggered");
}

/// What SES has sent, as the local AWS shows it.
async fn mails(world: &World) -> Vec<Value> {
    let url = format!("{}/_ministack/ses/messages", world.aws.endpoint);
    let shown: Value = roundup_http::client().unwrap().get(url).send().await.unwrap().json().await.unwrap();
    let of_accounts = shown["messages"].as_object().unwrap().values();
    of_accounts.flat_map(|mails| mails.as_array().cloned().unwrap_or_default()).collect()
}
