//! Lists: what was decided and late, whom to thank, what to document, what is not triaged.

use super::{bounded, link, name, person};
use crate::escape::{self, web_link};
use crate::render::list::first;
use crate::render::{LIST_LIMIT, TITLE_LIMIT};
use crate::words;
use crate::{Agenda, draft};

pub(super) fn decided(agenda: &Agenda) -> Vec<String> {
    if agenda.decided.is_empty() {
        return Vec::new();
    }
    let (shown, more) = first(&agenda.decided, LIST_LIMIT, "decision", "decisions");
    let rows = shown.iter().map(|decided| {
        let who = person(&decided.who, decided.company.as_deref());
        let state = name(&words::decided_state(decided));
        format!("- **{}**: {} ({who}): {state}", decided.decision.label(), link(&decided.title, &decided.url))
            .trim_end_matches([':', ' '])
            .to_owned()
    });
    vec![format!("## {}", words::decided_heading(agenda)), rows.collect::<Vec<_>>().join("\n"), more.unwrap_or_default()]
}

pub(super) fn late(agenda: &Agenda) -> Vec<String> {
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

pub(super) fn thanks(agenda: &Agenda) -> Vec<String> {
    if agenda.thanks.is_empty() {
        return Vec::new();
    }
    let (shown, more) = first(&agenda.thanks, LIST_LIMIT, "contributor", "contributors");
    let rows = shown.iter().map(|thanks| {
        let deeds = thanks.deeds.iter().take(LIST_LIMIT);
        let deeds: Vec<String> =
            deeds.map(|deed| format!("{}: {}", words::deed(deed.what), link(&deed.title, &deed.url))).collect();
        let who = person(&thanks.who, thanks.company.as_deref());
        let first = if thanks.first_time { " (first time)" } else { "" };
        format!("- **{who}**{first}: {}", deeds.join("; "))
    });
    let draft = format!("> {}", escape::markdown(&draft(agenda), "> "));
    vec![
        "## Thank you".to_owned(),
        rows.collect::<Vec<_>>().join("\n"),
        more.unwrap_or_default(),
        "Ready to post (confidential customers appear by their code name only):".to_owned(),
        draft,
    ]
}

pub(super) fn docs(agenda: &Agenda) -> Vec<String> {
    if agenda.docs_to_write.is_empty() {
        return Vec::new();
    }
    let (shown, more) = first(&agenda.docs_to_write, LIST_LIMIT, "place", "places");
    let rows = shown.iter().map(|docs| {
        let place = web_link(&docs.location).map_or_else(|| bounded(words::place(docs), TITLE_LIMIT), |url| format!("<{url}>"));
        format!("- {place}, for {}", link(&docs.title, &docs.url))
    });
    vec![
        format!("## Documentation to write ({})", words::number(agenda.docs_to_write.len())),
        rows.collect::<Vec<_>>().join("\n"),
        more.unwrap_or_default(),
    ]
}

pub(super) fn untriaged(agenda: &Agenda) -> Vec<String> {
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
