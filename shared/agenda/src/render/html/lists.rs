//! Lists: what was decided and late, whom to thank, what to document, what is not triaged.

use super::{bounded, counted, link, paragraph, person, section, time};
use crate::escape::{self, web_link};
use crate::render::list::first;
use crate::render::{LIST_LIMIT, NAME_LIMIT, TITLE_LIMIT};
use crate::words;
use crate::{Agenda, Thanks, draft};

/// A list, cut and counted.
fn list<T>(items: &[T], nouns: (&str, &str), row: impl Fn(&T) -> String) -> String {
    let (shown, more) = first(items, LIST_LIMIT, nouns.0, nouns.1);
    let rows: String = shown.iter().map(|item| format!("<li>{}</li>\n", row(item))).collect();
    format!("<ul class=\"list\">\n{rows}</ul>\n{}", paragraph("fine", more))
}

pub(super) fn decided(agenda: &Agenda) -> String {
    if agenda.decided.is_empty() {
        return String::new();
    }
    let list = list(&agenda.decided, ("decision", "decisions"), |decided| {
        let who = person(&decided.who, decided.company.as_deref());
        format!(
            "<b class=\"{}\">{}</b> {} <span class=\"who\">{who}</span><br><span class=\"fine\">{}</span>",
            decided.decision.name(),
            escape::html(decided.decision.label()),
            link(&decided.title, &decided.url),
            escape::html(&words::decided_state(decided))
        )
    });
    section("decided", &words::decided_heading(agenda), &list)
}

pub(super) fn late(agenda: &Agenda) -> String {
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

pub(super) fn thanks(agenda: &Agenda) -> String {
    if agenda.thanks.is_empty() {
        return String::new();
    }
    let list = list(&agenda.thanks, ("contributor", "contributors"), contributor);
    let draft = format!(
        "<h3>Ready to post</h3>\n<p class=\"fine\">Fit to be read by everybody: confidential customers appear by their code name only.</p>\n\
         <blockquote>{}</blockquote>\n",
        escape::html(&draft(agenda))
    );
    section("thanks", "Thank you", &(list + &draft))
}

fn contributor(thanks: &Thanks) -> String {
    let deeds = thanks.deeds.iter().take(LIST_LIMIT).map(|deed| {
        let title = link(&deed.title, &deed.url);
        format!("<br><span class=\"fine\">{}:</span> {title}", words::deed(deed.what))
    });
    let first = if thanks.first_time { " <span class=\"first\">first time</span>" } else { "" };
    let who = person(&thanks.who, thanks.company.as_deref());
    format!("<b>{who}</b>{first}{}", deeds.collect::<String>())
}

pub(super) fn docs(agenda: &Agenda) -> String {
    if agenda.docs_to_write.is_empty() {
        return String::new();
    }
    let list = list(&agenda.docs_to_write, ("place", "places"), |docs| {
        let place = link(words::place(docs), &web_link(&docs.location).unwrap_or_default());
        format!("<b>{place}</b><br>answers {}", link(&docs.title, &docs.url))
    });
    section("docs", &counted("Documentation to write", agenda.docs_to_write.len()), &list)
}

pub(super) fn untriaged(agenda: &Agenda) -> String {
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
