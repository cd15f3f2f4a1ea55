//! `roundup erase` on a data folder, down to the bytes of its files; and what else is done with a folder that has something in
//! it.
#![allow(clippy::unwrap_used)]

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const SECRET: &str = "github-secret";
const WORDS: &str = "Zanzibar-quince-telescope";

fn roundup(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundup"));
    command.current_dir(folder).args(arguments).env_clear().env("GITHUB_WEBHOOK_SECRET", SECRET);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    roundup(folder, arguments).output().unwrap()
}

/// What a command prints that succeeds.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A `serve`, and where it listens.
struct Serving(Child, String);

impl Serving {
    fn start(folder: &Path) -> Self {
        let mut serve = roundup(folder, &["serve", "--listen", "127.0.0.1:0", "--data", "data"]);
        let mut process = serve.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.strip_prefix("roundup serves at ").and_then(|rest| rest.split(';').next()).unwrap().to_owned();
        Self(process, base)
    }

    /// Delivers an issue that somebody opens now, and waits until it is an item.
    async fn issue(&self, number: u64, login: &str, words: &str) {
        let now = roundup_runtime::environment::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let url = format!("https://github.com/acme/widgets/issues/{number}");
        let user = json!({"login": login, "id": 500 + number, "type": "User"});
        let issue = json!({
            "id": 9_000 + number, "node_id": format!("I_{number}"), "number": number, "title": format!("{words} fails"),
            "body": format!("How do I use the {words}?"), "user": user, "state": "open", "created_at": now, "updated_at": now,
            "html_url": url, "labels": [], "author_association": "NONE", "comments": 0,
        });
        let owner = json!({"login": "acme", "id": 2, "type": "Organization"});
        let repository = json!({"id": 1, "name": "widgets", "full_name": "acme/widgets", "owner": owner, "private": false});
        let body = json!({"action": "opened", "issue": issue, "repository": repository, "sender": user}).to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let client = roundup_http::client().unwrap();
        let request = client.post(format!("{}/github/webhook", self.1)).header("x-github-event", "issues");
        let request = request.header("x-github-delivery", format!("d{number}")).header("content-type", "application/json");
        let sent = request.header("x-hub-signature-256", format!("sha256={signature}")).body(body).send().await.unwrap();
        assert_eq!(sent.status(), 200);
        for _ in 0..100 {
            let items = client.get(format!("{}/dev/items", self.1)).send().await.unwrap().text().await.unwrap();
            if items.contains(&format!("acme/widgets#{number}")) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("#{number} is no item after ten seconds");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder in whose `data` there are items of two people, and two mails beside a file that is no mail.
async fn folder_with_two_items() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../roundup.example.toml");
    fs::copy(example, folder.path().join("roundup.toml")).unwrap();
    let serving = Serving::start(folder.path());
    serving.issue(7, "octocat", WORDS).await;
    serving.issue(8, "mona", "Compass").await;
    drop(serving);
    let mail = folder.path().join("data/mail");
    for name in ["2026-03-03T180000.000000000Z.eml", "2026-03-10T180000.000000000Z.eml", "notes.txt"] {
        fs::write(mail.join(name), format!("Subject: Roundup\r\n\r\n{WORDS}\r\n")).unwrap();
    }
    folder
}

/// Whether a text is in any of the table's files, as it stands.
fn is_in_table(folder: &Path, text: &str) -> bool {
    let files = ["table.sqlite", "table.sqlite-wal"].map(|name| fs::read(folder.join("data").join(name)).unwrap_or_default());
    files.iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

#[tokio::test]
async fn what_was_erased_is_in_no_file_and_the_rest_is_there() {
    let folder = folder_with_two_items().await;
    let erase = ["erase", "--person", "github:octocat", "--data", "data"];
    assert!(is_in_table(folder.path(), WORDS));
    let would = printed(folder.path(), &[&erase[..], &["--dry-run"]].concat());
    assert!(would.contains("and all 2 kept mails, any of which may name them. Nothing was erased."), "{would}");
    assert!(is_in_table(folder.path(), WORDS), "it was only asked");
    let erased = printed(folder.path(), &[&erase[..], &["--yes"]].concat());
    assert!(erased.contains("1 item") && erased.contains("and all 2 kept mails"), "{erased}");
    for words in [WORDS, "Zanzibar"] {
        assert!(!is_in_table(folder.path(), words), "{words} is left");
    }
    let left: Vec<_> = fs::read_dir(folder.path().join("data/mail")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["notes.txt"], "what is no mail of ours is left alone");
    let items: Value = serde_json::from_str(&printed(folder.path(), &["items", "--data", "data", "--json"])).unwrap();
    assert_eq!((items.as_array().unwrap().len(), items[0]["id"].as_str()), (1, Some("github:acme/widgets#8")));
    let again = printed(folder.path(), &[&erase[..], &["--yes"]].concat());
    assert_eq!(again, "Nothing is stored of github:octocat.\n");
    // The stream goes on where it was.
    let serving = Serving::start(folder.path());
    serving.issue(9, "mona", "Sextant").await;
}

#[tokio::test]
async fn a_folder_is_read_by_any_name_of_an_item_and_what_cannot_be_written_is_an_error() {
    let folder = folder_with_two_items().await;
    for named in [
        "github:acme/widgets#7",
        "GitHub:Acme/Widgets#7",
        "acme/widgets#7",
        "https://github.com/acme/widgets/issues/7",
        "https://github.com/Acme/widgets/pull/7#issuecomment-1",
    ] {
        let why = printed(folder.path(), &["why", named, "--data", "data"]);
        assert!(why.contains("github:acme/widgets#7") && why.contains("clock started"), "{named}: {why}");
    }
    let unknown = run(folder.path(), &["why", "https://github.com/acme/widgets/issues/77", "--data", "data"]);
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("there is no item https://github.com/acme/widgets/issues/77"));
    for command in
        [&["items"][..], &["items", "--json"], &["why", "acme/widgets#7"], &["digest"], &["export"], &["export", "--facts"]]
    {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let full = roundup(folder.path(), &[command, &["--data", "data"]].concat()).stdout(full).output().unwrap();
        let said = String::from_utf8(full.stderr).unwrap();
        assert_eq!((full.status.code(), said.lines().count()), (Some(1), 1), "{command:?}: {said}");
        assert!(said.contains("the output cannot be written: No space left on device"), "{said}");
    }
}
