//! What the functions behind the table work with: the app, with the rules and the secret as they are now.
//!
//! A function stays warm for hours. So that a new configuration needs no restart, its number is looked at, at most once a
//! minute ([`LOOK_EVERY`]): one eventually consistent read of a small row. Only where it has changed is the rest read.

use crate::clients::Clients;
use crate::environment::{self, Environment, EnvironmentError, ScheduleTarget};
use crate::secret_cache::SecretCache;
use crate::secrets::{GithubLogin, Secrets};
use crate::start::NotReady;
use jiff::{SignedDuration, Timestamp};
use roundup_app::App;
use roundup_domain::Rules;
use roundup_github::Github;
use roundup_mail::Mailer;
use roundup_metrics::Metrics;
use roundup_schedule::{Schedules, Target};
use roundup_slack::{Slack, Tokens};
use roundup_store::Store;
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How often it is looked whether there is a new configuration, at most.
pub const LOOK_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What the app is made of, but for the rules.
#[derive(Clone)]
pub struct Parts {
    /// The table.
    pub store: Store,
    /// Its name, for whoever has to put a configuration there.
    pub table: String,
    /// The secret.
    pub secrets: SecretCache,
    /// Slack's API.
    pub slack_api_url: String,
    /// GitHub's API.
    pub github_api_url: String,
    /// The scheduler.
    pub schedules: Schedules,
    /// Email.
    pub mailer: Mailer,
    /// Where it is counted.
    pub metrics: Metrics,
}

impl Parts {
    /// What the environment names.
    ///
    /// # Errors
    /// No credentials there, or `AWS_CA_BUNDLE` names no certificates.
    pub fn of(environment: &Environment) -> Result<Self, EnvironmentError> {
        let clients = Clients::of(environment)?;
        Ok(Self {
            store: Store::new(clients.dynamodb(), &environment.table),
            table: environment.table.clone(),
            secrets: SecretCache::new(clients.secrets_manager(), &environment.secret),
            slack_api_url: environment.slack_api_url.clone(),
            github_api_url: environment.github_api_url.clone(),
            schedules: schedules(clients.scheduler(), &environment.schedule),
            mailer: Mailer::new(clients.ses()),
            // The table is called as the stack is.
            metrics: Metrics::to_stdout(&environment.table),
        })
    }

    fn app(&self, rules: Rules, secrets: &Secrets) -> Result<App, NotReady> {
        let tokens = Tokens { by_team: secrets.slack_tokens(), default: None };
        let slack = Slack::new(&self.slack_api_url, tokens).map_err(|error| wrong(&error))?;
        let github = github(&self.github_api_url, secrets.github_login()).map_err(|error| wrong(&error))?;
        let app = App::new(self.store.clone(), slack, github, self.schedules.clone(), Arc::new(rules));
        Ok(app.with_mailer(self.mailer.clone()).with_metrics(self.metrics.clone()))
    }

    async fn rules(&self) -> Result<(u32, Rules), NotReady> {
        let found = self.store.configuration().await.map_err(|error| wrong(&error))?;
        let found = found.ok_or_else(|| NotReady::NoConfiguration(self.table.clone()))?;
        Ok((found.version, roundup_config::parse(&found.toml).map_err(|problems| wrong(&problems))?))
    }
}

/// The schedules that call this.
#[must_use]
pub fn schedules(client: aws_sdk_scheduler::Client, of: &ScheduleTarget) -> Schedules {
    let ScheduleTarget { group, function_arn, role_arn, queue_arn } = of.clone();
    Schedules::new(client, &group, Target { function_arn, role_arn, dead_letter_arn: queue_arn })
}

/// A client of GitHub's, however we log in there.
///
/// # Errors
/// The address or what we log in with is not of its form.
pub fn github(api_url: &str, login: Option<GithubLogin>) -> Result<Github, roundup_github::SetupError> {
    match login {
        Some(GithubLogin::App { id, private_key }) => Github::of_app(api_url, &id, &private_key, Arc::new(environment::now)),
        Some(GithubLogin::Token(token)) => Github::new(api_url, Some(token)),
        None => Github::new(api_url, None),
    }
}

fn wrong(error: &dyn Display) -> NotReady {
    NotReady::Configuration(error.to_string())
}

/// The app, kept up to date. Clones share it.
#[derive(Clone)]
pub struct Warm {
    parts: Option<Arc<Parts>>,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    app: Option<App>,
    /// The number of the configuration that it goes by.
    version: u32,
    secrets: Option<Arc<Secrets>>,
    looked_at: Option<Timestamp>,
    /// Why there is none, as it was said last.
    said: Option<NotReady>,
}

impl Warm {
    /// An app that is put together when it is first asked for.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { parts: Some(Arc::new(parts)), held: Arc::default() }
    }

    /// One that stays as it is.
    #[must_use]
    pub fn fixed(app: App) -> Self {
        Self { parts: None, held: Arc::new(Mutex::new(Held { app: Some(app), ..Held::default() })) }
    }

    /// The app, with the rules and the secret as of about `now`. What is wrong is logged once; where there was an app
    /// before, that one goes on.
    ///
    /// # Errors
    /// There never was one: what is missing, and what to do.
    pub async fn app(&self, now: Timestamp) -> Result<App, NotReady> {
        let renewed = match &self.parts {
            Some(parts) => self.renew(parts, now).await,
            None => Ok(()),
        };
        let mut held = self.held();
        if let Err(why) = &renewed
            && held.said.as_ref() != Some(why)
        {
            tracing::error!("{}: {why}", if held.app.is_some() { "what was in force stays so" } else { "not ready" });
        }
        held.said = renewed.as_ref().err().cloned();
        match (&held.app, renewed) {
            (Some(app), _) => Ok(app.clone()),
            (None, Err(why)) => Err(why),
            (None, Ok(())) => Err(NotReady::NoConfiguration(String::new())),
        }
    }

    async fn renew(&self, parts: &Parts, now: Timestamp) -> Result<(), NotReady> {
        let (has_app, version, before) = {
            let mut held = self.held();
            let is_fresh = held.looked_at.is_some_and(|at| now.duration_since(at) < LOOK_EVERY);
            if held.app.is_some() && is_fresh {
                return held.said.clone().map_or(Ok(()), Err);
            }
            // Before it is looked: a failure is not repeated at once either.
            held.looked_at = Some(now);
            (held.app.is_some(), held.version, held.secrets.clone())
        };
        let secrets = parts.secrets.current(now).await?;
        if has_app && before.as_deref() == Some(&*secrets) {
            let in_force = parts.store.configuration_version().await.map_err(|error| wrong(&error))?;
            if in_force == version {
                return Ok(());
            }
        }
        let (version, rules) = parts.rules().await?;
        let app = parts.app(rules, &secrets)?;
        tracing::info!(version, "this configuration is in force");
        let mut held = self.held();
        (held.app, held.version, held.secrets) = (Some(app), version, Some(secrets));
        Ok(())
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
