//! Reading a table without running a process over it.

use super::TABLE;
use super::data::{self, DataFolder};
use crate::Failure;
use jiff::Timestamp;
use roundup_app::App;
use roundup_domain::Rules;
use roundup_github::Github;
use roundup_schedule::{Schedules, Target};
use roundup_slack::{Slack, Tokens};
use roundup_standins::SchedulerStandIn;
use roundup_store::Store;
use std::path::Path;
use std::sync::Arc;

/// The table of a data folder, beside a `serve` that may be running.
///
/// # Errors
/// There is no such folder, or nothing in it.
pub(crate) fn store_of(folder: &Path) -> Result<Store, Failure> {
    Ok(Store::new(DataFolder::existing(folder)?.table()?.client(), TABLE))
}

/// The app over a table, to read it: its calls to anybody else come to nothing.
///
/// # Errors
/// None but a bug.
pub(crate) fn app_to_read(store: Store, rules: Rules, now: Timestamp) -> Result<App, Failure> {
    let scheduler = SchedulerStandIn::new(Arc::new(move || now));
    let target = Target { function_arn: String::new(), role_arn: String::new(), dead_letter_arn: None };
    app_apart(store, rules, Schedules::new(scheduler.client(), "roundup", target))
}

/// The app over a table with these schedules: its calls to Slack and GitHub come to nothing.
///
/// # Errors
/// None but a bug.
pub(crate) fn app_apart(store: Store, rules: Rules, schedules: Schedules) -> Result<App, Failure> {
    let slack = Slack::new("http://127.0.0.1:9/api/", Tokens::default()).map_err(data::broken)?;
    let github = Github::new("http://127.0.0.1:9/", None).map_err(data::broken)?;
    Ok(App::new(store, slack, github, schedules, Arc::new(rules)))
}
