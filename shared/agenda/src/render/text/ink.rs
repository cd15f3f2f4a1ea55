//! Colours of a terminal (ECMA-48, "Select Graphic Rendition"), or none.

/// Paints, or leaves as it is.
pub(super) struct Ink {
    /// Whether to paint.
    pub color: bool,
}

impl Ink {
    fn paint(&self, codes: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\u{1b}[{codes}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub fn plain(&self, text: &str) -> String {
        text.to_owned()
    }

    pub fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    pub fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    pub fn heading(&self, text: &str) -> String {
        self.paint("1;36", text)
    }

    pub fn link(&self, text: &str) -> String {
        self.paint("34", text)
    }

    pub fn good(&self, text: &str) -> String {
        self.paint("32", text)
    }

    pub fn warn(&self, text: &str) -> String {
        self.paint("33", text)
    }

    pub fn bad(&self, text: &str) -> String {
        self.paint("31", text)
    }
}
