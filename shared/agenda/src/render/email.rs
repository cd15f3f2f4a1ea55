//! An email: HTML with the charts in it, and the same as text.

mod entries;
mod lists;
mod style;
mod week;

use super::charts::{Chart, charts};
use super::{NAME_LIMIT, TITLE_LIMIT, text};
use crate::Agenda;
use crate::escape::{self, shorten, web_link};
use crate::words;
use jiff::Timestamp;
use roundup_domain::Kind;
use style::element;

/// Bytes for entries in their forms: some readers cut off what is longer than 100 kB.
const ENTRIES: usize = 45_000;
/// Most entries of one kind in the text.
const ENTRIES_IN_TEXT: usize = 20;
/// Longest lists.
const ROWS: usize = 15;

/// An email, ready to be put into MIME parts: `multipart/alternative` of `text` and of `multipart/related` with `html` and
/// `images`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// Everything that the other part says, with all numbers of the charts.
    pub text: String,
    /// A page whose styles are inline, without script and without anything from elsewhere.
    pub html: String,
    /// What the page refers to as `cid:…`.
    pub images: Vec<Inline>,
}

/// A picture that an email carries with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// Content id, without angle brackets.
    pub cid: String,
    /// The picture.
    pub png: Vec<u8>,
    /// The same for whoever does not see it.
    pub alt: String,
}

/// The agenda as an email. `unsubscribe`: where somebody who does not want it goes, `https:` or `mailto:`; anything else is
/// shown as text. Long lists are cut and counted.
#[must_use]
pub fn email(agenda: &Agenda, unsubscribe: &str) -> Mail {
    let charts = charts(agenda);
    let images = charts.iter().map(|chart| Inline { cid: chart.cid.to_owned(), png: chart.png(), alt: chart.alt.clone() });
    Mail {
        subject: subject(agenda),
        text: format!(
            "{}\n\n-- \n{FOOTER}\nUnsubscribe: {}\n",
            text::bounded_text(agenda, ENTRIES_IN_TEXT),
            escape::line(unsubscribe)
        ),
        html: page(agenda, &charts, unsubscribe),
        images: images.collect(),
    }
}

const FOOTER: &str = "For staff only: this agenda names customers. It tracks nothing and loads nothing.";

/// `Acme Roundup, Tue 10 Mar: 10 items`.
fn subject(agenda: &Agenda) -> String {
    let title = words::title(&shorten(&agenda.team, 60));
    let day = agenda.date.strftime("%a %-d %b");
    let items = match agenda.entries.len() {
        0 => "nothing to decide".to_owned(),
        n => words::count(n, "item", "items"),
    };
    format!("{title}, {day}: {items}")
}

fn page(agenda: &Agenda, charts: &[Chart], unsubscribe: &str) -> String {
    let title = escape::html(&words::title(&shorten(&agenda.team, NAME_LIMIT)));
    let mut body = element("h1", "h1", &title);
    body += &element("p", "soft", &words::moment_in_full(agenda.meeting, &agenda.zone));
    body += &element("p", "lead", &words::overview(agenda));
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| agenda.of_kind(*kind).next().is_some()).collect();
    for kind in &kinds {
        body += &entries::of_kind(agenda, *kind, ENTRIES / kinds.len());
    }
    body += &lists::decided(agenda);
    body += &week::week(agenda, charts);
    body += &lists::late(agenda);
    body += &lists::thanks(agenda);
    body += &lists::docs(agenda);
    body += &lists::untriaged(agenda);
    body += &element("p", "footer", &format!("{FOOTER}<br>{}", unsubscribe_link(unsubscribe)));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body class=\"paper\" style=\"{}\">\n{}</body>\n</html>\n",
        escape::html(&subject(agenda)),
        style::DARK,
        style::of("paper"),
        element("div", "main", &body)
    )
}

fn unsubscribe_link(target: &str) -> String {
    let target = escape::line(target);
    let is_link = web_link(&target).is_some() || target.starts_with("mailto:");
    match is_link {
        true => format!("<a class=\"link\" href=\"{}\" style=\"{}\">Unsubscribe</a>", escape::html(&target), style::of("link")),
        false => escape::html(&target),
    }
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
    let style = style::of("link");
    if url.is_empty() { label } else { format!("<a class=\"link\" href=\"{}\" style=\"{style}\">{label}</a>", escape::html(url)) }
}

fn soft(html: &str) -> String {
    element("span", "aside", html)
}

fn moment(agenda: &Agenda, at: Timestamp) -> String {
    words::moment(at, &agenda.zone)
}
