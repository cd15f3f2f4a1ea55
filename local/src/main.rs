//! `roundup`: the command line.

use roundup_local::cli::{Cli, NotDone};
use roundup_local::terminal::{print, print_error};
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A bug is said in one line too, and where to report it; nobody is shown a backtrace.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
        print_error(&format!("error: a bug in roundup{place}; report it with this line"));
    }));
    let cli = match Cli::read(&std::env::args_os().collect::<Vec<OsString>>()) {
        Ok(cli) => cli,
        Err(NotDone::Wrong(said)) => {
            print_error(&said);
            return ExitCode::from(2);
        }
        Err(NotDone::Help(text)) => {
            print(&text);
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
