//! Snoozing: an item is put off, never past its deadline, and comes back with a new question, an answer or a closing.

use super::{item, state};
use crate::SubjectForm;
use crate::item::State;
use crate::testing::{ADA, CUSTOMER, GRACE, Story, everywhere, on_github, t};

fn asked() -> [Story; 2] {
    everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails"))
}

fn answered() -> [Story; 2] {
    asked().map(|it| it.says("Mon 15:00", ADA, "Let me find out"))
}

fn snoozed_until(story: &Story, now: &str) -> Option<jiff::Timestamp> {
    item(story, now).snoozed_until
}

fn is_snoozed(story: &Story) -> bool {
    story.fold_at("Mon 19:00").unwrap().triage.snooze.is_some()
}

#[test]
fn an_answered_item_is_snoozed_until_its_time() {
    for story in answered() {
        let story = story.snoozes("Mon 16:00", ADA, "Thu 09:00");
        assert_eq!(
            (state(&story, "Thu 08:59:59"), snoozed_until(&story, "Thu 08:59:59")),
            (State::Snoozed, Some(t("Thu 09:00")))
        );
        assert_eq!((state(&story, "Thu 09:00"), snoozed_until(&story, "Thu 09:00")), (State::Answered, None));
    }
}

#[test]
fn a_snooze_known_to_have_ended_is_over_also_by_a_clock_that_is_slow() {
    for story in answered() {
        let story = story.snoozes("Mon 16:00", ADA, "Thu 09:00").reached("Thu 09:00", "Mon 16:00", "wake");
        assert_eq!(state(&story, "Thu 08:59:58"), State::Answered);
        assert_eq!(super::effects(&story, "Thu 09:00").last().unwrap(), "wake: its time came");
    }
}

#[test]
fn who_waits_waits_on_while_the_item_is_snoozed() {
    for story in asked() {
        let story = story.snoozes("Mon 16:00", ADA, "Mon 20:00");
        assert_eq!((state(&story, "Mon 19:00"), snoozed_until(&story, "Mon 19:00")), (State::Waiting, Some(t("Mon 20:00"))));
        assert_eq!(super::runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn a_waiting_item_is_not_snoozed_past_its_deadline() {
    for story in asked() {
        let story = story.snoozes("Mon 16:00", ADA, "Fri 09:00");
        assert_eq!(snoozed_until(&story, "Mon 19:00"), Some(t("Tue 14:00")));
    }
}

#[test]
fn a_question_that_is_heard_of_late_bounds_a_snooze_that_came_after_it() {
    for story in answered() {
        let story = story.snoozes("Mon 18:00", ADA, "Fri 09:00").says("Mon 17:00", CUSTOMER, "Like this");
        assert_eq!(snoozed_until(&story, "Mon 19:00"), Some(t("Tue 17:00")));
    }
}

#[test]
fn what_is_late_or_closed_cannot_be_put_off() {
    for story in asked() {
        assert_eq!(snoozed_until(&story.snoozes("Tue 14:00", ADA, "Fri 09:00"), "Tue 15:00"), None);
    }
    for story in answered() {
        assert_eq!(snoozed_until(&story.snoozes("Mon 16:00", ADA, "Mon 15:30"), "Mon 15:45"), None, "until before it began");
    }
    let closed = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").closes("Mon 15:00", ADA);
    assert!(!is_snoozed(&closed.snoozes("Mon 16:00", ADA, "Fri 09:00")));
}

#[test]
fn a_new_question_an_answer_and_waking_end_a_snooze() {
    for story in answered() {
        let story = story.snoozes("Mon 16:00", ADA, "Thu 09:00");
        assert!(is_snoozed(&story));
        assert!(!is_snoozed(&story.clone().says("Mon 17:00", CUSTOMER, "And now?")));
        assert!(!is_snoozed(&story.clone().wakes("Mon 17:00", GRACE)));
        assert!(is_snoozed(&story.says("Mon 17:00", CUSTOMER, "thanks!")), "an acknowledgement asks for nothing");
    }
    for story in asked() {
        let story = story.snoozes("Mon 16:00", ADA, "Mon 20:00");
        assert!(!is_snoozed(&story.clone().says("Mon 17:00", GRACE, "Yes")));
        assert!(!is_snoozed(&story.clone().presses_answered("Mon 17:00", GRACE)));
        assert!(!is_snoozed(&story.needs_no_response("Mon 17:00", GRACE)));
    }
}

#[test]
fn closing_and_deleting_end_a_snooze_for_good() {
    let story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "How?");
    let story = story.snoozes("Mon 16:00", ADA, "Thu 09:00");
    let closed = story.clone().closes("Mon 17:00", ADA);
    assert!(!is_snoozed(&closed));
    assert!(!is_snoozed(&closed.reopens("Mon 18:00", ADA)));
    assert!(!is_snoozed(&story.removed("Mon 17:00")));
    for story in asked() {
        let story = story.snoozes("Mon 16:00", ADA, "Mon 20:00");
        if story.platform == crate::person::Platform::Slack {
            assert!(!is_snoozed(&story.deleted("Mon 17:00", "Mon 14:00")), "nothing from outside is left");
        }
    }
}

#[test]
fn the_last_of_several_snoozes_holds_and_the_same_again_is_nothing_new() {
    for story in answered() {
        let story = story.snoozes("Mon 16:00", ADA, "Thu 09:00").snoozes("Mon 17:00", GRACE, "Wed 09:00");
        assert_eq!(snoozed_until(&story, "Mon 19:00"), Some(t("Wed 09:00")));
        let before = story.fold_at("Mon 19:00").unwrap().triage;
        let after = story.snoozes("Mon 17:00:00.5", GRACE, "Wed 09:00").fold_at("Mon 19:00").unwrap().triage;
        assert_eq!(before, after);
    }
}

#[test]
fn taking_back_a_snooze_restores_the_one_before() {
    for story in answered() {
        let story = story.snoozes("Mon 16:00", ADA, "Thu 09:00").snoozes("Mon 17:00", GRACE, "Wed 09:00");
        assert_eq!(snoozed_until(&story.undoes_that("Mon 17:30", GRACE), "Mon 19:00"), Some(t("Thu 09:00")));
    }
}

#[test]
fn taking_back_the_waking_puts_it_off_again() {
    for story in answered() {
        let story = story.snoozes("Mon 16:00", ADA, "Thu 09:00").wakes("Mon 17:00", ADA);
        assert!(is_snoozed(&story.undoes_that("Mon 17:30", ADA)));
    }
}
