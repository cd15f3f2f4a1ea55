//! Entries in their forms.

use super::style::{self, element};
use super::{bounded, link, person, soft};
use crate::agenda::heading;
use crate::escape::{self, link_label, web_link};
use crate::render::NAME_LIMIT;
use crate::render::list::left_out;
use crate::words;
use crate::{Agenda, Entry, Line};
use roundup_domain::Kind;

/// Longest field of a form.
const FIELD: usize = 1_000;

/// As many as fit `budget` bytes, one at least; the others are counted.
pub(super) fn of_kind(agenda: &Agenda, kind: Kind, budget: usize) -> String {
    let (mut cards, mut shown) = (String::new(), 0);
    for item in agenda.of_kind(kind) {
        let card = entry(agenda, item);
        if shown > 0 && cards.len() + card.len() > budget {
            break;
        }
        cards += &card;
        shown += 1;
    }
    let (one, many) = words::noun(kind);
    let all = agenda.of_kind(kind).count();
    let more = left_out(all - shown, one, many);
    let heading = format!("{} ({})", words::plural_heading(kind), words::number(all));
    let more = more.map(|more| element("p", "soft", &format!("{more}; <code>roundup digest</code> shows them all.")));
    element("h2", "h2", &heading) + &cards + &more.unwrap_or_default()
}

fn entry(agenda: &Agenda, entry: &Entry) -> String {
    let title =
        if entry.kind == Kind::PullRequest && !entry.url.is_empty() { link_label(&entry.url) } else { entry.title.clone() };
    let mut notes = vec![link(&title, &entry.url)];
    notes.extend(entry.existing.iter().map(|url| format!("There is already {}", link(&link_label(url), url))));
    notes.extend(words::notes(entry, &agenda.zone).iter().map(|note| {
        let note = escape::html(note);
        if entry.overdue && note.starts_with("Late") { element("span", "bad", &note) } else { note }
    }));
    let form: String = entry.lines.iter().map(form_line).collect();
    let body = format!(
        "{}{}{}{}",
        element("h3", "h3", &heading(entry.kind, &person(&entry.who, entry.company.as_deref()))),
        element("ol", "form", &form),
        soft(&notes.join(" · ")),
        outcome(entry)
    );
    element("div", "card", &body)
}

fn outcome(entry: &Entry) -> String {
    let outcome = words::outcome(entry);
    let parts: Vec<String> = outcome.iter().map(|(name, text)| format!("<b>{name}:</b> {}", bounded(text, NAME_LIMIT))).collect();
    if parts.is_empty() { String::new() } else { format!("<br>{}", element("span", "decision", &parts.join(" · "))) }
}

fn form_line(line: &Line) -> String {
    let text = match &line.text {
        Some(text) => match web_link(text) {
            Some(url) => link(text, &url),
            None => bounded(text, FIELD),
        },
        None => format!("<span class=\"missing\" style=\"{}\"><b>(missing)</b> {}</span>", style::of("missing"), line.label),
    };
    let addition = line.addition.as_ref().map(|addition| {
        let url = addition.url.as_deref().unwrap_or_default();
        format!("<br>{}", soft(&format!("{}: {}", addition.label, link(&addition.text, url))))
    });
    format!("<li>{text}{}</li>\n", addition.unwrap_or_default())
}
