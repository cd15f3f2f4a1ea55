//! `[[sources]]`

use super::policies::DEFAULT;
use crate::form::{github, name, quoted, slack};
use crate::near::{meant, one_of};
use crate::reader::{Entry, Section};
use crate::report::Report;
use roundup_domain::rules::{Policy, Source, SourcePlace, Team};
use std::collections::BTreeMap;

const KEYS: [&str; 8] = ["name", "slack", "github", "policy", "company", "confidential", "code_name", "top_level_answers"];
const SLACK_KEYS: [&str; 3] = ["team", "channel", "pattern"];
const SLACK: &str = r#"a table such as { team = "T0STAFF01", channel = "C0EXT0001" }"#;

type Policies = BTreeMap<String, Policy>;

pub(super) fn read<'a>(root: &Section<'_, 'a>, team: &Team, policies: &Policies, report: &mut Report<'a>) -> Vec<Source> {
    let entries = root.entry("sources").map(|entry| entry.items("each source as a table, [[sources]]", report));
    let sections: Vec<Section<'_, 'a>> = match entries {
        Some(Some(entries)) if !entries.is_empty() => {
            let right = "it as a table, [[sources]]";
            entries.iter().filter_map(|entry| entry.table("[[sources]]", right, &KEYS, report)).collect()
        }
        // Not a list: reported.
        Some(None) => return Vec::new(),
        _ => {
            let right = "write one, such as [[sources]] with github = \"acme/widgets\"";
            report.absent(root.at, "there is no [[sources]]", right);
            return Vec::new();
        }
    };
    let mut taken = Taken::default();
    sections.iter().filter_map(|section| source(section, team, policies, &mut taken, report)).collect()
}

fn source<'a>(
    section: &Section<'_, 'a>,
    team: &Team,
    policies: &Policies,
    taken: &mut Taken,
    report: &mut Report<'a>,
) -> Option<Source> {
    let name = section.value("name", &name::NAME, report);
    if let Some((name, entry)) = name.as_ref().zip(section.entry("name")) {
        taken.claim(format!("name {}", quoted(name)), format!("name {name}"), entry.at(), report);
    }
    let policy = policy(section, policies, report);
    let company = section.value("company", &name::NAME, report);
    let confidential = section.flag("confidential", report).unwrap_or(false);
    let code_name = section.value("code_name", &name::NAME, report);
    if let (false, Some(entry)) = (confidential, section.entry("code_name")) {
        report.warning(entry.key_at, "`code_name` means nothing without `confidential = true`", "add that, or leave it out");
    }
    let top_level_answers = section.flag("top_level_answers", report);
    let place = place(section, team, taken, report)?;
    if let (SourcePlace::Github { .. }, Some(entry)) = (&place, section.entry("top_level_answers")) {
        report.warning(entry.key_at, "`top_level_answers` means nothing for a repository", "leave it out");
    }
    let name = name.unwrap_or_else(|| place_name(&place).to_owned());
    Some(Source { name, place, policy, company, confidential, code_name, top_level_answers })
}

fn place_name(place: &SourcePlace) -> &str {
    match place {
        SourcePlace::Channel { channel, .. } => channel,
        SourcePlace::Pattern { pattern, .. } => pattern,
        SourcePlace::Github { repository } => repository,
    }
}

fn policy<'a>(section: &Section<'_, 'a>, policies: &Policies, report: &mut Report<'a>) -> String {
    let Some(entry) = section.entry("policy") else {
        return DEFAULT.to_owned();
    };
    let Some(named) = entry.value(&name::POLICY, report) else {
        return DEFAULT.to_owned();
    };
    if !policies.contains_key(&named) {
        let known = || policies.keys().map(String::as_str);
        let right = match meant(&named, known()) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("write {}, or add [policies.{}]", one_of(known()), quoted(&named)),
        };
        report.absent(entry.at(), format!("`policy`: there is no policy {}", quoted(&named)), right);
    }
    named
}

/// Which channels, or which repository: exactly one of the two.
fn place<'a>(section: &Section<'_, 'a>, team: &Team, taken: &mut Taken, report: &mut Report<'a>) -> Option<SourcePlace> {
    match (section.entry("slack"), section.entry("github")) {
        (None, None) => {
            let right = "write slack = { team = \"T0STAFF01\", channel = \"C0EXT0001\" } or github = \"acme/widgets\"";
            report.absent(section.at, "a source has neither `slack` nor `github`", right);
            None
        }
        (Some(slack), Some(github)) => {
            let at = slack.key_at.max(github.key_at);
            report.error(at, "a source has both `slack` and `github`", "make it two sources, each with its own [[sources]]");
            None
        }
        (Some(slack), None) => slack_place(&slack, team, taken, report),
        (None, Some(github)) => {
            let repository = github.value(&github::REPOSITORY, report)?;
            let shown = format!("repository {}", quoted(&repository));
            taken.claim(shown, format!("github {}", repository.to_lowercase()), github.at(), report);
            Some(SourcePlace::Github { repository })
        }
    }
}

fn slack_place<'a>(entry: &Entry<'_, 'a>, team: &Team, taken: &mut Taken, report: &mut Report<'a>) -> Option<SourcePlace> {
    let table = entry.table("`slack`", SLACK, &SLACK_KEYS, report)?;
    let workspace = match (table.entry("team"), &team.slack_team) {
        (None, Some(home)) => Some(home.clone()),
        _ => table.required("team", &slack::TEAM, report),
    };
    match (table.entry("channel"), table.entry("pattern")) {
        (Some(entry), None) => {
            let channel = entry.value(&slack::CHANNEL, report)?;
            // Whatever the workspace: in a shared channel events name now one, now another.
            taken.claim(format!("channel {}", quoted(&channel)), format!("slack {channel}"), entry.at(), report);
            Some(SourcePlace::Channel { team: workspace?, channel })
        }
        (None, Some(entry)) => {
            let pattern = entry.value(&slack::PATTERN, report)?;
            let workspace = workspace?;
            taken.claim(format!("pattern {}", quoted(&pattern)), format!("slack {workspace} {pattern}"), entry.at(), report);
            Some(SourcePlace::Pattern { team: workspace, pattern })
        }
        (Some(channel), Some(pattern)) => {
            let at = channel.key_at.max(pattern.key_at);
            report.error(at, "`slack` has both `channel` and `pattern`", "make it two sources, each with its own [[sources]]");
            None
        }
        (None, None) => {
            let right = "write channel = \"C0EXT0001\" or pattern = \"at-*\"";
            report.absent(table.at, "`slack` has neither `channel` nor `pattern`", right);
            None
        }
    }
}

/// What only one source can have, with its place.
#[derive(Default)]
struct Taken(BTreeMap<String, usize>);

impl Taken {
    fn claim(&mut self, shown: String, what: String, at: usize, report: &mut Report<'_>) {
        if let Some(first) = self.0.get(&what) {
            let line = report.line(*first);
            report.error(
                at,
                format!("another source (line {line}) has the {shown}"),
                "write another, or keep one of the two sources",
            );
        } else {
            self.0.insert(what, at);
        }
    }
}
