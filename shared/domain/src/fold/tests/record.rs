//! Rules 6 and 8 within one item: what is late stays late, by the sources' times; order and repetition do not matter.

use super::{effects, item, runs};
use crate::SubjectForm;
use crate::fold::Heard;
use crate::testing::{ADA, CUSTOMER, Story, everywhere, on_github, on_slack};

fn breaches(story: &Story, now: &str) -> u32 {
    item(story, now).breaches
}

#[test]
fn who_still_waits_at_the_deadline_waits_too_long() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails")) {
        assert_eq!(breaches(&story, "Tue 13:59:59"), 0);
        assert_eq!(breaches(&story, "Tue 14:00"), 1);
    }
}

#[test]
fn a_deadline_known_to_be_reached_is_a_breach_also_by_a_clock_that_is_slow() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").reached("Tue 13:00", "Mon 14:00", "remind-1h")) {
        assert_eq!(breaches(&story, "Tue 13:59:58"), 0);
        assert_eq!(breaches(&story.reached("Tue 14:00", "Mon 14:00", "escalate-0m"), "Tue 13:59:58"), 1);
    }
}

#[test]
fn an_answer_at_the_deadline_is_in_time_and_one_after_it_is_late() {
    for (answer, late) in [("Tue 13:59:59", 0), ("Tue 14:00", 0), ("Tue 14:00:01", 1)] {
        for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says(answer, ADA, "Update")) {
            assert_eq!(breaches(&story, "Fri 14:00"), late, "{answer}");
        }
    }
}

#[test]
fn an_answer_given_in_time_but_delivered_late_is_in_time() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").reached("Tue 14:00", "Mon 14:00", "escalate-0m")) {
        assert_eq!(breaches(&story, "Tue 15:00"), 1);
        let story = story.says("Tue 13:00", ADA, "Update");
        assert_eq!(runs(&story, "Tue 16:00"), ["Mon 14:00 answered Tue 13:00"]);
        assert_eq!(breaches(&story, "Fri 16:00"), 0);
    }
}

#[test]
fn what_is_late_stays_late_however_it_ends() {
    let late = |it: Story| it.says("Mon 14:00", CUSTOMER, "It fails");
    let mut stories: Vec<Story> = Vec::new();
    stories.extend(everywhere(|it| late(it).says("Wed 14:00", ADA, "Update")));
    stories.extend(everywhere(|it| late(it).deleted("Wed 14:00", "Mon 14:00")));
    stories.extend(everywhere(|it| late(it).presses_answered("Wed 14:00", ADA)));
    stories.push(late(on_slack()).marks("Wed 14:00", ADA, "Mon 14:00"));
    stories.push(late(on_slack()).shared().says_nearby("Wed 14:00", ADA, &[]));
    for end in [Story::closes, Story::drafts] {
        stories.push(end(late(on_github(SubjectForm::PullRequest)), "Wed 14:00", CUSTOMER));
    }
    stories.push(late(on_github(SubjectForm::Issue)).closes("Wed 14:00", ADA));
    stories.push(late(on_github(SubjectForm::Issue)).removed("Wed 14:00"));
    for story in stories {
        let runs = runs(&story, "Fri 14:00");
        assert!(runs.len() == 1 && runs[0].ends_with("Wed 14:00, late"), "{runs:?}");
        assert_eq!(breaches(&story, "Fri 14:00"), 1);
    }
}

#[test]
fn every_run_that_was_late_counts() {
    for story in everywhere(|it| {
        let it = it.says("Mon 14:00", CUSTOMER, "It fails").says("Tue 15:00", ADA, "How?");
        let it = it.says("Tue 16:00", CUSTOMER, "Like this").says("Tue 17:00", ADA, "I see");
        it.says("Wed 14:00", CUSTOMER, "And?")
    }) {
        assert_eq!(breaches(&story, "Thu 13:59"), 1);
        assert_eq!(breaches(&story, "Thu 14:00"), 2);
    }
}

#[test]
fn the_first_response_is_that_to_the_first_comment_that_was_answered() {
    for story in everywhere(|it| {
        let it = it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 14:10", CUSTOMER, "Hello?").says("Mon 15:00", ADA, "How?");
        it.says("Mon 16:00", CUSTOMER, "Like this").says("Mon 16:01", ADA, "I see")
    }) {
        assert_eq!(item(&story, "Mon 19:00").first_response_seconds, Some(3600));
    }
}

#[test]
fn the_trace_says_how_late_an_answer_was_and_which_steps_were_reached() {
    for story in everywhere(|it| {
        let it = it.says("Mon 14:00", CUSTOMER, "It fails").reached("Tue 10:00", "Mon 14:00", "remind-4h");
        it.reached("Tue 14:00", "Mon 14:00", "escalate-0m").says("Wed 16:00", ADA, "Update")
    }) {
        let expected = [
            "clock started, due 2026-03-03T14:00:00Z",
            "remind-4h: its time came",
            "escalate-0m: its time came",
            "answered by a comment after 2d 2h, late by 1d 2h",
        ];
        assert_eq!(effects(&story, "Fri 14:00"), expected);
    }
}

#[test]
fn a_step_of_a_run_that_has_ended_does_not_count() {
    for story in everywhere(|it| {
        let it = it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "How?");
        it.reached("Tue 10:00", "Mon 14:00", "remind-4h")
    }) {
        assert_eq!(effects(&story, "Fri 14:00").len(), 2);
    }
}

#[test]
fn the_trace_names_who_did_it_and_is_in_the_order_in_which_it_happened() {
    for mut story in everywhere(|it| {
        let it = it.knowing(ADA, crate::Role::Staff, "Ada Lovelace", None);
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 16:00", ADA, "Update").says("Mon 15:00", CUSTOMER, "Hello?")
    }) {
        story.heard.reverse();
        let trace = story.fold_at("Mon 19:00").unwrap().trace;
        let customer = CUSTOMER.on(story.platform).id;
        let by: Vec<&str> = trace.iter().map(|entry| entry.by.as_str()).collect();
        assert_eq!(by, [&customer, &customer, "Ada Lovelace"]);
        assert!(trace.is_sorted_by_key(|entry| entry.at));
    }
}

#[test]
fn a_fact_heard_twice_counts_once() {
    for story in everywhere(|it| {
        let it = it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", CUSTOMER, "Hello?");
        it.says("Mon 16:00", ADA, "How?").says("Mon 17:00", CUSTOMER, "Like this")
    }) {
        let once = story.fold_at("Mon 19:00");
        let twice: Vec<Heard> = story.heard.iter().chain(story.heard.iter().rev()).cloned().collect();
        assert_eq!(story.fold(&twice, "Mon 19:00"), once);
    }
}
