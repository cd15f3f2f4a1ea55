//! Titles, excerpts and spans of time in words.

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation;

/// Longest title kept, in graphemes.
const TITLE: usize = 150;
/// Longest excerpt kept, in graphemes.
const EXCERPT: usize = 300;

/// Longest answer of a colleague kept, in graphemes.
const ANSWER: usize = 3_000;

/// The first line that says something.
pub(super) fn title_of(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("(no text)");
    cut(line, TITLE)
}

/// The start of a text, white space folded.
pub(super) fn excerpt_of(text: &str) -> String {
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), EXCERPT)
}

/// What a colleague answered, and then said besides.
pub(super) fn answer_of(before: &str, text: &str) -> String {
    cut(format!("{before}\n{}", text.trim()).trim(), ANSWER)
}

fn cut(text: &str, graphemes: usize) -> String {
    match text.grapheme_indices(true).nth(graphemes) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// `2d 3h`, `5h 12m`, `40s`: the two largest units.
pub(super) fn span(from: Timestamp, to: Timestamp) -> String {
    let seconds = (to.as_second() - from.as_second()).max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{}s", seconds % 60),
        (0, 0, minutes) => format!("{minutes}m"),
        (0, hours, minutes) => format!("{hours}h {minutes}m"),
        (days, hours, _) => format!("{days}d {hours}h"),
    }
}
