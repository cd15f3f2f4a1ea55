//! The console: one page, fed by one JSON document.

use super::dev::answer;
use crate::process::{Clock, Process};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use roundup_app::{AppError, clock_text};
use roundup_domain::plan::Act;
use roundup_domain::rotation::Shift;
use roundup_domain::{Author, ConversationId, Item, SlackTs, visible};
use roundup_store::ThreadKey;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The page, in one piece: nothing else is loaded for it.
const PAGE: &str = concat!(
    include_str!("console/head.html"),
    include_str!("console/base.css"),
    include_str!("console/sections.css"),
    include_str!("console/slack.css"),
    include_str!("console/body.html"),
    "'use strict';\n\n",
    include_str!("console/elements.js"),
    include_str!("console/time.js"),
    include_str!("console/words.js"),
    include_str!("console/sections.js"),
    include_str!("console/sent.js"),
    include_str!("console/items.js"),
    include_str!("console/slack.js"),
    include_str!("console/roundup.js"),
    include_str!("console/clock.js"),
    include_str!("console/calls.js"),
    include_str!("console/poll.js"),
    "</script>\n</body>\n</html>\n",
);

/// What the page may do: nothing from elsewhere; it frames the agenda, and only itself may frame it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; \
                      frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/// How many calls and items the console is told of.
const SHOWN: usize = 200;
/// How far back hand-offs, preparations and agendas are looked for.
const LOOKS_BACK: SignedDuration = SignedDuration::from_hours(24 * 28);

/// `GET /`.
pub async fn page() -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)], PAGE).into_response()
}

/// `GET /dev/state`: everything that the console shows, at one moment.
pub async fn state(State(process): State<Process>) -> Response {
    answer(read(&process).await.map(|state| Json(shown_safely(state)).into_response()))
}

async fn read(process: &Process) -> Result<Value, AppError> {
    let now = process.clock.now();
    let rules = &process.app.rules;
    let items = process.app.items(now).await?;
    let (sent, mut names) = process.app.sent(&items).await?;
    names.extend(rules.on_call.rotation.iter().filter_map(|member| Some((member.slack.clone(), member.name.clone()?))));
    for channel in [&rules.on_call.channel, &rules.roundup.post].into_iter().flatten() {
        let known = process.app.store.channel(&ConversationId::slack(channel), now).await?;
        names.insert(channel.clone(), known.map_or_else(|| "our channel".to_owned(), |known| format!("#{}", known.name)));
    }
    let agenda = process.app.agenda(now).await?;
    let on_call = process.app.on_call().await?;
    let scheduled: Vec<Value> = process.scheduler.list().into_iter().map(|due| scheduled(&due.input, due.at)).collect();
    let waiting = items.iter().filter(|item| item.waiting_since.is_some());
    let mut shift = shown(process, on_call.at(now), now).await?;
    if let Some(shift) = &mut shift {
        shift["instead_of"] = json!(instead_of(process, &on_call.at(now), now).await?);
    }
    Ok(json!({
        "now": now,
        "now_local": clock_text(rules, now),
        "manual": matches!(process.clock, Clock::Manual(_)),
        "team": rules.team.name,
        "zone": rules.team.zone.iana_name(),
        // With what people have agreed on, not only as configured.
        "on_call": shift,
        "next_on_call": shown(process, on_call.next(now), now).await?,
        "waiting": sorted_by_due(waiting.collect()),
        "items": items.iter().take(SHOWN).collect::<Vec<_>>(),
        "sent": sent,
        "sent_besides": besides(process, now).await?,
        "mails": mails(process),
        "names": names,
        "scheduled": scheduled,
        "queued": process.queued(),
        "calls": process.stand_ins.slack.is_some() || process.stand_ins.github.is_some(),
        "roundup": {
            "at": agenda.meeting,
            "local": clock_text(rules, agenda.meeting),
            "prepare": rules.roundup.meeting.next_preparation(now).map(|(at, _)| at),
            "entries": agenda.entries.iter().map(|entry| json!({"item": entry.item, "kind": entry.kind, "title": entry.title, "missing": entry.missing})).collect::<Vec<_>>(),
            "untriaged": agenda.untriaged.len(),
            "week": agenda.week,
        },
    }))
}

/// The same, its texts without what hides or turns them: the page isolates the direction of each, but shows what is in it.
pub(super) fn shown_safely(state: Value) -> Value {
    match state {
        Value::String(text) => Value::String(visible(&text)),
        Value::Array(values) => values.into_iter().map(shown_safely).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, shown_safely(value))).collect(),
        other => other,
    }
}

fn sorted_by_due(mut items: Vec<&Item>) -> Vec<&Item> {
    items.sort_by_key(|item| item.due_at);
    items
}

/// A shift, with the name of whose it is.
async fn shown(process: &Process, shift: Option<Shift>, now: Timestamp) -> Result<Option<Value>, AppError> {
    let Some(Shift { user, from, until }) = shift else { return Ok(None) };
    let name = name_of(process, &user, now).await?;
    Ok(Some(json!({"user": user, "name": name, "from": from, "until": until})))
}

/// Whose turn it would be, had people not agreed otherwise.
async fn instead_of(process: &Process, shift: &Option<Shift>, now: Timestamp) -> Result<Option<String>, AppError> {
    let configured = process.app.rules.on_call.at(now).map(|shift| shift.user);
    match configured.filter(|user| shift.as_ref().is_some_and(|shift| shift.user != *user)) {
        Some(user) => Ok(Some(name_of(process, &user, now).await?)),
        None => Ok(None),
    }
}

/// The name of a Slack user: as configured, else as Slack last said it.
async fn name_of(process: &Process, user: &str, now: Timestamp) -> Result<String, AppError> {
    let configured = process.app.rules.on_call.member(user).and_then(|member| member.name.clone());
    if let Some(name) = configured {
        return Ok(name);
    }
    let person = process.app.store.person(&Author::slack(user).key(), now).await?;
    Ok(person.map_or_else(|| user.to_owned(), |person| person.name))
}

/// A schedule, by what it will do.
fn scheduled(input: &str, at: Timestamp) -> Value {
    let input: Value = serde_json::from_str(input).unwrap_or_default();
    json!({"at": at, "conversation": input["conversation"], "root": input["root"], "step": input["deadline"]["step"]})
}

/// The messages that are about no item: hand-offs, preparations and agendas of the last weeks, newest first.
async fn besides(process: &Process, now: Timestamp) -> Result<Vec<Value>, AppError> {
    let since = now.checked_sub(LOOKS_BACK).unwrap_or(Timestamp::MIN);
    let (rules, on_call) = (&process.app.rules, process.app.on_call().await?);
    let handoffs = on_call.handoffs_between(since, now).into_iter().map(|(at, ..)| (at, ConversationId::handoff(at)));
    let prepared = rules.roundup.meeting.prepared_between(since, now).into_iter();
    let prepared = prepared.map(|(at, _)| (at, ConversationId::preparation(at)));
    let held = rules.roundup.meeting.held_between(since, now).into_iter();
    let held = held.map(|meeting| (meeting.at, ConversationId::roundup(meeting.date)));
    let mut sent = Vec::new();
    // Two preparations may be due at once.
    for (of, conversation) in handoffs.chain(prepared).chain(held).collect::<BTreeSet<_>>() {
        let thread = process.app.store.thread(&conversation, &ThreadKey::Only).await?;
        for stored in thread.notices {
            let Some(at) = stored.message.and_then(|message| message.ts.parse::<SlackTs>().ok()) else { continue };
            // The parts of an agenda are one thread.
            if stored.notice.act != Act::Agenda || stored.notice.key.ends_with("-000") {
                let shown =
                    json!({"act": stored.notice.act, "to": stored.notice.to, "of": of, "at": at.time(), "shows": stored.shown});
                sent.push((at, shown));
            }
        }
    }
    sent.sort_by(|(one, _), (other, _)| other.cmp(one));
    Ok(sent.into_iter().map(|(_, shown)| shown).collect())
}

/// The mails so far, oldest first: `/dev/mail/N` shows the Nth, from 0.
fn mails(process: &Process) -> Vec<Value> {
    let mails = process.stand_ins.mail.mails().into_iter();
    mails.map(|mail| json!({"at": mail.at, "to": mail.to, "subject": mail.subject})).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_told_of_no_mark_that_hides_or_turns_what_others_wrote() {
        let hidden = "in\u{202e}vert\u{2066}ed\u{200b}";
        let state = json!({"waiting": [{"title": hidden, "breaches": 1, "due_at": null}], "names": {"U1": hidden}, "zone": "👩\u{200d}💻"});
        let expected = json!({"waiting": [{"title": "inverted", "breaches": 1, "due_at": null}], "names": {"U1": "inverted"}, "zone": "👩\u{200d}💻"});
        assert_eq!(shown_safely(state), expected);
    }
}
