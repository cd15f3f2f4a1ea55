//! Who takes part: staff and customers of team Acme, a bot and an ignored account.

use roundup_domain::{Author, People, Person, Platform, Role};

/// Somebody with an account on both platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Somebody {
    pub slack: &'static str,
    pub github: &'static str,
    pub role: Role,
    pub automated: bool,
}

const fn somebody(slack: &'static str, github: &'static str, role: Role) -> Somebody {
    Somebody { slack, github, role, automated: false }
}

/// Staff, on call in the week of 2 March 2026.
pub const ADA: Somebody = somebody("U0STAFF01", "ada-gh", Role::Staff);
/// Staff, the lead.
pub const GRACE: Somebody = somebody("U0STAFF02", "Grace-GH", Role::Staff);
/// Who asks.
pub const CUSTOMER: Somebody = somebody("U0CUST001", "octocat", Role::Outside);
/// Somebody else from outside.
pub const NEIGHBOUR: Somebody = somebody("U0CUST002", "hubber", Role::Outside);
/// A third.
pub const STRANGER: Somebody = somebody("U0CUST003", "mona", Role::Outside);
/// On the ignore list; nothing in the event says so.
pub const IGNORED: Somebody = somebody("U0ROBOT01", "Robot-Arm", Role::Bot);
/// A bot, as the event itself shows.
pub const BOT: Somebody = Somebody { slack: "B0BUILD01", github: "ci[bot]", role: Role::Bot, automated: true };

pub const EVERYBODY: [Somebody; 7] = [ADA, GRACE, CUSTOMER, NEIGHBOUR, STRANGER, IGNORED, BOT];

impl Somebody {
    pub fn on(self, platform: Platform) -> Author {
        let id = match platform {
            Platform::Slack => self.slack,
            Platform::Github => self.github,
        };
        Author { platform, id: id.to_owned(), automated: self.automated }
    }

    fn person(self) -> Person {
        Person { role: self.role, name: format!("{} by name", self.github), company: None, provisional: false }
    }
}

/// What look-ups would find out.
pub fn people() -> People {
    let accounts = |who: Somebody| [Platform::Slack, Platform::Github].map(|on| (who.on(on).key(), who.person()));
    EVERYBODY.into_iter().filter(|who| !who.automated).flat_map(accounts).collect()
}
