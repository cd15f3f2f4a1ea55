//! For the terminal.

mod ink;
mod lists;
mod week;

use super::list::first;
use super::wrap::{width, wrap};
use super::{FIELD_LIMIT, NAME_LIMIT, TITLE_LIMIT};
use crate::agenda::heading;
use crate::escape::shorten;
use crate::words;
use crate::{Agenda, Entry, Line};
use ink::Ink;
use roundup_domain::Kind;

/// Columns of the text.
const COLUMNS: usize = 88;

/// The agenda in lines of 88 columns (links may be longer), ending in a line end. With `color`, ANSI colours.
#[must_use]
pub fn text(agenda: &Agenda, color: bool) -> String {
    write(agenda, Page { text: String::new(), ink: Ink { color }, entries: usize::MAX })
}

/// The same without colours, with at most so many entries of each kind; the others are counted.
pub(super) fn bounded_text(agenda: &Agenda, entries: usize) -> String {
    write(agenda, Page { text: String::new(), ink: Ink { color: false }, entries })
}

fn write(agenda: &Agenda, mut page: Page) -> String {
    page.title(agenda);
    for kind in Kind::ALL {
        page.kind(agenda, kind);
    }
    page.decided(agenda);
    page.week(agenda);
    page.weeks(agenda);
    page.late(agenda);
    page.thanks(agenda);
    page.docs(agenda);
    page.untriaged(agenda);
    page.text
}

struct Page {
    text: String,
    ink: Ink,
    /// Most entries of one kind.
    entries: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Wrapped, every line indented and painted; nothing where there is no text.
    fn paragraph(&mut self, indent: usize, text: &str, paint: fn(&Ink, &str) -> String) {
        if text.is_empty() {
            return;
        }
        for line in wrap(text, COLUMNS - indent) {
            let painted = paint(&self.ink, &line);
            self.line(&format!("{:indent$}{painted}", ""));
        }
    }

    /// Wrapped behind `marker`, which stands before the first line only.
    fn hanging(&mut self, marker: &str, text: &str, paint: fn(&Ink, &str) -> String) {
        let indent = width(marker);
        for (index, line) in wrap(text, COLUMNS - indent).iter().enumerate() {
            let before = if index == 0 { marker.to_owned() } else { " ".repeat(indent) };
            let painted = paint(&self.ink, line);
            self.line(&format!("{before}{painted}"));
        }
    }

    /// A heading that is ruled to the right margin.
    fn section(&mut self, heading: &str) {
        let rule = "─".repeat(COLUMNS.saturating_sub(width(heading) + 1));
        self.line("");
        self.line("");
        let ruled = format!("{} {}", self.ink.bold(heading), self.ink.dim(&rule));
        self.line(&ruled);
    }

    fn title(&mut self, agenda: &Agenda) {
        self.paragraph(0, &words::title(&shorten(&agenda.team, NAME_LIMIT)), Ink::bold);
        self.paragraph(0, &words::moment_in_full(agenda.meeting, &agenda.zone), Ink::dim);
        self.line("");
        self.paragraph(0, &words::overview(agenda), Ink::plain);
    }

    fn kind(&mut self, agenda: &Agenda, kind: Kind) {
        let entries: Vec<&Entry> = agenda.of_kind(kind).collect();
        if entries.is_empty() {
            return;
        }
        self.section(&format!("{} ({})", words::plural_heading(kind), words::number(entries.len())));
        let (one, many) = words::noun(kind);
        let (shown, more) = first(&entries, self.entries, one, many);
        for entry in shown {
            self.entry(agenda, entry);
        }
        self.more(more);
    }

    fn entry(&mut self, agenda: &Agenda, entry: &Entry) {
        self.line("");
        self.paragraph(0, &heading(entry.kind, &person(&entry.who, entry.company.as_deref())), Ink::heading);
        for (index, line) in entry.lines.iter().enumerate() {
            self.form_line(index + 1, line);
        }
        // A pull request's title is its first line.
        if entry.kind == Kind::PullRequest {
            self.hanging("  →  ", &entry.url, Ink::link);
        } else {
            self.hanging("  →  ", &shorten(&entry.title, TITLE_LIMIT), Ink::dim);
            self.paragraph(5, &entry.url, Ink::link);
        }
        for note in words::notes(entry, &agenda.zone) {
            let paint = if entry.overdue { Ink::bad } else { Ink::dim };
            self.paragraph(5, &note, paint);
        }
        if let Some(url) = &entry.existing {
            self.paragraph(5, &format!("There is already {url}"), Ink::link);
        }
        for (name, text) in words::outcome(entry) {
            self.paragraph(5, &format!("{name}: {}", shorten(&text, NAME_LIMIT)), Ink::good);
        }
    }

    fn form_line(&mut self, number: usize, line: &Line) {
        let (text, paint): (String, fn(&Ink, &str) -> String) = match &line.text {
            Some(text) => (shorten(text, FIELD_LIMIT), Ink::plain),
            None => (format!("(missing) {}", line.label), Ink::warn),
        };
        self.hanging(&format!("  {number}. "), &text, paint);
        if let Some(addition) = &line.addition {
            let text = addition.url.clone().unwrap_or_else(|| shorten(&addition.text, FIELD_LIMIT));
            self.paragraph(5, &format!("{}: {text}", addition.label), Ink::plain);
        }
    }
    fn more(&mut self, more: Option<String>) {
        if let Some(more) = more {
            self.line("");
            self.paragraph(2, &more, Ink::dim);
        }
    }
}

fn person(who: &str, company: Option<&str>) -> String {
    words::person(&shorten(who, NAME_LIMIT), company.map(|company| shorten(company, NAME_LIMIT)).as_deref())
}
