//! Asking a colleague: the customer waits on.

use super::{effects, runs};
use crate::item::{Asking, Triage};
use crate::testing::{ADA, CUSTOMER, GRACE, NEIGHBOUR, Story, everywhere, t};

fn asked() -> [Story; 2] {
    everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").asks("Mon 15:00", ADA, GRACE, "Do you know?"))
}

fn triage(story: &Story) -> Triage {
    story.fold_at("Mon 19:00").unwrap().triage
}

fn asking(story: &Story) -> Asking {
    triage(story).asked.remove(0)
}

#[test]
fn a_colleague_is_asked_and_answers_while_the_clock_runs_on() {
    for story in asked() {
        let question = story.last();
        let known = asking(&story);
        assert_eq!(
            (known.fact.as_str(), known.by.as_str(), known.colleague.as_str()),
            (question.as_str(), "slack:U0STAFF01", GRACE.slack)
        );
        assert_eq!((known.question.as_str(), known.answer), ("Do you know?", None));
        let story = story.replies("Mon 16:00", GRACE, &question, "Yes:\n  restart");
        assert_eq!(asking(&story).answer.unwrap().text, "Yes:\n  restart");
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn what_is_said_after_an_answer_is_added_to_it_and_is_no_deed_of_its_own() {
    for story in asked() {
        let question = story.last();
        let story = story.replies("Mon 16:00", GRACE, &question, "Yes").replies("Mon 16:01", GRACE, &question, "I think");
        let answer = asking(&story).answer.unwrap();
        assert_eq!((answer.text.as_str(), answer.at), ("Yes\nI think", t("Mon 16:01")));
        assert_eq!(triage(&story).actions.len(), 2);
        assert_eq!(effects(&story, "Mon 19:00").last().unwrap(), "said more on the question of a colleague");
    }
}

#[test]
fn nobody_answers_for_the_colleague() {
    for story in asked() {
        let question = story.last();
        for (who, to) in [(ADA, question.as_str()), (NEIGHBOUR, question.as_str()), (GRACE, "asked:other")] {
            assert_eq!(asking(&story.clone().replies("Mon 16:00", who, to, "No")).answer, None);
        }
    }
}

#[test]
fn a_colleague_who_is_not_staff_answers_when_staff_asked_them() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").asks("Mon 15:00", ADA, NEIGHBOUR, "Do you know?")) {
        let question = story.last();
        assert!(asking(&story.replies("Mon 16:00", NEIGHBOUR, &question, "Yes")).answer.is_some());
    }
}

#[test]
fn a_question_that_was_taken_back_is_not_asked_and_its_answer_answers_nothing() {
    for story in asked() {
        let question = story.last();
        let story = story.undoes_that("Mon 15:30", ADA).replies("Mon 16:00", GRACE, &question, "Yes");
        let triage = triage(&story);
        assert!(triage.asked.is_empty());
        assert_eq!(triage.actions.len(), 1);
    }
}

#[test]
fn two_colleagues_can_be_asked() {
    for story in asked() {
        let story = story.asks("Mon 15:10", ADA, NEIGHBOUR, "And you?");
        let question = story.last();
        let answers: Vec<bool> = triage(&story.replies("Mon 16:00", NEIGHBOUR, &question, "Yes"))
            .asked
            .iter()
            .map(|asked| asked.answer.is_some())
            .collect();
        assert_eq!(answers, [false, true]);
    }
}
