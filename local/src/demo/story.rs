//! The sample fortnight: who writes what, when and where.
//!
//! Two weeks of Acme, a company that builds in the open, from Monday 2 March 2026 to the Roundup on Tuesday 17 March: over
//! the change to daylight saving time, a hand-off, two weekends.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// When the story begins, in the team's zone.
pub const BEGIN: &str = "2026-03-02T08:30:00";
/// The configuration that the story plays under.
pub const CONFIGURATION: &str = include_str!("acme.toml");

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

/// On call in the first week.
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
/// Reports bugs.
pub const IVO: Person = Person { slack: "", github: "ivo-petrov", name: "Ivo Petrov", company: "Hooli" };
/// Sends pull requests.
pub const JUNE: Person = Person { slack: "", github: "june-okello", name: "June Okello", company: "Massive Dynamic" };
/// Asks for features.
pub const KAI: Person = Person { slack: "", github: "kai-builds", name: "Kai Nakamura", company: "" };

/// Everyone, ours first.
pub const PEOPLE: [Person; 11] = [ADA, BEN, CLEO, DANA, ERIK, FARAH, GUS, HANA, IVO, JUNE, KAI];

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
pub const GLOBEX: Channel = Channel { id: "C0GLOBEX1", name: "at-globex", team: "T0ACME001", shared: true };
/// Initech's.
pub const INITECH: Channel = Channel { id: "C0INITEC1", name: "at-initech", team: "T0ACME001", shared: true };
/// The community's, in somebody else's workspace.
pub const COMMUNITY: Channel = Channel { id: "C0COMMUN1", name: "acme", team: "T0CLOUDS1", shared: false };
/// Our own.
pub const ONCALL: Channel = Channel { id: "C0ONCALL1", name: "on-call", team: "T0ACME001", shared: false };

/// Every channel.
pub const CHANNELS: [Channel; 4] = [GLOBEX, INITECH, COMMUNITY, ONCALL];

/// Something that somebody does.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Writes at top level of a channel; `key` names the message for later.
    Says { channel: Channel, key: &'static str, text: &'static str },
    /// Replies in the thread of a message.
    Replies { channel: Channel, to: &'static str, key: &'static str, text: &'static str },
    /// Changes a message.
    Edits { channel: Channel, key: &'static str, text: &'static str },
    /// Deletes a message.
    Deletes { channel: Channel, key: &'static str },
    /// Puts a check mark on a message.
    Checks { channel: Channel, key: &'static str },
    /// An integration posts in a channel.
    BotSays { channel: Channel, text: &'static str },
    /// Opens an issue.
    OpensIssue { number: u64, title: &'static str, body: &'static str },
    /// Opens a pull request.
    OpensPull { number: u64, title: &'static str, body: &'static str, draft: bool },
    /// Declares a draft ready.
    Readies { number: u64 },
    /// Comments on an issue or pull request.
    Comments { number: u64, text: &'static str },
    /// Reviews a pull request.
    Reviews { number: u64, text: &'static str },
    /// Labels an issue or pull request.
    Labels { number: u64, label: &'static str },
    /// Closes (or merges) it.
    Closes { number: u64 },
}

/// One line of the story.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// When, in the team's zone.
    pub at: &'static str,
    /// Who.
    pub who: Person,
    /// What.
    pub does: Does,
}

/// The instant of a time of the story.
#[must_use]
pub fn instant(at: &str) -> Timestamp {
    let zone = TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC);
    at.parse::<DateTime>().map_or(Timestamp::UNIX_EPOCH, |at| roundup_domain::zone::instant(&zone, at))
}

const fn scene(at: &'static str, who: Person, does: Does) -> Scene {
    Scene { at, who, does }
}

use Does::{BotSays, Checks, Closes, Comments, Deletes, Edits, Labels, OpensIssue, OpensPull, Readies, Replies, Reviews, Says};

const BUG: &str = "bug";
const FEATURE: &str = "enhancement";
const QUESTION: &str = "question";
const READY: &str = "Ready for roundup";

/// The story, in order of time.
pub const STORY: &[Scene] = &[
    // Monday: Ada's week begins.
    scene(
        "2026-03-02T09:12:00",
        DANA,
        Says { channel: GLOBEX, key: "export", text: "Hi team, since this morning our nightly export stops at 2 GB." },
    ),
    scene(
        "2026-03-02T09:14:30",
        DANA,
        Says { channel: GLOBEX, key: "export2", text: "The log says `stream closed before end of part 41`." },
    ),
    scene(
        "2026-03-02T09:40:00",
        IVO,
        OpensIssue {
            number: 412,
            title: "widgets sync hangs when the token expires mid-run",
            body: "Steps: start a sync of more than an hour with a short-lived token.\n\nExpected: the token is refreshed.\nActual: it hangs for good.",
        },
    ),
    scene(
        "2026-03-02T10:05:00",
        ADA,
        Replies {
            channel: GLOBEX,
            to: "export",
            key: "export-a",
            text: "Morning Dana! Looking into it now, I'll get back to you before noon.",
        },
    ),
    scene(
        "2026-03-02T10:07:00",
        DANA,
        Replies { channel: GLOBEX, to: "export", key: "export-t", text: "Thank you so much! :pray:" },
    ),
    scene(
        "2026-03-02T11:30:00",
        GUS,
        Says {
            channel: COMMUNITY,
            key: "helm",
            text: "Is there a Helm chart that pins the sidecar version? The docs only mention `latest`.",
        },
    ),
    scene(
        "2026-03-02T15:20:00",
        ADA,
        Comments { number: 412, text: "Thanks for the clear steps. I can reproduce this; tracking it here." },
    ),
    scene("2026-03-02T15:22:00", ADA, Labels { number: 412, label: BUG }),
    scene(
        "2026-03-02T16:45:00",
        ADA,
        Says {
            channel: COMMUNITY,
            key: "helm-a",
            text: "<@U0COMMUN1> not yet, but `sidecar.tag` does it: I'll write that into the docs.",
        },
    ),
    // Tuesday: a draft, a bot, and a question in Initech's channel that gets forgotten.
    scene(
        "2026-03-03T08:55:00",
        JUNE,
        OpensPull {
            number: 418,
            title: "Retry part uploads with jittered backoff",
            body: "WIP, comments on the approach are welcome.",
            draft: true,
        },
    ),
    scene("2026-03-03T10:00:00", ADA, BotSays { channel: GLOBEX, text: "Statuspage: all systems operational" }),
    scene(
        "2026-03-03T10:30:00",
        FARAH,
        Says {
            channel: INITECH,
            key: "sso",
            text: "We are rolling out SSO next week. Can group claims map to workspace roles, or only to teams?",
        },
    ),
    scene(
        "2026-03-03T10:33:00",
        FARAH,
        Edits {
            channel: INITECH,
            key: "sso",
            text: "We are rolling out SSO next week (Okta). Can group claims map to workspace roles, or only to teams?",
        },
    ),
    scene(
        "2026-03-03T14:10:00",
        KAI,
        OpensIssue {
            number: 420,
            title: "Let `widgets apply` read from standard input",
            body: "I generate the manifest in a pipeline and have to write a temporary file first.",
        },
    ),
    scene("2026-03-03T16:00:00", CLEO, Labels { number: 420, label: FEATURE }),
    // Wednesday: the reminders for Initech have come and gone; it gets late.
    scene("2026-03-04T09:05:00", ADA, Comments { number: 420, text: "Nice idea; we will discuss it at the Roundup." }),
    scene("2026-03-04T09:06:00", ADA, Labels { number: 420, label: READY }),
    scene(
        "2026-03-04T12:20:00",
        CLEO,
        Replies {
            channel: INITECH,
            to: "sso",
            key: "sso-a",
            text: "Sorry for the wait, Farah. Roles work too since 4.2: here is how.",
        },
    ),
    scene("2026-03-04T12:31:00", FARAH, Replies { channel: INITECH, to: "sso", key: "sso-t", text: "Perfect, thanks!" }),
    scene("2026-03-04T15:00:00", JUNE, Readies { number: 418 }),
    // Thursday: a deletion, and a check mark for an answer given elsewhere.
    scene(
        "2026-03-05T09:20:00",
        ERIK,
        Says { channel: GLOBEX, key: "oops", text: "Does anybody know where the invoice for February is?" },
    ),
    scene("2026-03-05T09:24:00", ERIK, Deletes { channel: GLOBEX, key: "oops" }),
    scene(
        "2026-03-05T10:15:00",
        BEN,
        Reviews { number: 418, text: "Great start. Could you cap the backoff at 30 s, and add a test for part 41?" },
    ),
    scene(
        "2026-03-05T11:00:00",
        ERIK,
        Says { channel: GLOBEX, key: "quota", text: "What is the hard limit of parts per upload? We are at 9,800 and growing." },
    ),
    scene("2026-03-05T14:30:00", ADA, Checks { channel: GLOBEX, key: "quota" }),
    // Friday evening: a question that waits over the weekend's edge, and is answered in time.
    scene(
        "2026-03-06T17:40:00",
        HANA,
        Says { channel: COMMUNITY, key: "arm", text: "Are there arm64 images for the 5.0 release candidates?" },
    ),
    scene(
        "2026-03-07T11:15:00",
        ADA,
        Replies {
            channel: COMMUNITY,
            to: "arm",
            key: "arm-a",
            text: "Yes, tag `5.0-rc.2-arm64`. The manifest list comes with the final release.",
        },
    ),
    // Sunday: daylight saving time begins; Monday: Ben takes over.
    scene(
        "2026-03-08T20:30:00",
        IVO,
        OpensIssue {
            number: 431,
            title: "Crash on startup when HOME is unset",
            body: "In a distroless container: `panic: $HOME is not defined`.",
        },
    ),
    scene(
        "2026-03-09T09:45:00",
        BEN,
        Comments {
            number: 431,
            text: "Confirmed with 4.9.1; 4.8 was fine. Here is a recording: https://www.loom.com/share/1f0c0ffee",
        },
    ),
    scene("2026-03-09T09:46:00", BEN, Labels { number: 431, label: BUG }),
    scene("2026-03-09T09:47:00", BEN, Labels { number: 431, label: READY }),
    scene(
        "2026-03-09T16:20:00",
        JUNE,
        Comments { number: 418, text: "Done, both. What do you think about making the cap configurable?" },
    ),
    scene(
        "2026-03-10T10:10:00",
        BEN,
        Comments { number: 418, text: "Let's keep it fixed for now. I'll bring it to the Roundup." },
    ),
    scene("2026-03-10T10:11:00", BEN, Labels { number: 418, label: READY }),
    // The second week.
    scene(
        "2026-03-11T09:30:00",
        DANA,
        Says { channel: GLOBEX, key: "webhooks", text: "Could exports call a webhook when they finish, instead of us polling?" },
    ),
    scene(
        "2026-03-11T13:05:00",
        BEN,
        Says {
            channel: GLOBEX,
            key: "webhooks-a",
            text: "Good question, Dana: let me check with the team what is planned, I'll come back to you.",
        },
    ),
    scene(
        "2026-03-12T09:00:00",
        KAI,
        OpensIssue {
            number: 437,
            title: "How do I rotate the signing key without downtime?",
            body: "The guide says to stop all workers first. Is there another way?",
        },
    ),
    scene("2026-03-12T09:40:00", BEN, Labels { number: 437, label: QUESTION }),
    scene(
        "2026-03-12T17:50:00",
        GUS,
        Says {
            channel: COMMUNITY,
            key: "otel",
            text: "Does the 5.0 release candidate still export traces over OTLP/HTTP? Mine arrive empty.",
        },
    ),
    scene(
        "2026-03-13T08:20:00",
        BEN,
        Comments { number: 437, text: "There is: two keys can be active at once. I'm writing it up." },
    ),
    scene("2026-03-13T08:21:00", BEN, Labels { number: 437, label: READY }),
    // Gus waits over the weekend, and nobody looks: reminders, escalation, the lead.
    scene(
        "2026-03-14T10:00:00",
        CLEO,
        Replies {
            channel: COMMUNITY,
            to: "otel",
            key: "otel-a",
            text: "Sorry, Gus, that one slipped. It is a regression in rc.2; rc.3 is out on Monday.",
        },
    ),
    scene("2026-03-16T10:30:00", IVO, Comments { number: 412, text: "Any news? It happened twice again over the weekend." }),
    scene("2026-03-16T11:45:00", BEN, Comments { number: 412, text: "The fix is in review, and will be in 4.9.2." }),
    scene("2026-03-16T11:46:00", BEN, Labels { number: 412, label: READY }),
    scene("2026-03-16T15:30:00", CLEO, Closes { number: 431 }),
    scene(
        "2026-03-17T09:10:00",
        HANA,
        Says {
            channel: COMMUNITY,
            key: "docs",
            text: "The quick start still uses the old `--token` flag. Where can I send a fix?",
        },
    ),
    scene(
        "2026-03-17T11:20:00",
        FARAH,
        Says { channel: INITECH, key: "audit", text: "Which events are in the audit log, and for how long are they kept?" },
    ),
];
