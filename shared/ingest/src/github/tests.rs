#![allow(clippy::unwrap_used)]

mod comments;
mod threads;
mod verification;

use super::{Event, parse};
use roundup_domain::{Author, Filed, Platform};
use serde_json::{Value, json};

fn user(login: &str) -> Value {
    json!({"login": login, "id": 21_031_067, "type": "User", "site_admin": false})
}

fn issue() -> Value {
    json!({
        "number": 12, "id": 4_294_967_299_u64, "title": "Keys do not rotate", "html_url": "https://github.com/acme/widgets/issues/12",
        "user": user("Octocat"), "labels": [{"id": 1, "name": "bug"}, {"id": 2, "name": "Ready for roundup"}], "state": "open",
        "created_at": "2026-03-02T14:00:00Z", "updated_at": "2026-03-02T14:05:00Z", "closed_at": null,
        "author_association": "NONE", "body": "Line one\r\nline two"
    })
}

fn pull_request() -> Value {
    let mut pull = issue();
    pull["html_url"] = json!("https://github.com/acme/widgets/pull/12");
    pull["draft"] = json!(false);
    pull["merged"] = json!(false);
    pull["merged_at"] = Value::Null;
    pull["head"] = json!({"ref": "fix", "repo": null});
    pull
}

fn discussion() -> Value {
    let mut discussion = issue();
    discussion["html_url"] = json!("https://github.com/acme/widgets/discussions/12");
    discussion["category"] = json!({"name": "Q&A", "slug": "q-a", "is_answerable": true});
    discussion.as_object_mut().unwrap().remove("labels");
    discussion.as_object_mut().unwrap().remove("closed_at");
    discussion
}

fn comment() -> Value {
    json!({
        "id": 3_000_000_000_u64, "html_url": "https://github.com/acme/widgets/issues/12#issuecomment-3000000000",
        "user": user("Octocat"), "created_at": "2026-03-02T15:00:00Z", "updated_at": "2026-03-02T15:10:00Z",
        "author_association": "CONTRIBUTOR", "body": "Any news?\r\n"
    })
}

/// A delivery about what is under `key`, done by `maintainer`.
fn payload(action: &str, key: &str, object: Value) -> Value {
    json!({
        "action": action, key: object, "repository": {"id": 1, "full_name": "acme/widgets", "private": false},
        "sender": user("maintainer"), "installation": {"id": 375_706}
    })
}

/// `value` with the fields of `changes` put in.
fn with(mut value: Value, changes: Value) -> Value {
    for (key, change) in changes.as_object().unwrap() {
        value[key] = change.clone();
    }
    value
}

fn read(event: &str, payload: &Value) -> Event {
    parse(event, "application/json", payload.to_string().as_bytes())
}

/// The one fact of a delivery.
fn fact(event: &str, payload: &Value) -> Filed {
    match read(event, payload) {
        Event::Facts(mut facts) if facts.len() == 1 => facts.remove(0),
        other => panic!("{event} {payload} became {other:?}"),
    }
}

/// Why a delivery is ignored.
fn reason(event: &str, payload: &Value) -> &'static str {
    match read(event, payload) {
        Event::Ignored(reason) => reason,
        other => panic!("{event} {payload} became {other:?}"),
    }
}

fn person(login: &str) -> Author {
    Author { platform: Platform::Github, id: login.into(), automated: false }
}
