#![allow(clippy::unwrap_used)]

use super::*;
use crate::action::Target;
use crate::fixture::*;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::fact::Decision;
use roundup_domain::item::{Decided, Requester};
use roundup_domain::{ItemId, Kind, Platform};

fn drawn(folded: &Folded) -> Vec<Value> {
    drawn_at(folded, now())
}

fn drawn_at(folded: &Folded, now: Timestamp) -> Vec<Value> {
    let (rules, on_call) = (rules(), on_call());
    let blocks = card(&Scene { rules: &rules, on_call: &on_call, now }, folded);
    judge("a card", &blocks);
    blocks
}

fn value_of(blocks: &[Value], label: &str) -> Option<Target> {
    let found = buttons(blocks).into_iter().find(|(shown, _, _)| shown == label)?;
    Target::parse(&found.2)
}

#[test]
fn a_card_says_what_who_until_when_and_what_to_do() {
    let blocks = drawn(&folded());
    assert_eq!(
        texts(&blocks),
        [
            "*<https://acme.slack.com/archives/C0EXT0001/p1772460000000100|Exports stop after 1,000 rows>*\n\
             >We export the orders of a month to CSV, and the file ends in the middle of a line. Is there a limit?",
            "👤 Dana Reyes (Globex)\n\
             ⏳ due *Tue 3 Mar 09:00 EST*, in 18 h 58 min · waiting since Mon 2 Mar 09:00 EST\n\
             🏷️ not triaged yet",
        ]
    );
    assert_eq!(
        labels(&blocks),
        ["Answered", "Claim", "Triage", "Snooze", "Ask a colleague", "No response needed", "Same as…", "Why"]
    );
    let id = item().id;
    assert_eq!(value_of(&blocks, "Answered"), Some(Target::of(&id)));
    assert_eq!(value_of(&blocks, "Claim"), Some(Target::of(&id)));
    assert_eq!(blocks[2]["elements"][0]["style"], "primary");
}

#[test]
fn what_is_late_says_by_how_much() {
    let folded = folded();
    for (at_time, expected) in [
        ("2026-03-03T13:59:50Z", "⏳ due *Tue 3 Mar 09:00 EST*, now"),
        ("2026-03-03T14:00:00Z", "🔴 was due *Tue 3 Mar 09:00 EST*, late by less than a minute"),
        ("2026-03-03T16:00:00Z", "🔴 was due *Tue 3 Mar 09:00 EST*, late by 2 h"),
    ] {
        let shown = texts(&drawn_at(&folded, at(at_time)))[1].clone();
        assert!(shown.contains(expected), "{shown}");
    }
}

#[test]
fn an_answered_item_says_by_whom_and_what_is_missing() {
    let blocks = drawn(&folded_issue());
    assert_eq!(
        texts(&blocks)[1],
        "👤 The Octocat · Tracker\n✅ answered by Grace after 3 h, in time (Mon 2 Mar 12:00 EST)\n\
         🏷️ *Bug* · missing: Actual behaviour"
    );
    assert_eq!(labels(&blocks), ["Claim", "Triage", "Snooze", "Ask a colleague", "Same as…", "Why"]);
}

#[test]
fn every_end_of_a_run_has_its_words() {
    let mut item = folded_issue();
    item.runs[0].end.as_mut().unwrap().at = at("2026-03-03T15:00:00Z");
    assert!(texts(&drawn(&item))[1].contains("after 1 d 1 h, late by 1 h"));
    item.runs[0].end.as_mut().unwrap().answered_by = None;
    assert!(texts(&drawn(&item))[1].contains("☑️ taken back (Tue 3 Mar 10:00 EST)"));
    item.runs[0].end.as_mut().unwrap().dismissed_by = Some(format!("slack:{ADA}"));
    assert!(texts(&drawn(&item))[1].contains("☑️ no response needed, says Ada"));
    item.item.state = State::Closed;
    assert!(texts(&drawn(&item))[1].contains("(Tue 3 Mar 10:00 EST) · closed"));
    item.runs.clear();
    assert!(texts(&drawn(&item))[1].contains("☑️ closed"));
    item.item.state = State::Answered;
    assert!(texts(&drawn(&item))[1].contains("☑️ nobody is waiting"));
}

#[test]
fn a_claimed_item_can_be_taken_over_from_who_is_shown_and_released() {
    let mut folded = folded();
    folded.item.claimed_by = Some(GRACE.to_owned());
    let blocks = drawn(&folded);
    assert_eq!(labels(&blocks)[..5], ["Answered", "Take over", "Release", "Triage", "Snooze"]);
    let with_grace = Some(Target::with(&folded.item.id, GRACE));
    assert_eq!((value_of(&blocks, "Take over"), value_of(&blocks, "Release")), (with_grace.clone(), with_grace));
    assert!(texts(&blocks)[1].contains("\n🙋 claimed by Grace · 🏷️ not triaged yet"));
}

#[test]
fn a_snoozed_item_can_be_woken() {
    let mut folded = folded_issue();
    folded.item.state = State::Snoozed;
    folded.item.snoozed_until = Some(at("2026-03-05T14:00:00Z"));
    let blocks = drawn(&folded);
    assert!(texts(&blocks)[1].contains("💤 snoozed until Thu 5 Mar 09:00 EST"));
    assert!(labels(&blocks).contains(&"Wake".to_owned()) && !labels(&blocks).contains(&"Snooze".to_owned()));
}

#[test]
fn what_is_complete_can_be_made_ready_and_what_is_ready_can_be_taken_back() {
    let mut folded = folded_issue();
    let has = |folded: &Folded, label: &str| labels(&drawn(folded)).contains(&label.to_owned());
    assert!(!has(&folded, "Ready"));
    folded.item.missing.clear();
    assert!(has(&folded, "Ready") && !has(&folded, "Not ready"));
    folded.item.ready = true;
    assert!(!has(&folded, "Ready") && has(&folded, "Not ready"));
    assert!(texts(&drawn(&folded))[1].contains("🏷️ *Bug* · ready for the Roundup"));
    // Readiness by a label on GitHub, with an incomplete form.
    folded.item.missing = vec!["actual".to_owned()];
    assert!(has(&folded, "Not ready"));
    assert!(texts(&drawn(&folded))[1].contains("🏷️ *Bug* · ready for the Roundup · missing: Actual behaviour"));
}

#[test]
fn a_closed_item_keeps_what_the_roundup_needs() {
    let mut folded = folded_issue();
    folded.item.state = State::Closed;
    folded.item.missing.clear();
    folded.triage.actions = vec![action("claimed it", "claimed:U0STAFF01:1", now())];
    assert_eq!(labels(&drawn(&folded)), ["Triage", "Ready", "Why", "Undo"]);
}

#[test]
fn the_last_action_is_told_and_can_be_undone_for_an_hour() {
    let mut folded = folded();
    let done = now();
    folded.triage.actions = vec![
        action("claimed it", "claimed:U0STAFF01:1", done),
        action("snoozed it until 2026-03-03T13:00:00Z", "snoozed:U0STAFF01:2", done),
    ];
    let blocks = drawn(&folded);
    assert_eq!(texts(&blocks)[2], "✏️ Ada snoozed it until Tue 3 Mar 08:00 EST · Mon 14:02");
    assert_eq!(value_of(&blocks, "Undo"), Some(Target::with(&folded.item.id, "snoozed:U0STAFF01:2")));
    let after = |seconds: i64| done.saturating_add(SignedDuration::from_secs(seconds)).unwrap();
    for (seconds, can_be_undone) in [(-2, true), (3_600, true), (3_601, false)] {
        let shown = labels(&drawn_at(&folded, after(seconds)));
        assert_eq!(shown.contains(&"Undo".to_owned()), can_be_undone, "{seconds}");
    }
    folded.triage.actions.last_mut().unwrap().can_be_undone = false;
    assert_eq!(value_of(&drawn(&folded), "Undo"), None);
    let a_week_later = drawn_at(&folded, after(8 * 86_400));
    assert!(texts(&a_week_later)[2].ends_with(" · Mon 2 Mar 14:02 EST"));
}

#[test]
fn what_triage_found_out_is_shown() {
    let mut folded = folded_pull_request();
    folded.triage.low_risk = true;
    folded.triage.docs_covered = true;
    folded.item.missing.clear();
    folded.item.same_as = Some(ItemId::from_stored("github:acme/widgets#7"));
    folded.triage.existing = Some("https://github.com/acme/widgets/issues/9".to_owned());
    let (meeting, by) = (jiff::civil::date(2026, 3, 3), format!("slack:{ADA}"));
    folded.triage.decided = Some(Decided { meeting, decision: Decision::DoIt, by, at: now() });
    folded.triage.owner = Some(GRACE.to_owned());
    let shown = texts(&drawn(&folded))[1].clone();
    assert!(
        shown.ends_with(
            "🏷️ *Pull request* · low risk · docs covered · exists: <https://github.com/acme/widgets/issues/9|acme/widgets/issues/9>\n\
             🔗 same as acme/widgets#7\n⚖️ decided at the Roundup of 2026-03-03: *Do it* · owner: Grace"
        ),
        "{shown}"
    );
    folded.item.same_as = Some(item().id);
    assert!(texts(&drawn(&folded))[1].contains("🔗 same as the Slack thread of Mon 2 Mar 09:00 EST"));
}

#[test]
fn whoever_also_asked_is_named_and_the_rest_counted() {
    let mut folded = folded();
    let also = |number: usize| Requester {
        platform: Platform::Github,
        id: format!("user{number}"),
        name: String::new(),
        company: Some("Initech".to_owned()).filter(|_| number == 0),
    };
    folded.item.asked_by = (0..6).map(also).collect();
    let shown = texts(&drawn(&folded))[1].clone();
    assert!(shown.contains(" · also asked by user0 (Initech), user1, user2, user3 and 2 more\n"), "{shown}");
}

#[test]
fn questions_to_colleagues_and_their_answers_are_shown() {
    let mut folded = folded();
    folded.triage.asked = vec![asking("Old?", None), asking("Is there\na limit?", Some("1,000 rows")), asking("Why?", None)];
    assert_eq!(
        texts(&drawn(&folded))[2],
        "… 1 earlier\n💬 Ada asked Grace · Mon 11:00\n>Is there a limit?\nGrace · Mon 12:30\n>1,000 rows\n\
         💬 Ada asked Grace · Mon 11:00\n>Why?\nno answer from Grace yet"
    );
}

#[test]
fn a_name_that_was_never_looked_up_is_the_configured_one_or_the_id() {
    let mut folded = folded();
    folded.people.clear();
    folded.item.requester.name = "\u{202E} ".to_owned();
    folded.item.requester.company = Some(" ".to_owned());
    folded.item.claimed_by = Some(ADA.to_owned());
    folded.triage.owner = Some("U0NOBODY1".to_owned());
    let shown = texts(&drawn(&folded))[1].clone();
    assert!(shown.starts_with("👤 U0CUST001 · Globex\n"), "{shown}");
    assert!(shown.contains("claimed by Ada") && shown.contains("owner: U0NOBODY1"), "{shown}");
}

#[test]
fn whatever_others_wrote_stays_text_and_fits() {
    let (rules, on_call) = (rules(), on_call());
    let scene = scene(&rules, &on_call);
    let mut payloads = Vec::new();
    for text in [&hostile(), "", &"&".repeat(5_000), &"x\n".repeat(2_000), &"*_~`".repeat(500), "**a** ](https://"] {
        let mut folded = folded_hostile(text);
        payloads.push(message("a card", &card(&scene, &folded)));
        folded.item.url = text.to_owned();
        folded.item.requester.company = None;
        payloads.push(message("a card", &card(&scene, &folded)));
        payloads.push(message("a row", &row(&scene, &folded.item, None)));
        let line = row_line(&scene, &folded.item);
        assert!(line.chars().count() <= 2_000, "{line}");
        payloads.push(message(&line, &[section(&line)]));
    }
    assert!(payloads.iter().all(|payload| !payload.to_string().contains("<!channel>")));
    judge_all(&payloads);
}

#[test]
fn a_row_has_two_blocks_whatever_the_state() {
    let (rules, on_call) = (rules(), on_call());
    let mut item = item();
    item.kind = Some(Kind::Bug);
    item.missing = vec!["expected".to_owned(), "actual".to_owned()];
    item.claimed_by = Some(ADA.to_owned());
    for (state, shown, pressed) in [
        (State::Waiting, "⏳ due *Tue 3 Mar 09:00 EST*, in 18 h 58 min", vec!["Answered", "Release", "Triage", "Snooze"]),
        (State::Answered, "✅ nobody is waiting", vec!["Release", "Triage", "Snooze"]),
        (State::Closed, "☑️ closed", vec!["Triage"]),
    ] {
        item.state = state;
        let blocks = row(&scene(&rules, &on_call), &item, Some(ADA));
        judge("a row", &blocks);
        assert_eq!((blocks.len(), labels(&blocks)), (2, pressed.into_iter().map(str::to_owned).collect::<Vec<_>>()));
        let details = format!(
            "\nDana Reyes (Globex) · {shown} · 🏷️ *Bug* · missing: Expected behaviour, Actual behaviour · 🙋 claimed by you"
        );
        assert!(texts(&blocks)[0].ends_with(&details), "{}", texts(&blocks)[0]);
    }
    assert_eq!(labels(&row(&scene(&rules, &on_call), &item_of(GRACE), Some(ADA)))[1], "Take over");
    assert_eq!(labels(&row(&scene(&rules, &on_call), &crate::fixture::item(), Some(ADA)))[1], "Claim");
}

fn item_of(user: &str) -> Item {
    Item { claimed_by: Some(user.to_owned()), ..item() }
}

#[test]
fn whoever_has_an_item_of_a_list_is_mentioned_only_by_a_user_id() {
    let (rules, mut on_call) = (rules(), on_call());
    on_call.rotation[0].name = None;
    for (user, name) in [(ADA, "<@U0STAFF01>"), (GRACE, "Grace"), ("<!here>", "&lt;!here&gt;"), ("octocat", "octocat")] {
        let line = row_line(&scene(&rules, &on_call), &item_of(user));
        assert!(line.ends_with(&format!(" · 🙋 claimed by {name}")), "{line}");
    }
}
