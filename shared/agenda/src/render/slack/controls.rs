//! What the meeting decides with: a menu of decisions and a menu of people.

use crate::Entry;
use jiff::civil::Date;
use roundup_domain::fact::Decision;
use serde_json::{Value, json};

/// Longest name of a block (Slack, "Blocks": 255).
const BLOCK_ID: usize = 255;

/// The controls of an entry; none where its name is too long to name a block.
pub(super) fn controls(meeting: Date, entry: &Entry) -> Option<Value> {
    let id = format!("decision {meeting} {}", entry.item);
    let elements = [decide(entry.decision), owner(entry)];
    (id.len() <= BLOCK_ID).then(|| json!({ "type": "actions", "block_id": id, "elements": elements }))
}

fn decide(decided: Option<Decision>) -> Value {
    let mut menu = json!({
        "type": "static_select",
        "action_id": "decide",
        "placeholder": plain("Decision"),
        "options": Decision::ALL.map(option),
    });
    if let Some(decision) = decided {
        menu["initial_option"] = option(decision);
    }
    menu
}

fn option(decision: Decision) -> Value {
    json!({ "text": plain(decision.label()), "value": decision.name() })
}

fn owner(entry: &Entry) -> Value {
    let mut menu = json!({ "type": "users_select", "action_id": "owner", "placeholder": plain("Owner") });
    if let Some(owner) = entry.owner.as_ref().filter(|owner| is_user(&owner.id)) {
        menu["initial_user"] = json!(owner.id);
    }
    menu
}

/// Whether it has the shape of a Slack user id: a message that names somebody who is none is refused.
fn is_user(id: &str) -> bool {
    id.len() > 1 && id.starts_with(['U', 'W']) && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text, "emoji": false })
}
