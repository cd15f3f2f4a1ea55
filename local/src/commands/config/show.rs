//! `roundup config show` and `roundup config history`.

use crate::Failure;
use crate::cli::StoredArgs;
use crate::commands::opening;
use crate::terminal::{plain, print, print_line};
use jiff::tz::TimeZone;
use roundup_store::{Configuration, Store};
use serde_json::{Value, json};

/// Prints a configuration as it was written.
pub(super) async fn run(version: Option<u32>, from: &StoredArgs, as_json: bool) -> Result<(), Failure> {
    let store = opening::store(from).await?;
    let found = match version {
        Some(version) => applied(&store, version, from).await?,
        None => opening::configuration(&store, from).await?,
    };
    if as_json {
        let mut whole = head(&found);
        whole["toml"] = json!(found.toml);
        print_line(&serde_json::to_string_pretty(&whole).unwrap_or_default());
    } else {
        print(&found.toml);
    }
    Ok(())
}

/// Lists what was applied, the last one first.
pub(super) async fn history(from: &StoredArgs, as_json: bool) -> Result<(), Failure> {
    let store = opening::store(from).await?;
    // Where there is none, it says what to do.
    let in_force = opening::configuration(&store, from).await?;
    let applied = store.configurations().await.map_err(|error| opening::unreadable(&error, from))?;
    if as_json {
        let heads: Vec<Value> = applied.iter().rev().map(head).collect();
        print_line(&serde_json::to_string_pretty(&heads).unwrap_or_default());
        return Ok(());
    }
    let zone = opening::rules(&in_force).map_or(TimeZone::UTC, |rules| rules.team.zone);
    for one in applied.iter().rev() {
        let at = one.at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %:z");
        let note = if one.version == in_force.version { "  (in force)" } else { "" };
        print_line(&format!("{:>4}  {at}  {}{note}", one.version, plain(&one.by)));
    }
    Ok(())
}

/// A version that was applied.
///
/// # Errors
/// There is no such version, or the table cannot be read.
pub(super) async fn applied(store: &Store, version: u32, from: &StoredArgs) -> Result<Configuration, Failure> {
    let found = store.configuration_applied(version).await.map_err(|error| opening::unreadable(&error, from))?;
    found.ok_or_else(|| Failure::new(format!("there is no version {version}"), "`roundup config history` lists them"))
}

fn head(configuration: &Configuration) -> Value {
    json!({"version": configuration.version, "by": configuration.by, "at": configuration.at})
}
