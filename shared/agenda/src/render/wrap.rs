//! Lines of a terminal.

use crate::escape::web_link;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that `text` takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// `text` in lines of at most `columns`. Words longer than a line are broken, links are not: half a link is none.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let gap = usize::from(!line.is_empty());
            if width(&line) + gap + width(word) <= columns {
                if gap > 0 {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = if web_link(word).is_some() { word.to_owned() } else { broken(word, columns, &mut lines) };
        }
        lines.push(line);
    }
    lines
}

/// Puts all full lines of `word` into `lines` and gives the last one.
fn broken(word: &str, columns: usize, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    for grapheme in word.graphemes(true) {
        if !line.is_empty() && width(&line) + width(grapheme) > columns {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(grapheme);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_wide_but_a_link() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a\nb", 7), ["a", "b"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("漢字漢字", 5), ["漢字", "漢字"]);
        assert_eq!(wrap("see https://a.test/long now", 6), ["see", "https://a.test/long", "now"]);
        assert_eq!(wrap("", 6), [""]);
    }
}
