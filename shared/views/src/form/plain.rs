//! Text that is shown and entered as it is, without markup.

use roundup_domain::visible;
use unicode_segmentation::UnicodeSegmentation;

const ELLIPSIS: char = '…';

/// How long Slack may find a text: in UTF-16 units, never less than its characters.
pub(super) fn width(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts a text to at most `max` UTF-16 units, an ellipsis among them, between graphemes.
pub(super) fn cut(text: &str, max: usize) -> String {
    let (mut used, mut room_for_ellipsis) = (0, 0);
    for (start, grapheme) in text.grapheme_indices(true) {
        let width = width(grapheme);
        if used + width > max {
            let mut cut = text[..room_for_ellipsis].trim_end().to_owned();
            cut.push(ELLIPSIS);
            return cut;
        }
        used += width;
        if used < max {
            room_for_ellipsis = start + grapheme.len();
        }
    }
    text.to_owned()
}

/// A text as others wrote it, for a place without markup: without what turns or hides what is shown, and without white space
/// around it. A text that was entered is kept like this too: what stands in a form is what is read of it.
pub(super) fn shown(text: &str) -> String {
    visible(text).trim().to_owned()
}

/// [`shown`] on one line.
pub(super) fn line(text: &str) -> String {
    on_one_line(&shown(text))
}

/// The words of a text, one space between them.
pub(super) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_fits_and_ends_between_graphemes() {
        let cases = [
            ("", 3, ""),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("ab  cd", 4, "ab…"),
            ("🧯🧯", 4, "🧯🧯"),
            ("🧯🧯", 3, "🧯…"),
            ("e\u{301}e\u{301}", 3, "e\u{301}…"),
            ("👩‍🚒x", 4, "…"),
        ];
        for (text, max, expected) in cases {
            assert_eq!(cut(text, max), expected, "{text} in {max}");
            assert!(width(&cut(text, max)) <= max, "{text} in {max}");
        }
    }

    #[test]
    fn what_is_shown_is_not_escaped_and_not_turned() {
        assert_eq!(shown(" a < b &amp; \u{202E}c\u{0}\nd "), "a < b &amp; c\nd");
        assert_eq!(line("a\n\u{2028} b"), "a b");
    }

    #[test]
    fn what_is_shown_keeps_its_lines_and_its_emoji_whole() {
        assert_eq!(shown("\n a\r\n\tb \u{7}👩‍🚒 "), "a\n b 👩‍🚒");
        assert_eq!(shown("👩‍👩‍👧‍👦 ❤️‍🔥 a\u{200D}b"), "👩‍👩‍👧‍👦 ❤️‍🔥 ab");
    }
}
