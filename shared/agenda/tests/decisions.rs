//! What the meeting decided, what it carries over, and what stands for what.

#![allow(clippy::unwrap_used)]

mod fixture;

use fixture::{Story, agenda_of, issue, rules};
use roundup_agenda::{Agenda, Input, Owner, decision_comment, render};
use roundup_domain::Kind;
use roundup_domain::fact::Decision;
use roundup_domain::item::Decided;

const OPENED: &str = "2026-02-20T10:00:00Z";

fn bug(number: u64) -> Input {
    issue(number, "A bug", ("octocat", None), OPENED).answered(OPENED).ready(Kind::Bug, &[])
}

fn entries(agenda: &Agenda) -> Vec<&str> {
    agenda.entries.iter().map(|entry| entry.item.as_str().trim_start_matches("github:acme/widgets")).collect()
}

#[test]
fn what_was_decided_is_listed_at_the_next_meeting_and_what_needs_more_is_carried_over() {
    let agenda = agenda_of(&[
        bug(1).decided("2026-03-03", Decision::DoIt).owned_by("U0STAFF01"),
        bug(2).decided("2026-03-03", Decision::Dont),
        bug(3).decided("2026-03-03", Decision::NeedsMore),
        bug(4).decided("2026-02-24", Decision::DoIt),
        bug(5).decided("2026-02-24", Decision::NeedsMore),
        bug(6).decided("2026-03-10", Decision::DoIt),
        bug(7),
    ]);
    assert_eq!(entries(&agenda), ["#3", "#5", "#6", "#7"]);
    let decisions: Vec<Option<Decision>> = agenda.entries.iter().map(|entry| entry.decision).collect();
    assert_eq!(decisions, [None, None, Some(Decision::DoIt), None], "only this meeting's");
    let decided: Vec<(Decision, &str)> =
        agenda.decided.iter().map(|decided| (decided.decision, decided.item.as_str().split_once('#').unwrap().1)).collect();
    assert_eq!(decided, [(Decision::DoIt, "1"), (Decision::Dont, "2")]);
    assert_eq!(agenda.decided[0].owner, Some(Owner { id: "U0STAFF01".into(), name: "Grace Hopper".into() }));
    assert!(agenda.untriaged.is_empty());
    let text = render::text(&agenda, false);
    assert!(text.contains("Needs more, said the Roundup of 24 Feb 2026"), "{text}");
    assert!(text.contains("Decided last time (3 Mar 2026)"), "{text}");
}

#[test]
fn an_agenda_that_is_looked_at_later_shows_what_its_own_meeting_decided() {
    let later = bug(1).decided("2026-03-17", Decision::Dont);
    assert_eq!(agenda_of(&[later]).entries[0].decision, None, "on 10 March nobody knew");
}

#[test]
fn an_item_is_carried_over_since_the_first_meeting_that_it_was_ready_for() {
    let cases = [
        ("2026-03-03T17:59:59Z", Some("2026-03-03")),
        ("2026-03-03T18:00:00Z", None),
        ("2026-02-20T10:00:00Z", Some("2026-02-24")),
        ("2026-03-10T16:00:00Z", None),
    ];
    for (ready, since) in cases {
        let mut input = bug(1);
        input.triage.ready_since = Some(ready.parse().unwrap());
        let carried = agenda_of(&[input]).entries[0].carried_since.map(|date| date.to_string());
        assert_eq!(carried.as_deref(), since, "ready since {ready}");
    }
}

#[test]
fn a_duplicate_is_no_entry_but_counts_in_the_week_and_who_asked_stands_with_the_other() {
    let opened = "2026-03-05T10:00:00Z";
    let duplicate = issue(2, "Same", ("hank", Some("Globex")), opened).ready(Kind::Bug, &[]).same_as("github:acme/widgets#1");
    let untriaged = issue(3, "Same", ("ann", None), opened).same_as("github:acme/widgets#1");
    let whole = bug(1).asked_by(&[("hank", "Globex"), ("ann", ""), ("ann", "")]);
    let agenda = agenda_of(&[duplicate, untriaged, whole]);
    assert_eq!(entries(&agenda), ["#1"]);
    assert_eq!(agenda.entries[0].asked_by, ["hank (Globex)", "ann"]);
    assert!(agenda.untriaged.is_empty());
    assert_eq!(agenda.week.total.comments, 2);
}

#[test]
fn documentation_is_to_be_written_where_a_question_says_so() {
    let question = |number| issue(number, "How?", ("ann", None), OPENED).answered(OPENED);
    let mut missing = question(2).of_kind(Kind::Question);
    missing.triage.docs_missing = true;
    let mut located = question(3).ready(Kind::Question, &[("docs_location", "Keys")]);
    located.item.ready = false;
    let docs = agenda_of(&[
        missing,
        located,
        question(1).ready(Kind::Question, &[("docs_location", "Limits")]),
        question(4).ready(Kind::Question, &[]),
    ])
    .docs_to_write;
    let places: Vec<(&str, &str)> = docs.iter().map(|docs| (docs.item.as_str(), docs.location.as_str())).collect();
    assert_eq!(places, [("github:acme/widgets#1", "Limits"), ("github:acme/widgets#2", "")]);
}

#[test]
fn only_a_pull_request_can_be_merged_on_the_spot_and_only_a_feature_exists_already() {
    let marked = |kind| {
        let mut input = issue(1, "x", ("ann", None), OPENED).answered(OPENED).ready(kind, &[]);
        (input.triage.low_risk, input.triage.docs_covered) = (true, true);
        input.triage.existing = Some("https://github.com/acme/widgets/issues/77".into());
        render::text(&agenda_of(&[input]), false)
    };
    let marks = ["Low risk: can be merged on the spot", "Documentation is covered", "There is already https://"];
    let cases = [(Kind::PullRequest, [true, true, false]), (Kind::FeatureRequest, [false, false, true]), (Kind::Bug, [false; 3])];
    for (kind, expected) in cases {
        assert_eq!(marks.map(|mark| marked(kind).contains(mark)), expected, "{kind:?}");
    }
}

#[test]
fn each_entry_in_slack_can_be_decided_where_it_stands() {
    let agenda =
        agenda_of(&[bug(1), bug(2).decided("2026-03-10", Decision::NeedsMore).owned_by("U0STAFF01"), bug(3).owned_by("nobody")]);
    let messages = render::slack(&agenda);
    let blocks: Vec<_> = messages.iter().flat_map(|message| &message.blocks).filter(|block| block["type"] == "actions").collect();
    let ids: Vec<&str> = blocks.iter().map(|block| block["block_id"].as_str().unwrap()).collect();
    let expected = [1, 2, 3].map(|number| format!("decision 2026-03-10 github:acme/widgets#{number}"));
    assert_eq!(ids, expected);
    for block in &blocks {
        let [decide, owner] = block["elements"].as_array().unwrap().as_slice() else { panic!("{block}") };
        assert_eq!((decide["type"].as_str(), decide["action_id"].as_str()), (Some("static_select"), Some("decide")));
        assert_eq!((owner["type"].as_str(), owner["action_id"].as_str()), (Some("users_select"), Some("owner")));
        let values: Vec<&str> =
            decide["options"].as_array().unwrap().iter().map(|option| option["value"].as_str().unwrap()).collect();
        assert_eq!(values, ["do_it", "dont", "needs_more"]);
    }
    let chosen =
        |index: usize| (&blocks[index]["elements"][0]["initial_option"]["value"], &blocks[index]["elements"][1]["initial_user"]);
    assert_eq!(chosen(0), (&serde_json::Value::Null, &serde_json::Value::Null));
    assert_eq!(chosen(1), (&"needs_more".into(), &"U0STAFF01".into()));
    assert_eq!(chosen(2).1, &serde_json::Value::Null, "Slack refuses a message with a user that cannot be");
}

#[test]
fn a_comment_in_the_tracker_says_the_decision_and_the_owner() {
    let mut rules = rules();
    rules.on_call.rotation[0].github = Some("grace-gh".into());
    let decided = |decision| Decided {
        meeting: "2026-03-10".parse().unwrap(),
        decision,
        by: "slack:U0STAFF01".into(),
        at: OPENED.parse().unwrap(),
    };
    let grace = Owner { id: "U0STAFF01".into(), name: "Grace Hopper".into() };
    let other = Owner { id: "U0STAFF07".into(), name: "Bo <b>@everyone</b>".into() };
    let cases = [
        (
            Decision::DoIt,
            Some(&grace),
            "We talked about this at the Acme Roundup of 10 March 2026 and decided to **do it**. @grace-gh looks after it.",
        ),
        (
            Decision::Dont,
            None,
            "We talked about this at the Acme Roundup of 10 March 2026 and decided **not to do it**. Thank you for bringing it up.",
        ),
        (
            Decision::Dont,
            Some(&grace),
            "We talked about this at the Acme Roundup of 10 March 2026 and decided **not to do it**. Thank you for bringing it up. \
             @grace-gh can tell you more.",
        ),
        (
            Decision::NeedsMore,
            Some(&other),
            "We talked about this at the Acme Roundup of 10 March 2026 and found that it **needs more** before we can decide. \
             It stays on our agenda. Bo \\<b\\>everyone\\</b\\> looks after it.",
        ),
    ];
    for (decision, owner, comment) in cases {
        assert_eq!(decision_comment(&rules, &decided(decision), owner), comment);
    }
}

#[test]
fn nobody_looks_after_what_is_not_done_but_its_owner_tells_who_asked() {
    let said = |decision| render::text(&agenda_of(&[bug(1).decided("2026-03-03", decision).owned_by("U0STAFF01")]), false);
    let (done, declined) = (said(Decision::DoIt), said(Decision::Dont));
    assert!(done.contains("bug; Grace Hopper looks after it"), "{done}");
    assert!(declined.contains("bug; Grace Hopper tells them") && !declined.contains("looks after"), "{declined}");
}
