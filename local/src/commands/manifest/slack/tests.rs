#![allow(clippy::unwrap_used)]

use super::super::patterns;
use super::*;
use roundup_ingest::slack::{Event as Understood, parse_event};

/// Where the events are read.
const READER: &str = include_str!("../../../../../shared/ingest/src/slack/event.rs");

/// Of those that are read, what is not subscribed to.
const LEFT_OUT: [&str; 2] = ["app_mention", "shared_channel_invite_accepted"];

fn url() -> PublicUrl {
    "https://roundup.example.com".parse().unwrap()
}

/// One event as Slack delivers it to a subscription of that name (Slack, "Events API event types").
fn payload(subscription: &str) -> Value {
    let (id, changed) = (json!("C0EXT0001"), json!({"id": "C0EXT0001", "name": "at-acme", "created": 1_772_460_000}));
    let (ts, event_ts) = ("1772460000.000100", "1772460300.000400");
    let message = |channel: &str, kind: &str| {
        json!({"type": "message", "user": "U0CUST001", "team": "T0THEIRS1", "text": "How do I rotate keys?", "ts": ts,
            "channel": channel, "channel_type": kind, "event_ts": ts})
    };
    let reaction = json!({"type": subscription, "user": "U0STAFF01", "reaction": "white_check_mark", "item_user": "U0CUST001",
        "item": {"type": "message", "channel": id, "ts": ts}, "event_ts": event_ts});
    let event = match subscription {
        "message.channels" => message("C0EXT0001", "channel"),
        "message.groups" => message("C0EXT0002", "group"),
        "message.im" => message("D0DIRECT1", "im"),
        "reaction_added" | "reaction_removed" => reaction,
        "channel_rename" | "group_rename" => json!({"type": subscription, "channel": changed, "event_ts": event_ts}),
        "channel_shared" => json!({"type": subscription, "connected_team_id": "T0THEIRS1", "channel": id, "event_ts": event_ts}),
        "channel_unshared" => json!({"type": subscription, "previously_connected_team_id": "T0THEIRS1", "channel": id,
            "is_ext_shared": false, "event_ts": event_ts}),
        "member_joined_channel" => json!({"type": subscription, "user": "U0APP0001", "channel": id, "channel_type": "C",
            "team": "T0STAFF01", "inviter": "U0STAFF01", "event_ts": event_ts}),
        "app_home_opened" => json!({"type": subscription, "user": "U0STAFF01", "channel": "D0DIRECT1", "tab": "home",
            "event_ts": event_ts}),
        other => panic!("no sample of {other}"),
    };
    json!({"token": "x", "team_id": "T0STAFF01", "api_app_id": "A0APP0001", "event": event, "type": "event_callback",
        "event_id": "Ev0PV52K21", "event_time": 1_772_460_300})
}

#[test]
fn the_manifest_is_this() {
    assert_eq!(
        manifest(&url()),
        json!({
            "display_information": {
                "name": "Roundup",
                "description": "Watches who waits for an answer, reminds whoever is on call, and prepares the weekly Roundup."
            },
            "features": {
                "app_home": {"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
                "bot_user": {"display_name": "Roundup", "always_online": true},
                "shortcuts": [{
                    "name": "Track in Roundup", "type": "message", "callback_id": "track",
                    "description": "Watch this message until somebody of ours has answered it"
                }],
                "slash_commands": [{
                    "command": "/roundup", "url": "https://roundup.example.com/slack/commands",
                    "description": "Who waits, who is on call, and what comes to the next Roundup",
                    "usage_hint": "list | oncall | take [until] | swap @user from to | why | digest | snooze | help",
                    "should_escape": true
                }]
            },
            "oauth_config": {"scopes": {"bot": [
                "channels:history", "channels:read", "chat:write", "commands", "groups:history", "groups:read", "im:history",
                "im:read", "im:write", "reactions:read", "usergroups:write", "users:read"
            ]}},
            "settings": {
                "event_subscriptions": {
                    "request_url": "https://roundup.example.com/slack/events",
                    "bot_events": [
                        "app_home_opened", "channel_rename", "channel_shared", "channel_unshared", "group_rename",
                        "member_joined_channel", "message.channels", "message.groups", "message.im", "reaction_added",
                        "reaction_removed"
                    ]
                },
                "interactivity": {
                    "is_enabled": true, "request_url": "https://roundup.example.com/slack/interactions",
                    "message_menu_options_url": "https://roundup.example.com/slack/interactions"
                },
                "org_deploy_enabled": false, "socket_mode_enabled": false, "token_rotation_enabled": false
            }
        })
    );
}

#[test]
fn the_scopes_are_those_of_the_calls_of_the_events_and_of_commands_and_no_other() {
    let manifest = manifest(&url());
    let asked: Vec<_> =
        manifest["oauth_config"]["scopes"]["bot"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    let needed = |scope: &&str| {
        *scope == "commands"
            || METHODS.iter().any(|method| method.scopes.contains(scope))
            || EVENTS.iter().any(|event| event.scopes.contains(scope))
    };
    assert!(asked.iter().all(needed), "{asked:?}");
    for scope in METHODS.iter().flat_map(|method| method.scopes).chain(EVENTS.iter().flat_map(|event| event.scopes)) {
        assert_eq!(asked.iter().filter(|it| *it == scope).count(), 1, "{scope} in {asked:?}");
    }
}

#[test]
fn every_event_that_is_subscribed_to_is_understood() {
    for event in EVENTS {
        let read = parse_event(payload(event.name).to_string().as_bytes());
        assert!(matches!(&read, Understood::Facts(facts) if facts.len() == 1), "{} is {read:?}", event.name);
    }
}

#[test]
fn every_event_that_is_understood_is_subscribed_to() {
    let read = patterns(READER, "match event[\"type\"]");
    let subscribed = EVENTS.iter().map(|event| event.name.split('.').next().unwrap());
    assert_eq!(subscribed.chain(LEFT_OUT).collect::<BTreeSet<_>>(), read);
}

/// Slack, "App manifest reference", the longest texts.
#[test]
fn the_texts_are_as_long_as_slack_allows() {
    let manifest = manifest(&url());
    for (text, most) in [
        ("/display_information/name", 35),
        ("/display_information/description", 140),
        ("/features/bot_user/display_name", 80),
        ("/features/shortcuts/0/name", 24),
        ("/features/shortcuts/0/description", 150),
        ("/features/slash_commands/0/command", 32),
        ("/features/slash_commands/0/description", 2_000),
        ("/features/slash_commands/0/usage_hint", 1_000),
    ] {
        let length = manifest.pointer(text).unwrap().as_str().unwrap().chars().count();
        assert!((1..=most).contains(&length), "{text}: {length}");
    }
}
