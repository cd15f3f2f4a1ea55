//! Words on items.

use super::{count, date, enumerate, moment, noun, number};
use crate::agenda::{Agenda, DocsToWrite, Entry, Untriaged};
use crate::breach::Breach;
use crate::decision::DecidedBefore;
use crate::escape::shorten;
use crate::input::Ending;
use crate::thanks::{Contribution, Deed};
use jiff::tz::TimeZone;
use roundup_domain::fact::Decision;
use roundup_domain::{Kind, State};

/// A few sentences on what the agenda holds.
pub(crate) fn overview(agenda: &Agenda) -> String {
    if agenda.entries.is_empty() {
        return nothing(agenda);
    }
    let kinds: Vec<String> = Kind::ALL
        .into_iter()
        .map(|kind| (agenda.of_kind(kind).count(), noun(kind)))
        .filter(|(n, _)| *n > 0)
        .map(|(n, (one, many))| count(n, one, many))
        .collect();
    let mut text = match agenda.entries.len() {
        1 => format!("One item is ready: {}.", enumerate(&kinds)),
        n => format!("{} are ready: {}.", count(n, "item", "items"), enumerate(&kinds)),
    };
    match agenda.incomplete() {
        0 => {}
        1 => text.push_str(" One form is incomplete."),
        n => text.push_str(&format!(" {} are incomplete.", count(n, "form", "forms"))),
    }
    match agenda.entries.iter().filter(|entry| entry.carried_since.is_some()).count() {
        0 => {}
        1 => text.push_str(" One item is carried over."),
        n => text.push_str(&format!(" {} are carried over.", count(n, "item", "items"))),
    }
    text
}

fn nothing(agenda: &Agenda) -> String {
    let quiet = agenda.week.total.comments == 0 && agenda.breaches.is_empty() && agenda.untriaged.is_empty();
    if quiet {
        "Nothing is on the agenda: nobody wrote this week, and nobody waits. Enjoy the quiet.".to_owned()
    } else {
        "Nothing is ready for this Roundup: no pull request, bug, feature request or question to decide on.".to_owned()
    }
}

/// What is to be known of an entry beside its form; sentences without full stops.
pub(crate) fn notes(entry: &Entry, zone: &TimeZone) -> Vec<String> {
    let mut notes = Vec::new();
    match entry.due_at.map(|due| moment(due, zone)) {
        Some(due) if entry.overdue => notes.push(format!("Late: an answer was due {due}")),
        Some(due) => notes.push(format!("Waits for an answer until {due}")),
        None => {}
    }
    if entry.breached && !entry.overdue {
        notes.push("An answer came late".to_owned());
    }
    if let Some(since) = entry.carried_since {
        notes.push(format!("Carried over since {}", date(since)));
    }
    if let Some(since) = entry.needs_more_since {
        notes.push(format!("Needs more, said the Roundup of {}", date(since)));
    }
    match entry.ended {
        Some(Ending::Merged) => notes.push("Merged already".to_owned()),
        Some(Ending::Done) => notes.push("Closed already, as done".to_owned()),
        Some(Ending::Declined) => notes.push("Closed already, without it".to_owned()),
        None => {}
    }
    if entry.low_risk {
        notes.push("Low risk: can be merged on the spot".to_owned());
    }
    if entry.docs_covered {
        notes.push("Documentation is covered".to_owned());
    }
    if !entry.asked_by.is_empty() {
        const SHOWN: usize = 5;
        const NAME_LIMIT: usize = 80;
        let mut others: Vec<String> = entry.asked_by.iter().take(SHOWN).map(|who| shorten(who, NAME_LIMIT)).collect();
        if entry.asked_by.len() > SHOWN {
            others.push(count(entry.asked_by.len() - SHOWN, "other", "others"));
        }
        notes.push(format!("Also asked for by {}", enumerate(&others)));
    }
    notes
}

/// `no kind yet`, `bug, not ready yet; an answer is due …`.
pub(crate) fn triage_state(item: &Untriaged, zone: &TimeZone) -> String {
    let state = match (item.kind, item.ready) {
        (None, true) => "marked as ready, but of no kind yet".to_owned(),
        (None, false) => "no kind yet".to_owned(),
        (Some(kind), _) => format!("{}, not ready yet", noun(kind).0),
    };
    match item.due_at {
        Some(due) => format!("{state}; waits for an answer, due {}", moment(due, zone)),
        None => state,
    }
}

/// `asked …, due …, answered …`.
pub(crate) fn breach_times(breach: &Breach, zone: &TimeZone) -> String {
    let mut text = format!("asked {}, due {}", moment(breach.since, zone), moment(breach.due, zone));
    if let Some(answered) = breach.answered_at {
        text.push_str(&format!(", answered {}", moment(answered, zone)));
    }
    text
}

/// How many of the late ones the week's numbers do not count, because they were asked before it.
pub(crate) fn from_before(agenda: &Agenda) -> Option<String> {
    match agenda.breaches.iter().filter(|breach| breach.since <= agenda.week.from).count() {
        0 => None,
        1 => Some("One of these was asked before this week, so the numbers above do not count it.".to_owned()),
        n => Some(format!("{} of these were asked before this week, so the numbers above do not count them.", number(n))),
    }
}

/// What was decided of an entry, and who looks after it: names and values.
pub(crate) fn outcome(entry: &Entry) -> Vec<(&'static str, String)> {
    let decision = entry.decision.map(|decision| ("Decision", decision.label().to_owned()));
    let owner = entry.owner.as_ref().map(|owner| ("Owner", owner.name.clone()));
    decision.into_iter().chain(owner).collect()
}

/// `Decided last time (3 Mar 2026)`.
pub(crate) fn decided_heading(agenda: &Agenda) -> String {
    format!("Decided last time ({})", date(agenda.previous))
}

/// `bug; Grace Hopper looks after it; closed since`. Of what is not done there is nothing to look after but who asked.
pub(crate) fn decided_state(decided: &DecidedBefore) -> String {
    let mut parts = Vec::new();
    parts.extend(decided.kind.map(|kind| noun(kind).0.to_owned()));
    let does = if decided.decision == Decision::Dont { "tells them" } else { "looks after it" };
    parts.extend(decided.owner.as_ref().map(|owner| format!("{} {does}", shorten(&owner.name, 80))));
    if decided.state == State::Closed {
        parts.push("closed since".to_owned());
    }
    parts.join("; ")
}

/// Where an answer belongs, or that nobody has said.
pub(crate) fn place(docs: &DocsToWrite) -> &str {
    if docs.location.is_empty() { "Somewhere that has yet to be found" } else { &docs.location }
}

/// `merged pull request`.
pub(crate) fn deed(what: Contribution) -> &'static str {
    nouns(what).0
}

fn nouns(what: Contribution) -> (&'static str, &'static str) {
    match what {
        Contribution::MergedPullRequest => ("merged pull request", "merged pull requests"),
        Contribution::FixedBug => ("bug report that led to a fix", "bug reports that led to fixes"),
        Contribution::HelpfulAnswer => ("helpful answer", "helpful answers"),
        Contribution::PullRequest => ("pull request", "pull requests"),
        Contribution::BugReport => ("bug report", "bug reports"),
    }
}

/// `2 pull requests and a bug report`.
pub(crate) fn contribution<'a>(deeds: impl Iterator<Item = &'a Deed> + Clone) -> String {
    use Contribution::{BugReport, FixedBug, HelpfulAnswer, MergedPullRequest, PullRequest};
    let parts = [MergedPullRequest, FixedBug, HelpfulAnswer, PullRequest, BugReport].into_iter().filter_map(|what| {
        let (one, many) = nouns(what);
        match deeds.clone().filter(|deed| deed.what == what).count() {
            0 => None,
            1 => Some(format!("a {one}")),
            n => Some(count(n, one, many)),
        }
    });
    enumerate(&parts.collect::<Vec<_>>())
}
