//! The document's tables, each read into its part of the rules. What cannot be read is reported, and something harmless put
//! in its place, so that reading goes on; rules made of such things are never handed out.

mod calendars;
mod internal;
mod on_call;
mod policies;
mod retention;
mod roundup;
mod sources;
mod team;

use crate::reader::{Section, Spot};
use crate::report::Report;
use roundup_domain::{Lapse, Rules};
use toml::de::DeTable;

/// Where to report what is missing from the document as a whole.
const START: usize = 0;

const TABLES: [&str; 7] = ["team", "on_call", "policies", "calendars", "sources", "roundup", "retention"];

/// The rules that the document says.
pub(crate) fn rules<'a>(document: &DeTable<'a>, report: &mut Report<'a>) -> Rules {
    let root = Section::open("the file", START, document, &TABLES, report);
    let team = team::read(&root, report);
    let on_call = on_call::read(&root, &team.zone, report);
    let calendars = calendars::read(&root, &team.zone, report);
    let policies = policies::read(&root, &team.zone, &calendars, report);
    let sources = sources::read(&root, &team, &policies, report);
    let roundup = roundup::read(&root, &team.zone, &on_call.rotation, report);
    internal::check(&root, &sources, report);
    let retention_days = retention::read(&root, report);
    Rules { team, on_call, policies, sources, roundup, retention_days }
}

/// The table of that name, if it is there.
fn table<'t, 'a>(root: &Section<'t, 'a>, name: &str, known: &[&str], report: &mut Report<'a>) -> Option<Section<'t, 'a>> {
    let heading = format!("[{name}]");
    root.entry(name)?.table(&heading, &format!("it as a table, {heading}"), known, report)
}

/// Reports what is in a list twice; the list without places.
fn distinct<T: Clone>(key: &str, list: &[Spot<T>], same: impl Fn(&T, &T) -> bool, report: &mut Report<'_>) -> Vec<T> {
    for (index, item) in list.iter().enumerate() {
        if let Some(first) = list[..index].iter().find(|other| same(&other.value, &item.value)) {
            let place = if report.line(first.at) == report.line(item.at) {
                String::new()
            } else {
                format!(" (line {})", report.line(first.at))
            };
            report.error(item.at, format!("`{key}` has this entry already{place}"), "keep one of the two");
        }
    }
    list.iter().map(|item| item.value.clone()).collect()
}

/// For putting lengths of time in order: a day counts as 24 hours, which it need not have.
fn nominal_seconds(lapse: Lapse) -> u64 {
    u64::from(lapse.days) * 86_400 + u64::from(lapse.seconds)
}

/// Whether `one` is certainly as long as `other` or longer: days and hours don't compare, days have as many open hours as
/// the calendar gives them.
fn certainly_at_least(one: Lapse, other: Lapse) -> bool {
    match (one.days, one.seconds, other.days, other.seconds) {
        (0, one, 0, other) => one >= other,
        (one, 0, other, 0) => one >= other,
        _ => false,
    }
}
