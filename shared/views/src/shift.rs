//! Who is on call, in words.

use crate::Scene;
use crate::text::local;
use jiff::Timestamp;
use roundup_domain::rotation::Shift;
use roundup_slack::mrkdwn::escape_to;

/// Who is on call and who comes after, as `viewer` would be told: `You are on call until Mon 9 Mar 09:00 EDT; then @Grace.`
/// In mrkdwn.
pub(crate) fn now_and_then(scene: &Scene<'_>, viewer: &str, shift: Option<&Shift>, next: Option<&Shift>) -> String {
    let Some(shift) = shift else { return nobody(scene, viewer, next) };
    let is = if shift.user == viewer { "*You are on call*".to_owned() } else { format!("{} is on call", person(&shift.user)) };
    let until = shift.until.map(|until| format!(" until *{}*", local(scene.rules, until))).unwrap_or_default();
    let then = match next {
        Some(next) if next.user == viewer => format!("; then you{}.", end(scene, next.until)),
        Some(next) => format!("; then {}.", person(&next.user)),
        None => ".".to_owned(),
    };
    format!("{is}{until}{then}")
}

fn nobody(scene: &Scene<'_>, viewer: &str, next: Option<&Shift>) -> String {
    match next {
        Some(next) if next.user == viewer => {
            format!("*Nobody is on call.* You are from *{}*{}.", local(scene.rules, next.from), end(scene, next.until))
        }
        Some(next) => format!("*Nobody is on call.* {} is from *{}*.", person(&next.user), local(scene.rules, next.from)),
        None => "*Nobody is on call.* `/roundup take` makes it you.".to_owned(),
    }
}

fn end(scene: &Scene<'_>, until: Option<Timestamp>) -> String {
    until.map(|until| format!(", until {}", local(scene.rules, until))).unwrap_or_default()
}

/// A member of staff as Slack shows them by name; in direct messages, views and what only one person sees, nobody is pinged
/// by that. Whatever is no user id stays text.
pub(crate) fn person(user: &str) -> String {
    let is_id = user.starts_with(['U', 'W']) && user.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if is_id { format!("<@{user}>") } else { escape_to(user, 80) }
}
