//! Logs as JSON lines on standard output, which Lambda takes to CloudWatch.

use crate::environment::log_level;
use tracing::Span;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::prelude::*;

/// Starts logging; `RUST_LOG` chooses what (`debug`, or `info,roundup_http=debug`), `info` by default. With `debug` each call
/// to anybody else is a line of its own, with how long it took.
///
/// Levels by module are all that is understood: what else the local process takes (`EnvFilter`) brings a regular-expression
/// engine, which is a twentieth of a webhook.
pub fn start() {
    let filter = log_level().and_then(|levels| levels.parse().ok());
    let filter: Targets = filter.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let most = filter.iter().map(|(_, level)| level).chain(filter.default_level()).max();
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(true).with_span_list(false);
    let lines = lines.with_span_events(calls(most)).without_time().with_filter(filter);
    // Whoever started logging before was first; both write the same.
    let _ = tracing_subscriber::registry().with(lines).try_init();
}

/// Which spans are lines, if `most` is the most that is logged of anything: those of calls. The span of an invocation is of
/// every level, and is no line where calls are none: a log line costs as much as the rest of a webhook (docs/cost.md).
#[must_use]
pub fn calls(most: Option<LevelFilter>) -> FmtSpan {
    if most.is_none_or(|level| level >= LevelFilter::DEBUG) { FmtSpan::CLOSE } else { FmtSpan::NONE }
}

/// What the log lines of one invocation have in common: its name in Lambda's own.
#[must_use]
pub fn invocation(request_id: &str) -> Span {
    tracing::error_span!("invocation", request_id)
}

#[cfg(test)]
mod tests {
    use super::{FmtSpan, LevelFilter, calls};

    #[test]
    fn spans_are_lines_only_where_somebody_wants_to_see_calls() {
        for (most, expected) in [
            (Some(LevelFilter::INFO), FmtSpan::NONE),
            (Some(LevelFilter::WARN), FmtSpan::NONE),
            (Some(LevelFilter::DEBUG), FmtSpan::CLOSE),
            (None, FmtSpan::CLOSE),
        ] {
            assert_eq!(calls(most), expected, "{most:?}");
        }
    }
}
