//! Entries in their forms.

use super::{bounded, counted, link, person, section};
use crate::agenda::heading;
use crate::escape::{self, link_label, web_link};
use crate::render::{FIELD_LIMIT, NAME_LIMIT};
use crate::words;
use crate::{Agenda, Entry, Line};
use roundup_domain::Kind;

pub(super) fn of_kind(agenda: &Agenda, kind: Kind) -> String {
    let entries: Vec<String> = agenda.of_kind(kind).map(|item| entry(agenda, item)).collect();
    if entries.is_empty() {
        return String::new();
    }
    section(kind.name(), &counted(words::plural_heading(kind), entries.len()), &entries.concat())
}

fn entry(agenda: &Agenda, entry: &Entry) -> String {
    let lines: String = entry.lines.iter().map(form_line).collect();
    let title =
        if entry.kind == Kind::PullRequest && !entry.url.is_empty() { link_label(&entry.url) } else { entry.title.clone() };
    format!(
        "<article>\n<h3>{}</h3>\n<ol>\n{lines}</ol>\n<ul class=\"notes\">\n<li>{}</li>\n{}</ul>\n{}</article>\n",
        heading(entry.kind, &person(&entry.who, entry.company.as_deref())),
        link(&title, &entry.url),
        notes(agenda, entry),
        outcome(entry)
    )
}

fn notes(agenda: &Agenda, entry: &Entry) -> String {
    let existing = entry.existing.iter().map(|url| format!("<li>There is already {}</li>\n", link(&link_label(url), url)));
    let notes = words::notes(entry, &agenda.zone);
    let notes = notes.iter().map(|note| {
        let class = if entry.overdue && note.starts_with("Late") { " class=\"bad\"" } else { "" };
        format!("<li{class}>{}</li>\n", escape::html(note))
    });
    existing.chain(notes).collect()
}

fn outcome(entry: &Entry) -> String {
    let parts: Vec<String> = words::outcome(entry)
        .iter()
        .map(|(name, text)| format!("<span><b>{name}:</b> {}</span>", bounded(text, NAME_LIMIT)))
        .collect();
    let known = if parts.is_empty() { String::new() } else { format!("<p class=\"decision\">{}</p>\n", parts.join(" ")) };
    // Only on paper, where the meeting writes it down.
    let to_be_written = match (entry.decision, &entry.owner) {
        (None, None) => "<p class=\"paper\"><span>Decision</span><span>Owner</span></p>\n",
        (None, Some(_)) => "<p class=\"paper\"><span>Decision</span></p>\n",
        (Some(_), _) => "",
    };
    known + to_be_written
}

fn form_line(line: &Line) -> String {
    let text = match &line.text {
        Some(text) => match web_link(text) {
            Some(url) => link(text, &url),
            None => bounded(text, FIELD_LIMIT),
        },
        None => format!("<span class=\"missing\"><b>(missing)</b> {}</span>", line.label),
    };
    let addition = line.addition.as_ref().map(|addition| {
        let text = match &addition.url {
            Some(url) => link(&addition.text, url),
            None => bounded(&addition.text, FIELD_LIMIT),
        };
        format!("<br><span class=\"addition\">{}: {text}</span>", addition.label)
    });
    format!("<li>{text}{}</li>\n", addition.unwrap_or_default())
}
