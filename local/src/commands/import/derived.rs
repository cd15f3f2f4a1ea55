//! The configuration of somebody who has none yet: as much as the history itself says.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;

/// What was derived so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Derived {
    /// The team's name: the first repository's owner, or the first workspace's name.
    pub name: String,
    /// An IANA zone.
    pub zone: String,
    /// Its members are staff.
    pub organisation: Option<String>,
    /// Its full members are staff.
    pub slack_team: Option<String>,
    /// Staff by login.
    pub staff: BTreeSet<String>,
    /// The sources.
    pub sources: BTreeSet<DerivedSource>,
}

/// A source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DerivedSource {
    /// A repository.
    Github(String),
    /// A channel of a workspace.
    Slack {
        /// Workspace.
        team: String,
        /// Channel.
        channel: String,
        /// What it is called.
        name: String,
    },
}

impl Derived {
    /// As a `roundup.toml`.
    pub(super) fn to_toml(&self) -> String {
        let mut toml = format!(
            "# Derived by `roundup import`, as there was no roundup.toml.\n[team]\nname = {}\ntimezone = {}\n",
            quoted(&self.name),
            quoted(&self.zone)
        );
        if let Some(team) = &self.slack_team {
            toml.push_str(&format!("slack_team = {}\n", quoted(team)));
        }
        if let Some(organisation) = &self.organisation {
            toml.push_str(&format!("staff_github_org = {}\n", quoted(organisation)));
        }
        if !self.staff.is_empty() {
            let staff: Vec<String> = self.staff.iter().map(|login| quoted(login)).collect();
            toml.push_str(&format!("staff_github = [{}]\n", staff.join(", ")));
        }
        for source in &self.sources {
            toml.push_str(&match source {
                DerivedSource::Github(repository) => {
                    format!("\n[[sources]]\nname = {0}\ngithub = {0}\n", quoted(repository))
                }
                DerivedSource::Slack { team, channel, name } => format!(
                    "\n[[sources]]\nname = {}\nslack = {{ team = {}, channel = {} }}\n",
                    quoted(name),
                    quoted(team),
                    quoted(channel)
                ),
            });
        }
        toml
    }
}

/// A basic string of TOML, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The zone of this machine, where it says so; else UTC.
pub(super) fn zone() -> String {
    zone_of(std::fs::read_link("/etc/localtime").ok().as_deref()).unwrap_or_else(|| "UTC".to_owned())
}

/// The zone that a link to the time zone database names.
fn zone_of(link: Option<&Path>) -> Option<String> {
    let (_, name) = link?.to_str()?.rsplit_once("zoneinfo/")?;
    jiff::tz::TimeZone::get(name).ok().map(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_derived_is_a_valid_configuration() {
        let derived = Derived {
            name: "acme \"the\" company".to_owned(),
            zone: "America/New_York".to_owned(),
            organisation: Some("acme".to_owned()),
            slack_team: Some("T0STAFF01".to_owned()),
            staff: BTreeSet::from(["ada-gh".to_owned()]),
            sources: BTreeSet::from([
                DerivedSource::Github("acme/widgets".to_owned()),
                DerivedSource::Slack {
                    team: "T0STAFF01".to_owned(),
                    channel: "C0EXT0001".to_owned(),
                    name: "at-globex".to_owned(),
                },
            ]),
        };
        let rules = roundup_config::parse(&derived.to_toml()).unwrap();
        assert_eq!(rules.team.name, "acme \"the\" company");
        assert_eq!(rules.sources.len(), 2);
    }

    #[test]
    fn the_machines_zone_is_what_its_link_names() {
        for (link, zone) in [
            (Some("/usr/share/zoneinfo/Europe/Zurich"), Some("Europe/Zurich")),
            (Some("../usr/share/zoneinfo/UTC"), Some("UTC")),
            (Some("/usr/share/zoneinfo/Mars/Olympus"), None),
            (Some("/etc/elsewhere"), None),
            (None, None),
        ] {
            assert_eq!(zone_of(link.map(Path::new)).as_deref(), zone, "{link:?}");
        }
    }
}
