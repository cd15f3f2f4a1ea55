//! Who takes part, and where.

use roundup_domain::{Author, Platform, Role};
use roundup_standins::{GithubStandIn, Profile, SlackStandIn, UserFlags};

/// The home workspace.
pub const HOME: &str = "T0STAFF01";
/// The internal channel.
pub const HELP: &str = "C0HELP001";
/// The customers' channels: shared with the customer, and not.
pub const CHANNELS: [&str; 2] = ["C0GLOBEX1", "C0INITEC1"];
/// The repositories.
pub const REPOSITORIES: [&str; 2] = ["acme/widgets", "acme/gadgets"];

/// Somebody with an account on both platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Somebody {
    pub slack: &'static str,
    pub github: &'static str,
    pub name: &'static str,
    pub role: Role,
}

/// On call in the first shift.
pub const ADA: Somebody = Somebody { slack: "U0STAFF01", github: "ada-gh", name: "Ada", role: Role::Staff };
/// The lead.
pub const GRACE: Somebody = Somebody { slack: "U0STAFF02", github: "Grace-GH", name: "Grace", role: Role::Staff };
/// Who asks.
pub const DANA: Somebody = Somebody { slack: "U0GLOBEX1", github: "octocat", name: "Dana", role: Role::Outside };
/// Somebody else who asks.
pub const ERIK: Somebody = Somebody { slack: "U0GLOBEX2", github: "hubber", name: "Erik", role: Role::Outside };
/// On the ignore list.
pub const ROBOT: Somebody = Somebody { slack: "U0ROBOT01", github: "robot-arm", name: "Robot", role: Role::Bot };

/// Everybody.
pub const EVERYBODY: [Somebody; 5] = [ADA, GRACE, DANA, ERIK, ROBOT];
/// Those who answer.
pub const STAFF: [Somebody; 2] = [ADA, GRACE];
/// Those who ask.
pub const OUTSIDE: [Somebody; 2] = [DANA, ERIK];

/// What an author is to us.
#[must_use]
pub fn role(author: &Author) -> Role {
    if author.automated {
        return Role::Bot;
    }
    let is_it = |who: &&Somebody| match author.platform {
        Platform::Slack => who.slack == author.id,
        Platform::Github => who.github.eq_ignore_ascii_case(&author.id),
    };
    EVERYBODY.iter().find(is_it).map_or(Role::Outside, |who| who.role)
}

/// Introduces everybody and everything to the stand-ins; GitHub lets us see its log of deliveries, or not.
pub fn introduce(slack: &SlackStandIn, github: &GithubStandIn, log: bool) {
    for who in EVERYBODY {
        let flags = UserFlags { is_stranger: who.role == Role::Outside, ..UserFlags::default() };
        let team = if who.role == Role::Outside { "T0GLOBEX0" } else { HOME };
        slack.user(who.slack, who.name, team, flags);
        github.user(who.github, Profile { name: Some(who.name.to_owned()), company: None });
        if who.role == Role::Staff {
            github.member("acme", who.github, false);
        }
    }
    slack.channel(HELP, "help", false);
    slack.channel(CHANNELS[0], "at-globex", true);
    slack.channel(CHANNELS[1], "at-initech", false);
    github.permissive(true);
    if log {
        for repository in REPOSITORIES {
            github.hook(repository, "https://roundup.acme.test/github/webhook").leaves_redeliveries(repository);
        }
    }
}
