//! `views.*`: modals and App Homes.

use super::args::{Answer, Args, Refusal};
use super::limits;
use super::world::{APP, BOT, World, object};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is shown to people. A view keeps its id however often its content changes.
#[derive(Debug, Default)]
pub(crate) struct Views {
    by_id: BTreeMap<String, Value>,
    /// The modal that was opened or pushed last.
    latest: Option<String>,
    spent_triggers: BTreeSet<String>,
    /// How often anything was shown; goes into the hashes.
    shown: u32,
}

impl Views {
    pub(crate) fn get(&self, id: &str) -> Option<&Value> {
        self.by_id.get(id)
    }

    pub(crate) fn home(&self, user: &str) -> Option<&Value> {
        self.get(&home_id(user))
    }

    pub(crate) fn latest(&self) -> Option<&Value> {
        self.get(self.latest.as_deref()?)
    }

    /// Modals in the order in which they were opened.
    pub(crate) fn modals(&self) -> impl Iterator<Item = &Value> {
        self.by_id.values().filter(|view| view["type"] == "modal")
    }

    /// Refuses a trigger that has served or is too old. Which ones are too old, their names say.
    fn check_trigger(&self, trigger: &str) -> Result<(), Refusal> {
        if trigger.starts_with("expired") {
            return Err("expired_trigger_id".into());
        }
        if self.spent_triggers.contains(trigger) { Err("exchanged_trigger_id".into()) } else { Ok(()) }
    }

    /// Refuses a hash that is not that of what is shown.
    fn check_hash(&self, id: &str, args: &Args) -> Result<(), Refusal> {
        let Some(hash) = args.text("hash") else { return Ok(()) };
        let shown = self.get(id).is_none_or(|view| view["hash"] == hash);
        if shown { Ok(()) } else { Err("hash_conflict".into()) }
    }
}

/// `views.open`: a modal for whoever has just pressed something.
pub(crate) fn open(world: &mut World, args: &Args, now: Timestamp) -> Answer {
    let trigger = args.required("trigger_id")?;
    world.views.check_trigger(trigger)?;
    let id = next_id(world);
    let stack = json!({"root_view_id": id, "previous_view_id": null});
    let answer = show(world, &id, "modal", args, stack, now)?;
    world.views.spent_triggers.insert(trigger.to_owned());
    world.views.latest = Some(id);
    Ok(answer)
}

/// `views.push`: a modal on top of the latest. How many lie on each other is not checked: nobody tells when one is closed.
pub(crate) fn push(world: &mut World, args: &Args, now: Timestamp) -> Answer {
    let trigger = args.required("trigger_id")?;
    world.views.check_trigger(trigger)?;
    let below = world.views.latest().ok_or("not_found")?;
    let stack = json!({"root_view_id": below["root_view_id"], "previous_view_id": below["id"]});
    let id = next_id(world);
    let answer = show(world, &id, "modal", args, stack, now)?;
    world.views.spent_triggers.insert(trigger.to_owned());
    world.views.latest = Some(id);
    Ok(answer)
}

/// `views.publish`: somebody's App Home.
pub(crate) fn publish(world: &mut World, args: &Args, now: Timestamp) -> Answer {
    let user = args.required("user_id")?;
    world.user(user).ok_or("user_not_found")?;
    let id = home_id(user);
    world.views.check_hash(&id, args)?;
    let stack = json!({"root_view_id": id, "previous_view_id": null});
    show(world, &id, "home", args, stack, now)
}

/// `views.update`: another content for a view.
pub(crate) fn update(world: &mut World, args: &Args, now: Timestamp) -> Answer {
    let views = &world.views.by_id;
    let named = |view: &Value| args.text("external_id").is_some_and(|external| view["external_id"] == external);
    let id = match args.text("view_id") {
        Some(id) => views.contains_key(id).then(|| id.to_owned()),
        None => views.iter().find(|(_, view)| named(view)).map(|(id, _)| id.clone()),
    };
    let id = id.ok_or("not_found")?;
    world.views.check_hash(&id, args)?;
    let view = &world.views.by_id[&id];
    let stack = json!({"root_view_id": view["root_view_id"], "previous_view_id": view["previous_view_id"]});
    let kind = if view["type"] == "home" { "home" } else { "modal" };
    show(world, &id, kind, args, stack, now)
}

fn show(world: &mut World, id: &str, kind: &str, args: &Args, stack: Value, now: Timestamp) -> Answer {
    let missing = || Refusal::new("invalid_arguments", "[ERROR] missing required field: view".into());
    let view = args.get("view").ok_or_else(missing)?;
    limits::view(view, kind)?;
    let taken = |shown: &Value| shown["id"] != id && shown["external_id"] == view["external_id"];
    if view["external_id"].as_str().is_some_and(|external| !external.is_empty()) && world.views.by_id.values().any(taken) {
        return Err("duplicate_external_id".into());
    }
    world.views.shown += 1;
    let mut shown = object(view.clone());
    shown.extend(object(stack));
    shown.extend(object(json!({
        "id": id, "team_id": world.home, "app_id": APP, "bot_id": BOT, "state": {"values": {}},
        "hash": format!("{}.{:08x}", now.as_second(), world.views.shown),
    })));
    world.views.by_id.insert(id.to_owned(), Value::Object(shown.clone()));
    Ok(json!({"view": shown}))
}

fn next_id(world: &World) -> String {
    format!("V{:08}", world.views.modals().count() + 1)
}

fn home_id(user: &str) -> String {
    format!("VHOME-{user}")
}
