//! The tables, in Markdown.

use crate::contestants::{BOLT_JS, BOLT_PYTHON, Contestant, GITHUB, HELLO, KNOWN, NODE, PROBOT, SLACK};
use crate::measure::Measured;
use std::fmt::Write;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// What was measured of everybody.
pub type Results = [(Contestant, Measured)];

/// Medians with the worst beside them, and how they stand to the targets.
pub fn report(all: &Results) -> String {
    let mut text = String::from(
        "| function | cold, http, ms | cold, TLS, ms | first call at 128 MB, TLS, ms | CPU of a warm call, ms | memory, MB | zip, MB |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for (contestant, measured) in all {
        let cells = [&measured.cold, &measured.cold_tls, &measured.smallest, &measured.cpu, &measured.memory].map(|of| cell(of));
        let zip = zipped(contestant).map_or("–".to_owned(), |size| format!("{size:.2}"));
        let _ = writeln!(text, "| {} | {} | {zip} |", contestant.name, cells.join(" | "));
    }
    text.push_str("\nMedian (worst).\n\n| target | | measured | |\n|---|---|---|---|\n");
    for target in targets(all) {
        let _ = writeln!(text, "{target}");
    }
    if let (Some(ours), Some(known)) = (of(all, SLACK), of(all, KNOWN)) {
        let more = |with: &[f64], without: &[f64]| median(with) - median(without);
        let _ = writeln!(
            text,
            "\nOf the cold start, fetching the secret in the init phase is {:.2} ms over http and {:.2} ms with TLS.",
            more(&ours.cold, &known.cold),
            more(&ours.cold_tls, &known.cold_tls)
        );
    }
    text
}

fn of<'a>(all: &'a Results, name: &str) -> Option<&'a Measured> {
    all.iter().find(|(contestant, _)| contestant.name == name).map(|(_, measured)| measured)
}

fn cell(values: &[f64]) -> String {
    if values.is_empty() {
        return "–".to_owned();
    }
    let worst = values.iter().copied().fold(f64::MIN, f64::max);
    format!("{:.2} ({worst:.2})", median(values))
}

/// The middle one; of an even number the lower of the two.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}

/// One line for each target.
fn targets(all: &Results) -> Vec<String> {
    let mut lines = Vec::new();
    let mut at_most = |what: &str, measured: f64, limit: f64, unit: &str| {
        lines.push(line(what, &format!("≤ {limit}{unit}"), &format!("{measured:.2}{unit}"), measured <= limit));
    };
    if let (Some(hello), Some(ours), Some(known)) = (of(all, HELLO), of(all, SLACK), of(all, KNOWN)) {
        let ratio = |of: fn(&Measured) -> &Vec<f64>, whose: &Measured| median(of(whose)) / median(of(hello));
        at_most("cold start to hello world, http", ratio(|of| &of.cold, known), 2.8, " ×");
        at_most("the same, the secret fetched", ratio(|of| &of.cold, ours), 2.8, " ×");
        at_most("cold start to hello world, TLS", ratio(|of| &of.cold_tls, known), 3.8, " ×");
        at_most("the same, the secret fetched", ratio(|of| &of.cold_tls, ours), 3.8, " ×");
        at_most("first call at the share of 128 MB", median(&ours.smallest), 6.0, " ms");
        at_most("CPU of a warm call", median(&ours.cpu), 0.25, " ms");
        at_most("memory", median(&ours.memory), 8.0, " MB");
    }
    if let Some(size) = all.iter().find(|(contestant, _)| contestant.name == SLACK).and_then(|(ours, _)| zipped(ours)) {
        at_most("zip", size, 3.0, " MB");
    }
    for (name, ours, limit) in [(BOLT_JS, SLACK, 40.0), (NODE, SLACK, 20.0), (BOLT_PYTHON, SLACK, 50.0), (PROBOT, GITHUB, 50.0)] {
        let (Some(theirs), Some(ours)) = (of(all, name), of(all, ours)) else { continue };
        let mut at_least = |what: String, measured: f64, limit: f64| {
            lines.push(line(&what, &format!("≥ {limit} ×"), &format!("{measured:.1} ×"), measured >= limit));
        };
        at_least(format!("{name} to ours, cold start, TLS"), median(&theirs.cold_tls) / median(&ours.cold_tls), limit);
        if name == BOLT_JS {
            at_least(format!("{name} to ours, CPU of a warm call"), median(&theirs.cpu) / median(&ours.cpu), 8.0);
        }
    }
    lines
}

fn line(what: &str, limit: &str, measured: &str, met: bool) -> String {
    format!("| {what} | {limit} | {measured} | {} |", if met { "met" } else { "**not met**" })
}

/// The size of what would be uploaded, MB, compressed as a zip file's content is (deflate).
fn zipped(contestant: &Contestant) -> Option<f64> {
    contestant.package.as_deref().and_then(deflated).map(|bytes| bytes as f64 / 1e6)
}

fn deflated(file: &Path) -> Option<usize> {
    let mut gzip = Command::new("gzip").args(["-9", "-c"]).arg(file).stdout(Stdio::piped()).spawn().ok()?;
    let mut bytes = Vec::new();
    gzip.stdout.take()?.read_to_end(&mut bytes).ok()?;
    gzip.wait().ok().filter(|status| status.success()).map(|_| bytes.len())
}
