//! Lists: what was decided and late, whom to thank, what to document, what is not triaged.

use super::style::element;
use super::{ROWS, bounded, link, moment, person, soft};
use crate::Agenda;
use crate::escape::{self, web_link};
use crate::render::list::first;
use crate::render::{NAME_LIMIT, TITLE_LIMIT};
use crate::words;

/// A section with a list, cut and counted; nothing where there is nothing.
fn list<T>(heading: &str, items: &[T], nouns: (&str, &str), row: impl Fn(&T) -> String) -> String {
    if items.is_empty() {
        return String::new();
    }
    let (shown, more) = first(items, ROWS, nouns.0, nouns.1);
    let rows: String = shown.iter().map(|item| element("div", "row", &row(item))).collect();
    element("h2", "h2", heading) + &rows + &more.map(|more| element("p", "soft", &more)).unwrap_or_default()
}

fn counted(heading: &str, n: usize) -> String {
    format!("{heading} ({})", words::number(n))
}

pub(super) fn decided(agenda: &Agenda) -> String {
    list(&words::decided_heading(agenda), &agenda.decided, ("decision", "decisions"), |decided| {
        let who = person(&decided.who, decided.company.as_deref());
        let state = escape::html(&words::decided_state(decided));
        let label = escape::html(decided.decision.label());
        format!("<b>{label}:</b> {} {}<br>{}", link(&decided.title, &decided.url), soft(&who), soft(&state))
    })
}

pub(super) fn late(agenda: &Agenda) -> String {
    let heading = counted("Late, and why", agenda.breaches.len());
    let list = list(&heading, &agenda.breaches, ("late answer", "late answers"), |breach| {
        let who = format!("{}: {}", bounded(&breach.source, NAME_LIMIT), person(&breach.who, breach.company.as_deref()));
        let mut times = format!("asked {}, due {}", moment(agenda, breach.since), moment(agenda, breach.due));
        if let Some(answered) = breach.answered_at {
            times += &format!(", answered {}", moment(agenda, answered));
        }
        format!(
            "<b>{}</b> {}<br>{}<br>{}",
            link(&breach.title, &breach.url),
            soft(&who),
            element("span", "bad", &bounded(&breach.why, TITLE_LIMIT)),
            soft(&times)
        )
    });
    list + &words::from_before(agenda).map(|note| element("p", "soft", &note)).unwrap_or_default()
}

pub(super) fn thanks(agenda: &Agenda) -> String {
    list("Thank you", &agenda.thanks, ("contributor", "contributors"), |thanks| {
        let deeds: Vec<String> = thanks
            .deeds
            .iter()
            .take(ROWS)
            .map(|deed| format!("<br>{} {}", soft(&format!("{}:", words::deed(deed.what))), link(&deed.title, &deed.url)))
            .collect();
        let first = if thanks.first_time { element("span", "first", "first time") } else { String::new() };
        format!("<b>{}</b> {first}{}", person(&thanks.who, thanks.company.as_deref()), deeds.concat())
    })
}

pub(super) fn docs(agenda: &Agenda) -> String {
    let heading = counted("Documentation to write", agenda.docs_to_write.len());
    list(&heading, &agenda.docs_to_write, ("place", "places"), |docs| {
        let place = link(words::place(docs), &web_link(&docs.location).unwrap_or_default());
        format!("<b>{place}</b><br>{}", soft(&format!("answers {}", link(&docs.title, &docs.url))))
    })
}

pub(super) fn untriaged(agenda: &Agenda) -> String {
    let heading = format!("Not triaged yet: {}", words::number(agenda.untriaged.len()));
    list(&heading, &agenda.untriaged, ("item", "items"), |item| {
        let who = person(&item.who, item.company.as_deref());
        let state = words::triage_state(item, &agenda.zone);
        format!("{}<br>{}", link(&item.title, &item.url), soft(&format!("{who}: {state}")))
    })
}
