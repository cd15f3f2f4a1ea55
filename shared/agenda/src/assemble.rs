//! From the week's items to the agenda.

use crate::agenda::{Agenda, DocsToWrite, Entry, Untriaged};
use crate::discretion::Discretion;
use crate::escape::{block, line, web_link};
use crate::input::{Input, requester};
use crate::trend::WeekPoint;
use crate::week::Window;
use crate::{breach, decision, form, thanks, trend, week, words};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::fact::Decision;
use roundup_domain::item::Requester;
use roundup_domain::meeting::Occurrence;
use roundup_domain::{Kind, Rules, State};
use std::cmp::Reverse;

/// The agenda of the meeting `occurrence`, as of `now`. The week is what happened after `from` (the meeting before) until
/// the meeting, or until `now` if that is earlier. `stored`: the weeks before, in any order ([`crate::point`] makes one of
/// an agenda).
#[must_use]
pub fn agenda(
    rules: &Rules,
    occurrence: &Occurrence,
    from: Timestamp,
    now: Timestamp,
    inputs: &[Input],
    stored: &[WeekPoint],
) -> Agenda {
    let window = Window { from, to: now.min(occurrence.at), now };
    let zone = &rules.team.zone;
    let previous = rules.roundup.meeting.previous(occurrence).date;
    let mut agenda = Agenda {
        meeting: occurrence.at,
        date: occurrence.date,
        previous,
        team: line(&rules.team.name),
        zone: zone.clone(),
        entries: entries(rules, inputs, occurrence.date, now),
        decided: decision::decided_at(rules, inputs, previous),
        week: week::week(inputs, window, zone),
        trend: Vec::new(),
        breaches: breach::breaches(rules, inputs, window),
        thanks: thanks::thanks(inputs, window, &Discretion::of(rules, inputs)),
        docs_to_write: docs_to_write(inputs, occurrence.date),
        untriaged: untriaged(inputs, occurrence.date),
    };
    agenda.trend = trend::trend(stored, trend::point(&agenda));
    agenda
}

/// The kind under which an item is an entry of the meeting's agenda, if it is one.
fn entry_kind(input: &Input, meeting: Date) -> Option<Kind> {
    let is_entry = input.item.ready && !input.is_duplicate() && !decision::is_closed_before(input, meeting);
    input.item.kind.filter(|_| is_entry)
}

fn entries(rules: &Rules, inputs: &[Input], meeting: Date, now: Timestamp) -> Vec<Entry> {
    let mut ready: Vec<(Kind, &Input)> = inputs.iter().filter_map(|input| Some((entry_kind(input, meeting)?, input))).collect();
    // Kind's own order is the agenda's.
    ready.sort_by_key(|(kind, input)| {
        let asked = Reverse((input.item.asked_by.len(), input.comments));
        (*kind, !input.breached(now), asked, input.item.opened_at, &input.item.id)
    });
    ready.into_iter().map(|(kind, input)| entry(rules, kind, input, meeting, now)).collect()
}

fn entry(rules: &Rules, kind: Kind, input: &Input, meeting: Date, now: Timestamp) -> Entry {
    let item = &input.item;
    let triage = &input.triage;
    let (who, company) = requester(&item.requester);
    let first = triage.ready_since.map(|since| rules.roundup.meeting.next(since).date);
    let decided = triage.decided.as_ref();
    let needs_more = decided.filter(|decided| decided.decision == Decision::NeedsMore && decided.meeting < meeting);
    let outcome = input.outcome.filter(|_| item.state == State::Closed);
    Entry {
        ended: outcome.map(|outcome| outcome.ending),
        item: item.id.clone(),
        kind,
        who,
        company,
        title: input.title(),
        url: input.url(),
        form: item.form.iter().map(|(field, text)| (line(field), block(text))).collect(),
        missing: item.missing.clone(),
        carried_since: first.filter(|first| *first < meeting),
        asked_by: others(&item.asked_by),
        decision: decided.filter(|decided| decided.meeting == meeting).map(|decided| decided.decision),
        owner: decision::owner(rules, input),
        needs_more_since: needs_more.map(|decided| decided.meeting),
        low_risk: kind == Kind::PullRequest && triage.low_risk,
        docs_covered: kind == Kind::PullRequest && triage.docs_covered,
        existing: triage.existing.as_deref().and_then(web_link).filter(|_| kind == Kind::FeatureRequest),
        state: item.state,
        due_at: item.due_at,
        breached: input.breached(now),
        overdue: item.due_at.is_some_and(|due| now > due),
        lines: form::lines(kind, input),
    }
}

/// Everybody once, in order.
fn others(asked_by: &[Requester]) -> Vec<String> {
    let mut names = Vec::new();
    for other in asked_by {
        let (who, company) = requester(other);
        let name = words::name_and_company(&who, company.as_deref());
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Questions on the agenda say where their answer belongs; any other question that is answered may lack its documentation.
fn docs_to_write(inputs: &[Input], meeting: Date) -> Vec<DocsToWrite> {
    let questions = inputs.iter().filter(|input| input.item.kind == Some(Kind::Question) && !input.is_duplicate());
    let mut docs: Vec<(bool, &Input, String)> = questions
        .filter_map(|input| {
            let location = input.item.form.get("docs_location").map(|location| line(location)).unwrap_or_default();
            let is_entry = entry_kind(input, meeting).is_some();
            let is_missing = input.triage.docs_missing || (is_entry && !location.is_empty());
            is_missing.then_some((!is_entry, input, location))
        })
        .collect();
    docs.sort_by_key(|(is_other, input, _)| (*is_other, input.item.opened_at, &input.item.id));
    docs.into_iter()
        .map(|(_, input, location)| DocsToWrite { item: input.item.id.clone(), location, title: input.title(), url: input.url() })
        .collect()
}

fn untriaged(inputs: &[Input], meeting: Date) -> Vec<Untriaged> {
    let mut open: Vec<Untriaged> = inputs
        .iter()
        .filter(|input| !input.is_duplicate() && !decision::is_closed_before(input, meeting))
        .filter(|input| !(input.item.ready && input.item.kind.is_some()))
        // A question that is answered is dealt with, but for the documentation it lacks.
        .filter(|input| !(input.triage.docs_missing && input.item.due_at.is_none()))
        // What is over in its source and was never made ready asks for nothing.
        .filter(|input| input.item.ready || input.item.state != State::Closed)
        .map(|input| {
            let (who, company) = requester(&input.item.requester);
            Untriaged {
                item: input.item.id.clone(),
                title: input.title(),
                url: input.url(),
                who,
                company,
                kind: input.item.kind,
                ready: input.item.ready,
                due_at: input.item.due_at,
                opened_at: input.item.opened_at,
            }
        })
        .collect();
    open.sort_by(|a, b| {
        let key = |item: &Untriaged| (item.due_at.is_none(), item.opened_at);
        key(a).cmp(&key(b)).then_with(|| a.item.cmp(&b.item))
    });
    open
}
