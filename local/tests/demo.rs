//! `roundup demo`: what it tells, and the console that it leaves one with.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A demo that was played and serves its console.
struct Demo {
    process: Child,
    base: String,
    /// What it printed.
    told: Vec<String>,
}

impl Demo {
    fn play() -> Self {
        let mut demo = Command::new(env!("CARGO_BIN_EXE_roundup"));
        demo.args(["demo", "--listen", "127.0.0.1:0"]).env("NO_COLOR", "1").stdout(Stdio::piped());
        let mut process = demo.spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut demo = Self { process, base: String::new(), told: Vec::new() };
        for line in lines.map_while(Result::ok) {
            if let Some(base) = line.strip_prefix("The console is at ").and_then(|rest| rest.split(' ').next()) {
                demo.base = base.to_owned();
                return demo;
            }
            demo.told.push(line);
        }
        panic!("it ended before its console was there:\n{}", demo.told.join("\n"));
    }

    fn tells(&self, text: &str) -> bool {
        self.told.iter().any(|line| line.contains(text))
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        roundup_http::client().unwrap().get(format!("{}{path}", self.base)).send().await.unwrap()
    }

    async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path).await.text().await.unwrap()).unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The values of a key in a list.
fn all<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().filter_map(|one| one[key].as_str()).collect()
}

#[tokio::test]
async fn the_demo_tells_a_fortnight_of_triage_and_ends_with_an_agenda_in_full_forms() {
    let demo = Demo::play();
    for line in [
        "☎ Ada Okafor is on call now",
        "Ada Okafor (Acme) presses [Claim] in a message from Roundup",
        "↳ claimed it",
        "✉ to Ben Larsen: Ada Okafor asks for your help with an answer to Farah Haddad (Initech)",
        "✉ to Ada Okafor: Ben Larsen answered your question",
        "↳ answered by a comment after 1d 1h, late by 1h 50m",
        "↳ filled in the form: bug, ready for the Roundup",
        "⚙ on GitHub: #412 gets the label Ready for roundup",
        "Ben Larsen (Acme) presses [Accept]",
        "↳ noted the decision of the Roundup of 2026-03-10: do it",
        "⚙ on GitHub: #288 gets the label Ready for roundup",
        "Cleo Marchetti (Acme) types /roundup take 17:00",
        "✉ to Cleo Marchetti alone: 📟 You are on call now",
        "☎ Cleo Marchetti is on call now, after Ben Larsen",
        "⚙ on GitHub: #437 is assigned to ben-acme",
        "↳ marked it the same as github:acme/widgets#412",
        "↳ marked it ready for the Roundup",
        "✉ to Ada Okafor: Back from snoozing: Could exports call a webhook",
        "✉ to Cleo Marchetti: 📟 @Ada Okafor has not accepted the hand-off",
        "✉ by email to team@acme.test: Acme Roundup, Tue 10 Mar",
        // The agenda.
        "PULL REQUEST: (Ivo Petrov, Hooli)",
        "Low risk: can be merged on the spot",
        "BUG: (Gus Lindqvist)",
        "An answer came late",
        "Carried over since 3 Mar 2026",
        "Also asked for by Erik Sandoval (Globex)",
        "FEATURE REQUEST: (Dana Whitfield, Globex)",
        "There is already https://github.com/acme/widgets/issues/288",
        "QUESTION: (Kai Nakamura)",
        "Do it: Retry part uploads with jittered backoff",
        "answered 16 h 10 min after it was due",
        "Lena Ortiz, Umbra Press: a merged pull request, for the first time",
        "Administration › Audit log",
        "10 Mar 2026",
    ] {
        assert!(demo.tells(line), "{line}\n{}", demo.told.join("\n"));
    }
    assert!(!demo.tells("(missing)"), "every form is complete");
    assert!(!demo.told.iter().any(|line| line.contains("U0STAFF0") || line.contains("<@")), "people have names");
}

#[tokio::test]
async fn the_console_shows_what_was_sent_where_what_comes_and_the_roundup_in_every_form() {
    let demo = Demo::play();
    let state = demo.json("dev/state").await;
    assert_eq!((&state["on_call"]["name"], &state["on_call"]["instead_of"]), (&"Ada Okafor".into(), &Value::Null));
    let acts: BTreeSet<&str> = all(&state["sent"], "act").into_iter().chain(all(&state["sent_besides"], "act")).collect();
    let expected = [
        "agenda",
        "ask",
        "escalate",
        "escalate_to_lead",
        "hand_off",
        "not_accepted",
        "on_call",
        "prepare",
        "remind",
        "reply",
        "wake",
    ];
    assert_eq!(acts, BTreeSet::from(expected));
    assert_eq!(all(&state["mails"], "subject"), ["Acme Roundup, Tue 3 Mar: 1 item", "Acme Roundup, Tue 10 Mar: 5 items"]);
    let besides = all(&state["sent_besides"], "at");
    assert!(besides.windows(2).all(|pair| pair[0] >= pair[1]), "the newest first: {besides:?}");
    assert_eq!(all(&state["sent_besides"], "act").iter().filter(|act| **act == "agenda").count(), 2, "one for each thread");
    let of = |key: &str| state["items"].as_array().unwrap().iter().filter(|item| !item[key].is_null()).count();
    assert_eq!((of("claimed_by") > 0, of("snoozed_until"), of("same_as")), (true, 1, 1));

    let page = demo.get("").await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-src 'self'"));
    let html = page.text().await.unwrap();
    assert_eq!((html.matches("<script>").count(), html.matches("</script>").count()), (1, 1));
    for frame in html.split("<iframe ").skip(1) {
        let frame = frame.split('>').next().unwrap();
        assert!(frame.contains("sandbox=\"") && !frame.contains("allow-scripts"), "{frame}");
    }
    for (path, kind) in [
        ("dev/digest?format=slack", "application/json"),
        ("dev/digest?format=email", "text/html; charset=utf-8"),
        ("dev/digest?format=html", "text/html; charset=utf-8"),
        ("dev/mail/1", "text/html; charset=utf-8"),
    ] {
        let answer = demo.get(path).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()), (200, kind), "{path}");
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'; img-src data:;"), "{path}: {policy}");
    }
    let mail = demo.get("dev/mail/1").await.text().await.unwrap();
    assert!(mail.contains("data:image/png;base64,") && !mail.contains("cid:"), "its pictures are in it");
    for path in ["dev/mail/2", "dev/mail/-1", "dev/mail/x"] {
        assert_eq!(demo.get(path).await.status().as_u16(), 404, "{path}");
    }
}
