//! Functions run: each until its next call to the outside, then the engine decides how that fares, and when.

use super::doings::{Delivery, Door};
use super::machines::Instance;
use super::sending::secrets;
use super::{Engine, Event};
use crate::cast::HELP;
use crate::gate::{Call, Fate, Invocation, Side};
use crate::story::Ill;
use jiff::{SignedDuration, Timestamp};
use roundup_fn_github_webhook::GithubWebhook;
use roundup_fn_slack_interaction::SlackInteraction;
use roundup_fn_slack_webhook::SlackWebhook;
use roundup_runtime::behind::Warm;
use serde_json::{Value, json};
use std::fmt;
use std::pin::Pin;
use std::task::Poll;

/// What a function is invoked with.
#[derive(Debug)]
pub enum Task {
    /// A webhook.
    Webhook(Box<Delivery>),
    /// A batch of the stream.
    Batch {
        /// Of which shard.
        shard: usize,
        /// The records.
        records: Vec<Value>,
    },
    /// A schedule's input.
    Deadline {
        /// The input.
        input: Value,
        /// How often it was tried before.
        tries: usize,
    },
    /// The sweep.
    Sweep,
    /// The reconciliation.
    Reconcile,
    /// The preparation.
    Prepare,
    /// The meeting.
    Meet,
}

impl Task {
    /// After how many seconds Lambda ends the function: `infra/template.yaml`.
    fn limit(&self) -> SignedDuration {
        SignedDuration::from_secs(match self {
            Self::Webhook(_) => 10,
            Self::Deadline { .. } => 15,
            Self::Batch { .. } | Self::Prepare | Self::Meet => 120,
            Self::Sweep | Self::Reconcile => 300,
        })
    }
}

/// Whether a call asks who somebody is, or what a channel is that people write in. Nobody's words are judged by what the
/// internal channel is: it decides who reads a message, not whether there is one.
fn is_look_up(call: &Call) -> bool {
    let operation = call.operation.as_str();
    match call.side {
        Side::Slack => operation == "users.info" || operation.starts_with("conversations.info ") && !operation.ends_with(HELP),
        Side::Github => operation.starts_with("GET /orgs/") || operation.starts_with("GET /users/"),
        _ => false,
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Webhook(delivery) => write!(f, "webhook {}", delivery.id),
            Self::Batch { shard, records } => write!(f, "reactor: {} records of shard {shard}", records.len()),
            Self::Deadline { input, tries } => {
                write!(f, "deadline {} of {} (try {tries})", input["deadline"]["step"], input["conversation"])
            }
            Self::Sweep => f.write_str("sweep"),
            Self::Reconcile => f.write_str("reconciliation"),
            Self::Prepare => f.write_str("preparation"),
            Self::Meet => f.write_str("meeting"),
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Outcome {
    /// An HTTP status.
    Status(u16),
    /// The reactor's answer.
    Batch(Value),
    /// It went well, or not.
    Over(bool),
    /// The machine died, or ran into its time limit.
    Died,
}

/// An invocation under way.
pub(super) struct Running {
    task: Task,
    instance: Instance,
    started: Timestamp,
    /// The last call that it made.
    last: Option<Call>,
    future: Pin<Box<dyn Future<Output = Outcome>>>,
}

impl Engine {
    pub(super) async fn invoke(&mut self, task: Task) {
        let instance = self.machines.instance(&mut self.rng);
        self.serial += 1;
        let invocation = self.serial;
        self.record.tell(self.now, || format!("#{invocation} {task} begins"));
        self.record.started.insert(invocation, self.now);
        let future = self.future(&task, &instance);
        self.running.insert(invocation, Running { task, instance, started: self.now, last: None, future });
        self.go_on(invocation).await;
    }

    fn future(&self, task: &Task, instance: &Instance) -> Pin<Box<dyn Future<Output = Outcome>>> {
        let (app, now) = (instance.app.clone(), self.now + instance.skew);
        match task {
            Task::Webhook(delivery) => {
                let (request, door) = (delivery.request(self.now), delivery.door);
                Box::pin(async move {
                    let (store, secrets, metrics) = (app.store.clone(), secrets(), app.metrics.clone());
                    let hands =
                        |app| SlackInteraction { app: Warm::fixed(app), secrets: secrets.clone(), metrics: metrics.clone() };
                    let response = match door {
                        Door::Interaction => hands(app).interaction(&request, now).await,
                        Door::Command => hands(app).command(&request, now).await,
                        Door::Slack => SlackWebhook { store, secrets, metrics }.handle(&request, now).await,
                        Door::Github(_) => GithubWebhook { store, secrets, metrics }.handle(&request, now).await,
                    };
                    Outcome::Status(response.status().as_u16())
                })
            }
            Task::Batch { records, .. } => {
                let event = json!({"Records": records});
                Box::pin(async move { Outcome::Batch(roundup_fn_reactor::handle(&app, &event, now).await) })
            }
            Task::Deadline { input, .. } => {
                let input = input.clone();
                Box::pin(async move { Outcome::Over(roundup_fn_deadline::handle(&app, &input).await.is_ok()) })
            }
            Task::Sweep => Box::pin(async move { Outcome::Over(roundup_fn_sweep::handle(&app, now).await.is_ok()) }),
            Task::Reconcile => Box::pin(async move { Outcome::Over(roundup_fn_sweep::reconcile(&app, now).await.is_ok()) }),
            Task::Prepare => Box::pin(async move { Outcome::Over(roundup_fn_roundup::prepare(&app, now).await.is_ok()) }),
            Task::Meet => Box::pin(async move { Outcome::Over(roundup_fn_roundup::handle(&app, now).await.is_ok()) }),
        }
    }

    /// Lets an invocation go on to its next call to the outside.
    async fn go_on(&mut self, invocation: Invocation) {
        let Some(running) = self.running.get_mut(&invocation) else { return };
        self.machines.gate.enter(Some(invocation));
        let future = &mut running.future;
        let polled = std::future::poll_fn(|context| {
            let mut unconstrained = std::pin::pin!(tokio::task::coop::unconstrained(future.as_mut()));
            Poll::Ready(unconstrained.as_mut().poll(context))
        })
        .await;
        self.machines.gate.enter(None);
        match polled {
            Poll::Ready(outcome) => self.over(invocation, outcome),
            Poll::Pending => match self.machines.gate.asked(invocation) {
                Some(call) => {
                    let takes = self.takes(&call);
                    self.after(takes, Event::Step(invocation));
                }
                // It waits for a timer of its own.
                None => self.after(SignedDuration::from_millis(100), Event::Wait(invocation)),
            },
        }
    }

    fn takes(&mut self, call: &Call) -> SignedDuration {
        let slow = self.story.troubles.iter().filter(|trouble| trouble.is_on(self.now)).find_map(|trouble| match trouble.ill {
            Ill::Slow(percent) => Some(percent),
            _ => None,
        });
        if slow.is_some_and(|percent| self.rng.u8(..100) < percent) {
            self.record.hurt(self.now);
            return self.millis(500..8_000);
        }
        if call.side == Side::Table { self.millis(1..20) } else { self.millis(20..400) }
    }

    /// Time passes for the timers of an invocation.
    pub(super) async fn wait(&mut self, invocation: Invocation) {
        tokio::time::advance(std::time::Duration::from_millis(100)).await;
        if self.is_out_of_time(invocation) {
            return self.die(invocation, "ran into its time limit");
        }
        self.go_on(invocation).await;
    }

    /// An invocation's call is let through, unless its machine dies before.
    pub(super) async fn step(&mut self, invocation: Invocation) {
        // It may have given the call up meanwhile.
        let Some(call) = self.machines.gate.asked(invocation) else { return self.go_on(invocation).await };
        self.record.calls += 1;
        if self.is_out_of_time(invocation) {
            return self.die(invocation, "ran into its time limit");
        }
        if self.crashes() || self.dies_before == Some(self.record.calls) {
            return self.die(invocation, &format!("dies before {call}"));
        }
        let fate = self.fate(&call);
        if fate != Fate::Carried {
            self.record.failures += 1;
            self.record.hurt(self.now);
        }
        if fate == Fate::AnswerLost {
            self.record.lost.push(call.clone());
        }
        if fate != Fate::Carried && is_look_up(&call) {
            self.record.blind.push(self.now);
        }
        if let Some(running) = self.running.get_mut(&invocation) {
            let before = running.last.replace(call.clone());
            // That a mail was sent could not be written down: as good as an answer that is lost.
            self.record.lost.extend(before.filter(|before| before.side == Side::Mail && fate != Fate::Carried));
        }
        self.record.tell(self.now, || format!("#{invocation} {call}: {fate:?}"));
        self.machines.gate.grant(invocation, fate);
        self.go_on(invocation).await;
        self.follow_up(&call);
    }

    /// What a call may have set off.
    fn follow_up(&mut self, call: &Call) {
        match (call.side, call.operation.as_str()) {
            (Side::Table, "Query" | "GetItem") => {}
            (Side::Table, _) => self.news(),
            (Side::Scheduler, _) => self.plan_schedules(),
            (Side::Github, operation) if operation.ends_with("/attempts") => self.send_what_github_repeats(),
            _ => {}
        }
    }

    fn is_out_of_time(&self, invocation: Invocation) -> bool {
        let running = self.running.get(&invocation);
        running.is_some_and(|running| self.now.duration_since(running.started) > running.task.limit())
    }

    fn crashes(&mut self) -> bool {
        let on = self.story.troubles.iter().filter(|trouble| trouble.is_on(self.now));
        let per_thousand = on.filter_map(|trouble| match trouble.ill {
            Ill::Crashing(per_thousand) => Some(per_thousand),
            _ => None,
        });
        per_thousand.max().is_some_and(|per_thousand| self.rng.u16(..1_000) < per_thousand)
    }

    fn fate(&mut self, call: &Call) -> Fate {
        let now = self.now;
        let rng = &mut self.rng;
        let on = self.story.troubles.iter().filter(|trouble| trouble.is_on(now));
        on.filter_map(|trouble| trouble.fate(rng, call)).next().unwrap_or(Fate::Carried)
    }

    fn die(&mut self, invocation: Invocation, how: &str) {
        self.record.tell(self.now, || format!("#{invocation} {how}"));
        self.record.deaths += 1;
        self.record.hurt(self.now);
        let last = self.running.get(&invocation).and_then(|running| running.last.clone());
        self.record.lost.extend(last);
        self.over(invocation, Outcome::Died);
    }

    /// An invocation is over: its process waits for the next one, unless it died.
    fn over(&mut self, invocation: Invocation, outcome: Outcome) {
        let Some(running) = self.running.remove(&invocation) else { return };
        let Running { task, instance, future, .. } = running;
        drop(future);
        self.machines.gate.forget(invocation);
        self.record.tell(self.now, || format!("#{invocation} is over: {outcome:?}"));
        if !matches!(outcome, Outcome::Died) {
            self.machines.free(instance);
        }
        match task {
            Task::Webhook(delivery) => self.acknowledged(*delivery, &outcome),
            Task::Batch { shard, records } => self.batch_done(shard, &records, &outcome),
            Task::Deadline { input, tries } => self.deadline_done(input, tries, &outcome),
            // The next sweep makes up for it.
            Task::Sweep | Task::Prepare | Task::Meet if !matches!(outcome, Outcome::Over(true)) => {
                self.must_sweep = true;
                self.plan_sweep(self.now);
            }
            // The next one makes up for one that fails.
            Task::Reconcile | Task::Sweep | Task::Prepare | Task::Meet => {}
        }
    }
}
