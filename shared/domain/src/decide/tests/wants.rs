//! What a notice wants to show: something else whenever its message would be another one, and only then.

use super::*;
use crate::SubjectForm;
use crate::testing::{bug_form, on_github, question_form};

impl Watched {
    /// What each known notice wants to show, in the order in which they were owed.
    fn wants(&self, now: &str) -> Vec<String> {
        let folded = self.story.fold_at(now).unwrap();
        self.known.notices.iter().map(|notice| folded.wants(notice)).collect()
    }
}

/// Somebody waits, and whoever is on call was reminded.
fn reminded() -> Watched {
    let mut item = asked();
    item.react("Tue 10:00");
    item
}

#[test]
fn a_reminder_is_open_while_somebody_waits_and_then_says_how_it_ended() {
    let mut item = reminded();
    assert!(is_open(&item.wants("Tue 10:00")[0]));
    item.tell(|it| it.says("Tue 11:00", ADA, "How?"));
    assert!(item.wants("Tue 11:00")[0].starts_with("answered 2026-03-03T11:00:00Z slack:U0STAFF01"));
    let mut item = reminded();
    item.tell(|it| it.needs_no_response("Tue 11:00", ADA));
    assert!(item.wants("Tue 11:00")[0].starts_with("dismissed 2026-03-03T11:00:00Z"));
    let mut item = reminded();
    item.tell(|it| it.deleted("Tue 11:00", "Mon 14:00"));
    assert!(item.wants("Tue 11:00")[0].starts_with("withdrawn 2026-03-03T11:00:00Z"));
}

#[test]
fn an_answer_that_is_taken_back_opens_its_notice_again() {
    let mut item = reminded();
    item.tell(|it| it.presses_answered("Tue 11:00", ADA));
    assert!(!is_open(&item.wants("Tue 11:00")[0]));
    item.tell(|it| it.undoes_that("Tue 11:10", ADA));
    assert!(is_open(&item.wants("Tue 11:10")[0]));
}

#[test]
fn a_notice_wants_something_else_after_everything_that_its_card_shows() {
    type Deed = fn(Story) -> Story;
    let deeds: [Deed; 6] = [
        |it| it.claims("Tue 11:00", ADA, None),
        |it| it.snoozes("Tue 11:00", ADA, "Tue 13:00"),
        |it| it.fills_in("Tue 11:00", ADA, bug_form(true)),
        |it| it.asks("Tue 11:00", ADA, GRACE, "Well?"),
        |it| it.edited("Tue 11:00", "Mon 14:00", "It fails on Tuesdays"),
        |it| it.tracks("Tue 11:00", ADA, CUSTOMER, "It fails"),
    ];
    for (number, deed) in deeds.into_iter().enumerate() {
        let mut item = reminded();
        let before = item.wants("Tue 11:30");
        item.tell(deed);
        let after = item.wants("Tue 11:30");
        assert_ne!(after, before, "{number}");
        assert!(is_open(&after[0]));
        assert_eq!(item.wants("Tue 11:40"), after, "time alone changes nothing");
    }
}

#[test]
fn a_notice_wants_nothing_else_after_what_its_card_does_not_show() {
    type Deed = fn(Story) -> Story;
    let deeds: [Deed; 5] = [
        |it| it.says("Tue 11:00", CUSTOMER, "Hello?"),
        |it| it.claims("Tue 11:00", NEIGHBOUR, None),
        |it| it.releases("Tue 11:00", ADA, GRACE),
        |it| it.wakes("Tue 11:00", ADA),
        |it| it.undoes("Tue 11:00", ADA, "claimed:nobody"),
    ];
    for (number, deed) in deeds.into_iter().enumerate() {
        let mut item = reminded();
        let before = item.wants("Tue 11:30");
        item.tell(deed);
        assert_eq!(item.wants("Tue 11:30"), before, "{number}");
    }
}

#[test]
fn the_notices_of_an_old_run_say_how_it_ended_and_are_left_alone() {
    let mut item = reminded();
    item.tell(|it| it.says("Tue 11:00", ADA, "How?").says("Tue 12:00", CUSTOMER, "Like this"));
    let left = item.wants("Tue 12:30");
    assert_eq!(left, ["answered 2026-03-03T11:00:00Z slack:U0STAFF01"]);
    item.tell(|it| {
        it.claims("Tue 12:40", ADA, None).fills_in("Tue 12:41", ADA, bug_form(true)).snoozes("Tue 12:42", ADA, "Wed 09:00")
    });
    assert_eq!(item.wants("Tue 12:50"), left);
    item.react("Wed 08:00");
    assert!(is_open(item.wants("Wed 08:00").last().unwrap()));
    assert_eq!(item.wants("Wed 08:00")[0], left[0]);
}

#[test]
fn a_wake_is_open_until_what_came_back_is_dealt_with() {
    type End = fn(Story) -> Story;
    let ends: [End; 4] = [
        |it| it.snoozes("Wed 10:00", ADA, "Thu 09:00"),
        |it| it.wakes("Wed 10:00", ADA),
        |it| it.says("Wed 10:00", CUSTOMER, "And now?"),
        |it| it.closes("Wed 10:00", ADA),
    ];
    for (number, end) in ends.into_iter().enumerate() {
        let story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "How?");
        let mut item = watched(story.snoozes("Mon 16:00", ADA, "Wed 09:00"));
        item.react("Wed 09:00");
        assert!(is_open(&item.wants("Wed 09:00")[0]));
        item.tell(end);
        assert!(item.wants("Wed 11:00")[0].starts_with("settled"), "{number}");
    }
}

#[test]
fn a_question_to_a_colleague_is_open_until_it_is_answered_and_then_left_alone() {
    let mut item = asked();
    item.tell(|it| it.asks("Mon 15:00", ADA, GRACE, "Do you know?"));
    let question = item.story.last();
    item.react("Mon 15:00");
    let open = item.wants("Mon 15:00");
    assert!(is_open(&open[0]));
    item.tell(|it| it.edited("Mon 15:10", "Mon 14:00", "It fails on Tuesdays"));
    assert_ne!(item.wants("Mon 15:10"), open, "the colleague sees the question as it is now");
    item.tell(|it| it.replies("Mon 16:00", GRACE, &question, "Yes"));
    item.react("Mon 16:00");
    let answered = item.wants("Mon 16:00");
    assert_eq!(answered[0], "answered 2026-03-02T16:00:00Z");
    assert!(is_open(&answered[1]));
    item.tell(|it| it.claims("Mon 17:00", ADA, None));
    assert_eq!(item.wants("Mon 17:00")[0], answered[0]);
    assert_ne!(item.wants("Mon 17:00")[1], answered[1], "the answer comes with the card");
}

#[test]
fn a_question_that_is_taken_back_is_settled() {
    let mut item = asked();
    item.tell(|it| it.asks("Mon 15:00", ADA, GRACE, "Do you know?"));
    item.react("Mon 15:00");
    item.tell(|it| it.undoes_that("Mon 15:10", ADA));
    assert_eq!(item.wants("Mon 15:10"), ["settled"]);
}

#[test]
fn one_question_is_not_taken_for_another_whose_name_it_ends_with() {
    let mut item = asked();
    let by = Some(ADA.on(crate::Platform::Slack));
    let what = |colleague: &str| crate::What::Asked { colleague: colleague.to_owned(), question: "Well?".to_owned() };
    item.tell(|it| it.presses("Mon 15:00", by.clone(), "asked:1".to_owned(), what(GRACE.slack)));
    item.tell(|it| it.presses("Mon 15:01", by, "asked:asked:1".to_owned(), what(NEIGHBOUR.slack)));
    item.react("Mon 15:01");
    item.tell(|it| it.replies("Mon 16:00", GRACE, "asked:1", "Yes"));
    let open: Vec<bool> = item.wants("Mon 16:00").iter().map(|wants| is_open(wants)).collect();
    assert_eq!(open, [false, true]);
}

#[test]
fn labels_and_assignees_are_open_until_they_are_as_they_should_be() {
    let mut item = watched(on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "How?"));
    item.tell(|it| it.fills_in("Mon 16:00", ADA, bug_form(false)).claims("Mon 16:01", ADA, None));
    item.react("Mon 16:01");
    assert_eq!(item.wants("Mon 16:01"), [r#"open +["bug"] -[]"#, r#"open +["ada-gh"] -[]"#]);
    item.tell(|it| it.asks("Mon 16:02", ADA, GRACE, "Well?").decides("Mon 16:03", ADA, crate::fact::Decision::DoIt));
    assert_eq!(item.wants("Mon 16:03"), [r#"open +["bug"] -[]"#, r#"open +["ada-gh"] -[]"#], "cards are none of the tracker's");
    item.tell(|it| it.labels("Mon 16:04", "bug").claims("Mon 16:05", GRACE, Some(ADA)));
    assert_eq!(item.wants("Mon 16:05"), ["settled".to_owned(), r#"open +["Grace-GH"] -["ada-gh"]"#.to_owned()]);
    item.tell(|it| it.fills_in("Mon 16:06", ADA, question_form(false)));
    assert_eq!(item.wants("Mon 16:06")[0], r#"open +["question"] -["bug"]"#);
}
