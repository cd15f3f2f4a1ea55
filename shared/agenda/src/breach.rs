//! What was late, and why.

use crate::escape::line;
use crate::input::{Input, requester};
use crate::week::Window;
use crate::words::lapse;
use jiff::Timestamp;
use roundup_domain::item::Run;
use roundup_domain::{ItemId, Rules};
use serde::Serialize;

/// A run of the clock that went past its deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// The item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// Link to it; may be empty.
    pub url: String,
    /// Name of its source.
    pub source: String,
    /// Who asked.
    pub who: String,
    /// Where they work, if known.
    pub company: Option<String>,
    /// Since when they waited.
    pub since: Timestamp,
    /// When the answer was due.
    pub due: Timestamp,
    /// When it came; none where it has not, or where they took the comment back.
    pub answered_at: Option<Timestamp>,
    /// What is known of the reason.
    pub why: String,
}

/// Every late run that the week has to answer for, oldest first: those that started in it, those that fell due in it, and
/// those that were still open after it had begun. So a comment written on the eve of the last meeting is not lost
/// between two agendas, though the numbers of the week count by start.
pub(crate) fn breaches(rules: &Rules, inputs: &[Input], window: Window) -> Vec<Breach> {
    let mut late: Vec<Breach> = inputs
        .iter()
        .flat_map(|input| input.runs.iter().map(move |run| (input, run)))
        .filter(|(_, run)| run.is_late(window.now) && concerns(run, window))
        .map(|(input, run)| breach(rules, input, run, window.now))
        .collect();
    late.sort_by(|a, b| (a.since, &a.item).cmp(&(b.since, &b.item)));
    late
}

fn concerns(run: &Run, window: Window) -> bool {
    let ended_after_it_began = run.end.as_ref().is_none_or(|end| end.at > window.from);
    run.since <= window.to && ended_after_it_began
}

fn breach(rules: &Rules, input: &Input, run: &Run, now: Timestamp) -> Breach {
    let (who, company) = requester(&input.item.requester);
    let answered = run.end.as_ref().filter(|end| end.answered_by.is_some());
    Breach {
        item: input.item.id.clone(),
        title: input.title(),
        url: input.url(),
        source: line(&input.item.source),
        who,
        company,
        since: run.since,
        due: run.due,
        answered_at: answered.map(|end| end.at),
        why: why(rules, input, run, now),
    }
}

fn why(rules: &Rules, input: &Input, run: &Run, now: Timestamp) -> String {
    let over = |at: Timestamp| lapse(run.due.duration_until(at).as_secs());
    match &run.end {
        Some(end) if end.answered_by.is_some() => format!("answered {} after it was due", over(end.at)),
        Some(end) if end.dismissed_by.is_some() => format!("set aside {} after it was due: no response needed", over(end.at)),
        Some(end) => format!("taken back {} after it was due, unanswered until then", over(end.at)),
        None => {
            let taken = input.item.claimed_by.as_deref().map(|user| {
                let member = rules.on_call.member(user);
                line(member.and_then(|member| member.name.as_deref()).unwrap_or(user))
            });
            match taken {
                Some(name) => format!("overdue for {}; {name} took it on and has not answered yet", over(now)),
                None => format!("overdue for {}; nobody has taken it on", over(now)),
            }
        }
    }
}
