#![allow(clippy::unwrap_used)]

use super::*;
use crate::action::COUNTS;
use crate::fixture::*;
use roundup_domain::fold::{Context, Heard, fold};
use roundup_domain::item::TraceEntry;
use roundup_domain::{Author, Fact, SlackTs, What};

/// The blocks of the modal.
fn view(folded: &Folded) -> Vec<Value> {
    let payloads = drawn(folded);
    judge_all(&payloads);
    payloads[0]["blocks"].as_array().unwrap().clone()
}

/// As a modal, as a message and as text.
fn drawn(folded: &Folded) -> [Value; 3] {
    let (rules, on_call) = (rules(), on_call());
    let scene = scene(&rules, &on_call);
    let shown = why(&scene, folded);
    assert!(shown.text.chars().count() <= SECTION);
    [why_view(&scene, folded), message(&shown.text, &shown.blocks), message(&shown.text, &[section(&shown.text)])]
}

fn entry(fact: &str, by: &str, effect: &str) -> TraceEntry {
    TraceEntry { at: at("2026-03-02T15:30:00Z"), fact: fact.to_owned(), by: by.to_owned(), effect: effect.to_owned() }
}

const THANKS: &str = "an acknowledgement: the clock stays stopped";

#[test]
fn why_tells_the_runs_with_their_verdicts_and_every_fact_in_local_time() {
    let mut folded = folded();
    answer(&mut folded, GRACE, at("2026-03-02T16:00:00Z"));
    folded.trace.push(entry("message:1", "Grace", "answered by a comment after 2h 0m, in time"));
    folded.trace.push(entry("delete:1", "", "comment deleted, waiting since 2026-03-02T15:00:00Z"));
    assert_eq!(
        texts(&view(&folded)),
        [
            "*<https://acme.slack.com/archives/C0EXT0001/p1772460000000100|Exports stop after 1,000 rows>*\nDana Reyes (Globex)",
            "Asked Mon 2 Mar 09:00 EST · due Tue 3 Mar 09:00 EST · ✅ answered by Grace after 2 h, in time (Mon 2 Mar 11:00 EST)",
            "Mon 2026-03-02 09:00 -05:00 · *Dana Reyes*: clock started, due Tue 2026-03-03 09:00 -05:00\n\
             Mon 2026-03-02 10:30 -05:00 · *Grace*: answered by a comment after 2h 0m, in time\n\
             Mon 2026-03-02 10:30 -05:00 · comment deleted, waiting since Mon 2026-03-02 10:00 -05:00",
            "As of Mon 2026-03-02 14:02 -05:00 · times in America/New_York",
        ]
    );
}

#[test]
fn a_run_that_goes_on_is_waiting_or_late() {
    let (rules, on_call) = (rules(), on_call());
    for (time, verdict) in [("2026-03-02T19:02:00Z", "⏳ *waiting*"), ("2026-03-03T16:00:00Z", "🔴 *still waiting*, late by 2 h")]
    {
        let scene = Scene { rules: &rules, on_call: &on_call, now: at(time) };
        let text = why_text(&scene, &folded());
        assert!(text.contains(verdict), "{text}");
    }
}

#[test]
fn what_was_taken_for_a_thank_you_can_be_made_to_count() {
    for (fact, comment) in [
        ("message:1772460000.000200", "1772460000.000200"),
        ("comment:987", "comment:987"),
        ("review:55", "review:55"),
        ("review_comment:56", "review_comment:56"),
        ("opened", "opening"),
    ] {
        let mut folded = folded();
        folded.trace.push(entry(fact, "Dana Reyes", THANKS));
        folded.trace.push(entry("comment:988", "Grace", "from our side; nobody was waiting"));
        let value = Target::with(&folded.item.id, comment).to_string();
        let pressed = [("It needs an answer".to_owned(), COUNTS.to_owned(), value)];
        assert_eq!(buttons(&view(&folded)), pressed, "{fact}");
    }
}

#[test]
fn what_the_fold_takes_for_a_thank_you_gets_the_button() {
    let rules = rules();
    let (source, mut folded) = (&rules.sources[0], folded());
    let said = |by: &str, ts: &str, text: &str| {
        let what = What::Comment { id: ts.to_owned(), text: text.to_owned(), mentions: Vec::new(), url: None };
        let at = ts.parse::<SlackTs>().unwrap().time();
        Heard::Inside(Fact { name: format!("message:{ts}"), at, by: Some(Author::slack(by)), what, subject: None })
    };
    let heard = [
        said(DANA, "1772460000.000100", "Is there a limit?"),
        said(GRACE, "1772460060.000100", "1,000 rows"),
        said(DANA, "1772460120.000100", "thanks!"),
    ];
    let context = Context {
        rules: &rules,
        source,
        policy: &rules.policies["default"],
        conversation: &folded.conversation,
        id: &folded.item.id,
        url: &folded.item.url,
        people: &folded.people,
        top_level_answers: true,
        now: now(),
    };
    folded.trace = fold(&context, &heard).unwrap().trace;
    let value = Target::with(&folded.item.id, "1772460120.000100").to_string();
    assert_eq!(buttons(&view(&folded)), [("It needs an answer".to_owned(), COUNTS.to_owned(), value)]);
}

#[test]
fn of_a_long_story_the_latest_is_told_and_the_rest_counted() {
    let mut folded = folded();
    folded.trace = (0..500).map(|number| entry(&format!("comment:{number}"), "Dana Reyes", THANKS)).collect();
    let blocks = view(&folded);
    assert_eq!(texts(&blocks)[2], "_… 440 earlier entries_");
    assert_eq!(buttons(&blocks).last().unwrap().2, Target::with(&folded.item.id, "comment:499").to_string());
    let (rules, on_call) = (rules(), on_call());
    let scene = scene(&rules, &on_call);
    let text = why_text(&scene, &folded);
    let shown = text.matches(THANKS).count();
    assert!(shown > 20 && text.contains(&format!("_… {} earlier entries_", 500 - shown)), "{text}");
    folded.trace.truncate(61);
    assert_eq!(texts(&view(&folded))[2], "_… 1 earlier entry_");
}

#[test]
fn whatever_others_wrote_stays_text_and_fits() {
    let mut payloads = Vec::new();
    for text in [&hostile(), "", &"&".repeat(5_000), &"x\n".repeat(2_000), &"**a** [b](https://c.test) *".repeat(99)] {
        let mut folded = folded_hostile(text);
        payloads.extend(drawn(&folded));
        for entry in folded.trace.iter_mut().step_by(2) {
            entry.effect = THANKS.to_owned();
        }
        folded.item.url = text.to_owned();
        payloads.extend(drawn(&folded));
        folded.runs.clear();
        folded.trace.clear();
        payloads.extend(drawn(&folded));
    }
    judge_all(&payloads);
}
