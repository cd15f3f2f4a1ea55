//! GitHub's logins, repositories and labels.

use super::name::line;
use super::{Form, Plain, Reject, quoted};

/// A user's login, in lower case.
pub(crate) const LOGIN: Plain<String> = Form { example: "\"ada-gh\"", unquoted: false, read: login };
/// An organisation.
pub(crate) const ORGANISATION: Plain<String> = Form { example: "\"acme\"", unquoted: false, read: organisation };
/// `owner/name`.
pub(crate) const REPOSITORY: Plain<String> = Form { example: "\"acme/widgets\"", unquoted: false, read: repository };
/// A label's name; GitHub takes at most 50 characters.
pub(crate) const LABEL: Plain<String> = Form { example: "\"bug\"", unquoted: false, read: label };
/// A login or a Slack id, a bot's above all.
pub(crate) const ACCOUNT: Plain<String> = Form { example: "\"dependabot[bot]\"", unquoted: false, read: account };

/// GitHub, "Username considerations": letters, digits and hyphens, at most 39; and an underscore before the short code of
/// an enterprise with managed users.
fn is_login(text: &str) -> bool {
    let in_login = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.len() <= 39 && text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(in_login)
}

fn login(text: &str) -> Result<String, Reject> {
    if is_login(text) {
        return Ok(text.to_lowercase());
    }
    let right = match text.strip_prefix('@') {
        Some(bare) if is_login(bare) => format!("write {}", quoted(bare)),
        _ if text.ends_with("[bot]") => "bots are never staff: list it under team.ignore".to_owned(),
        _ => "write one such as \"ada-gh\"".to_owned(),
    };
    Err(Reject::new(format!("{} is no GitHub login", quoted(text)), right))
}

fn organisation(text: &str) -> Result<String, Reject> {
    let right = "write its name in addresses, such as \"acme\"";
    if is_login(text) {
        Ok(text.to_owned())
    } else {
        Err(Reject::new(format!("{} is no GitHub organisation", quoted(text)), right))
    }
}

fn repository(text: &str) -> Result<String, Reject> {
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_name = |name: &str| (1..=100).contains(&name.len()) && !matches!(name, "." | "..") && name.chars().all(in_name);
    match text.split_once('/') {
        Some((owner, name)) if is_login(owner) && is_name(name) => Ok(text.to_owned()),
        _ => Err(Reject::new(format!("{} is no GitHub repository", quoted(text)), "write owner/name, such as \"acme/widgets\"")),
    }
}

fn label(text: &str) -> Result<String, Reject> {
    line(text, 50)
}

fn account(text: &str) -> Result<String, Reject> {
    if !text.is_empty() && text.len() <= 100 && text.chars().all(|c| c.is_ascii_graphic()) && !text.starts_with('@') {
        Ok(text.to_owned())
    } else {
        let right = "write a login such as \"dependabot[bot]\", or a Slack id such as \"U0ROBOT01\"";
        Err(Reject::new(format!("{} is neither a login nor a Slack id", quoted(text)), right))
    }
}
