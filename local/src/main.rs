//! `roundup`: the command line.

use clap::Parser;
use roundup_local::cli::Cli;
use roundup_local::terminal::{print, print_error};
use std::process::ExitCode;

fn main() -> ExitCode {
    // A bug is said in one line too, and where to report it; nobody is shown a backtrace.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
        print_error(&format!("error: a bug in roundup{place}; report it with this line"));
    }));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            print_error(&one_line(&error.render().to_string()));
            return ExitCode::from(2);
        }
        // Help, or the version.
        Err(asked) => {
            print(&asked.render().to_string());
            return ExitCode::SUCCESS;
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            print_error(&format!("error: no threads to run in: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(roundup_local::run(cli)) {
        Ok(code) => code,
        Err(failure) => {
            print_error(&format!("error: {failure}"));
            ExitCode::FAILURE
        }
    }
}

/// A usage error on one line: what is wrong, what would be right, the usage.
fn one_line(rendered: &str) -> String {
    let paragraphs = rendered.split("\n\n").filter(|paragraph| !paragraph.trim_start().starts_with("For more information"));
    let squeezed = paragraphs.map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    squeezed.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Cli, Parser, one_line};

    #[test]
    fn a_usage_error_is_one_line_that_says_what_would_be_right() {
        for (arguments, said) in [
            (vec!["serve", "--confg", "x"], "'--config'"),
            (vec!["serve", "--clock", "atomic"], "[possible values: system, manual]"),
            (vec!["serve", "--without", "scheduler,luck"], "[possible values: scheduler, ttl, sweep]"),
            (vec!["serve", "--listen", "here"], "--listen <LISTEN>"),
            (vec!["check"], "<FILE>"),
            (vec!["servo"], "'serve'"),
            (vec!["manifest", "slack"], "--url <URL>"),
            (vec!["manifest", "discord", "--url", "https://x.test"], "[possible values: slack, github]"),
            (vec!["manifest", "slack", "--url", "http://x.test"], "it is not https; write it like https://"),
            (vec!["manifest", "github", "--url", "https://x.test/hook"], "leave out path"),
        ] {
            let error = Cli::try_parse_from([vec!["roundup"], arguments].concat()).unwrap_err();
            let line = one_line(&error.render().to_string());
            assert!(!line.contains('\n') && line.starts_with("error: ") && line.contains(said), "{line}");
        }
    }
}
