//! What moves the process along: the stream's pump, the scheduler, the expiry of rows, the sweep and the weekly meeting.

use super::clock::Clock;
use super::pump::Pump;
use crate::Failure;
use crate::cli::Watcher;
use jiff::{SignedDuration, Timestamp};
use roundup_app::App;
use roundup_embedded::{EmbeddedError, EmbeddedTable};
use roundup_standins::SchedulerStandIn;

/// How often rows are looked at that may have expired. AWS takes hours; a laptop need not.
pub(super) const EXPIRY: SignedDuration = SignedDuration::from_mins(1);
/// How often the sweep runs, as in the template.
pub(super) const SWEEP: SignedDuration = SignedDuration::from_mins(5);

/// How often what the sources show is compared with what arrived, as in the template.
pub(super) const RECONCILE: SignedDuration = SignedDuration::from_hours(1);

/// Where it is kept until when meetings were looked after.
const MET_AT: &str = "engine/met_at";

/// What not to watch deadlines with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Without {
    /// No schedule fires.
    pub scheduler: bool,
    /// No row expires.
    pub ttl: bool,
    /// No sweep.
    pub sweep: bool,
}

impl From<&[Watcher]> for Without {
    fn from(watchers: &[Watcher]) -> Self {
        Self {
            scheduler: watchers.contains(&Watcher::Scheduler),
            ttl: watchers.contains(&Watcher::Ttl),
            sweep: watchers.contains(&Watcher::Sweep),
        }
    }
}

/// The engine. Whoever holds it is the only one to move anything.
pub struct Engine {
    pub(super) app: App,
    pub(super) table: EmbeddedTable,
    pub(super) scheduler: SchedulerStandIn,
    pub(super) clock: Clock,
    pub(super) without: Without,
    /// Whether Slack or GitHub are others than the stand-ins of this process.
    reconciles: bool,
    pump: Pump,
    swept_at: Timestamp,
    reconciled_at: Option<Timestamp>,
    expired_at: Timestamp,
    /// Until when meetings were looked after.
    pub(super) met_at: Timestamp,
    /// Until when preparations were.
    pub(super) prepared_at: Timestamp,
    /// Whether it was looked who is on call since the process started.
    has_begun: bool,
}

impl Engine {
    pub(super) fn new(
        app: App,
        table: EmbeddedTable,
        scheduler: SchedulerStandIn,
        clock: Clock,
        (without, reconciles): (Without, bool),
    ) -> Result<Self, Failure> {
        let pump = Pump::new(table.clone()).map_err(super::data::broken)?;
        let now = clock.now();
        // A meeting that began while the process was down gets its agenda late rather than never.
        let met_at = table.state_get(MET_AT).map_err(super::data::broken)?.and_then(|at| at.parse().ok()).unwrap_or(now);
        Ok(Self {
            app,
            table,
            scheduler,
            clock,
            without,
            reconciles,
            pump,
            swept_at: now,
            reconciled_at: None,
            expired_at: now,
            met_at,
            prepared_at: met_at,
            has_begun: false,
        })
    }

    /// Reacts to everything that was written so far.
    pub async fn drain(&mut self) {
        let now = self.clock.now();
        // On the heap: unoptimised, everything that a fact may lead to is more than the stack of a thread.
        Box::pin(self.pump.drain(&self.app, now)).await;
    }

    /// Has nothing be left in the table's file of what was deleted, once everything that was written has been reacted to.
    ///
    /// # Errors
    /// Another process reads the file, or it cannot be written.
    pub async fn leave_no_trace(&mut self) -> Result<(), EmbeddedError> {
        self.drain().await;
        self.pump.leave_no_trace()
    }

    /// Once after a start: whoever is on call by now is told, and the next change is scheduled. From then on the schedule
    /// and the sweep notice it.
    pub(super) async fn begin(&mut self) {
        if self.has_begun {
            return;
        }
        self.has_begun = true;
        self.drain().await;
        if let Err(error) = Box::pin(self.app.hand_over(self.clock.now())).await {
            tracing::error!(%error, "whoever is on call could not be told; the sweep tries again");
        }
    }

    /// After a start: reacts to what was written before, fires what came due meanwhile, sweeps.
    pub(super) async fn catch_up(&mut self) {
        self.begin().await;
        self.fire_due().await;
        self.sweep().await;
        self.reconcile_beside();
        // From now on a restart knows since when.
        self.looked_after(self.met_at);
    }

    /// One second on the system's clock.
    pub(super) async fn tick(&mut self) {
        let now = self.clock.now();
        self.drain().await;
        self.fire_due().await;
        if now.duration_since(self.expired_at) >= EXPIRY {
            self.expired_at = now;
            self.expire().await;
        }
        if now.duration_since(self.swept_at) >= SWEEP {
            self.swept_at = now;
            self.sweep().await;
        }
        self.reconcile_beside();
        let meeting = &self.app.rules.roundup.meeting;
        let is_met = meeting.next(self.met_at).at <= now;
        let is_prepared = meeting.next_preparation(self.prepared_at).is_some_and(|(at, _)| at <= now);
        if is_prepared {
            self.prepare().await;
        }
        if is_met {
            self.meet().await;
        }
        if is_met || is_prepared {
            self.looked_after(now);
        }
    }

    fn looked_after(&mut self, until: Timestamp) {
        (self.met_at, self.prepared_at) = (until, until);
        if let Err(error) = self.table.state_put(MET_AT, &until.to_string()) {
            tracing::error!(%error, "until when meetings were looked after was not kept");
        }
    }

    /// Carries out every schedule whose time has come, in order, and reacts to each. One that fails is run again as Lambda would;
    /// meanwhile the others go on.
    pub(super) async fn fire_due(&mut self) {
        if self.without.scheduler {
            return;
        }
        let now = self.clock.now();
        while let Some(invocation) = self.scheduler.invocation(now) {
            let input = serde_json::from_str(&invocation.input).unwrap_or_default();
            match roundup_fn_deadline::handle(&self.app, &input).await {
                Ok(()) => self.scheduler.went_well(&invocation),
                Err(error) => {
                    tracing::error!(schedule = invocation.name, runs = invocation.runs + 1, %error, "a deadline could not be carried out");
                    self.scheduler.failed(&invocation, &error.to_string(), now);
                }
            }
            self.drain().await;
        }
    }

    /// Deletes the rows that have expired, and reacts to their going.
    pub(super) async fn expire(&mut self) {
        if self.without.ttl {
            return;
        }
        if let Err(error) = self.table.sweep_ttl() {
            tracing::error!(%error, "expired rows were not deleted");
        }
        self.drain().await;
    }

    /// Sweeps once.
    pub(super) async fn sweep(&mut self) {
        if self.without.sweep {
            return;
        }
        if let Err(error) = roundup_fn_sweep::handle(&self.app, self.clock.now()).await {
            tracing::error!(%error, "the sweep failed; the next one tries again");
        }
        self.drain().await;
    }

    /// Compares what the sources show with what arrived, if that was not done within the hour.
    pub(super) async fn reconcile(&mut self) {
        if let Some(reconciling) = self.due_reconciliation() {
            reconciling.await;
            self.drain().await;
        }
    }

    /// The same beside everything else: the sources may take their time. What it writes is reacted to like anything else.
    fn reconcile_beside(&mut self) {
        if let Some(reconciling) = self.due_reconciliation() {
            tokio::spawn(reconciling);
        }
    }

    /// The reconciliation that is due, if one is. Stand-ins of ours hold nothing back, and are not asked.
    fn due_reconciliation(&mut self) -> Option<impl Future<Output = ()> + Send + 'static + use<>> {
        let now = self.clock.now();
        let is_due = self.reconciled_at.is_none_or(|last| now.duration_since(last) >= RECONCILE);
        if self.without.sweep || !self.reconciles || !is_due {
            return None;
        }
        self.reconciled_at = Some(now);
        let app = self.app.clone();
        Some(async move {
            if let Err(error) = Box::pin(roundup_fn_sweep::reconcile(&app, now)).await {
                tracing::error!(%error, "not reconciled; the next one tries again");
            }
        })
    }

    /// Sends the preparation whose time has come.
    pub(super) async fn prepare(&mut self) {
        if let Err(error) = roundup_fn_roundup::prepare(&self.app, self.clock.now()).await {
            tracing::error!(%error, "the preparation could not be sent; the sweep tries again");
        }
        self.drain().await;
    }

    /// Posts the agenda of a meeting that has just begun.
    pub(super) async fn meet(&mut self) {
        if let Err(error) = roundup_fn_roundup::handle(&self.app, self.clock.now()).await {
            tracing::error!(%error, "the agenda could not be posted; the sweep tries again");
        }
        self.drain().await;
    }
}
