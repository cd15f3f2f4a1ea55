//! Acme, its people and its sources: the configuration that the tests start from, and who is who in it.

use roundup_standins::{GithubStandIn, Profile, SlackStandIn, UserFlags};

/// Acme's workspace.
pub const HOME: &str = "T0STAFF01";
/// Somebody else's workspace, with the community's channel.
pub const CLOUDS: &str = "T0CLOUDS1";

/// On call in odd weeks of the tests' year: in the week of 2 March 2026, for one. Full member.
pub const ADA: &str = "U0STAFF01";
/// On call in the next week. Full member.
pub const BEN: &str = "U0STAFF02";
/// The lead. Full member.
pub const CLEO: &str = "U0STAFF03";
/// Staff by user id, where the workspace is somebody else's.
pub const OSKAR: &str = "U0OSQADA1";
/// A customer, in her own workspace.
pub const DANA: &str = "U0GLOBEX1";
/// Her colleague.
pub const ERIK: &str = "U0GLOBEX2";
/// A guest in Acme's workspace.
pub const GUEST: &str = "U0GUEST01";
/// A bot of Acme's workspace whose messages do not say that it is one.
pub const BOT: &str = "U0BOTUSR1";
/// Somebody on the ignore list, a full member otherwise.
pub const ROBOT: &str = "U0ROBOT01";
/// A guest of one channel of Acme's workspace.
pub const LODGER: &str = "U0LODGER1";
/// Was a full member, and has left.
pub const LEFT: &str = "U0LEFT001";
/// Nobody whom Slack knows.
pub const NOBODY: &str = "U0NOBODY1";
/// From the community.
pub const GUS: &str = "U0COMMUN1";

/// The customer Globex's channel, shared with them.
pub const GLOBEX: &str = "C0GLOBEX1";
/// A channel named `at-initech`, shared with the customer.
pub const INITECH: &str = "C0INITEC1";
/// A channel that is shared with nobody.
pub const UNSHARED: &str = "C0UNSHAR1";
/// The community's channel, in [`CLOUDS`].
pub const COMMUNITY: &str = "C0COMMUN1";
/// A channel whose promise counts office hours only.
pub const OFFICE: &str = "C0OFFICE1";
/// A channel of the home workspace that is no source.
pub const WATERCOOLER: &str = "C0WATERC1";
/// The internal channel: escalations.
pub const INTERNAL: &str = "C0HELP001";

/// Staff by login.
pub const ADA_GH: &str = "ada-gh";
/// Member of the organisation.
pub const BEN_GH: &str = "ben-gh";
/// From outside.
pub const OCTOCAT: &str = "octocat";
/// From outside, too.
pub const HUBBER: &str = "hubber";

/// The tracker.
pub const WIDGETS: &str = "acme/widgets";
/// Another repository of Acme's that is a source.
pub const GADGETS: &str = "acme/gadgets";

/// The bot token of [`HOME`].
pub const HOME_TOKEN: &str = "xoxb-home-token-of-the-tests";
/// The bot token of [`CLOUDS`].
pub const CLOUDS_TOKEN: &str = "xoxb-clouds-token-of-the-tests";
/// The token for GitHub.
pub const GITHUB_TOKEN: &str = "ghp_token_of_the_tests";

/// Monday morning: Ada's week has just begun (9:00 in New York).
pub const NOW: &str = "2026-03-02T14:00:00Z";

/// The configuration.
pub const ACME: &str = r#"
[team]
name = "Acme"
timezone = "America/New_York"
slack_team = "T0STAFF01"
staff_slack = ["U0OSQADA1"]
staff_github_org = "acme"
staff_github = ["ada-gh"]
ignore = ["dependabot[bot]", "U0ROBOT01"]

[on_call]
rotation = ["U0STAFF01", "U0STAFF02"]
start = "2026-01-05"
handoff = "Mon 09:00"
every = "1w"
channel = "C0HELP001"
lead = "U0STAFF03"

[policies.default]
respond_within = "24h"
remind_before = ["4h", "1h"]
escalate_after = ["0m", "4h"]

[policies.office]
respond_within = "4h"
hours = "office"
remind_before = ["1h"]
escalate_after = ["0m"]

[calendars.office]
timezone = "America/New_York"
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]

[[sources]]
name = "Customers"
slack = { team = "T0STAFF01", pattern = "at-*" }

[[sources]]
name = "Globex"
slack = { team = "T0STAFF01", channel = "C0GLOBEX1" }
company = "Globex"

[[sources]]
name = "Unshared"
slack = { team = "T0STAFF01", channel = "C0UNSHAR1" }

[[sources]]
name = "Community"
slack = { team = "T0CLOUDS1", channel = "C0COMMUN1" }

[[sources]]
name = "Office"
slack = { team = "T0STAFF01", channel = "C0OFFICE1" }
policy = "office"

[[sources]]
name = "Tracker"
github = "acme/widgets"

[[sources]]
name = "Gadgets"
github = "acme/gadgets"

[roundup]
meeting = "Fri 16:00"
"#;

/// The configuration with one text in the place of another, which has to be there.
#[must_use]
pub fn acme_with(old: &str, new: &str) -> String {
    assert!(ACME.contains(old), "the configuration has no {old:?}");
    ACME.replacen(old, new, 1)
}

/// Makes everyone and everything known to Slack.
pub fn introduce_to_slack(slack: &SlackStandIn) {
    slack.token(HOME_TOKEN, HOME).token(CLOUDS_TOKEN, CLOUDS);
    let member = UserFlags::default();
    let stranger = UserFlags { is_stranger: true, ..member };
    slack.user(ADA, "Ada Okafor", HOME, member).user(BEN, "Ben Larsen", HOME, member).user(CLEO, "Cleo Marchetti", HOME, member);
    slack.user(GUEST, "Gast Freund", HOME, UserFlags { is_restricted: true, ..member });
    slack.user(LODGER, "Lou Dger", HOME, UserFlags { is_ultra_restricted: true, is_restricted: true, ..member });
    slack.user(LEFT, "Lea Ving", HOME, UserFlags { deleted: true, ..member }).user(ROBOT, "Ro Bot", HOME, member);
    slack.user(BOT, "Build Bot", HOME, UserFlags { is_bot: true, ..member });
    slack.user(DANA, "Dana Whitfield", "T0GLOBEX0", stranger).user(ERIK, "Erik Sandoval", "T0GLOBEX0", stranger);
    slack.user(OSKAR, "Oskar Quist", CLOUDS, member).user(GUS, "Gus Lindqvist", CLOUDS, member);
    slack.channel(GLOBEX, "ext-globex", true).channel(INITECH, "at-initech", true).channel(UNSHARED, "questions", false);
    slack.channel(COMMUNITY, "widgets", false).channel(OFFICE, "office-hours", true).channel(WATERCOOLER, "watercooler", false);
    slack.channel(INTERNAL, "help-internal", false);
}

/// Makes everyone known to GitHub.
pub fn introduce_to_github(github: &GithubStandIn) {
    let profile =
        |name: &str, company: Option<&str>| Profile { name: Some(name.to_owned()), company: company.map(str::to_owned) };
    github.member("acme", ADA_GH, true).member("acme", BEN_GH, false);
    github.user(ADA_GH, profile("Ada Okafor", Some("@acme"))).user(BEN_GH, profile("Ben Larsen", Some("@acme")));
    github.user(OCTOCAT, profile("Mona Lisa", Some(" @github "))).user(HUBBER, profile("Hub Berg", None));
}
