//! The replies: the forms, what was late, what to document, what is not triaged.

use super::SlackMessage;
use super::block::{NAME, TITLE, context, fit, header, link, name, person, section};
use super::controls::controls;
use super::pack::{Topic, pack};
use crate::agenda::heading;
use crate::escape;
use crate::escape::{link_label, web_link};
use crate::render::list::left_out;
use crate::words;
use crate::{Agenda, Breach, DecidedBefore, Entry, Line, Untriaged};
use roundup_domain::Kind;
use serde_json::Value;

/// Longest line of a draft.
const LINE: usize = 1_000;
const DRAFT: &str = "Thanks, ready to post";
const IN_PUBLIC: &str = "Fit to be read by everybody: confidential customers appear by their code name only.";
/// Longest field of a form: three of them, an addition, the heading and a decision fit one section.
const FIELD: usize = 600;

pub(super) fn kind(agenda: &Agenda, kind: Kind) -> Vec<SlackMessage> {
    let topic = Topic { heading: words::plural_heading(kind), nouns: words::noun(kind), remark: None };
    pack(&topic, agenda.of_kind(kind).map(|item| entry(agenda, item)).collect())
}

fn entry(agenda: &Agenda, entry: &Entry) -> Vec<Value> {
    let mut form = vec![format!("*{}*", heading(entry.kind, &person(&entry.who, entry.company.as_deref())))];
    form.extend(entry.lines.iter().enumerate().map(|(index, line)| form_line(index + 1, line)));
    let title =
        if entry.kind == Kind::PullRequest && !entry.url.is_empty() { link_label(&entry.url) } else { entry.title.clone() };
    let mut notes = vec![link(&title, &entry.url, TITLE)];
    notes.extend(entry.existing.iter().map(|url| format!("There is already {}", link(&link_label(url), url, TITLE))));
    notes.extend(words::notes(entry, &agenda.zone).iter().map(|note| escape::slack(note, FIELD)));
    notes.extend(words::outcome(entry).iter().map(|(label, text)| format!("*{label}:* {}", name(text, NAME))));
    let mut blocks = vec![section(&form.join("\n")), context(&notes.join("  ·  "))];
    blocks.extend(controls(agenda.date, entry));
    blocks
}

fn form_line(number: usize, line: &Line) -> String {
    let text = match &line.text {
        Some(text) if web_link(text).is_some() => link(text, &web_link(text).unwrap_or_default(), TITLE),
        Some(text) => escape::slack(&text.replace('\n', "\n     "), FIELD),
        None => format!("_(missing) {}_", line.label),
    };
    let addition = line.addition.as_ref().map(|addition| {
        let url = addition.url.as_deref().unwrap_or_default();
        format!("\n     {}: {}", addition.label, link(&addition.text, url, TITLE))
    });
    format!("{number}. {text}{}", addition.unwrap_or_default())
}

pub(super) fn decided(agenda: &Agenda) -> Vec<SlackMessage> {
    let row = |decided: &DecidedBefore| {
        let who = person(&decided.who, decided.company.as_deref());
        let state = escape::slack(&words::decided_state(decided), FIELD);
        let title = link(&decided.title, &decided.url, TITLE);
        vec![section(format!("*{}*: {title}\n{who}: {state}", decided.decision.label()).trim_end_matches([':', ' ']))]
    };
    let remark = Some(format!("At the Roundup of {}", words::date(agenda.previous)));
    let topic = Topic { heading: "Decided last time", nouns: ("decision", "decisions"), remark };
    pack(&topic, agenda.decided.iter().map(row).collect())
}

/// Thanks, ready to post: quoted, so that it can be copied as it is.
pub(super) fn draft(agenda: &Agenda) -> Option<SlackMessage> {
    let draft = crate::draft(agenda);
    if draft.is_empty() {
        return None;
    }
    let lines: Vec<String> = draft.lines().map(|line| format!("> {}", escape::slack(line, LINE))).collect();
    let (text, rest) = fit(&lines);
    let mut blocks = vec![header(DRAFT), context(IN_PUBLIC), section(&text)];
    blocks.extend(left_out(rest, "line", "lines").map(|rest| context(&format!("{rest}; `roundup digest` shows them all."))));
    Some(SlackMessage { text: DRAFT.to_owned(), blocks, thread: true })
}

pub(super) fn late(agenda: &Agenda) -> Vec<SlackMessage> {
    let row = |breach: &Breach| {
        let text = format!(
            "*{}*\n{}: {}\n{}",
            link(&breach.title, &breach.url, TITLE),
            name(&breach.source, NAME),
            person(&breach.who, breach.company.as_deref()),
            escape::slack(&breach.why, FIELD)
        );
        vec![section(&text), context(&words::breach_times(breach, &agenda.zone))]
    };
    let topic = Topic { heading: "Late, and why", nouns: ("late answer", "late answers"), remark: words::from_before(agenda) };
    pack(&topic, agenda.breaches.iter().map(row).collect())
}

pub(super) fn docs(agenda: &Agenda) -> Vec<SlackMessage> {
    let rows = agenda.docs_to_write.iter().map(|docs| {
        let place = link(words::place(docs), &web_link(&docs.location).unwrap_or_default(), TITLE);
        vec![section(&format!("*{place}*\nanswers {}", link(&docs.title, &docs.url, TITLE)))]
    });
    pack(&Topic { heading: "Documentation to write", nouns: ("place", "places"), remark: None }, rows.collect())
}

pub(super) fn untriaged(agenda: &Agenda) -> Vec<SlackMessage> {
    let row = |item: &Untriaged| {
        let who = person(&item.who, item.company.as_deref());
        vec![section(&format!("{}\n{who}: {}", link(&item.title, &item.url, TITLE), words::triage_state(item, &agenda.zone)))]
    };
    let topic = Topic { heading: "Not triaged yet", nouns: ("item", "items"), remark: None };
    pack(&topic, agenda.untriaged.iter().map(row).collect())
}
