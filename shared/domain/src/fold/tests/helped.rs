//! Whom to thank for an answer: the clock knows only ours.

use super::effects;
use crate::fact::{SubjectForm, What};
use crate::item::{Helped, State};
use crate::person::{Platform, Role};
use crate::testing::{ADA, BOT, CUSTOMER, NEIGHBOUR, Somebody, Story, on_github};

/// A question of the customer's, and a comment by `who`.
fn answered_by(who: Somebody) -> Story {
    on_github(SubjectForm::Discussion).says("Mon 14:00", CUSTOMER, "How?").says("Mon 15:00", who, "Like this.")
}

trait Choosing {
    fn chooses(self, when: &str, of: &str, by: Somebody) -> Self;
    fn unchooses(self, when: &str, of: &str) -> Self;
}

impl Choosing for Story {
    fn chooses(self, when: &str, of: &str, by: Somebody) -> Self {
        let id = self.id_of(of);
        let url = Some(format!("https://github.test/acme/widgets/discussions/12#{id}"));
        self.does(when, ADA, &format!("chosen:{id}"), What::AnswerChosen { id, author: by.on(Platform::Github), url })
    }

    fn unchooses(self, when: &str, of: &str) -> Self {
        let id = self.id_of(of);
        self.does(when, ADA, &format!("unchosen:{id}"), What::AnswerUnchosen { id })
    }
}

fn helped(story: &Story) -> Option<Helped> {
    story.fold_at("Mon 20:00").unwrap().triage.helped
}

#[test]
fn an_answer_from_outside_that_is_chosen_is_help_and_does_not_stop_the_clock() {
    let story = answered_by(NEIGHBOUR).knowing(NEIGHBOUR, Role::Outside, "Hubert", Some("Globex"));
    assert_eq!(helped(&story), None, "nobody has chosen it");
    let story = story.chooses("Mon 16:00", "Mon 15:00", NEIGHBOUR);
    let help = helped(&story).unwrap();
    assert_eq!((help.by.id.as_str(), help.by.name.as_str(), help.by.company.as_deref()), ("hubber", "Hubert", Some("Globex")));
    assert_eq!(help.at, crate::testing::t("Mon 16:00"));
    assert!(help.url.contains("discussions/12#comment:"), "{}", help.url);
    assert_eq!(story.fold_at("Mon 20:00").unwrap().item.state, State::Waiting);
    assert_eq!(effects(&story, "Mon 20:00").last().unwrap(), "a comment of Hubert was chosen as the answer");
}

#[test]
fn what_we_or_bots_or_who_asked_answer_themselves_is_no_help_to_thank_for() {
    for who in [ADA, BOT, CUSTOMER] {
        let story = answered_by(who).chooses("Mon 16:00", "Mon 15:00", who);
        assert_eq!(helped(&story), None, "{who:?}");
    }
}

#[test]
fn help_lasts_as_long_as_the_answer_does() {
    let story = answered_by(NEIGHBOUR).says("Mon 15:30", ADA, "Or so.").chooses("Mon 16:00", "Mon 15:00", NEIGHBOUR);
    assert!(helped(&story).is_some());
    assert_eq!(helped(&story.clone().unchooses("Mon 17:00", "Mon 15:00")), None);
    assert_eq!(helped(&story.clone().chooses("Mon 17:00", "Mon 15:30", ADA)), None, "there is one answer at a time");
    assert_eq!(helped(&story.clone().deleted("Mon 17:00", "Mon 15:00")), None);
    assert!(helped(&story.unchooses("Mon 17:00", "Mon 15:30")).is_some(), "another was the answer no longer");
}
