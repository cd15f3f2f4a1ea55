//! What triage asks for: waking, asking colleagues, bringing the tracker in line; each once.

use super::*;
use crate::SubjectForm;
use crate::testing::{BOT, Somebody, bug_form, on_github};

const NOTHING: [&str; 0] = [];

/// Nobody waits any more since Monday, 15:00.
fn answered() -> Watched {
    watched(on_slack().says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "Let me find out"))
}

fn issue() -> Watched {
    watched(on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "Let me find out"))
}

fn wake(who: Somebody) -> String {
    format!("Wake to {} for wake", who.slack)
}

#[test]
fn a_snoozed_item_comes_back_once_to_whoever_is_on_call_then() {
    let mut item = answered();
    item.tell(|it| it.snoozes("Mon 16:00", ADA, "Thu 09:00"));
    assert_eq!(item.react("Mon 16:00"), NOTHING);
    assert_eq!(moments(&item.plan("Mon 16:00").watch), ["Thu 09:00 wake"]);
    assert_eq!(item.plan("Mon 16:00").next_step, Some(t("Thu 09:00")));
    assert_eq!(moments(&item.plan("Thu 09:00").reached), ["Thu 09:00 wake"]);
    assert_eq!(item.react("Thu 09:00"), [wake(ADA)]);
    assert_eq!(item.react("Thu 09:00"), NOTHING);
    assert_eq!(item.react("Sun 09:00"), NOTHING);
    let plan = item.plan("Sun 09:00");
    assert_eq!((plan.watch, plan.reached, plan.forget), (vec![], vec![], vec![]));
}

#[test]
fn waking_is_for_whoever_is_on_call_at_its_time_also_by_a_clock_that_is_slow() {
    let mut item = answered();
    item.on_call.overrides =
        vec![crate::rotation::Override { user: GRACE.slack.to_owned(), from: t("Thu 09:00"), to: t("Thu 10:00") }];
    item.tell(|it| it.snoozes("Mon 16:00", ADA, "Thu 09:00"));
    item.react("Mon 16:00");
    item.known.reached.insert((t("Mon 16:00"), "wake".to_owned()));
    assert_eq!(item.react("Thu 08:59:58"), [wake(GRACE)]);
    assert_eq!(item.react("Thu 09:00"), NOTHING);
}

#[test]
fn a_snooze_that_has_ended_is_watched_for_no_more() {
    type End = fn(Story) -> Story;
    let ends: [End; 3] = [
        |it| it.wakes("Mon 17:00", GRACE),
        |it| it.undoes_that("Mon 16:30", GRACE),
        |it| it.says("Mon 17:00", CUSTOMER, "And now?"),
    ];
    for end in ends {
        let mut item = answered();
        item.tell(|it| it.snoozes("Mon 16:00", ADA, "Thu 09:00"));
        item.react("Mon 16:00");
        item.tell(end);
        assert!(moments(&item.plan("Mon 18:00").forget).contains(&"Thu 09:00 wake".to_owned()));
        assert!(!item.react("Thu 10:00").contains(&wake(ADA)));
    }
}

#[test]
fn nothing_comes_back_that_was_closed_or_deleted() {
    type End = fn(Story) -> Story;
    let ends: [End; 2] = [|it| it.closes("Mon 17:00", ADA), |it| it.removed("Mon 17:00")];
    for end in ends {
        let mut item = issue();
        item.tell(|it| end(it.snoozes("Mon 16:00", ADA, "Thu 09:00")));
        assert_eq!(moments(&item.plan("Mon 18:00").watch), NOTHING);
        assert_eq!(item.react("Thu 10:00"), NOTHING);
    }
}

#[test]
fn the_next_snooze_comes_back_in_its_own_time() {
    let mut item = answered();
    item.tell(|it| it.snoozes("Mon 16:00", ADA, "Tue 09:00"));
    assert_eq!(item.react("Tue 09:00"), [wake(ADA)]);
    item.tell(|it| it.snoozes("Tue 10:00", ADA, "Wed 09:00"));
    assert_eq!(item.react("Tue 10:00"), NOTHING);
    assert_eq!(item.react("Wed 09:00"), [wake(ADA)]);
    let keys: BTreeSet<&str> = item.known.notices.iter().map(|notice| notice.key.as_str()).collect();
    assert_eq!(keys.len(), 2);
}

#[test]
fn a_waiting_item_that_is_snoozed_is_reminded_of_all_the_same() {
    let mut item = asked();
    item.tell(|it| it.snoozes("Mon 15:00", ADA, "Tue 11:00"));
    assert_eq!(
        moments(&item.plan("Mon 15:00").watch),
        ["Tue 10:00 remind-4h", "Tue 13:00 remind-1h", "Tue 14:00 escalate-0m", "Tue 18:00 escalate-4h", "Tue 11:00 wake"]
    );
    assert_eq!(item.react("Tue 10:00"), [REMIND_4H]);
    assert_eq!(item.react("Tue 11:00"), [wake(ADA)]);
    assert_eq!(item.react("Tue 13:00"), [REMIND_1H]);
}

#[test]
fn a_wake_for_which_nobody_is_on_call_yet_is_owed_until_somebody_is() {
    let mut item = answered();
    item.on_call.rotation.clear();
    item.on_call.overrides =
        vec![crate::rotation::Override { user: GRACE.slack.to_owned(), from: t("Thu 11:00"), to: t("Thu 12:00") }];
    item.tell(|it| it.snoozes("Mon 16:00", ADA, "Thu 09:00"));
    assert_eq!(item.react("Thu 09:00"), NOTHING);
    assert_eq!(item.react("Thu 11:30"), [wake(GRACE)]);
}

#[test]
fn a_colleague_gets_the_question_once_and_who_asked_the_answer_once() {
    let mut item = asked();
    item.tell(|it| it.asks("Mon 15:00", ADA, GRACE, "Do you know?"));
    let question = item.story.last();
    assert_eq!(item.react("Mon 15:00"), ["Ask to U0STAFF02 for "]);
    assert_eq!(item.react("Mon 15:01"), NOTHING);
    item.tell(|it| it.replies("Mon 16:00", GRACE, &question, "Yes").replies("Mon 16:01", GRACE, &question, "I think"));
    assert_eq!(item.react("Mon 16:01"), ["Reply to U0STAFF01 for "]);
    assert_eq!(item.react("Mon 16:02"), NOTHING);
    let keys: Vec<&str> = item.known.notices.iter().map(|notice| notice.key.as_str()).collect();
    assert_eq!(keys, [format!("ask/{question}"), format!("reply/{question}")]);
    assert_eq!(item.react("Tue 10:00"), [REMIND_4H], "the customer still waits");
}

#[test]
fn two_who_are_asked_get_a_question_each() {
    let mut item = asked();
    item.tell(|it| it.asks("Mon 15:00", ADA, GRACE, "Do you know?").asks("Mon 15:01", ADA, BOT, "And you?"));
    assert_eq!(item.react("Mon 15:01"), ["Ask to U0STAFF02 for ", "Ask to B0BUILD01 for "]);
}

#[test]
fn the_tracker_is_brought_in_line_by_one_notice_each_for_labels_and_assignees() {
    let mut item = issue();
    assert_eq!(item.react("Mon 15:00"), NOTHING);
    item.tell(|it| it.fills_in("Mon 16:00", ADA, bug_form(true)).claims("Mon 16:01", ADA, None));
    assert_eq!(item.react("Mon 16:01"), ["Label to the tracker for ", "Assign to the tracker for "]);
    item.tell(|it| it.labels("Mon 16:02", "bug").releases("Mon 16:03", ADA, ADA).sets_ready("Mon 16:04", ADA, false));
    assert_eq!(item.react("Mon 16:04"), NOTHING, "the notices that there are want something else");
}

#[test]
fn a_tracker_that_is_in_line_already_is_owed_nothing() {
    let mut item = issue();
    item.tell(|it| it.labels("Mon 15:30", "bug").fills_in("Mon 16:00", ADA, bug_form(false)));
    assert_eq!(item.react("Mon 16:00"), NOTHING);
    let mut thread = answered();
    thread.tell(|it| it.fills_in("Mon 16:00", ADA, bug_form(true)).claims("Mon 16:01", ADA, None));
    assert_eq!(thread.react("Mon 16:01"), NOTHING, "there is no tracker");
}

#[test]
fn an_issue_that_has_moved_is_brought_in_line_where_it_is() {
    let mut item = issue();
    item.tell(|it| it.fills_in("Mon 16:00", ADA, bug_form(true)));
    item.react("Mon 16:00");
    let mut folded = item.story.fold_at("Mon 17:00").unwrap();
    let plan = |folded: &Folded| decide(Some(folded), &item.known, &policy(), &item.on_call, t("Mon 17:00"));
    assert_eq!(plan(&folded).notices, []);
    folded.conversation = crate::ConversationId::github("acme/gadgets", crate::id::GithubThread::Issue, 3);
    assert_eq!(plan(&folded).notices.iter().map(shown).collect::<Vec<_>>(), ["Label to the tracker for "]);
}

/// A feature request for which there is something at this address.
fn exists_at(address: &str) -> crate::fact::Triaged {
    crate::fact::Triaged { kind: crate::Kind::FeatureRequest, existing: Some(address.to_owned()), ..bug_form(false) }
}

#[test]
fn what_there_is_already_for_a_feature_request_is_marked_by_one_notice() {
    for mut item in [issue(), answered()] {
        item.tell(|it| it.fills_in("Mon 16:00", ADA, exists_at("https://github.com/acme/gadgets/pull/3")));
        let owed = item.react("Mon 16:00");
        assert_eq!(owed.last().map(String::as_str), Some("Label to the tracker for "));
        let wants = |item: &Watched| item.story.fold_at("Mon 19:00").unwrap().wants(item.known.notices.last().unwrap());
        assert_eq!(wants(&item), "open github:acme/gadgets#3");
        item.tell(|it| it.fills_in("Mon 16:10", ADA, exists_at("https://github.com/acme/gadgets/issues/4")));
        assert_eq!(item.react("Mon 16:10"), NOTHING);
        assert_eq!(wants(&item), "open github:acme/gadgets#4");
        item.tell(|it| it.fills_in("Mon 16:20", ADA, exists_at("https://example.com/roadmap")));
        assert_eq!(wants(&item), "settled");
    }
}

#[test]
fn no_issue_is_the_one_that_there_is_already_for_itself() {
    let mut item = issue();
    let own = item.story.fold_at("Mon 15:00").unwrap().conversation;
    let (repository, number) = own.github_issue().unwrap();
    let address = format!("https://github.com/{repository}/issues/{number}");
    item.tell(|it| it.fills_in("Mon 16:00", ADA, exists_at(&address)));
    item.react("Mon 16:00");
    assert!(item.known.notices.iter().all(|notice| notice.key != EXISTING));
}

#[test]
fn what_was_brought_about_is_no_more_to_be_done_while_its_events_come_back_one_by_one() {
    let wish = |add: &[&str], remove: &[&str]| Wish {
        add: add.iter().map(|name| (*name).to_owned()).collect(),
        remove: remove.iter().map(|name| (*name).to_owned()).collect(),
    };
    let shown = wanted(Some(&wish(&["bug", "Ready \"for\" roundup"], &["question"])));
    assert!(wish(&["Ready \"for\" roundup"], &["question"]).after(Some(&shown)).is_nothing());
    assert_eq!(wish(&["question", "ready", "for"], &["bug"]).after(Some(&shown)), wish(&["question", "ready", "for"], &["bug"]));
    for nothing in [None, Some("settled"), Some("open"), Some(r#"open +[] -[]"#)] {
        assert_eq!(wish(&["bug"], &["question"]).after(nothing), wish(&["bug"], &["question"]), "{nothing:?}");
    }
}
