//! The revision: another one exactly where a card would show something else.

use crate::SubjectForm;
use crate::What;
use crate::fact::Decision;
use crate::id::ItemId;
use crate::testing::{ADA, CUSTOMER, GRACE, NEIGHBOUR, Story, bug_form, everywhere, on_github, on_slack, question_form};

fn revision(story: &Story) -> String {
    revision_at(story, "Mon 19:00")
}

fn revision_at(story: &Story, now: &str) -> String {
    story.fold_at(now).unwrap().triage.revision
}

fn asked() -> [Story; 2] {
    everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails"))
}

#[test]
fn whatever_is_done_about_an_item_its_card_shows() {
    let other = ItemId::from_stored("github:acme/widgets#7");
    for mut story in asked() {
        let mut seen = vec![revision(&story)];
        let deeds: Vec<Box<dyn Fn(Story) -> Story>> = vec![
            Box::new(|it| it.claims("Mon 14:10", ADA, None)),
            Box::new(|it| it.claims("Mon 14:11", GRACE, Some(ADA))),
            Box::new(|it| it.snoozes("Mon 14:12", ADA, "Mon 20:00")),
            Box::new(|it| it.wakes("Mon 14:13", ADA)),
            Box::new(|it| it.fills_in("Mon 14:14", ADA, question_form(false))),
            Box::new(|it| it.fills_in("Mon 14:15", ADA, bug_form(false))),
            Box::new(|it| it.sets_ready("Mon 14:16", ADA, true)),
            Box::new(|it| it.says_same_as("Mon 14:17", ADA, &other)),
            Box::new(|it| it.undoes_that("Mon 14:18", ADA)),
            Box::new(|it| it.hears_duplicate("Mon 14:19", &other, NEIGHBOUR, "same_as:1")),
            Box::new(|it| it.asks("Mon 14:20", ADA, GRACE, "Well?")),
            Box::new(|it| {
                let to = it.last();
                it.replies("Mon 14:21", GRACE, &to, "Yes")
            }),
            Box::new(|it| it.decides("Mon 14:22", ADA, Decision::DoIt)),
            Box::new(|it| it.makes_owner("Mon 14:23", ADA, GRACE)),
            Box::new(|it| it.edited("Mon 14:24", "Mon 14:00", "It fails on Tuesdays")),
            Box::new(|it| it.needs_no_response("Mon 14:25", ADA)),
        ];
        for (number, deed) in deeds.iter().enumerate() {
            story = deed(story);
            let now = revision(&story);
            assert!(!seen.contains(&now), "after deed {number}");
            seen.push(now);
        }
    }
}

#[test]
fn title_labels_and_closing_are_shown_too() {
    let story = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").says("Mon 14:30", ADA, "How?");
    let before = revision(&story);
    let retitled =
        story.clone().does("Mon 15:00", ADA, "retitled", What::Retitled).showing(|subject| subject.title = "New".to_owned());
    let shown = |label: &str| Some(vec![label.to_owned()]);
    let labelled = story.clone().labels("Mon 15:00", "bug").showing(|subject| subject.labels = shown("bug"));
    let listed = story.clone().says("Mon 15:00", ADA, "Well").showing(|subject| subject.labels = shown("bug"));
    let closed = story.clone().closes("Mon 15:00", ADA);
    for changed in [&retitled, &labelled, &listed, &closed] {
        assert_ne!(revision(changed), before);
    }
    assert_ne!(revision(&closed.clone().reopens("Mon 16:00", ADA)), revision(&closed));
}

#[test]
fn what_changes_nothing_on_a_card_leaves_the_revision_alone() {
    let other = ItemId::from_stored("github:acme/widgets#7");
    for story in asked() {
        let story = story.claims("Mon 14:10", ADA, None);
        let before = revision(&story);
        let unseen: [Story; 8] = [
            story.clone().claims("Mon 14:11", ADA, None),
            story.clone().claims("Mon 14:11", GRACE, None),
            story.clone().releases("Mon 14:11", GRACE, GRACE),
            story.clone().wakes("Mon 14:11", GRACE),
            story.clone().says("Mon 15:00", NEIGHBOUR, "Me too"),
            story.clone().hears_distinct("Mon 15:00", &other, "same_as:1"),
            story.clone().fills_in("Mon 15:00", NEIGHBOUR, bug_form(true)),
            story.clone().edited("Mon 15:00", "Mon 14:00", "It fails"),
        ];
        for (number, story) in unseen.iter().enumerate() {
            assert_eq!(revision(story), before, "{number}");
        }
        assert_eq!(revision_at(&story, "Mon 23:00"), before, "time alone changes no card");
        let retitled = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails");
        assert_eq!(revision(&retitled.clone().does("Mon 15:00", ADA, "retitled", What::Retitled)), revision(&retitled));
    }
}

#[test]
fn the_end_of_a_snooze_is_shown() {
    for story in asked() {
        let story = story.says("Mon 14:30", ADA, "How?").snoozes("Mon 15:00", ADA, "Tue 09:00");
        assert_ne!(revision_at(&story, "Tue 08:59:59"), revision_at(&story, "Tue 09:00"));
    }
}

#[test]
fn deleting_the_text_that_is_shown_shows_another() {
    let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails").says("Mon 14:01", NEIGHBOUR, "Here too").says(
        "Mon 14:30",
        ADA,
        "Fixed",
    );
    assert_ne!(revision(&story.clone().deleted("Mon 15:00", "Mon 14:00")), revision(&story));
    assert_eq!(revision(&story.clone().deleted("Mon 15:00", "Mon 14:01")), revision(&story));
}
