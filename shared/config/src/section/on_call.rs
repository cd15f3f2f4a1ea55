//! `[on_call]`

use super::table;
use crate::form::{github, name, slack, time, web};
use crate::reader::{Entry, Section};
use crate::report::Report;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use roundup_domain::Lapse;
use roundup_domain::meeting::WeekTime;
use roundup_domain::rotation::{Member, OnCall, Override};

const KEYS: [&str; 8] = ["rotation", "start", "handoff", "every", "user_group", "channel", "lead", "overrides"];
const MEMBER_KEYS: [&str; 4] = ["slack", "github", "email", "name"];
const MEMBER: &str = "a Slack user id, or a table such as { slack = \"U0STAFF01\", github = \"ada-gh\" }";
const OVERRIDE_KEYS: [&str; 3] = ["user", "from", "to"];
const OVERRIDE: &str = r#"{ user = "U0STAFF02", from = "2026-01-07T09:00", to = "2026-01-08T09:00" }"#;
/// Monday 09:00.
const HANDOFF: WeekTime = WeekTime { weekday: Weekday::Monday, time: jiff::civil::time(9, 0, 0, 0) };
/// A Monday, and a fixed one: whose turn it is must not depend on when the file is read.
const START: Date = jiff::civil::date(2024, 1, 1);

pub(super) fn read<'a>(root: &Section<'_, 'a>, team: &TimeZone, report: &mut Report<'a>) -> OnCall {
    let section = table(root, "on_call", &KEYS, report);
    let mut on_call = OnCall {
        zone: team.clone(),
        rotation: Vec::new(),
        start: START,
        handoff: HANDOFF,
        every: Lapse { days: 7, seconds: 0 },
        user_group: None,
        channel: None,
        lead: None,
        overrides: Vec::new(),
    };
    if let Some(section) = &section {
        on_call.rotation = rotation(section, report);
        on_call.handoff = section.value("handoff", &time::WEEK_TIME, report).unwrap_or(HANDOFF);
        on_call.start = section.value("start", &time::DATE, report).unwrap_or(START);
        on_call.every = section.value("every", &time::DAYS, report).unwrap_or(on_call.every);
        on_call.user_group = section.value("user_group", &slack::USER_GROUP, report);
        on_call.channel = section.value("channel", &slack::CHANNEL, report);
        on_call.lead = section.value("lead", &slack::USER, report);
        on_call.overrides = overrides(section, team, report);
    }
    warn(&on_call, section.as_ref().map_or(root.at, |section| section.at), report);
    on_call
}

fn warn(on_call: &OnCall, at: usize, report: &mut Report<'_>) {
    if on_call.rotation.is_empty() {
        report.warning(at, "nobody is on call, so nobody is reminded", "write rotation = [\"U0STAFF01\"] under [on_call]");
    }
    if on_call.channel.is_none() {
        report.warning(at, "escalations and hand-offs have nowhere to go", "write channel = \"C0HELP001\" under [on_call]");
    }
    if on_call.lead.is_none() {
        report.warning(at, "later escalations reach no lead", "write lead = \"U0STAFF02\" under [on_call]");
    }
}

fn rotation<'a>(section: &Section<'_, 'a>, report: &mut Report<'a>) -> Vec<Member> {
    let Some(entries) = section.entry("rotation").and_then(|entry| entry.items("a list, such as [\"U0STAFF01\"]", report)) else {
        return Vec::new();
    };
    entries.iter().filter_map(|entry| member(entry, report)).collect()
}

fn member<'a>(entry: &Entry<'_, 'a>, report: &mut Report<'a>) -> Option<Member> {
    if entry.is_text() {
        let slack = entry.value(&slack::USER, report)?;
        return Some(Member { slack, github: None, email: None, name: None });
    }
    let table = entry.table("an entry of `rotation`", MEMBER, &MEMBER_KEYS, report)?;
    let slack = table.required("slack", &slack::USER, report);
    let github = table.value("github", &github::LOGIN, report);
    let email = table.value("email", &web::ADDRESS, report);
    let name = table.value("name", &name::NAME, report);
    Some(Member { slack: slack?, github, email, name })
}

fn overrides<'a>(section: &Section<'_, 'a>, team: &TimeZone, report: &mut Report<'a>) -> Vec<Override> {
    let Some(entries) =
        section.entry("overrides").and_then(|entry| entry.items(&format!("a list, such as [{OVERRIDE}]"), report))
    else {
        return Vec::new();
    };
    entries.iter().filter_map(|entry| exception(entry, team, report)).collect()
}

fn exception<'a>(entry: &Entry<'_, 'a>, team: &TimeZone, report: &mut Report<'a>) -> Option<Override> {
    let example = format!("a table such as {OVERRIDE}");
    let table = entry.table("an entry of `overrides`", &example, &OVERRIDE_KEYS, report)?;
    let moment = time::moment(team);
    let user = table.required("user", &slack::USER, report);
    let from = table.required("from", &moment, report);
    let to = table.required("to", &moment, report);
    let exception = Override { user: user?, from: from?, to: to? };
    if exception.from >= exception.to {
        let at = table.entry("to").map_or(table.at, |to| to.at());
        report.error(at, "`to` is not after `from`", "write the earlier time as `from`");
    }
    Some(exception)
}
