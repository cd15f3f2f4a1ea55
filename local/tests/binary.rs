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
