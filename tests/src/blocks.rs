//! The judge of Slack messages that lies beside the repository, where it lies there and `python3` can run it.

use roundup_standins::Call;
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

fn judge() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/check_blocks.py"))
}

/// The calls that show people something.
const SHOWING: [&str; 7] =
    ["chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.push", "views.update", "views.publish"];

/// What is wrong with what people are shown: the messages and views among these calls, and the answers to what they did
/// (to commands, forms and searches); none where nothing is, or nobody can say. `user_texts`: what others wrote, which must
/// not appear unescaped. Only staff may be mentioned.
#[must_use]
pub fn faults(calls: &[Call], answers: &[Value], user_texts: &[String]) -> Option<String> {
    let called = calls.iter().filter(|call| SHOWING.contains(&call.method.as_str()));
    let called = called.map(|call| json!({"method": "POST", "path": call.path, "body": call.body}).to_string());
    let answered = answers.iter().filter_map(shown).map(|body| json!({"method": "POST", "path": "/__response", "body": body}));
    let mut shown: Vec<String> = called.chain(answered.map(|answer| answer.to_string())).collect();
    shown.sort();
    shown.dedup();
    if shown.is_empty() || !judge().is_file() {
        return None;
    }
    let mut command = Command::new("python3");
    command.arg(judge()).args(["--strict", "--core", "--allow", "<@(U0STAFF0[0-9]|U0OSQADA1)>"]);
    for text in user_texts.iter().filter(|text| text.contains(['&', '<', '>'])) {
        command.arg(format!("--user-text={text}"));
    }
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else { return None };
    child.stdin.take().unwrap().write_all(shown.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let judged_none = said.contains("# 0 payload");
    (judged_none || !output.status.success()).then_some(said)
}

/// An answer as the judge knows it. It knows none to a search: what is found is judged as what it will be, options of a
/// menu; that there are none is nothing to judge.
fn shown(answer: &Value) -> Option<Value> {
    let Some(options) = answer["options"].as_array() else { return Some(answer.clone()) };
    let text = |text: &str| json!({"type": "plain_text", "text": text});
    let menu = json!({"type": "static_select", "action_id": "found", "options": options});
    let blocks = json!([{"type": "input", "block_id": "found", "label": text("Found"), "element": menu}]);
    let view = json!({"type": "modal", "title": text("Search"), "submit": text("Choose"), "blocks": blocks});
    (!options.is_empty()).then(|| json!({"response_action": "update", "view": view}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn called(method: &str, body: Value) -> Call {
        Call {
            api: "slack",
            at: Timestamp::UNIX_EPOCH,
            method: method.to_owned(),
            path: format!("/api/{method}"),
            team: None,
            body,
            status: 200,
            answer: Value::Null,
            fault: None,
        }
    }

    fn section(text: &str) -> Value {
        json!({"type": "section", "text": {"type": "mrkdwn", "text": text}})
    }

    fn posted(text: &str, block: &str) -> Call {
        called("chat.postMessage", json!({"channel": "C0HELP001", "text": text, "blocks": [section(block)]}))
    }

    fn opened(title: &str, block: &str) -> Call {
        let view = json!({"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": [section(block)]});
        called("views.open", json!({"trigger_id": "1.2.3", "view": view}))
    }

    fn home(block: &str) -> Call {
        called("views.publish", json!({"user_id": "U0STAFF01", "view": {"type": "home", "blocks": [section(block)]}}))
    }

    fn said(text: &str) -> Value {
        json!({"response_type": "ephemeral", "text": text, "blocks": [section(text)]})
    }

    fn found(label: &str) -> Value {
        json!({"options": [{"text": {"type": "plain_text", "text": label}, "value": "x"}]})
    }

    #[test]
    fn the_judge_finds_what_is_wrong_and_nothing_else() {
        if !judge().is_file() || Command::new("python3").arg("--version").output().is_err() {
            println!("skipped: there is no judge of Slack messages");
            return;
        }
        let users = ["a < b".to_owned()];
        let fine = "<@U0STAFF01> *fine* a &lt; b";
        let calls = [posted("fine", fine), opened("Why", fine), home(fine)];
        let answers =
            [said(fine), json!({"response_action": "errors", "errors": {"until": "x"}}), found("x"), json!({"options": []})];
        assert_eq!(faults(&calls, &answers, &users), None);
        let long = "x".repeat(3_001);
        for wrong in [
            posted("<!channel>", "x"),
            posted("x", "<@U0GLOBEX1>"),
            posted("x", "a < b"),
            posted("x", &long),
            posted("", "x"),
            opened("Longer than a title may be", "x"),
            opened("Why", "a < b"),
            home("<@U0GLOBEX1>"),
        ] {
            assert!(faults(std::slice::from_ref(&wrong), &[], &users).is_some(), "{}", wrong.body);
        }
        for wrong in [
            said("a < b"),
            said("<@U0GLOBEX1>"),
            said(&long),
            json!({"response_action": "errors", "errors": {}}),
            json!({"response_action": "update", "view": {"type": "modal"}}),
            found(&"x".repeat(76)),
            found(""),
        ] {
            assert!(faults(&[], std::slice::from_ref(&wrong), &users).is_some(), "{wrong}");
        }
    }
}
