#![allow(clippy::unwrap_used)]

use super::{gone, notice as draw};
use crate::action::{LINK, REPLY, Target};
use crate::fixture::*;
use crate::{Scene, Shown};
use jiff::Timestamp;
use roundup_domain::item::{Folded, Run, Snooze};
use roundup_domain::plan::{Act, Notice};
use roundup_domain::{Author, Fact, ItemId, State, What};

fn shown_at(folded: &Folded, notice: &Notice, now: Timestamp) -> Shown {
    let (rules, on_call) = (rules(), on_call());
    let shown = draw(&Scene { rules: &rules, on_call: &on_call, now }, folded, notice);
    judge(&shown.text, &shown.blocks);
    shown
}

fn shown(folded: &Folded, act: Act) -> Shown {
    shown_at(folded, &notice(act), now())
}

fn headline(shown: &Shown) -> String {
    texts(&shown.blocks)[0].clone()
}

fn about(act: Act, key: &str) -> Notice {
    Notice { key: key.to_owned(), ..notice(act) }
}

const LATE: &str = "2026-03-03T16:00:00Z";

#[test]
fn a_reminder_says_who_waits_and_until_when() {
    let reminder = shown(&folded(), Act::Remind);
    assert_eq!(reminder.text, "Dana Reyes (Globex) waits for an answer: due Tue 3 Mar 09:00 EST, in 18 h 58 min");
    assert_eq!(
        texts(&reminder.blocks)[0],
        "⏰ *Dana Reyes (Globex)* waits for an answer, due *Tue 3 Mar 09:00 EST* (in 18 h 58 min)"
    );
    // The clock is said above the card: not twice.
    assert_eq!(texts(&reminder.blocks)[2], "👤 Dana Reyes (Globex) · waiting since Mon 2 Mar 09:00 EST\n🏷️ not triaged yet");
    assert_eq!(labels(&reminder.blocks)[0], "Answered");
    let late = shown_at(&folded(), &notice(Act::Remind), at(LATE));
    assert_eq!(late.text, "Dana Reyes (Globex) still waits: due Tue 3 Mar 09:00 EST");
}

#[test]
fn an_escalation_calls_who_is_on_call_and_later_the_lead() {
    let first = shown_at(&folded(), &notice(Act::Escalate), at(LATE));
    assert_eq!(first.text, "No answer yet to Dana Reyes (Globex): was due Tue 3 Mar 09:00 EST, 2 h ago");
    assert!(headline(&first).ends_with("\nOn call: <@U0STAFF01>"), "{}", headline(&first));
    let second = shown_at(&folded(), &notice(Act::EscalateToLead), at(LATE));
    assert!(headline(&second).ends_with("\nOn call: <@U0STAFF01> · Lead: <@U0STAFF02>"), "{}", headline(&second));
}

#[test]
fn whoever_took_over_is_called() {
    let (rules, mut on_call) = (rules(), on_call());
    let (from, to) = (at("2026-03-03T00:00:00Z"), at("2026-03-04T00:00:00Z"));
    on_call.overrides.push(roundup_domain::rotation::Override { user: GRACE.to_owned(), from, to });
    let escalation = draw(&Scene { rules: &rules, on_call: &on_call, now: at(LATE) }, &folded(), &notice(Act::Escalate));
    assert!(headline(&escalation).ends_with("On call: <@U0STAFF02>"));
}

#[test]
fn after_the_answer_a_message_says_how_it_ended_with_fewer_buttons() {
    let mut folded = folded();
    answer(&mut folded, GRACE, at("2026-03-02T16:00:00Z"));
    let answered = shown(&folded, Act::Remind);
    assert_eq!(answered.text, "Answered by Grace after 2 h, in time");
    assert_eq!(headline(&answered), "✅ *Answered* by Grace after 2 h, in time (Mon 2 Mar 11:00 EST)");
    assert_eq!(labels(&answered.blocks), ["Claim", "Triage", "Snooze", "Ask a colleague", "Same as…", "Why"]);
    let end = folded.runs[0].end.as_mut().unwrap();
    (end.answered_by, end.dismissed_by) = (None, Some(format!("slack:{ADA}")));
    let dismissed = shown(&folded, Act::Escalate);
    assert_eq!(dismissed.text, "No response needed, says Ada");
    assert_eq!(headline(&dismissed), "☑️ *No response needed*, says Ada (Mon 2 Mar 11:00 EST)");
    folded.runs[0].end.as_mut().unwrap().dismissed_by = None;
    assert_eq!(shown(&folded, Act::Remind).text, "Dana Reyes (Globex) took it back");
}

#[test]
fn a_message_about_a_run_that_another_followed_has_no_buttons() {
    let mut folded = folded();
    answer(&mut folded, GRACE, at("2026-03-02T16:00:00Z"));
    folded.runs.push(Run { since: at("2026-03-02T18:00:00Z"), due: at("2026-03-03T18:00:00Z"), end: None });
    let earlier = shown(&folded, Act::Remind);
    assert_eq!((earlier.text.as_str(), labels(&earlier.blocks).len()), ("Answered by Grace after 2 h, in time", 0));
    folded.runs.remove(0);
    let rewritten = shown(&folded, Act::Remind);
    assert_eq!((rewritten.text.as_str(), labels(&rewritten.blocks).len()), ("Nobody waits here any more", 0));
}

#[test]
fn what_comes_back_from_snoozing_says_who_put_it_off() {
    let mut folded = folded_issue();
    let put_off = notice(Act::Wake).since;
    folded.triage.snooze = Some(Snooze { at: put_off, until: at("2026-03-02T19:00:00Z"), by: format!("slack:{ADA}") });
    let back = shown(&folded, Act::Wake);
    assert_eq!(back.text, "Back from snoozing: Exports stop after 1,000 rows");
    assert_eq!(headline(&back), "⏰ *Back from snoozing*; Ada put it off on Mon 2 Mar 09:00 EST");
    assert!(labels(&back.blocks).contains(&"Snooze".to_owned()));

    let again = Snooze { at: now(), until: at("2026-03-04T14:00:00Z"), by: format!("slack:{ADA}") };
    folded.triage.snooze = Some(again);
    assert_eq!(headline(&shown(&folded, Act::Wake)), "💤 Snoozed again until *Wed 4 Mar 09:00 EST*");
    folded.triage.snooze = None;
    assert_eq!(headline(&shown(&folded, Act::Wake)), "☑️ Came back from snoozing, settled since");
    folded.item.state = State::Closed;
    assert_eq!(headline(&shown(&folded, Act::Wake)), "☑️ Came back from snoozing, closed since");
}

#[test]
fn a_colleague_is_asked_with_the_customers_words_and_ways_to_answer() {
    let mut folded = folded();
    folded.triage.asked = vec![asking("Is there a limit\nof rows?", None)];
    let asked = shown_at(&folded, &about(Act::Ask, "ask/asked:V0ASK:1"), now());
    assert_eq!(asked.text, "Ada asks for your help with an answer to Dana Reyes (Globex)");
    assert_eq!(
        texts(&asked.blocks),
        [
            "👋 *Ada* asks for your help with an answer to Dana Reyes (Globex):\n>Is there a limit\n>of rows?",
            "*<https://acme.slack.com/archives/C0EXT0001/p1772460000000100|Exports stop after 1,000 rows>*\n\
             >We export the orders of a month to CSV, and the file ends in the middle of a line. Is there a limit?",
            "⏳ *Dana Reyes (Globex)* still waits: due *Tue 3 Mar 09:00 EST*, in 18 h 58 min",
            "Replying in this thread works too. Your answer goes to Ada, who answers Dana Reyes (Globex).",
        ]
    );
    let reply = Target::with(&folded.item.id, "asked:V0ASK:1").to_string();
    let call = "https://cal.acme.test/10min".to_owned();
    let pressed = [("Answer".to_owned(), REPLY.to_owned(), reply), ("Book a 10-minute call".to_owned(), LINK.to_owned(), call)];
    assert_eq!(buttons(&asked.blocks), pressed);
}

#[test]
fn a_question_that_was_answered_or_taken_back_says_so() {
    let mut folded = folded();
    folded.triage.asked = vec![asking("Is there a limit?", Some("1,000 rows, see <docs>"))];
    let answered = shown_at(&folded, &about(Act::Ask, "ask/asked:V0ASK:1"), now());
    assert_eq!(
        texts(&answered.blocks)[..2],
        ["✅ *You answered* Ada (Mon 2 Mar 12:30 EST)\n>Is there a limit?", "Your answer:\n>1,000 rows, see &lt;docs&gt;"]
    );
    assert!(buttons(&answered.blocks).is_empty());
    folded.triage.asked.clear();
    for act in [Act::Ask, Act::Reply] {
        let taken_back = shown_at(&folded, &about(act, "ask/asked:V0ASK:1"), now());
        assert_eq!((taken_back.text.as_str(), buttons(&taken_back.blocks).len()), ("This question was taken back", 0));
    }
}

#[test]
fn a_question_is_found_by_its_whole_name() {
    let mut folded = folded();
    folded.triage.asked = vec![asking("The first?", None), asking("The second?", None)];
    folded.triage.asked[0].fact = "asked:V0ASK:1".to_owned();
    folded.triage.asked[1].fact = "asked:V0ASK:11".to_owned();
    let asked = shown_at(&folded, &about(Act::Ask, "ask/asked:V0ASK:11"), now());
    assert!(headline(&asked).ends_with(">The second?"));
}

#[test]
fn whoever_asked_gets_the_answer_and_hears_that_the_customer_waits_on() {
    let mut folded = folded();
    folded.triage.asked = vec![asking("Is there a limit?", Some("1,000 rows"))];
    let reply = shown_at(&folded, &about(Act::Reply, "reply/asked:V0ASK:1"), now());
    assert_eq!(reply.text, "Grace answered your question");
    assert_eq!(
        texts(&reply.blocks)[..3],
        [
            "💬 *Grace* answered your question:\n>1,000 rows",
            "You asked:\n>Is there a limit?",
            "⏳ *Dana Reyes (Globex)* still waits: due *Tue 3 Mar 09:00 EST*, in 18 h 58 min",
        ]
    );
    assert_eq!(labels(&reply.blocks)[0], "Answered");
    answer(&mut folded, ADA, at("2026-03-02T18:00:00Z"));
    let later = shown_at(&folded, &about(Act::Reply, "reply/asked:V0ASK:1"), now());
    assert!(!texts(&later.blocks).concat().contains("still waits"));
    assert!(texts(&later.blocks).concat().contains("✅ answered by Ada"));
}

#[test]
fn a_message_without_an_item_says_where_it_went() {
    let to = ItemId::from_stored("github:acme/<other>#7");
    let what = What::MovedTo { to };
    let fact = Fact { name: "moved_to:x".to_owned(), at: now(), by: Some(Author::slack(ADA)), what, subject: None };
    for (facts, text) in [(vec![fact], "↪️ Moved to github:acme/&lt;other&gt;#7"), (vec![], "☑️ Nobody waits here any more")]
    {
        let shown = gone(&facts);
        judge(&shown.text, &shown.blocks);
        assert_eq!((shown.text.as_str(), texts(&shown.blocks)), (text, vec![text.to_owned()]));
    }
}

#[test]
fn whatever_others_wrote_stays_text_in_every_message() {
    let (rules, on_call) = (rules(), on_call());
    let acts = [Act::Remind, Act::Escalate, Act::EscalateToLead, Act::Wake, Act::Ask, Act::Reply, Act::Label, Act::Agenda];
    let notices = acts.map(|act| [about(act, "reply/asked:V0ASK:1"), about(act, "ask/none")]);
    let mut payloads = Vec::new();
    for text in [&hostile(), "", &"& ".repeat(2_500), &"x\n".repeat(2_000), &"**a** [b](https://c.test) *".repeat(99)] {
        let waiting = folded_hostile(text);
        let mut answered = folded_hostile(text);
        answer(&mut answered, GRACE, at("2026-03-02T16:00:00Z"));
        let mut unanswered = folded_hostile(text);
        unanswered.triage.asked = vec![asking(text, None)];
        for mut folded in [waiting, answered, unanswered] {
            folded.triage.snooze = Some(Snooze { at: notice(Act::Wake).since, until: now(), by: format!("slack:{ADA}") });
            for now in [now(), at(LATE)] {
                let scene = Scene { rules: &rules, on_call: &on_call, now };
                let shown = notices.iter().flatten().map(|notice| draw(&scene, &folded, notice));
                payloads.extend(shown.map(|shown| message(&shown.text, &shown.blocks)));
            }
        }
    }
    judge_all(&payloads);
}

#[test]
fn a_long_answer_or_question_is_shown_in_full() {
    let long: String = (1..=60).map(|number| format!("{number}. Press <this> & that\n")).collect();
    let mut folded = folded();
    for (act, key, of) in [(Act::Ask, "ask/asked:V0ASK:1", None), (Act::Reply, "reply/asked:V0ASK:1", Some(long.as_str()))] {
        folded.triage.asked = vec![asking(&long, of)];
        let shown = shown_at(&folded, &about(act, key), now());
        judge(&shown.text, &shown.blocks);
        let said = &shown.blocks[1]["elements"][0]["elements"][0]["text"];
        assert_eq!(said.as_str().unwrap(), long.trim(), "{act:?}");
    }
}
