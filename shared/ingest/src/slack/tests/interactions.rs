mod actions;
mod commands;
mod hostile;
mod shortcuts;
mod suggestions;
mod views;

use crate::slack::{Action, Interaction, Shortcut, Submission, Suggestion, View, parse_interaction};
use serde_json::{Value, json};

/// A press on a button of a message.
fn press() -> Value {
    json!({
        "type": "block_actions", "team": {"id": "T0STAFF01", "domain": "acme"},
        "user": {"id": "U0STAFF01", "username": "ada", "team_id": "T0STAFF01"},
        "container": {"type": "message", "message_ts": "1772460000.000700", "channel_id": "C0HELP001", "is_ephemeral": false},
        "trigger_id": "12466734323.1395872398.abc", "response_url": "https://hooks.slack.com/actions/T0STAFF01/1/x",
        "channel": {"id": "C0HELP001", "name": "help"}, "message": {"type": "message", "ts": "1772460000.000700"},
        "actions": [{"type": "button", "action_id": "answered", "block_id": "item", "value": "github:acme/widgets#12",
            "action_ts": "1772460600.000800", "text": {"type": "plain_text", "text": "Answered"}}]
    })
}

/// A modal in which something stands, on top of another.
fn modal() -> Value {
    json!({
        "id": "V0MODAL01", "team_id": "T0STAFF01", "type": "modal", "private_metadata": "{\"item\":\"github:acme/widgets#12\"}",
        "callback_id": "triage", "hash": "1772460600.3wRYuk3R", "title": {"type": "plain_text", "text": "Triage"}, "blocks": [],
        "clear_on_close": false, "notify_on_close": false, "close": null, "submit": {"type": "plain_text", "text": "Save"},
        "root_view_id": "V0ROOT001", "previous_view_id": "V0ROOT001", "app_id": "A0APP0001", "external_id": "",
        "app_installed_team_id": "T0STAFF01", "bot_id": "B0APP0001",
        "state": {"values": {
            "kind": {"kind": {"type": "static_select", "selected_option": option("bug")}},
            "expected": {"text": {"type": "plain_text_input", "value": "It starts.\nAt once."}},
            "recording": {"text": {"type": "url_text_input", "value": null}}
        }}
    })
}

fn option(value: &str) -> Value {
    json!({"text": {"type": "plain_text", "text": value.to_uppercase(), "emoji": true}, "value": value})
}

/// A form, submitted.
fn submission() -> Value {
    json!({
        "type": "view_submission", "team": {"id": "T0STAFF01", "domain": "acme"}, "api_app_id": "A0APP0001", "token": "x",
        "user": {"id": "U0STAFF01", "username": "ada", "name": "ada", "team_id": "T0STAFF01"},
        "trigger_id": "12466734323.1395872398.abc", "view": modal(), "response_urls": [], "is_enterprise_install": false
    })
}

/// Somebody types into a menu of a form.
fn typing() -> Value {
    json!({
        "type": "block_suggestion", "team": {"id": "T0STAFF01", "domain": "acme"}, "api_app_id": "A0APP0001", "token": "x",
        "user": {"id": "U0STAFF01", "username": "ada", "name": "ada", "team_id": "T0STAFF01"},
        "container": {"type": "view", "view_id": "V0MODAL01"}, "action_id": "existing", "block_id": "existing", "value": "rotate k",
        "view": modal()
    })
}

/// A shortcut used on a customer's message.
fn on_message() -> Value {
    json!({
        "type": "message_action", "token": "x", "action_ts": "1772460600.207593", "team": {"id": "T0STAFF01", "domain": "acme"},
        "user": {"id": "U0STAFF01", "username": "ada", "team_id": "T0STAFF01", "name": "ada"},
        "channel": {"id": "C0EXT0001", "name": "at-acme"}, "is_enterprise_install": false, "enterprise": null,
        "callback_id": "track", "trigger_id": "12466734323.1395872398.abc",
        "response_url": "https://hooks.slack.com/app/T0STAFF01/1/x", "message_ts": "1772460000.000100",
        "message": {"client_msg_id": "b64abe86", "type": "message", "text": "<@U0STAFF02> is a &lt; b?", "user": "U0CUST001",
            "ts": "1772460000.000100", "team": "T0THEIRS1", "blocks": []}
    })
}

/// A shortcut used from anywhere.
fn from_anywhere() -> Value {
    json!({
        "type": "shortcut", "token": "x", "action_ts": "1772460600.592429", "team": {"id": "T0STAFF01", "domain": "acme"},
        "user": {"id": "U0STAFF01", "username": "ada", "team_id": "T0STAFF01"}, "is_enterprise_install": false,
        "enterprise": null, "callback_id": "waiting", "trigger_id": "12466734323.1395872398.abc"
    })
}

fn parse(payload: &Value) -> Interaction {
    let form = form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish();
    parse_interaction(form.as_bytes())
}

fn action(payload: &Value) -> Action {
    match parse(payload) {
        Interaction::Action(action) => *action,
        other => panic!("{payload} became {other:?}"),
    }
}

fn submitted(payload: &Value) -> Submission {
    match parse(payload) {
        Interaction::Submission(submission) => *submission,
        other => panic!("{payload} became {other:?}"),
    }
}

fn suggestion(payload: &Value) -> Suggestion {
    match parse(payload) {
        Interaction::Suggestion(suggestion) => *suggestion,
        other => panic!("{payload} became {other:?}"),
    }
}

fn shortcut(payload: &Value) -> Shortcut {
    match parse(payload) {
        Interaction::Shortcut(shortcut) => *shortcut,
        other => panic!("{payload} became {other:?}"),
    }
}

/// The view of a form submitted in which `values` stands as `state.values`.
fn view_with(values: &Value) -> View {
    let mut payload = submission();
    payload["view"]["state"] = json!({ "values": values });
    submitted(&payload).view
}

/// `payload` with `value` at `pointer`, which is made if only its last part is missing.
fn put(mut payload: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match payload.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        object => object[key] = value,
    }
    payload
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}
