//! A mail, and what it has to be like.

use crate::error::MailError;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// How many recipients SES takes (Amazon SES, "Service quotas": recipients per message).
const MOST_RECIPIENTS: usize = 50;
/// The longest address, in characters (RFC 5321, 4.5.3.1.3: a path, less its brackets).
const LONGEST_ADDRESS: usize = 254;
/// The longest id or URL, which no header can break, in characters: a line may have 998 (RFC 5322, 2.1.1), with its name.
const LONGEST_ATOM: usize = 900;

/// A mail to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    /// The sender's address, verified with SES (`roundup@acme.test`).
    pub from: String,
    /// What the sender is called beside the address.
    pub from_name: Option<String>,
    /// The recipients' addresses, 1 to 50. All of them see all of them.
    pub to: Vec<String>,
    /// The subject, on one line: white space and control characters of any number become one space.
    pub subject: String,
    /// The mail for who reads text. Line ends of any kind are one; other control characters than tabs are left out.
    pub text: String,
    /// The same for who reads HTML. What is said of `text` goes for it too.
    pub html: String,
    /// The pictures that the HTML shows by `<img src="cid:…">`.
    pub images: Vec<Image>,
    /// Where one unsubscribes: `mailto:…` or `https://…`. Behind `https` a POST has to do it, at once (RFC 8058).
    pub unsubscribe: Option<String>,
    /// What names this mail among all, such as `agenda.2026-03-03@acme.test`: who gets a mail of this id twice is shown one.
    /// SES gives the mails it sends ids of its own instead, so this works for mails kept by the local process alone (Amazon
    /// SES, "Header fields").
    pub message_id: String,
    /// The time of writing, which SES replaces by that of acceptance. Whole seconds, shown in UTC.
    pub date: Timestamp,
}

/// A picture that is part of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its name in the HTML, after `cid:`. Letters, digits and any of `-._@`.
    pub cid: String,
    /// The picture, in PNG.
    pub png: Vec<u8>,
}

impl Mail {
    /// Whether it can be sent: nothing that is written as it is could end a header or begin another one.
    pub(crate) fn check(&self) -> Result<(), MailError> {
        let cids: BTreeSet<&str> = self.images.iter().map(|image| image.cid.as_str()).collect();
        let checks = [
            (is_address(&self.from), "from", "an address in ASCII, such as roundup@acme.test"),
            ((1..=MOST_RECIPIENTS).contains(&self.to.len()), "to", "1 to 50 addresses; more are reached by a list's address"),
            (self.to.iter().all(|to| is_address(to)), "to", "addresses in ASCII, such as team@acme.test"),
            (is_message_id(&self.message_id), "message_id", "in ASCII such as agenda.2026-03-03@acme.test"),
            (
                self.unsubscribe.as_deref().is_none_or(is_unsubscribe),
                "unsubscribe",
                "an encoded URL that begins with mailto: or https://",
            ),
            (
                cids.len() == self.images.len() && cids.iter().all(|cid| is_cid(cid)),
                "images",
                "distinct names of letters, digits and any of -._@",
            ),
        ];
        match checks.into_iter().find(|(is_right, ..)| !is_right) {
            Some((_, field, right)) => Err(MailError::Malformed { field, right }),
            None => Ok(()),
        }
    }
}

/// As much of RFC 5321's `Mailbox` as needs no quoting, in ASCII, since SES does not take anything else (Amazon SES,
/// "Verified identities": SMTPUTF8 is not supported).
fn is_address(text: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    text.len() <= LONGEST_ADDRESS
        && text
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && local.chars().all(atom) && domain.split('.').all(is_label))
}

fn is_label(label: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=63).contains(&label.len()) && label.chars().all(inside) && !label.starts_with('-') && !label.ends_with('-')
}

/// What can stand between angle brackets without ending them or the line.
fn is_atom(text: &str) -> bool {
    (1..=LONGEST_ATOM).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic() && !"<>\"\\".contains(c))
}

fn is_message_id(text: &str) -> bool {
    is_atom(text) && text.split_once('@').is_some_and(|(id, place)| !id.is_empty() && !place.is_empty() && !place.contains('@'))
}

fn is_unsubscribe(url: &str) -> bool {
    let rest = url.strip_prefix("mailto:").or_else(|| url.strip_prefix("https://"));
    is_atom(url) && rest.is_some_and(|rest| !rest.is_empty())
}

fn is_cid(text: &str) -> bool {
    is_atom(text) && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._@".contains(c))
}
