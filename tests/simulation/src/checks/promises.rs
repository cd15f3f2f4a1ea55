//! The promise: whoever wrote was answered, or we were told in time, or it is shown to be overdue.

use super::Findings;
use super::facts::Everything;
use super::state::{Items, ThreadOf, source};
use crate::cast;
use crate::engine::{Engine, Taken};
use crate::story::Ill;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::fact::UNDATED;
use roundup_domain::item::{Folded, Run};
use roundup_domain::plan::Step;
use roundup_domain::{ConversationId, Filed, Place, Role, SlackTs, State, What};
use roundup_store::{StoredNotice, ThreadKey};

/// How long after a step, or after the last thing that went wrong, it may take to be told of it: the schedule's minute, the
/// sweep's five, a message's longest wait before it is tried again, and what these take.
const IN_TIME: SignedDuration = SignedDuration::from_mins(45);

/// Whether the promise was kept.
pub async fn kept(engine: &Engine, everything: &Everything, items: &Items, found: &mut Findings) {
    for (thread, folded) in items {
        found.counts.runs += folded.runs.len() as u64;
        // What was promised before another configuration came is not what it promises.
        let is_promised = |run: &&Run| engine.record.configured.is_none_or(|configured| run.since > configured);
        for run in folded.runs.iter().filter(is_promised) {
            told_in_time(engine, everything, (thread, run), found);
        }
        if folded.current_run().as_ref().is_some_and(is_promised) {
            shown_overdue(engine, thread, folded, found).await;
        }
    }
}

/// When everything that happened in a conversation at this time was known, if `by` made it happen.
fn known(
    engine: &Engine,
    everything: &Everything,
    (conversation, at, by): (&ConversationId, Timestamp, Option<&String>),
    of: impl Fn(&Taken) -> Option<Timestamp>,
) -> Option<Timestamp> {
    let facts = everything.facts.iter().filter(|filed| filed.conversation == *conversation && filed.fact.at == at);
    // A step may be at the same instant; whoever notices it says nothing of who waits.
    let facts: Vec<&Filed> = facts.filter(|filed| !matches!(filed.fact.what, What::Reached { .. })).collect();
    // A check mark of which history tells has the time of its message, and counts where nothing else happened then.
    let is_dated = |filed: &&Filed| !filed.fact.name.ends_with(UNDATED);
    let is_theirs = |filed: &Filed| by.is_none_or(|by| filed.fact.by.as_ref().is_some_and(|author| author.key() == *by));
    let is_told_by_event = facts.iter().any(|filed| is_dated(filed) && is_theirs(filed));
    let counting = facts.into_iter().filter(|filed| !is_told_by_event || is_dated(filed));
    counting.filter_map(|filed| engine.record.taken(filed)).filter_map(of).max()
}

/// When anything of ours could have read it: the webhook's answer may have been lost, and what a button writes is in no webhook.
fn first_known(taken: &Taken) -> Option<Timestamp> {
    [taken.written, taken.stored, taken.reacted].into_iter().flatten().min()
}

/// When an answer of ours to the same was known that was given after the one that ended the run and may have come before it.
fn answered_later(engine: &Engine, everything: &Everything, thread: &ThreadOf, after: Timestamp) -> Option<Timestamp> {
    let is_in_thread = |filed: &&Filed| match (&thread.1, &filed.place) {
        (ThreadKey::Root(head), Place::Reply { root, .. }) => root == head,
        _ => true,
    };
    let is_ours = |filed: &&Filed| filed.fact.by.as_ref().is_some_and(|by| cast::role(by) == Role::Staff);
    let later = everything.facts.iter().filter(|filed| filed.conversation == thread.0 && filed.fact.at > after);
    later.filter(is_in_thread).filter(is_ours).filter_map(|filed| learned(engine, filed)).min()
}

/// When we learned of what changes what had been: somebody took back, deleted or edited what they had said or done.
fn taken_back(engine: &Engine, everything: &Everything, conversation: &ConversationId) -> impl Iterator<Item = Timestamp> {
    let is_taken_back = |filed: &&Filed| {
        matches!(filed.fact.what, What::Deleted { .. } | What::Edited { .. } | What::Unmarked { .. } | What::Undone { .. })
    };
    let facts = everything.facts.iter().filter(|filed| filed.conversation == *conversation).filter(is_taken_back);
    facts.filter_map(|filed| learned(engine, filed))
}

/// When we learned of a fact.
fn learned(engine: &Engine, filed: &Filed) -> Option<Timestamp> {
    engine.record.taken(filed).and_then(first_known)
}

/// When something happened that we learned of late, and when we learned of it.
fn told_late(
    engine: &Engine,
    everything: &Everything,
    conversation: &ConversationId,
) -> impl Iterator<Item = (Timestamp, Timestamp)> {
    const LATE: SignedDuration = SignedDuration::from_mins(1);
    let is_it = |filed: &&Filed| filed.conversation == *conversation && !matches!(filed.fact.what, What::Reached { .. });
    let facts = everything.facts.iter().filter(is_it);
    let learned = facts.filter_map(|filed| Some((filed.fact.at, learned(engine, filed)?)));
    learned.filter(|(at, learned)| learned.duration_since(*at) > LATE)
}

/// The last time, at or before this one, at which we learned that something had been otherwise: it was taken back, or it was told
/// of late. What waits since long ago then is news.
fn last_rewritten(engine: &Engine, everything: &Everything, conversation: &ConversationId, at: Timestamp) -> Option<Timestamp> {
    let late = told_late(engine, everything, conversation).map(|(_, learned)| learned);
    late.chain(taken_back(engine, everything, conversation)).filter(|learned| *learned <= at).max()
}

/// Whether we learned only after this time that something had been otherwise until then: what was to be told then was not known.
fn is_rewritten_later(engine: &Engine, everything: &Everything, conversation: &ConversationId, at: Timestamp) -> bool {
    told_late(engine, everything, conversation).any(|(happened, learned)| happened <= at && at < learned)
        || taken_back(engine, everything, conversation).any(|learned| at < learned)
}

fn told_in_time(engine: &Engine, everything: &Everything, (thread, run): (&ThreadOf, &Run), found: &mut Findings) {
    const OF: &str = "whoever waits is told of in time";
    let policy = &engine.machines.rules.policies[&source(engine, &thread.0).policy];
    let Some(began) = known(engine, everything, (&thread.0, run.since, None), |taken| taken.reacted) else { return };
    // Until when nobody knew that it had ended.
    let until = run.end.as_ref().map_or(engine.now, |end| {
        let by = end.answered_by.as_ref().or(end.dismissed_by.as_ref());
        let known_then = known(engine, everything, (&thread.0, end.at, by), first_known).unwrap_or(end.at).max(end.at);
        answered_later(engine, everything, thread, end.at).map_or(known_then, |other| other.min(known_then))
    });
    for step in policy.steps(run.since) {
        let due = step.at.max(began);
        let by = |seen: Timestamp| {
            let hurt = last_unattended(engine, seen).max(engine.record.last_hurt(seen));
            let last = hurt.max(last_rewritten(engine, everything, &thread.0, seen));
            last.map_or(due, |last| last.max(due)) + IN_TIME
        };
        match told(everything, thread, run, &step) {
            Some(notice) => {
                found.counts.told += 1;
                let sent = notice.message.as_ref().and_then(|message| message.ts.parse::<SlackTs>().ok()).map(|ts| ts.time());
                if let Some(sent) = sent {
                    found.counts.latest = found.counts.latest.max(sent.duration_since(due).as_secs());
                }
                if let Some(sent) = sent.filter(|sent| *sent > by(*sent)) {
                    found.add(OF, format!("{} of {}/{}, due {}, was told of at {sent}", step.name, thread.0, thread.1, step.at));
                }
                if let Some(sent) = sent.filter(|sent| *sent < step.at - SignedDuration::from_secs(engine.story.travel.skew + 1))
                {
                    found.add(
                        OF,
                        format!("{} of {}/{}, due {}, was told of already at {sent}", step.name, thread.0, thread.1, step.at),
                    );
                }
            }
            None if until > by(until) && !is_rewritten_later(engine, everything, &thread.0, until) => {
                found.add(
                    OF,
                    format!(
                        "{} of {}/{}, due {}, was never told of; it waited until {until}",
                        step.name, thread.0, thread.1, step.at
                    ),
                );
            }
            None => {}
        }
    }
}

/// The last time at or before this one at which the sweep did not run although something else went wrong too: only the sweep
/// makes up for what failed, and DynamoDB takes hours over expired rows. The absent heartbeat raises an alarm.
fn last_unattended(engine: &Engine, at: Timestamp) -> Option<Timestamp> {
    let troubles = &engine.story.troubles;
    let off = troubles.iter().filter(|trouble| trouble.ill == Ill::SweepStopped && trouble.from <= at);
    let last = off.map(|trouble| trouble.until.min(at)).max()?;
    troubles.iter().any(|trouble| trouble.from <= last && trouble.ill != Ill::SweepStopped).then_some(last)
}

/// The notice that was sent for a step, in the thread or in one that has become part of it.
fn told<'a>(everything: &'a Everything, thread: &ThreadOf, run: &Run, step: &Step) -> Option<&'a StoredNotice> {
    let of_conversation = everything.threads.iter().filter(|((conversation, _), _)| *conversation == thread.0);
    let notices = of_conversation.flat_map(|(_, thread)| &thread.notices);
    let mut for_it = notices.filter(|stored| stored.notice.since == run.since && stored.notice.steps.contains(&step.name));
    for_it.find(|stored| stored.message.is_some())
}

async fn shown_overdue(engine: &Engine, thread: &ThreadOf, folded: &Folded, found: &mut Findings) {
    const OF: &str = "who waits is listed, and overdue once it is";
    let Some(run) = folded.current_run() else { return };
    let listed = engine.machines.observer.store.waiting(&source(engine, &thread.0).name).await.expect("the table can be read");
    let Some(row) = listed.iter().find(|row| row.item.id == folded.item.id) else {
        return found.add(OF, format!("{}/{} is not listed", thread.0, thread.1));
    };
    let is_late = run.due < engine.now;
    if row.item.state != State::Waiting || row.item.due_at != Some(run.due) || (is_late && row.item.breaches == 0) {
        found.add(OF, format!("{}/{}: due {}, listed as {:?}", thread.0, thread.1, run.due, row.item));
    }
}
