//! `roundup config`: the configuration as data.

mod apply;
mod difference;
mod parameters;
mod show;

use crate::Failure;
use crate::cli::ConfigCommand;
use std::process::ExitCode;

/// Carries out one of its commands.
pub(super) async fn run(command: ConfigCommand) -> Result<ExitCode, Failure> {
    match command {
        ConfigCommand::Apply(args) => return apply::run(&args).await,
        ConfigCommand::Show { version, from, json } => show::run(version, &from, json).await?,
        ConfigCommand::History { from, json } => show::history(&from, json).await?,
        ConfigCommand::Diff { file, from } => difference::run(&file, &from).await?,
        ConfigCommand::Parameters { file, json } => return parameters::run(&file, json),
    }
    Ok(ExitCode::SUCCESS)
}
