//! Who is in the story, and where it plays.

/// Somebody in the story.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Slack user id, where they have one.
    pub slack: &'static str,
    /// GitHub login, where they have one.
    pub github: &'static str,
    /// Name.
    pub name: &'static str,
    /// Where they work; ours is `Acme`.
    pub company: &'static str,
}

/// Our workspace.
pub const HOME: &str = "T0ACME001";
/// Everybody else's.
pub const ELSEWHERE: &str = "T0ELSEWHR";
/// The repository.
pub const REPOSITORY: &str = "acme/widgets";

/// On call in the first week, and from the third on.
pub const ADA: Person = Person { slack: "U0STAFF01", github: "ada-acme", name: "Ada Okafor", company: "Acme" };
/// On call in the second week.
pub const BEN: Person = Person { slack: "U0STAFF02", github: "ben-acme", name: "Ben Larsen", company: "Acme" };
/// The lead.
pub const CLEO: Person = Person { slack: "U0STAFF03", github: "cleo-acme", name: "Cleo Marchetti", company: "Acme" };
/// A customer.
pub const DANA: Person = Person { slack: "U0GLOBEX1", github: "", name: "Dana Whitfield", company: "Globex" };
/// Her colleague.
pub const ERIK: Person = Person { slack: "U0GLOBEX2", github: "", name: "Erik Sandoval", company: "Globex" };
/// Another customer.
pub const FARAH: Person = Person { slack: "U0INITEC1", github: "", name: "Farah Haddad", company: "Initech" };
/// From the community.
pub const GUS: Person = Person { slack: "U0COMMUN1", github: "", name: "Gus Lindqvist", company: "" };
/// From the community.
pub const HANA: Person = Person { slack: "U0COMMUN2", github: "", name: "Hana Kobayashi", company: "" };
/// Reports bugs, and then mends one.
pub const IVO: Person = Person { slack: "", github: "ivo-petrov", name: "Ivo Petrov", company: "Hooli" };
/// Sends pull requests.
pub const JUNE: Person = Person { slack: "", github: "june-okello", name: "June Okello", company: "Massive Dynamic" };
/// Asks for features.
pub const KAI: Person = Person { slack: "", github: "kai-builds", name: "Kai Nakamura", company: "" };
/// Contributes for the first time.
pub const LENA: Person = Person { slack: "", github: "lena-writes", name: "Lena Ortiz", company: "Umbra Press" };

/// Everyone, ours first.
pub const PEOPLE: [Person; 12] = [ADA, BEN, CLEO, DANA, ERIK, FARAH, GUS, HANA, IVO, JUNE, KAI, LENA];

impl Person {
    /// Whether they are of the team.
    pub fn is_ours(&self) -> bool {
        self.company == ADA.company
    }

    /// Their direct messages with Roundup, as the stand-in names them.
    pub fn direct(&self) -> String {
        format!("D{}", self.slack.get(1..).unwrap_or_default())
    }

    /// The workspace that they are a member of.
    pub fn team(&self) -> &'static str {
        if self.is_ours() { HOME } else { ELSEWHERE }
    }
}

/// A channel of the story.
#[derive(Clone, Copy, Debug)]
pub struct Channel {
    /// Id.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// Workspace that an event of it names.
    pub team: &'static str,
    /// Shared with another organisation.
    pub shared: bool,
}

/// Globex's.
pub const GLOBEX: Channel = Channel { id: "C0GLOBEX1", name: "at-globex", team: HOME, shared: true };
/// Initech's.
pub const INITECH: Channel = Channel { id: "C0INITEC1", name: "at-initech", team: HOME, shared: true };
/// The community's, in somebody else's workspace.
pub const COMMUNITY: Channel = Channel { id: "C0COMMUN1", name: "acme", team: "T0CLOUDS1", shared: false };
/// Our own.
pub const ONCALL: Channel = Channel { id: "C0ONCALL1", name: "on-call", team: HOME, shared: false };

/// Every channel.
pub const CHANNELS: [Channel; 4] = [GLOBEX, INITECH, COMMUNITY, ONCALL];
