//! What is logged, to standard error, for people.

use crate::cli::Command;
use crate::terminal::has_color_for_errors;
use tracing_subscriber::EnvFilter;

/// Starts logging for a command: as `RUST_LOG` says, otherwise warnings of those that work for a while or change what is stored.
/// What the others have to say, they print.
pub(crate) fn start(command: &Command) {
    let otherwise = match command {
        Command::Serve(_) | Command::Import { .. } | Command::Erase(_) => "warn",
        _ => "off",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(otherwise));
    let calls = roundup_runtime::logging::calls(filter.max_level_hint());
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(has_color_for_errors());
    // Whoever started logging before was first.
    let _ = lines.with_span_events(calls).try_init();
}
