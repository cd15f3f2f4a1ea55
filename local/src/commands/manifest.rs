//! `roundup manifest slack|github --url https://…`: the manifest of an app that is allowed and told what the code needs, and
//! nothing else.

mod github;
mod slack;

use crate::cli::{ManifestOf, PublicUrl};
use crate::terminal::{print_error, print_line};
use std::collections::BTreeSet;

/// Prints a manifest to paste; what to do with it goes to standard error, so that the output can be piped.
pub(super) fn run(of: ManifestOf, url: &PublicUrl) {
    let (manifest, steps) = match of {
        ManifestOf::Slack => (slack::manifest(url), slack::steps(url)),
        ManifestOf::Github => (github::manifest(url), github::steps(url)),
    };
    print_line(&format!("{manifest:#}"));
    for step in steps {
        print_error(&step);
    }
}

/// The scopes that a workspace's bot token needs.
pub(crate) fn slack_scopes() -> BTreeSet<&'static str> {
    slack::scopes()
}

/// The permissions that the GitHub App needs, each with its access.
pub(crate) fn github_permissions() -> &'static [(&'static str, &'static str)] {
    github::PERMISSIONS
}

/// The events that GitHub has to send.
pub(crate) fn github_events() -> &'static [&'static str] {
    roundup_ingest::github::EVENTS
}

/// The string literals in the patterns of the `match` that begins with `head`, up to its `_`: what the code reads.
#[cfg(test)]
fn patterns<'a>(source: &'a str, head: &str) -> std::collections::BTreeSet<&'a str> {
    let (_, body) = source.split_once(head).unwrap_or_else(|| panic!("no {head:?} in the source"));
    let (arms, _) = body.split_once("\n        _ =>").unwrap_or_else(|| panic!("{head:?} has no last arm"));
    let patterns = arms.lines().map(str::trim_start).filter(|line| line.starts_with('"') || line.starts_with("| \""));
    patterns.flat_map(|line| line.split("=>").take(1)).flat_map(|pattern| pattern.split('"').skip(1).step_by(2)).collect()
}
