//! Ada's week: from Monday 2 March to the Roundup on Tuesday 10 March.

use super::About::{HandOff, Issue, Message};
use super::Does::{Answers, BotSays, Checks, Deletes, Edits, Labels, OpensHome, OpensPull, Readies, Reviews};
use super::On::{Direct, Home};
use super::{Scene, comments, decides, fills_in, opens, presses, replies, says, scene};
use crate::demo::cast::{ADA, BEN, CLEO, COMMUNITY, DANA, ERIK, FARAH, GLOBEX, GUS, HANA, INITECH, IVO, JUNE, KAI};

pub(super) const SCENES: &[Scene] = &[
    // Monday: Ada's week begins.
    scene("03-02 09:12", DANA, says(GLOBEX, "export", "Hi team, since this morning our nightly export stops at 2 GB.")),
    scene("03-02 09:14", DANA, says(GLOBEX, "export2", "The log says `stream closed before end of part 41`.")),
    scene(
        "03-02 09:40",
        IVO,
        opens(
            412,
            "widgets sync hangs when the token expires mid-run",
            "Steps: start a sync of more than an hour with a short-lived token.\n\nExpected: the token is refreshed.\nActual: it hangs for good.",
        ),
    ),
    scene(
        "03-02 10:05",
        ADA,
        replies(GLOBEX, "export", "export-a", "Morning Dana! Looking into it now, I'll get back to you before noon."),
    ),
    scene("03-02 10:07", DANA, replies(GLOBEX, "export", "export-t", "Thank you so much! :pray:")),
    scene(
        "03-02 11:30",
        GUS,
        says(COMMUNITY, "helm", "Is there a Helm chart that pins the sidecar version? The docs only mention `latest`."),
    ),
    scene("03-02 15:20", ADA, comments(412, "Thanks for the clear steps. I can reproduce this; tracking it here.")),
    scene("03-02 15:22", ADA, Labels { number: 412, label: "bug" }),
    scene("03-02 15:24", ADA, OpensHome),
    scene(
        "03-02 15:26",
        ADA,
        fills_in(
            Home,
            Issue(412),
            "Triage",
            &[
                ("expected", "A sync outlives its token: it is refreshed on the way."),
                ("actual", "With a token of 60 minutes it hangs for good after an hour; seen with 4.8 and 4.9."),
                ("recording", "https://www.loom.com/share/7c41e5a0d2b94f6f"),
                ("ready", "ready"),
            ],
        ),
    ),
    scene(
        "03-02 16:45",
        ADA,
        says(COMMUNITY, "helm-a", "<@U0COMMUN1> not yet, but `sidecar.tag` does it: I'll write that into the docs."),
    ),
    // Tuesday: a draft, a bot, a question in Initech's channel; and a first, short Roundup.
    scene(
        "03-03 08:55",
        JUNE,
        OpensPull {
            number: 418,
            title: "Retry part uploads with jittered backoff",
            body: "WIP, comments on the approach are welcome.",
            draft: true,
        },
    ),
    scene("03-03 10:00", ADA, BotSays { channel: GLOBEX, text: "Statuspage: all systems operational" }),
    scene(
        "03-03 10:30",
        FARAH,
        says(INITECH, "sso", "We are rolling out SSO next week. Can group claims map to workspace roles, or only to teams?"),
    ),
    scene(
        "03-03 10:33",
        FARAH,
        Edits {
            channel: INITECH,
            key: "sso",
            text: "We are rolling out SSO next week (Okta). Can group claims map to workspace roles, or only to teams?",
        },
    ),
    scene("03-03 13:06", CLEO, decides(Issue(412), "needs_more", BEN)),
    scene(
        "03-03 14:10",
        KAI,
        opens(
            420,
            "Let `widgets apply` read from standard input",
            "I generate the manifest in a pipeline and have to write a temporary file first.",
        ),
    ),
    scene("03-03 16:00", CLEO, Labels { number: 420, label: "enhancement" }),
    // Wednesday: the reminder for Initech is there in the morning, and Ada asks Ben; it gets late all the same.
    scene("03-04 08:40", ADA, presses(Direct, Message("sso"), "Claim")),
    scene(
        "03-04 08:42",
        ADA,
        fills_in(
            Direct,
            Message("sso"),
            "Ask a colleague",
            &[("colleague", BEN.slack), ("question", "Do group claims map to roles too since 4.2? Farah goes live next week.")],
        ),
    ),
    scene("03-04 09:05", ADA, comments(420, "Nice idea; we will discuss it at the Roundup.")),
    scene("03-04 09:07", ADA, OpensHome),
    scene(
        "03-04 09:08",
        ADA,
        fills_in(
            Home,
            Issue(420),
            "Triage",
            &[
                ("want", "Pipe a manifest into `widgets apply -f -`, without a temporary file."),
                ("interface", "Command line"),
                ("motivation", "Manifests come out of a pipeline; on a read-only runner there is nowhere to put a file."),
                ("ready", "ready"),
            ],
        ),
    ),
    scene(
        "03-04 11:40",
        BEN,
        Answers { text: "They do: `role_claim`, next to `team_claim`, since 4.2. The docs only show teams, sorry." },
    ),
    scene(
        "03-04 12:20",
        ADA,
        replies(
            INITECH,
            "sso",
            "sso-a",
            "Sorry for the wait, Farah. Roles work too: `role_claim`, since 4.2. Here is an example.",
        ),
    ),
    scene("03-04 12:31", FARAH, replies(INITECH, "sso", "sso-t", "Perfect, thanks!")),
    scene(
        "03-04 12:40",
        ADA,
        fills_in(
            Direct,
            Message("sso"),
            "Triage",
            &[
                ("kind", "question"),
                ("question", "Can group claims map to workspace roles, or only to teams?"),
                ("best_guess", "Yes: `role_claim`, since 4.2."),
                ("docs_location", "Single sign-on › Group claims"),
                ("checks", "docs_missing"),
            ],
        ),
    ),
    scene("03-04 15:00", JUNE, Readies { number: 418 }),
    // Thursday: a deletion, and a check mark for an answer given elsewhere.
    scene("03-05 09:20", ERIK, says(GLOBEX, "oops", "Does anybody know where the invoice for February is?")),
    scene("03-05 09:24", ERIK, Deletes { channel: GLOBEX, key: "oops" }),
    scene(
        "03-05 10:15",
        BEN,
        Reviews { number: 418, text: "Great start. Could you cap the backoff at 30 s, and add a test for part 41?" },
    ),
    scene("03-05 11:00", ERIK, says(GLOBEX, "quota", "What is the hard limit of parts per upload? We are at 9,800 and growing.")),
    scene("03-05 14:30", ADA, Checks { channel: GLOBEX, key: "quota" }),
    // Friday evening: a question that waits over the weekend's edge, and is answered in time.
    scene("03-06 17:40", HANA, says(COMMUNITY, "arm", "Are there arm64 images for the 5.0 release candidates?")),
    scene(
        "03-07 11:15",
        ADA,
        replies(COMMUNITY, "arm", "arm-a", "Yes, tag `5.0-rc.2-arm64`. The manifest list comes with the final release."),
    ),
    // Sunday: daylight saving time begins; Monday: Ben takes over, and prepares the Roundup.
    scene(
        "03-08 20:30",
        IVO,
        opens(431, "Crash on startup when HOME is unset", "In a distroless container: `panic: $HOME is not defined`."),
    ),
    scene("03-09 09:10", BEN, presses(Direct, HandOff, "Accept")),
    scene(
        "03-09 09:45",
        BEN,
        comments(431, "Confirmed with 4.9.1; 4.8 was fine. Here is a recording: https://www.loom.com/share/1f0c0ffee"),
    ),
    scene(
        "03-09 09:47",
        BEN,
        fills_in(
            Direct,
            Issue(431),
            "Triage",
            &[
                ("kind", "bug"),
                ("expected", "It starts without HOME, and keeps its cache in the temporary folder."),
                ("actual", "`panic: $HOME is not defined`, since 4.9.1; 4.8 was fine."),
                ("recording", "https://www.loom.com/share/1f0c0ffee"),
                ("ready", "ready"),
            ],
        ),
    ),
    scene(
        "03-09 13:20",
        BEN,
        fills_in(
            Direct,
            Message("export"),
            "Triage",
            &[
                ("kind", "bug"),
                ("expected", "A nightly export of any size ends with the last row."),
                ("actual", "It stops at 2 GB with `stream closed before end of part 41`. To reproduce: export 50 million rows."),
                ("ready", "ready"),
            ],
        ),
    ),
    scene(
        "03-09 13:24",
        BEN,
        fills_in(
            Direct,
            Message("quota"),
            "Triage",
            &[
                ("kind", "question"),
                ("best_guess", "10,000 parts; larger parts go on from there."),
                ("docs_location", "Reference › Limits"),
                ("checks", "docs_missing"),
            ],
        ),
    ),
    scene("03-09 16:20", JUNE, comments(418, "Done, both. What do you think about making the cap configurable?")),
    scene("03-10 10:10", BEN, comments(418, "Let's keep it fixed for now. I'll bring it to the Roundup.")),
    scene(
        "03-10 10:14",
        BEN,
        fills_in(
            Direct,
            Issue(418),
            "Triage",
            &[
                ("description", "Failed part uploads are retried up to 6 times, with jittered backoff of at most 30 s."),
                ("reasoning", "Makes sense: it mends what stops large exports, and has a test for part 41."),
                ("checks", "docs_covered"),
                ("ready", "ready"),
            ],
        ),
    ),
    // The second Roundup.
    scene("03-10 13:08", CLEO, decides(Issue(418), "do_it", BEN)),
    scene("03-10 13:15", CLEO, decides(Issue(431), "do_it", ADA)),
    scene("03-10 13:21", CLEO, decides(Message("export"), "do_it", BEN)),
    scene("03-10 13:27", CLEO, decides(Issue(420), "do_it", ADA)),
];
