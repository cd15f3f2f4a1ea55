//! Slack's ids and channel names.

use super::{Form, Plain, Reject, quoted};

/// A user's id, `U…` or `W…`.
pub(crate) const USER: Plain<String> = Form { example: "\"U0STAFF01\"", unquoted: false, read: user };
/// A channel's id: `C…`, `G…` or `D…`.
pub(crate) const CHANNEL: Plain<String> = Form { example: "\"C0HELP001\"", unquoted: false, read: channel };
/// A workspace's id, `T…`, or an organisation's, `E…`.
pub(crate) const TEAM: Plain<String> = Form { example: "\"T0STAFF01\"", unquoted: false, read: team };
/// A user group's id, `S…`.
pub(crate) const USER_GROUP: Plain<String> = Form { example: "\"S0ONCALL1\"", unquoted: false, read: user_group };
/// A channel's name in which `*` stands for any text.
pub(crate) const PATTERN: Plain<String> = Form { example: "\"at-*\"", unquoted: false, read: pattern };

fn user(text: &str) -> Result<String, Reject> {
    id(text, "UW", "user id", "write one such as \"U0STAFF01\" (in Slack: profile, More, Copy member ID)")
}

fn channel(text: &str) -> Result<String, Reject> {
    id(text, "CGD", "channel id", "write one such as \"C0HELP001\" (in Slack: at the end of the channel's details)")
}

fn team(text: &str) -> Result<String, Reject> {
    id(text, "TE", "workspace id", "write one such as \"T0STAFF01\" (in the address of Slack in a browser, after /client/)")
}

fn user_group(text: &str) -> Result<String, Reject> {
    id(text, "S", "user group id", "write one such as \"S0ONCALL1\" (in Slack: the group's menu, Copy group ID)")
}

/// What Slack's ids look like: a capital that tells what it names, then capitals and digits.
fn id(text: &str, first: &str, what: &str, right: &str) -> Result<String, Reject> {
    let mut letters = text.chars();
    let named = letters.next().is_some_and(|c| first.contains(c));
    if named && text.len() >= 3 && letters.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(Reject::new(format!("{} is no Slack {what}", quoted(text)), right))
    }
}

/// Slack, "Create a channel": names have at most 80 characters, no capitals, no white space, no punctuation but `-` and `_`.
fn pattern(text: &str) -> Result<String, Reject> {
    let in_name = |c: char| c == '*' || c == '-' || c == '_' || (c.is_alphanumeric() && !c.is_uppercase());
    if !text.is_empty() && text.chars().all(in_name) && text.chars().count() <= 80 {
        Ok(text.to_owned())
    } else {
        let right = "write one such as \"at-*\": small letters, digits, - and _, and * for any text";
        Err(Reject::new(format!("{} matches no channel's name", quoted(text)), right))
    }
}
