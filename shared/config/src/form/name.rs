//! Names to show.

use super::{Form, Plain, Reject, quoted};

/// Longest name to show, in characters: names stand in headings, which Slack cuts at 150 ("Header block").
const LONGEST: usize = 100;

/// A name to show: one line, not empty; white space around it is dropped.
pub(crate) const NAME: Plain<String> = Form { example: "\"Acme\"", unquoted: false, read: name };

/// The name of a policy.
pub(crate) const POLICY: Plain<String> = Form { example: "\"default\"", unquoted: false, read: policy };

/// The name of a calendar.
pub(crate) const CALENDAR: Plain<String> = Form { example: "\"always\"", unquoted: false, read: calendar };

/// An interface: an option of a menu, whose text Slack limits to 75 characters ("Option object").
pub(crate) const INTERFACE: Plain<String> = Form { example: "\"REST API\"", unquoted: false, read: interface };

pub(crate) fn name(text: &str) -> Result<String, Reject> {
    line(text, LONGEST)
}

fn policy(text: &str) -> Result<String, Reject> {
    name(text).map_err(|reject| Reject::new(reject.wrong, "write the name of a policy, such as \"default\""))
}

fn calendar(text: &str) -> Result<String, Reject> {
    name(text).map_err(|reject| Reject::new(reject.wrong, "write \"always\", or the name of a calendar"))
}

fn interface(text: &str) -> Result<String, Reject> {
    line(text, 75)
}

/// One line of at most `longest` characters.
pub(crate) fn line(text: &str, longest: usize) -> Result<String, Reject> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Reject::new(format!("{} is empty", quoted(text)), "write some text"));
    }
    if trimmed.chars().any(char::is_control) {
        return Err(Reject::new(format!("{} contains control characters", quoted(text)), "write one line of text"));
    }
    let length = trimmed.chars().count();
    if length > longest {
        return Err(Reject::new(format!("{length} characters are too many"), format!("write at most {longest}")));
    }
    Ok(trimmed.to_owned())
}
