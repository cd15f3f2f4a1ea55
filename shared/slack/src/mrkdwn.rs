//! Putting what others wrote into Slack's mrkdwn, so that it stays text (Slack, "Formatting text": escape `&`, `<`, `>`).

use reqwest::Url;
use roundup_domain::visible;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// Shows that something was left out.
const ELLIPSIS: char = '…';

/// Makes text inert: no mention, no link, no entity; and without controls that turn or hide what is shown. Line breaks
/// stay, tabs become spaces.
///
/// Not meant to be applied twice: the second time shows the first one's `&amp;`.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        push_escaped(&mut escaped, c);
    }
    escaped
}

/// [`escape`], cut so that the result has at most `max` characters, entities counted as they are written, which is how
/// Slack counts its limits. The cut falls between graphemes, never inside an entity.
#[must_use]
pub fn escape_to(text: &str, max: usize) -> String {
    let clean = visible(text);
    let mut fitting = String::new();
    let (mut used, mut room_for_ellipsis) = (0, 0);
    for grapheme in clean.graphemes(true) {
        let width: usize = grapheme.chars().map(width).sum();
        if used + width > max {
            fitting.truncate(room_for_ellipsis);
            return with_ellipsis(&fitting, max);
        }
        used += width;
        grapheme.chars().for_each(|c| push_escaped(&mut fitting, c));
        if used < max {
            room_for_ellipsis = fitting.len();
        }
    }
    fitting
}

/// Cuts text that is not escaped (yet) to at most `max` characters, an ellipsis among them, between graphemes.
#[must_use]
pub fn truncate(text: &str, max: usize) -> Cow<'_, str> {
    let (mut used, mut room_for_ellipsis) = (0, 0);
    for (start, grapheme) in text.grapheme_indices(true) {
        let width = grapheme.chars().count();
        if used + width > max {
            return Cow::Owned(with_ellipsis(&text[..room_for_ellipsis], max));
        }
        used += width;
        if used < max {
            room_for_ellipsis = start + grapheme.len();
        }
    }
    Cow::Borrowed(text)
}

/// A link with a label, both written by whomever. Only `https` becomes one (and `http` on this machine, for the local
/// process), without credentials in it; of anything else only the label is shown.
#[must_use]
pub fn link(url: &str, label: &str) -> String {
    let label: String = escape(label).chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    let Some(url) = linkable(url) else { return label };
    let url = url.as_str().replace('|', "%7C").replace('&', "&amp;");
    if label.trim().is_empty() {
        return format!("<{url}>");
    }
    // The first bar ends the address; one in the label would be shown, but clients differ.
    format!("<{url}|{}>", label.replace('|', "¦"))
}

/// The address in its normal form, in which everything that could end it early is percent-encoded or refused.
fn linkable(url: &str) -> Option<Url> {
    let url = Url::parse(url).ok()?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let safe_scheme = url.scheme() == "https" || (url.scheme() == "http" && local);
    let bare = url.username().is_empty() && url.password().is_none() && url.host_str().is_some();
    let inert = !url.as_str().chars().any(|c| matches!(c, '<' | '>') || c.is_whitespace() || c.is_control());
    (safe_scheme && bare && inert).then_some(url)
}

fn with_ellipsis(kept: &str, max: usize) -> String {
    if max == 0 {
        return String::new();
    }
    let mut cut = kept.trim_end().to_owned();
    cut.push(ELLIPSIS);
    cut
}

fn push_escaped(into: &mut String, c: char) {
    match c {
        '&' => into.push_str("&amp;"),
        '<' => into.push_str("&lt;"),
        '>' => into.push_str("&gt;"),
        _ => into.push(c),
    }
}

fn width(c: char) -> usize {
    match c {
        '&' => 5,
        '<' | '>' => 4,
        _ => 1,
    }
}

#[cfg(test)]
#[path = "mrkdwn_tests.rs"]
mod tests;
