//! A page: for a browser, a phone and paper.

mod entries;
mod lists;
mod week;

use super::{NAME_LIMIT, TITLE_LIMIT};
use crate::Agenda;
use crate::escape::{self, shorten};
use crate::words;
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
        body += &entries::of_kind(agenda, kind);
    }
    body += &lists::decided(agenda);
    body += &week::week(agenda);
    body += &lists::late(agenda);
    body += &lists::thanks(agenda);
    body += &lists::docs(agenda);
    body += &lists::untriaged(agenda);
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
