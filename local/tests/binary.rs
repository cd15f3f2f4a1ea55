//! The binary as a process. The rest of these tests are in `tests/tests/black_box/process.rs`, which finds the binary beside
//! itself: that there is a test of it in this package is what has cargo build it.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

fn roundup(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_roundup")).args(arguments).output().unwrap()
}

#[test]
fn help_and_version_are_no_errors() {
    let help = roundup(&["--help"]);
    assert!(help.status.success() && help.stderr.is_empty());
    let text = String::from_utf8(help.stdout).unwrap();
    for command in ["demo", "serve", "check", "items", "why", "digest"] {
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
