//! What Slack and GitHub send, as API Gateway hands it over, signed.

use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// What Slack signs with.
pub const SLACK_SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
/// What GitHub signs with.
pub const GITHUB_SECRET: &str = "It's a Secret to Everybody";

/// Which webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Slack's events.
    Slack,
    /// GitHub's deliveries.
    Github,
}

impl Sender {
    /// The `number`th request; signed by somebody else where it is `forged`.
    pub fn request(self, number: u64, forged: bool) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        match self {
            Self::Slack => slack(number, now, forged),
            Self::Github => github(number, forged),
        }
    }
}

fn slack(number: u64, now: u64, forged: bool) -> Value {
    let event = json!({"type": "message", "channel": "C0GLOBEX1", "channel_type": "channel", "user": "U0GLOBEX1", "team": "T0GLOBEX1",
        "ts": format!("{now}.{number:06}"), "event_ts": format!("{now}.{number:06}"),
        "text": "The export of our audit log ends with error 502 since this morning, on two of three regions. Is that known?"});
    let body = json!({"token": "unused", "team_id": "T0STAFF01", "api_app_id": "A0ROUNDUP", "event": event, "type": "event_callback",
        "event_id": format!("Ev{number:010}"), "event_time": now, "is_ext_shared_channel": true,
        "authorizations": [{"enterprise_id": null, "team_id": "T0STAFF01", "user_id": "U0ROUNDUP", "is_bot": true, "is_enterprise_install": false}]})
    .to_string();
    let secret = if forged { "somebody else's" } else { SLACK_SECRET };
    let signature = roundup_bench_signing::slack(secret, &now.to_string(), &body);
    let headers = json!({"content-type": "application/json", "host": "roundup.example.com",
        "x-slack-request-timestamp": now.to_string(), "x-slack-signature": signature, "user-agent": "Slackbot 1.0"});
    gateway("/slack/events", &headers, &body)
}

fn github(number: u64, forged: bool) -> Value {
    let user = |login: &str| json!({"login": login, "id": 583_231, "type": "User", "site_admin": false});
    let issue = json!({"number": 412, "id": 1_296_269, "title": "Uploads end with 502", "user": user("octocat"), "labels": [],
        "state": "open", "html_url": "https://github.com/acme/widgets/issues/412", "created_at": "2026-03-02T14:00:00Z",
        "updated_at": "2026-03-02T15:00:00Z", "body": "Since this morning."});
    let comment = json!({"id": 3_000_000_000_u64 + number, "user": user("octocat"), "created_at": "2026-03-02T15:00:00Z",
        "updated_at": "2026-03-02T15:00:00Z", "body": "Is there any news on this? We see it on two of three regions.",
        "html_url": format!("https://github.com/acme/widgets/issues/412#issuecomment-{number}")});
    let repository = json!({"id": 1, "name": "widgets", "full_name": "acme/widgets", "owner": user("acme"), "private": false});
    let body =
        json!({"action": "created", "issue": issue, "comment": comment, "repository": repository, "sender": user("octocat")});
    let body = body.to_string();
    let secret = if forged { "somebody else's" } else { GITHUB_SECRET };
    let headers = json!({"content-type": "application/json", "host": "roundup.example.com", "x-github-event": "issue_comment",
        "x-github-delivery": format!("72d3162e-cc78-11e3-81ab-{number:012}"), "user-agent": "GitHub-Hookshot/044aadd",
        "x-hub-signature-256": roundup_bench_signing::github(secret, &body)});
    gateway("/github/webhook", &headers, &body)
}

/// Payload format 2.0 (AWS, "Create AWS Lambda proxy integrations for HTTP APIs").
fn gateway(path: &str, headers: &Value, body: &str) -> Value {
    json!({"version": "2.0", "routeKey": format!("POST {path}"), "rawPath": path, "rawQueryString": "", "headers": headers,
        "requestContext": {"accountId": "123456789012", "apiId": "bench", "stage": "$default", "requestId": "bench",
            "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "bench"}},
        "body": body, "isBase64Encoded": false})
}
