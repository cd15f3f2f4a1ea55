//! `roundup config parameters FILE`.

use crate::Failure;
use crate::commands::check;
use crate::parameters::Parameters;
use crate::terminal::{print_error, print_line};
use std::path::Path;
use std::process::ExitCode;

/// Prints the template's parameters that follow from a file, on one line, quoted as a shell and
/// `sam deploy --parameter-overrides` take it: SAM tells pairs apart by the space before them.
pub(super) fn run(file: &Path, json: bool) -> Result<ExitCode, Failure> {
    let text = check::read(file)?;
    let Some(checked) = check::checked(file, &text, print_error) else { return Ok(ExitCode::FAILURE) };
    let parameters = Parameters::of(&checked.rules);
    if json {
        print_line(&serde_json::to_string_pretty(&parameters).unwrap_or_default());
    } else {
        let pairs = parameters.pairs().map(|(name, value)| format!("{name}={}", quoted(value)));
        print_line(&pairs.join(" "));
    }
    Ok(ExitCode::SUCCESS)
}

/// In quotes where it means something to a shell, or is empty.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/_.@+-".contains(c);
    if !value.is_empty() && value.chars().all(is_plain) {
        return value.to_owned();
    }
    if !value.contains('\'') {
        return format!("'{value}'");
    }
    let escaped = |c: char| if "\"\\$`".contains(c) { format!("\\{c}") } else { c.to_string() };
    format!("\"{}\"", value.chars().map(escaped).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_value_means_nothing_to_a_shell() {
        for (value, expected) in [
            ("America/New_York", "America/New_York"),
            ("roundup@acme.test", "roundup@acme.test"),
            ("", "''"),
            ("cron(0 13 ? * TUE *)", "'cron(0 13 ? * TUE *)'"),
            ("$(rm)`x`@acme.test", "'$(rm)`x`@acme.test'"),
            ("o'neil$x@acme.test", "\"o'neil\\$x@acme.test\""),
        ] {
            assert_eq!(quoted(value), expected);
        }
    }
}
