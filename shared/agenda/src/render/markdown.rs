//! For documents.

mod lists;
mod week;

use super::{FIELD_LIMIT, NAME_LIMIT, TITLE_LIMIT};
use crate::agenda::heading;
use crate::escape::{self, link_label, shorten, web_link};
use crate::words;
use crate::{Agenda, Entry, Line};
use roundup_domain::Kind;

/// The agenda in GitHub's flavour of Markdown, ending in a line end.
#[must_use]
pub fn markdown(agenda: &Agenda) -> String {
    let mut parts = vec![
        format!("# {}", words::title(&name(&agenda.team))),
        words::moment_in_full(agenda.meeting, &agenda.zone),
        words::overview(agenda),
    ];
    for kind in Kind::ALL {
        let entries: Vec<&Entry> = agenda.of_kind(kind).collect();
        if !entries.is_empty() {
            parts.push(format!("## {} ({})", words::plural_heading(kind), words::number(entries.len())));
            parts.extend(entries.into_iter().flat_map(|item| entry(agenda, item)));
        }
    }
    parts.extend(lists::decided(agenda));
    parts.extend(week::week(agenda));
    parts.extend(lists::late(agenda));
    parts.extend(lists::thanks(agenda));
    parts.extend(lists::docs(agenda));
    parts.extend(lists::untriaged(agenda));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn bounded(text: &str, limit: usize) -> String {
    escape::markdown(&shorten(text, limit), "")
}

fn name(text: &str) -> String {
    bounded(text, NAME_LIMIT)
}

fn person(who: &str, company: Option<&str>) -> String {
    words::person(&name(who), company.map(name).as_deref())
}

/// `[label](url)`; the escaped label alone where there is no link.
fn link(label: &str, url: &str) -> String {
    let label = bounded(label, TITLE_LIMIT);
    // In angle brackets, a link may hold any character but these and line ends (CommonMark, "Link destination").
    if url.is_empty() { label } else { format!("[{label}](<{url}>)") }
}

fn entry(agenda: &Agenda, entry: &Entry) -> Vec<String> {
    let heading = format!("### {}", heading(entry.kind, &person(&entry.who, entry.company.as_deref())));
    let form: Vec<String> = entry.lines.iter().enumerate().map(|(index, line)| form_line(index + 1, line)).collect();
    let title =
        if entry.kind == Kind::PullRequest && !entry.url.is_empty() { link_label(&entry.url) } else { entry.title.clone() };
    let mut notes = vec![link(&title, &entry.url)];
    notes.extend(entry.existing.iter().map(|url| format!("There is already {}", link(&link_label(url), url))));
    notes.extend(words::notes(entry, &agenda.zone).iter().map(|note| escape::markdown(note, "")));
    let outcome = words::outcome(entry);
    let outcome: Vec<String> = outcome.iter().map(|(label, text)| format!("**{label}:** {}", name(text))).collect();
    vec![heading, form.join("\n"), notes.join(" · "), outcome.join(" · ")]
}

fn form_line(number: usize, line: &Line) -> String {
    let text = match &line.text {
        Some(text) => match web_link(text) {
            Some(url) => format!("<{url}>"),
            None => escape::markdown(&shorten(text, FIELD_LIMIT), "   "),
        },
        None => format!("**(missing)** {}", line.label),
    };
    let addition = line.addition.as_ref().map(|addition| {
        let text = match &addition.url {
            Some(url) => format!("<{url}>"),
            None => bounded(&addition.text, FIELD_LIMIT),
        };
        format!("\\\n   {}: {text}", addition.label)
    });
    format!("{number}. {text}{}", addition.unwrap_or_default())
}
