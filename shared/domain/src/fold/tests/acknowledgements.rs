//! Rule 3: a bare thank-you after an answer.

use super::{effects, runs, state};
use crate::item::State;
use crate::testing::{ADA, CUSTOMER, NEIGHBOUR, Story, everywhere, on_github, on_slack};
use crate::{SubjectForm, What};

fn answered(story: Story) -> Story {
    story.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "Fixed in 2.2")
}

#[test]
fn a_bare_acknowledgement_after_an_answer_does_not_start_the_clock() {
    for text in ["thanks!", "👍", ":tada:", "Perfect, thank you!"] {
        for story in everywhere(|it| answered(it).says("Mon 16:00", CUSTOMER, text)) {
            assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00"], "{text}");
            assert_eq!(effects(&story, "Mon 19:00")[2], "an acknowledgement: the clock stays stopped");
        }
    }
}

#[test]
fn whatever_says_more_does() {
    for text in ["thanks, but it still fails", "Thanks! When is it out?", "", "https://example.test/log"] {
        for story in everywhere(|it| answered(it).says("Mon 16:00", CUSTOMER, text)) {
            assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 goes on"], "{text}");
        }
    }
}

#[test]
fn somebody_else_saying_thanks_does_not_start_it_either() {
    for story in everywhere(|it| answered(it).says("Mon 16:00", NEIGHBOUR, "thanks!")) {
        assert_eq!(state(&story, "Mon 19:00"), State::Answered);
    }
}

#[test]
fn before_a_word_of_ours_an_acknowledgement_is_a_comment() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "thanks!")) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn a_thank_you_under_what_we_said_unasked_does_not_start_the_clock() {
    for story in everywhere(|it| it.says("Mon 13:00", ADA, "2.2 is out").says("Mon 14:00", CUSTOMER, "thanks!")) {
        assert_eq!(runs(&story, "Mon 19:00"), [""; 0]);
        let story = story.says("Mon 15:00", CUSTOMER, "Does it run on arm64?");
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 15:00 goes on"]);
    }
}

#[test]
fn an_acknowledgement_does_not_stop_the_clock_of_another_comment() {
    for story in everywhere(|it| answered(it).says("Mon 16:00", CUSTOMER, "Still fails").says("Mon 17:00", CUSTOMER, "thanks")) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 goes on"]);
    }
}

#[test]
fn an_acknowledgement_after_a_question_that_was_taken_back_still_follows_an_answer() {
    for story in everywhere(|it| {
        let it = answered(it).says("Mon 16:00", CUSTOMER, "Still fails").deleted("Mon 16:30", "Mon 16:00");
        it.says("Mon 17:00", CUSTOMER, "thanks!")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 withdrawn Mon 16:30"]);
    }
}

#[test]
fn one_click_makes_an_acknowledgement_count_from_the_time_at_which_it_was_written() {
    for story in everywhere(|it| answered(it).says("Mon 16:00", CUSTOMER, "ok").counts("Mon 18:00", "Mon 16:00")) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 goes on"]);
        assert!(effects(&story, "Mon 19:00").contains(&"counted as a comment after all".to_owned()));
        let answered = story.says("Mon 18:30", ADA, "What is it?");
        assert_eq!(runs(&answered, "Mon 19:00")[1], "Mon 16:00 answered Mon 18:30");
    }
}

#[test]
fn that_click_counts_one_comment_and_no_other() {
    for story in everywhere(|it| {
        let it = answered(it).says("Mon 16:00", CUSTOMER, "ok").counts("Mon 16:30", "Mon 16:00");
        it.says("Mon 17:00", ADA, "Anything else?").says("Mon 18:00", CUSTOMER, "thanks")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 answered Mon 17:00"]);
    }
}

#[test]
fn an_edit_turns_no_question_into_an_acknowledgement() {
    for story in
        everywhere(|it| answered(it).says("Mon 16:00", CUSTOMER, "Still fails").edited("Mon 17:00", "Mon 16:00", "thanks"))
    {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 goes on"]);
    }
}

#[test]
fn an_acknowledgement_that_is_edited_into_a_question_is_one() {
    for story in
        everywhere(|it| answered(it).says("Mon 16:00", CUSTOMER, "thanks").edited("Mon 17:00", "Mon 16:00", "thanks, but how?"))
    {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 16:00 goes on"]);
    }
}

#[test]
fn thanks_after_it_was_closed_leaves_it_closed() {
    let story = answered(on_github(SubjectForm::Issue)).closes("Mon 15:30", ADA).says("Mon 16:00", CUSTOMER, "thanks!");
    assert_eq!(state(&story, "Mon 19:00"), State::Closed);
}

#[test]
fn reopening_is_no_acknowledgement() {
    let story =
        answered(on_github(SubjectForm::Issue)).closes("Mon 15:30", ADA).does("Mon 16:00", CUSTOMER, "reopened", What::Reopened);
    assert_eq!(runs(&story, "Mon 19:00")[1], "Mon 16:00 goes on");
}

#[test]
fn a_thank_you_at_top_level_right_after_a_message_of_ours_does_not_start_the_clock() {
    let story = on_slack().follows("Mon 13:30", ADA).says("Mon 14:00", CUSTOMER, "Thanks a lot!");
    assert_eq!(runs(&story, "Mon 19:00"), [""; 0]);
    assert_eq!(state(&story, "Mon 19:00"), State::Answered);
    let story = story.says("Mon 14:30", CUSTOMER, "Where is it in the docs?");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:30 goes on"]);
}

#[test]
fn a_thank_you_at_top_level_after_somebody_else_s_message_does() {
    let story = on_slack().follows("Mon 13:30", NEIGHBOUR).says("Mon 14:00", CUSTOMER, "Thanks a lot!");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
}

#[test]
fn whatever_says_more_than_thanks_after_a_message_of_ours_does() {
    let story = on_slack().follows("Mon 13:30", ADA).says("Mon 14:00", CUSTOMER, "Thanks, and how do I undo it?");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
}
