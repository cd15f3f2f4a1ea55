//! What Slack tells of what is written in channels (Slack, "Events API").

use super::{Sender, not_there};
use crate::Failure;
use crate::demo::cast::{Channel, HOME, Person};
use crate::demo::story::{Does, Scene};
use jiff::Timestamp;
use roundup_domain::SlackTs;
use serde_json::{Value, json};

/// A message that somebody wrote.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) ts: SlackTs,
    /// The first message of its thread, where that is another one.
    pub(super) root: Option<SlackTs>,
    pub(super) channel: Channel,
    pub(super) user: &'static str,
    pub(super) text: &'static str,
}

impl Sender {
    /// Sends the event of a scene.
    pub(super) async fn event(&mut self, scene: &Scene, at: Timestamp) -> Result<(), Failure> {
        let event = self.event_of(scene, at).ok_or_else(|| not_there("the message of a scene"))?;
        let channel = match scene.does {
            Does::Says { channel, .. }
            | Does::Replies { channel, .. }
            | Does::Edits { channel, .. }
            | Does::Deletes { channel, .. }
            | Does::Checks { channel, .. }
            | Does::BotSays { channel, .. } => Some(channel),
            _ => None,
        };
        let team = channel.map_or(HOME, |channel| channel.team);
        let body = json!({
            "token": "no-longer-used", "team_id": team, "api_app_id": "A0ROUNDUP", "type": "event_callback",
            "event_id": format!("Ev{:08}", self.serial), "event_time": at.as_second(), "event": event,
            "is_ext_shared_channel": channel.is_some_and(|channel| channel.shared),
            "authorizations": [{"enterprise_id": null, "team_id": team, "user_id": "U0ROUNDUP", "is_bot": true}],
        });
        self.post_slack("slack/events", "application/json", body.to_string(), at).await.map(drop)
    }

    fn event_of(&mut self, scene: &Scene, at: Timestamp) -> Option<Value> {
        let now = self.ts(at);
        let user = scene.who.slack;
        Some(match scene.does {
            Does::Says { channel, key, text } => self.written(channel, (key, text), scene.who, None, &now),
            Does::Replies { channel, to, key, text } => {
                let root = self.messages.get(to).map(|to| to.root.clone().unwrap_or_else(|| to.ts.clone()))?;
                self.written(channel, (key, text), scene.who, Some(root), &now)
            }
            Does::Edits { channel, key, text } => {
                let old = self.messages.get(key)?;
                let shown = |text: &str| json!({"type": "message", "user": old.user, "text": text, "ts": old.ts});
                let mut new = shown(text);
                new["edited"] = json!({"user": user, "ts": now});
                json!({"type": "message", "subtype": "message_changed", "hidden": true, "channel": channel.id,
                    "channel_type": "channel", "ts": now, "event_ts": now, "message": new, "previous_message": shown(old.text)})
            }
            Does::Deletes { channel, key } => {
                let old = self.messages.get(key)?;
                json!({"type": "message", "subtype": "message_deleted", "hidden": true, "channel": channel.id,
                    "channel_type": "channel", "ts": now, "event_ts": now, "deleted_ts": old.ts,
                    "previous_message": {"type": "message", "user": old.user, "text": old.text, "ts": old.ts}})
            }
            Does::Checks { channel, key } => {
                let on = self.messages.get(key)?;
                json!({"type": "reaction_added", "user": user, "reaction": "white_check_mark", "item_user": on.user,
                    "item": {"type": "message", "channel": channel.id, "ts": on.ts}, "event_ts": now})
            }
            Does::BotSays { channel, text } => {
                let mut event = message(channel.id, user, channel.team, text, &now);
                event["bot_id"] = json!("B0STATUS1");
                event
            }
            Does::OpensHome => {
                json!({"type": "app_home_opened", "user": user, "channel": scene.who.direct(), "tab": "home", "event_ts": now})
            }
            Does::Answers { text } => {
                let direct = scene.who.direct();
                let question =
                    self.slack.messages(&direct).into_iter().rev().find(|message| super::hands::has(message, "Answer"))?;
                let mut event = message(&direct, user, HOME, text, &now);
                event["channel_type"] = json!("im");
                event["thread_ts"] = question["ts"].clone();
                event
            }
            _ => return None,
        })
    }

    fn written(
        &mut self,
        channel: Channel,
        (key, text): (&'static str, &'static str),
        who: Person,
        root: Option<SlackTs>,
        now: &SlackTs,
    ) -> Value {
        let mut event = message(channel.id, who.slack, channel.team, text, now);
        if let Some(root) = &root {
            event["thread_ts"] = json!(root);
        }
        self.messages.insert(key, Message { ts: now.clone(), root, channel, user: who.slack, text });
        event
    }
}

fn message(channel: &str, user: &str, team: &str, text: &str, now: &SlackTs) -> Value {
    json!({"type": "message", "channel": channel, "channel_type": "channel", "user": user, "team": team, "text": text,
        "ts": now, "event_ts": now})
}
