//! `users.info`, `usergroups.users.update`, `auth.test` and `views.*`.

use super::args::{Answer, Args, Refusal};
use super::limits;
use super::world::{APP, BOT, BOT_USER, World, object};
use serde_json::{Value, json};

pub(crate) fn user(world: &World, args: &Args) -> Answer {
    let user = world.user(args.required("user")?).ok_or("user_not_found")?;
    Ok(json!({"user": user}))
}

pub(crate) fn update_group(world: &mut World, args: &Args) -> Answer {
    let group = args.required("usergroup")?;
    let users: Vec<String> = args.required("users")?.split(',').map(|user| user.trim().to_owned()).collect();
    if users.iter().any(|user| world.user(user).is_none()) {
        return Err("invalid_users".into());
    }
    world.groups.insert(group.to_owned(), users.clone());
    let count = users.len();
    Ok(json!({"usergroup": {"id": group, "team_id": world.home, "is_usergroup": true, "users": users, "user_count": count}}))
}

pub(crate) fn auth_test(world: &World, team: &str) -> Answer {
    let name = if team == world.home { "Home" } else { "Elsewhere" };
    Ok(json!({
        "url": "https://acme.slack.test/", "team": name, "user": "roundup", "team_id": team, "user_id": BOT_USER, "bot_id": BOT,
        "is_enterprise_install": false,
    }))
}

/// `views.open`: a view for whoever has just pressed something.
pub(crate) fn open_view(world: &mut World, args: &Args) -> Answer {
    args.required("trigger_id")?;
    let id = format!("V{:08}", world.views.len() + 1);
    show(world, id, args)
}

/// `views.publish`: somebody's App Home.
pub(crate) fn publish_view(world: &mut World, args: &Args) -> Answer {
    let user = args.required("user_id")?;
    world.user(user).ok_or("user_not_found")?;
    show(world, format!("VHOME-{user}"), args)
}

/// `views.update`: another content for a view.
pub(crate) fn update_view(world: &mut World, args: &Args) -> Answer {
    let named = |view: &Value| args.text("external_id").is_some_and(|external| view["external_id"] == external);
    let id = match args.text("view_id") {
        Some(id) => world.views.contains_key(id).then(|| id.to_owned()),
        None => world.views.iter().find(|(_, view)| named(view)).map(|(id, _)| id.clone()),
    };
    show(world, id.ok_or("not_found")?, args)
}

fn show(world: &mut World, id: String, args: &Args) -> Answer {
    let view =
        args.get("view").ok_or_else(|| Refusal::new("invalid_arguments", "[ERROR] missing required field: view".into()))?;
    limits::view(view)?;
    let mut shown = object(view.clone());
    for (name, value) in [("id", json!(id)), ("team_id", json!(world.home)), ("app_id", json!(APP)), ("bot_id", json!(BOT))] {
        shown.insert(name.into(), value);
    }
    shown.insert("hash".into(), json!(format!("{}.{}", world.views.len(), id)));
    world.views.insert(id, Value::Object(shown.clone()));
    Ok(json!({"view": shown}))
}
