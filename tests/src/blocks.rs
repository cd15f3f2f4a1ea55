//! The judge of Slack messages that lies beside the repository, where it lies there and `python3` can run it.

use roundup_standins::Call;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

fn judge() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/check_blocks.py"))
}

/// What is wrong with the messages among these calls; none where nothing is, or nobody can say.
/// `user_texts`: what others wrote, which must not appear unescaped. Only staff may be mentioned.
#[must_use]
pub fn faults(calls: &[Call], user_texts: &[String]) -> Option<String> {
    let mut messages: Vec<String> = calls
        .iter()
        .filter(|call| call.method.starts_with("chat."))
        .map(|call| json!({"method": "POST", "path": call.path, "body": call.body}).to_string())
        .collect();
    messages.sort();
    messages.dedup();
    if messages.is_empty() || !judge().is_file() {
        return None;
    }
    let mut command = Command::new("python3");
    command.arg(judge()).args(["--strict", "--core", "--allow", "<@U0STAFF0[0-9]>"]);
    for text in user_texts.iter().filter(|text| text.contains(['&', '<', '>'])) {
        command.arg(format!("--user-text={text}"));
    }
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else { return None };
    child.stdin.take().unwrap().write_all(messages.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let judged_none = said.contains("# 0 payload");
    (judged_none || !output.status.success()).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use serde_json::{Value, json};

    fn posted(text: &str, block: &str) -> Call {
        let section = json!({"type": "section", "text": {"type": "mrkdwn", "text": block}});
        Call {
            api: "slack",
            at: Timestamp::UNIX_EPOCH,
            method: "chat.postMessage".to_owned(),
            path: "/api/chat.postMessage".to_owned(),
            team: None,
            body: json!({"channel": "C0HELP001", "text": text, "blocks": [section]}),
            status: 200,
            answer: Value::Null,
            fault: None,
        }
    }

    #[test]
    fn the_judge_finds_what_is_wrong_and_nothing_else() {
        if !judge().is_file() || Command::new("python3").arg("--version").output().is_err() {
            println!("skipped: there is no judge of Slack messages");
            return;
        }
        let users = ["a < b".to_owned()];
        assert_eq!(faults(&[posted("fine", "<@U0STAFF01> *fine* a &lt; b")], &users), None);
        for wrong in [
            posted("<!channel>", "x"),
            posted("x", "<@U0GLOBEX1>"),
            posted("x", "a < b"),
            posted("x", &"x".repeat(3_001)),
            posted("", "x"),
        ] {
            assert!(faults(std::slice::from_ref(&wrong), &users).is_some(), "{}", wrong.body);
        }
    }
}
