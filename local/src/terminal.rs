//! Writing to a terminal, or to whatever standard output is.

use roundup_domain::visible;
use std::io::{self, IsTerminal, Write};

/// Writes a text to standard output. Whoever closed the other end of a pipe has read enough: that is no error. Where it
/// cannot be written otherwise, the process ends, for nothing that it could say would be read.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) else { return };
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    print_error(&format!("error: the output cannot be written: {error}; write it to a place that takes it, with room to spare"));
    std::process::exit(1);
}

/// Writes a line to standard output.
pub fn print_line(line: &str) {
    print(&format!("{line}\n"));
}

/// Writes a line to standard error. Where nobody reads it there is nobody to tell so.
pub fn print_error(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Whether to colour standard output.
#[must_use]
pub fn has_color() -> bool {
    is_colored(&io::stdout())
}

/// Whether to colour standard error.
#[must_use]
pub fn has_color_for_errors() -> bool {
    is_colored(&io::stderr())
}

/// It is a terminal, and `NO_COLOR` is not set (no-color.org).
#[allow(clippy::disallowed_methods, reason = "a convention of terminals, of no consequence for what is said")]
fn is_colored(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
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
    visible(text).chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_others_wrote_cannot_move_the_cursor_or_turn_the_text() {
        assert_eq!(plain("a\u{1b}[2Jb\r\nc\u{202e}d\u{7}"), "ab cd");
        assert_eq!(plain("👩\u{200d}👧 a\u{200d}b"), "👩\u{200d}👧 ab");
    }
}
