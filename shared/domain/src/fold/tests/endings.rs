//! Rule 5: texts changed, comments deleted, issues closed, reopened, moved and deleted.

use super::{effects, item, runs, state};
use crate::item::State;
use crate::testing::{ADA, BOT, CUSTOMER, NEIGHBOUR, Story, everywhere, on_github, on_slack, t};
use crate::{ItemId, SubjectForm, What};

fn issue() -> Story {
    on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails")
}

#[test]
fn an_edit_updates_the_text_and_the_latest_edit_wins() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").edited("Mon 16:00", "Mon 14:00", "It crashes")) {
        let story = story.edited("Mon 15:00", "Mon 14:00", "It hangs");
        assert_eq!(story.fold_at("Mon 19:00").unwrap().excerpt, "It crashes");
    }
    let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails").edited("Mon 16:00", "Mon 14:00", "It crashes");
    assert_eq!(item(&story, "Mon 19:00").title, "It crashes");
}

#[test]
fn deleting_the_only_unanswered_comment_stops_the_clock_without_a_response() {
    for story in everywhere(|it| {
        let it = it.says("Mon 13:00", ADA, "2.2 is out").says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "How?");
        it.says("Mon 16:00", CUSTOMER, "Like this").deleted("Mon 17:00", "Mon 16:00")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 withdrawn Mon 17:00"]);
        assert_eq!(state(&story, "Mon 19:00"), State::Answered, "something from outside is left");
    }
}

#[test]
fn with_nothing_left_from_outside_the_item_is_closed_and_no_response_was_given() {
    for story in everywhere(|it| {
        it.says("Mon 13:00", ADA, "2.2 is out").says("Mon 14:00", CUSTOMER, "It fails").deleted("Mon 15:00", "Mon 14:00")
    }) {
        let item = item(&story, "Mon 19:00");
        assert_eq!((item.state, item.waiting_since, item.due_at), (State::Closed, None, None));
        assert_eq!((item.first_response_seconds, item.breaches), (None, 0));
        assert_eq!(story.fold_at("Mon 19:00").unwrap().comments, 0);
        let again = story.says("Mon 18:00", CUSTOMER, "It does fail");
        assert_eq!(runs(&again, "Mon 19:00"), ["Mon 14:00 withdrawn Mon 15:00", "Mon 18:00 goes on"]);
    }
}

#[test]
fn deleting_the_first_of_several_leaves_who_wrote_next_waiting_since_their_own_comment() {
    for story in everywhere(|it| {
        let it = it.says("Mon 13:00", ADA, "2.2 is out").says("Mon 14:00", CUSTOMER, "It fails");
        it.says("Mon 15:00", NEIGHBOUR, "For me too").deleted("Mon 16:00", "Mon 14:00")
    }) {
        let item = item(&story, "Mon 19:00");
        assert_eq!((item.waiting_since, item.due_at), (Some(t("Mon 15:00")), Some(t("Tue 15:00"))));
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 withdrawn Mon 16:00", "Mon 15:00 goes on"]);
    }
}

#[test]
fn deleting_a_later_one_of_several_leaves_the_clock_as_it_is() {
    for story in everywhere(|it| {
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", CUSTOMER, "Hello?").deleted("Mon 16:00", "Mon 15:00")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn deleting_what_was_answered_changes_no_record() {
    for story in everywhere(|it| {
        let it = it.says("Mon 13:00", ADA, "2.2 is out").says("Mon 14:00", CUSTOMER, "It fails");
        it.says("Mon 15:00", ADA, "Update").deleted("Mon 16:00", "Mon 14:00")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00"]);
        assert_eq!(state(&story, "Mon 19:00"), State::Closed);
    }
}

#[test]
fn an_answer_that_was_deleted_was_given() {
    for story in everywhere(|it| {
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "Update").deleted("Mon 16:00", "Mon 15:00")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00"]);
    }
}

#[test]
fn a_deletion_of_something_unknown_does_nothing() {
    for story in
        everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", BOT, "Hi").deleted("Mon 16:00", "Mon 15:00"))
    {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn a_deletion_that_is_dated_before_its_comment_takes_it_back_all_the_same() {
    for story in everywhere(|it| {
        it.says("Mon 13:00", ADA, "2.2 is out").says("Mon 14:00:01", CUSTOMER, "It fails").deleted("Mon 14:00", "Mon 14:00:01")
    }) {
        assert_eq!(story.fold_at("Mon 19:00"), None);
    }
}

#[test]
fn the_requester_closing_their_own_issue_withdraws_it() {
    let story = issue().says("Mon 15:00", CUSTOMER, "Found it, my mistake").closes("Mon 15:00", CUSTOMER);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 withdrawn Mon 15:00"]);
    let item = item(&story, "Mon 19:00");
    assert_eq!((item.state, item.first_response_seconds), (State::Closed, None));
}

#[test]
fn reopened_by_somebody_outside_is_a_comment() {
    for who in [CUSTOMER, NEIGHBOUR] {
        let story = issue().says("Mon 15:00", ADA, "Fixed").closes("Mon 15:01", ADA).reopens("Mon 16:00", who);
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 goes on"]);
        let folded = story.fold_at("Mon 19:00").unwrap();
        assert_eq!((folded.item.state, folded.comments), (State::Waiting, 2));
        assert_eq!(folded.excerpt, "It fails", "a reopening says nothing of its own");
    }
}

#[test]
fn withdrawn_and_reopened_by_the_requester_it_waits_since_the_reopening() {
    let story = issue().closes("Mon 15:00", CUSTOMER).reopens("Mon 16:00", CUSTOMER);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 withdrawn Mon 15:00", "Mon 16:00 goes on"]);
}

#[test]
fn reopened_by_staff_it_does_not_wait_until_somebody_outside_writes() {
    let story = issue().says("Mon 15:00", ADA, "Fixed").closes("Mon 15:01", ADA).reopens("Mon 16:00", ADA);
    assert_eq!(state(&story, "Mon 19:00"), State::Answered);
    let story = story.says("Mon 17:00", CUSTOMER, "Still fails");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 17:00 goes on"]);
}

#[test]
fn reopened_by_a_bot_it_does_not_wait() {
    let story = issue().says("Mon 15:00", ADA, "Fixed").closes("Mon 15:01", ADA).reopens("Mon 16:00", BOT);
    assert_eq!(state(&story, "Mon 19:00"), State::Answered);
}

#[test]
fn a_comment_on_a_closed_issue_waits_and_its_answer_leaves_it_closed() {
    let story = issue().closes("Mon 15:00", ADA).says("Mon 16:00", NEIGHBOUR, "I have this too");
    assert_eq!(state(&story, "Mon 19:00"), State::Waiting);
    assert_eq!(state(&story.says("Mon 17:00", ADA, "Update"), "Mon 19:00"), State::Closed);
}

#[test]
fn a_transfer_moves_the_item_and_its_clock_runs_on() {
    let from = ItemId::from_stored("github:acme/old#3");
    let story = issue().does("Mon 15:00", ADA, "moved_from:github:acme/old#3", What::MovedFrom { from });
    let item = item(&story, "Mon 19:00");
    assert_eq!((item.waiting_since, item.due_at), (Some(t("Mon 14:00")), Some(t("Tue 14:00"))));
    assert_eq!(effects(&story, "Mon 19:00")[1], "moved here from github:acme/old#3");
    assert_eq!(runs(&story.says("Mon 16:00", ADA, "Looking"), "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
}

#[test]
fn a_transfer_is_no_new_question() {
    let from = ItemId::from_stored("github:acme/old#3");
    let story =
        on_github(SubjectForm::Issue).does("Mon 15:00", CUSTOMER, "moved_from:github:acme/old#3", What::MovedFrom { from });
    assert_eq!(story.fold_at("Mon 19:00"), None);
}

#[test]
fn a_deleted_issue_is_withdrawn_and_closed() {
    let story = issue().removed("Mon 16:00");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 withdrawn Mon 16:00"]);
    assert_eq!(state(&story, "Mon 19:00"), State::Closed);
}

#[test]
fn nobody_waits_in_a_deleted_issue_whatever_its_deletion_is_dated() {
    // GitHub shows the time of the last change, not that of the deletion.
    let story = issue().says("Mon 17:00", CUSTOMER, "Hello?").removed("Mon 14:00");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 withdrawn Mon 14:00"]);
    let again = issue().says("Mon 16:00", ADA, "How?").says("Mon 17:00", CUSTOMER, "Like this").removed("Mon 14:00");
    assert_eq!(runs(&again, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00", "Mon 17:00 withdrawn Mon 17:00"]);
    let answered = issue().says("Mon 16:00", ADA, "Looking").removed("Mon 14:00");
    assert_eq!(runs(&answered, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
    assert_eq!(state(&answered, "Mon 19:00"), State::Closed);
}
