//! What is answered to `/roundup`: shown to whoever typed it, and to nobody else.

use super::{Usage, WORDS};
use crate::action::{self, Target};
use crate::block::{actions, button, context, one_line, section, title};
use crate::card::row_line;
use crate::count::{all_counted, counted};
use crate::sheet::Sheet;
use crate::shift::{now_and_then, person};
use crate::text::local;
use crate::{Scene, Shown};
use jiff::Timestamp;
use roundup_domain::rotation::Shift;
use roundup_domain::{Item, Kind};
use roundup_slack::mrkdwn::link;

/// Longest refusal, in characters.
const REFUSAL: usize = 1_400;

/// What the coming Roundup is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// When it is held.
    pub meeting: Timestamp,
    /// Where the agenda can be read, once there is one.
    pub link: Option<String>,
    /// How many items of each kind are ready; none: of no kind.
    pub ready: Vec<(Option<Kind>, usize)>,
    /// How many items are filed for it that have no kind or an incomplete form.
    pub incomplete: usize,
    /// How many items wait for an answer.
    pub waiting: usize,
}

/// What can be asked for.
#[must_use]
pub fn help() -> Shown {
    let text = "Roundup keeps track of who waits for an answer. What you can ask for:";
    Shown { text: text.to_owned(), blocks: vec![section(text), section(&words())] }
}

/// What was typed is no command.
#[must_use]
pub fn not_understood(what: Usage) -> Shown {
    let text = format!("🤔 {what}.");
    let more = match what {
        Usage::UnknownWord { .. } => section(&format!("What you can ask for:\n{}", words())),
        _ => context("`/roundup help` shows everything that you can ask for."),
    };
    Shown { blocks: vec![section(&text), more], text }
}

fn words() -> String {
    let lines = WORDS.iter().map(|word| format!("• `/roundup {}{}` — {}", word.name, word.takes, word.does));
    lines.collect::<Vec<_>>().join("\n")
}

/// Who waits, in the order given; `more`: how many besides these.
#[must_use]
pub fn list(scene: &Scene<'_>, waiting: &[Item], more: usize) -> Shown {
    let count = waiting.len() + more;
    if count == 0 {
        return said("🎉 Nobody waits for an answer.");
    }
    let text = format!("*{}* for an answer", counted(count, "item waits", "items wait"));
    let lines: Vec<String> = waiting.iter().map(|item| row_line(scene, item)).collect();
    let mut sheet = Sheet::new(1, "on the Home tab");
    sheet.lines(&text, &lines, more);
    sheet.shown(text)
}

/// Who is on call, and who comes after, as `viewer` would be told.
#[must_use]
pub fn on_call(scene: &Scene<'_>, viewer: &str, shift: Option<&Shift>, next: Option<&Shift>) -> Shown {
    said(&format!("📟 {}", now_and_then(scene, viewer, shift, next)))
}

/// Whoever asked is on call from now on; `fact` is the name of the fact that makes it so.
#[must_use]
pub fn took(scene: &Scene<'_>, from: Timestamp, to: Timestamp, fact: &str) -> Shown {
    let since = if from > scene.now { format!(" from *{}*", local(scene.rules, from)) } else { " now".to_owned() };
    overridden(format!("📟 You are on call{since}, until *{}*.", local(scene.rules, to)), fact)
}

/// `user` is on call for that time; `fact` is the name of the fact that makes it so.
#[must_use]
pub fn swapped(scene: &Scene<'_>, user: &str, from: Timestamp, to: Timestamp, fact: &str) -> Shown {
    let (from, to) = (local(scene.rules, from), local(scene.rules, to));
    overridden(format!("📟 {} is on call from *{from}* until *{to}*.", person(user)), fact)
}

fn overridden(text: String, fact: &str) -> Shown {
    let also = context("Reminders, escalations, the user group and the Home tab go by that.");
    let undo = actions(vec![button(action::UNDO_OVERRIDE, "Undo", &fact)]);
    Shown { blocks: [section(&text), also].into_iter().chain(undo).collect(), text }
}

/// An item is put off. One that waits keeps its deadline, and says so.
#[must_use]
pub fn snoozed(scene: &Scene<'_>, item: &Item, until: Timestamp) -> Shown {
    let title = title(&item.title, &item.url);
    let mut shown = said(&format!("💤 Until *{}*: {title}", local(scene.rules, until)));
    if let Some(due) = item.due_at {
        shown.blocks.push(context(&format!("They still wait: an answer is due {}.", local(scene.rules, due))));
    }
    let target = Target::of(&item.id);
    shown.blocks.extend(actions(vec![button(action::WAKE, "Wake", &target), button(action::WHY, "Why", &target)]));
    shown
}

/// What the coming Roundup is like.
#[must_use]
pub fn digest(scene: &Scene<'_>, summary: &Summary) -> Shown {
    let text = format!("🗓️ The Roundup is on *{}*.", local(scene.rules, summary.meeting));
    let mut blocks = vec![section(&format!("{text}\n{}", counts(summary)))];
    if let Some(agenda) = &summary.link {
        blocks.push(context(&link(agenda, "Read the agenda")));
    }
    Shown { text, blocks }
}

fn counts(summary: &Summary) -> String {
    let ready = summary.ready.iter().map(|(kind, count)| {
        let (one, many) = kind_words(*kind);
        (*count, one, many)
    });
    let ready = all_counted(&ready.collect::<Vec<_>>());
    let ready = if ready.is_empty() { "nothing yet".to_owned() } else { ready };
    let incomplete = match summary.incomplete {
        0 => "none".to_owned(),
        count => counted(count, "item has no kind or an incomplete form", "items have no kind or an incomplete form"),
    };
    let waiting = match summary.waiting {
        0 => "nobody waits for an answer".to_owned(),
        count => format!("{} for an answer", counted(count, "item waits", "items wait")),
    };
    format!("• Ready: {ready}\n• Incomplete: {incomplete}\n• Meanwhile: {waiting}")
}

fn kind_words(kind: Option<Kind>) -> (&'static str, &'static str) {
    match kind {
        Some(Kind::PullRequest) => ("pull request", "pull requests"),
        Some(Kind::Bug) => ("bug", "bugs"),
        Some(Kind::FeatureRequest) => ("feature request", "feature requests"),
        Some(Kind::Question) => ("question", "questions"),
        None => ("item of no kind", "items of no kind"),
    }
}

/// What was asked for is not done; `why`: a sentence that says what would be right, as plain text.
#[must_use]
pub fn refused(why: &str) -> Shown {
    said(&format!("✋ {}", one_line(why, REFUSAL)))
}

fn said(text: &str) -> Shown {
    Shown { text: text.to_owned(), blocks: vec![section(text)] }
}
