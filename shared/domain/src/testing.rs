//! What tests tell their histories with: team Acme, its staff Ada and Grace, the customers who write to them, and a week
//! of times in UTC that begins on Monday, 2 March 2026.

#![allow(clippy::unwrap_used)]

mod story;

pub(crate) use story::{Story, bug_form, everywhere, on_github, on_slack, question_form};

use crate::calendar::Hours;
use crate::item::Kind;
use crate::lapse::Lapse;
use crate::meeting::{Meeting, WeekTime};
use crate::person::{Author, Platform};
use crate::plan::{Destination, Notice};
use crate::rotation::{Member, OnCall};
use crate::rules::{Policy, Roundup, Rules, Source, SourcePlace, Team};
use crate::slack_ts::SlackTs;
use jiff::Timestamp;
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody with an account on both platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Somebody {
    pub slack: &'static str,
    pub github: &'static str,
    pub automated: bool,
}

/// Staff, on call in this week.
pub(crate) const ADA: Somebody = Somebody { slack: "U0STAFF01", github: "ada-gh", automated: false };
/// Staff, the lead, on call from the next Monday on.
pub(crate) const GRACE: Somebody = Somebody { slack: "U0STAFF02", github: "Grace-GH", automated: false };
/// Who asks.
pub(crate) const CUSTOMER: Somebody = Somebody { slack: "U0CUST001", github: "octocat", automated: false };
/// Somebody else from outside.
pub(crate) const NEIGHBOUR: Somebody = Somebody { slack: "U0CUST002", github: "hubber", automated: false };
/// A bot, as the event itself shows.
pub(crate) const BOT: Somebody = Somebody { slack: "B0BUILD01", github: "ci[bot]", automated: true };
/// An account on the ignore list.
pub(crate) const IGNORED: Somebody = Somebody { slack: "U0ROBOT01", github: "Robot-Arm", automated: false };

impl Somebody {
    pub fn on(self, platform: Platform) -> Author {
        let id = match platform {
            Platform::Slack => self.slack,
            Platform::Github => self.github,
        };
        Author { platform, id: id.to_owned(), automated: self.automated }
    }
}

/// `Tue 14:00`, `Tue 14:00:30.5`: a time of the week, UTC.
pub(crate) fn t(when: &str) -> Timestamp {
    let (day, clock) = when.split_once(' ').unwrap();
    let day = 2 + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().position(|name| *name == day).unwrap();
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    format!("2026-03-{day:02}T{clock}{seconds}Z").parse().unwrap()
}

/// The Slack message of that time.
pub(crate) fn ts(when: &str) -> SlackTs {
    SlackTs::from_time(t(when))
}

pub(crate) fn lapses(texts: &[&str]) -> Vec<Lapse> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

pub(crate) fn new_york() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

/// 24 hours, reminders 4 and 1 before, escalations at once and 4 hours after.
pub(crate) fn policy() -> Policy {
    Policy {
        respond_within: "24h".parse().unwrap(),
        hours: Hours::Always(new_york()),
        remind_before: lapses(&["4h", "1h"]),
        escalate_after: lapses(&["0m", "4h"]),
    }
}

pub(crate) fn on_call() -> OnCall {
    let member =
        |who: Somebody| Member { slack: who.slack.to_owned(), github: Some(who.github.to_owned()), email: None, name: None };
    OnCall {
        zone: new_york(),
        rotation: vec![member(ADA), member(GRACE)],
        start: date(2026, 1, 5),
        handoff: WeekTime { weekday: Weekday::Monday, time: time(9, 0, 0, 0) },
        every: Lapse::days(7),
        user_group: None,
        channel: Some("C0HELP001".to_owned()),
        lead: Some(GRACE.slack.to_owned()),
        overrides: Vec::new(),
    }
}

pub(crate) fn source() -> Source {
    Source {
        name: "Customers".to_owned(),
        place: SourcePlace::Channel { team: "T0STAFF01".to_owned(), channel: "C0EXT0001".to_owned() },
        policy: "default".to_owned(),
        company: None,
        confidential: false,
        code_name: None,
        top_level_answers: None,
    }
}

pub(crate) fn rules() -> Rules {
    let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<BTreeSet<_>>();
    let labels = [(Kind::Bug, "bug"), (Kind::FeatureRequest, "enhancement"), (Kind::Question, "question")];
    Rules {
        team: Team {
            name: "Acme".to_owned(),
            zone: new_york(),
            slack_team: Some("T0STAFF01".to_owned()),
            staff_slack: strings(&[ADA.slack, GRACE.slack]),
            staff_github_org: Some("acme".to_owned()),
            staff_github: strings(&["ada-gh", "grace-gh"]),
            ignore: strings(&[IGNORED.slack, "robot-arm"]),
        },
        on_call: on_call(),
        policies: BTreeMap::from([("default".to_owned(), policy())]),
        sources: vec![source()],
        roundup: Roundup {
            meeting: Meeting {
                zone: new_york(),
                at: WeekTime { weekday: Weekday::Tuesday, time: time(13, 0, 0, 0) },
                prepare: lapses(&["2d", "1d"]),
            },
            post: None,
            email: None,
            interfaces: Vec::new(),
            ready_label: "Ready for roundup".to_owned(),
            comment_decisions: false,
            kind_labels: labels.map(|(kind, label)| (kind, label.to_owned())).into(),
            docs: None,
            releases: None,
            call: None,
        },
        retention_days: None,
    }
}

/// A notice as `step → who, for all these steps`.
pub(crate) fn shown(notice: &Notice) -> String {
    let to = match &notice.to {
        Destination::Person(id) | Destination::Channel(id) | Destination::UserGroup(id) => id,
        Destination::Tracker => "the tracker",
        Destination::Email => "email",
    };
    format!("{:?} to {to} for {}", notice.act, notice.steps.join(" "))
}
