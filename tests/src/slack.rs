//! Events as Slack sends them (Slack, "Events API").

use jiff::Timestamp;
use serde_json::{Value, json};

/// A message that somebody wrote.
#[derive(Clone, Debug)]
pub struct Said {
    /// Channel.
    pub channel: String,
    /// Who.
    pub user: String,
    /// What, as it goes over the wire: `&`, `<` and `>` escaped by Slack.
    pub text: String,
    /// Its timestamp.
    pub ts: String,
    /// The thread that it is a reply in.
    pub root: Option<String>,
}

impl Said {
    /// The thread's first message: itself, where it is none's reply.
    #[must_use]
    pub fn root(&self) -> &str {
        self.root.as_deref().unwrap_or(&self.ts)
    }

    /// The name of the item that it begins, seen from the workspace `team`.
    #[must_use]
    pub fn item(&self, team: &str) -> String {
        format!("slack:{team}:{}:{}", self.channel, self.root())
    }

    /// The message as other events show it.
    fn shown(&self, text: &str) -> Value {
        let mut shown = json!({"client_msg_id": "5f2b7c1e-0000-4000-8000-000000000000", "type": "message", "user": self.user, "text": text,
            "ts": self.ts, "team": "T0GLOBEX0"});
        if let Some(root) = &self.root {
            shown["thread_ts"] = json!(root);
        }
        shown
    }

    /// `message`: it was written.
    #[must_use]
    pub fn written(&self) -> Value {
        let mut event = self.shown(&self.text);
        event["channel"] = json!(self.channel);
        event["channel_type"] = json!("channel");
        event["event_ts"] = json!(self.ts);
        event["blocks"] = json!([{"type": "rich_text", "block_id": "x1Y", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": self.text}]}]}]);
        event
    }

    /// `message` / `message_changed`: its author edited it at `ts`.
    #[must_use]
    pub fn edited(&self, text: &str, ts: &str) -> Value {
        let mut message = self.shown(text);
        message["edited"] = json!({"user": self.user, "ts": ts});
        json!({"type": "message", "subtype": "message_changed", "hidden": true, "channel": self.channel, "channel_type": "channel",
            "ts": ts, "event_ts": ts, "message": message, "previous_message": self.shown(&self.text)})
    }

    /// `message` / `message_deleted`, at `ts`.
    #[must_use]
    pub fn deleted(&self, ts: &str) -> Value {
        json!({"type": "message", "subtype": "message_deleted", "hidden": true, "channel": self.channel, "channel_type": "channel",
            "ts": ts, "event_ts": ts, "deleted_ts": self.ts, "previous_message": self.shown(&self.text)})
    }

    /// `reaction_added` or `reaction_removed`, at `ts`.
    #[must_use]
    pub fn reaction(&self, kind: &str, user: &str, reaction: &str, ts: &str) -> Value {
        json!({"type": kind, "user": user, "reaction": reaction, "item_user": self.user, "event_ts": ts,
            "item": {"type": "message", "channel": self.channel, "ts": self.ts}})
    }
}

/// The envelope around an event. As with Slack Connect the outer `team_id` is the sender's, not ours.
#[must_use]
pub fn envelope(event: &Value, id: &str, at: Timestamp) -> Value {
    json!({
        "token": "verification-token-of-old", "team_id": "T0GLOBEX0", "context_team_id": "T0STAFF01", "context_enterprise_id": null,
        "api_app_id": "A0ROUNDUP", "event": event, "type": "event_callback", "event_id": id, "event_time": at.as_second(),
        "authorizations": [{"enterprise_id": null, "team_id": "T0STAFF01", "user_id": "U0ROUNDUP", "is_bot": true, "is_enterprise_install": false}],
        "is_ext_shared_channel": true, "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    })
}
