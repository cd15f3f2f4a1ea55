//! From an item as it stands to what is to be done about it.

use crate::fact::{Fact, What};
use crate::id::ConversationId;
use crate::item::{Folded, Run, State, Wish};
use crate::person::People;
use crate::plan::{Act, Deadline, Destination, Notice, Step};
use crate::rotation::OnCall;
use crate::rules::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What was already decided about an item, as stored.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Moments that are being watched for.
    pub deadlines: Vec<Deadline>,
    /// Messages that were owed, sent or not.
    pub notices: Vec<Notice>,
    /// Steps that were reached, by run and name: proof that their time has come, whatever our clock says.
    pub reached: BTreeSet<(Timestamp, String)>,
    /// By run of the clock that an import told of: up to when nobody is told of its steps, as they were due before the import.
    pub quiet: BTreeMap<Timestamp, Timestamp>,
}

impl Known {
    /// Takes note of what imports told of, as the marks among `facts` say.
    pub fn hush<'f>(&mut self, facts: impl Iterator<Item = &'f Fact> + Clone) {
        for mark in facts.clone() {
            let What::Imported { facts: names } = &mark.what else { continue };
            for told in facts.clone().filter(|fact| names.contains(&fact.name)) {
                let until = self.quiet.entry(told.at).or_insert(mark.at);
                *until = mark.at.max(*until);
            }
        }
    }
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
/// makes superfluous too. What was due before an import that told of the run is sent to nobody.
#[must_use]
pub fn decide(folded: Option<&Folded>, known: &Known, policy: &Policy, on_call: &OnCall, now: Timestamp) -> Plan {
    let mut plan = Plan::default();
    if let Some(run) = folded.and_then(Folded::current_run) {
        plan_run(&mut plan, run, known, policy, on_call, now);
    }
    if let Some(folded) = folded {
        plan_waking(&mut plan, folded, known, on_call, now);
        plan_asking(&mut plan, folded, known);
        plan_tracker(&mut plan, folded, known);
    }
    // A step that has moved (by another configuration, say) is watched for in the place of what it was.
    let is_watched = |known: &Deadline| plan.watch.iter().any(|watch| (watch.since, &watch.step) == (known.since, &known.step));
    plan.forget = known.deadlines.iter().filter(|known| !is_watched(known)).cloned().collect();
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

    let is_quiet = |step: &Step| known.quiet.get(&run.since).is_some_and(|until| step.at <= *until);
    let is_told = |step: &Step| known.notices.iter().any(|notice| notice.since == run.since && notice.steps.contains(&step.name));
    let is_done = |step: &Step| is_quiet(step) || is_told(step);
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

/// A snoozed item comes back to whoever is on call then.
fn plan_waking(plan: &mut Plan, folded: &Folded, known: &Known, on_call: &OnCall, now: Timestamp) {
    let Some(snooze) = &folded.triage.snooze else { return };
    let wake = Deadline { since: snooze.at, step: Step::WAKE.to_owned(), at: snooze.until };
    let was_reached = known.reached.contains(&(wake.since, wake.step.clone()));
    if wake.at > now && !was_reached {
        return plan.watch.push(wake);
    }
    // Clocks differ between machines: it is back for whoever is on call at that time.
    let now = now.max(wake.at);
    let is_told = |notice: &Notice| notice.since == snooze.at && notice.act == Act::Wake;
    if !known.notices.iter().any(is_told) {
        plan.notices.extend(destinations(on_call, Act::Wake, now).into_iter().map(|to| Notice {
            key: notice_key(snooze.at, Step::WAKE, &to),
            since: snooze.at,
            steps: vec![Step::WAKE.to_owned()],
            act: Act::Wake,
            to,
        }));
    }
    if !was_reached {
        plan.reached.push(wake);
    }
}

/// Each colleague who is asked gets the question once; who asked, the answer.
fn plan_asking(plan: &mut Plan, folded: &Folded, known: &Known) {
    for asked in &folded.triage.asked {
        let question = (Act::Ask, Some(asked.colleague.as_str()));
        let answer = (Act::Reply, asked.by.strip_prefix("slack:").filter(|_| asked.answer.is_some()));
        for (act, to) in [question, answer] {
            let key = asking_key(act, &asked.fact);
            let Some(to) = to.filter(|_| !known.notices.iter().any(|notice| notice.key == key)) else { continue };
            plan.notices.push(Notice { key, since: asked.at, steps: Vec::new(), act, to: Destination::Person(to.to_owned()) });
        }
    }
}

/// Labels and assignees of the tracker: one notice each, whose wish changes with the item.
fn plan_tracker(plan: &mut Plan, folded: &Folded, known: &Known) {
    let triage = &folded.triage;
    for (name, act, wish) in [("labels", Act::Label, &triage.labels), ("assignees", Act::Assign, &triage.assignees)] {
        // An issue that moves is brought in line where it is then.
        let key = format!("tracker/{name}/{}", folded.conversation);
        let is_known = known.notices.iter().any(|notice| notice.key == key);
        if wish.as_ref().is_some_and(|wish| !wish.is_nothing()) && !is_known {
            let since = folded.item.opened_at;
            plan.notices.push(Notice { key, since, steps: Vec::new(), act, to: Destination::Tracker });
        }
    }
    if folded.existing().is_some() && !known.notices.iter().any(|notice| notice.key == EXISTING) {
        let (since, to) = (folded.item.opened_at, Destination::Tracker);
        plan.notices.push(Notice { key: EXISTING.to_owned(), since, steps: Vec::new(), act: Act::Label, to });
    }
}

/// The key of the notice by which the issue or pull request that there is already for a feature request is marked as ready for
/// the Roundup. While that is to be done, the notice wants [`OPEN`] and the name of that one's conversation.
pub const EXISTING: &str = "tracker/existing";

/// The key of the notice that writes the decision of a meeting back to the tracker.
#[must_use]
pub fn decision_key(meeting: Date) -> String {
    format!("tracker/decision/{meeting}")
}

/// Names the notice of a question to a colleague, or of the answer, after the fact that says who was asked.
fn asking_key(act: Act, fact: &str) -> String {
    format!("{}/{fact}", if act == Act::Reply { "reply" } else { "ask" })
}

/// Names a notice within its item. The destination's kind and not its id: who is on call may change between the decision
/// and its repetition after a crash, and the step is still owed only once.
fn notice_key(since: Timestamp, step: &str, to: &Destination) -> String {
    let kind = match to {
        Destination::Person(_) => "person",
        Destination::Channel(_) => "channel",
        Destination::Tracker => "tracker",
        Destination::UserGroup(_) => "group",
        Destination::Email => "email",
    };
    format!("{since}/{step}/{kind}")
}

fn has_recipient(on_call: &OnCall, act: Act) -> bool {
    match act {
        Act::Escalate | Act::EscalateToLead => on_call.channel.is_some() || on_call.lead.is_some(),
        _ => !on_call.rotation.is_empty() || !on_call.overrides.is_empty(),
    }
}

fn destinations(on_call: &OnCall, act: Act, now: Timestamp) -> Vec<Destination> {
    let channel = on_call.channel.clone().map(Destination::Channel);
    let lead = on_call.lead.clone().map(Destination::Person);
    match act {
        // Without an internal channel the lead is who is left to tell.
        Act::Escalate => channel.or(lead).into_iter().collect(),
        Act::EscalateToLead => channel.into_iter().chain(lead).collect(),
        _ => on_call.at(now).map(|shift| Destination::Person(shift.user)).into_iter().collect(),
    }
}

/// What a notice wants to show begins with this while its message is to be sent.
pub const OPEN: &str = "open";

/// Whether what a notice wants to show is to be told to somebody; else it is news only to who was told already.
#[must_use]
pub fn is_open(wants: &str) -> bool {
    wants.starts_with(OPEN)
}

impl Folded {
    /// The run of the clock that goes on.
    #[must_use]
    pub fn current_run(&self) -> Option<&Run> {
        self.runs.last().filter(|run| run.end.is_none())
    }

    /// What a notice about this item should show now: another text wherever its message would be another one. It begins
    /// with [`OPEN`] while there is something to tell.
    #[must_use]
    pub fn wants(&self, notice: &Notice) -> String {
        let triage = &self.triage;
        match notice.act {
            Act::Wake => {
                let stands = triage.snooze.as_ref().is_some_and(|snooze| snooze.at == notice.since);
                match stands {
                    true if self.item.state == State::Closed => self.with_revision("settled".to_owned()),
                    true => self.with_revision(OPEN.to_owned()),
                    // A later snooze, or none, has taken its place: the message is left as it is from then on.
                    false => "settled".to_owned(),
                }
            }
            Act::Ask | Act::Reply => {
                let asked = triage.asked.iter().find(|asked| notice.key == asking_key(notice.act, &asked.fact));
                match asked.map(|asked| &asked.answer) {
                    None => "settled".to_owned(),
                    Some(Some(answer)) if notice.act == Act::Ask => format!("answered {}", answer.at),
                    Some(_) => self.with_revision(OPEN.to_owned()),
                }
            }
            Act::Label if notice.key == EXISTING => {
                self.existing().map_or_else(|| "settled".to_owned(), |existing| format!("{OPEN} {existing}"))
            }
            Act::Decision => match &triage.decided {
                Some(decided) if notice.key == decision_key(decided.meeting) => {
                    format!("{OPEN} {} {:?} {:?}", decided.meeting, decided.decision, triage.owner)
                }
                // What was said of an earlier meeting's decision stands.
                _ => "settled".to_owned(),
            },
            Act::Label => wanted(triage.labels.as_ref()),
            Act::Assign => wanted(triage.assignees.as_ref()),
            _ => {
                let outcome = self.outcome_of(notice.since);
                // A card from long ago says how it ended, and is left alone.
                let is_last = self.runs.last().is_some_and(|run| run.since == notice.since);
                if is_last { self.with_revision(outcome) } else { outcome }
            }
        }
    }

    /// The issue or pull request that there is already for what is requested; it is another one than this.
    fn existing(&self) -> Option<ConversationId> {
        let existing = self.triage.existing.as_deref().and_then(ConversationId::at_address);
        existing.filter(|existing| *existing != self.conversation)
    }

    fn with_revision(&self, outcome: String) -> String {
        if self.triage.revision.is_empty() { outcome } else { format!("{outcome} {}", self.triage.revision) }
    }

    /// How the run that began at `since` stands: `open` while somebody waits, else how it ended.
    #[must_use]
    pub fn outcome_of(&self, since: Timestamp) -> String {
        match self.runs.iter().rev().find(|run| run.since == since).map(|run| &run.end) {
            Some(None) => OPEN.to_owned(),
            Some(Some(end)) => match &end.answered_by {
                Some(by) => format!("answered {} {by}", end.at),
                None if end.dismissed_by.is_some() => format!("dismissed {}", end.at),
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

fn wanted(wish: Option<&Wish>) -> String {
    match wish.filter(|wish| !wish.is_nothing()) {
        Some(wish) => format!("{OPEN} +{:?} -{:?}", wish.add, wish.remove),
        None => "settled".to_owned(),
    }
}

impl Wish {
    /// What is left of the wish once what was wished when its notice had `shown` so much was brought about: the tracker's
    /// events of that come back one by one, and each leaves less to be wished for.
    #[must_use]
    pub fn after(&self, shown: Option<&str>) -> Self {
        let shown = shown.filter(|shown| is_open(shown));
        let (added, removed) = shown.and_then(|shown| shown.split_once("] -[")).unwrap_or_default();
        let is_done = |name: &String, done: &str| done.contains(&format!("{name:?}"));
        let left = |names: &[String], done: &str| names.iter().filter(|name| !is_done(name, done)).cloned().collect();
        Self { add: left(&self.add, added), remove: left(&self.remove, removed) }
    }
}

#[cfg(test)]
mod tests;
