//! Moving a manual clock: through everything that falls due on the way, in order of time.

use super::engine::{EXPIRY, Engine, SWEEP};
use jiff::{SignedDuration, Timestamp};

/// What happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Fire,
    Expire,
    Sweep,
    Prepare,
    Meet,
}

impl Engine {
    /// Moves the clock to `target`, doing on the way what falls due, each at its time, and reacting to it before going on.
    ///
    /// Ticks at which expiry and sweep would find nothing are passed over: a year is as quick as what happens in it.
    pub async fn advance(&mut self, target: Timestamp) {
        self.begin().await;
        self.drain().await;
        while let Some((at, next)) = self.next_until(target).await {
            self.clock.move_to(at);
            self.table.set_now(self.clock.now());
            match next {
                Next::Fire => self.fire_within_the_minute(target).await,
                Next::Expire => self.expire().await,
                Next::Sweep => self.sweep().await,
                Next::Prepare => {
                    self.prepared_at = at;
                    self.prepare().await;
                }
                Next::Meet => {
                    self.met_at = at;
                    self.meet().await;
                }
            }
        }
        self.clock.move_to(target);
        self.table.set_now(self.clock.now());
        self.drain().await;
        // Nothing can happen elsewhere while this clock is moved: once, at the end, is as good as every hour, or day.
        self.reconcile().await;
        if !self.without.sweep
            && let Err(error) = self.app.forget_old(target).await
        {
            tracing::error!(%error, "what is old could not be deleted; the next sweep tries again");
        }
    }

    /// Fires what is due, and what else falls due before the minute is over: nothing else happens but on whole minutes, so
    /// that there is no need to look for it each time.
    async fn fire_within_the_minute(&mut self, target: Timestamp) {
        self.fire_due().await;
        let Some(minute) = tick_after(EXPIRY, self.clock.now(), self.clock.now()) else { return };
        while let Some(at) = self.scheduler.next_at().filter(|at| *at < minute && *at <= target) {
            self.clock.move_to(at);
            self.table.set_now(self.clock.now());
            self.fire_due().await;
        }
    }

    /// The next thing that falls due until `target`, and when. Things of one instant go in the order of [`Next`].
    async fn next_until(&self, target: Timestamp) -> Option<(Timestamp, Next)> {
        let now = self.clock.now();
        let step = self.logged(self.app.next_step().await);
        let owed = self.logged(self.app.store.next_pending().await.map_err(Into::into));
        let hand_over = self.logged(self.app.next_hand_over(now).await);
        let fire = self.scheduler.next_at().filter(|_| !self.without.scheduler).map(|at| at.max(now));
        let expire = step.filter(|_| !self.without.ttl).and_then(|step| tick_after(EXPIRY, step, now));
        let sweep = [step, owed, hand_over].into_iter().flatten().min().filter(|_| !self.without.sweep);
        let sweep = sweep.and_then(|attention| tick_after(SWEEP, attention, now));
        // Not what comes after now: at one instant there may be both, and a hand-off too.
        let meet = Some(self.app.rules.roundup.meeting.next(self.met_at).at);
        let prepare = self.app.rules.roundup.meeting.next_preparation(self.prepared_at).map(|(at, _)| at);
        let all =
            [(fire, Next::Fire), (expire, Next::Expire), (sweep, Next::Sweep), (prepare, Next::Prepare), (meet, Next::Meet)];
        all.into_iter().filter_map(|(at, next)| Some((at?, next))).filter(|(at, _)| *at <= target).min()
    }

    fn logged(&self, found: Result<Option<Timestamp>, roundup_app::AppError>) -> Option<Timestamp> {
        found.unwrap_or_else(|error| {
            tracing::error!(%error, "what is next cannot be read");
            None
        })
    }
}

/// The first tick of `every` (counted from the epoch) that is later than both `due` and `now`.
fn tick_after(every: SignedDuration, due: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let (every, after) = (every.as_secs(), due.max(now).as_second());
    Timestamp::from_second((after.div_euclid(every) + 1) * every).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_tick_is_later_than_what_it_is_for_and_than_now() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let minute = SignedDuration::from_mins(1);
        for (due, now, tick) in [
            ("2026-03-02T14:00:00Z", "2026-03-02T13:00:00Z", "2026-03-02T14:01:00Z"),
            ("2026-03-02T14:00:30Z", "2026-03-02T13:00:00Z", "2026-03-02T14:01:00Z"),
            ("2026-03-02T12:00:00Z", "2026-03-02T14:01:00Z", "2026-03-02T14:02:00Z"),
        ] {
            assert_eq!(tick_after(minute, at(due), at(now)), Some(at(tick)));
        }
    }
}
