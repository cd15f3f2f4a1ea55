//! Forms and the tracker's labels: whoever is later has the last word, and our own labels say nothing new.

use crate::SubjectForm;
use crate::What;
use crate::item::{Kind, Wish};
use crate::testing::{ADA, BOT, CUSTOMER, Somebody, Story, bug_form, on_github, question_form};

const READY: &str = "Ready for roundup";

fn issue() -> Story {
    on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails")
}

/// Kind, readiness, and what is to be added and taken off.
fn told(story: &Story) -> (Option<Kind>, bool, Option<Wish>) {
    let folded = story.fold_at("Mon 19:00").unwrap();
    (folded.item.kind, folded.item.ready, folded.triage.labels)
}

fn wish(add: &[&str], remove: &[&str]) -> Option<Wish> {
    let labels = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect();
    Some(Wish { add: labels(add), remove: labels(remove) })
}

const NOTHING: [&str; 0] = [];

impl Story {
    /// A label is put on or taken off by `who`, and the event shows the issue with `shown`.
    fn label_event(self, when: &str, who: Somebody, label: &str, is_on: bool, shown: &[&str]) -> Self {
        let shown: Vec<String> = shown.iter().map(|label| (*label).to_owned()).collect();
        let (name, what) = match is_on {
            true => (format!("labelled:{label}"), What::Labelled { label: label.to_owned() }),
            false => (format!("unlabelled:{label}"), What::Unlabelled { label: label.to_owned() }),
        };
        self.does(when, who, &name, what).showing(|subject| subject.labels = Some(shown))
    }

    fn comment_showing(self, when: &str, shown: &[&str]) -> Self {
        let shown: Vec<String> = shown.iter().map(|label| (*label).to_owned()).collect();
        self.says(when, CUSTOMER, "And?").showing(|subject| subject.labels = Some(shown))
    }
}

#[test]
fn without_a_word_in_slack_nothing_is_wished_of_the_labels() {
    assert_eq!(told(&issue().labels("Mon 15:00", "bug")), (Some(Kind::Bug), false, None));
}

#[test]
fn a_form_wishes_the_labels_of_its_kind_and_readiness_and_no_others() {
    let story = issue().labels("Mon 14:30", "question").labels("Mon 14:31", "good first issue");
    let story = story.fills_in("Mon 15:00", ADA, bug_form(true));
    assert_eq!(told(&story), (Some(Kind::Bug), true, wish(&["bug", READY], &["question"])));
}

#[test]
fn our_own_labels_come_back_and_change_nothing_whoever_our_app_acts_as() {
    for who in [BOT, ADA, CUSTOMER] {
        let story = issue().labels("Mon 14:30", "question").fills_in("Mon 15:00", ADA, bug_form(true));
        let story = story.label_event("Mon 15:00:02", who, "bug", true, &["question", "bug"]);
        assert_eq!(told(&story), (Some(Kind::Bug), true, wish(&[READY], &["question"])), "{who:?}");
        // Somebody writes between the two, and the event shows only some of the labels.
        let story = story.comment_showing("Mon 15:00:03", &["question", "bug"]);
        assert_eq!(told(&story), (Some(Kind::Bug), true, wish(&[READY], &["question"])));
        let story = story.label_event("Mon 15:00:04", who, READY, true, &["question", "bug", READY]);
        let story = story.label_event("Mon 15:00:05", who, "question", false, &["bug", READY]);
        assert_eq!(told(&story), (Some(Kind::Bug), true, wish(&NOTHING, &NOTHING)));
    }
}

#[test]
fn two_of_our_labels_in_one_second_may_each_show_itself_only() {
    let story = issue().fills_in("Mon 15:00", ADA, bug_form(true));
    let story = story.label_event("Mon 15:00:02", ADA, "bug", true, &["bug"]);
    let story = story.label_event("Mon 15:00:02", ADA, READY, true, &[READY]);
    assert_eq!(told(&story), (Some(Kind::Bug), true, wish(&NOTHING, &NOTHING)));
}

#[test]
fn a_label_put_on_by_hand_after_a_form_wins() {
    let story = issue().fills_in("Mon 15:00", ADA, bug_form(true)).labels("Mon 15:00:02", "bug").labels("Mon 15:00:02", READY);
    let story = story.labels("Mon 16:00", "QUESTION");
    assert_eq!(told(&story), (Some(Kind::Question), true, wish(&NOTHING, &["bug"])));
    let story = story.unlabels("Mon 16:00:02", "bug");
    assert_eq!(told(&story), (Some(Kind::Question), true, wish(&NOTHING, &NOTHING)));
}

#[test]
fn a_label_taken_off_by_hand_after_a_form_wins() {
    let story = issue().fills_in("Mon 15:00", ADA, bug_form(true)).labels("Mon 15:00:02", "bug").labels("Mon 15:00:02", READY);
    let story = story.unlabels("Mon 16:00", READY);
    assert_eq!(told(&story), (Some(Kind::Bug), false, wish(&NOTHING, &NOTHING)));
    let story = story.unlabels("Mon 16:01", "bug");
    assert_eq!(told(&story), (None, false, wish(&NOTHING, &NOTHING)));
    let story = story.labels("Mon 16:02", "bug").labels("Mon 16:03", READY);
    assert_eq!(told(&story), (Some(Kind::Bug), true, wish(&NOTHING, &NOTHING)), "and put on again");
}

#[test]
fn a_form_after_labels_wins() {
    let story = issue().labels("Mon 15:00", "bug").labels("Mon 15:01", READY).fills_in("Mon 16:00", ADA, question_form(false));
    assert_eq!(told(&story), (Some(Kind::Question), false, wish(&["question"], &["bug", READY])));
}

#[test]
fn labels_of_bots_and_outsiders_after_a_form_are_set_right() {
    for who in [BOT, CUSTOMER] {
        let story = issue().fills_in("Mon 15:00", ADA, bug_form(false)).labels("Mon 15:00:02", "bug");
        let story = story.label_event("Mon 16:00", who, "question", true, &["bug", "question"]);
        assert_eq!(told(&story), (Some(Kind::Bug), false, wish(&NOTHING, &["question"])));
        let story = story.label_event("Mon 16:01", who, READY, true, &["bug", "question", READY]);
        assert_eq!(told(&story), (Some(Kind::Bug), false, wish(&NOTHING, &["question", READY])));
    }
}

#[test]
fn a_label_of_a_form_that_was_corrected_meanwhile_does_not_bring_it_back() {
    let story = issue().fills_in("Mon 15:00:00.2", ADA, bug_form(false)).fills_in("Mon 15:00:04", ADA, question_form(false));
    let story = story.label_event("Mon 15:00:05", ADA, "bug", true, &["bug"]);
    assert_eq!(told(&story), (Some(Kind::Question), false, wish(&["question"], &["bug"])));
    let story = story.label_event("Mon 15:00:06", ADA, "bug", false, &[]).label_event(
        "Mon 15:00:06",
        ADA,
        "question",
        true,
        &["question"],
    );
    assert_eq!(told(&story), (Some(Kind::Question), false, wish(&NOTHING, &NOTHING)));
}

#[test]
fn a_label_put_on_by_hand_long_after_a_correction_is_a_word() {
    let story = issue().fills_in("Mon 15:00", ADA, bug_form(false)).fills_in("Mon 15:00:04", ADA, question_form(false));
    assert_eq!(told(&story.labels("Mon 15:10", "bug")).0, Some(Kind::Bug));
}

#[test]
fn what_was_taken_off_by_hand_can_be_put_on_by_hand_at_once() {
    let story = issue().fills_in("Mon 15:00", ADA, bug_form(false)).labels("Mon 15:00:02", "bug");
    let story = story.unlabels("Mon 15:00:20", "bug").labels("Mon 15:00:30", "bug");
    assert_eq!(told(&story), (Some(Kind::Bug), false, wish(&NOTHING, &NOTHING)));
}

#[test]
fn taking_back_a_form_takes_its_labels_back_too() {
    let story = issue().labels("Mon 14:30", "question").fills_in("Mon 15:00", ADA, bug_form(true));
    let form = story.last();
    let labelled = story.label_event("Mon 15:00:02", ADA, "bug", true, &["question", "bug"]);
    let labelled = labelled.label_event("Mon 15:00:02", ADA, READY, true, &["question", "bug", READY]);
    let labelled = labelled.label_event("Mon 15:00:03", ADA, "question", false, &["bug", READY]);
    let undone = labelled.undoes("Mon 15:10", ADA, &form);
    assert_eq!(told(&undone), (Some(Kind::Question), false, wish(&["question"], &["bug", READY])));
    let done =
        undone.label_event("Mon 15:10:02", ADA, "bug", false, &[READY]).label_event("Mon 15:10:02", ADA, READY, false, &["bug"]);
    let done = done.label_event("Mon 15:10:03", ADA, "question", true, &["question"]);
    assert_eq!(told(&done), (Some(Kind::Question), false, wish(&NOTHING, &NOTHING)));
}

#[test]
fn labels_of_a_form_that_were_still_on_their_way_when_it_was_taken_back_say_nothing() {
    let story = issue().fills_in("Mon 15:00", ADA, bug_form(true)).undoes_that("Mon 15:00:03", ADA);
    let story = story.label_event("Mon 15:00:04", ADA, "bug", true, &["bug"]).label_event(
        "Mon 15:00:04",
        ADA,
        READY,
        true,
        &["bug", READY],
    );
    assert_eq!(told(&story), (None, false, wish(&NOTHING, &["bug", READY])));
}

#[test]
fn a_label_put_on_by_hand_before_a_form_is_taken_back_stands() {
    let story = issue().fills_in("Mon 15:00", ADA, bug_form(false));
    let form = story.last();
    let story = story.labels("Mon 15:00:02", "bug").labels("Mon 15:10", "question").undoes("Mon 15:20", ADA, &form);
    assert_eq!(told(&story), (Some(Kind::Question), false, wish(&NOTHING, &["bug"])));
}

#[test]
fn once_a_form_is_taken_back_the_labels_by_hand_say_it_as_if_there_had_been_none() {
    let story = issue().labels("Mon 14:30", "bug");
    let never = story.clone().labels("Mon 15:10", "question");
    let story = story.fills_in("Mon 15:00", ADA, bug_form(false));
    let form = story.last();
    let story = story.labels("Mon 15:10", "question").undoes("Mon 15:20", ADA, &form);
    assert_eq!((told(&story).0, told(&story).1), (told(&never).0, told(&never).1));
    assert_eq!(told(&story), (Some(Kind::Bug), false, wish(&NOTHING, &NOTHING)));
}

#[test]
fn a_pull_request_keeps_the_labels_that_would_be_kinds_of_issues() {
    let story = on_github(SubjectForm::PullRequest).says("Mon 14:00", CUSTOMER, "Fix").labels("Mon 14:30", "bug");
    let story = story.fills_in("Mon 15:00", ADA, bug_form(false));
    assert_eq!(told(&story), (Some(Kind::PullRequest), false, wish(&NOTHING, &NOTHING)));
    assert_eq!(told(&story.labels("Mon 16:00", "question")), (Some(Kind::PullRequest), false, wish(&NOTHING, &NOTHING)));
}

#[test]
fn a_pull_request_is_labelled_as_one_where_that_is_configured() {
    let mut story = on_github(SubjectForm::PullRequest).says("Mon 14:00", CUSTOMER, "Fix");
    story.rules.roundup.kind_labels.insert(Kind::PullRequest, "contribution".to_owned());
    assert_eq!(told(&story.fills_in("Mon 15:00", ADA, bug_form(false))).2, wish(&["contribution"], &[]));
}

#[test]
fn a_label_that_stands_for_two_kinds_is_not_taken_off_for_one_of_them() {
    let mut story = issue().labels("Mon 14:30", "question");
    story.rules.roundup.kind_labels.insert(Kind::Bug, "Question".to_owned());
    assert_eq!(told(&story.fills_in("Mon 15:00", ADA, bug_form(false))).2, wish(&NOTHING, &NOTHING));
}

#[test]
fn a_discussion_is_decided_by_form_and_labels_and_is_not_labelled() {
    let story =
        on_github(SubjectForm::Discussion).says("Mon 14:00", CUSTOMER, "It fails").fills_in("Mon 15:00", ADA, bug_form(false));
    assert_eq!(told(&story), (Some(Kind::Bug), false, None));
    assert_eq!(told(&story.clone().undoes_that("Mon 15:10", ADA)).0, None);
    assert_eq!(told(&story.labels("Mon 16:00", "question")).0, Some(Kind::Question));
}

#[test]
fn labels_match_whatever_the_case_also_beyond_ascii() {
    let mut story = issue();
    story.rules.roundup.kind_labels.insert(Kind::Bug, "Ошибка".to_owned());
    let story =
        story.fills_in("Mon 15:00", ADA, question_form(false)).labels("Mon 15:00:02", "question").labels("Mon 16:00", "ОШИБКА");
    assert_eq!(told(&story), (Some(Kind::Bug), false, wish(&NOTHING, &["question"])));
}
