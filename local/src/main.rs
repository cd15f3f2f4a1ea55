//! `roundup`: the command line.

use clap::Parser;
use roundup_local::cli::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A bug is said in one line too, and where to report it; nobody is shown a backtrace.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
        eprintln!("error: a bug in roundup{place}; report it with this line");
    }));
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: no threads to run in: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(roundup_local::run(cli)) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
