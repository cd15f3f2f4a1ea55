//! How things are configured.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// What differs between the configurations of runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// How soon.
    pub respond_within: &'static str,
    hours: &'static str,
    remind_before: &'static [&'static str],
    escalate_after: &'static [&'static str],
    every: &'static str,
    /// Whoever takes a day over from the rotation, from this date on.
    takes_over: Option<String>,
    emails: bool,
}

/// A policy: how soon, reminders, escalations, and its steps in minutes after the comment where it counts all hours.
type Policy = (&'static str, &'static [&'static str], &'static [&'static str]);

const POLICIES: [Policy; 4] = [
    ("24h", &["4h", "1h"], &["0m", "4h"]),
    ("4h", &["30m"], &["0m", "1h", "2h"]),
    ("1d", &["2h"], &["0m"]),
    ("90m", &["10m", "5m"], &["0m", "10m"]),
];

impl Configuration {
    /// Any.
    pub fn any(rng: &mut Rng, start: Timestamp) -> Self {
        let (respond_within, remind_before, escalate_after) = POLICIES[rng.usize(..POLICIES.len())];
        let day = (start + SignedDuration::from_hours(24 * rng.i64(0..5))).strftime("%Y-%m-%d").to_string();
        Self {
            respond_within,
            hours: if rng.u8(..4) == 0 { "office" } else { "always" },
            remind_before,
            escalate_after,
            every: ["1w", "1d"][rng.usize(..2)],
            takes_over: rng.bool().then_some(day),
            emails: rng.bool(),
        }
    }

    /// 24 hours, reminders 4 hours and 1 hour before, escalations at once and 4 hours after, at all hours.
    #[must_use]
    pub fn usual() -> Self {
        let (respond_within, remind_before, escalate_after) = POLICIES[0];
        Self { respond_within, hours: "always", remind_before, escalate_after, every: "1w", takes_over: None, emails: true }
    }

    /// When the steps of a run of the clock are, in minutes after the comment, where all hours count and none is lost or
    /// gained: what people's answers race against.
    #[must_use]
    pub fn steps(&self) -> Vec<i64> {
        let due = minutes(self.respond_within);
        let before = self.remind_before.iter().map(|before| due - minutes(before));
        before.chain(self.escalate_after.iter().map(|after| due + minutes(after))).collect()
    }

    /// As a file.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { respond_within, hours, remind_before, escalate_after, every, takes_over, emails } = self;
        let overrides = takes_over.as_ref().map_or(String::new(), |day| {
            format!(r#"overrides = [{{ user = "U0STAFF02", from = "{day}T09:00", to = "{day}T21:00" }}]"#)
        });
        let email = if *emails { r#"email = { from = "roundup@acme.test", to = ["team@acme.test"] }"# } else { "" };
        format!(
            r#"
[team]
name = "Acme"
timezone = "America/New_York"
slack_team = "T0STAFF01"
staff_github_org = "acme"
ignore = ["U0ROBOT01", "robot-arm"]

[on_call]
rotation = ["U0STAFF01", "U0STAFF02"]
start = "2026-01-05"
handoff = "Mon 09:00"
every = "{every}"
user_group = "S0ONCALL1"
channel = "C0HELP001"
lead = "U0STAFF02"
{overrides}

[policies.default]
respond_within = "{respond_within}"
hours = "{hours}"
remind_before = {remind_before:?}
escalate_after = {escalate_after:?}

[calendars.office]
timezone = "America/New_York"
mon = ["09:00-12:00", "13:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
thu = ["09:00-17:00"]
fri = ["09:00-15:00"]
holidays = ["2026-12-25", "2027-01-01"]

[[sources]]
name = "Customers"
slack = {{ team = "T0STAFF01", pattern = "at-*" }}
[[sources]]
name = "Globex"
slack = {{ team = "T0STAFF01", channel = "C0GLOBEX1" }}
company = "Globex"
confidential = true
[[sources]]
name = "Widgets"
github = "acme/widgets"
[[sources]]
name = "Gadgets"
github = "acme/gadgets"

[roundup]
meeting = "Tue 13:00"
prepare = ["1d"]
post = "C0HELP001"
{email}
"#
        )
    }
}

fn minutes(text: &str) -> i64 {
    let (number, unit) = text.split_at(text.len() - 1);
    let number: i64 = number.parse().unwrap_or_default();
    match unit {
        "d" => number * 24 * 60,
        "h" => number * 60,
        _ => number,
    }
}

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "within {} ({}), reminders {:?}, escalations {:?}, shifts of {}, taken over on {:?}, emails {}",
            self.respond_within, self.hours, self.remind_before, self.escalate_after, self.every, self.takes_over, self.emails
        )
    }
}
