//! Slack takes what it gets, however much there is.

#![allow(clippy::unwrap_used)]

mod fixture;

use fixture::{Story, agenda_after, agenda_of, fortnight, issue, weeks};
use roundup_agenda::{Agenda, Input, render};
use roundup_domain::Kind;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Longer than anything that Slack's messages show of a text.
const LONG: usize = 700;

/// As many as a year brings, a quarter of each kind, all late, every text made of `text` and at least
/// `length` UTF-16 units long.
fn many(n: u64, text: &str, length: usize) -> Vec<Input> {
    let long = text.repeat(length / units(text) + 1);
    (0..n)
        .map(|number| {
            let kind = Kind::ALL[usize::try_from(number % 4).unwrap()];
            let form: Vec<(&str, &str)> = kind.fields().iter().map(|field| (field.name, long.as_str())).collect();
            let who = format!("{number}{long}");
            let others: Vec<String> = (0..9).map(|other| format!("{other}{long}")).collect();
            let asked_by: Vec<(&str, &str)> = others.iter().map(|other| (other.as_str(), long.as_str())).collect();
            let mut input = issue(number, &long, (&who, Some(&long)), "2026-03-05T14:00:00Z").answered("2026-03-07T14:00:00Z");
            if number % 5 != 4 {
                input = input.ready(kind, &form).carried_or_new(number).asked_by(&asked_by);
            }
            input.item.source = format!("{}{long}", number % 300);
            input.item.url = format!("{}?{}", input.item.url, "y&".repeat(130));
            input.owner_name = Some(long.clone());
            input
        })
        .collect()
}

trait Carried {
    fn carried_or_new(self, number: u64) -> Self;
}

impl Carried for Input {
    fn carried_or_new(self, number: u64) -> Self {
        if number.is_multiple_of(2) { self.carried() } else { self.first_time() }
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match value {
                Value::String(text) if key == "text" => vec![text.as_str()],
                other => texts(other),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn assert_within_limits(agenda: &Agenda) {
    for message in render::slack(agenda) {
        assert!(message.blocks.len() <= 50, "{} blocks", message.blocks.len());
        let total: usize = message.blocks.iter().flat_map(texts).map(units).sum();
        assert!(total <= 12_000, "{total} characters");
        for block in &message.blocks {
            let limit = match block["type"].as_str().unwrap() {
                "header" => 150,
                _ if block["fields"].is_array() => 2_000,
                _ => 3_000,
            };
            for text in texts(block) {
                assert!((1..=limit).contains(&units(text)), "{} in {block}", units(text));
            }
        }
        assert!(units(&message.text) <= 4_000);
    }
}

#[test]
fn two_thousand_long_entries_stay_within_slacks_limits() {
    for text in ["word ", "&", "<", "漢", "😱", "👩\u{200d}💻", "a\n", "_*~`"] {
        assert_within_limits(&agenda_of(&many(60, text, LONG)));
    }
    assert_within_limits(&agenda_of(&many(2_000, "&", 150)));
}

#[test]
fn what_is_left_out_is_counted() {
    let inputs: Vec<Input> = (0..2_000)
        .map(|number| {
            issue(number, "Crash", ("octocat", None), "2026-03-05T14:00:00Z").ready(Kind::Bug, &[("actual", "It crashes.")])
        })
        .collect();
    let messages = render::slack(&agenda_of(&inputs));
    let bugs: Vec<_> = messages.iter().filter(|message| message.text.starts_with("Bugs (")).collect();
    assert!(bugs.len() > 1 && bugs.iter().all(|message| message.thread));
    let shown: usize =
        bugs.iter().flat_map(|message| message.blocks.iter()).flat_map(texts).filter(|text| text.starts_with("*BUG: ")).count();
    let last = texts(bugs.last().unwrap().blocks.last().unwrap()).concat();
    assert_eq!(last, format!("… and 1,{:03} more bugs; `roundup digest` shows them all.", 1_000 - shown));
    assert_eq!(bugs[0].text, format!("Bugs (1 to {} of 2,000)", shown / bugs.len()));
}

#[test]
fn other_renderings_leave_no_entry_out() {
    let agenda = agenda_of(&many(2_000, "word ", 20));
    let entries = agenda.entries.len();
    assert_eq!(entries, 1_600);
    assert_eq!(render::html(&agenda).matches("<article>").count(), entries);
    assert_eq!(render::markdown(&agenda).matches("\n### ").count(), entries);
    assert_eq!(render::json(&agenda)["entries"].as_array().unwrap().len(), entries);
    let breaches = render::text(&agenda, false).lines().any(|line| line.trim() == "… and 1,950 more late answers");
    assert!(breaches, "long lists are cut and counted");
}

/// Runs the checker of Slack payloads that is kept beside the repository, where there is one.
fn check(agenda: &Agenda) {
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/check_blocks.py");
    let python = Command::new("python3").arg("--version").output();
    if !checker.exists() || !python.is_ok_and(|python| python.status.success()) {
        println!("skipped: no python3, or no {}", checker.display());
        return;
    }
    let payloads: Vec<Value> = render::slack(agenda)
        .into_iter()
        .map(|message| json!({ "channel": "C0HELP001", "text": message.text, "blocks": message.blocks }))
        .collect();
    let mut judge = Command::new("python3")
        .arg(checker)
        .args(["--strict", "--core", "--kind", "message"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    judge.stdin.take().unwrap().write_all(Value::Array(payloads).to_string().as_bytes()).unwrap();
    let verdict = judge.wait_with_output().unwrap();
    let findings = String::from_utf8_lossy(&verdict.stdout).into_owned();
    assert!(verdict.status.success(), "{}", findings.lines().take(20).collect::<Vec<_>>().join("\n"));
    assert!(String::from_utf8_lossy(&verdict.stderr).contains("payload(s), 0 blocking"), "the checker must have judged");
}

#[test]
fn an_independent_checker_of_slack_payloads_finds_nothing() {
    check(&agenda_after(&fortnight(), &weeks()));
    check(&agenda_of(&[]));
    check(&agenda_of(&many(60, "a <!channel> & *b* ", LONG)));
    check(&agenda_of(&many(60, "😱&<", LONG)));
}
