//! Text without what hides, reorders or commands, on as many lines as there is room for.

use roundup_domain::visible;

/// On one line: every stretch of white space is one space.
pub(crate) fn line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// On as many lines as it has, without empty ones. Indentation is gone too: no form needs it, and in Markdown it would be code.
pub(crate) fn block(text: &str) -> String {
    let visible = visible(text);
    let lines = visible.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
