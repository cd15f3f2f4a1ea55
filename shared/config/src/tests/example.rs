use super::EXAMPLE;
use crate::{check, parse};
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use roundup_domain::calendar::{Calendar, Hours, OpenRange};
use roundup_domain::meeting::WeekTime;
use roundup_domain::rotation::{Member, Override};
use roundup_domain::rules::{Email, Policy, Source, SourcePlace};
use roundup_domain::{Kind, Lapse};
use std::collections::{BTreeMap, BTreeSet};

fn new_york() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

fn lapses(texts: &[&str]) -> Vec<Lapse> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn the_example_checks_clean() {
    assert_eq!(check(EXAMPLE).unwrap().warnings, []);
}

#[test]
fn the_example_says_who_the_team_is() {
    let team = parse(EXAMPLE).unwrap().team;
    assert_eq!(team.name, "Acme");
    assert_eq!(team.zone, new_york());
    assert_eq!(team.slack_team.as_deref(), Some("T0STAFF01"));
    assert_eq!(team.staff_slack, set(&["U0OSQADA1"]));
    assert_eq!(team.staff_github_org.as_deref(), Some("acme"));
    assert_eq!(team.staff_github, set(&["ada-gh"]));
    assert_eq!(team.ignore, set(&["dependabot[bot]", "U0ROBOT01", "u0robot01"]));
}

#[test]
fn the_example_says_who_is_on_call() {
    let on_call = parse(EXAMPLE).unwrap().on_call;
    let member = |slack: &str| Member { slack: slack.to_owned(), github: None, email: None, name: None };
    assert_eq!(on_call.zone, new_york());
    assert_eq!(on_call.rotation, [member("U0STAFF01"), member("U0STAFF02")]);
    assert_eq!(on_call.start, date(2026, 1, 5));
    assert_eq!(on_call.handoff, WeekTime { weekday: Weekday::Monday, time: time(9, 0, 0, 0) });
    assert_eq!(on_call.every, Lapse { days: 7, seconds: 0 });
    assert_eq!(on_call.user_group.as_deref(), Some("S0ONCALL1"));
    assert_eq!(on_call.channel.as_deref(), Some("C0HELP001"));
    assert_eq!(on_call.lead.as_deref(), Some("U0STAFF02"));
    let (from, to) = ("2026-01-07T14:00:00Z".parse().unwrap(), "2026-01-08T14:00:00Z".parse().unwrap());
    assert_eq!(on_call.overrides, [Override { user: "U0STAFF02".to_owned(), from, to }]);
}

#[test]
fn the_example_says_what_is_promised() {
    let policies = parse(EXAMPLE).unwrap().policies;
    let promised = Policy {
        respond_within: Lapse { days: 0, seconds: 86_400 },
        hours: Hours::Always(new_york()),
        remind_before: lapses(&["4h", "1h"]),
        escalate_after: lapses(&["0m", "4h"]),
    };
    assert_eq!(policies, BTreeMap::from([("default".to_owned(), promised)]));
}

#[test]
fn the_examples_calendar_can_be_used() {
    let text = EXAMPLE.replace("hours = \"always\"", "hours = \"office\"");
    let range = |from: i8, until: i8| OpenRange { from: time(from, 0, 0, 0), until: Some(time(until, 0, 0, 0)) };
    let mut week: [Vec<OpenRange>; 7] = Default::default();
    week[0] = vec![range(7, 12), range(13, 16)];
    week[1] = vec![range(7, 16)];
    let holidays = BTreeSet::from([date(2026, 12, 25)]);
    let calendar = Calendar { zone: TimeZone::get("America/Los_Angeles").unwrap(), week, holidays };
    assert_eq!(parse(&text).unwrap().policies["default"].hours, Hours::Open(calendar));
}

#[test]
fn the_example_says_where_comments_come_from() {
    let sources = parse(EXAMPLE).unwrap().sources;
    let (team, text) = ("T0STAFF01".to_owned(), str::to_owned);
    let customers = Source {
        name: text("Customers"),
        place: SourcePlace::Pattern { team: team.clone(), pattern: text("at-*") },
        policy: text("default"),
        company: None,
        confidential: false,
        code_name: None,
        top_level_answers: None,
    };
    let acme = Source {
        name: text("Acme Corp"),
        place: SourcePlace::Channel { team, channel: text("C0EXT0001") },
        company: Some(text("Acme Corp")),
        confidential: true,
        ..customers.clone()
    };
    let tracker =
        Source { name: text("Tracker"), place: SourcePlace::Github { repository: text("acme/widgets") }, ..customers.clone() };
    assert_eq!(sources, [customers, acme, tracker]);
}

#[test]
fn the_example_says_when_the_roundup_is() {
    let roundup = parse(EXAMPLE).unwrap().roundup;
    assert_eq!(roundup.meeting.zone, new_york());
    assert_eq!(roundup.meeting.at, WeekTime { weekday: Weekday::Tuesday, time: time(13, 0, 0, 0) });
    assert_eq!(roundup.meeting.prepare, lapses(&["2d", "1d"]));
    assert_eq!(roundup.post.as_deref(), Some("C0HELP001"));
    let email = Email { from: "roundup@acme.test".to_owned(), to: vec!["team@acme.test".to_owned()] };
    assert_eq!(roundup.email, Some(email));
    assert_eq!(roundup.interfaces, ["Command line", "REST API", "UI"]);
    assert_eq!(roundup.ready_label, "Ready for roundup");
    let labels = [(Kind::Bug, "bug"), (Kind::FeatureRequest, "enhancement"), (Kind::Question, "question")];
    assert_eq!(roundup.kind_labels, labels.map(|(kind, label)| (kind, label.to_owned())).into());
    assert_eq!(roundup.docs.as_deref(), Some("https://docs.acme.test"));
    assert_eq!(roundup.releases.as_deref(), Some("https://github.com/acme/widgets/releases"));
    assert_eq!(roundup.call.as_deref(), Some("https://cal.acme.test/10min"));
}
