//! `[team]`

use super::table;
use crate::form::{github, name, slack, time};
use crate::reader::{Section, Spot};
use crate::report::Report;
use jiff::tz::TimeZone;
use roundup_domain::rules::Team;
use std::collections::BTreeSet;

const KEYS: [&str; 7] = ["name", "timezone", "slack_team", "staff_slack", "staff_github_org", "staff_github", "ignore"];

pub(super) fn read<'a>(root: &Section<'_, 'a>, report: &mut Report<'a>) -> Team {
    let mut team = Team {
        name: String::new(),
        zone: TimeZone::UTC,
        slack_team: None,
        staff_slack: BTreeSet::new(),
        staff_github_org: None,
        staff_github: BTreeSet::new(),
        ignore: BTreeSet::new(),
    };
    let Some(section) = table(root, "team", &KEYS, report) else {
        if root.entry("team").is_none() {
            report.absent(root.at, "there is no [team]", "write [team] with a name and a timezone");
        }
        return team;
    };
    team.name = section.required("name", &name::NAME, report).unwrap_or_default();
    team.zone = section.required("timezone", &time::ZONE, report).unwrap_or(TimeZone::UTC);
    team.slack_team = section.value("slack_team", &slack::TEAM, report);
    team.staff_slack = set(section.list("staff_slack", &slack::USER, report));
    team.staff_github_org = section.value("staff_github_org", &github::ORGANISATION, report);
    team.staff_github = set(section.list("staff_github", &github::LOGIN, report));
    // Slack ids are compared as they are, logins in lower case; which of the two an entry is, nothing says.
    let ignored = set(section.list("ignore", &github::ACCOUNT, report));
    team.ignore = ignored.iter().map(|account| account.to_lowercase()).chain(ignored.iter().cloned()).collect();
    team
}

fn set(list: Option<Vec<Spot<String>>>) -> BTreeSet<String> {
    list.unwrap_or_default().into_iter().map(|item| item.value).collect()
}
