//! Ben's week, and Ada's again: from Wednesday 11 March to the Roundup on Tuesday 17 March.

use super::About::{HandOff, Issue, Message};
use super::Does::{Closes, Labels, OpensHome, OpensPull, Reviews, Tracks, Types};
use super::On::{Direct, Home, Posted};
use super::{Scene, comments, fills_in, opens, presses, replies, says, scene};
use crate::demo::cast::{ADA, BEN, CLEO, COMMUNITY, DANA, ERIK, FARAH, GLOBEX, GUS, HANA, INITECH, IVO, KAI, LENA, ONCALL};

pub(super) const SCENES: &[Scene] = &[
    // Wednesday: what was decided is done; a wish that there is an issue for already.
    scene("03-11 09:00", BEN, Closes { number: 418 }),
    scene("03-11 09:30", DANA, says(GLOBEX, "webhooks", "Could exports call a webhook when they finish, instead of us polling?")),
    scene(
        "03-11 13:05",
        BEN,
        says(GLOBEX, "webhooks-a", "Good question, Dana: let me check with the team what is planned, I'll come back to you."),
    ),
    scene(
        "03-11 13:08",
        BEN,
        Tracks {
            channel: GLOBEX,
            key: "webhooks",
            form: &[
                ("kind", "feature_request"),
                ("want", "Have a webhook called as soon as an export is finished."),
                ("interface", "REST API"),
                ("motivation", "They poll 40 exports every minute, and still notice the last one late."),
                ("existing", "webhook"),
                ("ready", "ready"),
            ],
        },
    ),
    scene("03-11 13:11", BEN, Types { text: "snooze {webhooks} mon 9:30" }),
    // Thursday: a first contribution, and Cleo takes over for an afternoon.
    scene(
        "03-12 08:50",
        LENA,
        OpensPull {
            number: 440,
            title: "Quick start: `--token-file` replaces `--token`",
            body: "The old flag is gone since 4.8, so the second step fails.",
            draft: false,
        },
    ),
    scene(
        "03-12 09:00",
        KAI,
        opens(
            437,
            "How do I rotate the signing key without downtime?",
            "The guide says to stop all workers first. Is there another way?",
        ),
    ),
    scene("03-12 09:40", BEN, Labels { number: 437, label: "question" }),
    scene("03-12 09:50", BEN, Reviews { number: 440, text: "Exactly right. Thank you, and welcome!" }),
    scene("03-12 09:52", BEN, Closes { number: 440 }),
    scene(
        "03-12 10:00",
        ERIK,
        says(GLOBEX, "freeze", "Since last week our nightly sync freezes after about an hour. Is that known?"),
    ),
    scene("03-12 12:00", CLEO, Types { text: "take 17:00" }),
    scene("03-12 17:20", BEN, presses(Direct, HandOff, "Accept")),
    scene(
        "03-12 17:50",
        GUS,
        says(COMMUNITY, "otel", "Does the 5.0 release candidate still export traces over OTLP/HTTP? Mine arrive empty."),
    ),
    // Friday: two reminders are there in the morning.
    scene("03-13 08:18", BEN, presses(Direct, Issue(437), "Claim")),
    scene("03-13 08:20", BEN, comments(437, "There is: two keys can be active at once. I'm writing it up.")),
    scene(
        "03-13 08:23",
        BEN,
        fills_in(
            Direct,
            Issue(437),
            "Triage",
            &[
                ("question", "How can the signing key be rotated without stopping all workers?"),
                ("best_guess", "Two keys can be active at once: add the new one, wait a day, remove the old one."),
                ("docs_location", "Security › Rotating keys"),
                ("checks", "docs_missing"),
                ("ready", "ready"),
            ],
        ),
    ),
    scene("03-13 08:30", BEN, presses(Direct, Message("freeze"), "Claim")),
    scene(
        "03-13 08:31",
        BEN,
        replies(
            GLOBEX,
            "freeze",
            "freeze-a",
            "It is, Erik: the token expires on the way. Until that is mended, a token of two hours helps.",
        ),
    ),
    scene("03-13 08:33", BEN, fills_in(Direct, Message("freeze"), "Same as…", &[("other", "sync hangs")])),
    // Gus waits into the weekend, and nobody looks: reminders, escalation, the lead.
    scene(
        "03-14 10:00",
        CLEO,
        replies(COMMUNITY, "otel", "otel-a", "Sorry, Gus, that one slipped. It is a regression in rc.2; rc.3 is out on Monday."),
    ),
    scene(
        "03-14 10:04",
        CLEO,
        fills_in(
            Posted(ONCALL),
            Message("otel"),
            "Triage",
            &[
                ("kind", "bug"),
                ("expected", "Traces arrive over OTLP/HTTP with their spans, as in 4.9."),
                (
                    "actual",
                    "With 5.0-rc.2 the request is made, and its body is empty. To reproduce: any collector, `--otlp http`.",
                ),
            ],
        ),
    ),
    scene("03-14 10:05", CLEO, presses(Posted(ONCALL), Message("otel"), "Ready")),
    // Monday: Ada is on call again, and her train is late.
    scene("03-16 09:40", FARAH, says(INITECH, "audit", "Which events are in the audit log, and for how long are they kept?")),
    scene("03-16 10:20", ADA, presses(Direct, HandOff, "Accept")),
    scene("03-16 10:24", ADA, fills_in(Direct, Message("webhooks"), "Snooze", &[("until", "03-18 09:00")])),
    scene(
        "03-16 10:28",
        ADA,
        replies(
            INITECH,
            "audit",
            "audit-a",
            "All that changes something, Farah; they are kept for 400 days. I'll put that into the docs.",
        ),
    ),
    scene("03-16 10:30", IVO, comments(412, "It happened twice again over the weekend. I think I know why: a fix is coming.")),
    scene(
        "03-16 11:00",
        IVO,
        OpensPull { number: 446, title: "Refresh the token before each part of a sync", body: "Fixes #412.", draft: false },
    ),
    scene("03-16 11:45", ADA, comments(412, "Thank you, Ivo! We will look at #446 at the Roundup.")),
    scene("03-16 11:50", ADA, Reviews { number: 446, text: "Tried it with a token of five minutes: it syncs through. Lovely." }),
    scene(
        "03-16 13:15",
        ADA,
        fills_in(
            Direct,
            Issue(446),
            "Triage",
            &[
                ("description", "A sync asks for a new token before each part, if the old one has less than two minutes left."),
                ("reasoning", "Makes sense: small, tested, and tried out with a token of five minutes. Mends #412."),
                ("checks", "low_risk,docs_covered"),
                ("ready", "ready"),
            ],
        ),
    ),
    scene(
        "03-16 13:21",
        ADA,
        fills_in(
            Direct,
            Message("audit"),
            "Triage",
            &[
                ("kind", "question"),
                ("best_guess", "Everything that changes something; 400 days."),
                ("docs_location", "Administration › Audit log"),
                ("checks", "docs_missing"),
            ],
        ),
    ),
    scene("03-16 15:30", CLEO, Closes { number: 431 }),
    // Tuesday: the morning before the Roundup.
    scene(
        "03-17 09:10",
        HANA,
        says(COMMUNITY, "docs", "The quick start in the wiki still uses the old `--token` flag. Where can I send a fix?"),
    ),
    scene("03-17 09:30", ADA, OpensHome),
    scene("03-17 09:31", ADA, presses(Home, Message("docs"), "Claim")),
    scene(
        "03-17 11:20",
        ERIK,
        says(GLOBEX, "format", "Will 5.0 still read exports of 4.x, or do we have to write them all anew?"),
    ),
];
