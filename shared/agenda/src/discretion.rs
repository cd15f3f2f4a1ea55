//! What may be said where others than staff may read it.

use crate::escape::line;
use crate::input::Input;
use roundup_domain::item::Requester;
use roundup_domain::rules::Source;
use roundup_domain::{ItemId, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// What a confidential customer is called where no code name is configured.
const NAMELESS: &str = "A customer";
/// What somebody is called who works there.
const SOMEBODY: &str = "Somebody";
/// What stands for the title of what was written in a private channel.
const PRIVATE: &str = "(written in a private channel)";
/// Shorter names are parts of too many words that mean nothing.
const SHORTEST: usize = 2;

/// What an email says of: it is forwarded and kept where nobody of us knows (RELIABILITY, "Who may do what"). Confidential
/// customers are called by their code names, and what was written in private channels, the items named `private`, is left out
/// but for who wrote and the link.
#[must_use]
pub fn for_mail(rules: &Rules, inputs: &[Input], private: &BTreeSet<ItemId>) -> (Rules, Vec<Input>) {
    let discretion = Discretion::of(rules, inputs);
    let inputs = inputs.iter().map(|input| discretion.guard(input, private.contains(&input.item.id))).collect();
    let mut rules = rules.clone();
    for source in rules.sources.iter_mut().filter(|source| source.confidential) {
        let called = discretion.called(&source.name);
        source.company = source.company.as_ref().map(|_| called.clone());
        source.name = called;
    }
    (rules, inputs)
}

/// The names that must not appear in anything public, confidential customers' and their channels', and what they are called
/// there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Discretion {
    /// What is said instead of each name, which is in lower case.
    names: BTreeMap<String, String>,
    /// Code names by source.
    code_names: BTreeMap<String, String>,
}

impl Discretion {
    pub fn of(rules: &Rules, inputs: &[Input]) -> Self {
        let code_name = |source: &Source| Some((source.name.clone(), line(source.code_name.as_deref()?)));
        let code_names = rules.sources.iter().filter_map(code_name).filter(|(_, name)| !name.is_empty()).collect();
        let mut discretion = Self { names: BTreeMap::new(), code_names };
        for source in rules.sources.iter().filter(|source| source.confidential) {
            discretion.keep(&source.name, source.company.as_deref());
        }
        for input in inputs.iter().filter(|input| input.confidential) {
            discretion.keep(&input.item.source, input.item.requester.company.as_deref());
        }
        discretion
    }

    fn keep(&mut self, source: &str, company: Option<&str>) {
        let called = self.called(source);
        for name in [Some(source), company].into_iter().flatten().map(|name| line(name).to_lowercase()) {
            if name.chars().count() >= SHORTEST {
                self.names.insert(name, called.clone());
            }
        }
    }

    /// What a confidential customer is called.
    pub fn code_name(&self, input: &Input) -> String {
        self.called(&input.item.source)
    }

    fn called(&self, source: &str) -> String {
        self.code_names.get(source).cloned().unwrap_or_else(|| NAMELESS.to_owned())
    }

    /// Whether `text` names none of them, as a word of its own.
    pub fn allows(&self, text: &str) -> bool {
        self.without_names(text) == text
    }

    /// The text with what they are called in place of their names.
    fn without_names(&self, text: &str) -> String {
        let (mut said, mut rest, mut before) = (String::new(), text, None);
        while let Some(next) = rest.chars().next() {
            let is_start = !before.is_some_and(char::is_alphanumeric);
            if let Some((after, called)) = self.named(rest).filter(|_| is_start) {
                said.push_str(called);
                before = None;
                rest = after;
            } else {
                said.push(next);
                before = Some(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        said
    }

    /// If `text` begins with one of the names: what follows the longest of them, and what is said instead.
    fn named<'t>(&self, text: &'t str) -> Option<(&'t str, &str)> {
        let found = self.names.iter().filter_map(|(name, called)| Some((after_name(text, name)?, called.as_str())));
        found.min_by_key(|(after, _)| after.len())
    }

    /// An item as it may be told of.
    fn guard(&self, input: &Input, is_private: bool) -> Input {
        let mut guarded = input.clone();
        let item = &mut guarded.item;
        for text in [&mut item.title, &mut guarded.excerpt].into_iter().chain(item.form.values_mut()) {
            *text = self.without_names(text);
        }
        for who in std::iter::once(&mut item.requester).chain(&mut item.asked_by) {
            self.guard_person(who);
        }
        if input.confidential {
            item.source = self.code_name(input);
            item.requester.name = SOMEBODY.to_owned();
            item.requester.company = Some(self.code_name(input));
        }
        if is_private {
            item.title = PRIVATE.to_owned();
            item.form.clear();
            item.missing.clear();
            guarded.excerpt.clear();
        }
        guarded
    }

    fn guard_person(&self, who: &mut Requester) {
        who.name = self.without_names(&who.name);
        who.company = who.company.as_deref().map(|company| self.without_names(company));
    }
}

/// What follows `name` (in lower case) in a text that begins with it, in any case, as a word.
fn after_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut wanted = name.chars();
    let mut read = text.chars();
    while !wanted.as_str().is_empty() {
        for lower in read.next()?.to_lowercase() {
            if wanted.next() != Some(lower) {
                return None;
            }
        }
    }
    let after = read.as_str();
    (!after.starts_with(char::is_alphanumeric)).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn discretion() -> Discretion {
        let names = [("acme corp", "Customer A"), ("initech", "A customer"), ("straße ag", "Customer B")];
        let names = names.map(|(name, called)| (name.to_owned(), called.to_owned()));
        Discretion { names: names.into(), ..Discretion::default() }
    }

    #[test]
    fn a_name_is_found_as_a_word_in_any_case() {
        for text in ["ACME CORP wants it", "for (Initech)", "initech's export", "x-initech.example"] {
            assert!(!discretion().allows(text), "{text}");
        }
        for text in ["acme corporation", "reinitechs", "acme", ""] {
            assert!(discretion().allows(text), "{text}");
        }
    }

    #[test]
    fn a_name_is_replaced_wherever_it_stands_and_nothing_else_is() {
        for (text, said) in [
            ("ACME CORP wants Initech's export", "Customer A wants A customer's export"),
            ("İ Acme corp, acme corporation", "İ Customer A, acme corporation"),
            ("Straße AG", "Customer B"),
            ("日本 initech", "日本 A customer"),
        ] {
            assert_eq!(discretion().without_names(text), said);
        }
    }
}
