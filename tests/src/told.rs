//! What Roundup told people: the calls that posted or changed a message, in one line each.

use crate::configuration::{COMMUNITY, GLOBEX, INITECH, INTERNAL, OFFICE, UNSHARED};
use crate::world::World;
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

/// Whether the call does anything but look in a channel where customers or the community are.
#[must_use]
pub fn disturbs_customers(call: &Call) -> bool {
    let theirs = [GLOBEX, INITECH, UNSHARED, COMMUNITY, OFFICE];
    let looks = ["conversations.info", "conversations.history", "conversations.replies", "chat.getPermalink"];
    let channel = ["channel", "channels"].into_iter().find_map(|name| call.body[name].as_str());
    channel.is_some_and(|channel| theirs.contains(&channel)) && !looks.contains(&call.method.as_str())
}

/// Whether it is part of the weekly agenda.
#[must_use]
pub fn is_agenda(call: &Call) -> bool {
    has_key(call, "roundup:")
}

/// Whether it is a message of a hand-off, or says that there will be one.
#[must_use]
pub fn is_handoff(call: &Call) -> bool {
    has_key(call, "handoff:") || has_key(call, "oncall/")
}

/// Whether it is the preparation of a Roundup.
#[must_use]
pub fn is_preparation(call: &Call) -> bool {
    has_key(call, "prepare:")
}

/// Whether the key in a message's metadata begins like this.
fn has_key(call: &Call, prefix: &str) -> bool {
    call.body["metadata"]["event_payload"]["key"].as_str().is_some_and(|key| key.starts_with(prefix))
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
        _ if text.contains("has not accepted") => "warns",
        _ if text.starts_with("You are on call") => "hands over to",
        _ if text.contains("has taken over from you") => "relieves",
        _ if text.contains("has put *you on call*") => "puts on call",
        _ if text.contains("No answer yet") => "escalates to",
        _ if text.contains("wait") => "reminds",
        _ => "says to",
    };
    format!("{verb} {}", call.body["channel"].as_str().unwrap())
}

impl World {
    /// The messages that were posted or changed so far, but for the agenda's and the hand-offs', as calls.
    #[must_use]
    pub fn messages(&self) -> Vec<Call> {
        let is_about_items = |call: &Call| is_message(call) && !is_agenda(call) && !is_handoff(call) && !is_preparation(call);
        self.slack.calls().into_iter().filter(is_about_items).collect()
    }

    /// The same, a line each: `Tue 10:00 reminds U0STAFF01`.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        self.messages().iter().map(line).collect()
    }

    /// The same without times, sorted.
    #[must_use]
    pub fn deeds(&self) -> Vec<String> {
        let mut deeds: Vec<String> = self.messages().iter().map(deed).collect();
        deeds.sort();
        deeds
    }

    /// The messages of hand-offs that were posted or changed so far, but for what the internal channel is told of each, a line
    /// each: `Mon 13:00 hands over to U0STAFF02`.
    #[must_use]
    pub fn handoffs(&self) -> Vec<String> {
        let is_to_somebody = |call: &&Call| is_message(call) && is_handoff(call) && call.body["channel"] != INTERNAL;
        self.slack.calls().iter().filter(is_to_somebody).map(line).collect()
    }
}
