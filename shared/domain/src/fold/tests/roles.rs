//! Rule 7: who is staff.

use super::{runs, state};
use crate::item::State;
use crate::person::{Author, Platform, Role};
use crate::testing::{CUSTOMER, IGNORED, NEIGHBOUR, Somebody, everywhere, rules};

/// Somebody who is not listed as anything.
const LINUS: Somebody = Somebody { slack: "U0LINUS01", github: "Linus-GH", automated: false };

#[test]
fn listed_as_staff_is_staff_on_github_in_any_case() {
    let shouting = Somebody { github: "ADA-GH", ..crate::testing::ADA };
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", shouting, "How?")) {
        assert_eq!(state(&story, "Mon 19:00"), State::Answered);
    }
}

#[test]
fn slack_ids_are_taken_as_they_are() {
    let team = rules().team;
    let author = Author { platform: Platform::Slack, id: "u0staff01".to_owned(), automated: false };
    assert_eq!(team.known_role(&author), None);
}

#[test]
fn whom_a_look_up_found_to_be_staff_is_staff() {
    for story in everywhere(|it| {
        let it = it.knowing(LINUS, Role::Staff, "Linus", None);
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", LINUS, "How?")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00"]);
    }
}

#[test]
fn what_cannot_be_looked_up_counts_as_outside_and_may_be_looked_up_again() {
    for story in everywhere(|it| it.says("Mon 14:00", LINUS, "It fails")) {
        let folded = story.fold_at("Mon 19:00").unwrap();
        assert_eq!(folded.item.state, State::Waiting);
        assert!(folded.people[&LINUS.on(story.platform).key()].provisional);
    }
}

#[test]
fn being_listed_goes_before_what_a_look_up_found() {
    for story in everywhere(|it| {
        let it = it.knowing(crate::testing::ADA, Role::Outside, "Ada", None).knowing(IGNORED, Role::Staff, "Robot", None);
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", IGNORED, "Hello")
    }) {
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
        assert_eq!(runs(&story.says("Mon 16:00", crate::testing::ADA, "How?"), "Mon 19:00"), ["Mon 14:00 answered Mon 16:00"]);
    }
}

#[test]
fn an_event_that_shows_a_bot_is_a_bot_s_whatever_is_listed() {
    let ada_s_script = Somebody { automated: true, ..crate::testing::ADA };
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ada_s_script, "Hello")) {
        assert_eq!(state(&story, "Mon 19:00"), State::Waiting);
    }
}

#[test]
fn everyone_who_takes_part_is_kept_with_what_they_are_to_us() {
    for story in everywhere(|it| {
        let it = it.knowing(LINUS, Role::Staff, "Linus", None);
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 14:30", NEIGHBOUR, "For me too").says("Mon 15:00", LINUS, "How?")
    }) {
        let people = story.fold_at("Mon 19:00").unwrap().people;
        let roles = [CUSTOMER, NEIGHBOUR, LINUS].map(|who| people[&who.on(story.platform).key()].role);
        assert_eq!(roles, [Role::Outside, Role::Outside, Role::Staff]);
    }
}
