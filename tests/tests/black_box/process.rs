//! The binary itself: what survives it, what it says, how it ends (CONTRACT 1).

use roundup_standins::{GithubStandIn, Journal, SlackStandIn};
use roundup_tests::binary::{self, Ended, Serving, command, ended, folder, run, system_now};
use roundup_tests::configuration::*;
use roundup_tests::slack::Said;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;

/// A message of this moment.
fn said(text: &str, micros: u32) -> Said {
    let ts = format!("{}.{micros:06}", system_now().as_second());
    Said { channel: GLOBEX.to_owned(), user: DANA.to_owned(), text: text.to_owned(), ts, root: None }
}

/// The items, as soon as there are so many.
async fn items(serving: &Serving, count: usize) -> Vec<Value> {
    for _ in 0..100 {
        let items = serving.get("/dev/items").await.as_array().unwrap().clone();
        if items.len() >= count {
            return items;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("there are not {count} items after ten seconds");
}

/// It says one line that is no panic, and ends with this code.
fn assert_refused(ended: &Ended, code: i32, says: &[&str]) {
    assert_eq!(ended.code, code, "{ended:?}");
    assert_eq!(ended.err.trim_end().lines().count(), 1, "one line: {}", ended.err);
    for word in says {
        assert!(ended.err.contains(word), "{word:?} in {}", ended.err);
    }
    assert_sane(ended);
}

fn assert_sane(ended: &Ended) {
    for word in ["panicked", "stack backtrace", "RUST_BACKTRACE", "a bug in roundup", "Aborted"] {
        assert!(!ended.err.contains(word) && !ended.out.contains(word), "{ended:?}");
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let folder = folder();
    for round in 1..=3_usize {
        let serving = Serving::start(folder.path(), &["--data", "data"]).await;
        let said = said(&format!("Question {round}"), u32::try_from(round).unwrap());
        assert_eq!(serving.event(&said.written()).await, 200);
        // Nothing is waited for: the answer was the promise.
        serving.kill().await;
        let serving = Serving::start(folder.path(), &["--data", "data"]).await;
        let found = items(&serving, 1).await;
        assert!(found.iter().any(|item| item["title"].as_str().unwrap().contains("Question")), "{found:?}");
        serving.kill().await;
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }
    let serving = Serving::start(folder.path(), &["--data", "data"]).await;
    // Within five minutes of each other they are one item, of which every message is in the trace.
    let id = items(&serving, 1).await[0]["id"].as_str().unwrap().to_owned();
    let mut messages = 0;
    for _ in 0..100 {
        let item = serving.get(&format!("/dev/items/{}", roundup_tests::world::encoded(&id))).await;
        messages = item["trace"].as_array().unwrap().len();
        if messages == 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(messages, 3);
    serving.kill().await;
}

#[tokio::test]
async fn data_folders_are_read_beside_and_after_serve() {
    let folder = folder();
    let serving = Serving::start(folder.path(), &["--data", "data"]).await;
    let said = said("The export stops.", 100);
    assert_eq!(serving.event(&said.written()).await, 200);
    items(&serving, 1).await;
    let id = said.item(HOME);
    for from in [["--url", serving.base.as_str()], ["--data", "data"]] {
        let listed = run(folder.path(), &["items", from[0], from[1]]).await;
        assert_eq!((listed.code, listed.err.as_str()), (0, ""), "{listed:?}");
        assert!(
            listed.out.contains(&id) && listed.out.contains("waiting") && listed.out.contains("The export stops."),
            "{}",
            listed.out
        );
        assert!(!listed.out.contains('\u{1b}'), "no colours where there is no terminal");
        let json = run(folder.path(), &["items", from[0], from[1], "--json"]).await;
        let parsed: Value = serde_json::from_str(&json.out).unwrap();
        assert_eq!(parsed[0]["id"], id);
        let why = run(folder.path(), &["why", &id, from[0], from[1]]).await;
        assert!(why.code == 0 && why.out.contains("clock started") && why.out.contains("never late"), "{why:?}");
        let json = run(folder.path(), &["why", &id, from[0], from[1], "--json"]).await;
        assert_eq!(serde_json::from_str::<Value>(&json.out).unwrap()["trace"].as_array().unwrap().len(), 1);
        for format in ["text", "markdown", "html", "slack", "json"] {
            let digest = run(folder.path(), &["digest", "--format", format, from[0], from[1]]).await;
            assert!(digest.code == 0 && !digest.out.trim().is_empty(), "{format}: {digest:?}");
        }
        let unknown = run(folder.path(), &["why", "github:acme/widgets#999", from[0], from[1]]).await;
        assert_refused(&unknown, 1, &["github:acme/widgets#999", "roundup items"]);
    }
    serving.kill().await;
    let after = run(folder.path(), &["items", "--data", "data", "--json"]).await;
    assert_eq!(serde_json::from_str::<Value>(&after.out).unwrap()[0]["id"], id);
    let gone = run(folder.path(), &["items", "--url", "http://127.0.0.1:1"]).await;
    assert_refused(&gone, 1, &["http://127.0.0.1:1", "roundup serve"]);
    for url in ["nowhere", "mailto:a@b", "http://"] {
        assert_refused(&run(folder.path(), &["items", "--url", url]).await, 1, &["http://127.0.0.1:9000"]);
    }
}

#[tokio::test]
async fn a_second_serve_on_the_same_data_is_refused() {
    let folder = folder();
    let serving = Serving::start(folder.path(), &["--data", "data"]).await;
    let second = run(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--data", "data"]).await;
    assert_refused(&second, 1, &["data", "another `serve`"]);
    serving.kill().await;
    Serving::start(folder.path(), &["--data", "data"]).await.kill().await;
}

#[tokio::test]
async fn what_serve_cannot_use_is_one_line_and_exit_1() {
    let folder = folder();
    let at = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    at("broken.toml", "[team]\nname = \"Acme\"\ntimezone = \"Mars/Olympus\"\ncolour = 1\n[[sources]]\nname = \"x\"\n");
    at("file", "I am a file");
    fs::create_dir(folder.path().join("garbage")).unwrap();
    fs::write(folder.path().join("garbage/table.sqlite"), "I am no database".repeat(500)).unwrap();
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let _held = tokio::net::TcpListener::bind(&taken).await;
    for (args, says) in [
        (vec!["--config", "nowhere.toml"], vec!["nowhere.toml"]),
        (vec!["--config", "."], vec!["."]),
        (vec!["--config", "broken.toml"], vec!["broken.toml:"]),
        (vec!["--data", "file"], vec!["file", "--data"]),
        (vec!["--data", "file/below"], vec!["--data"]),
        (vec!["--data", "garbage"], vec!["garbage", "--data"]),
    ] {
        let all: Vec<&str> = ["serve", "--listen", "127.0.0.1:0"].into_iter().chain(args).collect();
        let refused = tokio::time::timeout(Duration::from_secs(20), run(folder.path(), &all)).await;
        assert_refused(&refused.unwrap_or_else(|_| panic!("{all:?} goes on")), 1, &says);
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_one_line_and_exit_1() {
    let folder = folder();
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for args in [vec!["serve", "--listen", &address], vec!["demo", "--listen", &address]] {
        let refused = tokio::time::timeout(Duration::from_secs(20), run(folder.path(), &args)).await.unwrap();
        assert_refused(&refused, 1, &[&address, "--listen"]);
    }
    assert!(!folder.path().join(".roundup").exists(), "nothing was begun");
}

#[tokio::test]
async fn addresses_of_slack_and_github_that_are_none_are_one_line_and_exit_1() {
    let folder = folder();
    for variable in ["SLACK_API_URL", "GITHUB_API_URL"] {
        let mut command = command(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--data", "data"]);
        command.env(variable, "not a url");
        let refused = tokio::time::timeout(Duration::from_secs(20), ended(command)).await.unwrap();
        assert_refused(&refused, 1, &["not a url", variable]);
    }
}

#[tokio::test]
async fn wrong_usage_is_exit_2() {
    let folder = folder();
    for args in [
        vec!["serve", "--no-such-flag"],
        vec!["no-such-command"],
        vec!["serve", "--listen", "here"],
        vec!["serve", "--clock", "sundial"],
        vec!["serve", "--clock", "manual", "--now", "yesterday"],
        vec!["serve", "--now", "2026-03-02T14:00:00Z"],
        vec!["erase", "--person", "foo"],
        vec!["export", "--format", "csv", "--json"],
        vec!["serve", "--without", "luck"],
        vec!["check"],
        vec!["why"],
        vec!["digest", "--format", "pdf"],
        vec!["items", "--data", "data", "--url", "http://127.0.0.1:9000"],
    ] {
        let ended = run(folder.path(), &args).await;
        assert_eq!(ended.code, 2, "{args:?}: {ended:?}");
        assert!(!ended.err.trim().is_empty() && ended.out.is_empty(), "{args:?}: {ended:?}");
        assert_sane(&ended);
    }
    for args in [vec!["--help"], vec!["--version"], vec!["serve", "--help"]] {
        let ended = run(folder.path(), &args).await;
        assert!(ended.code == 0 && ended.out.contains("roundup"), "{args:?}: {ended:?}");
    }
}

#[tokio::test]
async fn check_names_file_line_and_column() {
    let folder = folder();
    let valid = run(folder.path(), &["check", "roundup.toml"]).await;
    assert_eq!((valid.code, valid.err.as_str()), (0, ""));
    assert!(valid.out.contains("roundup.toml: valid"), "{}", valid.out);

    fs::write(
        folder.path().join("wrong.toml"),
        ACME.replace("timezone = \"America/New_York\"\nslack", "timezone = \"America/Nework\"\nslack")
            .replace("handoff = ", "handof = ")
            .replace("policy = \"office\"", "policy = \"ofice\""),
    )
    .unwrap();
    let wrong = run(folder.path(), &["check", "wrong.toml"]).await;
    assert_eq!(wrong.code, 1, "{wrong:?}");
    let lines: Vec<&str> = wrong.err.lines().chain(wrong.out.lines()).collect();
    assert_eq!(lines.len(), 3, "every error: {lines:#?}");
    for line in &lines {
        let parts: Vec<&str> = line.splitn(4, ':').collect();
        assert_eq!(parts[0], "wrong.toml", "{line}");
        assert!(parts[1].parse::<usize>().unwrap() > 1 && parts[2].parse::<usize>().unwrap() >= 1, "{line}");
        let (what, right) = parts[3].split_once("; ").unwrap_or_else(|| panic!("what would be right? {line}"));
        assert!(what.starts_with(' ') && !right.trim().is_empty(), "{line}");
    }
    assert!(lines[0].starts_with("wrong.toml:4:"), "{}", lines[0]);
    assert!(lines[1].contains("handoff"), "{}", lines[1]);
    assert_sane(&wrong);
    assert_refused(&run(folder.path(), &["check", "nowhere.toml"]).await, 1, &["nowhere.toml"]);
}

#[tokio::test]
async fn reading_where_nothing_is_says_so() {
    let folder = folder();
    fs::create_dir(folder.path().join("empty")).unwrap();
    for data in ["nowhere", "empty", "roundup.toml"] {
        for args in [vec!["items", "--data", data], vec!["why", "x", "--data", data], vec!["digest", "--data", data]] {
            assert_refused(&run(folder.path(), &args).await, 1, &[data]);
        }
    }
    assert!(!folder.path().join("nowhere").exists() && fs::read_dir(folder.path().join("empty")).unwrap().next().is_none());
}

fn shell(folder: &Path, script: &str) -> tokio::process::Command {
    let mut command = tokio::process::Command::new("sh");
    command.current_dir(folder).arg("-c").arg(script).env_clear().env("PATH", "/usr/bin:/bin").env("ROUNDUP", binary::path());
    command.env("RUST_BACKTRACE", "1").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[tokio::test]
async fn the_demo_runs_prints_the_agenda_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let demo = run(folder.path(), &["demo", "--exit"]).await;
    assert_eq!((demo.code, demo.err.as_str()), (0, ""));
    for part in ["Monday 2 March", "Dana Whitfield", "Acme Roundup", "PULL REQUEST", "BUG"] {
        assert!(demo.out.contains(part), "{part}");
    }
    assert!(!demo.out.contains('\u{1b}'), "no colours where there is no terminal");
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none(), "a file is left behind");
    let again = run(folder.path(), &["demo", "--exit"]).await;
    assert_eq!(again.out, demo.out, "it tells the same story every time");
}

#[tokio::test]
async fn whoever_stops_reading_has_read_enough() {
    let folder = folder();
    let serving = Serving::start(folder.path(), &["--data", "data"]).await;
    assert_eq!(serving.event(&said("The export stops.", 100).written()).await, 200);
    items(&serving, 1).await;
    for script in [
        "$ROUNDUP demo --exit | head -n 1",
        "$ROUNDUP items --data data | true",
        "$ROUNDUP digest --data data | head -c 1",
        "$ROUNDUP check roundup.toml | true",
        "$ROUNDUP --help | true",
        "$ROUNDUP check nowhere.toml 2>&1 | true",
    ] {
        let ended = ended(shell(folder.path(), script)).await;
        assert_sane(&ended);
        assert_eq!(ended.err, "", "{script}");
    }
    serving.kill().await;
}

#[tokio::test]
async fn a_terminal_gets_colours_unless_no_color_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let has_script = ended(shell(folder.path(), "command -v script >/dev/null && echo yes || echo no")).await;
    if has_script.out.trim() != "yes" {
        println!("skipped: there is no `script` to make a terminal");
        return;
    }
    for (environment, colours) in [("NO_COLOR= ", true), ("", true), ("NO_COLOR=1 ", false)] {
        let ended =
            ended(shell(folder.path(), &format!("{environment}TERM=xterm script -qec \"$ROUNDUP demo --exit\" /dev/null"))).await;
        assert_eq!(ended.out.contains("\u{1b}["), colours, "{environment:?}");
    }
}

#[tokio::test]
async fn serve_calls_the_slack_and_the_github_that_the_environment_names() {
    let journal = Journal::new(Arc::new(system_now));
    let (slack, github) = (SlackStandIn::new(&journal, HOME), GithubStandIn::new(&journal));
    slack.token("xoxb-of-home", HOME).token("xoxb-of-all-others", CLOUDS).permissive(true);
    github.permissive(true);
    let (slack_address, _) = roundup_standins::serve(slack.router()).await.unwrap();
    let (github_address, _) = roundup_standins::serve(github.router()).await.unwrap();
    let folder = folder();
    let start = ["serve", "--listen", "127.0.0.1:0", "--clock", "manual", "--now", NOW];
    let mut command = command(folder.path(), &start);
    // With and without a slash at the end.
    command
        .env("SLACK_API_URL", format!("http://{slack_address}/api"))
        .env("GITHUB_API_URL", format!("http://{github_address}/"));
    command
        .env("SLACK_BOT_TOKEN", "xoxb-of-all-others")
        .env("SLACK_BOT_TOKEN_T0STAFF01", "xoxb-of-home")
        .env("GITHUB_TOKEN", "ghp_1");
    let serving = Serving::of(command).await;
    for (channel, ts) in [(GLOBEX, "1772460000.000100"), (COMMUNITY, "1772460000.000200")] {
        let said = Said { channel: channel.to_owned(), ts: ts.to_owned(), ..said("The export stops.", 100) };
        assert_eq!(serving.event_at(&said.written(), NOW.parse().unwrap()).await, 200);
    }
    serving.advance("25h").await;
    let posted: Vec<_> = slack.calls().into_iter().filter(roundup_tests::told::is_message).collect();
    assert_eq!(posted.len(), 6, "two reminders and an escalation each");
    assert!(posted.iter().all(|call| call.team.as_deref() == Some(HOME)));
    assert!(slack.calls().iter().any(|call| call.method == "users.info" && call.team.as_deref() == Some(CLOUDS)));
    assert_eq!(serving.get("/dev/calls").await, serde_json::json!([]), "they are not its own");
    serving.kill().await;
}

#[tokio::test]
async fn without_signing_secrets_everything_is_turned_away_and_serve_says_so() {
    let folder = folder();
    let mut command = command(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--data", "data"]);
    command.env_remove("SLACK_SIGNING_SECRET").env("GITHUB_WEBHOOK_SECRET", "");
    let mut serving = Serving::of(command).await;
    assert_eq!(serving.event(&said("The export stops.", 100).written()).await, 401);
    let mut errors = serving.child.stderr.take().unwrap();
    serving.kill().await;
    let mut text = String::new();
    errors.read_to_string(&mut text).await.unwrap();
    assert!(text.contains("SLACK_SIGNING_SECRET is not set") && text.contains("GITHUB_WEBHOOK_SECRET is not set"), "{text}");
}

#[tokio::test]
async fn serve_stops_politely_and_starts_with_a_manual_clock_in_memory() {
    let folder = folder();
    let mut serving =
        Serving::start(folder.path(), &["--clock", "manual", "--now", "2026-03-02T14:00:00Z", "--without", "scheduler,ttl"])
            .await;
    let state = serving.get("/dev/state").await;
    assert_eq!((state["now"].as_str(), state["manual"].as_bool()), (Some("2026-03-02T14:00:00Z"), Some(true)));
    assert!(!folder.path().join(".roundup").exists(), "a manual clock keeps nothing");
    let id = serving.child.id().unwrap();
    let killed = ended(shell(folder.path(), &format!("kill -TERM {id}"))).await;
    assert_eq!(killed.code, 0);
    let status = tokio::time::timeout(Duration::from_secs(10), serving.child.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
}
