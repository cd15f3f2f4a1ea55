//! What stands in the form when it is opened.

use super::{block_id, has_several_lines};
use crate::action::EXISTING;
use crate::form::block::is_ticked;
use crate::form::{Values, plain};
use roundup_domain::Kind;
use roundup_domain::item::{Field, Folded};

/// What is known when the form of a kind is drawn.
pub(super) struct Prefill<'a> {
    pub folded: &'a Folded,
    pub text: &'a str,
    pub kind: Kind,
    pub filled: Option<&'a Values>,
}

impl<'a> Prefill<'a> {
    /// What stands in a field.
    pub fn field(&self, field: &Field) -> String {
        let form = &self.folded.item.form;
        let value = match self.entered(&block_id(self.kind, field.name)) {
            Some(entered) => entered.first().map_or("", String::as_str),
            None if self.is_begun() => form.get(field.name).map_or("", String::as_str),
            None => self.said_in_source(field.name),
        };
        let value = plain::shown(value);
        if has_several_lines(field.name) { value } else { plain::on_one_line(&value) }
    }

    /// Whether a checkbox is ticked, `before` being what the item says.
    pub fn is_ticked(&self, block: &str, name: &str, before: bool) -> bool {
        self.filled.filter(|filled| filled.contains_key(block)).map_or(before, |filled| is_ticked(filled, block, name))
    }

    /// The link to the issue or pull request that there is already.
    pub fn existing(&self) -> Option<&'a str> {
        match self.entered(&block_id(self.kind, EXISTING)) {
            Some(entered) => entered.first().map(String::as_str),
            None => self.folded.triage.existing.as_deref(),
        }
    }

    fn entered(&self, block: &str) -> Option<&'a [String]> {
        self.filled?.get(block).map(Vec::as_slice)
    }

    /// Whether somebody has filled in something of this kind's form.
    fn is_begun(&self) -> bool {
        self.kind.fields().iter().any(|field| self.folded.item.form.contains_key(field.name))
    }

    /// What the issue or thread itself says; a text that is missing, its title says.
    fn said_in_source(&self, field: &str) -> &'a str {
        match field {
            "title" => &self.folded.item.title,
            "description" => self.text,
            "actual" | "want" | "question" if self.text.trim().is_empty() => &self.folded.item.title,
            "actual" | "want" | "question" => self.text,
            _ => "",
        }
    }
}
