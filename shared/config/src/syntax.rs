//! TOML's own errors, with what would be right.

use crate::form::quoted;
use crate::report::{Damage, Report};
use toml::Spanned;
use toml::de::{DeTable, Error};

/// The document, as far as it can be made out; mistakes in its syntax are reported.
pub(crate) fn read<'a>(text: &'a str, report: &mut Report<'a>) -> DeTable<'a> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().unwrap_or_default();
        let (wrong, right) = explain(error, report.source(at.clone()));
        report.syntax(at.start, damage(error.message()), wrong, right);
    }
    Spanned::into_inner(document)
}

/// The parser's message is `what happened[, expected this, that]`.
fn explain(error: &Error, source: &str) -> (String, String) {
    let (what, expected) = error.message().split_once(", expected ").unwrap_or((error.message(), ""));
    let (wrong, right) = match what {
        "string values must be quoted" if source.trim().is_empty() => {
            ("a value is missing".to_owned(), "write one after `=`".to_owned())
        }
        "string values must be quoted" => {
            // Quotes as a word processor puts them.
            let value = source.trim_matches(['“', '”', '„', '‘', '’']);
            (format!("{} is not in quotes", shown(source)), format!("write {}", quoted(value)))
        }
        "duplicate key" => (format!("{} is there twice", shown(source)), "keep one of the two".to_owned()),
        "key with no value" => ("a key without a value".to_owned(), "write `key = value`".to_owned()),
        "invalid boolean" => (format!("{} is no boolean", shown(source)), "write true or false".to_owned()),
        "unexpected key or value" => ("a line goes on after its value".to_owned(), "write one `key = value` a line".to_owned()),
        "invalid unquoted key" => (what.to_owned(), "write `key = value`, the key of letters, digits, - and _".to_owned()),
        "missing comma between array elements" => (what.to_owned(), "write `,`, or close the array with `]`".to_owned()),
        "missing comma between key-value pairs" => (what.to_owned(), "write `,`, or close the table with `}`".to_owned()),
        "missing escaped value" => unknown_escape(),
        "too few unicode value digits" | "invalid value" if expected == "unicode hexadecimal value" => {
            ("this escape stands for no character".to_owned(), "write one such as `\\u00e9`, or the character itself".to_owned())
        }
        _ if what.starts_with("cannot extend value") => (what.to_owned(), "keep one of the two".to_owned()),
        _ if what.starts_with("unclosed ") => (what.to_owned(), format!("close it with {expected}")),
        _ if is_of_a_string(what) => match expected {
            "`\"`" | "`'`" => (what.replace("invalid", "unclosed"), format!("close it with {expected}")),
            "newline" => unknown_escape(),
            _ => ("a control character in a string".to_owned(), "leave it out".to_owned()),
        },
        _ if matches!(expected, "" | "nothing") => (what.to_owned(), "write TOML as in https://toml.io".to_owned()),
        _ => (what.to_owned(), format!("expected {expected}")),
    };
    (one_line(&wrong), one_line(&right))
}

fn unknown_escape() -> (String, String) {
    let right = "write `\\\\` where a backslash is meant, or the text in single quotes";
    ("no escape that TOML knows follows this `\\`".to_owned(), right.to_owned())
}

/// What the parser says of a string as such: its end is missing, or something is in it that must not be.
fn is_of_a_string(what: &str) -> bool {
    what.starts_with("invalid ") && what.ends_with(" string")
}

fn shown(source: &str) -> String {
    format!("`{}`", source.chars().take(60).collect::<String>())
}

fn one_line(message: &str) -> String {
    message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn damage(message: &str) -> Damage {
    const REST: [&str; 5] = ["unclosed ", "missing comma", "unexpected `=` in array", "invalid multi-line", "missing table open"];
    const VALUE: [&str; 11] = [
        "string values must be quoted",
        "duplicate key",
        "invalid boolean",
        "invalid date",
        "invalid time",
        "invalid basic string",
        "invalid literal string",
        "unexpected leading zero",
        "missing escaped value",
        "too few unicode value digits",
        "invalid value",
    ];
    let is = |known: &[&str]| known.iter().any(|start| message.starts_with(start));
    if is(&REST) || message.contains(" in array") || message.contains(" in inline table") {
        Damage::Rest
    } else if is(&VALUE) {
        Damage::Value
    } else {
        Damage::Line
    }
}
