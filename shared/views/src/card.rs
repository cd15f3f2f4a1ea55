//! An item as it is shown: the card with all that can be done about it, a row for lists, a line for long lists.

mod buttons;
mod names;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use names::{name_of_key, name_of_user, who};
pub(crate) use words::{outcome, verdict, with_local_times};

use crate::Scene;
use crate::block::{actions, context, quote, section, title, title_to};
use crate::text::local;
use names::configured_or_mention;
use roundup_domain::State;
use roundup_domain::item::{Folded, Item};
use serde_json::Value;

/// Longest excerpt in a card, in characters after escaping.
const EXCERPT: usize = 600;
/// Longest title in a line of a list, in characters before escaping.
const SHORT_TITLE: usize = 80;

/// What a card leaves out, because it is said above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SaidAbove {
    /// How the clock stands, but for since when somebody waits.
    pub(crate) clock: bool,
    /// What colleagues were asked.
    pub(crate) asked: bool,
}

/// The card of an item: what is asked by whom, how the clock stands, what triage made of it, what was done last, and the
/// buttons. At most six blocks.
#[must_use]
pub fn card(scene: &Scene<'_>, folded: &Folded) -> Vec<Value> {
    card_below(scene, folded, SaidAbove::default())
}

/// A [`card`] below something that says part of it already.
pub(crate) fn card_below(scene: &Scene<'_>, folded: &Folded, said: SaidAbove) -> Vec<Value> {
    let mut blocks = vec![head(folded), context(&facts(scene, folded, said))];
    if let Some(asked) = words::asked(scene, folded).filter(|_| !said.asked) {
        blocks.push(context(&asked));
    }
    if let Some(last) = words::last_action(scene, folded) {
        blocks.push(context(&last));
    }
    blocks.extend(buttons::of_card(folded, scene.now).into_iter().filter_map(actions));
    blocks
}

/// Title with link, and how the text begins.
pub(crate) fn head(folded: &Folded) -> Value {
    let item = &folded.item;
    let title = title(&item.title, &item.url);
    let quoted = quote(beyond_title(&folded.excerpt, &item.title), EXCERPT);
    section(&if quoted.is_empty() { title } else { format!("{title}\n{quoted}") })
}

/// The excerpt without its beginning where that is the title: in Slack the title is the text's first line.
fn beyond_title<'a>(excerpt: &'a str, title: &str) -> &'a str {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    match excerpt.strip_prefix(title.as_str()) {
        Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => rest.trim(),
        _ => excerpt,
    }
}

/// The small print: who asked, how the clock stands, who has it, what triage made of it.
fn facts(scene: &Scene<'_>, folded: &Folded, said: SaidAbove) -> String {
    let item = &folded.item;
    let asker = match item.waiting_since.filter(|_| said.clock) {
        Some(since) => format!("{} · waiting since {}", words::asker(item), local(scene.rules, since)),
        None => words::asker(item),
    };
    let clock = (!said.clock).then(|| words::clock(scene, folded));
    let clock: Vec<String> = clock.into_iter().chain(words::snoozed(scene, item)).collect();
    let claimed = item.claimed_by.as_ref().map(|user| format!("🙋 claimed by {}", name_of_user(scene, &folded.people, user)));
    let known: Vec<String> = claimed.into_iter().chain([words::triage(scene, folded)]).collect();
    let lines = [asker, clock.join(" · "), known.join(" · ")];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// An item in a list: two blocks, what it is and the buttons most used. `viewer`: the Slack user id of who reads it, to
/// whom what they have is theirs. For views and direct messages: whoever has the item may be mentioned in it.
#[must_use]
pub fn row(scene: &Scene<'_>, item: &Item, viewer: Option<&str>) -> Vec<Value> {
    let details = [Some(who(&item.requester)), Some(standing(scene, item)), Some(words::kind(item)), has_it(scene, item, viewer)];
    let details: Vec<String> = details.into_iter().flatten().collect();
    let text = format!("{}\n{}", title(&item.title, &item.url), details.join(" · "));
    [section(&text)].into_iter().chain(actions(buttons::of_row(item, viewer))).collect()
}

/// An item in one line of mrkdwn, of at most some 2,000 characters and mostly under 200. As with [`row`], for views, direct
/// messages and what only one person sees.
#[must_use]
pub fn row_line(scene: &Scene<'_>, item: &Item) -> String {
    let title = title_to(&item.title, &item.url, SHORT_TITLE);
    let details = [Some(who(&item.requester)), Some(standing(scene, item)), has_it(scene, item, None)];
    format!("{title} · {}", details.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// How an item stands, as far as the item itself says.
fn standing(scene: &Scene<'_>, item: &Item) -> String {
    let state = match (item.state, item.due_at) {
        (State::Waiting, Some(due)) => Some(words::deadline(scene, due)),
        (State::Waiting, None) => Some("⏳ waiting".to_owned()),
        (State::Answered, _) => Some("✅ nobody is waiting".to_owned()),
        (State::Closed, _) => Some("☑️ closed".to_owned()),
        (State::Snoozed, _) => None,
    };
    state.into_iter().chain(words::snoozed(scene, item)).collect::<Vec<_>>().join(" · ")
}

fn has_it(scene: &Scene<'_>, item: &Item, viewer: Option<&str>) -> Option<String> {
    let user = item.claimed_by.as_deref()?;
    let name = if viewer == Some(user) { "you".to_owned() } else { configured_or_mention(scene, user) };
    Some(format!("🙋 claimed by {name}"))
}
