//! What the functions log in a run, kept to be searched for what must not be in it.

use roundup_metrics::Metrics;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

/// Everything that was logged. Clones are one log.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Keeps what this thread logs, until the guard is dropped.
    #[must_use]
    pub fn keep(&self) -> DefaultGuard {
        let subscriber =
            tracing_subscriber::fmt().json().with_max_level(tracing::Level::INFO).with_writer(self.clone()).without_time();
        tracing::subscriber::set_default(subscriber.finish())
    }

    /// Measurements become part of the same log, as on Lambda.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        let log = self.clone();
        Metrics::to("roundup", move |line| {
            let mut text = log.0.lock().unwrap_or_else(PoisonError::into_inner);
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        })
    }

    /// The text so far.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
