//! What Roundup told people: the calls that posted or changed a message, in one line each.

use jiff::Timestamp;
use roundup_standins::Call;

/// `Tue 10:00`, UTC; with seconds where there are any.
#[must_use]
pub fn short(at: Timestamp) -> String {
    let exact = at.as_second() % 60 == 0;
    at.strftime(if exact { "%a %H:%M" } else { "%a %H:%M:%S" }).to_string()
}

/// Whether the call put a message into Slack or changed one, whatever became of the answer.
#[must_use]
pub fn is_message(call: &Call) -> bool {
    matches!(call.method.as_str(), "chat.postMessage" | "chat.update") && call.answer["ok"] == true
}

/// Whether it is part of the weekly agenda.
#[must_use]
pub fn is_agenda(call: &Call) -> bool {
    call.body["metadata"]["event_payload"]["key"].as_str().is_some_and(|key| key.starts_with("roundup:"))
}

/// `Tue 10:00 reminds U0STAFF01`, `Tue 14:00 escalates to C0HELP001`, `Tue 15:00 edits D0STAFF01`.
#[must_use]
pub fn line(call: &Call) -> String {
    format!("{} {}", short(call.at), deed(call))
}

/// The same without the time.
#[must_use]
pub fn deed(call: &Call) -> String {
    let text = call.body["text"].as_str().unwrap();
    let verb = match call.method.as_str() {
        "chat.update" => "edits",
        _ if text.contains("No answer yet") => "escalates to",
        _ if text.contains("wait") => "reminds",
        _ => "says to",
    };
    format!("{verb} {}", call.body["channel"].as_str().unwrap())
}
