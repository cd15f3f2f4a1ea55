//! In the end nothing is left over: no message owed, no fact put aside, no schedule or row of a deadline that has passed, nothing in
//! a queue.

use super::Findings;
use super::facts::Everything;
use crate::engine::Engine;
use jiff::SignedDuration;
use roundup_store::Row;

pub async fn nothing_left_over(engine: &Engine, everything: &Everything, found: &mut Findings) {
    const OF: &str = "nothing is left over";
    let passed = engine.now - SignedDuration::from_hours(1);
    for letter in &engine.record.dead_letters {
        found.add(OF, letter.clone());
    }
    if let Ok(Some(at)) = engine.machines.observer.store.next_pending().await {
        found.add(OF, format!("something is owed since {at}"));
    }
    for key in &everything.rows {
        match &key.row {
            Row::Aside(fact) => found.add(OF, format!("{fact} of {} is put aside", key.conversation)),
            Row::Deadline { thread, step, .. } => {
                let row = everything.threads.get(&(key.conversation.clone(), thread.clone()));
                let deadline = row.and_then(|row| row.deadlines.iter().find(|stored| stored.deadline.step == *step));
                if deadline.is_none_or(|stored| stored.deadline.at < passed) {
                    found.add(OF, format!("the row of {step} of {}/{thread}", key.conversation));
                }
            }
            _ => {}
        }
    }
    for ((conversation, thread), row) in &everything.threads {
        for stored in row.notices.iter().filter(|stored| !stored.is_settled() || stored.try_at.is_some()) {
            found.add(
                OF,
                format!("{} of {conversation}/{thread} wants {:?}, shows {:?}", stored.notice.key, stored.wants, stored.shown),
            );
        }
    }
    for due in engine.machines.scheduler.list().iter().filter(|due| due.at < passed) {
        found.add(OF, format!("the schedule {} for {}", due.name, due.at));
    }
}
