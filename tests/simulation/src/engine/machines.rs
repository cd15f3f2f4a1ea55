//! The machines: one embedded table and the stand-ins, and function instances over them, each with the memory of one process.

use crate::cast;
use crate::connectors::{Gated, Posts, Routed};
use crate::gate::{Gate, Side};
use crate::story::{Configuration, Story};
use aws_sdk_dynamodb::config::StalledStreamProtectionConfig;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_runtime_api::client::auth::{AuthSchemeId, AuthSchemePreference};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use roundup_app::App;
use roundup_domain::{Rules, SlackTs};
use roundup_embedded::EmbeddedTable;
use roundup_github::Github;
use roundup_http::Carrier;
use roundup_mail::Mailer;
use roundup_metrics::Metrics;
use roundup_schedule::{Schedules, Target};
use roundup_slack::{Slack, Tokens};
use roundup_standins::{GithubStandIn, Journal, MailStandIn, SchedulerStandIn, SlackStandIn};
use roundup_store::{Store, keys};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};

/// The table's name.
pub const TABLE: &str = "roundup";
/// The token for Slack; looked for where no secret may be.
pub const SLACK_TOKEN: &str = "xoxb-canary-of-the-simulation";
/// The token for GitHub; looked for where no secret may be.
pub const GITHUB_TOKEN: &str = "ghp_canary_of_the_simulation";

/// A process that a function runs in: what it remembers, and how its clock goes.
pub struct Instance {
    pub app: App,
    pub skew: SignedDuration,
}

/// Everything outside of the functions, and the functions' processes.
pub struct Machines {
    pub gate: Gate,
    pub table: EmbeddedTable,
    pub slack: SlackStandIn,
    pub github: GithubStandIn,
    pub scheduler: SchedulerStandIn,
    pub mail: MailStandIn,
    pub posts: Posts,
    pub rules: Arc<Rules>,
    /// An app whose calls nobody sees: for the engine and the checks.
    pub observer: App,
    clock: Arc<Mutex<Timestamp>>,
    clients: Clients,
    idle: Vec<Instance>,
    skew: i64,
}

/// The real clients, behind the gate.
struct Clients {
    table: aws_sdk_dynamodb::Client,
    slack: Slack,
    github: Github,
    schedules: Schedules,
    mailer: Mailer,
    metrics: Metrics,
}

impl Machines {
    pub(super) async fn new(story: &Story, metrics: Metrics) -> Self {
        let clock = Arc::new(Mutex::new(story.start));
        let told: roundup_standins::Clock = {
            let clock = Arc::clone(&clock);
            Arc::new(move || *clock.lock().unwrap_or_else(PoisonError::into_inner))
        };
        let journal = Journal::new(Arc::clone(&told));
        let (slack, github) = (SlackStandIn::new(&journal, cast::HOME), GithubStandIn::new(&journal));
        cast::introduce(&slack, &github, story.travel.log);
        let scheduler = SchedulerStandIn::new(told);
        let mail = MailStandIn::new(&journal);
        let table = EmbeddedTable::in_memory(story.start).expect("an engine in memory starts");
        roundup_store::schema::create_table(&table.client(), TABLE).await.expect("an empty engine takes a table");
        let (gate, posts) = (Gate::default(), Posts::default());
        let clients = Clients::new(&gate, &posts, (&table, &scheduler, &mail), (&slack, &github), metrics);
        let rules = rules(&story.first);
        let observer = clients.app(&rules);
        let skew = story.travel.skew;
        Self { gate, table, slack, github, scheduler, mail, posts, rules, observer, clock, clients, idle: Vec::new(), skew }
    }

    pub(super) fn set_now(&self, now: Timestamp) {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = now;
        self.table.set_now(now);
    }

    /// Whether Slack shows a message; `graves`, the place of one too that was deleted and has replies.
    pub(super) fn shows(&self, channel: &str, ts: &str, graves: bool) -> bool {
        let messages = self.slack.messages(channel);
        messages.iter().any(|message| message["ts"] == ts && (graves || message["subtype"] != "tombstone"))
    }

    /// A process that is free, or a new one: with nothing in its memory, and a clock of its own.
    pub(super) fn instance(&mut self, rng: &mut Rng) -> Instance {
        if let Some(instance) = (!self.idle.is_empty()).then(|| self.idle.swap_remove(rng.usize(..self.idle.len()))) {
            return instance;
        }
        Instance {
            app: self.clients.app(&self.rules),
            skew: SignedDuration::from_millis(rng.i64(-self.skew * 1000..=self.skew * 1000)),
        }
    }

    /// A process has nothing to do. One of an earlier configuration goes.
    pub(super) fn free(&mut self, instance: Instance) {
        if Arc::ptr_eq(&instance.app.rules, &self.rules) {
            self.idle.push(instance);
        }
    }

    /// When the next step of any item, or the next of what is owed, is due: as the sweep's lists have it.
    pub(super) async fn next_in_lists(&self) -> Option<Timestamp> {
        let rows = self.scan(&json!({"TableName": TABLE, "IndexName": keys::WAITING})).await;
        let due = rows.iter().filter_map(|row| {
            let of_item = if row[keys::G1]["S"] == "OUTBOX" { &row[keys::G1S]["S"] } else { &row["next_step"]["S"] };
            of_item.as_str()?.parse().ok()
        });
        due.min()
    }

    /// When the first row expires, in seconds since the epoch.
    pub(super) async fn first_expiry(&self) -> Option<i64> {
        let expiring = json!({"TableName": TABLE, "FilterExpression": "attribute_exists(#ttl)", "ProjectionExpression": "#ttl",
            "ExpressionAttributeNames": {"#ttl": keys::TTL}});
        let rows = self.scan(&expiring).await;
        rows.iter().filter_map(|row| row[keys::TTL]["N"].as_str()?.parse().ok()).min()
    }

    /// Rows as the engine itself reads them, which nobody sees and which costs little.
    async fn scan(&self, request: &Value) -> Vec<Value> {
        let (mut rows, mut request) = (Vec::new(), request.clone());
        loop {
            let (_, answer) = self.table.answer("Scan", request.to_string().as_bytes()).await;
            let mut answer: Value = serde_json::from_str(&answer).unwrap_or_default();
            rows.extend(answer["Items"].as_array().cloned().expect("the table can be scanned"));
            match answer["LastEvaluatedKey"].take() {
                Value::Null => return rows,
                next => request["ExclusiveStartKey"] = next,
            }
        }
    }

    /// Writes a row into a customer's channel that looks like news and cannot be read.
    pub(super) async fn poison(&self, now: Timestamp) {
        let text = |text: String| AttributeValue::S(text);
        let put = self.table.client().put_item().table_name(TABLE);
        let put = put
            .item("pk", text(format!("CONV#slack:{}", cast::CHANNELS[0])))
            .item("sk", text(format!("TOP#{}", SlackTs::from_time(now))));
        let put = put.item("place", text("{".to_owned())).item("fact", text("no fact".to_owned()));
        put.send().await.expect("the table takes any row");
    }

    /// Deploys another version of the same.
    pub(super) fn deploy(&mut self) {
        self.rules = Arc::new((*self.rules).clone());
        self.idle.clear();
    }

    /// Deploys another configuration.
    pub(super) fn configure(&mut self, configuration: &Configuration) {
        self.rules = rules(configuration);
        self.observer = self.clients.app(&self.rules);
        self.idle.clear();
    }
}

fn rules(configuration: &Configuration) -> Arc<Rules> {
    Arc::new(
        roundup_config::parse(&configuration.text()).unwrap_or_else(|problems| panic!("a configuration of ours: {problems}")),
    )
}

impl Clients {
    fn new(
        gate: &Gate,
        posts: &Posts,
        (table, scheduler, mail): (&EmbeddedTable, &SchedulerStandIn, &MailStandIn),
        (slack, github): (&SlackStandIn, &GithubStandIn),
        metrics: Metrics,
    ) -> Self {
        let gate = || gate.clone();
        let routed = |router, side| Carrier::InProcess(Arc::new(Routed { router, gate: gate(), side, posts: Arc::clone(posts) }));
        let gated_table = Gated { inner: table.connector(), gate: gate(), side: Side::Table };
        // Signing and watching the speed of transfers cost more than the calls themselves, and there is nobody to see it.
        let unsigned = AuthSchemePreference::from([AuthSchemeId::from("noAuth")]);
        let table = table.config().allow_no_auth().auth_scheme_preference(unsigned);
        let table = table.stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        let table = table.http_client(gated_table).build();
        // One try each: what is repeated, the engine repeats.
        let once = aws_sdk_scheduler::config::retry::RetryConfig::disabled();
        let gated = Gated { inner: scheduler.clone(), gate: gate(), side: Side::Scheduler };
        let scheduler = scheduler.config().retry_config(once).http_client(gated).build();
        let once = aws_sdk_sesv2::config::retry::RetryConfig::disabled();
        let gated = Gated { inner: mail.clone(), gate: gate(), side: Side::Mail };
        let mail = mail.config().retry_config(once).http_client(gated).build();
        let target = Target {
            function_arn: "arn:aws:lambda:local:000000000000:function:deadline".to_owned(),
            role_arn: "arn:aws:iam::000000000000:role/scheduler".to_owned(),
            dead_letter_arn: None,
        };
        let tokens = Tokens { default: Some(SLACK_TOKEN.to_owned()), ..Tokens::default() };
        let slack_client = Slack::new("http://slack.invalid/api/", tokens).expect("a URL and a token");
        let github_client = Github::new("http://github.invalid/", Some(GITHUB_TOKEN.to_owned())).expect("a URL and a token");
        Self {
            table: aws_sdk_dynamodb::Client::from_conf(table),
            slack: slack_client.with_carrier(routed(slack.router(), Side::Slack)),
            github: github_client.with_carrier(routed(github.router(), Side::Github)),
            schedules: Schedules::new(aws_sdk_scheduler::Client::from_conf(scheduler), "roundup", target),
            mailer: Mailer::new(aws_sdk_sesv2::Client::from_conf(mail)),
            metrics,
        }
    }

    fn app(&self, rules: &Arc<Rules>) -> App {
        let store = Store::new(self.table.clone(), TABLE);
        App::new(store, self.slack.clone(), self.github.clone(), self.schedules.clone(), Arc::clone(rules))
            .with_mailer(self.mailer.clone())
            .with_metrics(self.metrics.clone())
    }
}
