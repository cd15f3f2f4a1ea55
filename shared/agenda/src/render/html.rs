//! A page: for a browser, a phone and paper.

use super::list::first;
use super::{FIELD_LIMIT, LIST_LIMIT, NAME_LIMIT, TITLE_LIMIT};
use crate::agenda::heading;
use crate::escape::{self, link_label, shorten, web_link};
use crate::words;
use crate::{Agenda, Entry, Line, Tally};
use jiff::Timestamp;
use roundup_domain::Kind;

/// Light and dark, 320 pixels and more, and A4 or Letter.
const STYLE: &str = include_str!("html/style.css");

/// The agenda as a page of its own: no script, nothing from elsewhere, and a policy that allows neither.
#[must_use]
pub fn html(agenda: &Agenda) -> String {
    let title = escape::html(&words::title(&shorten(&agenda.team, NAME_LIMIT)));
    let mut body = header(agenda, &title);
    for kind in Kind::ALL {
        body += &kind_section(agenda, kind);
    }
    body += &week(agenda);
    body += &late(agenda);
    body += &thanks(agenda);
    body += &docs(agenda);
    body += &untriaged(agenda);
    let when = words::moment_in_full(agenda.meeting, &agenda.zone);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}, {when}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn bounded(text: &str, limit: usize) -> String {
    escape::html(&shorten(text, limit))
}

fn person(who: &str, company: Option<&str>) -> String {
    let company = company.map(|company| bounded(company, NAME_LIMIT));
    words::person(&bounded(who, NAME_LIMIT), company.as_deref())
}

/// The label as a link; alone where there is none.
fn link(label: &str, url: &str) -> String {
    let label = bounded(label, TITLE_LIMIT);
    if url.is_empty() { label } else { format!("<a href=\"{}\" rel=\"noopener noreferrer\">{label}</a>", escape::html(url)) }
}

fn time(agenda: &Agenda, at: Timestamp) -> String {
    format!("<time datetime=\"{at}\">{}</time>", words::moment(at, &agenda.zone))
}

fn header(agenda: &Agenda, title: &str) -> String {
    let kinds = Kind::ALL.into_iter().map(|kind| (kind, agenda.of_kind(kind).count())).filter(|(_, n)| *n > 0);
    let links: String = kinds
        .map(|(kind, n)| {
            let (id, heading) = (kind.name(), words::plural_heading(kind));
            format!("<a class=\"{id}\" href=\"#{id}\">{heading} <b>{}</b></a>\n", words::number(n))
        })
        .collect();
    let nav = if links.is_empty() { String::new() } else { format!("<nav aria-label=\"Kinds\">\n{links}</nav>\n") };
    format!(
        "<header>\n<h1>{title}</h1>\n<p class=\"when\"><time datetime=\"{}\">{}</time></p>\n<p class=\"overview\">{}</p>\n{nav}</header>\n",
        agenda.meeting,
        words::moment_in_full(agenda.meeting, &agenda.zone),
        words::overview(agenda)
    )
}

/// A section; `id` names it in links and in the style.
fn section(id: &str, heading: &str, body: &str) -> String {
    format!("<section id=\"{id}\" class=\"{id}\">\n<h2>{heading}</h2>\n{body}</section>\n")
}

/// A heading and how many there are.
fn counted(heading: &str, n: usize) -> String {
    format!("{heading} <span class=\"n\">{}</span>", words::number(n))
}

fn paragraph(class: &str, text: Option<String>) -> String {
    text.map(|text| format!("<p class=\"{class}\">{text}</p>\n")).unwrap_or_default()
}

fn kind_section(agenda: &Agenda, kind: Kind) -> String {
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
    let notes: String = words::notes(entry, &agenda.zone)
        .iter()
        .map(|note| {
            let class = if entry.overdue && note.starts_with("Late") { " class=\"bad\"" } else { "" };
            format!("<li{class}>{}</li>\n", escape::html(note))
        })
        .collect();
    let decision = match &entry.decision {
        Some(decision) => format!("<p class=\"decision\"><b>Decision:</b> {}</p>\n", bounded(decision, FIELD_LIMIT)),
        // Only on paper, where the meeting writes it down.
        None => "<p class=\"paper\"><span>Decision</span><span>Owner</span></p>\n".to_owned(),
    };
    format!(
        "<article>\n<h3>{}</h3>\n<ol>\n{lines}</ol>\n<ul class=\"notes\">\n<li>{}</li>\n{notes}</ul>\n{decision}</article>\n",
        heading(entry.kind, &person(&entry.who, entry.company.as_deref())),
        link(&title, &entry.url)
    )
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

fn week(agenda: &Agenda) -> String {
    let week = &agenda.week;
    let tiles: String = words::tallies(agenda)
        .into_iter()
        .map(|(name, n, meaning)| {
            let class = if name == "Late" && n > 0 { " class=\"bad\"" } else { "" };
            format!("<div{class}><dt>{name}</dt><dd><b>{}</b> {meaning}</dd></div>\n", words::number(n))
        })
        .collect();
    let range = format!("{} to {}", time(agenda, week.from), time(agenda, week.to));
    let table = if week.by_source.is_empty() { String::new() } else { sources(agenda) };
    let times = words::response_times(agenda);
    section(
        "week",
        "The week",
        &format!("<p class=\"fine\">{range}</p>\n<dl>\n{tiles}</dl>\n{table}<p class=\"fine\">{times}</p>\n"),
    )
}

const COLUMNS: [&str; 7] = ["Came in", "In time", "Late", "Waiting", "Half within", "9 of 10", "Longest"];

fn sources(agenda: &Agenda) -> String {
    let week = &agenda.week;
    let head: String = COLUMNS.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    let rows = week.by_source.iter().map(|(source, tally)| row("", &bounded(source, NAME_LIMIT), tally));
    let mut rows: String = rows.collect();
    if week.by_source.len() > 1 {
        rows += &row(" class=\"all\"", "All", &week.total);
    }
    format!("<table>\n<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

fn row(attributes: &str, name: &str, tally: &Tally) -> String {
    let times = &tally.first_response_seconds;
    let numbers = [tally.comments, tally.in_time, tally.late, tally.waiting].map(words::number);
    let lapses = [times.median, times.p90, times.max].map(words::lapse_or_dash);
    // On a phone the table falls apart into lists, and every cell names its column.
    let cells = COLUMNS.iter().zip(numbers.iter().chain(&lapses));
    let cells: String = cells.map(|(column, cell)| format!("<td data-column=\"{column}\">{cell}</td>")).collect();
    format!("<tr{attributes}><th scope=\"row\">{name}</th>{cells}</tr>\n")
}

/// A list, cut and counted.
fn list<T>(items: &[T], nouns: (&str, &str), row: impl Fn(&T) -> String) -> String {
    let (shown, more) = first(items, LIST_LIMIT, nouns.0, nouns.1);
    let rows: String = shown.iter().map(|item| format!("<li>{}</li>\n", row(item))).collect();
    format!("<ul class=\"list\">\n{rows}</ul>\n{}", paragraph("fine", more))
}

fn late(agenda: &Agenda) -> String {
    if agenda.breaches.is_empty() {
        return String::new();
    }
    let list = list(&agenda.breaches, ("late answer", "late answers"), |breach| {
        let who = person(&breach.who, breach.company.as_deref());
        let mut times = format!("asked {}, due {}", time(agenda, breach.since), time(agenda, breach.due));
        if let Some(answered) = breach.answered_at {
            times += &format!(", answered {}", time(agenda, answered));
        }
        format!(
            "<b>{}</b> <span class=\"who\">{}: {who}</span><br><span class=\"bad\">{}</span><br><span class=\"fine\">{times}</span>",
            link(&breach.title, &breach.url),
            bounded(&breach.source, NAME_LIMIT),
            bounded(&breach.why, TITLE_LIMIT)
        )
    });
    let body = list + &paragraph("fine", words::from_before(agenda));
    section("late", &counted("Late, and why", agenda.breaches.len()), &body)
}

fn thanks(agenda: &Agenda) -> String {
    if agenda.thanks.is_empty() {
        return String::new();
    }
    let list = list(&agenda.thanks, ("contributor", "contributors"), |thanks| {
        let links = thanks.contributions.iter().take(LIST_LIMIT).map(|url| link(&link_label(url), url));
        let links: Vec<String> = links.collect();
        let links = if links.is_empty() { String::new() } else { format!(" <span class=\"fine\">{}</span>", links.join(", ")) };
        let first = if thanks.first_time { " <span class=\"first\">first time</span>" } else { "" };
        let who = person(&thanks.who, thanks.company.as_deref());
        format!("<b>{who}</b>{first} for {}{links}", words::contribution(thanks))
    });
    section("thanks", "Thank you", &list)
}

fn docs(agenda: &Agenda) -> String {
    if agenda.docs_to_write.is_empty() {
        return String::new();
    }
    let list = list(&agenda.docs_to_write, ("place", "places"), |docs| {
        let place = link(&docs.location, &web_link(&docs.location).unwrap_or_default());
        format!("<b>{place}</b><br>answers {}", link(&docs.title, &docs.url))
    });
    section("docs", &counted("Documentation to write", agenda.docs_to_write.len()), &list)
}

fn untriaged(agenda: &Agenda) -> String {
    if agenda.untriaged.is_empty() {
        return String::new();
    }
    let list = list(&agenda.untriaged, ("item", "items"), |item| {
        let who = person(&item.who, item.company.as_deref());
        let state = words::triage_state(item, &agenda.zone);
        format!("{} <span class=\"who\">{who}</span> <span class=\"fine\">{state}</span>", link(&item.title, &item.url))
    });
    section("untriaged", &format!("Not triaged yet: {}", words::number(agenda.untriaged.len())), &list)
}
