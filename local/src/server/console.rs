//! The console: one page, fed by one JSON document.

use super::dev::answer;
use crate::process::{Clock, Process};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use roundup_app::{AppError, clock_text};
use roundup_domain::rotation::Shift;
use roundup_domain::{Author, Item};
use serde_json::{Value, json};

const PAGE: &str = include_str!("console.html");

/// What the page may do: nothing from elsewhere; it frames the agenda, and only itself may frame it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; \
                      frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/// How many calls and items the console is told of.
const SHOWN: usize = 200;

/// `GET /`.
pub async fn page() -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)], PAGE).into_response()
}

/// `GET /dev/state`: everything that the console shows, at one moment.
pub async fn state(State(process): State<Process>) -> Response {
    answer(read(&process).await.map(|state| Json(state).into_response()))
}

async fn read(process: &Process) -> Result<Value, AppError> {
    let now = process.clock.now();
    let rules = &process.app.rules;
    let items = process.app.items(now).await?;
    let (sent, mut names) = process.app.sent(&items).await?;
    names.extend(rules.on_call.rotation.iter().filter_map(|member| Some((member.slack.clone(), member.name.clone()?))));
    let agenda = process.app.agenda(now).await?;
    let on_call = process.app.on_call().await?;
    let scheduled: Vec<Value> = process.scheduler.list().into_iter().map(|due| scheduled(&due.input, due.at)).collect();
    let waiting = items.iter().filter(|item| item.waiting_since.is_some());
    Ok(json!({
        "now": now,
        "now_local": clock_text(rules, now),
        "manual": matches!(process.clock, Clock::Manual(_)),
        "team": rules.team.name,
        "zone": rules.team.zone.iana_name(),
        // With what people have agreed on, not only as configured.
        "on_call": shown(process, on_call.at(now), now).await?,
        "next_on_call": shown(process, on_call.next(now), now).await?,
        "waiting": sorted_by_due(waiting.collect()),
        "items": items.iter().take(SHOWN).collect::<Vec<_>>(),
        "sent": sent,
        "names": names,
        "scheduled": scheduled,
        "calls": process.stand_ins.slack.is_some() || process.stand_ins.github.is_some(),
        "roundup": {
            "at": agenda.meeting,
            "local": clock_text(rules, agenda.meeting),
            "entries": agenda.entries.iter().map(|entry| json!({"item": entry.item, "kind": entry.kind, "title": entry.title, "missing": entry.missing})).collect::<Vec<_>>(),
            "untriaged": agenda.untriaged.len(),
            "week": agenda.week,
        },
    }))
}

fn sorted_by_due(mut items: Vec<&Item>) -> Vec<&Item> {
    items.sort_by_key(|item| item.due_at);
    items
}

/// A shift, with the name of whose it is: as configured, else as Slack last said it.
async fn shown(process: &Process, shift: Option<Shift>, now: Timestamp) -> Result<Option<Value>, AppError> {
    let Some(Shift { user, from, until }) = shift else { return Ok(None) };
    let configured = process.app.rules.on_call.member(&user).and_then(|member| member.name.clone());
    let name = match configured {
        Some(name) => name,
        None => process.app.store.person(&Author::slack(&user).key(), now).await?.map_or_else(|| user.clone(), |person| person.name),
    };
    Ok(Some(json!({"user": user, "name": name, "from": from, "until": until})))
}

/// A schedule, by what it will do.
fn scheduled(input: &str, at: Timestamp) -> Value {
    let input: Value = serde_json::from_str(input).unwrap_or_default();
    json!({"at": at, "conversation": input["conversation"], "root": input["root"], "step": input["deadline"]["step"]})
}
