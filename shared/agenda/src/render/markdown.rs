//! For documents.

use super::list::first;
use super::{FIELD_LIMIT, LIST_LIMIT, NAME_LIMIT, TITLE_LIMIT};
use crate::agenda::heading;
use crate::escape::{self, link_label, shorten, web_link};
use crate::words;
use crate::{Agenda, Entry, Line, Tally};
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
    parts.extend(week(agenda));
    parts.extend(late(agenda));
    parts.extend(thanks(agenda));
    parts.extend(docs(agenda));
    parts.extend(untriaged(agenda));
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
    notes.extend(words::notes(entry, &agenda.zone).iter().map(|note| escape::markdown(note, "")));
    let decision = entry.decision.as_ref().map(|decision| format!("**Decision:** {}", bounded(decision, FIELD_LIMIT)));
    vec![heading, form.join("\n"), notes.join(" · "), decision.unwrap_or_default()]
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

fn week(agenda: &Agenda) -> Vec<String> {
    let week = &agenda.week;
    let mut parts = vec!["## The week".to_owned()];
    parts.push(format!("{} to {}", words::moment(week.from, &agenda.zone), words::moment(week.to, &agenda.zone)));
    let tallies = words::tallies(agenda);
    let rows = tallies.iter().map(|(name, n, meaning)| format!("- **{name}: {}** ({meaning})", words::number(*n)));
    parts.push(rows.collect::<Vec<_>>().join("\n"));
    if !week.by_source.is_empty() {
        let mut table = vec![
            "| | came in | in time | late | waiting | half within | 9 of 10 | longest |".to_owned(),
            "|---|--:|--:|--:|--:|--:|--:|--:|".to_owned(),
        ];
        table.extend(week.by_source.iter().map(|(source, tally)| row(&name(source), tally)));
        if week.by_source.len() > 1 {
            table.push(row("**All**", &week.total));
        }
        parts.push(table.join("\n"));
    }
    parts.push(words::response_times(agenda).to_owned());
    parts
}

fn row(name: &str, tally: &Tally) -> String {
    let times = &tally.first_response_seconds;
    let numbers = [tally.comments, tally.in_time, tally.late, tally.waiting].map(words::number);
    let lapses = [times.median, times.p90, times.max].map(words::lapse_or_dash);
    format!("| {name} | {} | {} |", numbers.join(" | "), lapses.join(" | "))
}

fn late(agenda: &Agenda) -> Vec<String> {
    if agenda.breaches.is_empty() {
        return Vec::new();
    }
    let (shown, more) = first(&agenda.breaches, LIST_LIMIT, "late answer", "late answers");
    let rows = shown.iter().map(|breach| {
        let who = person(&breach.who, breach.company.as_deref());
        let times = words::breach_times(breach, &agenda.zone);
        let why = bounded(&breach.why, TITLE_LIMIT);
        format!("- **{}** ({}: {who})\\\n  {why}; {times}", link(&breach.title, &breach.url), name(&breach.source))
    });
    vec![
        format!("## Late, and why ({})", words::number(agenda.breaches.len())),
        rows.collect::<Vec<_>>().join("\n"),
        more.unwrap_or_default(),
        words::from_before(agenda).unwrap_or_default(),
    ]
}

fn thanks(agenda: &Agenda) -> Vec<String> {
    if agenda.thanks.is_empty() {
        return Vec::new();
    }
    let (shown, more) = first(&agenda.thanks, LIST_LIMIT, "contributor", "contributors");
    let rows = shown.iter().map(|thanks| {
        let links: Vec<String> = thanks.contributions.iter().take(LIST_LIMIT).map(|url| link(&link_label(url), url)).collect();
        let links = if links.is_empty() { String::new() } else { format!(" ({})", links.join(", ")) };
        let who = person(&thanks.who, thanks.company.as_deref());
        let first = if thanks.first_time { ", for the first time" } else { "" };
        format!("- **{who}**: {}{first}{links}", words::contribution(thanks))
    });
    vec!["## Thank you".to_owned(), rows.collect::<Vec<_>>().join("\n"), more.unwrap_or_default()]
}

fn docs(agenda: &Agenda) -> Vec<String> {
    if agenda.docs_to_write.is_empty() {
        return Vec::new();
    }
    let (shown, more) = first(&agenda.docs_to_write, LIST_LIMIT, "place", "places");
    let rows = shown.iter().map(|docs| {
        let place = web_link(&docs.location).map_or_else(|| bounded(&docs.location, TITLE_LIMIT), |url| format!("<{url}>"));
        format!("- {place}, for {}", link(&docs.title, &docs.url))
    });
    vec![
        format!("## Documentation to write ({})", words::number(agenda.docs_to_write.len())),
        rows.collect::<Vec<_>>().join("\n"),
        more.unwrap_or_default(),
    ]
}

fn untriaged(agenda: &Agenda) -> Vec<String> {
    if agenda.untriaged.is_empty() {
        return Vec::new();
    }
    let (shown, more) = first(&agenda.untriaged, LIST_LIMIT, "item", "items");
    let rows = shown.iter().map(|item| {
        let who = person(&item.who, item.company.as_deref());
        format!("- {} ({who}): {}", link(&item.title, &item.url), words::triage_state(item, &agenda.zone))
    });
    vec![
        format!("## Not triaged yet: {}", words::number(agenda.untriaged.len())),
        rows.collect::<Vec<_>>().join("\n"),
        more.unwrap_or_default(),
    ]
}
