//! Who has an item: one person at most, and of two who press at once the first.

use super::item;
use crate::item::Wish;
use crate::testing::{ADA, CUSTOMER, GRACE, Story, everywhere, on_github, on_slack};
use crate::{SubjectForm, item::Triage};

fn asked() -> [Story; 2] {
    everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails"))
}

fn holder(story: &Story) -> Option<String> {
    item(story, "Mon 19:00").claimed_by
}

fn triage(story: &Story) -> Triage {
    story.fold_at("Mon 19:00").unwrap().triage
}

fn actions(story: &Story) -> Vec<String> {
    triage(story).actions.into_iter().map(|action| format!("{} {}", action.by, action.what)).collect()
}

const ADA_HAS_IT: Option<&str> = Some(ADA.slack);
const GRACE_HAS_IT: Option<&str> = Some(GRACE.slack);

#[test]
fn who_claims_an_item_has_it_until_they_release_it() {
    for story in asked() {
        assert_eq!(holder(&story), None);
        let story = story.claims("Mon 15:00", ADA, None);
        assert_eq!(holder(&story).as_deref(), ADA_HAS_IT);
        assert_eq!(holder(&story.releases("Mon 16:00", ADA, ADA)), None);
    }
}

#[test]
fn a_claim_does_not_stop_the_clock() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None);
        assert_eq!(super::runs(&story, "Mon 19:00"), ["Mon 14:00 goes on"]);
    }
}

#[test]
fn of_two_who_claim_at_once_the_first_has_it() {
    for story in asked() {
        let story = story.claims("Mon 15:00:01", GRACE, None).claims("Mon 15:00", ADA, None);
        assert_eq!(holder(&story).as_deref(), ADA_HAS_IT);
        assert_eq!(actions(&story), ["slack:U0STAFF01 claimed it"]);
        assert!(super::effects(&story, "Mon 19:00").contains(&"not claimed: somebody else was faster".to_owned()));
    }
}

#[test]
fn of_two_who_take_over_at_once_the_first_has_it() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None).claims("Mon 16:00", GRACE, Some(ADA)).claims("Mon 16:00:01", ADA, None);
        assert_eq!(holder(&story).as_deref(), GRACE_HAS_IT);
    }
}

#[test]
fn a_second_click_claims_nothing_more() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None).claims("Mon 15:00:00.3", ADA, None);
        assert_eq!(actions(&story).len(), 1);
        let story = story.releases("Mon 16:00", ADA, ADA).releases("Mon 16:00:00.3", ADA, ADA);
        assert_eq!(actions(&story), ["slack:U0STAFF01 claimed it", "slack:U0STAFF01 released it"]);
    }
}

#[test]
fn a_release_that_comes_after_somebody_else_has_taken_over_releases_nobody() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None).claims("Mon 16:00", GRACE, Some(ADA)).releases("Mon 16:00:01", ADA, ADA);
        assert_eq!(holder(&story).as_deref(), GRACE_HAS_IT);
    }
}

#[test]
fn a_colleague_can_release_it_for_who_has_it() {
    for story in asked() {
        assert_eq!(holder(&story.claims("Mon 15:00", ADA, None).releases("Mon 16:00", GRACE, ADA)), None);
    }
}

#[test]
fn taking_back_a_take_over_gives_it_back() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None).claims("Mon 16:00", GRACE, Some(ADA)).undoes_that("Mon 16:30", GRACE);
        assert_eq!(holder(&story).as_deref(), ADA_HAS_IT);
    }
}

#[test]
fn who_took_it_over_has_it_also_where_the_claim_before_is_taken_back_later() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None);
        let claim = story.last();
        let story = story.claims("Mon 15:10", GRACE, Some(ADA)).undoes("Mon 15:20", ADA, &claim);
        assert_eq!(holder(&story).as_deref(), GRACE_HAS_IT);
    }
}

#[test]
fn taking_back_a_claim_that_was_released_meanwhile_leaves_it_to_nobody() {
    for story in asked() {
        let story = story.claims("Mon 15:00", ADA, None);
        let claim = story.last();
        let story = story.releases("Mon 15:10", GRACE, ADA).undoes("Mon 15:20", ADA, &claim);
        assert_eq!(holder(&story), None);
    }
}

#[test]
fn a_claim_assigns_the_issue_and_a_change_of_hands_assigns_it_anew() {
    let story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails");
    let wish = |add: &[&str], remove: &[&str]| {
        let logins = |logins: &[&str]| logins.iter().map(|login| (*login).to_owned()).collect();
        Some(Wish { add: logins(add), remove: logins(remove) })
    };
    assert_eq!(triage(&story).assignees, None);
    let story = story.claims("Mon 15:00", ADA, None);
    assert_eq!(triage(&story).assignees, wish(&[ADA.github], &[]));
    assert_eq!(triage(&story.clone().undoes_that("Mon 15:01", ADA)).assignees, wish(&[], &[ADA.github]), "it may have been done");
    let story = story.claims("Mon 16:00", GRACE, Some(ADA));
    assert_eq!(triage(&story).assignees, wish(&[GRACE.github], &[ADA.github]));
    assert_eq!(triage(&story.releases("Mon 17:00", GRACE, GRACE)).assignees, wish(&[], &[ADA.github, GRACE.github]));
}

#[test]
fn nobody_is_assigned_where_there_is_nothing_to_assign_them_to() {
    let discussion = on_github(SubjectForm::Discussion);
    for story in [on_slack(), discussion] {
        let story = story.says("Mon 14:00", CUSTOMER, "It fails").claims("Mon 15:00", ADA, None);
        assert_eq!(triage(&story).assignees, None);
    }
}

#[test]
fn a_login_of_two_accounts_is_not_taken_off_for_one_of_them() {
    let mut story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails");
    story.rules.on_call.rotation[1].github = Some(ADA.github.to_owned());
    let story = story.claims("Mon 15:00", ADA, None).claims("Mon 16:00", GRACE, Some(ADA));
    assert_eq!(triage(&story).assignees.unwrap(), Wish { add: vec![ADA.github.to_owned()], remove: Vec::new() });
}
