//! What is sent.

use jiff::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// What Slack signs with.
pub const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
/// The home workspace.
pub const TEAM: &str = "T0STAFF01";
/// Who answers.
pub const STAFF: &str = "U0STAFF01";
/// The channel that half of it happens in.
pub const HOT: &str = "C0HOT0001";
/// How many others there are.
pub const OTHERS: u64 = 50;
/// The policy.
pub const RESPOND_WITHIN: Duration = Duration::from_secs(60);

/// A channel by its number, 0 to [`OTHERS`].
pub fn channel(number: u64) -> String {
    format!("C0LOAD{number:03}")
}

/// The configuration: answer within a minute, or the team's channel hears of it.
pub fn configuration() -> String {
    let channels = (0..OTHERS).map(channel).chain([HOT.to_owned()]);
    let source = |id: String| format!("[[sources]]\nname = \"{id}\"\nslack = {{ team = \"{TEAM}\", channel = \"{id}\" }}\n");
    let sources: String = channels.map(source).collect();
    format!(
        "[team]\nname = \"Acme\"\ntimezone = \"UTC\"\nslack_team = \"{TEAM}\"\nstaff_slack = [\"{STAFF}\"]\n\
         [on_call]\nrotation = [\"{STAFF}\"]\nstart = \"2026-01-05\"\nhandoff = \"Mon 09:00\"\nevery = \"1w\"\nchannel = \"C0HELP001\"\n\
         [policies.default]\nrespond_within = \"1m\"\nremind_before = []\nescalate_after = [\"0m\"]\n\
         [roundup]\nmeeting = \"Tue 13:00\"\n{sources}"
    )
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its channel.
    pub channel: String,
    /// Who wrote it.
    pub user: String,
    /// Its name and time.
    pub ts: String,
    /// The thread that it is a reply in.
    pub root: Option<String>,
}

impl Message {
    /// The item that it opens.
    pub fn item(&self) -> String {
        format!("slack:{TEAM}:{}:{}", self.channel, self.ts)
    }

    /// The request's body and headers, signed at `now`.
    pub fn signed(&self, now: Timestamp) -> (String, [(&'static str, String); 3]) {
        let mut event = json!({"type": "message", "channel": self.channel, "channel_type": "channel", "user": self.user,
            "team": "T0GLOBEX1", "ts": self.ts, "event_ts": self.ts,
            "text": "The export of our audit log ends with error 502 since this morning, on two of three regions. Is that known?"});
        if let Some(root) = &self.root {
            event["thread_ts"] = json!(root);
        }
        let body = json!({"team_id": TEAM, "api_app_id": "A0ROUNDUP", "event": event, "type": "event_callback",
            "event_id": format!("Ev{}", self.ts), "event_time": now.as_second(), "authorizations": Value::Null})
        .to_string();
        let timestamp = now.as_second().to_string();
        let signature = roundup_bench_signing::slack(SECRET, &timestamp, &body);
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("x-slack-request-timestamp", timestamp),
            ("x-slack-signature", signature),
        ];
        (body, headers)
    }
}
