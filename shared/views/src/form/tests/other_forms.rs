//! Snooze, ask a colleague, same as, and a colleague's answer.

use super::{assert_fit, block, entered};
use crate::Scene;
use crate::action::{ASK_FORM, OTHER, REPLY_FORM, SAME_AS_FORM, SNOOZE_FORM, Target};
use crate::fixture::{ADA, GRACE, at, folded, folded_issue, folded_pull_request, hostile, now, rules, scene};
use crate::form::{Values, ask, reply, same_as, snooze, wrong};
use jiff::Timestamp;
use roundup_domain::item::{Asking, Folded};
use roundup_domain::{ItemId, Kind, Rules};
use serde_json::{Value, json};

fn values(entries: &[(&str, &str)]) -> Values {
    let list = |value: &str| if value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
    entries.iter().map(|(block, value)| ((*block).to_owned(), list(value))).collect()
}

fn asking(question: &str) -> Asking {
    Asking {
        fact: "asked:V0MODAL01:abc".to_owned(),
        at: now(),
        by: format!("slack:{ADA}"),
        colleague: GRACE.to_owned(),
        question: question.to_owned(),
        answer: None,
    }
}

fn hostile_items() -> Vec<Folded> {
    let mut items = Vec::new();
    for mut folded in [folded(), folded_issue(), folded_pull_request()] {
        items.push(folded.clone());
        for text in [String::new(), hostile(), "🧯".repeat(240), "&".repeat(10_000)] {
            folded.item.title.clone_from(&text);
            folded.item.requester.name.clone_from(&text);
            folded.item.requester.company = Some(text.clone());
            folded.people.values_mut().for_each(|person| person.name.clone_from(&text));
            items.push(folded.clone());
        }
    }
    items
}

fn bare_rules() -> Rules {
    let mut rules = rules();
    rules.roundup.call = None;
    rules
}

#[test]
fn every_form_fits_whatever_others_wrote() {
    let mut views = Vec::new();
    for rules in [rules(), bare_rules()] {
        let scene = scene(&rules, &rules.on_call);
        for folded in hostile_items() {
            views.extend([snooze::view(&scene, &folded), ask::view(&scene, &folded), same_as::view(&scene, &folded)]);
            for question in ["", "What is the limit?", &hostile(), &"🧯".repeat(1_000), &"&".repeat(10_000)] {
                views.push(reply::view(&scene, &folded, &asking(question)));
            }
        }
    }
    assert_fit(&views);
}

#[test]
fn every_form_knows_which_item_it_is_for() {
    let (rules, folded) = (rules(), folded());
    let scene = scene(&rules, &rules.on_call);
    let (item, reply_to) = (Target::of(&folded.item.id), Target::with(&folded.item.id, "asked:V0MODAL01:abc"));
    let cases = [
        (snooze::view(&scene, &folded), SNOOZE_FORM, &item),
        (ask::view(&scene, &folded), ASK_FORM, &item),
        (same_as::view(&scene, &folded), SAME_AS_FORM, &item),
        (reply::view(&scene, &folded, &asking("Why?")), REPLY_FORM, &reply_to),
    ];
    for (view, form, target) in cases {
        assert_eq!(view["callback_id"], form);
        assert_eq!(Target::parse(view["private_metadata"].as_str().unwrap()).as_ref(), Some(target), "{form}");
    }
}

/// The usual times that are offered at `now`, with what they say.
fn usual(folded: &Folded, now: &str) -> Vec<(Timestamp, String)> {
    let rules = rules();
    let view = snooze::view(&Scene { now: at(now), ..scene(&rules, &rules.on_call) }, folded);
    assert_fit(std::slice::from_ref(&view));
    let read = |option: &Value| {
        let seconds = option["value"].as_str().unwrap().parse().unwrap();
        (Timestamp::from_second(seconds).unwrap(), option["text"]["text"].as_str().unwrap().to_owned())
    };
    block(&view, snooze::USUAL)["element"]["options"].as_array().into_iter().flatten().map(read).collect()
}

#[test]
fn the_usual_times_are_those_before_the_deadline() {
    let (waiting, answered) = (folded(), folded_issue());
    let cases: [(&Folded, &str, &[&str]); 6] = [
        // Monday, 14:02 in New York: due on Tuesday at 9:00, which is no time before the deadline.
        (&waiting, "2026-03-02T19:02:00Z", &["2026-03-02T20:02:00Z", "2026-03-02T22:02:00Z"]),
        (&waiting, "2026-03-03T11:30:00Z", &["2026-03-03T12:30:00Z"]),
        (&waiting, "2026-03-03T13:00:00Z", &[]),
        // Nobody waits; on the next Monday summer time has begun.
        (
            &answered,
            "2026-03-02T19:02:00Z",
            &["2026-03-02T20:02:00Z", "2026-03-02T22:02:00Z", "2026-03-03T14:00:00Z", "2026-03-09T13:00:00Z"],
        ),
        // On Sunday, tomorrow is Monday.
        (&answered, "2026-03-08T16:00:00Z", &["2026-03-08T17:00:00Z", "2026-03-08T19:00:00Z", "2026-03-09T13:00:00Z"]),
        // A new day in New York too, at 1:00 on Tuesday: tomorrow is Wednesday.
        (
            &answered,
            "2026-03-03T06:00:00Z",
            &["2026-03-03T07:00:00Z", "2026-03-03T09:00:00Z", "2026-03-04T14:00:00Z", "2026-03-09T13:00:00Z"],
        ),
    ];
    for (folded, now, expected) in cases {
        let times: Vec<_> = usual(folded, now).into_iter().map(|(time, _)| time).collect();
        assert_eq!(times, expected.iter().map(|time| at(time)).collect::<Vec<_>>(), "{now}");
    }
    let labels: Vec<_> = usual(&waiting, "2026-03-02T19:02:00Z").into_iter().map(|(_, label)| label).collect();
    assert_eq!(labels, ["In 1 hour (Mon 2 Mar 15:02 EST)", "In 3 hours (Mon 2 Mar 17:02 EST)"]);
}

#[test]
fn who_waits_is_said_until_when_and_what_is_overdue_cannot_be_put_off() {
    let rules = rules();
    let shown = |folded: &Folded, now: &str| {
        let view = snooze::view(&Scene { now: at(now), ..scene(&rules, &rules.on_call) }, folded);
        assert_fit(std::slice::from_ref(&view));
        view.to_string()
    };
    assert!(shown(&folded(), "2026-03-02T19:02:00Z").contains("*Tue 3 Mar 09:00 EST*: the clock runs on"));
    assert!(!shown(&folded_issue(), "2026-03-02T19:02:00Z").contains("waits"));
    let overdue = shown(&folded(), "2026-03-03T14:00:00Z");
    assert!(overdue.contains("was due Tue 3 Mar 09:00 EST: it cannot be put off") && !overdue.contains("input"), "{overdue}");
}

/// Until when, or what is wrong in which block.
type Read = Result<&'static str, (&'static str, &'static str)>;

#[test]
fn a_snooze_is_read_or_refused_with_the_reason() {
    let rules = rules();
    let (waiting, answered) = (folded(), folded_issue());
    let seconds = |time: &str| at(time).as_second().to_string();
    let past_due = "Somebody waits for an answer until Tue 3 Mar 09:00 EST: choose a time before that";
    let overdue = "Somebody waits for an answer that was due Tue 3 Mar 09:00 EST: it cannot be put off.";
    let past = "That is in the past: choose a later time";
    let far = "That is too far ahead: choose a time within 90 days";
    let none = "Choose until when";
    let monday = "2026-03-02T19:02:00Z";
    let cases: Vec<(&Folded, &str, &str, &str, Read)> = vec![
        (&waiting, monday, "2026-03-02T20:02:00Z", "", Ok("2026-03-02T20:02:00Z")),
        (&waiting, monday, "", "2026-03-03T14:00:00Z", Ok("2026-03-03T14:00:00Z")),
        (&waiting, monday, "2026-03-02T20:02:00Z", "2026-03-03T10:00:00Z", Ok("2026-03-03T10:00:00Z")),
        (&waiting, monday, "", "2026-03-03T14:01:00Z", Err((snooze::UNTIL, past_due))),
        (&waiting, monday, "2026-03-03T14:01:00Z", "", Err((snooze::USUAL, past_due))),
        (&waiting, monday, "", "2026-03-02T19:02:00Z", Err((snooze::UNTIL, past))),
        (&waiting, monday, "2026-03-02T19:01:00Z", "", Err((snooze::USUAL, past))),
        (&waiting, monday, "", "", Err((snooze::USUAL, none))),
        (&waiting, "2026-03-03T14:00:00Z", "", "2026-03-03T15:00:00Z", Err((snooze::UNTIL, overdue))),
        (&answered, monday, "", "2026-03-03T14:01:00Z", Ok("2026-03-03T14:01:00Z")),
        (&answered, monday, "", "2026-05-31T19:02:00Z", Ok("2026-05-31T19:02:00Z")),
        (&answered, monday, "", "2026-05-31T19:02:01Z", Err((snooze::UNTIL, far))),
        (&answered, monday, "", "2025-05-31T19:02:00Z", Err((snooze::UNTIL, past))),
    ];
    for (folded, now, usual, until, expected) in cases {
        let scene = Scene { now: at(now), ..scene(&rules, &rules.on_call) };
        let time = |text: &str| if text.is_empty() { String::new() } else { seconds(text) };
        let entered = values(&[(snooze::USUAL, &time(usual)), (snooze::UNTIL, &time(until))]);
        let expected = expected.map(at).map_err(|(block, message)| wrong(block, message));
        assert_eq!(snooze::read(&scene, folded, &entered), expected, "{usual} {until}");
    }
    let scene = scene(&rules, &rules.on_call);
    let without_usual = values(&[(snooze::UNTIL, "")]);
    assert_eq!(snooze::read(&scene, &waiting, &without_usual), Err(wrong(snooze::UNTIL, none)));
    for odd in ["soon", "99999999999999999999", "1e9"] {
        let entered = values(&[(snooze::UNTIL, odd)]);
        assert_eq!(snooze::read(&scene, &waiting, &entered), Err(wrong(snooze::UNTIL, "That is no time: choose one")));
    }
}

#[test]
fn a_colleague_is_asked_something() {
    let ask =
        |colleague: &str, question: &str| ask::read(ADA, &values(&[(ask::COLLEAGUE, colleague), (ask::QUESTION, question)]));
    let (fits, long) = ("x".repeat(2_000), "x".repeat(2_001));
    assert_eq!(ask(GRACE, " What is the limit?\n"), Ok((GRACE.to_owned(), "What is the limit?".to_owned())));
    assert_eq!(ask(GRACE, &fits), Ok((GRACE.to_owned(), fits)));
    let nobody = wrong(ask::COLLEAGUE, "Choose whom to ask");
    let nothing = wrong(ask::QUESTION, "Write what you want to ask");
    assert_eq!(ask("", "What?"), Err(nobody.clone()));
    assert_eq!(ask(GRACE, " \n\u{0}"), Err(nothing.clone()));
    assert_eq!(ask("", ""), Err(nobody.into_iter().chain(nothing).collect()));
    assert_eq!(ask(ADA, "What?"), Err(wrong(ask::COLLEAGUE, "That is you: choose somebody else")));
    assert_eq!(ask(GRACE, &long), Err(wrong(ask::QUESTION, "This is too long by 1: at most 2000 characters")));
}

#[test]
fn whoever_asks_is_told_what_happens() {
    let rules = rules();
    let scene = scene(&rules, &rules.on_call);
    let note = |view: &Value| view["blocks"][3]["elements"][0]["text"].as_str().unwrap().to_owned();
    let call = "<https://cal.acme.test/10min|a link to book a call>";
    let expected = format!("They get a direct message with this item, your question, and {call}.");
    assert_eq!(note(&ask::view(&scene, &folded_issue())), expected);
    assert_eq!(note(&ask::view(&scene, &folded())), format!("{expected} The clock goes on: somebody outside still waits."));
}

#[test]
fn an_item_is_the_same_as_another_one() {
    let item = folded().item.id;
    let other = ItemId::from_stored("github:acme/widgets#123");
    let same_as = |value: &str| same_as::read(&item, &values(&[(same_as::OTHER_BLOCK, value)]));
    assert_eq!(same_as(other.as_str()), Ok(other));
    let itself = "That is this item itself: choose another one";
    assert_eq!(same_as(item.as_str()), Err(wrong(same_as::OTHER_BLOCK, itself)));
    assert_eq!(same_as(""), Err(wrong(same_as::OTHER_BLOCK, "Choose the other item")));
    assert_eq!(same_as("a b"), Err(wrong(same_as::OTHER_BLOCK, "Choose an item from the list")));

    let rules = rules();
    let view = same_as::view(&scene(&rules, &rules.on_call), &folded());
    let element = &block(&view, same_as::OTHER_BLOCK)["element"];
    assert_eq!((&element["action_id"], &element["min_query_length"]), (&json!(OTHER), &json!(0)));
}

#[test]
fn a_colleague_answers_what_they_were_asked() {
    let rules = rules();
    let view = reply::view(&scene(&rules, &rules.on_call), &folded(), &asking("Is <there> a limit?\nWhich?"));
    assert!(view["blocks"][1].to_string().contains("Asked by Ada, Mon 2 Mar 14:02 EST"));
    assert_eq!(view["blocks"][2]["elements"][0]["elements"][0]["text"], "Is <there> a limit?\nWhich?");
    assert_eq!(entered(&view), values(&[(reply::ANSWER, "")]));

    let answer = |text: &str| reply::read(&values(&[(reply::ANSWER, text)]));
    assert_eq!(answer(" 1,000.\n"), Ok("1,000.".to_owned()));
    assert_eq!(answer("\n"), Err(wrong(reply::ANSWER, "Write your answer")));
    let long = wrong(reply::ANSWER, "This is too long by 1: at most 3000 characters");
    assert_eq!(answer(&"x".repeat(3_001)), Err(long));
}

#[test]
fn every_form_is_headed_like_the_agenda() {
    let rules = rules();
    let scene = scene(&rules, &rules.on_call);
    let mut folded = folded_issue();
    folded.item.requester.company = Some("Globex".to_owned());
    let view = ask::view(&scene, &folded);
    let heading = view["blocks"][0]["text"]["text"].as_str().unwrap();
    let link = "<https://github.com/acme/widgets/issues/123|Exports stop after 1,000 rows>";
    assert_eq!(heading, format!("*BUG: (The Octocat, Globex)*\n*{link}*"));
    folded.item.kind = Some(Kind::Question);
    assert!(ask::view(&scene, &folded).to_string().contains("*QUESTION: (The Octocat, Globex)*"));
}
