//! From an item as it stands to what is to be done about it.

use crate::item::{Folded, Run};
use crate::person::People;
use crate::plan::{Act, Deadline, Destination, Notice, Step};
use crate::rotation::OnCall;
use crate::rules::Policy;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What was already decided about an item, as stored.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Moments that are being watched for.
    pub deadlines: Vec<Deadline>,
    /// Messages that were owed, sent or not.
    pub notices: Vec<Notice>,
    /// Steps that were reached, by run and name: proof that their time has come, whatever our clock says.
    pub reached: BTreeSet<(Timestamp, String)>,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Moments to watch for from now on; the full list.
    pub watch: Vec<Deadline>,
    /// Of the known moments, those to watch for no more.
    pub forget: Vec<Deadline>,
    /// Steps whose time has come, to be written down as reached.
    pub reached: Vec<Deadline>,
    /// Messages that are now owed.
    pub notices: Vec<Notice>,
    /// The next moment to watch for.
    pub next_step: Option<Timestamp>,
}

/// What is to be done about an item at `now`. `folded` is none where there is no item (any more).
///
/// Each step is sent once for one run of the clock: a step is done when a known notice names it. Of the reminders whose
/// time has passed only the latest is sent, and after the deadline only the escalation; the notice names those that it
/// makes superfluous too.
#[must_use]
pub fn decide(folded: Option<&Folded>, known: &Known, policy: &Policy, on_call: &OnCall, now: Timestamp) -> Plan {
    let mut plan = Plan::default();
    if let Some(run) = folded.and_then(Folded::current_run) {
        plan_run(&mut plan, run, known, policy, on_call, now);
    }
    plan.forget = known.deadlines.iter().filter(|deadline| !plan.watch.contains(deadline)).cloned().collect();
    plan.next_step = plan.watch.iter().map(|deadline| deadline.at).min();
    plan
}

fn plan_run(plan: &mut Plan, run: &Run, known: &Known, policy: &Policy, on_call: &OnCall, now: Timestamp) {
    let steps: Vec<Step> = policy.steps(run.since).into_iter().filter(|step| has_recipient(on_call, step.act)).collect();
    let was_reached = |step: &Step| known.reached.contains(&(run.since, step.name.clone()));
    // Clocks differ between machines: a step that somebody saw reached is reached.
    let now = steps.iter().filter(|step| was_reached(step)).map(|step| step.at).fold(now, Timestamp::max);
    let deadline = |step: &Step| Deadline { since: run.since, step: step.name.clone(), at: step.at };

    let (passed, ahead): (Vec<&Step>, Vec<&Step>) = steps.iter().partition(|step| step.at <= now);
    plan.watch = ahead.into_iter().map(deadline).collect();
    plan.reached = passed.iter().filter(|step| !was_reached(step)).map(|step| deadline(step)).collect();

    let is_done = |step: &Step| known.notices.iter().any(|notice| notice.since == run.since && notice.steps.contains(&step.name));
    let Some(latest) = passed.iter().rfind(|step| step.act != Act::Remind || run.due > now) else { return };
    if is_done(latest) {
        return;
    }
    let steps: Vec<String> = passed.iter().filter(|step| !is_done(step)).map(|step| step.name.clone()).collect();
    let notice = |to: Destination| Notice {
        key: notice_key(run.since, &latest.name, &to),
        since: run.since,
        steps: steps.clone(),
        act: latest.act,
        to,
    };
    plan.notices = destinations(on_call, latest.act, now).into_iter().map(notice).collect();
}

/// Names a notice within its item. The destination's kind and not its id: who is on call may change between the decision
/// and its repetition after a crash, and the step is still owed only once.
fn notice_key(since: Timestamp, step: &str, to: &Destination) -> String {
    let kind = match to {
        Destination::Person(_) => "person",
        Destination::Channel(_) => "channel",
    };
    format!("{since}/{step}/{kind}")
}

fn has_recipient(on_call: &OnCall, act: Act) -> bool {
    match act {
        Act::Remind => !on_call.rotation.is_empty() || !on_call.overrides.is_empty(),
        Act::Escalate | Act::EscalateToLead => on_call.channel.is_some() || on_call.lead.is_some(),
    }
}

fn destinations(on_call: &OnCall, act: Act, now: Timestamp) -> Vec<Destination> {
    let channel = on_call.channel.clone().map(Destination::Channel);
    let lead = on_call.lead.clone().map(Destination::Person);
    match act {
        Act::Remind => on_call.at(now).map(|shift| Destination::Person(shift.user)).into_iter().collect(),
        // Without an internal channel the lead is who is left to tell.
        Act::Escalate => channel.or(lead).into_iter().collect(),
        Act::EscalateToLead => channel.into_iter().chain(lead).collect(),
    }
}

impl Folded {
    /// The run of the clock that goes on.
    #[must_use]
    pub fn current_run(&self) -> Option<&Run> {
        self.runs.last().filter(|run| run.end.is_none())
    }

    /// What a notice for the run that began at `since` should show now: `open` while somebody waits, else how it ended.
    #[must_use]
    pub fn outcome_of(&self, since: Timestamp) -> String {
        match self.runs.iter().rev().find(|run| run.since == since).map(|run| &run.end) {
            Some(None) => "open".to_owned(),
            Some(Some(end)) => match &end.answered_by {
                Some(by) => format!("answered {} {by}", end.at),
                None => format!("withdrawn {}", end.at),
            },
            // A fact that came late has rewritten the run: the comment had been answered, or never was a question.
            None => "settled".to_owned(),
        }
    }

    /// The name to show of somebody who takes part in the item.
    #[must_use]
    pub fn name_of(people: &People, key: &str) -> String {
        people.get(key).map_or_else(|| key.split_once(':').map_or(key, |(_, id)| id).to_owned(), |person| person.name.clone())
    }
}

#[cfg(test)]
mod tests;
