//! The first line of a message: what is to be done, or how it ended.

use crate::block::{bold, one_line, section};
use crate::card::{name_of_key, verdict, who};
use crate::text::{lasted, local, span_words};
use crate::{Scene, Shown};
use jiff::Timestamp;
use roundup_domain::State;
use roundup_domain::item::{Folded, Run, RunEnd, Snooze};
use roundup_domain::plan::Act;
use serde_json::Value;

/// A first line, as it is shown above a card and as notifications show it.
pub(super) struct Headline {
    pub(super) text: String,
    pub(super) plain: String,
}

impl Headline {
    /// The message with these blocks below the line.
    pub(super) fn over(self, below: Vec<Value>) -> Shown {
        Shown { text: self.plain, blocks: [section(&self.text)].into_iter().chain(below).collect() }
    }
}

/// Somebody waits.
pub(super) fn open(scene: &Scene<'_>, folded: &Folded, run: &Run, act: Act) -> Headline {
    let due = local(scene.rules, run.due);
    let who = who(&folded.item.requester);
    match act {
        Act::Escalate | Act::EscalateToLead => {
            let over = span_words(run.due, scene.now);
            let late_by = if over.is_empty() { String::new() } else { format!(", {over} ago") };
            let tell = told(scene, act);
            Headline {
                text: format!("🚨 *No answer yet* to {}: was due *{due}*{late_by}{tell}", bold(&who)),
                plain: format!("No answer yet to {who}: was due {due}{late_by}"),
            }
        }
        _ => {
            let left = span_words(scene.now, run.due);
            let is_late = scene.now >= run.due;
            let in_time = if is_late { String::new() } else { format!(" (in {left})") };
            Headline {
                text: format!("⏰ {} waits for an answer, due *{due}*{in_time}", bold(&who)),
                plain: if is_late {
                    format!("{who} still waits: due {due}")
                } else {
                    format!("{who} waits for an answer: due {due}, in {left}")
                },
            }
        }
    }
}

/// Who is called: whoever is on call, and from the second escalation on the lead.
fn told(scene: &Scene<'_>, act: Act) -> String {
    let on_call = scene.on_call.at(scene.now).map(|shift| format!("On call: <@{}>", shift.user));
    let lead = scene.on_call.lead.as_ref().filter(|_| act == Act::EscalateToLead).map(|lead| format!("Lead: <@{lead}>"));
    let told: Vec<String> = on_call.into_iter().chain(lead).collect();
    if told.is_empty() { String::new() } else { format!("\n{}", told.join(" · ")) }
}

/// Nobody waits any more.
pub(super) fn over(scene: &Scene<'_>, folded: &Folded, run: &Run, end: &RunEnd) -> Headline {
    let at = local(scene.rules, end.at);
    let name = |key: &String| name_of_key(scene, &folded.people, key);
    match (&end.answered_by, &end.dismissed_by) {
        (Some(by), _) => {
            let by = name(by);
            let how = format!("after {}, {}", lasted(run.since, end.at), verdict(run, end));
            Headline { text: format!("✅ *Answered* by {by} {how} ({at})"), plain: format!("Answered by {by} {how}") }
        }
        (None, Some(by)) => {
            let by = name(by);
            let plain = format!("No response needed, says {by}");
            Headline { text: format!("☑️ *No response needed*, says {by} ({at})"), plain }
        }
        (None, None) => {
            let who = who(&folded.item.requester);
            Headline { text: format!("☑️ {} took it back ({at})", bold(&who)), plain: format!("{who} took it back") }
        }
    }
}

/// The item that was put off at `since` is back, or that is over as well.
pub(super) fn woken(scene: &Scene<'_>, folded: &Folded, since: Timestamp) -> Headline {
    let title = one_line(&folded.item.title, 150);
    let is_closed = folded.item.state == State::Closed;
    match folded.triage.snooze.as_ref().filter(|_| !is_closed) {
        Some(snooze) if snooze.at == since => back(scene, folded, snooze, &title),
        Some(snooze) if snooze.until > scene.now => {
            let until = local(scene.rules, snooze.until);
            Headline {
                text: format!("💤 Snoozed again until *{until}*"), plain: format!("Snoozed again until {until}: {title}")
            }
        }
        _ => {
            let since = if is_closed { "closed since" } else { "settled since" };
            Headline {
                text: format!("☑️ Came back from snoozing, {since}"),
                plain: format!("Came back from snoozing, {since}: {title}"),
            }
        }
    }
}

fn back(scene: &Scene<'_>, folded: &Folded, snooze: &Snooze, title: &str) -> Headline {
    let by = name_of_key(scene, &folded.people, &snooze.by);
    let put_off = local(scene.rules, snooze.at);
    Headline {
        text: format!("⏰ *Back from snoozing*; {by} put it off on {put_off}"),
        plain: format!("Back from snoozing: {title}"),
    }
}
