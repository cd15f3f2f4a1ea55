//! The Slack that the stand-in pretends to be: people, channels, messages.

use super::args::Refusal;
use super::views::Views;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The app's own user.
pub(crate) const BOT_USER: &str = "U0ROUNDUP";
/// The app's own bot.
pub(crate) const BOT: &str = "B0ROUNDUP";
/// The app.
pub(crate) const APP: &str = "A0ROUNDUP";
/// The workspace of people whom nobody has introduced.
pub(crate) const ELSEWHERE: &str = "T0ELSEWHERE";

/// A channel, with what was said in it by `ts`.
#[derive(Debug, Default)]
pub(crate) struct Channel {
    pub(crate) record: Map<String, Value>,
    pub(crate) messages: BTreeMap<String, Map<String, Value>>,
}

/// Everything.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) home: String,
    pub(crate) permissive: bool,
    pub(crate) tokens: BTreeMap<String, String>,
    pub(crate) users: BTreeMap<String, Value>,
    pub(crate) channels: BTreeMap<String, Channel>,
    pub(crate) groups: BTreeMap<String, Vec<String>>,
    pub(crate) views: Views,
    /// What was shown to one person each, oldest first.
    pub(crate) ephemerals: Vec<Value>,
}

impl World {
    /// A user's record; in a permissive world everybody exists.
    pub(crate) fn user(&self, id: &str) -> Option<Value> {
        let unknown = || {
            let is_user = self.permissive && id.starts_with(['U', 'W']);
            is_user.then(|| user_record(id, id, ELSEWHERE, json!({"is_stranger": true})))
        };
        self.users.get(id).cloned().or_else(unknown)
    }

    /// A channel, created on the way for direct messages and in a permissive world.
    pub(crate) fn channel(&mut self, id: &str) -> Result<&mut Channel, Refusal> {
        let unknown = !self.channels.contains_key(id);
        if unknown && self.permissive && id.starts_with(['C', 'G']) {
            self.add_channel(id, &id.to_lowercase(), false);
        }
        self.channels.get_mut(id).ok_or_else(|| "channel_not_found".into())
    }

    /// The id of a channel that the app may speak in; a user's id leads to their direct messages.
    pub(crate) fn speaking(&mut self, id: &str) -> Result<String, Refusal> {
        if id.starts_with(['U', 'W']) {
            return self.direct(id).ok_or_else(|| "channel_not_found".into());
        }
        self.joined(id)?;
        Ok(id.to_owned())
    }

    /// A channel that the app is in.
    pub(crate) fn joined(&mut self, id: &str) -> Result<&mut Channel, Refusal> {
        let channel = self.channel(id)?;
        if channel.record.get("is_im") != Some(&json!(true)) && channel.record.get("is_member") != Some(&json!(true)) {
            return Err("not_in_channel".into());
        }
        if channel.record.get("is_archived") == Some(&json!(true)) {
            return Err("is_archived".into());
        }
        Ok(channel)
    }

    /// The direct messages with a user.
    pub(crate) fn direct(&mut self, user: &str) -> Option<String> {
        self.user(user)?;
        let id = format!("D{}", user.get(1..)?);
        let record = json!({"id": id, "created": 1_700_000_000, "is_im": true, "is_org_shared": false, "user": user});
        self.channels.entry(id.clone()).or_insert_with(|| Channel { record: object(record), ..Channel::default() });
        Some(id)
    }

    pub(crate) fn add_channel(&mut self, id: &str, name: &str, shared: bool) {
        let record = json!({
            "id": id, "name": name, "name_normalized": name, "is_channel": true, "is_group": false, "is_im": false, "is_mpim": false,
            "created": 1_700_000_000, "creator": "U0CREATOR", "is_archived": false, "is_general": false, "unlinked": 0,
            "is_private": false, "is_member": true, "is_shared": shared, "is_ext_shared": shared, "is_org_shared": false,
            "is_pending_ext_shared": false, "pending_shared": [], "pending_connected_team_ids": [], "previous_names": [],
            "context_team_id": self.home,
            "shared_team_ids": if shared { json!([self.home, ELSEWHERE]) } else { json!([self.home]) },
            "topic": {"value": "", "creator": "", "last_set": 0}, "purpose": {"value": "", "creator": "", "last_set": 0},
        });
        self.channels.entry(id.to_owned()).or_default().record = object(record);
    }

    /// Puts a message into a channel under a `ts` of its own, and returns it.
    pub(crate) fn add_message(
        &mut self,
        channel: &str,
        now: Timestamp,
        mut message: Map<String, Value>,
    ) -> Result<Map<String, Value>, Refusal> {
        let messages = &mut self.channel(channel)?.messages;
        let last = messages.last_key_value().and_then(|(ts, _)| micros(ts)).unwrap_or(0);
        let ts = ts_of(now.as_microsecond().max(last + 1));
        message.insert("type".into(), json!("message"));
        message.insert("ts".into(), json!(ts));
        messages.insert(ts, message.clone());
        Ok(message)
    }
}

/// A user as `users.info` shows one; `flags` override the fields.
pub(crate) fn user_record(id: &str, name: &str, team: &str, flags: Value) -> Value {
    let handle: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '.' }).collect();
    let mut record = object(json!({
        "id": id, "team_id": team, "name": handle, "real_name": name, "deleted": false, "color": "9f69e7",
        "tz": "America/New_York", "tz_label": "Eastern Time", "tz_offset": -18_000, "is_admin": false, "is_owner": false,
        "is_primary_owner": false, "is_restricted": false, "is_ultra_restricted": false, "is_bot": false, "is_app_user": false,
        "updated": 1_700_000_000,
        "profile": {"real_name": name, "real_name_normalized": name, "display_name": "", "display_name_normalized": "", "team": team,
            "title": "", "status_text": "", "status_emoji": ""},
    }));
    record.extend(object(flags));
    Value::Object(record)
}

/// Microseconds since the epoch of a `ts`; seconds alone will do, as in Slack's `oldest`.
pub(crate) fn micros(ts: &str) -> Option<i64> {
    let (seconds, fraction) = ts.split_once('.').unwrap_or((ts, "0"));
    let fraction = format!("{fraction:0<6}");
    Some(seconds.parse::<i64>().ok()? * 1_000_000 + fraction.get(..6)?.parse::<i64>().ok()?)
}

fn ts_of(micros: i64) -> String {
    format!("{:010}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// The members of a JSON object.
pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
