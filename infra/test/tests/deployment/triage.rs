//! What people do in Slack.

use crate::World;
use roundup_tests::configuration::{ADA, DANA, HOME, INTERNAL};

pub async fn commands_and_buttons_are_answered(world: &World) {
    let command = |user: &'static str| {
        [
            ("command", "/roundup"),
            ("text", "oncall"),
            ("team_id", HOME),
            ("user_id", user),
            ("channel_id", INTERNAL),
            ("trigger_id", "1.2.3"),
            ("response_url", "https://hooks.slack.com/commands/T0STAFF01/1/x"),
            ("is_enterprise_install", "false"),
        ]
    };
    let (status, text) = world.senders.form("/slack/commands", &command(ADA)).await;
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("on call"), "{text}");
    let (status, text) = world.senders.form("/slack/commands", &command(DANA)).await;
    assert_eq!(status, 200, "{text}");
    assert!(!text.contains("Ada"), "who is not staff is told nothing: {text}");
    let (status, _) = world.senders.form("/slack/interactions", &[("payload", "{}")]).await;
    assert_eq!(status, 200, "signed and not understood");
}
