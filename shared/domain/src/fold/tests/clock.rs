//! Rules 0 and 1: when the clock starts, and how long it has.

use super::{effects, item, runs, state};
use crate::calendar::{Calendar, Hours, OpenRange};
use crate::item::State;
use crate::testing::{ADA, BOT, CUSTOMER, NEIGHBOUR, everywhere, new_york, on_github, on_slack, t};
use crate::{SubjectForm, What};
use jiff::civil::time;

#[test]
fn the_clock_runs_from_the_first_comment_from_outside_for_as_long_as_the_policy_says() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails")) {
        let item = item(&story, "Mon 15:00");
        assert_eq!(item.state, State::Waiting);
        assert_eq!(item.opened_at, t("Mon 14:00"));
        assert_eq!((item.waiting_since, item.due_at), (Some(t("Mon 14:00")), Some(t("Tue 14:00"))));
        assert_eq!((item.first_response_seconds, item.breaches), (None, 0));
    }
}

#[test]
fn the_requester_writing_again_neither_stops_nor_extends_the_clock() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 18:00", CUSTOMER, "Any news?")) {
        let item = item(&story, "Mon 19:00");
        assert_eq!((item.waiting_since, item.due_at), (Some(t("Mon 14:00")), Some(t("Tue 14:00"))));
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn somebody_else_from_outside_joining_in_does_not_extend_the_clock_either() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 18:00", NEIGHBOUR, "For me too")) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
        assert_eq!(item(&story, "Mon 19:00").requester.id, CUSTOMER.on(story.platform).id);
        let waiting = [CUSTOMER, NEIGHBOUR].map(|who| who.on(story.platform).key());
        assert_eq!(story.fold_at("Mon 19:00").unwrap().waiting, waiting);
    }
}

#[test]
fn a_new_comment_after_the_answer_starts_the_clock_again_from_its_own_time() {
    for story in everywhere(|it| {
        let it = it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 16:00", ADA, "Which version?");
        it.says("Mon 17:00", CUSTOMER, "2.1").says("Mon 18:00", CUSTOMER, "On Windows")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 16:00", "Mon 17:00 goes on"]);
        assert_eq!(item(&story, "Mon 19:00").due_at, Some(t("Tue 17:00")));
    }
}

#[test]
fn an_issue_that_staff_opened_becomes_an_item_when_somebody_outside_comments() {
    for story in everywhere(|it| it.says("Mon 14:00", ADA, "We plan to drop 1.x").says("Mon 15:00", ADA, "In May")) {
        assert_eq!(story.fold_at("Mon 16:00"), None);
        let story = story.says("Mon 17:00", CUSTOMER, "Please don't");
        let item = item(&story, "Mon 18:00");
        assert_eq!((item.opened_at, item.waiting_since), (t("Mon 17:00"), Some(t("Mon 17:00"))));
        assert_eq!(item.requester.id, CUSTOMER.on(story.platform).id);
    }
}

#[test]
fn what_a_bot_opened_becomes_an_item_when_somebody_outside_comments() {
    for story in everywhere(|it| it.says("Mon 14:00", BOT, "Bump serde to 1.0.220")) {
        assert_eq!(story.fold_at("Mon 16:00"), None);
        assert_eq!(runs(&story.says("Mon 17:00", CUSTOMER, "This breaks us"), "Mon 18:00"), ["Mon 17:00 goes on"]);
    }
}

#[test]
fn no_facts_or_none_from_outside_make_no_item() {
    for story in everywhere(|it| it) {
        assert_eq!(story.fold_at("Mon 16:00"), None);
    }
    let labelled = on_github(SubjectForm::Issue).opens("Mon 14:00", ADA, "Internal", false).labels("Mon 14:05", "bug");
    assert_eq!(labelled.closes("Mon 14:06", ADA).fold_at("Mon 16:00"), None);
}

#[test]
fn a_comment_without_text_is_still_a_comment() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "")) {
        assert_eq!(runs(&story, "Mon 15:00"), ["Mon 14:00 goes on"]);
    }
    assert_eq!(item(&on_slack().says("Mon 14:00", CUSTOMER, ""), "Mon 15:00").title, "(no text)");
}

#[test]
fn a_deleted_account_is_somebody_from_outside() {
    let ghost = crate::testing::Somebody { slack: "U0GHOST01", github: "ghost", automated: false };
    for story in everywhere(|it| it.says("Mon 14:00", ghost, "It fails")) {
        assert_eq!(state(&story, "Mon 15:00"), State::Waiting);
    }
}

#[test]
fn a_review_from_outside_without_a_word_starts_nothing_but_its_comments_do() {
    let story = on_github(SubjectForm::PullRequest).opens("Mon 14:00", ADA, "Drop 1.x", false);
    let approved = story.comments("Mon 15:00", CUSTOMER, "review:55", "  ");
    assert_eq!(approved.fold_at("Mon 16:00"), None);
    let commented = approved.clone().comments("Mon 15:00", CUSTOMER, "review_comment:56", "Why this line?");
    assert_eq!(runs(&commented, "Mon 16:00"), ["Mon 15:00 goes on"]);
    let worded = approved.comments("Mon 15:30", CUSTOMER, "review:57", "Will this be in 2.2?");
    assert_eq!(runs(&worded, "Mon 16:00"), ["Mon 15:30 goes on"]);
}

#[test]
fn the_deadline_counts_in_the_hours_of_the_policy() {
    let mut story = on_slack().says("Mon 23:30", CUSTOMER, "It fails");
    let policy = story.rules.policies.get_mut("default").unwrap();
    let open = vec![OpenRange { from: time(9, 0, 0, 0), until: Some(time(17, 0, 0, 0)) }];
    let [sat, sun] = [Vec::new(), Vec::new()];
    let week = [open.clone(), open.clone(), open.clone(), open.clone(), open, sat, sun];
    policy.hours = Hours::Open(Calendar { zone: new_york(), week, holidays: [jiff::civil::date(2026, 3, 3)].into() });
    policy.respond_within = "4h".parse().unwrap();
    // Monday 18:30 in New York: four open hours after Wednesday's opening, Tuesday being a holiday.
    assert_eq!(item(&story, "Tue 12:00").due_at, Some(t("Wed 18:00")));
    assert_eq!((item(&story, "Wed 17:59").breaches, item(&story, "Wed 18:00").breaches), (0, 1));
}

#[test]
fn a_day_ends_at_the_same_local_time_when_the_clocks_change_and_24_hours_do_not() {
    let mut story = on_slack().says("Sat 20:00", CUSTOMER, "It fails");
    assert_eq!(item(&story, "Sat 21:00").due_at, Some(t("Sun 20:00")));
    story.rules.policies.get_mut("default").unwrap().respond_within = "1d".parse().unwrap();
    assert_eq!(item(&story, "Sat 21:00").due_at, Some(t("Sun 19:00")));
}

#[test]
fn the_time_of_a_comment_is_the_source_s_own_to_the_microsecond_of_slack() {
    let story = on_slack().says("Mon 14:00:00.000200", CUSTOMER, "It fails").says("Mon 14:00:01.000100", ADA, "Looking");
    let item = item(&story, "Mon 15:00");
    assert_eq!(item.opened_at, t("Mon 14:00:00.000200"));
    // Not a whole second yet.
    assert_eq!(item.first_response_seconds, Some(0));
}

#[test]
fn edits_labels_and_a_retitling_start_nothing() {
    let story = on_github(SubjectForm::Issue).opens("Mon 14:00", ADA, "Internal", false);
    let story = story.edited("Mon 14:10", "Mon 14:00", "Internal!").labels("Mon 14:20", "bug").unlabels("Mon 14:30", "bug");
    assert_eq!(story.does("Mon 14:40", CUSTOMER, "retitled", What::Retitled).fold_at("Mon 15:00"), None);
}

#[test]
fn the_trace_says_what_started_the_clock_and_what_did_not() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 18:00", CUSTOMER, "Any news?")) {
        let expected = ["clock started, due 2026-03-03T14:00:00Z", "waits already, since 2026-03-02T14:00:00Z"];
        assert_eq!(effects(&story, "Mon 19:00"), expected);
    }
}
