//! A message from Slack and a comment from GitHub, signed.

use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use roundup_ingest::{SigningSecret, github, slack};
use serde_json::json;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
/// When they arrive, in seconds since the epoch: 2 March 2026, 14:00 UTC.
const NOW: i64 = 1_772_460_000;

/// One request.
#[derive(Clone, Debug)]
pub struct Webhook {
    headers: HeaderMap,
    body: Vec<u8>,
    secrets: Vec<SigningSecret>,
    now: Timestamp,
}

impl Webhook {
    /// A message of a customer's in a channel.
    #[must_use]
    pub fn slack() -> Self {
        let text = "The export of our audit log ends with error 502 since this morning, on two of three regions. Is that known?";
        let event = json!({"type": "message", "channel": "C0GLOBEX1", "channel_type": "channel", "user": "U0GLOBEX1",
            "team": "T0GLOBEX1", "ts": "1772460000.000100", "event_ts": "1772460000.000100", "text": text});
        let body = json!({"token": "unused", "team_id": "T0STAFF01", "api_app_id": "A0ROUNDUP", "event": event,
            "type": "event_callback", "event_id": "Ev0000000001", "event_time": NOW, "is_ext_shared_channel": true,
            "authorizations": [{"enterprise_id": null, "team_id": "T0STAFF01", "user_id": "U0ROUNDUP", "is_bot": true}]})
        .to_string();
        let timestamp = NOW.to_string();
        let signature = roundup_bench_signing::slack(SECRET, &timestamp, &body);
        Self::new(&[("x-slack-request-timestamp", &timestamp), ("x-slack-signature", &signature)], body)
    }

    /// A comment on an issue, with all that GitHub tells about the issue, the repository and everybody.
    #[must_use]
    pub fn github() -> Self {
        let user = |login: &str| {
            let urls = ["followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events"];
            let mut user = json!({"login": login, "id": 583_231, "type": "User", "site_admin": false});
            for of in urls {
                user[format!("{of}_url")] = json!(format!("https://api.github.com/users/{login}/{of}"));
            }
            user
        };
        let issue = json!({"number": 412, "id": 1_296_269, "title": "Uploads end with 502", "user": user("octocat"), "labels": [],
            "state": "open", "html_url": "https://github.com/acme/widgets/issues/412", "created_at": "2026-03-02T13:00:00Z",
            "updated_at": "2026-03-02T14:00:00Z", "assignees": [user("ada-gh")], "body": "Since this morning. ".repeat(50)});
        let comment = json!({"id": 3_000_000_001_u64, "user": user("octocat"), "created_at": "2026-03-02T14:00:00Z",
            "updated_at": "2026-03-02T14:00:00Z", "body": "Is there any news on this? We see it on two of three regions.",
            "html_url": "https://github.com/acme/widgets/issues/412#issuecomment-1"});
        let repository =
            json!({"id": 1, "name": "widgets", "full_name": "acme/widgets", "owner": user("acme"), "private": false});
        let body = json!({"action": "created", "issue": issue, "comment": comment, "repository": repository,
            "sender": user("octocat")})
        .to_string();
        let signature = roundup_bench_signing::github(SECRET, &body);
        let names = [("x-github-event", "issue_comment"), ("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")];
        Self::new(&[names[0], names[1], ("content-type", "application/json"), ("x-hub-signature-256", &signature)], body)
    }

    fn new(headers: &[(&'static str, &str)], body: String) -> Self {
        let headers =
            headers.iter().filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?)));
        let secrets = vec![SigningSecret::new(SECRET, None)];
        let now = Timestamp::from_second(NOW).unwrap_or_default();
        Self { headers: headers.collect(), body: body.into_bytes(), secrets, now }
    }

    /// Whether it is signed as Slack's are.
    #[must_use]
    pub fn is_slacks(&self) -> bool {
        slack::verify(&self.headers, &self.body, &self.secrets, self.now).is_ok()
    }

    /// Whether it is signed as GitHub's are.
    #[must_use]
    pub fn is_githubs(&self) -> bool {
        github::verify(&self.headers, &self.body, &self.secrets).is_ok()
    }

    /// What it says, read as Slack's.
    #[must_use]
    pub fn read_as_slacks(&self) -> slack::Event {
        slack::parse_event(&self.body)
    }

    /// What it says, read as GitHub's.
    #[must_use]
    pub fn read_as_githubs(&self) -> github::Event {
        github::parse_delivery(&self.headers, &self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::{Webhook, github, slack};

    #[test]
    fn what_is_measured_is_the_way_of_an_accepted_webhook() {
        let (from_slack, from_github) = (Webhook::slack(), Webhook::github());
        assert!(from_slack.is_slacks() && from_github.is_githubs());
        assert!(matches!(from_slack.read_as_slacks(), slack::Event::Facts(facts) if facts.len() == 1));
        assert!(matches!(from_github.read_as_githubs(), github::Event::Facts(facts) if facts.len() == 1));
    }
}
