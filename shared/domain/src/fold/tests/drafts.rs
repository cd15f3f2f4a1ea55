//! Rule 5: a draft starts at `ready_for_review`.

use super::{runs, state};
use crate::SubjectForm;
use crate::item::State;
use crate::testing::{ADA, BOT, CUSTOMER, NEIGHBOUR, Story, on_github, t};

fn draft(by: crate::testing::Somebody) -> Story {
    on_github(SubjectForm::PullRequest).opens("Mon 14:00", by, "Fix the crash", true)
}

#[test]
fn a_draft_is_no_item_yet() {
    assert_eq!(draft(CUSTOMER).fold_at("Mon 19:00"), None);
}

#[test]
fn a_draft_starts_at_ready_for_review() {
    for who in [CUSTOMER, ADA, BOT] {
        let story = draft(CUSTOMER).readies("Mon 16:00", who);
        let folded = story.fold_at("Mon 19:00").unwrap();
        assert_eq!((folded.item.opened_at, folded.item.due_at), (t("Mon 16:00"), Some(t("Tue 16:00"))));
        assert_eq!(folded.item.requester.id, CUSTOMER.github, "whoever says that it is ready, its author waits");
        assert_eq!(folded.excerpt, "Fix the crash");
    }
}

#[test]
fn what_was_said_of_the_draft_when_it_is_ready_is_its_text_as_edited() {
    let story = draft(CUSTOMER).edited("Mon 15:00", "Mon 14:00", "Fix two crashes").readies("Mon 16:00", CUSTOMER);
    assert_eq!(story.fold_at("Mon 19:00").unwrap().excerpt, "Fix two crashes");
}

#[test]
fn a_draft_of_staff_never_starts() {
    assert_eq!(draft(ADA).readies("Mon 16:00", ADA).fold_at("Mon 19:00"), None);
}

#[test]
fn a_comment_on_a_draft_is_a_comment() {
    let story = draft(CUSTOMER).says("Mon 15:00", NEIGHBOUR, "Does this fix #7?");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 15:00 goes on"]);
    let story = story.readies("Mon 16:00", CUSTOMER);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 15:00 goes on"]);
}

#[test]
fn turning_it_into_a_draft_again_takes_back_the_opening_but_not_what_was_asked_by_comments() {
    let opened = on_github(SubjectForm::PullRequest).opens("Mon 14:00", CUSTOMER, "Fix the crash", false);
    let drafted = opened.clone().drafts("Mon 15:00", CUSTOMER);
    assert_eq!(runs(&drafted, "Mon 19:00"), ["Mon 14:00 withdrawn Mon 15:00"]);
    assert_eq!(
        runs(&drafted.readies("Mon 16:00", CUSTOMER), "Mon 19:00"),
        ["Mon 14:00 withdrawn Mon 15:00", "Mon 16:00 goes on"]
    );
    let asked = opened.says("Mon 14:30", NEIGHBOUR, "Does this fix #7?").drafts("Mon 15:00", CUSTOMER);
    assert_eq!(runs(&asked, "Mon 19:00"), ["Mon 14:00 withdrawn Mon 15:00", "Mon 14:30 goes on"]);
}

#[test]
fn a_draft_that_is_closed_and_reopened_asks_for_nothing_until_it_is_ready() {
    let story = draft(CUSTOMER).closes("Mon 15:00", CUSTOMER).reopens("Mon 15:30", CUSTOMER);
    assert_eq!(story.fold_at("Mon 19:00"), None);
    assert_eq!(runs(&story.readies("Mon 16:00", CUSTOMER), "Mon 19:00"), ["Mon 16:00 goes on"]);
}

#[test]
fn turning_an_answered_pull_request_into_a_draft_changes_no_record() {
    let story = on_github(SubjectForm::PullRequest).opens("Mon 14:00", CUSTOMER, "Fix the crash", false);
    let story = story.comments("Mon 15:00", ADA, "review:7", "Needs a test").drafts("Mon 16:00", ADA);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00"]);
    assert_eq!(state(&story, "Mon 19:00"), State::Answered);
}
