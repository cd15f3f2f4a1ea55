//! Typed reading of tables and values that may hold anything.

use crate::form::{Form, Reject};
use crate::near::{meant, one_of};
use crate::report::Report;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its place (byte offset).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot<T> {
    pub(crate) at: usize,
    pub(crate) value: T,
}

/// A table of which all keys are known.
pub(crate) struct Section<'t, 'a> {
    /// As the user wrote it: `[team]`.
    pub(crate) name: String,
    /// Its heading, or its opening brace.
    pub(crate) at: usize,
    table: &'t DeTable<'a>,
}

/// A value and the key that it stands under.
#[derive(Clone)]
pub(crate) struct Entry<'t, 'a> {
    pub(crate) key: &'t str,
    pub(crate) key_at: usize,
    span: Range<usize>,
    value: &'t DeValue<'a>,
}

impl<'t, 'a> Section<'t, 'a> {
    /// Reports every key that is not `known`.
    pub(crate) fn open(name: &str, at: usize, table: &'t DeTable<'a>, known: &[&str], report: &mut Report<'a>) -> Self {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let wrong = format!("unknown key `{}` in {name}", printable(key.get_ref()));
            let right = match meant(key.get_ref(), known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("known here: {}", one_of(known.iter().copied())),
            };
            report.error(key.span().start, wrong, right);
        }
        Self { name: name.to_owned(), at, table }
    }

    pub(crate) fn entry(&self, key: &str) -> Option<Entry<'t, 'a>> {
        self.table.get_key_value(key).map(|(key, value)| Entry::new(key, value))
    }

    /// What stands under `key`, if anything does and it can be read.
    pub(crate) fn value<T, F>(&self, key: &str, form: &Form<F>, report: &mut Report<'a>) -> Option<T>
    where
        F: Fn(&str) -> Result<T, Reject>,
    {
        self.entry(key)?.value(form, report)
    }

    /// Likewise, and it is an error if nothing stands there.
    pub(crate) fn required<T, F>(&self, key: &str, form: &Form<F>, report: &mut Report<'a>) -> Option<T>
    where
        F: Fn(&str) -> Result<T, Reject>,
    {
        if self.entry(key).is_none() {
            report.absent(self.at, format!("{} has no `{key}`", self.name), format!("write {key} = {}", form.example));
        }
        self.value(key, form, report)
    }

    /// The readable ones of a list, if there is one.
    pub(crate) fn list<T, F>(&self, key: &str, form: &Form<F>, report: &mut Report<'a>) -> Option<Vec<Spot<T>>>
    where
        F: Fn(&str) -> Result<T, Reject>,
    {
        let items = self.entry(key)?.items(&format!("a list, such as [{}]", form.example), report)?;
        Some(items.iter().filter_map(|item| item.value(form, report).map(|value| Spot { at: item.at(), value })).collect())
    }

    pub(crate) fn flag(&self, key: &str, report: &mut Report<'a>) -> Option<bool> {
        let entry = self.entry(key)?;
        if let DeValue::Boolean(flag) = entry.value {
            return Some(*flag);
        }
        entry.wrong_type("true or false", report);
        None
    }
}

impl<'t, 'a> Entry<'t, 'a> {
    fn new(key: &'t Spanned<std::borrow::Cow<'a, str>>, value: &'t Spanned<DeValue<'a>>) -> Self {
        Self { key: key.get_ref(), key_at: key.span().start, span: value.span(), value: value.get_ref() }
    }

    /// Where the value starts.
    pub(crate) fn at(&self) -> usize {
        self.span.start
    }

    pub(crate) fn is_text(&self) -> bool {
        self.value.is_str()
    }

    pub(crate) fn text(&self) -> Option<&'t str> {
        self.value.as_str()
    }

    /// What stands under `key`, if this is a table and anything does.
    pub(crate) fn below(&self, key: &str) -> Option<Self> {
        let (key, value) = self.value.as_table()?.get_key_value(key)?;
        Some(Self::new(key, value))
    }

    pub(crate) fn is_empty_list(&self) -> bool {
        self.value.as_array().is_some_and(|items| items.is_empty())
    }

    pub(crate) fn value<T, F>(&self, form: &Form<F>, report: &mut Report<'a>) -> Option<T>
    where
        F: Fn(&str) -> Result<T, Reject>,
    {
        let text = match self.value {
            DeValue::String(text) => text.as_ref(),
            // As written: TOML's dates and times look like ours.
            DeValue::Datetime(_) if form.unquoted => report.source(self.span.clone()),
            _ => {
                self.wrong_type(&format!("a string, such as {}", form.example), report);
                return None;
            }
        };
        match (form.read)(text) {
            Ok(value) => Some(value),
            Err(Reject { wrong, right }) => {
                report.error(self.at(), format!("`{}`: {wrong}", self.key), right);
                None
            }
        }
    }

    /// The items of a list, each an entry under the list's key.
    pub(crate) fn items(&self, right: &str, report: &mut Report<'a>) -> Option<Vec<Self>> {
        let DeValue::Array(items) = self.value else {
            self.wrong_type(right, report);
            return None;
        };
        Some(items.iter().map(|item| Self { span: item.span(), value: item.get_ref(), ..self.clone() }).collect())
    }

    /// The value as a table of which all keys are known.
    pub(crate) fn table(&self, name: &str, example: &str, known: &[&str], report: &mut Report<'a>) -> Option<Section<'t, 'a>> {
        let DeValue::Table(table) = self.value else {
            self.wrong_type(example, report);
            return None;
        };
        Some(Section::open(name, self.at(), table, known, report))
    }

    /// The entries of a table whose keys are names, in the order of the file.
    pub(crate) fn named(&self, example: &str, report: &mut Report<'a>) -> Vec<Self> {
        let DeValue::Table(table) = self.value else {
            self.wrong_type(example, report);
            return Vec::new();
        };
        let mut entries: Vec<Self> = table.iter().map(|(key, value)| Entry::new(key, value)).collect();
        entries.sort_by_key(|entry| entry.key_at);
        entries
    }

    pub(crate) fn wrong_type(&self, right: &str, report: &mut Report<'a>) {
        report.error(self.at(), format!("`{}` is {}", printable(self.key), kind(self.value)), format!("write {right}"));
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A key as it can be shown in one line.
fn printable(key: &str) -> String {
    key.chars().take(60).flat_map(char::escape_debug).collect()
}
