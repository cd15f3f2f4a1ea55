//! Links that others gave.

use std::fmt::Write as _;

/// Longest link that is one; longer ones are for machines.
const LINK_LIMIT: usize = 1_000;

/// `text` as a link that can be written into any rendering, if it is one to a web page: http or https, a host of ASCII
/// characters, no user name in front of it (which is there to deceive), no white space. Characters that some rendering gives a
/// meaning are percent-encoded (RFC 3986, section 2.1).
pub(crate) fn web_link(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let is_host = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if !matches!(scheme.as_str(), "http" | "https") || !is_host || path.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let mut link = format!("{scheme}://{host}");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&+,;=%".contains(&byte) {
            link.push(char::from(byte));
        } else {
            let _ = write!(link, "%{byte:02X}");
        }
    }
    (link.len() <= LINK_LIMIT).then_some(link)
}

/// A short name for a link: `acme/widgets#12` on GitHub, else its host.
pub(crate) fn link_label(link: &str) -> String {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let mut parts = rest.split(['/', '?', '#']);
    let host = parts.next().unwrap_or_default();
    let path: Vec<&str> = parts.take(4).collect();
    match (host, path.as_slice()) {
        ("github.com", [owner, name, "issues" | "pull" | "discussions", number]) => format!("{owner}/{name}#{number}"),
        (host, ["archives", ..]) if host.ends_with(".slack.com") => "the thread in Slack".to_owned(),
        _ => host.to_owned(),
    }
}
