//! Opening what is stored: a data folder's table, or the deployed one.

use crate::Failure;
use crate::aws::Aws;
use crate::cli::StoredArgs;
use crate::process;
use jiff::Timestamp;
use roundup_app::App;
use roundup_domain::Rules;
use roundup_runtime::behind;
use roundup_runtime::environment::ScheduleTarget;
use roundup_store::{Configuration, Store, StoreError};

/// The table that is named. Whether it is there shows at the first read.
///
/// # Errors
/// No such folder; no AWS credentials or region.
pub(super) async fn store(args: &StoredArgs) -> Result<Store, Failure> {
    match &args.table {
        Some(table) => Ok(Store::new(Aws::load().await?.dynamodb(), table)),
        None => process::store_of(&args.data),
    }
}

/// The table's configuration in force.
///
/// # Errors
/// There is none, or the table cannot be read.
pub(super) async fn configuration(store: &Store, args: &StoredArgs) -> Result<Configuration, Failure> {
    let found = store.configuration().await.map_err(|error| unreadable(&error, args))?;
    found.ok_or_else(|| no_configuration(args))
}

/// The rules that a stored configuration says.
///
/// # Errors
/// It does not hold any more: it was applied by another version of this program.
pub(super) fn rules(configuration: &Configuration) -> Result<Rules, Failure> {
    roundup_config::parse(&configuration.toml).map_err(|problems| {
        Failure::new(format!("the stored configuration does not hold: {problems}"), "apply, or start `serve` with, a valid one")
    })
}

/// The app over what is stored, to read it.
///
/// # Errors
/// What [`store`] and [`configuration`] say.
pub(super) async fn app_to_read(args: &StoredArgs, now: Timestamp) -> Result<App, Failure> {
    let store = store(args).await?;
    let rules = rules(&configuration(&store, args).await?)?;
    process::app_to_read(store, rules, now)
}

/// The app over the deployed table, to change what is stored. Schedules are made and taken away where its functions do; what is
/// owed to Slack and GitHub stays owed, until the sweep delivers it.
///
/// # Errors
/// No AWS credentials or region, no such deployment, no configuration.
pub(super) async fn app_to_change(table: &str, args: &StoredArgs, now: Timestamp) -> Result<App, Failure> {
    let aws = Aws::load().await?;
    let store = Store::new(aws.dynamodb(), table);
    let rules = rules(&configuration(&store, args).await?)?;
    let schedules = behind::schedules(aws.scheduler(), &schedule_target(&aws, table, now).await?);
    process::app_apart(store, rules, schedules)
}

/// Where the deployment's reactor makes its schedules, and what they call.
async fn schedule_target(aws: &Aws, table: &str, now: Timestamp) -> Result<ScheduleTarget, Failure> {
    let reactor = format!("{table}-reactor");
    let answer = aws.get("lambda", &format!("/2015-03-31/functions/{reactor}/configuration"), now).await;
    let configured = answer.map_err(|error| {
        let next = "name the stack's table with --table, and use credentials that may call lambda:GetFunctionConfiguration";
        Failure::new(format!("the function {reactor} cannot be seen: {error}"), next)
    })?;
    let variables = &configured["Environment"]["Variables"];
    let target = ScheduleTarget::read(|name| variables[name].as_str().map(str::to_owned));
    if [&target.group, &target.function_arn, &target.role_arn].iter().any(|set| set.is_empty()) {
        return Err(Failure::new(format!("{reactor} is not told where its schedules are"), "deploy this version's template"));
    }
    Ok(target)
}

/// What to do where a table cannot be read.
pub(super) fn unreadable(error: &StoreError, args: &StoredArgs) -> Failure {
    match &args.table {
        Some(table) => Failure::new(
            format!("the table {table} cannot be read: {error}"),
            "name the stack's table with --table, its region with AWS_REGION, and credentials that may read it with AWS_PROFILE",
        ),
        None => {
            Failure::new(format!("{}: the data cannot be read: {error}", args.data.display()), "name another folder with --data")
        }
    }
}

pub(super) fn no_configuration(args: &StoredArgs) -> Failure {
    match &args.table {
        Some(table) => Failure::new(
            format!("the table {table} holds no configuration yet"),
            format!("put it there: roundup config apply roundup.toml --table {table}"),
        ),
        None => Failure::new(
            format!("{}: no data of `roundup serve` is here", args.data.display()),
            "name its folder with --data, the deployed table with --table, or a running process with --url",
        ),
    }
}
