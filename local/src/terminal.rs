//! Writing to a terminal, or to whatever standard output is.

use std::io::{self, IsTerminal, Write};

/// Writes a text to standard output. Whoever closed the other end of a pipe has read enough: that is no error.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    if out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Writes a line to standard output.
pub fn print_line(line: &str) {
    print(&format!("{line}\n"));
}

/// Writes a line to standard error. Where nobody reads it there is nobody to tell so.
pub fn print_error(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Whether to colour standard output: it is a terminal, and `NO_COLOR` is not set (no-color.org).
#[must_use]
#[allow(clippy::disallowed_methods, reason = "a convention of terminals, of no consequence for what is said")]
pub fn has_color() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Colours of the terminal's own palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// Late.
    Red,
    /// In time.
    Green,
    /// Soon.
    Yellow,
    /// Links and names.
    Cyan,
    /// Of less weight.
    Dim,
    /// Of more weight.
    Bold,
}

/// `text` in a colour, where there are colours.
#[must_use]
pub fn paint(text: &str, color: Color, colored: bool) -> String {
    if !colored {
        return text.to_owned();
    }
    let code = match color {
        Color::Red => "31",
        Color::Green => "32",
        Color::Yellow => "33",
        Color::Cyan => "36",
        Color::Dim => "2",
        Color::Bold => "1",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// What others wrote, made safe for a terminal: no control characters, no turning of direction, on one line.
#[must_use]
pub fn plain(text: &str) -> String {
    let shown = |c: char| {
        !c.is_control() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| shown(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_others_wrote_cannot_move_the_cursor_or_turn_the_text() {
        assert_eq!(plain("a\u{1b}[2Jb\r\nc\u{202e}d\u{7}"), "a[2Jb  cd");
    }
}
