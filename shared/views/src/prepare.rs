//! The preparation of a Roundup: what the on-call person goes through a day or two before.

use crate::block::{section, title_to};
use crate::card::row;
use crate::count::{all_counted, counted};
use crate::sheet::Sheet;
use crate::text::local;
use crate::{Scene, Shown};
use jiff::Timestamp;
use roundup_domain::Item;
use roundup_slack::mrkdwn::link;

/// Longest name of a source in a list, in characters.
const SOURCE: usize = 80;

/// What there is to prepare.
#[derive(Clone, Debug, PartialEq)]
pub struct Preparation {
    /// When the Roundup is held.
    pub meeting: Timestamp,
    /// Old threads that were answered a while ago, and that nothing was decided on.
    pub to_revisit: Vec<Item>,
    /// What has no kind or an incomplete form.
    pub incomplete: Vec<Item>,
    /// How many items are ready.
    pub ready: usize,
    /// Every source, with a link to it.
    pub sources: Vec<(String, String)>,
}

/// For the on-call person: what to do, the items to do it with, and where to look besides. One line where nothing is.
#[must_use]
pub fn preparation(scene: &Scene<'_>, preparation: &Preparation, viewer: &str) -> Shown {
    let meeting = local(scene.rules, preparation.meeting);
    let ready = counted(preparation.ready, "item is ready", "items are ready");
    let to_do = to_do(preparation);
    if to_do.is_empty() {
        let text = format!("🎉 Nothing to prepare for the Roundup on *{meeting}*: {ready}.");
        return Shown { blocks: vec![section(&text)], text };
    }

    let text = format!("🗓️ The Roundup is on *{meeting}*: {to_do}; {ready}.");
    let lists = [preparation.to_revisit.len(), preparation.incomplete.len(), preparation.sources.len()];
    let mut sheet = Sheet::new(lists.iter().filter(|length| **length > 0).count(), "on the Home tab");
    sheet.push(section(&text));
    sheet.push(section(&checklist(scene)));
    let rows = |items: &[Item]| items.iter().map(|item| row(scene, item, Some(viewer))).collect();
    let heading = |title: &str, items: &[Item]| format!("*{title}* · {}", items.len());
    sheet.rows(&heading("To complete", &preparation.incomplete), rows(&preparation.incomplete));
    sheet.rows(&heading("Old threads to revisit", &preparation.to_revisit), rows(&preparation.to_revisit));
    let sources = preparation.sources.iter().map(|(name, address)| title_to(name, address, SOURCE));
    sheet.lines("*Where to look besides*", &sources.collect::<Vec<_>>(), 0);
    sheet.shown(text)
}

fn to_do(preparation: &Preparation) -> String {
    all_counted(&[
        (preparation.incomplete.len(), "item to complete", "items to complete"),
        (preparation.to_revisit.len(), "old thread to revisit", "old threads to revisit"),
    ])
}

/// What to do, with the configured links.
fn checklist(scene: &Scene<'_>) -> String {
    let linked = |address: &Option<String>, label: &str| address.as_ref().map_or(label.to_owned(), |at| link(at, label));
    let roundup = &scene.rules.roundup;
    let (docs, releases) = (linked(&roundup.docs, "documentation"), linked(&roundup.releases, "release notes"));
    let steps = [
        "Go through the old threads: is there anything to decide on? *Triage* it".to_owned(),
        format!("Give every item its kind, and fill in its form; look in the {docs} and the {releases} first"),
        "Try out pull requests; prove bugs with a recording or with steps to reproduce".to_owned(),
        "Mark what the Roundup should decide on as ready, in the same form".to_owned(),
    ];
    let lines = steps.iter().map(|step| format!("☐ {step}"));
    format!("*What to do*\n{}", lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests;
