//! What watches: schedules that fire, rows that expire, the sweep, the reconciliation; and the crons of the meeting.

use super::invoking::{Outcome, Task};
use super::{Engine, Event};
use crate::gate::Sabotage;
use crate::story::Ill;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// The sweep's interval, in seconds, as in the template.
const SWEEP: i64 = 300;
/// Lambda's waits before it tries an asynchronous invocation again, in seconds (AWS Lambda, "How Lambda handles errors and
/// retries with asynchronous invocation").
const RETRIES: [i64; 2] = [60, 120];

impl Engine {
    /// Every schedule that is new, or has another time, gets its event: it fires within the minute.
    pub(super) fn plan_schedules(&mut self) {
        for due in self.machines.scheduler.list() {
            if self.seen.get(&due.name) != Some(&due.at) {
                self.seen.insert(due.name.clone(), due.at);
                let early = if self.suffers(Sabotage::FiresEarly) { SignedDuration::from_hours(2) } else { SignedDuration::ZERO };
                let within = self.millis(0..60_000);
                self.at(due.at.max(self.now) + within - early, Event::Fire(due.name, due.at));
            }
        }
    }

    pub(super) fn fire(&mut self, name: &str, at: Timestamp) {
        if let Some(until) = self.until(Ill::SchedulerStopped) {
            self.record.hurt(self.now);
            return self.at(until, Event::Fire(name.to_owned(), at));
        }
        self.seen.remove(name);
        if self.suffers(Sabotage::NobodyWatches) || self.suffers(Sabotage::ListsCut) {
            return;
        }
        let is_there = self.machines.scheduler.list().iter().any(|due| due.name == name && due.at == at);
        let Some(due) = is_there.then(|| self.machines.scheduler.take(name)).flatten() else { return };
        let input: Value = serde_json::from_str(&due.input).unwrap_or_default();
        self.record.carried.insert(due.input);
        self.record.tell(self.now, || format!("schedule fires: {} of {}", input["deadline"]["step"], input["conversation"]));
        if self.story.travel.together {
            let at = self.now + self.millis(900..2_000);
            self.at(at, Event::ExpireToo);
            self.sweep_at = Some(at);
            self.at(at, Event::Sweep);
        }
        // At least once.
        if self.rng.u8(..20) == 0 {
            let again = self.millis(0..30_000);
            self.after(again, Event::Deadline(input.clone(), 0));
        }
        self.after(SignedDuration::ZERO, Event::Deadline(input, 0));
    }

    pub(super) fn deadline_done(&mut self, input: Value, tries: usize, outcome: &Outcome) {
        if matches!(outcome, Outcome::Over(true)) {
            return;
        }
        match RETRIES.get(tries) {
            Some(wait) => self.after(SignedDuration::from_secs(*wait), Event::Deadline(input, tries + 1)),
            // Its queue has an alarm; the sweep and the row watch the same deadline.
            None => self.record.tell(self.now, || format!("on the deadline function's queue: {input}")),
        }
    }

    /// The sweep's next tick after `at`. Ticks at which there is nothing to do are passed over.
    pub(super) fn plan_sweep(&mut self, at: Timestamp) {
        let tick = (at.max(self.now).as_second().div_euclid(SWEEP) + 1) * SWEEP;
        let Ok(tick) = Timestamp::from_second(tick) else { return };
        if self.sweep_at.is_none_or(|planned| tick < planned) {
            self.sweep_at = Some(tick);
            self.at(tick, Event::Sweep);
        }
    }

    pub(super) async fn sweep(&mut self) {
        // An event that an earlier one has replaced.
        if self.sweep_at.is_none_or(|planned| planned > self.now) {
            return;
        }
        self.sweep_at = None;
        if self.suffers(Sabotage::NobodyWatches) {
            return;
        }
        if let Some(until) = self.until(Ill::SweepStopped) {
            self.record.hurt(self.now);
            return self.plan_sweep(until);
        }
        let due = self.next_attention().await;
        // Of those that find nothing to do a few are enough: they are half of all calls otherwise.
        let is_idle = !std::mem::take(&mut self.must_sweep) && due.is_none_or(|due| due > self.now);
        if !is_idle || self.rng.u8(..6) == 0 {
            self.invoke(Task::Sweep).await;
        }
        // What is due already is looked at again at the next tick.
        if let Some(due) = due {
            self.plan_sweep(due);
        }
    }

    pub(super) fn plan_reconciliation(&mut self) {
        let hour = 3_600 - self.now.as_second().rem_euclid(3_600);
        let wait = SignedDuration::from_secs(hour + self.rng.i64(0..60));
        self.after(wait, Event::Reconcile);
    }

    pub(super) async fn reconcile(&mut self) {
        self.plan_reconciliation();
        if self.until(Ill::SweepStopped).is_some() {
            return self.record.hurt(self.now);
        }
        // Of those that find nothing a few are enough; the log of deliveries goes back three days.
        if self.record.is_behind() || self.rng.u8(..40) == 0 {
            self.invoke(Task::Reconcile).await;
        }
    }

    /// When the next step of an item, the next message owed, or the next hand-off is due.
    pub(super) async fn next_attention(&self) -> Option<Timestamp> {
        let of_table = self.machines.next_in_lists().await;
        let hand_over = self.machines.observer.next_hand_over(self.now).await.ok().flatten();
        of_table.into_iter().chain(hand_over).min()
    }

    /// Whether nothing is owed: no message to be sent, no fact to be looked at again.
    pub(super) async fn nothing_owed(&self) -> bool {
        matches!(self.machines.observer.store.next_pending().await, Ok(None))
    }

    pub(super) fn plan_expiry(&mut self) {
        let hours = i64::from(self.story.travel.expiry_hours);
        let wait = SignedDuration::from_secs(self.rng.i64(600..hours * 3_600 + 600));
        self.after(wait, Event::Expire);
    }

    pub(super) async fn expire(&mut self) {
        if self.suffers(Sabotage::NobodyWatches) || self.suffers(Sabotage::ListsCut) {
            return;
        }
        if self.first_expiry.is_none() {
            self.first_expiry = Some(self.machines.first_expiry().await.unwrap_or(i64::MAX));
        }
        if self.first_expiry.is_some_and(|first| first >= self.now.as_second()) {
            return;
        }
        let gone = self.machines.table.sweep_ttl().expect("expired rows can be deleted");
        if gone > 0 {
            self.record.tell(self.now, || format!("{gone} rows expired"));
            self.news();
        }
    }

    pub(super) fn plan_meetings(&mut self) {
        let meeting = self.machines.rules.roundup.meeting.clone();
        self.at(meeting.next(self.now).at + SignedDuration::from_secs(1), Event::Meet);
        if let Some((at, _)) = meeting.next_preparation(self.now) {
            self.at(at + SignedDuration::from_secs(1), Event::Prepare);
        }
    }
}
