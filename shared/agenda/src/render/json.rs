//! For programs.

use crate::{Agenda, Untriaged, draft};
use serde_json::{Value, json as value};

/// `{"meeting", "entries", "week", "thanks", "docs_to_write"}` as documented for `digest --format json`, and more: `team`,
/// `zone`, `date`, `decided`, `trend`, `breaches`, `untriaged` and `draft` (thanks, ready to post). Times are RFC 3339 in
/// UTC. Nothing is cut or left out.
#[must_use]
pub fn json(agenda: &Agenda) -> Value {
    // What is ready is on the agenda, though its form waits for somebody to say which.
    let of_no_kind = agenda.untriaged.iter().filter(|item| item.ready && item.kind.is_none());
    let entries = agenda.entries.iter().map(|entry| value!(entry)).chain(of_no_kind.map(entry_of_no_kind));
    value!({
        "meeting": agenda.meeting,
        "team": agenda.team,
        "zone": agenda.zone.iana_name(),
        "date": agenda.date,
        "entries": entries.collect::<Vec<_>>(),
        "decided": agenda.decided,
        "week": agenda.week,
        "trend": agenda.trend,
        "breaches": agenda.breaches,
        "thanks": agenda.thanks,
        "draft": draft(agenda),
        "docs_to_write": agenda.docs_to_write,
        "untriaged": agenda.untriaged,
    })
}

fn entry_of_no_kind(item: &Untriaged) -> Value {
    value!({
        "item": item.item,
        "kind": null,
        "who": item.who,
        "company": item.company,
        "title": item.title,
        "url": item.url,
        "form": {},
        "missing": [],
        "carried_since": null,
        "asked_by": [],
        "decision": null,
        "due_at": item.due_at,
    })
}
