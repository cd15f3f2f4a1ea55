//! The Slack app's manifest (Slack, "App manifest reference").

use crate::cli::PublicUrl;
use roundup_slack::requirements::METHODS;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An event of the Events API.
struct Event {
    /// Its name in a subscription.
    name: &'static str,
    /// What it takes to be told, in public and private channels (Slack's page on each event, "Required scopes").
    scopes: &'static [&'static str],
}

const CHANNELS: &[&str] = &["channels:read", "groups:read"];

/// The events that `roundup-ingest` makes something of, by name. It knows two more, which are left out: `app_mention` says
/// what the message itself says, and `shared_channel_invite_accepted`, which says what `channel_shared` says, takes the
/// permission to invite other organisations (Slack, "Using Slack Connect API methods").
const EVENTS: &[Event] = &[
    Event { name: "app_home_opened", scopes: &[] },
    Event { name: "channel_rename", scopes: &["channels:read"] },
    Event { name: "channel_shared", scopes: CHANNELS },
    Event { name: "channel_unshared", scopes: CHANNELS },
    Event { name: "group_rename", scopes: &["groups:read"] },
    Event { name: "member_joined_channel", scopes: CHANNELS },
    Event { name: "message.channels", scopes: &["channels:history"] },
    Event { name: "message.groups", scopes: &["groups:history"] },
    Event { name: "message.im", scopes: &["im:history"] },
    Event { name: "reaction_added", scopes: &["reactions:read"] },
    Event { name: "reaction_removed", scopes: &["reactions:read"] },
];

/// For the slash command and the shortcut (Slack, "commands scope").
const COMMANDS: &str = "commands";

/// The manifest of an app whose requests go to `url`.
pub(super) fn manifest(url: &PublicUrl) -> Value {
    let interactions = url.at("/slack/interactions");
    json!({
        "display_information": {
            "name": "Roundup",
            "description": "Watches who waits for an answer, reminds whoever is on call, and prepares the weekly Roundup.",
        },
        "features": {
            "app_home": {"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
            "bot_user": {"display_name": "Roundup", "always_online": true},
            "shortcuts": [{
                "name": "Track in Roundup",
                "type": "message",
                "callback_id": "track",
                "description": "Watch this message until somebody of ours has answered it",
            }],
            "slash_commands": [{
                "command": "/roundup",
                "url": url.at("/slack/commands"),
                "description": "Who waits, who is on call, and what comes to the next Roundup",
                "usage_hint": "list | oncall | take [until] | swap @user from to | why | digest | snooze | help",
                // Mentions arrive as ids, which is what `swap` needs.
                "should_escape": true,
            }],
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {
                "request_url": url.at("/slack/events"),
                "bot_events": EVENTS.iter().map(|event| event.name).collect::<Vec<_>>(),
            },
            "interactivity": {"is_enabled": true, "request_url": interactions, "message_menu_options_url": interactions},
            "org_deploy_enabled": false,
            "socket_mode_enabled": false,
            "token_rotation_enabled": false,
        },
    })
}

/// What the calls need, and what the events need.
pub(super) fn scopes() -> BTreeSet<&'static str> {
    let called = METHODS.iter().flat_map(|method| method.scopes);
    let told = EVENTS.iter().flat_map(|event| event.scopes);
    called.chain(told).copied().chain([COMMANDS]).collect()
}

/// What to do with it.
pub(super) fn steps(url: &PublicUrl) -> Vec<String> {
    vec![
        "1. https://api.slack.com/apps: Create New App, From a manifest, JSON: paste the above. Install the app.".to_owned(),
        "2. Give Roundup the signing secret (Basic Information) and the bot token (OAuth & Permissions).".to_owned(),
        format!(
            "3. Event Subscriptions: have Slack verify {}, which answers once Roundup has the secret.",
            url.at("/slack/events")
        ),
    ]
}

#[cfg(test)]
mod tests;
