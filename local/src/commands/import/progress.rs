//! How far an import is: a bar where somebody watches, else a line now and then. On standard error, so that standard output
//! has the result alone.

use crate::terminal::print_error;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// How often a line is written at most.
const LINE_EVERY: Duration = Duration::from_secs(5);
/// Of how many parts the bar is.
const PARTS: u64 = 1_000;

/// Shows how far it is.
pub(super) struct Progress {
    what: String,
    bar: Option<ProgressBar>,
    said: Option<Instant>,
}

impl Progress {
    pub(super) fn new(what: &str) -> Self {
        let style = ProgressStyle::with_template("{prefix} {wide_bar} {percent:>3} % {msg}");
        let bar = style.ok().filter(|_| io::stderr().is_terminal()).map(|style| {
            let bar = ProgressBar::new(PARTS).with_style(style).with_prefix(what.to_owned());
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { what: what.to_owned(), bar, said: None }
    }

    /// So much of the time is read, from 0 to 1.
    pub(super) fn reached(&mut self, share: f64, text: &str) {
        match &self.bar {
            Some(bar) => {
                // Between 0 and 1,000, so that nothing is lost.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
                bar.set_position((share.clamp(0.0, 1.0) * PARTS as f64) as u64);
                bar.set_message(text.to_owned());
            }
            None if self.said.is_none_or(|said| said.elapsed() >= LINE_EVERY) => {
                self.said = Some(Instant::now());
                print_error(&format!("{}: {:.0} %, {text}", self.what, share.clamp(0.0, 1.0) * 100.0));
            }
            None => {}
        }
    }

    /// Says something that is not to be missed.
    pub(super) fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.println(format!("{}: {text}", self.what)),
            None => print_error(&format!("{}: {text}", self.what)),
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
