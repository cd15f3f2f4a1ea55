//! From the week's items to the agenda.

use crate::agenda::{Agenda, DocsToWrite, Entry, Untriaged};
use crate::escape::{block, line, web_link};
use crate::week::Window;
use crate::{breach, form, thanks, week};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::item::{Requester, Run};
use roundup_domain::meeting::Occurrence;
use roundup_domain::{Item, Kind, Rules, State};
use std::cmp::Reverse;

/// An item that concerns a week: one that was opened, waited or was answered in it, or is ready for its Roundup.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The item.
    pub item: Item,
    /// Every run of its clock, in order.
    pub runs: Vec<Run>,
    /// How many comments from outside there are.
    pub comments: u32,
    /// Start of what was asked.
    pub excerpt: String,
    /// The customer's name must not appear in anything public. It does appear here: the agenda is for staff.
    pub confidential: bool,
    /// The requester has never contributed before.
    pub first_time: bool,
    /// The Roundup at which it was first on the agenda, if it is carried over.
    pub carried_since: Option<Date>,
    /// Who else asked for the same.
    pub asked_by: Vec<String>,
    /// What the meeting decided.
    pub decision: Option<String>,
}

impl Input {
    /// An item of this week of which nothing else is known.
    #[must_use]
    pub fn new(item: Item, runs: Vec<Run>, comments: u32, excerpt: String, confidential: bool) -> Self {
        Self {
            item,
            runs,
            comments,
            excerpt,
            confidential,
            first_time: false,
            carried_since: None,
            asked_by: Vec::new(),
            decision: None,
        }
    }

    fn breached(&self, now: Timestamp) -> bool {
        self.item.breaches > 0 || self.runs.iter().any(|run| run.is_late(now))
    }

    /// The item's title, or else what was asked, or else its name.
    pub(crate) fn title(&self) -> String {
        [line(&self.item.title), line(&self.excerpt)]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_else(|| line(self.item.id.as_str()))
    }

    pub(crate) fn url(&self) -> String {
        web_link(&self.item.url).unwrap_or_default()
    }
}

/// Name and company of who asked; the account where there is no name.
pub(crate) fn requester(who: &Requester) -> (String, Option<String>) {
    let name = Some(line(&who.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| line(&who.id));
    let company = who.company.as_deref().map(line).filter(|company| !company.is_empty());
    (name, company)
}

/// The agenda of the meeting `occurrence`, as of `now`. The week is what happened after `from` (the meeting before) until
/// the meeting, or until `now` if that is earlier.
#[must_use]
pub fn agenda(rules: &Rules, occurrence: &Occurrence, from: Timestamp, now: Timestamp, inputs: &[Input]) -> Agenda {
    let window = Window { from, to: now.min(occurrence.at), now };
    let entries = entries(inputs, now);
    Agenda {
        meeting: occurrence.at,
        team: line(&rules.team.name),
        zone: rules.team.zone.clone(),
        week: week::week(inputs, window),
        breaches: breach::breaches(rules, inputs, window),
        thanks: thanks::thanks(inputs),
        docs_to_write: docs_to_write(&entries),
        untriaged: untriaged(inputs),
        entries,
    }
}

fn entries(inputs: &[Input], now: Timestamp) -> Vec<Entry> {
    let mut ready: Vec<(Kind, &Input)> =
        inputs.iter().filter(|input| input.item.ready).filter_map(|input| Some((input.item.kind?, input))).collect();
    // Kind's own order is the agenda's.
    ready.sort_by_key(|(kind, input)| {
        let asked = Reverse((input.asked_by.len(), input.comments));
        (*kind, !input.breached(now), asked, input.item.opened_at, &input.item.id)
    });
    ready.into_iter().map(|(kind, input)| entry(kind, input, now)).collect()
}

fn entry(kind: Kind, input: &Input, now: Timestamp) -> Entry {
    let item = &input.item;
    let (who, company) = requester(&item.requester);
    Entry {
        item: item.id.clone(),
        kind,
        who,
        company,
        title: input.title(),
        url: input.url(),
        form: item.form.iter().map(|(field, text)| (line(field), block(text))).collect(),
        missing: item.missing.clone(),
        carried_since: input.carried_since,
        asked_by: input.asked_by.iter().map(|who| line(who)).filter(|who| !who.is_empty()).collect(),
        decision: input.decision.as_deref().map(block).filter(|decision| !decision.is_empty()),
        state: item.state,
        due_at: item.due_at,
        breached: input.breached(now),
        overdue: item.due_at.is_some_and(|due| now > due),
        lines: form::lines(kind, input),
    }
}

fn docs_to_write(entries: &[Entry]) -> Vec<DocsToWrite> {
    let questions = entries.iter().filter(|entry| entry.kind == Kind::Question);
    questions
        .filter_map(|entry| {
            let location = entry.form.get("docs_location").map(|location| line(location)).filter(|text| !text.is_empty())?;
            Some(DocsToWrite { item: entry.item.clone(), location, title: entry.title.clone(), url: entry.url.clone() })
        })
        .collect()
}

fn untriaged(inputs: &[Input]) -> Vec<Untriaged> {
    let mut open: Vec<Untriaged> = inputs
        .iter()
        .filter(|input| !(input.item.ready && input.item.kind.is_some()))
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
