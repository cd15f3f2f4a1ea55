//! `roundup serve`.

use super::check;
use crate::cli::{ClockKind, ServeArgs};
use crate::environment::Outside;
use crate::process::{Keep, Options, Process, Without};
use crate::terminal::print_line;
use crate::{Failure, server};
use jiff::Timestamp;

/// Runs until it is stopped.
pub(super) async fn run(args: ServeArgs) -> Result<(), Failure> {
    let keep = keep(&args);
    let configuration = check::read(&args.config)?;
    let rules =
        roundup_config::parse(&configuration).map_err(|problems| invalid(&problems.lines(&args.config.display().to_string())))?;
    let outside = Outside::read();
    let listener = server::listen(args.listen).await?;
    let warnings = warnings(&outside);
    let without = Without::from(args.without.as_slice());
    let process = Process::start(Options { configuration, rules, outside, keep, without }).await?;
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    if let (ClockKind::Manual, Some(folder)) = (args.clock, &args.data) {
        tracing::warn!("with --clock manual data is kept in memory: {} is neither read nor written", folder.display());
    }
    let address = listener.local_addr().unwrap_or(args.listen);
    let here = server::from_here(address);
    print_line(&format!("roundup serves at http://{address}; the console is at http://{here}/ on this machine; Ctrl-C stops it"));
    let mover = process.clone();
    let moving = tokio::spawn(async move { mover.run().await });
    let served = server::serve(listener, process, stop_signal()).await;
    moving.abort();
    served
}

/// Where data is kept unless something else is said.
const DATA: &str = ".roundup";

fn keep(args: &ServeArgs) -> Keep {
    match args.clock {
        ClockKind::System => Keep::Folder(args.data.clone().unwrap_or_else(|| DATA.into())),
        ClockKind::Manual => Keep::Memory(args.now.unwrap_or_else(|| whole_second(roundup_runtime::environment::now()))),
    }
}

fn whole_second(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// The first of what is wrong with a configuration.
pub(super) fn invalid(lines: &[String]) -> Failure {
    let more = if lines.len() > 1 { format!(" ({} more: `roundup check` shows all)", lines.len() - 1) } else { String::new() };
    let first = lines.first().cloned().unwrap_or_default();
    let (wrong, right) =
        first.split_once("; ").map_or((first.clone(), String::new()), |(wrong, right)| (wrong.to_owned(), right.to_owned()));
    Failure::new(wrong, format!("{right}{more}"))
}

/// What will not work, said once at the start.
fn warnings(outside: &Outside) -> Vec<&'static str> {
    let secrets = &outside.secrets;
    let no_slack = secrets.slack.iter().all(|app| app.signing_secret.is_empty());
    let no_github = secrets.github.iter().all(|hook| hook.webhook_secret.is_empty());
    let mut warnings = Vec::new();
    if no_slack {
        warnings.push("SLACK_SIGNING_SECRET is not set: requests from Slack are turned away");
    }
    if no_github {
        warnings.push("GITHUB_WEBHOOK_SECRET is not set: deliveries from GitHub are turned away");
    }
    if !outside.has_slack() {
        warnings.push("no Slack token: messages go to the built-in stand-in, which the console shows");
    }
    if !outside.has_github() {
        warnings.push("no GITHUB_TOKEN: calls to GitHub go to the built-in stand-in");
    }
    warnings
}

/// Ctrl-C, or a polite request to end.
pub(crate) async fn stop_signal() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::warn!(%error, "only Ctrl-C stops this process");
            let _ = tokio::signal::ctrl_c().await;
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
