//! `[roundup]`

use super::{distinct, nominal_seconds, table};
use crate::form::{github, name, slack, time, web};
use crate::reader::{Entry, Section, Spot};
use crate::report::Report;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use roundup_domain::meeting::{Meeting, WeekTime};
use roundup_domain::rotation::Member;
use roundup_domain::rules::{Email, Roundup};
use roundup_domain::{Kind, Lapse};
use std::collections::BTreeMap;

const KEYS: [&str; 11] = [
    "meeting",
    "prepare",
    "post",
    "email",
    "interfaces",
    "ready_label",
    "kind_labels",
    "comment_decisions",
    "docs",
    "releases",
    "call",
];
const EMAIL_KEYS: [&str; 2] = ["from", "to"];
const EMAIL: &str = r#"a table such as { from = "roundup@acme.test", to = ["team@acme.test"] }"#;
const KIND_KEYS: [&str; 3] = ["bug", "feature_request", "question"];
const KIND_LABELS: &str = r#"a table such as { bug = "bug", feature_request = "enhancement" }"#;

/// Tuesday 13:00.
const MEETING: WeekTime = WeekTime { weekday: Weekday::Tuesday, time: jiff::civil::time(13, 0, 0, 0) };
const PREPARE: [Lapse; 2] = [Lapse { days: 2, seconds: 0 }, Lapse { days: 1, seconds: 0 }];
const INTERFACES: [&str; 3] = ["Command line", "REST API", "UI"];
const READY_LABEL: &str = "Ready for roundup";
const DEFAULT_KIND_LABELS: [(Kind, &str); 3] =
    [(Kind::Bug, "bug"), (Kind::FeatureRequest, "enhancement"), (Kind::Question, "question")];
/// Recipients of one mail (Amazon SES, "Service quotas").
const MOST_RECIPIENTS: usize = 50;
/// A menu takes 100 options at most (Slack, "Select menu element").
const MOST_INTERFACES: usize = 100;

pub(super) fn read<'a>(root: &Section<'_, 'a>, team: &TimeZone, members: &[Member], report: &mut Report<'a>) -> Roundup {
    let mut roundup = built_in(team);
    let section = table(root, "roundup", &KEYS, report);
    if let Some(section) = &section {
        read_section(section, members, &mut roundup, report);
    }
    if roundup.post.is_none() && roundup.email.is_none() {
        let at = section.map_or(root.at, |section| section.at);
        report.warning(at, "the agenda has nowhere to go", "write post = \"C0HELP001\" or email under [roundup]");
    }
    roundup
}

fn read_section<'a>(section: &Section<'_, 'a>, members: &[Member], roundup: &mut Roundup, report: &mut Report<'a>) {
    if let Some(at) = section.value("meeting", &time::WEEK_TIME, report) {
        roundup.meeting.at = at;
    }
    if let Some(prepare) = preparations(section, report) {
        roundup.meeting.prepare = prepare;
    }
    if let Some(post) = section.value("post", &slack::CHANNEL, report) {
        roundup.post = Some(post);
    }
    roundup.email = email(section, members, report);
    if let Some(interfaces) = interfaces(section, report) {
        roundup.interfaces = interfaces;
    }
    read_labels(section, roundup, report);
    roundup.comment_decisions = section.flag("comment_decisions", report).unwrap_or(false);
    roundup.docs = section.value("docs", &web::LINK, report);
    roundup.releases = section.value("releases", &web::LINK, report);
    roundup.call = section.value("call", &web::LINK, report);
}

fn built_in(team: &TimeZone) -> Roundup {
    Roundup {
        meeting: Meeting { zone: team.clone(), at: MEETING, prepare: PREPARE.to_vec() },
        post: None,
        email: None,
        interfaces: INTERFACES.map(str::to_owned).to_vec(),
        ready_label: READY_LABEL.to_owned(),
        kind_labels: DEFAULT_KIND_LABELS.into_iter().map(|(kind, label)| (kind, label.to_owned())).collect(),
        comment_decisions: false,
        docs: None,
        releases: None,
        call: None,
    }
}

/// In order of time.
fn preparations<'a>(section: &Section<'_, 'a>, report: &mut Report<'a>) -> Option<Vec<Lapse>> {
    let list = section.list("prepare", &time::DAYS_BEFORE, report)?;
    let mut prepare = distinct("prepare", &list, PartialEq::eq, report);
    prepare.sort_by_key(|lapse| std::cmp::Reverse(nominal_seconds(*lapse)));
    Some(prepare)
}

fn email<'a>(section: &Section<'_, 'a>, members: &[Member], report: &mut Report<'a>) -> Option<Email> {
    let table = section.entry("email")?.table("`email`", EMAIL, &EMAIL_KEYS, report)?;
    let from = table.required("from", &web::ADDRESS, report);
    let Some(entry) = table.entry("to") else {
        report.absent(table.at, "`email` has no `to`", "write to = [\"team@acme.test\"]");
        return None;
    };
    let to = table.list("to", &web::ADDRESS, report)?;
    if entry.is_empty_list() {
        report.error(entry.at(), "`to` is empty", "write one recipient at least, such as [\"team@acme.test\"]");
    }
    if let Some(surplus) = to.get(MOST_RECIPIENTS) {
        let right = format!("write at most {MOST_RECIPIENTS}, or the address of a list");
        report.error(surplus.at, format!("`to` has {} recipients", to.len()), right);
    }
    let from = from?;
    warn_of_others(&from, &to, members, report);
    let same = |one: &String, other: &String| one.eq_ignore_ascii_case(other);
    Some(Email { to: distinct("to", &to, same, report), from })
}

/// The agenda names customers: it is sent to addresses of the sender's domain and of the rotation alone.
fn warn_of_others(from: &str, to: &[Spot<String>], members: &[Member], report: &mut Report<'_>) {
    for recipient in to.iter().filter(|to| !Email::is_of_team(from, members, &to.value)) {
        report.warning(
            recipient.at,
            "this recipient is not known to be of the team, and is left out: the agenda names customers",
            "write an address of the sender's domain, or give it to a member of `rotation` as `email`",
        );
    }
}

fn interfaces<'a>(section: &Section<'_, 'a>, report: &mut Report<'a>) -> Option<Vec<String>> {
    let list = section.list("interfaces", &name::INTERFACE, report)?;
    let entry = section.entry("interfaces")?;
    if entry.is_empty_list() {
        report.error(entry.at(), "`interfaces` is empty", "write one at least, or leave the key out");
    }
    if let Some(surplus) = list.get(MOST_INTERFACES) {
        report.error(surplus.at, format!("`interfaces` has {} entries", list.len()), format!("write at most {MOST_INTERFACES}"));
    }
    Some(distinct("interfaces", &list, PartialEq::eq, report))
}

/// Kinds that are not given a label keep their built-in one.
fn read_labels<'a>(section: &Section<'_, 'a>, roundup: &mut Roundup, report: &mut Report<'a>) {
    let mut ready_at = None;
    if let Some(label) = section.value("ready_label", &github::LABEL, report) {
        ready_at = section.entry("ready_label").map(|entry| entry.at());
        roundup.ready_label = label;
    }
    let mut places = BTreeMap::new();
    if let Some(table) = section.entry("kind_labels").and_then(|entry| kind_table(&entry, report)) {
        for kind in Kind::ALL {
            let Some(entry) = table.entry(kind.name()).filter(|_| kind != Kind::PullRequest) else { continue };
            if let Some(label) = entry.value(&github::LABEL, report) {
                places.insert(kind, entry.at());
                roundup.kind_labels.insert(kind, label);
            }
        }
    }
    let kinds = roundup.kind_labels.iter().map(|(kind, label)| (kind.name(), label, places.get(kind).copied()));
    let labels: Vec<_> = std::iter::once(("ready_label", &roundup.ready_label, ready_at)).chain(kinds).collect();
    report_clashes(&labels, report);
}

fn kind_table<'t, 'a>(entry: &Entry<'t, 'a>, report: &mut Report<'a>) -> Option<Section<'t, 'a>> {
    entry.table("`kind_labels`", KIND_LABELS, &KIND_KEYS, report)
}

/// A label that stands for two things; labels that differ in case alone are the same to GitHub. Where the file gives
/// neither place there is nothing to report: the built-in ones differ.
fn report_clashes(labels: &[(&str, &String, Option<usize>)], report: &mut Report<'_>) {
    for (index, (what, label, at)) in labels.iter().enumerate() {
        for (other, other_label, other_at) in &labels[..index] {
            if label.to_lowercase() != other_label.to_lowercase() {
                continue;
            }
            // The one that stands later; a built-in one stands nowhere.
            let (blamed, clashes_with) = if at > other_at { (what, other) } else { (other, what) };
            if let Some(at) = (*at).max(*other_at) {
                report.error(at, format!("`{blamed}` has the same label as `{clashes_with}`"), "write labels that differ");
            }
        }
    }
}
