//! The process: the table, the clock, the scheduler and the stand-ins, and the app over them.

mod advance;
mod beside;
mod clock;
mod data;
mod engine;
mod mailbox;
mod pump;
mod queues;
mod reading;

pub use beside::{Beside, Reacts};
pub use clock::Clock;
pub use engine::{Engine, Without};
pub(crate) use mailbox::kept_mails;
pub use queues::Queued;
pub(crate) use reading::{app_apart, app_to_read, store_of};

use crate::Failure;
use crate::environment::Outside;
use data::{DataFolder, StoredSchedules};
use jiff::Timestamp;
use roundup_app::App;
use roundup_domain::Rules;
use roundup_embedded::EmbeddedTable;
use roundup_fn_github_webhook::GithubWebhook;
use roundup_fn_slack_interaction::SlackInteraction;
use roundup_fn_slack_webhook::SlackWebhook;
use roundup_github::Github;
use roundup_mail::Mailer;
use roundup_metrics::Metrics;
use roundup_runtime::behind::{Warm, github};
use roundup_runtime::{SecretCache, Secrets};
use roundup_schedule::{Schedules, Target};
use roundup_slack::Slack;
use roundup_standins::{Call, GithubStandIn, Journal, MailStandIn, SchedulerStandIn, SlackStandIn};
use roundup_store::{Configuration, Store};
use std::sync::Arc;
use tokio::sync::Notify;

/// The table's name in the embedded engine.
pub(crate) const TABLE: &str = "roundup";

/// What a process is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The configuration as it was written.
    pub configuration: String,
    /// The rules that it says.
    pub rules: Rules,
    /// Secrets and addresses.
    pub outside: Outside,
    /// The clock, and where data is kept.
    pub keep: Keep,
    /// What not to watch deadlines with.
    pub without: Without,
}

/// The clock, and where data is kept.
#[derive(Clone, Debug)]
pub enum Keep {
    /// In memory, on a clock that stands at this time until it is moved.
    Memory(Timestamp),
    /// In this folder, on the system's clock.
    Folder(std::path::PathBuf),
    /// The same in a folder that this process holds already.
    Held(std::path::PathBuf),
}

/// A running process. Cheap to clone: all clones are one process.
#[derive(Clone)]
pub struct Process {
    /// The app.
    pub app: App,
    /// The clock.
    pub clock: Clock,
    /// Moves time and facts along; one at a time.
    pub engine: Arc<tokio::sync::Mutex<Engine>>,
    /// Rings when a fact was written.
    pub news: Arc<Notify>,
    /// The handlers behind the routes.
    pub handlers: Arc<Handlers>,
    /// The stand-ins that calls go to.
    pub stand_ins: StandIns,
    /// The scheduler.
    pub scheduler: SchedulerStandIn,
    /// The embedded table.
    pub table: EmbeddedTable,
}

/// The webhook functions' handlers.
pub struct Handlers {
    /// `POST /slack/events`.
    pub slack: SlackWebhook,
    /// `POST /github/webhook`.
    pub github: GithubWebhook,
    /// `POST /slack/interactions` and `/slack/commands`.
    pub interaction: SlackInteraction,
}

/// The stand-ins that calls go to; none where they leave the process.
#[derive(Clone, Debug)]
pub struct StandIns {
    /// In place of Slack.
    pub slack: Option<SlackStandIn>,
    /// In place of GitHub.
    pub github: Option<GithubStandIn>,
    /// In place of SES, always: the local process keeps its mail.
    pub mail: MailStandIn,
    journal: Journal,
}

impl StandIns {
    /// The calls so far, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.journal.calls()
    }
}

impl Process {
    /// Starts a process: opens the table, brings the scheduler back to where it was, starts the stand-ins. Nothing moves
    /// until the engine is asked to, or [`Process::run`] does.
    ///
    /// # Errors
    /// The data folder cannot be used, or an address is none.
    pub async fn start(options: Options) -> Result<Self, Failure> {
        Self::start_measured(options, Metrics::off()).await
    }

    /// The same with somewhere to count what happens.
    ///
    /// # Errors
    /// The data folder cannot be used, or an address is none.
    pub async fn start_measured(options: Options, metrics: Metrics) -> Result<Self, Failure> {
        let (clock, table, folder) = match &options.keep {
            Keep::Memory(now) => (Clock::manual(*now), EmbeddedTable::in_memory(*now).map_err(data::broken)?, None),
            Keep::Folder(folder) => {
                let folder = DataFolder::open(folder)?;
                (Clock::System, folder.table()?, Some(folder))
            }
            Keep::Held(folder) => {
                let folder = DataFolder::held(folder);
                (Clock::System, folder.table()?, Some(folder))
            }
        };
        let store = Store::new(table.client(), TABLE);
        roundup_store::schema::create_table(&table.client(), TABLE).await.map_err(data::broken)?;
        keep_configuration(&store, &options.configuration, clock.now()).await?;

        let tells = clock.clone();
        let told: roundup_standins::Clock = Arc::new(move || tells.now());
        let scheduler = SchedulerStandIn::new(Arc::clone(&told))
            .with_store(Box::new(StoredSchedules::new(table.clone())))
            .with_failure_queue(queues::FAILED_INVOCATIONS);
        scheduler.restore(data::schedules(&table)?);
        let (stand_ins, slack, github) = outside(&options, folder.as_ref(), told).await?;
        let target = Target {
            function_arn: "arn:aws:lambda:local:000000000000:function:deadline".to_owned(),
            role_arn: "arn:aws:iam::000000000000:role/scheduler".to_owned(),
            dead_letter_arn: Some(queues::FAILED_SCHEDULES.to_owned()),
        };
        let schedules = Schedules::new(scheduler.client(), "roundup", target);
        let app = App::new(store.clone(), slack, github, schedules, Arc::new(options.rules))
            .with_mailer(Mailer::new(stand_ins.mail.client()))
            .with_metrics(metrics);
        let watching = (options.without, options.outside.has_slack() || options.outside.has_github());
        let engine = Engine::new(app.clone(), table.clone(), scheduler.clone(), clock.clone(), watching)?;
        let handlers = Arc::new(handlers(&app, &options.outside.secrets));
        Ok(Self {
            app,
            clock,
            engine: Arc::new(tokio::sync::Mutex::new(engine)),
            news: Arc::default(),
            handlers,
            stand_ins,
            scheduler,
            table,
        })
    }

    /// Reacts to facts as they are written; on the system's clock also fires, expires and sweeps as time passes. Never ends.
    pub async fn run(&self) {
        match &self.clock {
            Clock::Manual(_) => self.run_on_news().await,
            Clock::System => self.run_on_time().await,
        }
    }

    async fn run_on_news(&self) {
        self.engine.lock().await.begin().await;
        loop {
            self.news.notified().await;
            self.engine.lock().await.drain().await;
        }
    }

    async fn run_on_time(&self) {
        // What came due while the process was down is found at once.
        self.engine.lock().await.catch_up().await;
        loop {
            let tick = tokio::time::sleep(std::time::Duration::from_secs(1));
            tokio::select! {
                () = self.news.notified() => {}
                () = tick => {}
            }
            self.engine.lock().await.tick().await;
        }
    }
}

/// Puts the file that the process was started with in force, as a new version where it is another one than before.
async fn keep_configuration(store: &Store, toml: &str, now: Timestamp) -> Result<(), Failure> {
    let before = store.configuration().await.map_err(data::broken)?;
    if before.as_ref().is_some_and(|before| before.toml == toml) {
        return Ok(());
    }
    let version = before.map_or(1, |before| before.version + 1);
    let next = Configuration { version, toml: toml.to_owned(), by: "serve".to_owned(), at: now };
    store.apply_configuration(&next).await.map_err(data::broken)
}

fn handlers(app: &App, secrets: &Secrets) -> Handlers {
    let (store, secrets, metrics) = (app.store.clone(), SecretCache::fixed(secrets.clone()), app.metrics.clone());
    Handlers {
        slack: SlackWebhook { store: store.clone(), secrets: secrets.clone(), metrics: metrics.clone() },
        github: GithubWebhook { store, secrets: secrets.clone(), metrics: metrics.clone() },
        interaction: SlackInteraction { app: Warm::fixed(app.clone()), secrets, metrics },
    }
}

/// Clients of the real Slack and GitHub, or of stand-ins where there is neither token nor address.
async fn outside(
    options: &Options,
    folder: Option<&DataFolder>,
    clock: roundup_standins::Clock,
) -> Result<(StandIns, Slack, Github), Failure> {
    let journal = Journal::new(clock);
    let outside = &options.outside;
    let home = options.rules.team.slack_team.clone().unwrap_or_default();
    let mail = mailbox::mailbox(&journal, folder)?;
    let mut stand_ins = StandIns { slack: None, github: None, mail, journal: journal.clone() };
    let slack_url = if outside.has_slack() {
        outside.slack_url.clone().unwrap_or_else(|| "https://slack.com/api/".to_owned())
    } else {
        let slack = SlackStandIn::new(&journal, &home);
        introduce_staff(&slack, &options.rules, &home);
        let (address, _) = roundup_standins::serve(slack.router()).await.map_err(no_port)?;
        stand_ins.slack = Some(slack);
        format!("http://{address}/api/")
    };
    let github_url = if outside.has_github() {
        outside.github_url.clone().unwrap_or_else(|| "https://api.github.com/".to_owned())
    } else {
        let github = GithubStandIn::new(&journal);
        github.permissive(true);
        let (address, _) = roundup_standins::serve(github.router()).await.map_err(no_port)?;
        stand_ins.github = Some(github);
        format!("http://{address}/")
    };
    let address =
        |error: &dyn std::fmt::Display| Failure::new(error, "set SLACK_API_URL and GITHUB_API_URL to base URLs, or not at all");
    let slack = Slack::new(&slack_url, outside.slack_tokens()).map_err(|error| address(&error))?;
    let github = github(&github_url, outside.secrets.github_login()).map_err(|error| address(&error))?;
    Ok((stand_ins, slack, github))
}

/// In the stand-in's Slack everyone exists; whoever is in the rotation is a full member of the home workspace.
fn introduce_staff(slack: &SlackStandIn, rules: &Rules, home: &str) {
    slack.permissive(true);
    for member in &rules.on_call.rotation {
        let name = member.name.as_deref().unwrap_or(&member.slack);
        slack.user(&member.slack, name, home, roundup_standins::UserFlags::default());
    }
}

fn no_port(error: std::io::Error) -> Failure {
    Failure::new(
        format!("no port on 127.0.0.1 for a stand-in: {error}"),
        "free some ports, or set SLACK_API_URL and GITHUB_API_URL",
    )
}
