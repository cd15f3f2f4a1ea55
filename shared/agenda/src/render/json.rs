//! For programs.

use crate::{Agenda, draft};
use serde_json::{Value, json as value};

/// `{"meeting", "entries", "week", "thanks", "docs_to_write"}` as documented for `digest --format json`, and more: `team`,
/// `zone`, `date`, `decided`, `trend`, `breaches`, `untriaged` and `draft` (thanks, ready to post). Times are RFC 3339 in
/// UTC. Nothing is cut or left out.
#[must_use]
pub fn json(agenda: &Agenda) -> Value {
    value!({
        "meeting": agenda.meeting,
        "team": agenda.team,
        "zone": agenda.zone.iana_name(),
        "date": agenda.date,
        "entries": agenda.entries,
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
