//! What the functions behind the table start with: the app, with the rules that the table holds.

use crate::clients;
use crate::environment::Environment;
use crate::start::{StartError, secrets, store};
use roundup_app::App;
use roundup_github::Github;
use roundup_mail::Mailer;
use roundup_schedule::{Schedules, Target};
use roundup_slack::{Slack, Tokens};
use std::sync::Arc;

/// Puts the app together.
///
/// # Errors
/// What is missing.
pub async fn app(environment: &Environment) -> Result<App, StartError> {
    let store = store(environment)?;
    let secrets = secrets(environment).await?;
    let wrong = |error: &dyn std::fmt::Display| StartError::Configuration(error.to_string());
    let text = store.configuration().await.map_err(|error| wrong(&error))?;
    let text = text.ok_or_else(|| {
        StartError::Configuration("the table holds no configuration; `roundup config apply` puts it there".to_owned())
    })?;
    let rules = roundup_config::parse(&text).map_err(|problems| wrong(&problems))?;
    let slack = Slack::new(&environment.slack_api_url, Tokens { by_team: secrets.slack_tokens(), default: None });
    let github = Github::new(&environment.github_api_url, secrets.github_token());
    let target = &environment.schedule;
    let target = Target {
        function_arn: target.function_arn.clone(),
        role_arn: target.role_arn.clone(),
        dead_letter_arn: target.queue_arn.clone(),
    };
    let schedules = Schedules::new(clients::scheduler(environment)?, &environment.schedule.group, target);
    let (slack, github) = (slack.map_err(|error| wrong(&error))?, github.map_err(|error| wrong(&error))?);
    let mailer = Mailer::new(clients::ses(environment)?);
    Ok(App::new(store, slack, github, schedules, Arc::new(rules)).with_mailer(mailer))
}
