//! What is wrong with the words of a command, on one line.

use super::{Cli, ClockKind, Command, ExportFormat, Format};
use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, Parser};
use std::ffi::OsString;

/// Why a command line asks for nothing that can be done.
#[derive(Debug, PartialEq, Eq)]
pub enum NotDone {
    /// It asks for the help or the version, which is this.
    Help(String),
    /// It is wrong: one line, with what would be right.
    Wrong(String),
}

impl Cli {
    /// Reads a command line, the program's name first.
    ///
    /// # Errors
    /// It is wrong, or asks for help.
    pub fn read(words: &[OsString]) -> Result<Self, NotDone> {
        let cli = Self::try_parse_from(words).map_err(|error| explained(&error, words))?;
        match cli.command.as_ref().and_then(contradiction) {
            Some(said) => Err(NotDone::Wrong(format!("error: {said}"))),
            None => Ok(cli),
        }
    }
}

/// What contradicts itself, and what would be right.
fn contradiction(command: &Command) -> Option<&'static str> {
    const TWO_FORMATS: &str = "--json and --format ask for two forms; leave one of them out";
    match command {
        Command::Serve(args) if args.clock == ClockKind::System && args.now.is_some() => {
            Some("--now sets a manual clock only; add --clock manual, or leave --now out")
        }
        Command::Digest { format, from } if from.json && format.is_some_and(|format| format != Format::Json) => Some(TWO_FORMATS),
        Command::Export { format: Some(ExportFormat::Csv), from, .. } if from.json => Some(TWO_FORMATS),
        _ => None,
    }
}

fn explained(error: &clap::Error, words: &[OsString]) -> NotDone {
    let rendered = error.render().to_string();
    if !error.use_stderr() {
        return NotDone::Help(rendered);
    }
    let line = one_line(&rendered);
    let is_unlike_any = error.kind() == ErrorKind::InvalidSubcommand && error.get(ContextKind::SuggestedSubcommand).is_none();
    NotDone::Wrong(if is_unlike_any { format!("{line}; commands: {}", commands_after(words)) } else { line })
}

/// The commands that may stand where the first unknown one does.
fn commands_after(words: &[OsString]) -> String {
    let mut command = Cli::command();
    for word in words.iter().skip(1) {
        let Some(known) = command.find_subcommand(word) else { break };
        command = known.clone();
    }
    command.get_subcommands().map(clap::Command::get_name).collect::<Vec<_>>().join(", ")
}

/// A usage error on one line: what is wrong, what would be right, the usage.
fn one_line(rendered: &str) -> String {
    let paragraphs = rendered.split("\n\n").filter(|paragraph| !paragraph.trim_start().starts_with("For more information"));
    let squeezed = paragraphs.map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    squeezed.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::{Cli, NotDone};
    use std::ffi::OsString;

    /// A command line without the program's name.
    fn read(line: &str) -> Result<Cli, NotDone> {
        let words: Vec<OsString> = std::iter::once("roundup").chain(line.split(' ')).map(Into::into).collect();
        Cli::read(&words)
    }

    #[test]
    fn a_usage_error_is_one_line_that_says_what_would_be_right() {
        for (line, said) in [
            ("serve --confg x", "'--config'"),
            ("serve --clock atomic", "[possible values: system, manual]"),
            ("serve --without scheduler,luck", "[possible values: scheduler, ttl, sweep]"),
            ("serve --listen here", "--listen <LISTEN>"),
            ("serve --listen localhost", "write it like 127.0.0.1:9000 or localhost:9000"),
            ("serve --clock manual --now yesterday", "write it like 2026-03-02T14:00:00Z"),
            ("serve --clock manual --now 2026-03-02", "write it like 2026-03-02T14:00:00Z"),
            ("serve --now 2026-03-02T14:00:00Z", "add --clock manual"),
            ("check", "<FILE>"),
            ("servo", "'serve'"),
            ("bogus", "commands: demo, serve, check, items, why, digest"),
            ("config bogus", "commands: apply, show, history, diff, parameters"),
            ("erase", "<--person <PERSON>|--customer <CUSTOMER>>"),
            ("erase --person slack:U01 --customer Globex", "cannot be used with"),
            ("erase --person foo", "name one as slack:U0EXT0001 or github:octocat"),
            ("erase --person github:", "name one as slack:U0EXT0001 or github:octocat"),
            ("erase --customer ", "--customer <CUSTOMER>"),
            ("digest --format html --json", "leave one of them out"),
            ("export --format csv --json", "leave one of them out"),
            ("replay --config new.toml --url http://127.0.0.1:9000", "'--url'"),
            ("manifest slack", "--url <URL>"),
            ("manifest discord --url https://x.test", "[possible values: slack, github]"),
            ("manifest slack --url http://x.test", "it is not https; write it like https://"),
            ("manifest github --url https://x.test/hook", "leave out path"),
        ] {
            match read(line) {
                Err(NotDone::Wrong(told)) => {
                    assert!(!told.contains('\n') && told.starts_with("error: ") && told.contains(said), "{line}: {told}");
                }
                other => panic!("{line}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_says_one_thing_twice_contradicts_nothing() {
        for line in ["digest --format json --json", "export --format jsonl --json", "export --format csv", "digest --json"] {
            assert!(read(line).is_ok(), "{line}");
        }
    }

    #[test]
    fn who_asks_for_help_or_the_version_gets_it() {
        for (line, said) in [("--help", "Commands:"), ("erase --help", "--customer"), ("--version", "roundup")] {
            assert!(matches!(read(line), Err(NotDone::Help(told)) if told.contains(said)), "{line}");
        }
    }
}
