//! Logs as JSON lines on standard output, which Lambda takes to CloudWatch.

use tracing::Span;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

/// Starts logging; `RUST_LOG` chooses what, `info` by default. With `debug` each call to anybody else is a line of its own,
/// with how long it took.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(true).with_span_list(false);
    let lines = lines.with_span_events(calls(&filter)).with_env_filter(filter).without_time();
    // Whoever started logging before was first; both write the same.
    let _ = lines.try_init();
}

/// Which spans are lines: those of calls. The span of an invocation is of every level, and is no line where calls are none:
/// a log line costs as much as the rest of a webhook (TOOLS.md).
#[must_use]
pub fn calls(filter: &EnvFilter) -> FmtSpan {
    if filter.max_level_hint().is_none_or(|level| level >= LevelFilter::DEBUG) { FmtSpan::CLOSE } else { FmtSpan::NONE }
}

/// What the log lines of one invocation have in common: its name in Lambda's own.
#[must_use]
pub fn invocation(request_id: &str) -> Span {
    tracing::error_span!("invocation", request_id)
}

#[cfg(test)]
mod tests {
    use super::{EnvFilter, FmtSpan, calls};

    #[test]
    fn spans_are_lines_only_where_somebody_wants_to_see_calls() {
        for (filter, expected) in [
            ("info", FmtSpan::NONE),
            ("warn", FmtSpan::NONE),
            ("debug", FmtSpan::CLOSE),
            ("info,roundup_http=debug", FmtSpan::CLOSE),
        ] {
            assert_eq!(calls(&EnvFilter::new(filter)), expected, "{filter}");
        }
    }
}
