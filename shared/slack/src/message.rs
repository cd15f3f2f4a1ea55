//! What is posted.

use serde_json::{Map, Value, json};

/// The `event_type` of the metadata of our messages (Slack, "Message metadata").
pub const EVENT_TYPE: &str = "roundup_notice";

/// A message to post, or to put in the place of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// In mrkdwn, whatever others wrote being escaped ([`crate::mrkdwn`]). With blocks it is what notifications and
    /// screen readers show.
    pub text: String,
    /// Block Kit blocks; may be empty.
    pub blocks: Vec<Value>,
    /// The notice's key: goes into the metadata, by which the message is found again after a lost answer.
    pub key: Option<String>,
    /// The thread to post it in; ignored by updates and by what is shown to one person only.
    pub thread_ts: Option<String>,
}

/// Where a message ended up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Channel id; that of the direct message where a user was addressed.
    pub channel: String,
    /// The message's name and time.
    pub ts: String,
}

impl Message {
    /// Arguments of `chat.postMessage`.
    pub(crate) fn post_arguments(&self, channel: &str) -> Value {
        let mut arguments = self.common(channel);
        if !self.blocks.is_empty() {
            arguments.insert("blocks".into(), json!(self.blocks));
        }
        arguments.insert("unfurl_links".into(), json!(false));
        arguments.insert("unfurl_media".into(), json!(false));
        if let Some(thread) = &self.thread_ts {
            arguments.insert("thread_ts".into(), json!(thread.as_str()));
        }
        Value::Object(arguments)
    }

    /// Arguments of `chat.postEphemeral`, which takes no metadata.
    pub(crate) fn ephemeral_arguments(&self, channel: &str, user: &str, thread_ts: Option<&str>) -> Value {
        let mut arguments = self.common(channel);
        arguments.remove("metadata");
        arguments.insert("user".into(), json!(user));
        if !self.blocks.is_empty() {
            arguments.insert("blocks".into(), json!(self.blocks));
        }
        if let Some(thread) = thread_ts {
            arguments.insert("thread_ts".into(), json!(thread));
        }
        Value::Object(arguments)
    }

    /// Arguments of `chat.update`. Blocks are sent even when there are none: left out, the old ones would stay.
    pub(crate) fn update_arguments(&self, channel: &str, ts: &str) -> Value {
        let mut arguments = self.common(channel);
        arguments.insert("blocks".into(), json!(self.blocks));
        arguments.insert("ts".into(), json!(ts));
        Value::Object(arguments)
    }

    fn common(&self, channel: &str) -> Map<String, Value> {
        let mut arguments = Map::new();
        arguments.insert("channel".into(), json!(channel));
        arguments.insert("text".into(), json!(self.text));
        // Said outright because `chat.update` has another default, under which Slack makes mentions of bare names.
        arguments.insert("parse".into(), json!("none"));
        if let Some(key) = &self.key {
            let metadata = json!({"event_type": EVENT_TYPE, "event_payload": {"key": key}});
            arguments.insert("metadata".into(), metadata);
        }
        arguments
    }
}

/// Whether a message as Slack lists it carries this notice.
pub(crate) fn carries(message: &Value, key: &str) -> bool {
    message["metadata"]["event_type"] == EVENT_TYPE && message["metadata"]["event_payload"]["key"] == key
}
