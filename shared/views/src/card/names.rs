//! Names of people, escaped.

use crate::Scene;
use crate::block::one_line;
use roundup_domain::item::{Folded, Requester};
use roundup_domain::{Author, People};

/// Longest name, in characters.
const NAME: usize = 60;

/// Who asked and where they work.
pub(crate) fn who(requester: &Requester) -> String {
    let name = name_or(&requester.name, &requester.id);
    match requester.company.as_deref().map(|company| one_line(company, NAME)).filter(|company| !company.is_empty()) {
        Some(company) => format!("{name} ({company})"),
        None => name,
    }
}

/// The name of somebody, by [`Author::key`]: as looked up, else as configured.
pub(crate) fn name_of_key(scene: &Scene<'_>, people: &People, key: &str) -> String {
    let id = key.split_once(':').map_or(key, |(_, id)| id);
    let configured = || key.strip_prefix("slack:").and_then(|user| scene.on_call.member(user)?.name.clone());
    let known = people.contains_key(key);
    let name = if known { Folded::name_of(people, key) } else { configured().unwrap_or_default() };
    name_or(&name, id)
}

/// The name of a Slack user.
pub(crate) fn name_of_user(scene: &Scene<'_>, people: &People, user: &str) -> String {
    name_of_key(scene, people, &Author::slack(user).key())
}

/// The name as configured, for where nobody was looked up. Else a mention: it shows a name, and in direct messages and views,
/// which is where this is for, nobody is pinged by it.
pub(crate) fn configured_or_mention(scene: &Scene<'_>, user: &str) -> String {
    let configured = scene.on_call.member(user).and_then(|member| member.name.as_deref()).map(|name| one_line(name, NAME));
    if let Some(name) = configured.filter(|name| !name.is_empty()) {
        return name;
    }
    let is_id = user.len() > 1 && user.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if is_id { format!("<@{user}>") } else { one_line(user, NAME) }
}

fn name_or(name: &str, id: &str) -> String {
    let name = one_line(name, NAME);
    if name.is_empty() { one_line(id, NAME) } else { name }
}
