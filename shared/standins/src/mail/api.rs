//! What "SendEmail" does (Amazon SES API v2).

use super::{MailStandIn, ReceivedMail, State};
use crate::fault::Fault;
use crate::journal::Call;
use crate::locked;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Recipients of one mail, at most (Amazon SES, "Service quotas").
const MOST_RECIPIENTS: usize = 50;
/// The longest line, with its end (Amazon SES API v2, "RawMessage").
const LONGEST_LINE: usize = 1_000;
/// Headers that a mail must not have twice, as many of them as Roundup might send (Amazon SES, "Header fields").
const ONCE: [&str; 10] = [
    "auto-submitted",
    "content-type",
    "date",
    "from",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "message-id",
    "mime-version",
    "reply-to",
    "subject",
];

/// An answer: HTTP status, error type, body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) error: Option<String>,
    pub(super) body: Value,
}

fn refused(status: u16, error: &str, message: &str) -> Answer {
    Answer { status, error: Some(error.to_owned()), body: json!({"message": message}) }
}

fn bad(message: &str) -> Answer {
    refused(400, "BadRequestException", message)
}

impl MailStandIn {
    /// Carries out a request, and writes it down; none if its answer gets lost.
    pub(super) fn answer(&self, path: &str, body: &Value) -> Option<Answer> {
        let state = &mut *locked(&self.state);
        let fault = state.faults.take("SendEmail");
        let answer = match &fault {
            Some(Fault::RateLimit(_)) => refused(429, "TooManyRequestsException", "Maximum sending rate exceeded."),
            Some(Fault::ServerError) => refused(503, "ServiceUnavailableException", "Service unavailable."),
            Some(Fault::Refused(code)) => refused(400, code, "Refused."),
            None | Some(Fault::CarriedOutThenCut) => self.send(state, body),
        };
        self.journal.write(Call {
            api: "ses",
            at: self.journal.now(),
            method: "SendEmail".into(),
            path: path.to_owned(),
            team: None,
            body: shown(body),
            status: answer.status,
            answer: answer.body.clone(),
            fault: fault.as_ref().map(Fault::name),
        });
        (fault != Some(Fault::CarriedOutThenCut)).then_some(answer)
    }

    fn send(&self, state: &mut State, body: &Value) -> Answer {
        let recipients = recipients(body);
        if recipients.is_empty() || recipients.len() > MOST_RECIPIENTS {
            return bad("Recipient count has to be between 1 and 50.");
        }
        let data = body["Content"]["Raw"]["Data"].as_str();
        let Some(raw) = data.and_then(|data| STANDARD.decode(data).ok()) else {
            return bad("Content has to have a raw message.");
        };
        if !raw.is_ascii() || raw.split_inclusive(|byte| *byte == b'\n').any(|line| line.len() > LONGEST_LINE) {
            return bad("Lines have to be of 1,000 characters at most, in ASCII.");
        }
        let Some(mail) = ReceivedMail::read(self.journal.now(), raw) else {
            return bad("The message has to have a sender, recipients, a text and HTML.");
        };
        if let Some(header) = doubled(&mail) {
            return bad(&format!("Duplicate header '{header}'."));
        }
        if body["FromEmailAddress"].as_str().is_some_and(|from| from != mail.from) {
            return bad("FromEmailAddress and the header From differ.");
        }
        let number = self.keep(state, ReceivedMail { to: recipients, ..mail });
        Answer { status: 200, error: None, body: json!({"MessageId": format!("{number:016x}-stand-in-000000")}) }
    }
}

/// The envelope's recipients, who get the mail whatever its header says.
fn recipients(body: &Value) -> Vec<String> {
    let of = |kind: &str| body["Destination"][kind].as_array().cloned().unwrap_or_default();
    let all = ["ToAddresses", "CcAddresses", "BccAddresses"].into_iter().flat_map(of);
    all.filter_map(|address| address.as_str().map(str::to_owned)).collect()
}

fn doubled(mail: &ReceivedMail) -> Option<String> {
    let mut seen = BTreeSet::new();
    let names = mail.headers.iter().map(|(name, _)| name.to_lowercase());
    names.filter(|name| ONCE.contains(&name.as_str())).find(|name| !seen.insert(name.clone()))
}

/// A request as the journal keeps it: without the message, which is long.
fn shown(body: &Value) -> Value {
    let length = body["Content"]["Raw"]["Data"].as_str().map(str::len);
    json!({
        "FromEmailAddress": body["FromEmailAddress"], "Destination": body["Destination"],
        "Content": {"Raw": {"base64_characters": length}},
    })
}
