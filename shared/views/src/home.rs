//! The Home tab: my shift, and the lists of what is to do.

mod draw;
mod lists;

use crate::action::{HomeList, HomeState};
use crate::block::{context, section};
use crate::shift::now_and_then;
use crate::text::local;
use crate::{Scene, action};
use draw::Drawn;
use jiff::Timestamp;
use lists::lists;
use roundup_domain::Item;
use roundup_domain::rotation::Shift;
use roundup_slack::mrkdwn::escape_to;
use serde_json::{Value, json};

/// What somebody's Home tab is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeData {
    /// Slack user id of whose it is.
    pub viewer: String,
    /// Who is on call now.
    pub shift: Option<Shift>,
    /// Who is next.
    pub next: Option<Shift>,
    /// The viewer's own next shift, if they are not on call.
    pub my_next: Option<Shift>,
    /// Who waits, by deadline.
    pub waiting: Vec<Item>,
    /// What was put off, by when it comes back.
    pub snoozed: Vec<Item>,
    /// Everything filed for the coming Roundup.
    pub week: Vec<Item>,
    /// When that is.
    pub meeting: Timestamp,
    /// How many more wait than are in [`Self::waiting`].
    pub more_waiting: usize,
}

/// The Home tab of a member of staff (Slack, "views.publish"). Its private metadata is the [`HomeState`], so that it can be
/// drawn anew as it is.
#[must_use]
pub fn home(scene: &Scene<'_>, data: &HomeData, state: &HomeState) -> Value {
    let lists = lists(data);
    let mut drawn = Drawn::new(scene, data);
    drawn.push(section(&format!("📟 {}", shift(scene, data))));
    draw::filters(&lists, state.list).into_iter().for_each(|filters| drawn.push(filters));
    drawn.push(json!({"type": "divider"}));
    let page = match lists.iter().find(|listed| listed.list == state.list) {
        Some(listed) => drawn.page(listed, state.page),
        None => {
            drawn.overview(&lists);
            0
        }
    };
    view(drawn.blocks(), &HomeState { list: state.list, page })
}

/// The Home tab of anybody else: it says nothing of ours.
#[must_use]
pub fn stranger(scene: &Scene<'_>) -> Value {
    let team = escape_to(&scene.rules.team.name, 80);
    let blocks = vec![
        section("👋 *Hello!*"),
        section(&format!("Roundup helps the people at {team} to answer in time. There is nothing for you to do here.")),
        context("If you have a question, write where you always do: somebody will get back to you."),
    ];
    view(blocks, &HomeState::default())
}

fn view(blocks: Vec<Value>, state: &HomeState) -> Value {
    json!({"type": "home", "callback_id": action::HOME, "private_metadata": state.to_string(), "blocks": blocks})
}

/// Who is on call, and when the viewer is.
fn shift(scene: &Scene<'_>, data: &HomeData) -> String {
    let words = now_and_then(scene, &data.viewer, data.shift.as_ref(), data.next.as_ref());
    let told = [&data.shift, &data.next].into_iter().flatten().any(|shift| shift.user == data.viewer);
    match data.my_next.as_ref().filter(|_| !told) {
        Some(mine) => format!("{words} You are from *{}*.", local(scene.rules, mine.from)),
        None => words,
    }
}

fn title(list: HomeList) -> &'static str {
    match list {
        HomeList::Overview => "Overview",
        HomeList::Waiting => "Waiting",
        HomeList::Snoozed => "Snoozed",
        HomeList::Untriaged => "Untriaged",
        HomeList::Ready => "Ready",
        HomeList::Mine => "Mine",
    }
}

#[cfg(test)]
mod tests;
