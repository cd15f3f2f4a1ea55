//! `[calendars.NAME]`

use crate::form::{name, time};
use crate::reader::{Entry, Section, Spot};
use crate::report::Report;
use jiff::tz::TimeZone;
use roundup_domain::calendar::{Calendar, OpenRange};
use std::collections::BTreeMap;

const KEYS: [&str; 9] = ["timezone", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "holidays"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// The hours that need no calendar.
pub(super) const ALWAYS: &str = "always";

/// Calendars by name, those that have mistakes in them included.
pub(super) fn read<'a>(root: &Section<'_, 'a>, team: &TimeZone, report: &mut Report<'a>) -> BTreeMap<String, Calendar> {
    let Some(entry) = root.entry("calendars") else {
        return BTreeMap::new();
    };
    let mut calendars = BTreeMap::new();
    for entry in entry.named("tables, [calendars.NAME]", report) {
        if let Err(reject) = name::name(entry.key) {
            report.error(entry.key_at, format!("a calendar's name: {}", reject.wrong), reject.right);
        }
        if entry.key == ALWAYS {
            report.error(entry.key_at, "a calendar cannot be named `always`, which stands for all hours", "write another name");
        }
        calendars.insert(entry.key.to_owned(), calendar(&entry, team, report));
    }
    calendars
}

fn calendar<'a>(entry: &Entry<'_, 'a>, team: &TimeZone, report: &mut Report<'a>) -> Calendar {
    let mut calendar = Calendar { zone: team.clone(), week: Default::default(), holidays: Default::default() };
    let name = format!("[calendars.{}]", entry.key);
    let Some(section) = entry.table(&name, &format!("it as a table, {name}"), &KEYS, report) else {
        return calendar;
    };
    if let Some(zone) = section.value("timezone", &time::ZONE, report) {
        calendar.zone = zone;
    }
    for (day, ranges) in DAYS.iter().zip(&mut calendar.week) {
        *ranges = open_ranges(&section, day, report);
    }
    let holidays = section.list("holidays", &time::DATE, report).unwrap_or_default();
    calendar.holidays = holidays.into_iter().map(|day| day.value).collect();
    // A day that is written but cannot be read has been reported already.
    let says_hours = DAYS.iter().any(|day| section.entry(day).is_some_and(|entry| !entry.is_empty_list()));
    if !says_hours {
        report.absent(section.at, format!("{name} is never open"), "write hours, such as mon = [\"09:00-17:00\"]");
    }
    calendar
}

/// A day's ranges in order; they may touch but not overlap.
fn open_ranges<'a>(section: &Section<'_, 'a>, day: &str, report: &mut Report<'a>) -> Vec<OpenRange> {
    let mut ranges = section.list(day, &time::RANGE, report).unwrap_or_default();
    ranges.sort_by_key(|range| range.value.from);
    for pair in ranges.windows(2) {
        if overlap(&pair[0], &pair[1]) {
            // Blame what stands later in the file.
            let at = pair[0].at.max(pair[1].at);
            report.error(
                at,
                format!("`{day}`: this overlaps with another range"),
                "write ranges that don't overlap, or one instead of both",
            );
        }
    }
    ranges.into_iter().map(|range| range.value).collect()
}

/// Whether `later`, which starts no earlier, starts before `earlier` ends.
fn overlap(earlier: &Spot<OpenRange>, later: &Spot<OpenRange>) -> bool {
    earlier.value.until.is_none_or(|until| later.value.from < until)
}
