//! Links and email addresses.

use super::{Form, Plain, Reject, quoted};

/// A link: https, or http to this machine.
pub(crate) const LINK: Plain<String> = Form { example: "\"https://docs.acme.test\"", unquoted: false, read: link };
/// An email address without a name.
pub(crate) const ADDRESS: Plain<String> = Form { example: "\"team@acme.test\"", unquoted: false, read: address };

fn link(text: &str) -> Result<String, Reject> {
    let right = "write an address such as \"https://docs.acme.test\"";
    if let Some(odd) = text.chars().find(|c| !c.is_ascii_graphic() || "<>|\"\\^`{}".contains(*c)) {
        return Err(Reject::new(format!("{} contains {odd:?}", quoted(text)), "percent-encode it"));
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(Reject::new(format!("{} is no link", quoted(text)), right));
    };
    let host = host(rest).ok_or_else(|| Reject::new(format!("{} has no proper host", quoted(text)), right))?;
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if matches!(host, "localhost" | "127.0.0.1" | "[::1]") => Ok(text.to_owned()),
        "http" => Err(Reject::new(format!("{} is not encrypted", quoted(text)), "write https:// (http:// only for localhost)")),
        _ => Err(Reject::new(format!("{} is neither https nor http", quoted(text)), right)),
    }
}

/// The host of what follows `scheme://`; none with a user name in front of it (which makes a link look like another
/// host's) or with a port that is none.
fn host(rest: &str) -> Option<&str> {
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let port_ok = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let named = !host.is_empty() && host.split('.').all(is_host_label);
    ((named || host == "[::1]") && port_ok).then_some(host)
}

fn is_host_label(label: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !label.is_empty() && label.len() <= 63 && label.chars().all(inside) && !label.starts_with('-') && !label.ends_with('-')
}

/// Near enough to RFC 5321's `Mailbox`: the mail service has the last word. No white space, no line breaks, which would
/// let a header be added, and no punctuation that separates addresses.
fn address(text: &str) -> Result<String, Reject> {
    let odd = |c: char| c.is_control() || c.is_whitespace() || "<>(),;:\\\"[]".contains(c);
    match text.split_once('@') {
        Some((local, domain))
            if !local.is_empty()
                && domain.is_ascii()
                && domain.split('.').all(is_host_label)
                && !text.contains(odd)
                && text.len() <= 254 =>
        {
            Ok(text.to_owned())
        }
        _ => Err(Reject::new(format!("{} is no email address", quoted(text)), "write one such as \"team@acme.test\"")),
    }
}
