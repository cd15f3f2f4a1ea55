//! Nothing of triage counts but from human members of staff.

use crate::fact::Decision;
use crate::id::ItemId;
use crate::item::Folded;
use crate::testing::{ADA, BOT, CUSTOMER, GRACE, IGNORED, NEIGHBOUR, Somebody, Story, bug_form, everywhere, on_slack};

/// The item without who was asked about on the way.
fn folded(story: &Story) -> Option<Folded> {
    story.fold_at("Mon 19:00").map(|folded| Folded { people: Default::default(), ..folded })
}

type Deed = fn(Story, Somebody) -> Story;

#[test]
fn nothing_that_outsiders_and_bots_press_counts() {
    let other = ItemId::from_stored("github:acme/widgets#7");
    let deeds: Vec<(&str, Deed)> = vec![
        ("answered", |it, who| it.presses_answered("Mon 16:00", who)),
        ("claimed", |it, who| it.claims("Mon 16:00", who, Some(ADA))),
        ("released", |it, who| it.releases("Mon 16:00", who, ADA)),
        ("snoozed", |it, who| it.snoozes("Mon 16:00", who, "Tue 09:00")),
        ("woken", |it, who| it.wakes("Mon 16:00", who)),
        ("no response", |it, who| it.needs_no_response("Mon 16:00", who)),
        ("triaged", |it, who| it.fills_in("Mon 16:00", who, bug_form(true))),
        ("ready", |it, who| it.sets_ready("Mon 16:00", who, true)),
        ("not ready", |it, who| it.sets_ready("Mon 16:00", who, false)),
        ("asked", |it, who| it.asks("Mon 16:00", who, GRACE, "Well?")),
        ("tracked", |it, who| it.tracks("Mon 16:00", who, GRACE, "Well?")),
        ("decided", |it, who| it.decides("Mon 16:00", who, Decision::DoIt)),
        ("owned", |it, who| it.makes_owner("Mon 16:00", who, GRACE)),
    ];
    let begun = everywhere(|it| {
        let it = it.says("Mon 14:00", CUSTOMER, "It fails").claims("Mon 14:30", ADA, None);
        it.fills_in("Mon 15:00", ADA, bug_form(true)).snoozes("Mon 15:30", ADA, "Mon 20:00")
    });
    for story in begun {
        let (snooze, before) = (story.last(), folded(&story));
        for who in [CUSTOMER, NEIGHBOUR, BOT, IGNORED] {
            for (deed, done) in &deeds {
                assert_eq!(folded(&done(story.clone(), who)), before, "{deed} by {who:?}");
            }
            assert_eq!(folded(&story.clone().says_same_as("Mon 16:00", who, &other)), before);
            assert_eq!(folded(&story.clone().undoes("Mon 16:00", who, &snooze)), before);
        }
    }
}

#[test]
fn what_outsiders_and_bots_track_is_no_item() {
    for who in [CUSTOMER, BOT, IGNORED] {
        assert_eq!(folded(&on_slack().tracks("Mon 14:00", who, CUSTOMER, "Look")), None);
    }
}

#[test]
fn only_staff_say_that_a_thank_you_counts() {
    for story in everywhere(|it| {
        it.says("Mon 14:00", CUSTOMER, "It fails").says("Mon 15:00", ADA, "Fixed").says("Mon 16:00", CUSTOMER, "thanks!")
    }) {
        let of = story.id_of("Mon 16:00");
        let what = crate::What::Counts { of: of.clone() };
        for by in [None, Some(CUSTOMER), Some(BOT)] {
            let by = by.map(|who| who.on(crate::Platform::Slack));
            assert_eq!(folded(&story.clone().presses("Mon 17:00", by, format!("counts:{of}"), what.clone())), folded(&story));
        }
        assert_ne!(folded(&story.clone().counts("Mon 17:00", "Mon 16:00")), folded(&story));
    }
}
