//! The commands.

mod check;
mod config;
mod cost;
mod digest;
mod doctor;
mod erase;
mod export;
mod import;
mod items;
mod manifest;
mod opening;
mod reader;
mod replay;
mod serve;
mod why;

pub use digest::agenda_text;
pub use import::{NotSince, Since};
pub(crate) use manifest::{github_events, github_permissions, slack_scopes};
pub(crate) use serve::stop_signal;

use crate::Failure;
use crate::cli::{Cli, Command, DemoArgs, ImportFrom};
use std::process::ExitCode;

/// Carries out what was asked for.
///
/// # Errors
/// What is wrong, and what would be right.
pub async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let command = cli.command.unwrap_or_else(|| Command::Demo(DemoArgs::default()));
    crate::logging::start(&command);
    match command {
        Command::Demo(args) => crate::demo::run(args).await?,
        Command::Serve(args) => serve::run(args).await?,
        Command::Check { file } => return check::run(&file),
        Command::Items(args) => items::run(&args).await?,
        Command::Why { item, from } => why::run(&item, &from).await?,
        Command::Digest { format, from } => digest::run(format, &from).await?,
        Command::Config(command) => return config::run(command).await,
        Command::Doctor(args) => return doctor::run(args).await,
        Command::Erase(args) => erase::run(&args).await?,
        Command::Export { format, facts, from } => export::run(format, facts, &from).await?,
        Command::Replay { config, from, json } => replay::run(&config, &from, json).await?,
        Command::Import { from: ImportFrom::Github { repository, args } } => import::github(&repository, &args).await?,
        Command::Import { from: ImportFrom::Slack { channel, args } } => import::slack(&channel, &args).await?,
        Command::Cost(args) => cost::run(&args).await?,
        Command::Manifest { of, url } => manifest::run(of, &url),
    }
    Ok(ExitCode::SUCCESS)
}
