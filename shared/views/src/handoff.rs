//! The hand-off, when the person on call changes: a packet for whoever comes, and word to others if it is not accepted.

use crate::block::{actions, button, context, primary, section};
use crate::card::{row, row_line};
use crate::count::all_counted;
use crate::sheet::Sheet;
use crate::shift::person;
use crate::text::local;
use crate::{Scene, Shown, action};
use jiff::Timestamp;
use roundup_domain::Item;
use serde_json::Value;

/// A change of the person on call, and what is handed over.
#[derive(Clone, Debug, PartialEq)]
pub struct HandOff {
    /// When the shift begins.
    pub from: Timestamp,
    /// When it ends; none where it never does.
    pub until: Option<Timestamp>,
    /// Slack user id of who comes on call.
    pub incoming: String,
    /// Slack user id of who was on call; none where nobody was.
    pub outgoing: Option<String>,
    /// Who waits, in order of their deadlines.
    pub waiting: Vec<Item>,
    /// What was put off, in the order in which it comes back.
    pub snoozed: Vec<Item>,
    /// What has no kind or an incomplete form.
    pub untriaged: Vec<Item>,
    /// Who accepted it (Slack user id), and when.
    pub accepted: Option<(String, Timestamp)>,
    /// The incoming person took the shift themselves: there is nothing to accept.
    pub taken: bool,
}

/// For whoever comes on call: what waits and until when, what was put off, what is untriaged; to be accepted with a button.
#[must_use]
pub fn packet(scene: &Scene<'_>, handoff: &HandOff) -> Shown {
    let lists = [&handoff.waiting, &handoff.snoozed, &handoff.untriaged];
    let mut sheet = Sheet::new(lists.iter().filter(|list| !list.is_empty()).count(), "on the Home tab");
    sheet.push(section(&format!("📟 {}\n{}", greeting(scene, handoff), contents(handoff))));
    acceptance(scene, handoff).into_iter().for_each(|block| sheet.push(block));

    let rows = handoff.waiting.iter().map(|item| row(scene, item, Some(&handoff.incoming))).collect();
    sheet.rows(&heading("Waiting for an answer", &handoff.waiting), rows);
    let lines = |items: &[Item]| items.iter().map(|item| row_line(scene, item)).collect::<Vec<_>>();
    sheet.lines(&heading("Snoozed", &handoff.snoozed), &lines(&handoff.snoozed), 0);
    sheet.lines(&heading("Untriaged", &handoff.untriaged), &lines(&handoff.untriaged), 0);
    sheet.shown(format!("You are on call: {}", contents(handoff)))
}

fn heading(title: &str, items: &[Item]) -> String {
    format!("*{title}* · {}", items.len())
}

/// For the internal channel: who is on call from now on.
#[must_use]
pub fn announced(scene: &Scene<'_>, handoff: &HandOff) -> Shown {
    let text = format!("📟 {} is on call {}.\n{}", person(&handoff.incoming), span(scene, handoff), contents(handoff));
    Shown { blocks: vec![section(&text)], text }
}

/// For whoever was on call, where somebody else has taken the shift.
#[must_use]
pub fn taken_over(scene: &Scene<'_>, handoff: &HandOff) -> Shown {
    let handoff = &HandOff { outgoing: None, ..handoff.clone() };
    let text = format!("📟 {} has taken over from you, {}.", person(&handoff.incoming), span(scene, handoff));
    Shown { blocks: vec![section(&text)], text }
}

/// For somebody whom a colleague has put on call in time to come; or, where that was taken back, that it was.
#[must_use]
pub fn agreed(scene: &Scene<'_>, by: &str, (from, to): (Timestamp, Timestamp), is_taken_back: bool) -> Shown {
    let (from, to) = (local(scene.rules, from), local(scene.rules, to));
    let text = match is_taken_back {
        true => format!("📟 {} has taken back that you are on call from {from} until {to}.", person(by)),
        false => format!(
            "📟 {} has put *you on call* from *{from}* until *{to}*. If that does not suit you, `/roundup swap` puts somebody else there.",
            person(by)
        ),
    };
    Shown { blocks: vec![section(&text)], text }
}

fn greeting(scene: &Scene<'_>, handoff: &HandOff) -> String {
    format!("*You are on call* {}.", span(scene, handoff))
}

/// `from *Mon 2 Mar 09:00 EST* until *Mon 9 Mar 09:00 EDT*, after @Ada`.
fn span(scene: &Scene<'_>, handoff: &HandOff) -> String {
    let from = local(scene.rules, handoff.from);
    let until = handoff.until.map(|until| format!(" until *{}*", local(scene.rules, until))).unwrap_or_default();
    let after = handoff.outgoing.as_deref().map(|outgoing| format!(", after {}", person(outgoing))).unwrap_or_default();
    format!("from *{from}*{until}{after}")
}

/// What is handed over, in one sentence.
fn contents(handoff: &HandOff) -> String {
    let parts = [
        (handoff.waiting.len(), "item waits for an answer", "items wait for an answer"),
        (handoff.snoozed.len(), "is snoozed", "are snoozed"),
        (handoff.untriaged.len(), "is untriaged", "are untriaged"),
    ];
    let contents = all_counted(&parts);
    if contents.is_empty() { "🎉 Nothing waits, and nothing is left to do.".to_owned() } else { format!("{contents}.") }
}

/// The button, or what became of it.
fn acceptance(scene: &Scene<'_>, handoff: &HandOff) -> Option<Value> {
    match &handoff.accepted {
        Some((user, at)) if *user == handoff.incoming => {
            Some(context(&format!("✅ Accepted by you at {}", local(scene.rules, *at))))
        }
        Some((user, at)) => Some(context(&format!("✅ Accepted by {} at {}", person(user), local(scene.rules, *at)))),
        None if handoff.taken => Some(context("You took this shift yourself: there is nothing to accept.")),
        None => actions(vec![primary(button(action::ACCEPT, "Accept", &handoff.from))]),
    }
}

/// For the outgoing person, or the lead: nobody has accepted yet; or, once somebody has, that they did.
#[must_use]
pub fn not_accepted(scene: &Scene<'_>, handoff: &HandOff, to_lead: bool) -> Shown {
    let incoming = person(&handoff.incoming);
    let from = local(scene.rules, handoff.from);
    if let Some((user, at)) = &handoff.accepted {
        let text = format!("✅ {} accepted the hand-off of {from} meanwhile, at {}.", person(user), local(scene.rules, *at));
        return Shown { blocks: vec![section(&text)], text };
    }
    let text = format!("📟 {incoming} has not accepted the hand-off of *{from}*.");
    let mut sheet = Sheet::new(usize::from(!handoff.waiting.is_empty()), "on the Home tab");
    sheet.push(section(&format!("{text}\n{}", what_now(handoff, &incoming, to_lead))));
    let lines: Vec<String> = handoff.waiting.iter().map(|item| row_line(scene, item)).collect();
    sheet.lines(&heading("Waiting for an answer", &handoff.waiting), &lines, 0);
    sheet.shown(text)
}

fn what_now(handoff: &HandOff, incoming: &str, to_lead: bool) -> String {
    if !to_lead {
        return "Please ask them, and keep an eye on what waits until they have. \
                If they are away, `/roundup take` puts you back on call."
            .to_owned();
    }
    let remedy = format!("If {incoming} is away, `/roundup swap` puts somebody else on call.");
    match handoff.outgoing.as_deref().map(person) {
        Some(outgoing) => format!("{outgoing}, who was on call before, is told too. {remedy}"),
        None => remedy,
    }
}

#[cfg(test)]
mod tests;
