//! Every action can be taken back for a while: as if it had not been.

use super::{effects, item, runs};
use crate::fact::Decision;
use crate::id::ItemId;
use crate::item::{Action, Item};
use crate::testing::{ADA, CUSTOMER, GRACE, Somebody, Story, bug_form, everywhere};

type Deed = fn(Story) -> Story;

fn asked() -> [Story; 2] {
    everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails"))
}

/// All that can be done about an item that waits, on Monday at 15:00.
const DEEDS: [(&str, Deed); 11] = [
    ("that it was answered", |it| it.presses_answered("Mon 15:00", ADA)),
    ("the claim", |it| it.claims("Mon 15:00", ADA, None)),
    ("the snooze", |it| it.snoozes("Mon 15:00", ADA, "Mon 20:00")),
    ("that no response is needed", |it| it.needs_no_response("Mon 15:00", ADA)),
    ("the form", |it| it.fills_in("Mon 15:00", ADA, bug_form(true))),
    ("that it is the same as another", |it| it.says_same_as("Mon 15:00", ADA, &ItemId::from_stored("github:acme/widgets#7"))),
    ("the question to a colleague", |it| it.asks("Mon 15:00", ADA, GRACE, "Well?")),
    ("putting it on the list", |it| it.tracks("Mon 15:00", ADA, CUSTOMER, "It fails")),
    ("the decision", |it| it.decides("Mon 15:00", ADA, Decision::DoIt)),
    ("the owner", |it| it.makes_owner("Mon 15:00", ADA, GRACE)),
    ("the release", |it| it.claims("Mon 14:30", ADA, None).releases("Mon 15:00", ADA, ADA)),
];

fn shown(story: &Story) -> (Item, Vec<String>) {
    (item(story, "Mon 19:00"), runs(story, "Mon 19:00"))
}

fn actions(story: &Story) -> Vec<Action> {
    story.fold_at("Mon 19:00").unwrap().triage.actions
}

fn undone_by(who: Somebody, when: &str) -> impl Fn(Story) -> Story {
    move |story| story.undoes_that(when, who)
}

#[test]
fn whatever_was_done_can_be_taken_back_within_the_hour_by_anyone_on_staff() {
    for story in asked() {
        for (words, deed) in DEEDS.into_iter().filter(|(words, _)| *words != "the release") {
            for undo in [undone_by(ADA, "Mon 15:00:01"), undone_by(GRACE, "Mon 16:00")] {
                let undone = undo(deed(story.clone()));
                assert_eq!(shown(&undone), shown(&story), "{words}");
                let words = format!("took back {words}");
                assert_eq!(effects(&undone, "Mon 19:00").last(), Some(&words));
                let actions = actions(&undone);
                assert_eq!(actions.last().map(|action| (&action.what, action.can_be_undone)), Some((&words, false)));
                assert_eq!(actions.len(), 1, "what was taken back is no action");
            }
        }
    }
}

#[test]
fn taking_back_a_release_gives_it_back() {
    for story in asked() {
        let (_, release) = DEEDS[10];
        assert_eq!(item(&release(story).undoes_that("Mon 15:10", ADA), "Mon 19:00").claimed_by.as_deref(), Some(ADA.slack));
    }
}

#[test]
fn after_an_hour_nothing_is_taken_back_and_the_trace_says_so() {
    for story in asked() {
        for (words, deed) in DEEDS {
            let done = deed(story.clone());
            let late = done.clone().undoes_that("Mon 16:00:01", ADA);
            assert_eq!(shown(&late), shown(&done), "{words}");
            assert_eq!(actions(&late), actions(&done));
            assert!(effects(&late, "Mon 19:00").last().unwrap().starts_with("too late to take back"));
        }
    }
}

#[test]
fn nothing_is_taken_back_before_it_was_done() {
    for story in asked() {
        for (words, deed) in DEEDS {
            let done = deed(story.clone());
            assert_eq!(shown(&done.clone().undoes_that("Mon 14:59:59", ADA)), shown(&done), "{words}");
        }
    }
}

#[test]
fn what_is_taken_back_twice_is_taken_back_once() {
    for story in asked() {
        for (words, deed) in DEEDS {
            let done = deed(story.clone());
            let fact = done.last();
            let once = done.undoes("Mon 15:10", ADA, &fact);
            let twice = once.clone().undoes("Mon 15:11", GRACE, &fact);
            assert_eq!((shown(&twice), actions(&twice)), (shown(&once), actions(&once)), "{words}");
            assert_eq!(effects(&twice, "Mon 19:00").last().unwrap(), "taken back already");
        }
    }
}

#[test]
fn what_a_double_click_did_is_taken_back_as_once() {
    for story in asked() {
        for press in [Story::presses_answered, Story::needs_no_response] {
            let once = press(story.clone(), "Mon 15:00", ADA);
            let first = once.last();
            let twice = press(once, "Mon 15:00:00.4", ADA);
            assert_eq!(actions(&twice).len(), 1, "done once");
            assert_eq!(shown(&twice.undoes("Mon 15:10", ADA, &first)), shown(&story));
        }
    }
}

#[test]
fn what_somebody_else_did_too_stands() {
    for story in asked() {
        let story = story.presses_answered("Mon 15:00", ADA);
        let first = story.last();
        let story = story.presses_answered("Mon 15:00:01", GRACE).undoes("Mon 15:10", ADA, &first);
        assert_eq!(runs(&story, "Mon 19:00"), ["Mon 14:00 answered Mon 15:00"]);
        assert_eq!(
            story.fold_at("Mon 19:00").unwrap().runs[0].end.as_ref().unwrap().answered_by.as_deref(),
            Some("slack:U0STAFF02")
        );
    }
}

#[test]
fn taking_something_back_cannot_be_taken_back() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None).undoes_that("Mon 15:10", ADA).undoes_that("Mon 15:11", ADA);
        assert_eq!(item(&story, "Mon 19:00").claimed_by, None);
    }
}

#[test]
fn nothing_that_happened_in_the_source_can_be_taken_back() {
    for story in asked() {
        let answered = story.says("Mon 15:00", ADA, "How?");
        assert_eq!(shown(&answered.clone().undoes_that("Mon 15:10", ADA)), shown(&answered));
    }
}

#[test]
fn an_answer_that_is_taken_back_lets_the_clock_run_on_from_where_it_began() {
    for story in asked() {
        let story = story.presses_answered("Tue 13:30", ADA).undoes_that("Tue 14:10", ADA);
        assert_eq!(runs(&story, "Tue 14:10"), ["Mon 14:00 goes on, late"]);
    }
}

#[test]
fn the_last_three_actions_are_kept() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None).snoozes("Mon 15:10", ADA, "Mon 20:00").wakes("Mon 15:20", ADA);
        let story = story.releases("Mon 15:30", ADA, ADA);
        let what: Vec<String> = actions(&story).into_iter().map(|action| action.what).collect();
        assert_eq!(what, ["snoozed it until 2026-03-02T20:00:00Z", "took it back from snoozing", "released it"]);
    }
}

#[test]
fn no_response_needed_ends_the_wait_without_an_answer() {
    for story in asked() {
        let story = story.needs_no_response("Mon 15:00", ADA);
        let end = story.fold_at("Mon 19:00").unwrap().runs.remove(0).end.unwrap();
        assert_eq!((end.answered_by, end.dismissed_by.as_deref()), (None, Some("slack:U0STAFF01")));
        assert_eq!(item(&story, "Mon 19:00").first_response_seconds, None);
        let again = story.clone().needs_no_response("Mon 16:00", GRACE);
        assert_eq!(shown(&again), shown(&story), "nobody was waiting");
    }
}

#[test]
fn what_needs_no_response_too_late_stays_late() {
    for story in asked() {
        let story = story.needs_no_response("Tue 15:00", ADA);
        assert_eq!(item(&story, "Fri 14:00").breaches, 1);
    }
}
