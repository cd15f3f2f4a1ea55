//! What people do with Roundup's buttons, forms, shortcut and command, as Slack sends it (Slack, "Interaction payloads",
//! "Slash commands"). They find a button by its words, as people do.

use super::{Sender, not_there};
use crate::Failure;
use crate::demo::cast::{Channel, HOME, ONCALL, Person, REPOSITORY};
use crate::demo::story::{About, Form, On, instant};
use jiff::Timestamp;
use roundup_domain::ItemId;
use serde_json::{Map, Value, json};

const FORM: &str = "application/x-www-form-urlencoded";

impl Sender {
    /// Presses the button of these words that is about an item.
    pub(super) async fn press(&self, who: Person, on: On, about: About, button: &str, at: Timestamp) -> Result<(), Failure> {
        let item = self.item(about);
        let is_it = |element: &Value| {
            let value = element["value"].as_str().unwrap_or_default();
            let is_about = item.as_ref().is_none_or(|item| value.split(' ').next() == Some(item.as_str()));
            element["text"]["text"] == button && is_about
        };
        let place = match on {
            On::Home => {
                let view = self.slack.home(who.slack).ok_or_else(|| not_there("a Home tab"))?;
                let found = element(&view, is_it).ok_or_else(|| not_there(&format!("{button} on a Home tab, {about:?}")))?;
                return self.act(who, found, in_view(&view), at).await;
            }
            On::Direct => who.direct(),
            On::Posted(channel) => channel.id.to_owned(),
        };
        let messages = self.slack.messages(&place);
        let found = messages.iter().rev().find_map(|message| Some((message, element(message, is_it)?)));
        let (message, found) = found.ok_or_else(|| not_there(&format!("{button} in {place}, {about:?}")))?;
        self.act(who, found, in_message(&place, message), at).await
    }

    /// Fills in the form that is open, and submits it.
    pub(super) async fn fill_in(&mut self, who: Person, form: Form, at: Timestamp) -> Result<(), Failure> {
        let mut view = self.slack.opened().ok_or_else(|| not_there("a form"))?;
        for &(name, value) in form {
            // What is chosen here changes the form.
            let menu = inputs(&view).find(|block| block["dispatch_action"] == true && block["element"]["action_id"] == name);
            if let Some(menu) = menu.cloned() {
                let mut chosen = menu["element"].clone();
                chosen["block_id"] = menu["block_id"].clone();
                chosen["selected_option"] = option(value);
                self.serial += 1;
                self.act(who, chosen, in_view(&view), at).await?;
                view = self.slack.view(view["id"].as_str().unwrap_or_default()).ok_or_else(|| not_there("a form"))?;
            }
        }
        let view = self.filled(who, view, form, at).await?;
        let payload = json!({"type": "view_submission", "view": view, "response_urls": []});
        let answer = self.interact(who, payload, at).await?;
        // An answer says what is wrong with the form.
        if answer.is_empty() { Ok(()) } else { Err(not_there(&format!("a form's fields: {answer}"))) }
    }

    /// The view with what stands in its inputs, changed by what is filled in.
    async fn filled(&self, who: Person, mut view: Value, form: Form, at: Timestamp) -> Result<Value, Failure> {
        let mut values = Map::new();
        for block in inputs(&view) {
            let element = &block["element"];
            let action = element["action_id"].as_str().unwrap_or_default();
            let given = form.iter().find(|(name, _)| *name == action).map(|(_, value)| *value);
            let state = match (element["type"].as_str(), given) {
                (Some("external_select"), Some(typed)) => {
                    json!({"type": "external_select", "selected_option": self.searched(who, &view, action, typed, at).await?})
                }
                _ => state(element, given),
            };
            values.insert(block["block_id"].as_str().unwrap_or_default().to_owned(), json!({action: state}));
        }
        view["state"] = json!({"values": values});
        Ok(view)
    }

    /// The first that a menu offers when this is typed into it.
    async fn searched(&self, who: Person, view: &Value, action: &str, typed: &str, at: Timestamp) -> Result<Value, Failure> {
        let payload = json!({"type": "block_suggestion", "container": {"type": "view", "view_id": view["id"]},
            "action_id": action, "block_id": action, "value": typed, "view": view});
        let answer: Value = serde_json::from_str(&self.interact(who, payload, at).await?).unwrap_or_default();
        answer["options"].get(0).cloned().ok_or_else(|| not_there(&format!("anything called {typed}")))
    }

    /// *Track in Roundup* on a message.
    pub(super) async fn track(&self, who: Person, channel: Channel, key: &str, at: Timestamp) -> Result<(), Failure> {
        let message = self.messages.get(key).ok_or_else(|| not_there(key))?;
        let payload = json!({"type": "message_action", "callback_id": "track", "action_ts": self.ts(at), "message_ts": message.ts,
            "channel": {"id": channel.id, "name": channel.name},
            "message": {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "team": channel.team}});
        self.interact(who, payload, at).await.map(drop)
    }

    /// Chooses a decision and an owner in the last agenda that has the item.
    pub(super) async fn decide(
        &mut self,
        who: Person,
        about: About,
        decision: &str,
        owner: Option<Person>,
        at: Timestamp,
    ) -> Result<(), Failure> {
        let item = self.item(about).ok_or_else(|| not_there("an item"))?;
        let is_its = |block: &str| block.starts_with("decision ") && block.split(' ').nth(2) == Some(item.as_str());
        let chosen =
            [("decide", "selected_option", option(decision)), ("owner", "selected_user", json!(owner.map(|owner| owner.slack)))];
        for (action, name, value) in chosen.into_iter().filter(|(_, _, value)| !value.is_null()) {
            let messages = self.slack.messages(ONCALL.id);
            let is_it = |menu: &Value| menu["action_id"] == action && menu["block_id"].as_str().is_some_and(is_its);
            let found = messages.iter().rev().find_map(|message| Some((message, element(message, is_it)?)));
            let (message, mut menu) = found.ok_or_else(|| not_there(&format!("{item} in an agenda")))?;
            menu[name] = value;
            self.serial += 1;
            self.act(who, menu, in_message(ONCALL.id, message), at).await?;
        }
        Ok(())
    }

    /// Types `/roundup` and this; what comes back. A message's key in braces is a link to it.
    pub(super) async fn command(&self, who: Person, text: &str, at: Timestamp) -> Result<Option<String>, Failure> {
        let text = self.messages.iter().fold(text.to_owned(), |text, (key, message)| {
            let link =
                format!("https://acme.slack.com/archives/{}/p{}", message.channel.id, message.ts.to_string().replace('.', ""));
            text.replace(&format!("{{{key}}}"), &link)
        });
        let body = form(&[
            ("token", "no-longer-used"),
            ("team_id", who.team()),
            ("team_domain", "acme"),
            ("channel_id", ONCALL.id),
            ("channel_name", ONCALL.name),
            ("user_id", who.slack),
            ("user_name", who.github),
            ("command", "/roundup"),
            ("text", &text),
            ("api_app_id", "A0ROUNDUP"),
            ("is_enterprise_install", "false"),
            ("response_url", "https://hooks.slack.com/commands/T0ACME001/1/x"),
            ("trigger_id", &self.trigger()),
        ]);
        let answer = self.post_slack("slack/commands", FORM, body, at).await?;
        let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
        Ok(answer["text"].as_str().map(str::to_owned))
    }

    /// Sends that an element was used, in a message or a view.
    async fn act(&self, who: Person, mut element: Value, place: Value, at: Timestamp) -> Result<(), Failure> {
        element["action_ts"] = json!(self.ts(at));
        let mut payload = json!({"type": "block_actions", "actions": [element]});
        if let (Some(payload), Value::Object(place)) = (payload.as_object_mut(), place) {
            payload.extend(place);
        }
        self.interact(who, payload, at).await.map(drop)
    }

    /// Sends an interaction; the answer's body.
    async fn interact(&self, who: Person, mut payload: Value, at: Timestamp) -> Result<String, Failure> {
        payload["user"] = json!({"id": who.slack, "username": who.github, "name": who.github, "team_id": who.team()});
        payload["team"] = json!({"id": HOME, "domain": "acme"});
        payload["api_app_id"] = json!("A0ROUNDUP");
        payload["token"] = json!("no-longer-used");
        payload["trigger_id"] = json!(self.trigger());
        payload["is_enterprise_install"] = json!(false);
        let body = form(&[("payload", &payload.to_string())]);
        self.post_slack("slack/interactions", FORM, body, at).await
    }

    /// One that nobody has used.
    fn trigger(&self) -> String {
        format!("{}.13345224609.738474920b8e8862", self.serial)
    }

    /// The name of an item of the story.
    fn item(&self, about: About) -> Option<ItemId> {
        match about {
            About::Message(key) => {
                let message = self.messages.get(key)?;
                Some(ItemId::slack(message.channel.team, message.channel.id, message.root.as_ref().unwrap_or(&message.ts)))
            }
            About::Issue(number) => Some(ItemId::from_stored(format!("github:{REPOSITORY}#{number}"))),
            About::HandOff => None,
        }
    }
}

/// Whether a message has a button of these words.
pub(super) fn has(message: &Value, button: &str) -> bool {
    element(message, |element| element["text"]["text"] == button).is_some()
}

/// An element of a message or view, as Slack repeats it in an action: with its block's id.
fn element(shown: &Value, is_it: impl Fn(&Value) -> bool) -> Option<Value> {
    shown["blocks"].as_array()?.iter().find_map(|block| {
        let elements = block["elements"].as_array().into_iter().flatten().chain([&block["accessory"]]);
        let named = elements.map(|element| {
            let mut element = element.clone();
            if element.is_object() {
                element["block_id"] = block["block_id"].as_str().map_or_else(|| json!("b1"), |id| json!(id));
            }
            element
        });
        named.into_iter().find(|element| element.is_object() && is_it(element))
    })
}

fn inputs(view: &Value) -> impl Iterator<Item = &Value> {
    view["blocks"].as_array().into_iter().flatten().filter(|block| block["type"] == "input")
}

fn in_view(view: &Value) -> Value {
    json!({"view": view, "container": {"type": "view", "view_id": view["id"]}})
}

fn in_message(channel: &str, message: &Value) -> Value {
    json!({"channel": {"id": channel, "name": "directmessage"}, "message": message,
        "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": false},
        "response_url": "https://hooks.slack.com/actions/T0ACME001/1/x"})
}

/// What stands in an input: what was filled in, or what it began with.
fn state(element: &Value, given: Option<&str>) -> Value {
    let kind = element["type"].as_str().unwrap_or_default();
    let (name, value) = match (kind, given) {
        ("plain_text_input", Some(text)) => ("value", json!(text)),
        ("plain_text_input", None) => ("value", element["initial_value"].clone()),
        ("checkboxes", Some(ticked)) => ("selected_options", ticked.split(',').map(option).collect()),
        ("checkboxes", None) => ("selected_options", json!(element["initial_options"].as_array().cloned().unwrap_or_default())),
        ("users_select", given) => ("selected_user", json!(given)),
        ("datetimepicker", given) => ("selected_date_time", json!(given.map(|at| instant(at).as_second()))),
        (_, Some(chosen)) => ("selected_option", option(chosen)),
        (_, None) => ("selected_option", element["initial_option"].clone()),
    };
    json!({"type": kind, name: value})
}

fn option(value: &str) -> Value {
    json!({"text": {"type": "plain_text", "text": value}, "value": value})
}

/// As browsers send a form.
fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
