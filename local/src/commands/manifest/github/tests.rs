#![allow(clippy::unwrap_used)]

use super::super::patterns;
use super::*;
use roundup_ingest::github::{Event, parse};
use std::collections::BTreeSet;

/// Where the events are read.
const READER: &str = include_str!("../../../../../shared/ingest/src/github.rs");

fn url() -> PublicUrl {
    "https://roundup.example.com".parse().unwrap()
}

/// One delivery as GitHub sends it (GitHub, "Webhook events and payloads").
fn payload(event: &str) -> Value {
    let person = json!({"login": "octocat", "id": 1, "type": "User"});
    let thread = json!({
        "number": 12, "title": "Keys do not rotate", "html_url": "https://github.com/acme/widgets/issues/12", "user": person,
        "labels": [], "state": "open", "draft": false, "created_at": "2026-03-02T14:00:00Z", "updated_at": "2026-03-02T14:05:00Z",
        "body": "Help!"
    });
    let comment = json!({
        "id": 3_000_000_000_u64, "html_url": "https://github.com/acme/widgets/issues/12#issuecomment-3000000000", "user": person,
        "created_at": "2026-03-02T15:00:00Z", "updated_at": "2026-03-02T15:00:00Z", "submitted_at": "2026-03-02T15:00:00Z",
        "body": "Any news?"
    });
    let (action, on, with) = match event {
        "issues" => ("opened", "issue", None),
        "pull_request" => ("opened", "pull_request", None),
        "discussion" => ("created", "discussion", None),
        "issue_comment" => ("created", "issue", Some("comment")),
        "discussion_comment" => ("created", "discussion", Some("comment")),
        "pull_request_review" => ("submitted", "pull_request", Some("review")),
        "pull_request_review_comment" => ("created", "pull_request", Some("comment")),
        other => panic!("no sample of {other}"),
    };
    let mut payload = json!({"action": action, "repository": {"id": 1, "full_name": "acme/widgets"}, "sender": person});
    payload[on] = thread;
    if let Some(with) = with {
        payload[with] = comment;
    }
    payload
}

#[test]
fn the_manifest_is_this() {
    assert_eq!(
        manifest(&url()),
        json!({
            "name": "Roundup",
            "description": "Watches who waits for an answer, reminds whoever is on call, and prepares the weekly Roundup.",
            "url": "https://roundup.example.com/",
            "hook_attributes": {"url": "https://roundup.example.com/github/webhook", "active": true},
            "redirect_url": "https://roundup.example.com/healthz",
            "public": false,
            "default_permissions": {
                "discussions": "read", "issues": "write", "members": "read", "metadata": "read", "pull_requests": "write"
            },
            "default_events": [
                "discussion", "discussion_comment", "issue_comment", "issues", "pull_request", "pull_request_review",
                "pull_request_review_comment"
            ]
        })
    );
}

#[test]
fn every_event_that_is_subscribed_to_is_understood() {
    for event in EVENTS {
        let read = parse(event, "application/json", payload(event).to_string().as_bytes());
        assert!(matches!(&read, Event::Facts(facts) if facts.len() == 1), "{event} is {read:?}");
    }
}

#[test]
fn every_event_that_is_understood_is_subscribed_to() {
    let subscribed = EVENTS.iter().copied().chain(["ping"]);
    assert_eq!(subscribed.collect::<BTreeSet<_>>(), patterns(READER, "= match event {"));
}

/// GitHub refuses the whole manifest otherwise: "Default events are not supported by permissions".
#[test]
fn every_event_is_about_something_that_the_app_may_read() {
    for event in EVENTS {
        let of = match *event {
            "issues" | "issue_comment" => "issues",
            event if event.starts_with("discussion") => "discussions",
            event if event.starts_with("pull_request") => "pull_requests",
            other => panic!("what is {other} about?"),
        };
        assert!(PERMISSIONS.iter().any(|(name, _)| *name == of), "{event}");
    }
}

#[test]
fn the_link_says_what_the_manifest_says() {
    let link = Url::parse(&link(&url())).unwrap();
    let all =
        |key: &str| link.query_pairs().filter(|(name, _)| name == key).map(|(_, value)| value.into_owned()).collect::<Vec<_>>();
    let manifest = manifest(&url());
    assert_eq!(json!(all("events[]")), manifest["default_events"]);
    for (name, access) in manifest["default_permissions"].as_object().unwrap() {
        assert_eq!(json!(all(name)), json!([access]), "{name}");
    }
    for (parameter, at) in
        [("name", "/name"), ("description", "/description"), ("url", "/url"), ("webhook_url", "/hook_attributes/url")]
    {
        assert_eq!(all(parameter), [manifest.pointer(at).unwrap().as_str().unwrap()], "{parameter}");
    }
    assert_eq!((all("public"), all("webhook_active")), (vec!["false".to_owned()], vec!["true".to_owned()]));
    assert_eq!(link.query_pairs().count(), 6 + PERMISSIONS.len() + EVENTS.len());
}
