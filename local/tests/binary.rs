//! The binary as a process. The rest of these tests are in `tests/tests/black_box/process.rs`, which finds the binary beside
//! itself: that there is a test of it in this package is what has cargo build it.
#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn roundup(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_roundup")).args(arguments).output().unwrap()
}

#[test]
fn help_and_version_are_no_errors() {
    let help = roundup(&["--help"]);
    assert!(help.status.success() && help.stderr.is_empty());
    let text = String::from_utf8(help.stdout).unwrap();
    for command in ["demo", "serve", "check", "items", "why", "digest", "config", "doctor", "cost", "manifest"] {
        assert!(text.contains(&format!("\n  {command} ")), "{command} is not in the help:\n{text}");
    }
    let version = roundup(&["--version"]);
    assert!(version.status.success());
    assert_eq!(String::from_utf8(version.stdout).unwrap().trim(), concat!("roundup ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_one_line_and_exit_2() {
    let wrong = roundup(&["serve", "--confg", "x"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert_eq!(String::from_utf8(wrong.stderr).unwrap().lines().count(), 1);
}

#[test]
fn a_manifest_is_json_on_standard_output_and_what_to_do_with_it_is_not() {
    for (of, key, next) in
        [("slack", "oauth_config", "https://api.slack.com/apps"), ("github", "default_events", "https://github.com/")]
    {
        let printed = roundup(&["manifest", of, "--url", "https://roundup.example.com/"]);
        assert!(printed.status.success());
        let manifest: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
        assert!(manifest[key].is_object() || manifest[key].is_array(), "{manifest}");
        assert!(String::from_utf8(printed.stderr).unwrap().contains(next));
    }
    let wrong = roundup(&["manifest", "slack", "--url", "http://roundup.example.com"]);
    assert_eq!((wrong.status.code(), wrong.stdout.len()), (Some(2), 0));
    assert_eq!(String::from_utf8(wrong.stderr).unwrap().lines().count(), 1);
}

#[test]
fn what_a_month_costs_is_measured_and_grows_with_what_comes_in() {
    let dollars = |arguments: &[&str]| {
        let printed = roundup(&[&["cost", "--json"], arguments].concat());
        assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
        serde_json::from_slice::<serde_json::Value>(&printed.stdout).unwrap()["dollars"].as_f64().unwrap()
    };
    let (none, some, many) = (
        dollars(&["--items-per-week", "0"]),
        dollars(&["--items-per-week", "1000"]),
        dollars(&["--items-per-week", "1000", "--comments-per-item", "8"]),
    );
    assert!(0.0 < none && none < some && some < many, "{none} {some} {many}");
    let text = String::from_utf8(roundup(&["cost"]).stdout).unwrap();
    for line in ["DynamoDB", "a month", "WRITE UNITS", "1,000,000"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(roundup(&["cost", "--comments-per-item", "0"]).status.code(), Some(2));
}

/// What a command that is refused says on standard error, which is one line.
fn refusal(refused: &Output, code: i32) -> String {
    let said = String::from_utf8(refused.stderr.clone()).unwrap();
    assert_eq!((refused.status.code(), refused.stdout.len(), said.lines().count()), (Some(code), 0, 1), "{said}");
    said
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    for arguments in [&["check", EXAMPLE][..], &["manifest", "slack", "--url", "https://roundup.example.com"], &["--help"]] {
        let mut full = Command::new(env!("CARGO_BIN_EXE_roundup"));
        let full = full.args(arguments).stdout(File::options().write(true).open("/dev/full").unwrap()).output().unwrap();
        let said = refusal(&full, 1);
        assert!(said.starts_with("error: the output cannot be written: No space left on device"), "{said}");
    }
}

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../roundup.example.toml");

#[test]
fn a_configuration_in_another_encoding_is_told_so_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("latin.toml");
    fs::write(&file, b"[team]\nname = \"Caf\xe9\"\n").unwrap();
    let file = file.to_str().unwrap();
    let place = format!("{file}:2:12: the byte 0xE9 is not UTF-8; save the file as UTF-8\n");
    assert_eq!(refusal(&roundup(&["check", file]), 1), place);
    assert_eq!(refusal(&roundup(&["serve", "--config", file, "--listen", "127.0.0.1:0"]), 1), format!("error: {place}"));
}

#[test]
fn a_data_file_that_is_damaged_is_told_so_in_our_words() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("table.sqlite"), "I am no database".repeat(500)).unwrap();
    let said = refusal(&roundup(&["items", "--data", folder.path().to_str().unwrap()]), 1);
    assert!(said.ends_with(": the file is damaged, or none of Roundup's; name another folder with --data\n"), "{said}");
}

/// The first line that `serve` prints, and what it has said on standard error by then.
fn served(folder: &Path, arguments: &[&str]) -> (String, String) {
    let mut serve = Command::new(env!("CARGO_BIN_EXE_roundup"));
    serve.current_dir(folder).args(["serve", "--config", EXAMPLE]).args(arguments).env_clear();
    let mut process = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    let mut log = String::new();
    process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    (line, log)
}

#[test]
fn a_log_that_is_no_terminal_has_no_colours_and_says_that_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (_, log) = served(folder.path(), &["--listen", "127.0.0.1:0", "--clock", "manual", "--data", "data"]);
    assert!(log.contains("WARN") && !log.contains('\u{1b}'), "{log:?}");
    assert_eq!(log.lines().filter(|line| line.contains("data is neither read nor written")).count(), 1, "{log}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is kept");
}

#[test]
fn the_console_is_named_by_an_address_that_it_answers_at() {
    let folder = tempfile::tempdir().unwrap();
    for (listen, console) in
        [("0.0.0.0:0", "http://127.0.0.1:"), ("localhost:0", "http://127.0.0.1:"), (":0", "http://127.0.0.1:")]
    {
        let (line, _) = served(folder.path(), &["--listen", listen, "--clock", "manual"]);
        assert!(line.contains(&format!("the console is at {console}")), "{line}");
    }
}
