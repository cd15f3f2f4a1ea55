//! For programs.

use crate::Agenda;
use serde_json::{Value, json as value};

/// `{"meeting", "entries", "week", "thanks", "docs_to_write"}` as documented for `digest --format json`, and more: `team`,
/// `zone`, `breaches` and `untriaged`. Times are RFC 3339 in UTC. Nothing is cut or left out.
#[must_use]
pub fn json(agenda: &Agenda) -> Value {
    value!({
        "meeting": agenda.meeting,
        "team": agenda.team,
        "zone": agenda.zone.iana_name(),
        "entries": agenda.entries,
        "week": agenda.week,
        "breaches": agenda.breaches,
        "thanks": agenda.thanks,
        "docs_to_write": agenda.docs_to_write,
        "untriaged": agenda.untriaged,
    })
}
