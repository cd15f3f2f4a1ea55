//! The engine: one clock, one queue of events, and every machine's next call at the gate. It alone decides what happens
//! next, from the seed; so a run repeats itself exactly.

mod doings;
mod invoking;
mod machines;
mod record;
mod sending;
mod streaming;
mod watching;

pub use doings::Scene;
pub use invoking::Task;
pub use machines::{GITHUB_TOKEN, Machines, SLACK_TOKEN, TABLE};
pub use record::{Record, Taken};
pub use sending::{GITHUB_SECRETS, SLACK_SECRETS};

use crate::gate::{Invocation, Sabotage};
use crate::logs::Log;
use crate::story::{Ill, Story};
use doings::Delivery;
use fastrand::Rng;
use invoking::Running;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use streaming::Stream;

/// What falls due.
#[derive(Debug)]
enum Event {
    /// Somebody does something.
    Act(usize),
    /// A webhook arrives.
    Arrive(Box<Delivery>),
    /// An invocation's call is let through.
    Step(Invocation),
    /// An invocation that waits for nothing outside goes on.
    Wait(Invocation),
    /// A shard of the stream is looked at.
    Pump(usize),
    /// A schedule fires.
    Fire(String, Timestamp),
    /// The deadline function is invoked, so many times already.
    Deadline(Value, usize),
    /// The sweep's tick.
    Sweep,
    /// The reconciliation's tick.
    Reconcile,
    /// DynamoDB deletes what has expired.
    Expire,
    /// The same once more, at the moment at which a schedule fires.
    ExpireToo,
    /// Cron: the preparation.
    Prepare,
    /// Cron: the meeting.
    Meet,
    /// Another configuration is deployed.
    Configure,
    /// All schedules are deleted.
    DeleteSchedules,
    /// Another version of the same is deployed.
    Deploy,
    /// A row that nobody can read is written.
    Poison,
}

/// How long after the end of a story what it set off may take.
const AFTERMATH: SignedDuration = SignedDuration::from_hours(48);

/// One run.
pub struct Engine {
    /// What happens in it.
    pub story: Story,
    /// The true time.
    pub now: Timestamp,
    /// The other sides.
    pub machines: Machines,
    /// What was seen.
    pub record: Record,
    events: BTreeMap<(Timestamp, u64), Event>,
    serial: u64,
    rng: Rng,
    running: BTreeMap<Invocation, Running>,
    stream: Stream,
    scene: Scene,
    /// What GitHub sent, by its name for it: some of it is to be sent once more.
    sent: BTreeMap<String, Delivery>,
    /// When the next sweep is.
    sweep_at: Option<Timestamp>,
    /// Whether the next sweep has something to do whatever the lists say.
    must_sweep: bool,
    /// When the first row expires, in seconds since the epoch, if it is known.
    first_expiry: Option<i64>,
    /// Schedules that have an event already.
    seen: BTreeMap<String, Timestamp>,
    sabotage: Option<Sabotage>,
    /// Before which call, counted from the start, the machine dies that makes it.
    pub dies_before: Option<u64>,
}

impl Engine {
    /// A run of this story, with a deliberate bug or none; with a timeline if it is to be told. What is measured is logged.
    pub async fn new(story: Story, sabotage: Option<Sabotage>, tells: bool, log: &Log) -> Self {
        let machines = Machines::new(&story, log.metrics()).await;
        machines.gate.sabotage(sabotage);
        let mut engine = Self {
            now: story.start,
            rng: Rng::with_seed(story.seed ^ 0x5EED),
            machines,
            record: Record::new(tells),
            events: BTreeMap::new(),
            serial: 0,
            running: BTreeMap::new(),
            stream: Stream::default(),
            scene: Scene::default(),
            sent: BTreeMap::new(),
            sweep_at: None,
            must_sweep: false,
            first_expiry: None,
            seen: BTreeMap::new(),
            sabotage,
            dies_before: None,
            story,
        };
        // What happened before the first reconciliation is not looked for: it was at work before the story begins.
        engine.machines.observer.reconcile(engine.now).await.expect("with nothing wrong there is no error");
        engine.set_up();
        engine
    }

    fn set_up(&mut self) {
        let acts: Vec<Timestamp> = self.story.acts.iter().map(|(at, _)| *at).collect();
        for (number, at) in acts.into_iter().enumerate() {
            self.at(at, Event::Act(number));
        }
        if let Some((at, _)) = self.story.second {
            self.at(at, Event::Configure);
        }
        for trouble in self.story.troubles.clone() {
            match trouble.ill {
                Ill::SchedulesDeleted => self.at(trouble.until, Event::DeleteSchedules),
                Ill::Poisoned => {
                    self.at(trouble.from + SignedDuration::from_mins(1), Event::Poison);
                    self.at(trouble.from + SignedDuration::from_hours(24), Event::Poison);
                }
                Ill::Deployed => self.at(trouble.until, Event::Deploy),
                _ => {}
            }
        }
        self.at(self.now, Event::Sweep);
        self.sweep_at = Some(self.now);
        self.plan_meetings();
        self.plan_expiry();
        self.plan_reconciliation();
    }

    fn at(&mut self, at: Timestamp, event: Event) {
        self.serial += 1;
        self.events.insert((at.max(self.now), self.serial), event);
    }

    fn after(&mut self, wait: SignedDuration, event: Event) {
        self.at(self.now + wait, event);
    }

    /// Whether this deliberate bug is brought about.
    fn suffers(&self, sabotage: Sabotage) -> bool {
        self.sabotage == Some(sabotage)
    }

    fn millis(&mut self, range: std::ops::Range<i64>) -> SignedDuration {
        SignedDuration::from_millis(self.rng.i64(range))
    }

    /// The trouble of this kind that goes on: until when.
    fn until(&self, ill: Ill) -> Option<Timestamp> {
        let on = self.story.troubles.iter().filter(|trouble| trouble.ill == ill && trouble.is_on(self.now));
        on.map(|trouble| trouble.until).max()
    }

    /// Plays the story to its end.
    pub async fn run(&mut self) {
        while let Some(at) = self.events.first_key_value().map(|((at, _), _)| *at) {
            if at > self.story.end && (self.is_settled().await || at > self.story.end + AFTERMATH) {
                break;
            }
            let Some((_, event)) = self.events.pop_first() else { break };
            self.now = at;
            self.machines.set_now(at);
            self.happen(event).await;
        }
    }

    async fn happen(&mut self, event: Event) {
        match event {
            Event::Act(number) => self.act(number),
            Event::Arrive(delivery) => self.invoke(Task::Webhook(delivery)).await,
            Event::Step(invocation) => self.step(invocation).await,
            Event::Wait(invocation) => self.wait(invocation).await,
            Event::Pump(shard) => self.pump(shard).await,
            Event::Fire(name, at) => self.fire(&name, at),
            Event::Deadline(input, tries) => self.invoke(Task::Deadline { input, tries }).await,
            Event::Sweep => self.sweep().await,
            Event::Reconcile => self.reconcile().await,
            Event::Expire => {
                self.expire().await;
                self.plan_expiry();
            }
            Event::ExpireToo => self.expire().await,
            Event::Prepare => self.invoke(Task::Prepare).await,
            Event::Meet => {
                self.invoke(Task::Meet).await;
                self.plan_meetings();
            }
            Event::Configure => {
                if let Some((_, second)) = &self.story.second {
                    self.record.tell(self.now, || format!("deployed: {second}"));
                    self.machines.configure(second);
                    self.record.configured = Some(self.now);
                }
            }
            Event::Deploy => self.machines.deploy(),
            Event::Poison => {
                self.machines.poison(self.now).await;
                self.news();
            }
            Event::DeleteSchedules => {
                self.record.tell(self.now, || "all schedules are deleted".to_owned());
                self.record.hurt(self.now);
                self.machines.scheduler.list().iter().for_each(|due| drop(self.machines.scheduler.take(&due.name)));
            }
        }
    }

    /// Whether nothing is under way.
    async fn is_settled(&self) -> bool {
        let is_under_way =
            |event: &Event| matches!(event, Event::Act(_) | Event::Arrive(_) | Event::Deadline(..) | Event::Fire(..));
        let soon = self.now + SignedDuration::from_hours(1);
        let is_quiet = !self.events.iter().any(|((at, _), event)| is_under_way(event) && *at <= soon);
        self.running.is_empty()
            && is_quiet
            && !self.record.is_behind()
            && self.stream.is_done()
            && self.nothing_owed().await
            && self.next_attention().await.is_none_or(|due| due > self.now)
    }
}
