//! Who is believed.

use crate::World;
use roundup_deployment_test::senders::said_to_nobody;

pub async fn nobody_is_believed_before_there_are_secrets(world: &World) {
    assert_eq!(world.senders.get("/healthz").await, (200, "ok".to_owned()));
    let (status, text) = world.senders.event(&said_to_nobody().written()).await;
    assert!([401, 503].contains(&status), "{status} {text}");
    let (status, _) = world.senders.get("/slack/events").await;
    assert_eq!(status, 404, "a route takes its own method only");
}

pub async fn whoever_has_the_secret_is_believed_soon_after(world: &World) {
    world.believes().await;
    for secret in ["", "null", "REPLACE_ME"] {
        let (status, text) = world.senders.event_signed_with(secret, &said_to_nobody().written()).await;
        assert_eq!(status, 401, "signed with {secret:?}: {text}");
    }
}
