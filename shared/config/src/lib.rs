//! `roundup.toml`, read: its text → [`Rules`], or everything that is wrong with it, each with its line and column.
//!
//! The document is walked by hand, because a reader that stops at the first mistake sends its user round in circles. No
//! I/O, no clock, no environment: time zones are those compiled in.
//!
//! What has a default: everything but `[team]` (`name`, `timezone`) and one `[[sources]]`. The defaults are those of the
//! documented example, and besides: a policy's missing keys take the built-in defaults (not `policies.default`'s, and of the
//! reminders only those that come after the question); `roundup.post` is `on_call.channel`; a source is named after its
//! channel or repository; `on_call.start` is Monday 2024-01-01.

mod form;
mod near;
mod problem;
mod reader;
mod report;
mod section;
mod syntax;
#[cfg(test)]
mod tests;

pub use problem::{Problem, Problems};

use report::Report;
use roundup_domain::Rules;

/// A configuration that can be used.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it says.
    pub rules: Rules,
    /// What is allowed and probably not meant, in the order of the file.
    pub warnings: Vec<Problem>,
}

/// The rules that `text`, the whole of a `roundup.toml`, says.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn parse(text: &str) -> Result<Rules, Problems> {
    check(text).map(|checked| checked.rules)
}

/// The text of a file, read as bytes.
///
/// # Errors
/// It is not UTF-8, from the place that is told.
pub fn text(file: Vec<u8>) -> Result<String, Problems> {
    String::from_utf8(file).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let (before, rest) = error.as_bytes().split_at(at);
        let before = String::from_utf8_lossy(before);
        let mut report = Report::new(&before);
        let byte = rest.first().copied().unwrap_or_default();
        report.error(at, format!("the byte {byte:#04X} is not UTF-8"), "save the file as UTF-8");
        Problems(report.into_errors())
    })
}

/// The rules that `text`, the whole of a `roundup.toml`, says, and what looks odd about them.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn check(text: &str) -> Result<Checked, Problems> {
    let mut report = Report::new(text);
    let document = syntax::read(text, &mut report);
    let rules = section::rules(&document, &mut report);
    report.finish().map(|warnings| Checked { rules, warnings })
}
