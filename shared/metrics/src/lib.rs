//! Metrics as CloudWatch reads them out of a log line (CloudWatch, "Specification: Embedded metric format"): no call to
//! anybody, no agent, and the line is the log entry at the same time.
//!
//! A measurement is one JSON line on standard output. Where nobody reads them (the local process), there are none.

mod measurement;

pub use measurement::{Measurement, Metric};

use jiff::Timestamp;
use std::fmt;
use std::io::Write;
use std::sync::Arc;

/// What the namespace of all metrics begins with; the stack's name follows. So one deployment's heartbeat does not hide that
/// another one, in the same account, is silent.
pub const NAMESPACE: &str = "Roundup/";

/// Whatever takes a line.
type Take = dyn Fn(&str) + Send + Sync;

/// Where measurements go. Cheap to clone.
#[derive(Clone, Default)]
pub struct Metrics {
    namespace: Arc<str>,
    to: Option<Arc<Take>>,
}

impl Metrics {
    /// Nowhere: nothing is measured.
    #[must_use]
    pub fn off() -> Self {
        Self::default()
    }

    /// Standard output, which Lambda takes to CloudWatch; of the stack with this name.
    #[must_use]
    pub fn to_stdout(stack: &str) -> Self {
        Self::to(stack, |line| {
            // Where nobody reads standard output there is nobody to tell so.
            let _ = writeln!(std::io::stdout().lock(), "{line}");
        })
    }

    /// Whatever takes a line; of the stack with this name.
    pub fn to(stack: &str, take: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { namespace: format!("{NAMESPACE}{stack}").into(), to: Some(Arc::new(take)) }
    }

    /// A measurement of this moment, to be filled in and [written](Measurement::write).
    pub fn at(&self, now: Timestamp) -> Measurement<'_> {
        Measurement::new(self, now)
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.to.is_some() { "Metrics(on)" } else { "Metrics(off)" })
    }
}

#[cfg(test)]
mod tests;
