//! Tests of the whole: text in, rules or problems out.
#![allow(clippy::unwrap_used)]

mod any_text;
mod broken;
mod defaults;
mod example;
mod several;
mod syntax;
mod warnings;

/// The file that users start from.
const EXAMPLE: &str = include_str!("../../../roundup.example.toml");

/// What every file needs, in five lines: what is added starts in line 6.
const NEEDED: &str = "[team]\nname = \"Acme\"\ntimezone = \"UTC\"\n[[sources]]\ngithub = \"acme/widgets\"\n";

/// [`NEEDED`] and more.
fn with(more: &str) -> String {
    format!("{NEEDED}{more}")
}

/// The problems of a file, one a line; what is wrong with a file that should be wrong.
fn problems(text: &str) -> String {
    match crate::check(text) {
        Ok(_) => "nothing wrong".to_owned(),
        Err(problems) => problems.to_string(),
    }
}

/// The warnings of a file that is right.
fn warnings(text: &str) -> Vec<String> {
    crate::check(text).unwrap().warnings.iter().map(ToString::to_string).collect()
}
