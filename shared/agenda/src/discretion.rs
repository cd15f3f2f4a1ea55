//! What may be said where others than staff read it.

use crate::escape::line;
use crate::input::Input;
use roundup_domain::Rules;
use roundup_domain::rules::Source;
use std::collections::{BTreeMap, BTreeSet};

/// What a confidential customer is called where no code name is configured.
const NAMELESS: &str = "A customer";
/// Shorter names are parts of too many words that mean nothing.
const SHORTEST: usize = 2;

/// The names that must not appear in anything public, confidential customers' and their channels', and what they are called
/// there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Discretion {
    /// In lower case.
    names: BTreeSet<String>,
    /// Code names by source.
    code_names: BTreeMap<String, String>,
}

impl Discretion {
    pub fn of(rules: &Rules, inputs: &[Input]) -> Self {
        let sources = rules.sources.iter().filter(|source| source.confidential);
        let configured = sources.flat_map(|source| [Some(source.name.as_str()), source.company.as_deref()]);
        let confidential = inputs.iter().filter(|input| input.confidential);
        let seen = confidential.flat_map(|input| [Some(input.item.source.as_str()), input.item.requester.company.as_deref()]);
        let names = configured.chain(seen).flatten().map(|name| line(name).to_lowercase());
        let code_name = |source: &Source| Some((source.name.clone(), line(source.code_name.as_deref()?)));
        Self {
            names: names.filter(|name| name.chars().count() >= SHORTEST).collect(),
            code_names: rules.sources.iter().filter_map(code_name).filter(|(_, name)| !name.is_empty()).collect(),
        }
    }

    /// What a confidential customer is called.
    pub fn code_name(&self, input: &Input) -> String {
        self.code_names.get(&input.item.source).cloned().unwrap_or_else(|| NAMELESS.to_owned())
    }

    /// Whether `text` names none of them, as a word of its own.
    pub fn allows(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        !self.names.iter().any(|name| names(&text, name))
    }
}

/// Whether `name` stands in `text` and is not part of a longer word.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_word_in_any_case() {
        let names = BTreeSet::from(["acme corp".to_owned(), "initech".to_owned()]);
        let discretion = Discretion { names, ..Discretion::default() };
        for text in ["ACME CORP wants it", "for (Initech)", "initech's export", "x-initech.example"] {
            assert!(!discretion.allows(text), "{text}");
        }
        for text in ["acme corporation", "reinitechs", "acme", ""] {
            assert!(discretion.allows(text), "{text}");
        }
    }
}
