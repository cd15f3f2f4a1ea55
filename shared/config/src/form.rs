//! What a text has to look like to be an id, a time, an address.

pub(crate) mod github;
pub(crate) mod name;
pub(crate) mod slack;
pub(crate) mod time;
pub(crate) mod web;

/// A way to read a text, with an example (as TOML) of what it reads.
pub(crate) struct Form<F> {
    pub(crate) example: &'static str,
    /// Whether TOML's own dates and times, unquoted, are read too.
    pub(crate) unquoted: bool,
    pub(crate) read: F,
}

/// A form that needs nothing but the text.
pub(crate) type Plain<T> = Form<fn(&str) -> Result<T, Reject>>;

/// Why a text was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reject {
    pub(crate) wrong: String,
    pub(crate) right: String,
}

impl Reject {
    pub(crate) fn new(wrong: impl Into<String>, right: impl Into<String>) -> Self {
        Self { wrong: wrong.into(), right: right.into() }
    }
}

/// A user's text in quotes, on one line and not endless.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{:?}", format!("{}…", &text[..cut])),
        None => format!("{text:?}"),
    }
}
