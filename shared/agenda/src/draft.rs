//! Thanks, ready to post.

use crate::agenda::Agenda;
use crate::escape::shorten;
use crate::thanks::{Deed, Thanks};
use crate::words;

/// Longest title.
const TITLE: usize = 150;
/// Longest name.
const NAME: usize = 120;
/// Most people named, and most contributions of one.
const MOST: usize = 50;

/// A text that thanks this week's contributors, to be posted where everybody reads it; empty where there is nobody to
/// thank. Plain text: links stand bare, and nothing is escaped. It says nothing of confidential customers but a code name,
/// and quotes only what everybody can read.
#[must_use]
pub fn draft(agenda: &Agenda) -> String {
    if agenda.thanks.is_empty() {
        return String::new();
    }
    let mut lines = vec!["Thank you to everybody who helped this week!".to_owned()];
    lines.extend(agenda.thanks.iter().take(MOST).map(person));
    match agenda.thanks.len().saturating_sub(MOST) {
        0 => {}
        1 => lines.push("• and one more".to_owned()),
        n => lines.push(format!("• and {} more", words::number(n))),
    }
    lines.join("\n")
}

/// One line for one contribution; else one line each, below the name.
fn person(thanks: &Thanks) -> String {
    let first = if thanks.first_time { ", for the first time" } else { "" };
    let name = format!("• {}{first}", shorten(&thanks.in_public.name, NAME));
    let is_told = |deed: &&Deed| !deed.title.is_empty() || !deed.url.is_empty();
    let (told, untold): (Vec<&Deed>, Vec<&Deed>) = thanks.in_public.deeds.iter().partition(is_told);
    let mut parts: Vec<String> = told.iter().take(MOST).map(|deed| told_deed(deed)).collect();
    match told.len().saturating_sub(MOST) {
        0 => {}
        more => parts.push(format!("and {} more", words::number(more))),
    }
    if !untold.is_empty() {
        parts.push(words::contribution(untold.into_iter()));
    }
    match parts.as_slice() {
        [only] => format!("{name}: {only}"),
        many => format!("{name}:\n– {}", many.join("\n– ")),
    }
}

/// `“Retry uploads” (merged pull request) https://…`.
fn told_deed(deed: &Deed) -> String {
    let what = words::deed(deed.what);
    let text = if deed.title.is_empty() { what.to_owned() } else { format!("“{}” ({what})", shorten(&deed.title, TITLE)) };
    format!("{text} {}", deed.url).trim_end().to_owned()
}
