//! Kind, form and readiness as somebody says them in Slack.

use super::item;
use crate::SubjectForm;
use crate::fact::Triaged;
use crate::item::{Kind, Triage};
use crate::testing::{ADA, CUSTOMER, GRACE, Story, bug_form, everywhere, on_github, on_slack, question_form, t};

fn asked() -> [Story; 2] {
    everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails"))
}

fn triage(story: &Story) -> Triage {
    story.fold_at("Mon 19:00").unwrap().triage
}

fn verdict(story: &Story) -> (Option<Kind>, bool) {
    let item = item(story, "Mon 19:00");
    (item.kind, item.ready)
}

#[test]
fn a_form_sets_kind_fields_and_readiness_and_leaves_the_clock_alone() {
    for story in asked() {
        let story = story.fills_in("Mon 15:00", ADA, bug_form(true));
        let item = item(&story, "Mon 19:00");
        assert_eq!((item.kind, item.ready, item.missing), (Some(Kind::Bug), true, Vec::new()));
        assert_eq!(item.form, bug_form(true).form);
        assert_eq!(triage(&story).ready_since, Some(t("Mon 15:00")));
        assert_eq!(super::runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn an_incomplete_form_is_kept_and_is_not_ready() {
    for story in asked() {
        let story = story.fills_in("Mon 15:00", ADA, question_form(true));
        let item = item(&story, "Mon 19:00");
        assert_eq!((item.kind, item.ready), (Some(Kind::Question), false));
        assert_eq!(item.missing, ["best_guess", "docs_location"]);
    }
}

#[test]
fn the_last_form_holds() {
    for story in asked() {
        let story = story.fills_in("Mon 16:00", GRACE, question_form(false)).fills_in("Mon 15:00", ADA, bug_form(true));
        assert_eq!(verdict(&story), (Some(Kind::Question), false));
        assert_eq!(triage(&story).ready_since, None);
    }
}

#[test]
fn what_else_a_form_found_out_is_kept_with_it() {
    let found = Triaged {
        low_risk: true,
        docs_covered: true,
        docs_missing: true,
        existing: Some("https://x.test/1".into()),
        ..bug_form(false)
    };
    for story in asked() {
        let story = story.fills_in("Mon 15:00", ADA, found.clone());
        let triage = triage(&story);
        assert!(triage.low_risk && triage.docs_covered && triage.docs_missing);
        assert_eq!(triage.existing, found.existing);
        let later = self::triage(&story.fills_in("Mon 16:00", ADA, bug_form(false)));
        assert!(!later.low_risk && !later.docs_covered && !later.docs_missing && later.existing.is_none());
    }
}

#[test]
fn a_pull_request_stays_one_whatever_a_form_says_and_nothing_else_is_one() {
    let story = on_github(SubjectForm::PullRequest).says("Mon 14:00", CUSTOMER, "Fix").fills_in("Mon 15:00", ADA, bug_form(true));
    assert_eq!(verdict(&story), (Some(Kind::PullRequest), false), "the fields are a bug's");
    for story in asked() {
        let story = story.fills_in("Mon 15:00", ADA, Triaged { kind: Kind::PullRequest, ..bug_form(false) });
        assert_eq!(verdict(&story).0, None);
    }
}

#[test]
fn the_button_makes_ready_only_what_is_complete() {
    for story in asked() {
        assert_eq!(verdict(&story.clone().sets_ready("Mon 15:00", ADA, true)), (None, false), "of no kind");
        let incomplete = story.clone().fills_in("Mon 15:00", ADA, question_form(false)).sets_ready("Mon 16:00", ADA, true);
        assert_eq!(verdict(&incomplete), (Some(Kind::Question), false));
        let complete = story.fills_in("Mon 15:00", ADA, bug_form(false)).sets_ready("Mon 16:00", ADA, true);
        assert_eq!(verdict(&complete), (Some(Kind::Bug), true));
        assert_eq!(triage(&complete).ready_since, Some(t("Mon 16:00")));
        assert_eq!(verdict(&complete.sets_ready("Mon 17:00", GRACE, false)), (Some(Kind::Bug), false));
    }
}

#[test]
fn pressing_ready_twice_is_pressing_it_once_and_is_taken_back_as_once() {
    for story in asked() {
        let story = story.fills_in("Mon 15:00", ADA, bug_form(false)).sets_ready("Mon 16:00", ADA, true);
        let (first, before) = (story.last(), triage(&story));
        let story = story.sets_ready("Mon 16:00:00.4", ADA, true);
        assert_eq!(triage(&story), before);
        assert_eq!(verdict(&story.undoes("Mon 16:10", ADA, &first)), (Some(Kind::Bug), false));
    }
}

#[test]
fn what_is_not_ready_cannot_be_taken_off() {
    for story in asked() {
        let before = triage(&story);
        assert_eq!(triage(&story.sets_ready("Mon 15:00", ADA, false)), before);
    }
}

#[test]
fn taking_back_a_form_takes_back_the_readiness_that_was_said_of_it() {
    for story in asked() {
        let story = story.fills_in("Mon 15:00", ADA, bug_form(false));
        let form = story.last();
        let story = story.sets_ready("Mon 15:10", ADA, true).undoes("Mon 15:20", ADA, &form);
        assert_eq!(verdict(&story), (None, false));
        assert_eq!(triage(&story).ready_since, None);
    }
}

#[test]
fn taking_back_a_form_restores_the_one_before() {
    for story in asked() {
        let story = story.fills_in("Mon 15:00", ADA, bug_form(true)).fills_in("Mon 16:00", GRACE, question_form(false));
        let story = story.undoes_that("Mon 16:30", GRACE);
        assert_eq!(verdict(&story), (Some(Kind::Bug), true));
        assert_eq!(triage(&story).ready_since, Some(t("Mon 15:00")), "ready all the time, as it turned out");
        assert_eq!(item(&story, "Mon 19:00").form, bug_form(true).form);
    }
}

#[test]
fn a_thread_in_slack_wishes_nothing_of_a_tracker() {
    let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails").fills_in("Mon 15:00", ADA, bug_form(true));
    assert_eq!(triage(&story).labels, None);
}
