//! The lists of the Home tab as blocks.

use super::lists::Listed;
use super::{HomeData, title};
use crate::Scene;
use crate::action::{self, HomeList, HomeState};
use crate::block::{actions, button, context, primary, section, section_with};
use crate::card::{row, row_line};
use crate::count::counted;
use crate::text::local;
use roundup_domain::{Item, ItemId};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many items of each list the overview shows.
const GLANCE: usize = 5;
/// How many items a page shows: a view has at most 100 blocks (Slack, "Home tabs"), and an item takes two.
const PAGE: usize = 40;

/// A Home tab in the making.
pub(super) struct Drawn<'a> {
    scene: &'a Scene<'a>,
    data: &'a HomeData,
    blocks: Vec<Value>,
    shown: BTreeSet<&'a ItemId>,
}

impl<'a> Drawn<'a> {
    pub fn new(scene: &'a Scene<'a>, data: &'a HomeData) -> Self {
        Self { scene, data, blocks: Vec::new(), shown: BTreeSet::new() }
    }

    pub fn push(&mut self, block: Value) {
        self.blocks.push(block);
    }

    pub fn blocks(self) -> Vec<Value> {
        self.blocks
    }

    /// The beginning of every list that is not empty.
    pub fn overview(&mut self, lists: &[Listed<'a>]) {
        if lists.iter().all(|listed| listed.count() == 0) {
            self.all_clear();
            return;
        }
        for listed in lists.iter().filter(|listed| listed.count() > 0 || listed.list == HomeList::Waiting) {
            if listed.count() == 0 {
                self.push(section(self.empty(listed.list)));
                continue;
            }
            self.heading(listed, listed.count() > GLANCE);
            for item in listed.items.iter().take(GLANCE) {
                self.item(item);
            }
        }
    }

    /// One page of a list; which it is, as there may be fewer by now than when the button was drawn.
    pub fn page(&mut self, listed: &Listed<'a>, page: usize) -> usize {
        if listed.count() == 0 {
            self.push(section(self.empty(listed.list)));
            return 0;
        }
        let pages = listed.items.len().div_ceil(PAGE).max(1);
        let page = page.min(pages - 1);
        self.heading(listed, false);
        for item in listed.items.iter().skip(page * PAGE).take(PAGE) {
            self.item(item);
        }
        self.pager(listed, page, pages);
        page
    }

    fn all_clear(&mut self) {
        let meeting = local(self.scene.rules, self.data.meeting);
        self.push(section("🎉 *All clear.* Nobody waits for an answer, and there is nothing to triage."));
        self.push(context(&format!("The next Roundup is on {meeting}. Enjoy the quiet.")));
    }

    fn empty(&self, list: HomeList) -> &'static str {
        match list {
            HomeList::Overview | HomeList::Waiting => "🎉 *Nobody waits for an answer.*",
            HomeList::Snoozed => "Nothing is snoozed.",
            HomeList::Untriaged => "✨ Everything has its kind and a complete form.",
            HomeList::Ready => "Nothing is ready for the coming Roundup yet.",
            HomeList::Mine => "You have claimed nothing. *Claim* an item to tell the others that you are on it.",
        }
    }

    /// What the list is, how long, and what is remarkable about it; with a way to all of it, where asked for.
    fn heading(&mut self, listed: &Listed<'_>, show_all: bool) {
        let rules = self.scene.rules;
        let (count, late) = (listed.count(), listed.late(self.scene.now));
        let late = if late > 0 { format!(" · 🚨 {late} late") } else { String::new() };
        let text = match listed.list {
            HomeList::Overview => title(listed.list).to_owned(),
            HomeList::Waiting => format!("*Waiting for an answer* · {count}{late}"),
            HomeList::Snoozed => format!("*Snoozed* · {count}"),
            HomeList::Untriaged => format!("*Untriaged* · {count}"),
            HomeList::Ready => format!("*Ready for the Roundup on {}* · {count}", local(rules, self.data.meeting)),
            HomeList::Mine => format!("*Claimed by you* · {count}{late}"),
        };
        let block = if show_all {
            section_with(&text, &go(listed.list.name(), &format!("Show all {count}"), listed.list, 0))
        } else {
            section(&text)
        };
        self.push(block);
    }

    /// An item, with its buttons. Of one that stands further up already, a line.
    fn item(&mut self, item: &'a Item) {
        if self.shown.insert(&item.id) {
            self.blocks.extend(row(self.scene, item, Some(&self.data.viewer)));
        } else {
            self.push(section(&row_line(self.scene, item)));
        }
    }

    fn pager(&mut self, listed: &Listed<'_>, page: usize, pages: usize) {
        if pages > 1 {
            let (first, last) = (page * PAGE + 1, listed.items.len().min((page + 1) * PAGE));
            self.push(context(&format!("{first}–{last} of {}", listed.count())));
            let earlier = (page > 0).then(|| go("earlier", "Earlier", listed.list, page - 1));
            let later = (page + 1 < pages).then(|| go("later", "Later", listed.list, page + 1));
            self.blocks.extend(actions(earlier.into_iter().chain(later).collect()));
        }
        if listed.more > 0 && page + 1 == pages {
            let more = counted(listed.more, "more item waits", "more items wait");
            self.push(context(&format!("… and {more}: they are shown once some of these are answered.")));
        }
    }
}

/// The lists to choose from, each with how long it is.
pub(super) fn filters(lists: &[Listed<'_>], current: HomeList) -> Option<Value> {
    let filter = |list: HomeList| {
        let count = lists.iter().find(|listed| listed.list == list).map(|listed| format!(" {}", listed.count()));
        let button = go(list.name(), &format!("{}{}", title(list), count.unwrap_or_default()), list, 0);
        if list == current { primary(button) } else { button }
    };
    actions(HomeList::ALL.map(filter).into())
}

/// A button that leads to a page of a list. Action ids differ within a block; the dispatcher goes by what is before the colon.
fn go(name: &str, label: &str, list: HomeList, page: usize) -> Value {
    button(&format!("{}:{name}", action::HOME), label, &HomeState { list, page })
}
