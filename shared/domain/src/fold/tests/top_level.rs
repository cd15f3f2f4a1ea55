//! Rule 2 across threads: a message of ours at top level of the channel.

use super::{effects, runs};
use crate::testing::{ADA, BOT, CUSTOMER, GRACE, NEIGHBOUR, Story, on_slack};

fn asked() -> Story {
    on_slack().says("Mon 14:00", CUSTOMER, "It fails")
}

#[test]
fn a_top_level_message_of_staff_answers_the_item_whose_requester_it_mentions() {
    let story = asked().says_nearby("Mon 16:00", ADA, &[CUSTOMER]);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
    assert_eq!(effects(&story, "Mon 19:00")[1], "answered by a message in the channel after 2h 0m, in time");
}

#[test]
fn it_answers_nothing_else_in_a_channel_of_our_own() {
    for mentions in [&[][..], &[NEIGHBOUR], &[GRACE]] {
        assert_eq!(runs(&asked().says_nearby("Mon 16:00", ADA, mentions), "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn it_does_not_answer_who_asked_by_mentioning_who_has_joined_their_thread() {
    let story = asked().says("Mon 15:00", NEIGHBOUR, "For me too");
    assert_eq!(runs(&story.says_nearby("Mon 16:00", ADA, &[NEIGHBOUR]), "Mon 19:00"), ["Mon 14:00 goes on"]);
}

#[test]
fn it_answers_whom_it_mentions_that_waits_in_somebody_elses_thread() {
    let story = asked().says("Mon 15:00", ADA, "Looking").says("Mon 15:30", NEIGHBOUR, "For me too");
    let story = story.says_nearby("Mon 16:00", ADA, &[NEIGHBOUR]);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 15:30 answered Mon 16:00"]);
}

#[test]
fn it_answers_the_requester_also_when_only_others_wait_in_the_thread_by_now() {
    let story = asked().says("Mon 15:00", ADA, "Looking").says("Mon 15:30", NEIGHBOUR, "For me too");
    let story = story.says_nearby("Mon 16:00", ADA, &[CUSTOMER]);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00", "Mon 15:30 answered Mon 16:00"]);
}

#[test]
fn in_a_channel_shared_with_another_organisation_it_answers_everything_that_waits() {
    assert_eq!(runs(&asked().shared().says_nearby("Mon 16:00", ADA, &[]), "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
}

#[test]
fn it_answers_what_was_asked_before_it_and_not_what_comes_after() {
    let story = asked().shared().says_nearby("Mon 13:00", ADA, &[CUSTOMER]);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    let story = story.says_nearby("Mon 16:00", ADA, &[CUSTOMER]).says("Mon 17:00", CUSTOMER, "And now?");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00", "Mon 17:00 goes on"]);
}

#[test]
fn messages_of_bots_and_from_outside_at_top_level_answer_nothing() {
    for who in [BOT, CUSTOMER, NEIGHBOUR] {
        assert_eq!(runs(&asked().shared().says_nearby("Mon 16:00", who, &[CUSTOMER]), "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn a_top_level_message_from_outside_is_no_comment_on_another_item() {
    let story = asked().says("Mon 15:00", ADA, "Looking").says_nearby("Mon 16:00", CUSTOMER, &[]);
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00"]);
    assert_eq!(story.fold_at("Mon 19:00").unwrap().comments, 1);
}

#[test]
fn a_thank_you_after_an_answer_at_top_level_does_not_start_the_clock() {
    let story = asked().shared().says_nearby("Mon 16:00", ADA, &[]).says("Mon 17:00", CUSTOMER, "thanks!");
    assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
}
