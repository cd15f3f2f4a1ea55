//! What was said in channels, kept from the events that were played, so that history shows it.

use super::SlackStandIn;
use super::world::{World, object};
use crate::locked;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

impl SlackStandIn {
    /// Keeps what an event tells, so that history shows it from now on.
    pub fn hear(&self, event: &Value) -> &Self {
        locked(&self.world).hear(event);
        self
    }
}

impl World {
    fn hear(&mut self, event: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match (event["type"].as_str(), event["subtype"].as_str()) {
            (Some("message"), Some("message_changed")) => {
                let ts = text(&event["message"]["ts"]);
                self.change(&text(&event["channel"]), &ts, |message| {
                    message.insert("text".into(), event["message"]["text"].clone());
                    message.insert("edited".into(), event["message"]["edited"].clone());
                });
            }
            (Some("message"), Some("message_deleted")) => {
                if let Ok(channel) = self.channel(&text(&event["channel"])) {
                    delete(&mut channel.messages, &text(&event["deleted_ts"]));
                }
            }
            (Some("message"), _) => self.hear_message(event),
            (Some("reaction_added" | "reaction_removed"), _) => {
                let is_added = event["type"] == "reaction_added";
                let (channel, ts) = (text(&event["item"]["channel"]), text(&event["item"]["ts"]));
                self.change(&channel, &ts, |message| react(message, &event["reaction"], &event["user"], is_added));
            }
            _ => {}
        }
    }

    fn hear_message(&mut self, event: &Value) {
        let mut message = object(event.clone());
        for name in ["channel", "channel_type", "event_ts"] {
            message.remove(name);
        }
        let (Some(channel), Some(ts)) = (event["channel"].as_str(), event["ts"].as_str()) else { return };
        let Ok(heard) = self.channel(channel) else { return };
        heard.messages.insert(ts.to_owned(), message);
        let Some(root) = event["thread_ts"].as_str().filter(|root| *root != ts) else { return };
        let replies = heard.messages.values().filter(|message| {
            message.get("thread_ts").is_some_and(|thread| thread == root) && message.get("ts").is_some_and(|ts| ts != root)
        });
        let count = replies.count();
        self.change(channel, root, |message| {
            let latest = message.get("latest_reply").and_then(Value::as_str).unwrap_or_default().max(ts).to_owned();
            message.insert("thread_ts".into(), json!(root));
            message.insert("reply_count".into(), json!(count));
            message.insert("latest_reply".into(), json!(latest));
        });
    }

    fn change(&mut self, channel: &str, ts: &str, change: impl FnOnce(&mut Map<String, Value>)) {
        if let Some(message) = self.channels.get_mut(channel).and_then(|channel| channel.messages.get_mut(ts)) {
            change(message);
        }
    }
}

/// A message that has replies leaves its place behind (Slack, "message_deleted": a tombstone).
fn delete(messages: &mut BTreeMap<String, Map<String, Value>>, ts: &str) {
    let Some(mut message) = messages.remove(ts) else { return };
    if message.contains_key("reply_count") {
        message.retain(|name, _| matches!(name.as_str(), "type" | "ts" | "thread_ts" | "reply_count" | "latest_reply"));
        let grave = json!({"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "hidden": true});
        message.extend(object(grave));
        messages.insert(ts.to_owned(), message);
    }
}

fn react(message: &mut Map<String, Value>, name: &Value, user: &Value, is_added: bool) {
    let Value::Array(reactions) = message.entry("reactions").or_insert_with(|| json!([])) else { return };
    if !reactions.iter().any(|reaction| reaction["name"] == *name) {
        reactions.push(json!({"name": name, "users": [], "count": 0}));
    }
    for reaction in reactions.iter_mut().filter(|reaction| reaction["name"] == *name) {
        let Value::Array(users) = &mut reaction["users"] else { continue };
        users.retain(|other| other != user);
        if is_added {
            users.push(user.clone());
        }
        reaction["count"] = json!(users.len());
    }
    reactions.retain(|reaction| reaction["count"] != 0);
}
