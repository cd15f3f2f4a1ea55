//! `[policies.NAME]`

use super::calendars::ALWAYS;
use super::{certainly_at_least, distinct, nominal_seconds};
use crate::form::{name, quoted, time};
use crate::near::{meant, one_of};
use crate::reader::{Entry, Section, Spot};
use crate::report::Report;
use jiff::tz::TimeZone;
use roundup_domain::Lapse;
use roundup_domain::calendar::{Calendar, Hours};
use roundup_domain::rules::Policy;
use std::collections::BTreeMap;

const KEYS: [&str; 4] = ["respond_within", "hours", "remind_before", "escalate_after"];
/// The policy of sources that name none.
pub(super) const DEFAULT: &str = "default";

const HOUR: u32 = 3600;
const RESPOND_WITHIN: Lapse = hours(24);
const REMIND_BEFORE: [Lapse; 2] = [hours(4), hours(1)];
const ESCALATE_AFTER: [Lapse; 2] = [hours(0), hours(4)];

const fn hours(hours: u32) -> Lapse {
    Lapse { days: 0, seconds: hours * HOUR }
}

/// Policies by name, those that have mistakes in them included; `default` is always among them.
pub(super) fn read<'a>(
    root: &Section<'_, 'a>,
    team: &TimeZone,
    calendars: &BTreeMap<String, Calendar>,
    report: &mut Report<'a>,
) -> BTreeMap<String, Policy> {
    let mut policies = BTreeMap::from([(DEFAULT.to_owned(), built_in(team))]);
    let entries = root.entry("policies").map(|entry| entry.named("tables, [policies.NAME]", report));
    for entry in entries.unwrap_or_default() {
        if let Err(reject) = name::name(entry.key) {
            report.error(entry.key_at, format!("a policy's name: {}", reject.wrong), reject.right);
        }
        policies.insert(entry.key.to_owned(), policy(&entry, team, calendars, report));
    }
    policies
}

fn built_in(team: &TimeZone) -> Policy {
    Policy {
        respond_within: RESPOND_WITHIN,
        hours: Hours::Always(team.clone()),
        remind_before: REMIND_BEFORE.to_vec(),
        escalate_after: ESCALATE_AFTER.to_vec(),
    }
}

fn policy<'a>(entry: &Entry<'_, 'a>, team: &TimeZone, calendars: &BTreeMap<String, Calendar>, report: &mut Report<'a>) -> Policy {
    let mut policy = built_in(team);
    let name = format!("[policies.{}]", entry.key);
    let Some(section) = entry.table(&name, &format!("it as a table, {name}"), &KEYS, report) else {
        return policy;
    };
    if let Some(within) = section.value("respond_within", &time::SOME_LAPSE, report) {
        policy.respond_within = within;
    }
    if let Some(hours) = open_hours(&section, calendars, report) {
        policy.hours = hours;
    }
    match section.list("remind_before", &time::LAPSE, report) {
        Some(reminders) => {
            warn_of_early_ones(&reminders, policy.respond_within, report);
            policy.remind_before = distinct("remind_before", &reminders, PartialEq::eq, report);
        }
        // Nobody asked for these, so those that make no sense here are left out.
        None => policy.remind_before.retain(|reminder| !certainly_at_least(*reminder, policy.respond_within)),
    }
    if let Some(steps) = section.list("escalate_after", &time::LAPSE, report) {
        policy.escalate_after = distinct("escalate_after", &steps, PartialEq::eq, report);
    }
    // In order of time.
    policy.remind_before.sort_by_key(|reminder| std::cmp::Reverse(nominal_seconds(*reminder)));
    policy.escalate_after.sort_by_key(|step| nominal_seconds(*step));
    policy
}

fn warn_of_early_ones(reminders: &[Spot<Lapse>], within: Lapse, report: &mut Report<'_>) {
    for reminder in reminders.iter().filter(|reminder| certainly_at_least(reminder.value, within)) {
        let wrong = "`remind_before`: this reminder would be due before the question";
        report.warning(reminder.at, wrong, "write less than `respond_within`");
    }
}

fn open_hours<'a>(section: &Section<'_, 'a>, calendars: &BTreeMap<String, Calendar>, report: &mut Report<'a>) -> Option<Hours> {
    let entry = section.entry("hours")?;
    let named = entry.value(&name::CALENDAR, report)?;
    if named == ALWAYS {
        return None;
    }
    if let Some(calendar) = calendars.get(&named) {
        return Some(Hours::Open(calendar.clone()));
    }
    let known = || std::iter::once(ALWAYS).chain(calendars.keys().map(String::as_str));
    let right = match meant(&named, known()) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("write {}, or add [calendars.{}]", one_of(known()), quoted(&named)),
    };
    report.absent(entry.at(), format!("`hours`: there is no calendar {}", quoted(&named)), right);
    None
}
