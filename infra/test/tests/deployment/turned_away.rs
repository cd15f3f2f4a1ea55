//! It is up, and believes nobody whose signature is not right.

use crate::World;
use roundup_deployment_test::senders::said;
use roundup_tests::configuration::{DANA, GLOBEX};

pub async fn whose_signature_is_wrong_is_turned_away(world: &World) {
    // TMP assert_eq!(world.senders.get("/healthz").await, (200, "ok".to_owned()));
    let message = said(GLOBEX, DANA, "Does anybody hear me?", None).written();
    for secret in ["", "null", "REPLACE_ME"] {
        let (status, text) = world.senders.event_signed_with(secret, &message).await;
        assert_eq!(status, 401, "signed with {secret:?}: {text}");
    }
    let (status, _) = world.senders.get("/slack/events").await;
    assert_eq!(status, 404, "a route takes its own method only");
}
