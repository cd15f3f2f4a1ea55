//! Texts as facts keep them.

use roundup_domain::fact::TEXT_LIMIT;
use unicode_segmentation::GraphemeCursor;

/// A text with its line ends made one (GitHub's forms send CRLF), cut to [`TEXT_LIMIT`].
pub(crate) fn kept(text: &str) -> String {
    let unix = text.replace("\r\n", "\n");
    cut(&unix, TEXT_LIMIT).to_owned()
}

/// As much of the beginning of `text` as `limit` characters (Unicode scalar values) hold.
pub(crate) fn cut_to_chars(text: &str, limit: usize) -> &str {
    text.char_indices().nth(limit).map_or(text, |(bytes, _)| cut(text, bytes))
}

/// As much of the beginning of `text` as fits into `limit` bytes without cutting a character as people see it: a flag, a
/// family, a letter with its accents.
fn cut(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let whole = text.floor_char_boundary(limit);
    let mut cursor = GraphemeCursor::new(whole, text.len(), true);
    let end = match cursor.is_boundary(text, 0) {
        Ok(true) => whole,
        // One "character" longer than the limit is no character that anybody sees whole: cut it where UTF-8 allows.
        _ => cursor.prev_boundary(text, 0).ok().flatten().filter(|end| *end > 0).unwrap_or(whole),
    };
    &text[..end]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_people_see_as_one_character_is_kept_whole_or_dropped_whole() {
        let cases: &[(&str, usize, &str)] = &[
            ("short", 10, "short"),
            ("exactly", 7, "exactly"),
            ("one too many", 11, "one too man"),
            ("äöü", 3, "ä"),
            // With nothing whole to keep, what UTF-8 allows is kept.
            ("a\u{301}b", 2, "a"),
            ("xa\u{301}b", 3, "x"),
            ("ok 👩‍👩‍👧 family", 10, "ok "),
            ("🇨🇭🇩🇪", 12, "🇨🇭"),
            ("ab\r\ncd", 3, "ab"),
        ];
        for (text, limit, expected) in cases {
            assert_eq!(cut(text, *limit), *expected, "{text:?} to {limit}");
        }
    }

    #[test]
    fn characters_are_counted_where_characters_are_the_limit() {
        let cases: &[(&str, usize, &str)] = &[
            ("abc", 3, "abc"),
            ("abcd", 3, "abc"),
            ("äöüß", 3, "äöü"),
            ("😀😀😀", 2, "😀😀"),
            ("ab🇨🇭", 3, "ab"),
            ("", 0, ""),
            ("a", 0, ""),
        ];
        for (text, limit, expected) in cases {
            assert_eq!(cut_to_chars(text, *limit), *expected, "{text:?} to {limit}");
        }
    }

    #[test]
    fn a_character_longer_than_the_limit_is_cut_all_the_same() {
        let zalgo = format!("e{}", "\u{301}".repeat(5_000));
        let kept = kept(&zalgo);
        assert!(kept.len() <= TEXT_LIMIT && kept.len() > TEXT_LIMIT - 4);
    }

    #[test]
    fn windows_line_ends_become_one_line_feed_before_anything_is_counted() {
        assert_eq!(kept("a\r\nb\r\n\r\nc\rd\n"), "a\nb\n\nc\rd\n");
        assert_eq!(kept(&"\r\n".repeat(TEXT_LIMIT)).len(), TEXT_LIMIT);
    }

    #[test]
    fn a_body_as_long_as_github_allows_is_cut_to_the_limit() {
        assert_eq!(kept(&"x".repeat(65_536)).len(), TEXT_LIMIT);
    }
}
