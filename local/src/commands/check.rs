//! `roundup check FILE`.

use super::serve;
use crate::Failure;
use crate::terminal::{print_error, print_line};
use roundup_config::{Checked, Problems};
use roundup_domain::Rules;
use std::path::Path;
use std::process::ExitCode;

/// Says what is wrong with a configuration, line by line.
pub(super) fn run(file: &Path) -> Result<ExitCode, Failure> {
    let Some(text) = told(file, roundup_config::text(bytes(file)?)) else { return Ok(ExitCode::FAILURE) };
    let Some(checked) = checked(file, &text, print_line) else { return Ok(ExitCode::FAILURE) };
    print_line(&summary(&file.display().to_string(), &checked.rules));
    Ok(ExitCode::SUCCESS)
}

/// A configuration that holds, `warn` having been told what is odd about it; none where it does not, and that was said.
pub(super) fn checked(file: &Path, text: &str, warn: fn(&str)) -> Option<Checked> {
    let checked = told(file, roundup_config::check(text))?;
    for warning in &checked.warnings {
        warn(&format!("warning: {}", warning.in_file(&file.display().to_string())));
    }
    Some(checked)
}

/// What holds; none where it does not, and that was said.
fn told<T>(file: &Path, read: Result<T, Problems>) -> Option<T> {
    let problems = match read {
        Ok(read) => return Some(read),
        Err(problems) => problems,
    };
    for line in problems.lines(&file.display().to_string()) {
        print_error(&line);
    }
    None
}

fn summary(name: &str, rules: &Rules) -> String {
    let (sources, people) = (rules.sources.len(), rules.on_call.rotation.len());
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{name}: valid: {sources} source{}, {people} in the rotation, times in {}",
        plural(sources),
        rules.team.zone.iana_name().unwrap_or("UTC")
    )
}

/// Reads a configuration file.
pub(super) fn read(file: &Path) -> Result<String, Failure> {
    roundup_config::text(bytes(file)?).map_err(|problems| serve::invalid(&problems.lines(&file.display().to_string())))
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| {
        let right = "name a file, or copy roundup.example.toml to roundup.toml and edit it";
        Failure::new(format!("{}: the configuration cannot be read: {error}", file.display()), right)
    })
}
