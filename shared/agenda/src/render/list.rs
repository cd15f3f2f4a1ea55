//! Lists that end.

use crate::words::number;

/// The first of `items`, and a sentence that counts the rest.
pub(super) fn first<'a, T>(items: &'a [T], limit: usize, one: &str, many: &str) -> (&'a [T], Option<String>) {
    let shown = &items[..items.len().min(limit)];
    (shown, left_out(items.len() - shown.len(), one, many))
}

/// `… and 12 more bugs`; none where nothing is left out.
pub(super) fn left_out(n: usize, one: &str, many: &str) -> Option<String> {
    match n {
        0 => None,
        1 => Some(format!("… and one more {one}")),
        n => Some(format!("… and {} more {many}", number(n))),
    }
}
