//! Channels that only the team reads: what is posted there names customers.

use crate::form::quoted;
use crate::reader::Section;
use crate::report::Report;
use roundup_domain::rules::{Source, SourcePlace};

/// The keys that name one, by table.
const INTERNAL: [(&str, &str); 2] = [("on_call", "channel"), ("roundup", "post")];

/// Reports an internal channel that is a source's too. Which channels a pattern will fit, nobody knows.
pub(super) fn check(root: &Section<'_, '_>, sources: &[Source], report: &mut Report<'_>) {
    for (table, key) in INTERNAL {
        let Some(entry) = root.entry(table).and_then(|table| table.below(key)) else { continue };
        let named = entry.text().unwrap_or_default();
        let is_there = |source: &&Source| matches!(&source.place, SourcePlace::Channel { channel, .. } if channel == named);
        if let Some(source) = sources.iter().find(is_there) {
            let wrong = format!("`{key}`: people from outside read {}: it is the source {}", quoted(named), quoted(&source.name));
            report.warning(entry.at(), wrong, "write the id of an internal channel, which is no source");
        }
    }
}
