//! What people do in Slack, as Slack sends it (Slack, "Interaction payloads", "Slash commands").

use crate::configuration::{CLOUDS, GUS, HOME, OSKAR};
use crate::world::{Answer, World};
use roundup_domain::SlackTs;
use serde_json::{Map, Value, json};

/// Somebody's workspace, as their actions name it.
const STRANGERS: &str = "T0GLOBEX0";

/// A form's values, by block.
pub type Filled<'a> = &'a [(&'a str, Value)];

impl World {
    /// Presses a button of a message; the message is one of ours as the stand-in lists it.
    pub async fn press(&self, user: &str, channel: &str, message: &Value, action_id: &str) -> Answer {
        self.interact(&self.pressing(user, channel, message, action_id)).await
    }

    /// What Slack sends when a button of a message is pressed now; it is not sent yet.
    #[must_use]
    pub fn pressing(&self, user: &str, channel: &str, message: &Value, action_id: &str) -> Value {
        let button = element(message, action_id).unwrap_or_else(|| panic!("no {action_id} in {message:#}"));
        self.acting(user, channel, message, button)
    }

    /// Sends an action of this element (as the message shows it, with what was chosen).
    pub async fn act(&self, user: &str, channel: &str, message: &Value, element: Value) -> Answer {
        self.interact(&self.acting(user, channel, message, element)).await
    }

    fn acting(&self, user: &str, channel: &str, message: &Value, element: Value) -> Value {
        let mut payload = self.block_actions(user, element);
        payload["channel"] = json!({"id": channel, "name": "directmessage"});
        payload["message"] = message.clone();
        payload["container"] =
            json!({"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": false});
        payload["response_url"] = json!("https://hooks.slack.com/actions/T0STAFF01/1/x");
        payload
    }

    /// Presses a button in a view: a modal, or the Home tab.
    pub async fn press_in_view(&self, user: &str, view: &Value, action_id: &str, filled: Filled<'_>) -> Answer {
        let button = element(view, action_id).unwrap_or_else(|| panic!("no {action_id} in {view:#}"));
        self.act_in_view(user, view, button, filled).await
    }

    /// Sends an action in a view.
    pub async fn act_in_view(&self, user: &str, view: &Value, element: Value, filled: Filled<'_>) -> Answer {
        let mut payload = self.block_actions(user, element);
        payload["view"] = with_state(view, filled);
        payload["container"] = json!({"type": "view", "view_id": view["id"]});
        self.interact(&payload).await
    }

    fn block_actions(&self, user: &str, mut element: Value) -> Value {
        element["action_ts"] = json!(self.next_ts());
        json!({"type": "block_actions", "user": person(user), "api_app_id": "A0ROUNDUP", "token": "verification-token-of-old",
            "trigger_id": self.trigger(), "team": {"id": workspace(user), "domain": "acme"}, "enterprise": null, "is_enterprise_install": false,
            "actions": [element]})
    }

    /// Submits a form.
    pub async fn submit(&self, user: &str, view: &Value, filled: Filled<'_>) -> Answer {
        let payload = json!({"type": "view_submission", "team": {"id": workspace(user), "domain": "acme"}, "user": person(user),
            "api_app_id": "A0ROUNDUP", "token": "verification-token-of-old", "trigger_id": self.trigger(),
            "view": with_state(view, filled), "response_urls": [], "is_enterprise_install": false, "enterprise": null});
        self.interact(&payload).await
    }

    /// Types into a menu that is filled by a search.
    pub async fn search(&self, user: &str, view: &Value, action_id: &str, query: &str) -> Answer {
        let payload = json!({"type": "block_suggestion", "user": person(user), "team": {"id": workspace(user), "domain": "acme"},
            "container": {"type": "view", "view_id": view["id"]}, "api_app_id": "A0ROUNDUP", "token": "verification-token-of-old",
            "action_id": action_id, "block_id": action_id, "value": query, "view": with_state(view, &[])});
        self.interact(&payload).await
    }

    /// *Track in Roundup* on a message: its channel, who wrote it, what, and its timestamps.
    pub async fn track(&self, user: &str, channel: &str, author: &str, text: &str, ts: &str, root: Option<&str>) -> Answer {
        let mut message = json!({"type": "message", "user": author, "text": text, "ts": ts, "team": STRANGERS});
        if let Some(root) = root {
            message["thread_ts"] = json!(root);
        }
        let payload = json!({"type": "message_action", "callback_id": "track", "trigger_id": self.trigger(),
            "response_url": "https://hooks.slack.com/app/T0STAFF01/1/x", "action_ts": self.next_ts(), "message_ts": ts,
            "team": {"id": workspace(user), "domain": "acme"}, "user": person(user), "token": "verification-token-of-old",
            "channel": {"id": channel, "name": "at-globex"}, "message": message});
        self.interact(&payload).await
    }

    /// Types `/roundup` and this.
    pub async fn command(&self, user: &str, text: &str) -> Answer {
        let trigger = self.trigger();
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("token", "verification-token-of-old"),
                ("team_id", workspace(user)),
                ("team_domain", "acme"),
                ("channel_id", "C0HELP001"),
                ("channel_name", "help"),
                ("user_id", user),
                ("user_name", "somebody"),
                ("command", "/roundup"),
                ("text", text),
                ("api_app_id", "A0ROUNDUP"),
                ("is_enterprise_install", "false"),
                ("response_url", "https://hooks.slack.com/commands/T0STAFF01/1/x"),
                ("trigger_id", &trigger),
            ])
            .finish();
        self.post_slack("/slack/commands", "application/x-www-form-urlencoded", form.as_bytes()).await
    }

    /// Opens the Home tab.
    pub async fn open_home(&self, user: &str) {
        let ts = self.next_ts();
        self.event(
            json!({"type": "app_home_opened", "user": user, "channel": format!("D0{user}"), "tab": "home", "event_ts": ts}),
        )
        .await;
    }

    /// Sends a payload of an interaction, signed.
    pub async fn interact(&self, payload: &Value) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish();
        self.post_slack("/slack/interactions", "application/x-www-form-urlencoded", form.as_bytes()).await
    }

    /// A trigger that nobody has used.
    #[must_use]
    pub fn trigger(&self) -> String {
        format!("{}.13345224609.738474920b8e8862", self.serial())
    }

    /// A timestamp of now that nothing else has.
    #[must_use]
    pub fn next_ts(&self) -> String {
        SlackTs::from_time(self.now() + jiff::SignedDuration::from_micros(self.serial().cast_signed())).to_string()
    }
}

/// The workspace in which somebody meets the app: their own where it is installed there, else ours, by way of a shared
/// channel.
fn workspace(user: &str) -> &'static str {
    if [OSKAR, GUS].contains(&user) { CLOUDS } else { HOME }
}

fn person(user: &str) -> Value {
    let team = match workspace(user) {
        CLOUDS => CLOUDS,
        _ if user.starts_with("U0STAFF") => HOME,
        _ => STRANGERS,
    };
    json!({"id": user, "username": "somebody", "name": "somebody", "team_id": team})
}

/// The element with this action id in a message or view, as Slack repeats it in an action: with its block's id.
#[must_use]
pub fn element(shown: &Value, action_id: &str) -> Option<Value> {
    let blocks = shown["blocks"].as_array()?;
    blocks.iter().find_map(|block| {
        let elements = block["elements"].as_array().into_iter().flatten().chain([&block["element"], &block["accessory"]]);
        let mut found = elements.into_iter().find(|element| element["action_id"] == action_id)?.clone();
        found["block_id"] = if block["block_id"].is_string() { block["block_id"].clone() } else { json!("b1") };
        Some(found)
    })
}

/// The texts of the buttons of a message or view.
#[must_use]
pub fn buttons(shown: &Value) -> Vec<String> {
    let blocks = shown["blocks"].as_array().into_iter().flatten();
    let elements = blocks.flat_map(|block| block["elements"].as_array().into_iter().flatten());
    elements
        .filter(|element| element["type"] == "button")
        .filter_map(|element| element["text"]["text"].as_str().map(str::to_owned))
        .collect()
}

/// Something chosen from a menu: an element as it comes back.
#[must_use]
pub fn chosen(mut element: Value, value: &str) -> Value {
    match element["type"].as_str() {
        Some("users_select") => element["selected_user"] = json!(value),
        _ => element["selected_option"] = json!({"text": {"type": "plain_text", "text": value}, "value": value}),
    }
    element
}

/// A view as it comes back: with what stands in its inputs, changed by what somebody filled in.
fn with_state(view: &Value, filled: Filled<'_>) -> Value {
    let mut values = Map::new();
    for block in view["blocks"].as_array().into_iter().flatten().filter(|block| block["type"] == "input") {
        let id = block["block_id"].as_str().unwrap_or_default();
        let element = &block["element"];
        let given = filled.iter().find(|(block, _)| *block == id).map(|(_, value)| value);
        values.insert(id.to_owned(), json!({element["action_id"].as_str().unwrap_or("x"): state(element, given)}));
    }
    let mut view = view.clone();
    view["state"] = json!({"values": values});
    view["type"] = if view["type"].is_string() { view["type"].clone() } else { json!("modal") };
    view
}

/// What stands in an input: what was filled in, or what it began with.
fn state(element: &Value, given: Option<&Value>) -> Value {
    let kind = element["type"].clone();
    let option = |value: &Value| json!({"text": {"type": "plain_text", "text": value}, "value": value});
    match (kind.as_str().unwrap_or_default(), given) {
        ("plain_text_input", Some(value)) => json!({"type": kind, "value": value}),
        ("plain_text_input", None) => json!({"type": kind, "value": element["initial_value"]}),
        ("checkboxes", Some(values)) => {
            let selected: Vec<Value> = values.as_array().into_iter().flatten().map(option).collect();
            json!({"type": kind, "selected_options": selected})
        }
        ("checkboxes", None) => {
            json!({"type": kind, "selected_options": element["initial_options"].as_array().cloned().unwrap_or_default()})
        }
        ("users_select", value) => json!({"type": kind, "selected_user": value.unwrap_or(&element["initial_user"])}),
        ("datetimepicker", value) => json!({"type": kind, "selected_date_time": value.unwrap_or(&element["initial_date_time"])}),
        (_, Some(value)) => json!({"type": kind, "selected_option": option(value)}),
        (_, None) => json!({"type": kind, "selected_option": element["initial_option"]}),
    }
}
