//! The app over an embedded table, with stand-ins for Slack and the scheduler, on a clock that the test moves.

use crate::people::people;
use jiff::Timestamp;
use roundup_app::{App, DeadlineInput};
use roundup_domain::{ConversationId, Filed, Rules};
use roundup_embedded::{Checkpoint, EmbeddedTable};
use roundup_github::Github;
use roundup_schedule::{Schedules, Target};
use roundup_slack::{Slack, Tokens};
use roundup_standins::{Call, Journal, SchedulerStandIn, SlackStandIn, UserFlags};
use roundup_store::stream::{self, Change, is_delivered};
use roundup_store::{ChannelInfo, Store};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;

/// The home workspace.
pub const TEAM: &str = "T0STAFF01";
/// The internal channel.
pub const HELP: &str = "C0HELP001";

/// The table's name.
pub const TABLE: &str = "roundup";

const CONFIGURATION: &str = r#"
[team]
name = "Acme"
timezone = "America/New_York"
slack_team = "T0STAFF01"
staff_github_org = "acme"
ignore = ["U0ROBOT01", "robot-arm"]

[on_call]
rotation = ["U0STAFF01", "U0STAFF02"]
start = "2026-01-05"
handoff = "Mon 09:00"
every = "1w"
channel = "C0HELP001"
lead = "U0STAFF02"

[policies.default]
respond_within = "24h"
remind_before = ["4h", "1h"]
escalate_after = ["0m", "4h"]

[[sources]]
name = "Customers"
slack = { team = "T0STAFF01", pattern = "at-*" }
[[sources]]
name = "Widgets"
github = "acme/widgets"
[[sources]]
name = "Gadgets"
github = "acme/gadgets"
[[sources]]
name = "Gizmos"
github = "acme/gizmos"

[roundup]
meeting = "Tue 13:00"
"#;

/// Everything, in one process.
pub struct World {
    pub app: App,
    pub table: EmbeddedTable,
    pub scheduler: SchedulerStandIn,
    pub slack: SlackStandIn,
    pub rules: Arc<Rules>,
    clock: Arc<Mutex<Timestamp>>,
    checkpoint: Option<Checkpoint>,
    server: JoinHandle<()>,
}

impl Drop for World {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A UTC time of the week that begins on Monday, 2 March 2026: `Tue 14:00`.
pub fn t(when: &str) -> Timestamp {
    let (day, clock) = when.split_once(' ').unwrap();
    let day = 2 + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().position(|name| *name == day).unwrap();
    format!("2026-03-{day:02}T{clock}:00Z").parse().unwrap()
}

impl World {
    /// A new one, in which everybody is known already.
    pub async fn new(now: Timestamp) -> Self {
        Self::over(EmbeddedTable::in_memory(now).unwrap(), now).await
    }

    /// The same over this database, which is empty.
    pub async fn over(table: EmbeddedTable, now: Timestamp) -> Self {
        let clock = Arc::new(Mutex::new(now));
        let told: roundup_standins::Clock = {
            let clock = Arc::clone(&clock);
            Arc::new(move || *clock.lock().unwrap())
        };
        let slack = SlackStandIn::new(&Journal::new(Arc::clone(&told)), TEAM);
        slack.channel(HELP, "help", false);
        for (id, name) in [("U0STAFF01", "Ada"), ("U0STAFF02", "Grace")] {
            slack.user(id, name, TEAM, UserFlags::default());
        }
        let (address, server) = roundup_standins::serve(slack.router()).await.unwrap();
        roundup_store::schema::create_table(&table.client(), TABLE).await.unwrap();
        let scheduler = SchedulerStandIn::new(told);
        let rules = Arc::new(roundup_config::parse(CONFIGURATION).unwrap());
        let app = app(&table, &scheduler, &rules, &address.to_string());
        for (key, person) in people() {
            app.store.put_person(&key, &person, t("Sun 23:00")).await.unwrap();
        }
        Self { app, table, scheduler, slack, rules, clock, checkpoint: None, server }
    }

    /// A channel that is a source; `shared` with another organisation or not.
    pub async fn channel(&self, id: &str, shared: bool) -> ConversationId {
        let conversation = ConversationId::slack(id);
        let info = ChannelInfo { name: format!("at-{id}"), shared, private: false, member: true, team: Some(TEAM.to_owned()) };
        self.app.store.put_channel(&conversation, &info, t("Sun 23:00")).await.unwrap();
        conversation
    }

    pub fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    pub fn set_now(&self, now: Timestamp) {
        *self.clock.lock().unwrap() = now;
        self.table.set_now(now);
    }

    /// The process ends, and another one begins over the same table, at this place in the stream.
    pub fn restart(&mut self, checkpoint: Option<Checkpoint>) {
        self.app = self.restarted();
        self.checkpoint = checkpoint;
    }

    /// The app as another process has it.
    pub fn restarted(&self) -> App {
        let App { slack, github, schedules, rules, .. } = self.app.clone();
        App::new(Store::new(self.table.client(), TABLE), slack, github, schedules, rules)
    }

    /// What is new in the stream; from now on it counts as read.
    pub fn changes(&mut self) -> Vec<Change> {
        let (records, checkpoint) = self.table.read_stream(self.checkpoint.clone(), 1_000).unwrap();
        self.checkpoint = checkpoint;
        let delivered: Vec<Value> = records.into_iter().filter(is_delivered).collect();
        stream::changes(&delivered)
    }

    /// How far the stream was read.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        self.checkpoint.clone()
    }

    pub async fn put(&self, filed: &Filed) {
        self.app.store.put_fact(filed).await.unwrap();
    }

    /// Hands the stream to the reactor, `batch` records at a time. As by Lambda, a batch that failed comes again; false if
    /// it goes on failing.
    pub async fn try_pump(&mut self, batch: usize) -> bool {
        loop {
            let (records, checkpoint) = self.table.read_stream(self.checkpoint.clone(), batch).unwrap();
            if records.is_empty() {
                return true;
            }
            let delivered: Vec<Value> = records.into_iter().filter(is_delivered).collect();
            let changes = stream::changes(&delivered);
            let mut tries = 0;
            while !self.app.react(&changes, self.now()).await.failed.is_empty() {
                tries += 1;
                if tries == 3 {
                    return false;
                }
            }
            self.checkpoint = checkpoint;
        }
    }

    pub async fn pump(&mut self, batch: usize) {
        assert!(self.try_pump(batch).await, "the reactor failed");
    }

    /// Fires what is due, telling each `times` times.
    pub async fn fire(&self, times: usize) {
        while let Some(due) = self.scheduler.due(self.now()) {
            let input: DeadlineInput = serde_json::from_str(&due.input).unwrap();
            for _ in 0..times {
                self.app.reached(&input).await.unwrap();
            }
            assert!(self.scheduler.take(&due.name).is_some());
        }
    }

    /// The calls that Slack got to post messages about this conversation, whatever came of them.
    pub fn posts(&self, conversation: &ConversationId) -> Vec<Call> {
        let prefix = format!("{conversation}/");
        let about = |call: &Call| call.method == "chat.postMessage" && key_of(call).starts_with(&prefix);
        self.slack.calls().into_iter().filter(about).collect()
    }

    /// The schedules of this conversation: when, for which thread, run and step.
    pub fn schedules(&self, conversation: &ConversationId) -> Vec<DeadlineInput> {
        let inputs = self.scheduler.list().into_iter().map(|due| serde_json::from_str::<DeadlineInput>(&due.input).unwrap());
        inputs.filter(|input| input.conversation == *conversation).collect()
    }
}

/// The notice that a message carries.
pub fn key_of(call: &Call) -> String {
    call.body["metadata"]["event_payload"]["key"].as_str().unwrap_or_default().to_owned()
}

fn app(table: &EmbeddedTable, scheduler: &SchedulerStandIn, rules: &Arc<Rules>, slack: &str) -> App {
    let target = Target {
        function_arn: "arn:aws:lambda:local:000000000000:function:deadline".to_owned(),
        role_arn: "arn:aws:iam::000000000000:role/scheduler".to_owned(),
        dead_letter_arn: None,
    };
    // One try: what is repeated is repeated by the tests.
    let once = aws_sdk_scheduler::config::retry::RetryConfig::disabled();
    let scheduler = aws_sdk_scheduler::Client::from_conf(scheduler.config().retry_config(once).build());
    let tokens = Tokens { default: Some("xoxb-any".to_owned()), ..Tokens::default() };
    App::new(
        Store::new(table.client(), TABLE),
        Slack::new(&format!("http://{slack}/api/"), tokens).unwrap(),
        Github::new("http://127.0.0.1:9/", None).unwrap(),
        Schedules::new(scheduler, "roundup", target),
        Arc::clone(rules),
    )
}
