//! The rules that facts are read under: what `roundup.toml` says, as values.

use crate::calendar::Hours;
use crate::item::Kind;
use crate::lapse::Lapse;
use crate::meeting::Meeting;
use crate::person::{Author, Person, Platform, Role};
use crate::rotation::{Member, OnCall};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Everything configured.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The team and its staff.
    pub team: Team,
    /// Who is on call; absent where nobody is.
    pub on_call: OnCall,
    /// Policies by name; every source's policy is among them.
    pub policies: BTreeMap<String, Policy>,
    /// Sources in the order of the file. More specific ones (a channel) win over patterns.
    pub sources: Vec<Source>,
    /// The weekly meeting.
    pub roundup: Roundup,
    /// After how many days what nobody has touched is deleted; none where it is kept.
    pub retention_days: Option<u32>,
}

/// The team and its staff.
#[derive(Clone, Debug)]
pub struct Team {
    /// Name to show.
    pub name: String,
    /// Zone of every time without one.
    pub zone: TimeZone,
    /// Home workspace: its full members are staff.
    pub slack_team: Option<String>,
    /// Staff by Slack user id.
    pub staff_slack: BTreeSet<String>,
    /// GitHub organisation whose members are staff.
    pub staff_github_org: Option<String>,
    /// Staff by login, lower case.
    pub staff_github: BTreeSet<String>,
    /// Slack ids and logins (lower case) that are neither staff nor outside.
    pub ignore: BTreeSet<String>,
}

impl Team {
    /// What the configuration alone and the event itself say of somebody; none where it has to be looked up.
    #[must_use]
    pub fn known_role(&self, author: &Author) -> Option<Role> {
        let id = match author.platform {
            Platform::Slack => author.id.clone(),
            Platform::Github => author.id.to_lowercase(),
        };
        let staff = match author.platform {
            Platform::Slack => &self.staff_slack,
            Platform::Github => &self.staff_github,
        };
        if author.automated || self.ignore.contains(&id) {
            Some(Role::Bot)
        } else if staff.contains(&id) {
            Some(Role::Staff)
        } else {
            None
        }
    }

    /// Who `author` is, given what a look-up found out (or earlier found out and was kept).
    #[must_use]
    pub fn person(&self, author: &Author, looked_up: Option<&Person>) -> Person {
        let mut person = looked_up.cloned().unwrap_or_else(|| Person {
            role: Role::Outside,
            name: author.id.clone(),
            company: None,
            provisional: true,
        });
        if let Some(role) = self.known_role(author) {
            person.role = role;
            person.provisional = false;
        }
        person
    }
}

/// A promise: how soon, in which hours, with which steps before and after the deadline.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// How soon an answer is due.
    pub respond_within: Lapse,
    /// The hours in which all its times count.
    pub hours: Hours,
    /// Before the deadline: a direct message to whoever is on call then.
    pub remind_before: Vec<Lapse>,
    /// After it: first to the internal channel, every later one also to the lead.
    pub escalate_after: Vec<Lapse>,
}

/// Where comments come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Name to show.
    pub name: String,
    /// Which channels, or which repository.
    pub place: SourcePlace,
    /// Name of its policy.
    pub policy: String,
    /// The customer, where it is one's channel.
    pub company: Option<String>,
    /// Whether its name must not appear in anything public.
    pub confidential: bool,
    /// What it is called where its name must not appear: `Customer A`.
    pub code_name: Option<String>,
    /// Whether a top-level message of ours answers everything that waits in the channel; where not said, it does in a
    /// channel that is shared with another organisation.
    pub top_level_answers: Option<bool>,
}

/// Which channels, or which repository.
#[derive(Clone, Debug, PartialEq)]
pub enum SourcePlace {
    /// One Slack channel.
    Channel {
        /// Workspace.
        team: String,
        /// Channel id.
        channel: String,
    },
    /// Slack channels by name: `at-*`.
    Pattern {
        /// Workspace.
        team: String,
        /// A channel name in which `*` stands for any text.
        pattern: String,
    },
    /// A GitHub repository, `owner/name`, any case.
    Github {
        /// Repository.
        repository: String,
    },
}

/// The weekly meeting, and where its agenda goes.
#[derive(Clone, Debug)]
pub struct Roundup {
    /// When.
    pub meeting: Meeting,
    /// Slack channel that the agenda is posted to.
    pub post: Option<String>,
    /// Who gets it by email.
    pub email: Option<Email>,
    /// Interfaces that a feature request can be about.
    pub interfaces: Vec<String>,
    /// GitHub label that marks readiness.
    pub ready_label: String,
    /// GitHub labels that set the kind.
    pub kind_labels: BTreeMap<Kind, String>,
    /// Whether decisions are written back to GitHub as comments.
    pub comment_decisions: bool,
    /// The documentation.
    pub docs: Option<String>,
    /// The release notes.
    pub releases: Option<String>,
    /// Where to book a 10-minute call.
    pub call: Option<String>,
}

/// Sender and recipients of the agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Email {
    /// Sender address.
    pub from: String,
    /// Recipients.
    pub to: Vec<String>,
}

impl Email {
    /// Whether an address is one of the team's: of the sender's own domain, which the operator has proved to be theirs, or
    /// that of somebody in the rotation. The agenda names customers, and is for them alone.
    #[must_use]
    pub fn is_of_team(from: &str, members: &[Member], address: &str) -> bool {
        let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
        let emails = members.iter().filter_map(|member| member.email.as_deref());
        domain(address) == domain(from) || emails.into_iter().any(|email| email.eq_ignore_ascii_case(address))
    }
}
