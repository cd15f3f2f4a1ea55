//! What is wanted at the Roundup without anybody waiting, and what the Roundup decides.

use super::{item, runs, state};
use crate::SubjectForm;
use crate::fact::Decision;
use crate::item::{State, Triage};
use crate::testing::{ADA, CUSTOMER, GRACE, NEIGHBOUR, Story, bug_form, everywhere, on_github, on_slack};

fn triage(story: &Story) -> Triage {
    story.fold_at("Mon 19:00").unwrap().triage
}

fn decision(story: &Story) -> Option<Decision> {
    triage(story).decided.map(|decided| decided.decision)
}

#[test]
fn a_message_that_nobody_waits_for_is_an_item_once_somebody_tracks_it() {
    let story = on_slack().says("Mon 14:00", GRACE, "We should document this");
    assert_eq!(story.fold_at("Mon 19:00"), None);
    let story = story.tracks("Mon 15:00", ADA, GRACE, "We should document this\nsoon");
    let item = item(&story, "Mon 19:00");
    assert_eq!(
        (item.state, item.title.as_str(), item.requester.id.as_str()),
        (State::Answered, "We should document this", GRACE.slack)
    );
    assert_eq!((item.waiting_since, item.due_at, item.breaches), (None, None, 0));
    assert_eq!(story.undoes_that("Mon 15:30", ADA).fold_at("Mon 19:00"), None);
}

#[test]
fn a_question_in_what_is_tracked_starts_the_clock() {
    let story = on_slack().tracks("Mon 13:00", ADA, GRACE, "Idea").says("Mon 14:00", CUSTOMER, "And when?");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    assert_eq!(item(&story, "Mon 19:00").requester.id, CUSTOMER.slack);
}

#[test]
fn tracking_what_is_tracked_changes_nothing() {
    let story = on_slack().tracks("Mon 13:00", ADA, GRACE, "Idea");
    let before = triage(&story);
    assert_eq!(triage(&story.tracks("Mon 13:01", GRACE, NEIGHBOUR, "Other")), before);
}

#[test]
fn a_tracked_issue_that_is_deleted_in_its_source_is_closed() {
    let story = on_github(SubjectForm::Issue).says("Mon 14:00", ADA, "Idea").tracks("Mon 15:00", ADA, ADA, "Idea");
    assert_eq!(state(&story, "Mon 19:00"), State::Answered);
    assert_eq!(state(&story.removed("Mon 16:00"), "Mon 19:00"), State::Closed);
}

#[test]
fn the_last_decision_and_the_last_owner_hold_and_can_be_taken_back() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails")) {
        let story = story.decides("Mon 15:00", ADA, Decision::DoIt).decides("Mon 15:10", GRACE, Decision::NeedsMore);
        assert_eq!(decision(&story), Some(Decision::NeedsMore));
        let story = story.undoes_that("Mon 15:20", GRACE);
        assert_eq!(decision(&story), Some(Decision::DoIt));
        let story = story.makes_owner("Mon 15:30", ADA, GRACE);
        assert_eq!(triage(&story).owner.as_deref(), Some(GRACE.slack));
        assert_eq!(triage(&story.undoes_that("Mon 15:40", ADA)).owner, None);
    }
}

#[test]
fn noting_down_the_same_again_is_nothing_new() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails")) {
        let story = story.decides("Mon 15:00", ADA, Decision::DoIt).makes_owner("Mon 15:00:30", ADA, GRACE);
        let before = triage(&story);
        assert_eq!(triage(&story.decides("Mon 15:01", GRACE, Decision::DoIt).makes_owner("Mon 15:02", GRACE, GRACE)), before);
    }
}

#[test]
fn what_is_made_ready_after_a_decision_is_wanted_at_the_roundup_anew() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").fills_in("Mon 15:00", ADA, bug_form(true))) {
        for (taken, left) in [(Decision::Dont, None), (Decision::NeedsMore, Some(Decision::NeedsMore))] {
            let decided = story.clone().decides("Mon 16:00", ADA, taken);
            assert_eq!(decision(&decided), Some(taken));
            assert_eq!(decision(&decided.clone().fills_in("Mon 17:00", ADA, bug_form(true))), left);
            assert_eq!(decision(&decided.clone().sets_ready("Mon 17:00", ADA, true)), left);
            assert_eq!(decision(&decided.fills_in("Mon 17:00", ADA, bug_form(false))), Some(taken));
        }
    }
}

#[test]
fn the_label_put_on_by_hand_makes_ready_anew_what_the_form_had_not() {
    let story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails");
    let story = story.fills_in("Mon 15:00", ADA, bug_form(false)).decides("Mon 16:00", ADA, Decision::Dont);
    assert_eq!(decision(&story), Some(Decision::Dont));
    assert_eq!(decision(&story.labels("Mon 17:00", "Ready for roundup")), None);
}
