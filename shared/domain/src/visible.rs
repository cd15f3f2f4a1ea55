//! Text without what hides, reorders or commands.

/// What others wrote, without control characters, terminal sequences, and marks that take no room or turn the direction of
/// text: they can make a text read as what it is not. Every way to end a line is `\n`, a tab is a space.
///
/// What makes an emoji what it is stays: a joiner between two of them, and the variation selector after one. Applied a second
/// time it changes nothing.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = terminal_sequence(rest);
        if length > 0 {
            rest = &rest[length..];
            continue;
        }
        rest = &rest[first.len_utf8()..];
        match first {
            '\r' if rest.starts_with('\n') => {}
            '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => visible.push('\n'),
            '\t' => visible.push(' '),
            '\u{200d}' if joins_emoji(&visible, rest) => visible.push(first),
            selector if is_selector(selector) && !selects(&visible) => {}
            other if other.is_control() || is_invisible(other) => {}
            other => visible.push(other),
        }
    }
    visible
}

/// Length in bytes of the terminal control sequence that `text` starts with, 0 if it does not (ECMA-48: CSI, and OSC, DCS,
/// SOS, PM, APC strings). A string that is never closed is none: only its escape character goes.
fn terminal_sequence(text: &str) -> usize {
    let mut characters = text.char_indices();
    let opener = match characters.next() {
        Some((_, '\u{1b}')) => characters.next().map(|(_, second)| second),
        Some((_, '\u{9b}')) => Some('['),
        Some((_, '\u{9d}')) => Some(']'),
        _ => None,
    };
    match opener {
        Some('[') => {
            let end = characters.find(|(_, character)| !matches!(character, '\u{20}'..='\u{3f}'));
            end.map_or(text.len(), |(at, last)| if matches!(last, '@'..='~') { at + 1 } else { at })
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            let body = characters.as_str();
            let start = text.len() - body.len();
            let ends = ["\u{7}", "\u{1b}\\", "\u{9c}"];
            let end = ends.iter().filter_map(|end| Some(body.find(end)? + end.len())).min();
            end.map_or(0, |end| start + end)
        }
        _ => 0,
    }
}

/// Characters that show nothing, or change the order in which others are shown (Unicode, "Default_Ignorable_Code_Point" and
/// "Bidi_Control"), but for the variation selectors that choose how an emoji looks.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

fn is_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}')
}

/// Whether a variation selector has something before it whose look it chooses; else it is as invisible as the others.
fn selects(before: &str) -> bool {
    before.chars().next_back().is_some_and(|last| !last.is_whitespace() && !is_selector(last))
}

/// A zero-width joiner is kept where it makes several emoji one, as in a family or a profession.
fn joins_emoji(before: &str, after: &str) -> bool {
    let is_joined = |last: char| is_emoji(last) || last == '\u{fe0f}';
    before.chars().next_back().is_some_and(is_joined) && after.chars().next().is_some_and(is_emoji)
}

fn is_emoji(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{21ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
