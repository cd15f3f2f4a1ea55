//! For the terminal.

mod ink;

use super::list::first;
use super::wrap::{width, wrap};
use super::{FIELD_LIMIT, LIST_LIMIT, NAME_LIMIT, TITLE_LIMIT};
use crate::agenda::heading;
use crate::escape::shorten;
use crate::words;
use crate::{Agenda, Entry, Line, Tally};
use ink::Ink;
use roundup_domain::Kind;

/// Columns of the text.
const COLUMNS: usize = 88;

/// The agenda in lines of 88 columns (links may be longer), ending in a line end. With `color`, ANSI colours.
#[must_use]
pub fn text(agenda: &Agenda, color: bool) -> String {
    let mut page = Page { text: String::new(), ink: Ink { color } };
    page.title(agenda);
    for kind in Kind::ALL {
        page.kind(agenda, kind);
    }
    page.week(agenda);
    page.late(agenda);
    page.thanks(agenda);
    page.docs(agenda);
    page.untriaged(agenda);
    page.text
}

struct Page {
    text: String,
    ink: Ink,
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
        for entry in entries {
            self.entry(agenda, entry);
        }
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
        if let Some(decision) = &entry.decision {
            self.paragraph(5, &format!("Decision: {}", shorten(decision, FIELD_LIMIT)), Ink::good);
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

    fn week(&mut self, agenda: &Agenda) {
        self.section("The week");
        let week = &agenda.week;
        let (from, to) = (words::moment(week.from, &agenda.zone), words::moment(week.to, &agenda.zone));
        self.paragraph(2, &format!("{from} to {to}"), Ink::dim);
        self.line("");
        for (name, n, meaning) in words::tallies(agenda) {
            let number = format!("{:>7}", words::number(n));
            let number = if name == "Late" && n > 0 { self.ink.bad(&number) } else { self.ink.bold(&number) };
            let meaning = self.ink.dim(meaning);
            self.line(&format!("  {name:<10}{number}   {meaning}"));
        }
        self.line("");
        if !week.by_source.is_empty() {
            self.sources(agenda);
            self.line("");
        }
        self.paragraph(2, words::response_times(agenda), Ink::dim);
    }

    fn sources(&mut self, agenda: &Agenda) {
        let head = ["", "came in", "in time", "late", "waiting", "half within", "9 of 10", "longest"];
        let mut rows = vec![head.map(str::to_owned)];
        rows.extend(agenda.week.by_source.iter().map(|(source, tally)| row(&shorten(source, 24), tally)));
        if agenda.week.by_source.len() > 1 {
            rows.push(row("All", &agenda.week.total));
        }
        let columns: Vec<usize> =
            (0..head.len()).map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or_default()).collect();
        for (index, row) in rows.iter().enumerate() {
            let cells = row.iter().zip(&columns).enumerate().map(|(column, (cell, columns))| {
                let gap = " ".repeat(columns - width(cell));
                if column == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
            });
            let line = cells.collect::<Vec<_>>().join("  ");
            let line = if index == 0 { self.ink.dim(&line) } else { line };
            self.line(&format!("  {line}"));
        }
    }

    fn late(&mut self, agenda: &Agenda) {
        if agenda.breaches.is_empty() {
            return;
        }
        self.section(&format!("Late, and why ({})", words::number(agenda.breaches.len())));
        let (shown, more) = first(&agenda.breaches, LIST_LIMIT, "late answer", "late answers");
        for breach in shown {
            let who = person(&breach.who, breach.company.as_deref());
            self.line("");
            self.paragraph(2, &shorten(&breach.title, TITLE_LIMIT), Ink::bold);
            self.paragraph(5, &format!("{}: {}", shorten(&breach.source, NAME_LIMIT), who), Ink::plain);
            self.paragraph(5, &breach.why, Ink::bad);
            self.paragraph(5, &words::breach_times(breach, &agenda.zone), Ink::dim);
            self.paragraph(5, &breach.url, Ink::link);
        }
        self.more(more);
        if let Some(note) = words::from_before(agenda) {
            self.line("");
            self.paragraph(2, &note, Ink::dim);
        }
    }

    fn thanks(&mut self, agenda: &Agenda) {
        if agenda.thanks.is_empty() {
            return;
        }
        self.section("Thank you");
        let (shown, more) = first(&agenda.thanks, LIST_LIMIT, "contributor", "contributors");
        for thanks in shown {
            let who = person(&thanks.who, thanks.company.as_deref());
            self.line("");
            let first = if thanks.first_time { ", for the first time" } else { "" };
            let what = words::contribution(thanks);
            self.paragraph(2, &format!("{}: {what}{first}", who), Ink::good);
            for link in thanks.contributions.iter().take(LIST_LIMIT) {
                self.paragraph(5, link, Ink::link);
            }
        }
        self.more(more);
    }

    fn docs(&mut self, agenda: &Agenda) {
        if agenda.docs_to_write.is_empty() {
            return;
        }
        self.section(&format!("Documentation to write ({})", words::number(agenda.docs_to_write.len())));
        let (shown, more) = first(&agenda.docs_to_write, LIST_LIMIT, "place", "places");
        for docs in shown {
            self.line("");
            self.paragraph(2, &shorten(&docs.location, TITLE_LIMIT), Ink::bold);
            self.paragraph(5, &format!("answers: {}", shorten(&docs.title, TITLE_LIMIT)), Ink::plain);
            self.paragraph(5, &docs.url, Ink::link);
        }
        self.more(more);
    }

    fn untriaged(&mut self, agenda: &Agenda) {
        if agenda.untriaged.is_empty() {
            return;
        }
        self.section(&format!("Not triaged yet: {}", words::number(agenda.untriaged.len())));
        let (shown, more) = first(&agenda.untriaged, LIST_LIMIT, "item", "items");
        for item in shown {
            let who = person(&item.who, item.company.as_deref());
            self.line("");
            self.paragraph(2, &shorten(&item.title, TITLE_LIMIT), Ink::bold);
            self.paragraph(5, &format!("{}: {}", who, words::triage_state(item, &agenda.zone)), Ink::plain);
            self.paragraph(5, &item.url, Ink::link);
        }
        self.more(more);
    }

    fn more(&mut self, more: Option<String>) {
        if let Some(more) = more {
            self.line("");
            self.paragraph(2, &more, Ink::dim);
        }
    }
}

fn row(name: &str, tally: &Tally) -> [String; 8] {
    let times = &tally.first_response_seconds;
    [
        name.to_owned(),
        words::number(tally.comments),
        words::number(tally.in_time),
        words::number(tally.late),
        words::number(tally.waiting),
        words::lapse_or_dash(times.median),
        words::lapse_or_dash(times.p90),
        words::lapse_or_dash(times.max),
    ]
}

fn person(who: &str, company: Option<&str>) -> String {
    words::person(&shorten(who, NAME_LIMIT), company.map(|company| shorten(company, NAME_LIMIT)).as_deref())
}
