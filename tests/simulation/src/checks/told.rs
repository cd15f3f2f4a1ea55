//! What was told: each message once, and nothing about a run of the clock that we knew to have ended.

use super::Findings;
use super::facts::Everything;
use super::state::{Items, ThreadOf};
use crate::cast::{HELP, STAFF};
use crate::engine::Engine;
use crate::gate::{Fate, Side};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{ConversationId, Filed, Place};
use roundup_store::ThreadKey;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::PoisonError;

/// Where we write.
fn places() -> impl Iterator<Item = String> {
    [HELP.to_owned()].into_iter().chain(STAFF.map(|who| format!("D{}", &who.slack[1..])))
}

/// The key that a message carries.
fn key_of(message: &Value) -> Option<&str> {
    message["metadata"]["event_payload"]["key"].as_str()
}

/// No message is there twice. (A mail cannot be looked up: after a lost answer it may be sent once more, which is counted.)
pub fn once(engine: &Engine, found: &mut Findings) {
    const OF: &str = "each notice is sent once";
    for place in places() {
        let mut times: BTreeMap<String, u32> = BTreeMap::new();
        for message in engine.machines.slack.messages(&place) {
            if let Some(key) = key_of(&message) {
                *times.entry(key.to_owned()).or_default() += 1;
            }
        }
        for (key, times) in times.into_iter().filter(|(_, times)| *times > 1) {
            found.add(OF, format!("{key} is in {place} {times} times"));
        }
    }
    let mails = engine.machines.mail.mails();
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    for mail in &mails {
        *times.entry(mail.subject.clone()).or_default() += 1;
    }
    for (subject, times) in times {
        let lost = engine.record.lost.iter().filter(|call| call.side == Side::Mail).count() as u64;
        found.counts.doubled += times - 1;
        if times - 1 > lost {
            found.add(OF, format!("the mail {subject:?} was sent {times} times, and {lost} answers were lost"));
        }
    }
}

/// The step of a run that a message is for.
struct Step {
    thread: ThreadOf,
    since: Timestamp,
}

/// Reads `<conversation>/<thread>/<since>/<step>/<kind of destination>`; none where it is about something else than the clock.
fn step_of(key: &str) -> Option<Step> {
    let mut parts = key.rsplitn(5, '/').skip(1);
    let step = parts.next()?;
    if !step.starts_with("remind-") && !step.starts_with("escalate-") {
        return None;
    }
    let since = parts.next()?.parse().ok()?;
    let thread = parts.next()?.parse().ok()?;
    Some(Step { thread: (ConversationId::from_stored(parts.next()?), thread), since })
}

/// When a fact was stored, and that it is about this item was known: a check mark says which message it is on, and not in which
/// thread; a reply says which message began its thread, and not with which earlier one that is one item. Neither says anything
/// before that message has come, and those in between that link it to the item's first one.
fn known(engine: &Engine, everything: &Everything, thread: &ThreadKey, filed: &Filed) -> Timestamp {
    let stored =
        |filed: &Filed| engine.record.taken(filed).and_then(|taken| taken.stored.or(taken.reacted)).unwrap_or(Timestamp::MAX);
    let about = match &filed.place {
        Place::About(about) => about,
        Place::Reply { root, ts } if root != ts => root,
        _ => return stored(filed),
    };
    let near = || everything.facts.iter().filter(|other| other.conversation == filed.conversation);
    let is_subject = |other: &&Filed| matches!(&other.place, Place::Top(ts) | Place::Reply { ts, .. } if ts == about);
    let is_link = |other: &&Filed| {
        let ThreadKey::Root(first) = thread else { return false };
        matches!(&other.place, Place::Top(ts) if first < ts && ts < about)
    };
    let subject = near().filter(is_subject).map(stored).min().unwrap_or(Timestamp::MAX);
    near().filter(is_link).map(stored).chain([subject, stored(filed)]).max().unwrap_or(Timestamp::MAX)
}

/// Nothing is sent about a run of the clock by an invocation that began when its end was stored, whether or not the reactor had
/// come to it.
pub fn never_after_the_answer(engine: &Engine, everything: &Everything, items: &Items, found: &mut Findings) {
    const OF: &str = "no notice after the answer";
    let posts = engine.machines.posts.lock().unwrap_or_else(PoisonError::into_inner);
    for post in posts.iter().filter(|post| matches!(post.fate, Fate::Carried | Fate::AnswerLost)) {
        let Some(step) = step_of(&post.key) else { continue };
        let run = items.get(&step.thread).and_then(|folded| folded.runs.iter().find(|run| run.since == step.since));
        let Some(end) = run.and_then(|run| run.end.as_ref()) else { continue };
        let ended = everything.facts.iter().filter(|filed| filed.conversation == step.thread.0 && filed.fact.at == end.at);
        let known = ended.map(|filed| known(engine, everything, &step.thread.1, filed)).max().unwrap_or(Timestamp::MAX);
        let started = post.invocation.and_then(|invocation| engine.record.started.get(&invocation)).copied();
        let Some(started) = started.filter(|started| *started >= known) else { continue };
        // Whoever could not be looked up counts as outside until they are. No function runs for longer than five minutes.
        let judged = known - SignedDuration::from_mins(1)..=started + SignedDuration::from_mins(5);
        if !engine.record.blind.iter().any(|at| judged.contains(at)) {
            found.add(
                OF,
                format!(
                    "{} was sent by an invocation that began at {started}; the answer of {} was known at {known}",
                    post.key, end.at
                ),
            );
        }
    }
}
