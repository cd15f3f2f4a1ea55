//! `roundup check FILE`.

use crate::Failure;
use crate::terminal::{print_error, print_line};
use roundup_config::Checked;
use roundup_domain::Rules;
use std::path::Path;
use std::process::ExitCode;

/// Says what is wrong with a configuration, line by line.
pub(super) fn run(file: &Path) -> Result<ExitCode, Failure> {
    let text = read(file)?;
    let Some(checked) = checked(file, &text, print_line) else { return Ok(ExitCode::FAILURE) };
    print_line(&summary(&file.display().to_string(), &checked.rules));
    Ok(ExitCode::SUCCESS)
}

/// A configuration that holds, `warn` having been told what is odd about it; none where it does not, and that was said.
pub(super) fn checked(file: &Path, text: &str, warn: fn(&str)) -> Option<Checked> {
    let name = file.display().to_string();
    match roundup_config::check(text) {
        Ok(checked) => {
            for warning in &checked.warnings {
                warn(&format!("warning: {}", warning.in_file(&name)));
            }
            Some(checked)
        }
        Err(problems) => {
            for line in problems.lines(&name) {
                print_error(&line);
            }
            None
        }
    }
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
    std::fs::read_to_string(file).map_err(|error| {
        let right = "name a file, or copy roundup.example.toml to roundup.toml and edit it";
        Failure::new(format!("{}: the configuration cannot be read: {error}", file.display()), right)
    })
}
