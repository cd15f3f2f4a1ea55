//! Who is believed.

use crate::World;
use roundup_deployment_test::senders::said;
use roundup_deployment_test::wait::until;
use roundup_tests::configuration::{DANA, WATERCOOLER};
use serde_json::Value;

/// In a channel that is no source: what is stored of it is deleted again.
fn message() -> Value {
    said(WATERCOOLER, DANA, "Does anybody hear me?", None).written()
}

pub async fn nobody_is_believed_before_there_are_secrets(world: &World) {
    assert_eq!(world.senders.get("/healthz").await, (200, "ok".to_owned()));
    let (status, text) = world.senders.event(&message()).await;
    assert!([401, 503].contains(&status), "{status} {text}");
    let (status, _) = world.senders.get("/slack/events").await;
    assert_eq!(status, 404, "a route takes its own method only");
}

pub async fn whoever_has_the_secret_is_believed_soon_after(world: &World) {
    until("the functions have the secret", 60, async || (world.senders.event(&message()).await.0 == 200).then_some(())).await;
    for secret in ["", "null", "REPLACE_ME"] {
        let (status, text) = world.senders.event_signed_with(secret, &message()).await;
        assert_eq!(status, 401, "signed with {secret:?}: {text}");
    }
}
