//! Rule 2 within a thread: what stops the clock, and what does not.

use super::{effects, item, runs, state};
use crate::item::State;
use crate::testing::{ADA, BOT, CUSTOMER, GRACE, IGNORED, NEIGHBOUR, everywhere, on_github, on_slack};
use crate::{SubjectForm, What};

#[test]
fn a_comment_by_staff_stops_the_clock() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 16:05", ADA, "Let me find out")) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:05"]);
        let item = item(&story, "Mon 19:00");
        assert_eq!((item.state, item.waiting_since, item.due_at), (State::Answered, None, None));
        assert_eq!(item.first_response_seconds, Some(2 * 3600 + 300));
        assert_eq!(effects(&story, "Mon 19:00")[1], "answered by a comment after 2h 5m, in time");
    }
}

#[test]
fn one_answer_answers_everybody_who_waits_in_the_thread() {
    for story in everywhere(|it| {
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", NEIGHBOUR, "For me too").says(
            "Mon 16:00",
            GRACE,
            "Fixed in 2.2",
        )
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
        assert!(story.fold_at("Mon 19:00").unwrap().waiting.is_empty());
    }
}

#[test]
fn a_bot_never_stops_the_clock() {
    for bot in [BOT, IGNORED] {
        for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 14:01", bot, "Thanks for your report!"))
        {
            assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
        }
        let story = on_github(SubjectForm::PullRequest).says("Mon 14:00", CUSTOMER, "Fix it");
        let story = story.comments("Mon 14:01", bot, "review:1", "LGTM").drafts("Mon 14:02", bot).closes("Mon 14:03", bot);
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
        assert_eq!(state(&story, "Mon 19:00"), State::Waiting, "what a bot closes still waits");
        let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails").marks("Mon 14:01", bot, "Mon 14:00");
        assert_eq!(runs(&story.presses_answered("Mon 14:02", bot), "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn a_review_by_staff_stops_the_clock_also_without_a_word() {
    for text in ["Please add a test", ""] {
        let story = on_github(SubjectForm::PullRequest).says("Mon 14:00", CUSTOMER, "Fix it");
        assert_eq!(runs(&story.comments("Mon 16:00", ADA, "review:7", text), "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
    }
}

#[test]
fn a_comment_in_a_review_by_staff_stops_the_clock() {
    let story = on_github(SubjectForm::PullRequest).says("Mon 14:00", CUSTOMER, "Fix it");
    assert_eq!(
        runs(&story.comments("Mon 16:00", ADA, "review_comment:8", "Why?"), "Mon 19:00"),
        ["Mon 14:00 answered Mon 16:00"]
    );
}

#[test]
fn closing_by_staff_stops_the_clock() {
    for merged in [false, true] {
        let story = on_github(SubjectForm::PullRequest).says("Mon 14:00", CUSTOMER, "Fix it");
        let story = story.does("Mon 16:00", ADA, "closed", What::Closed { merged, declined: false });
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
        assert_eq!(state(&story, "Mon 19:00"), State::Closed);
    }
}

#[test]
fn closing_with_a_comment_in_the_same_second_is_one_answer() {
    let story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").closes("Mon 16:00", ADA);
    let story = story.says("Mon 16:00", ADA, "Fixed in 2.2");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
    assert_eq!(state(&story, "Mon 19:00"), State::Closed);
    assert_eq!(effects(&story, "Mon 19:00")[1..], ["answered by a comment after 2h 0m, in time", "closed"]);
}

#[test]
fn somebody_outside_who_did_not_ask_does_not_stop_the_clock_by_closing() {
    let story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").closes("Mon 16:00", NEIGHBOUR);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
}

#[test]
fn a_check_mark_by_staff_stops_the_clock_and_one_by_others_does_not() {
    let asked = on_slack().says("Mon 14:00", CUSTOMER, "It fails");
    assert_eq!(runs(&asked.clone().marks("Mon 16:00", ADA, "Mon 14:00"), "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
    for other in [CUSTOMER, NEIGHBOUR] {
        assert_eq!(runs(&asked.clone().marks("Mon 16:00", other, "Mon 14:00"), "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn a_check_mark_that_was_taken_back_answers_nothing_and_one_that_was_put_again_does() {
    let taken_back = on_slack().says("Mon 14:00", CUSTOMER, "It fails").marks("Mon 15:00", ADA, "Mon 14:00");
    let taken_back = taken_back.unmarks("Mon 16:00", ADA, "Mon 14:00");
    assert_eq!(runs(&taken_back, "Mon 19:00"), ["Mon 14:00 goes on"]);
    assert_eq!(runs(&taken_back.marks("Mon 17:00", ADA, "Mon 14:00"), "Mon 19:00"), ["Mon 14:00 answered Mon 17:00"]);
}

#[test]
fn taking_back_one_s_own_check_mark_leaves_those_of_others() {
    let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails").marks("Mon 15:00", ADA, "Mon 14:00");
    let story = story.marks("Mon 16:00", GRACE, "Mon 14:00").unmarks("Mon 17:00", ADA, "Mon 14:00");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
}

#[test]
fn a_second_check_mark_of_one_person_does_not_make_the_first_one_undone() {
    // The news that it was taken back in between was lost, or the same mark was found twice.
    let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails").marks("Mon 15:00", ADA, "Mon 14:00");
    assert_eq!(runs(&story.marks("Wed 15:00", ADA, "Mon 14:00"), "Wed 19:00"), ["Mon 14:00 answered Mon 15:00"]);
}

#[test]
fn a_check_mark_answers_what_was_asked_before_it_and_not_what_comes_after() {
    let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails").marks("Mon 15:00", ADA, "Mon 14:00");
    assert_eq!(
        runs(&story.says("Mon 16:00", CUSTOMER, "And now?"), "Mon 19:00"),
        ["Mon 14:00 answered Mon 15:00", "Mon 16:00 goes on"]
    );
}

#[test]
fn answered_pressed_by_staff_stops_the_clock_and_pressed_by_others_does_not() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails")) {
        assert_eq!(runs(&story.clone().presses_answered("Mon 16:00", ADA), "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
        assert_eq!(runs(&story.presses_answered("Mon 16:00", CUSTOMER), "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn edits_labels_and_titles_never_stop_the_clock() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").edited("Mon 16:00", "Mon 14:00", "thanks!")) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
    let story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").labels("Mon 15:00", "bug");
    let story = story.unlabels("Mon 16:00", "bug").does("Mon 17:00", ADA, "retitled", What::Retitled);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
}

#[test]
fn an_answer_by_staff_when_nobody_waits_changes_nothing() {
    for story in everywhere(|it| {
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "Looking").says("Mon 16:00", GRACE, "Found it")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00"]);
        assert_eq!(effects(&story, "Mon 19:00")[2], "from our side; nobody was waiting");
    }
}

#[test]
fn within_one_second_comments_are_taken_in_the_order_of_their_ids_by_size() {
    // As texts, 1000 would come before 999; the ids go beyond 32 bits.
    for (asked, answered) in [("comment:999", "comment:1000"), ("comment:9999999999", "comment:10000000000")] {
        let story = on_github(SubjectForm::Issue).opens("Mon 14:00", ADA, "Plan", false);
        let story = story.comments("Mon 15:00", ADA, answered, "Yes").comments("Mon 15:00", CUSTOMER, asked, "Really?");
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 15:00 answered Mon 15:00"]);
    }
}

#[test]
fn a_check_mark_of_which_history_alone_tells_counts_from_its_message_on_unless_an_event_has_told_more() {
    let asked = || on_slack().says("Mon 14:00", CUSTOMER, "It fails").has_mark(ADA, "Mon 14:00");
    assert_eq!(runs(&asked(), "Mon 19:00"), ["Mon 14:00 answered Mon 14:00"]);
    assert_eq!(runs(&asked().marks("Mon 16:00", ADA, "Mon 14:00"), "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
    assert_eq!(runs(&asked().unmarks("Mon 15:00", ADA, "Mon 14:00"), "Mon 19:00"), ["Mon 14:00 goes on"]);
    assert_eq!(runs(&asked().marks("Mon 16:00", GRACE, "Mon 14:00"), "Mon 19:00"), ["Mon 14:00 answered Mon 14:00"]);
}
