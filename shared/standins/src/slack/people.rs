//! `users.info`, `usergroups.users.update` and `auth.test`.

use super::args::{Answer, Args};
use super::world::{BOT, BOT_USER, World};
use serde_json::json;

pub(crate) fn user(world: &World, args: &Args) -> Answer {
    let user = world.user(args.required("user")?).ok_or("user_not_found")?;
    Ok(json!({"user": user}))
}

pub(crate) fn update_group(world: &mut World, args: &Args) -> Answer {
    let group = args.required("usergroup")?;
    let users: Vec<String> =
        args.text("users").ok_or("no_users_provided")?.split(',').map(|user| user.trim().to_owned()).collect();
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
