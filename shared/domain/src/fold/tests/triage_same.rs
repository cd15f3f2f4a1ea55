//! Items that are the same as one another.

use super::item;
use crate::id::ItemId;
use crate::item::Triage;
use crate::testing::{ADA, CUSTOMER, GRACE, NEIGHBOUR, Story, everywhere, on_slack, t};

fn asked() -> [Story; 2] {
    everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It fails"))
}

fn other() -> ItemId {
    ItemId::from_stored("github:acme/widgets#7")
}

fn same_as(story: &Story) -> Option<ItemId> {
    item(story, "Mon 19:00").same_as
}

fn also_asked(story: &Story) -> Vec<String> {
    item(story, "Mon 19:00").asked_by.into_iter().map(|requester| requester.id).collect()
}

fn triage(story: &Story) -> Triage {
    story.fold_at("Mon 19:00").unwrap().triage
}

#[test]
fn an_item_is_the_same_as_the_one_that_was_said_last() {
    for story in asked() {
        let story = story.says_same_as("Mon 15:00", ADA, &ItemId::from_stored("github:acme/widgets#8"));
        let story = story.says_same_as("Mon 16:00", ADA, &other());
        assert_eq!(same_as(&story), Some(other()));
        let triage = triage(&story);
        let said = triage.said_same.unwrap();
        assert_eq!((said.item, said.fact, said.at), (other(), story.last(), t("Mon 16:00")));
        assert_eq!(same_as(&story.undoes_that("Mon 16:30", ADA)).unwrap().as_str(), "github:acme/widgets#8");
    }
}

#[test]
fn no_item_is_the_same_as_itself() {
    for story in asked() {
        let own = item(&story, "Mon 19:00").id;
        let told = story.says_same_as("Mon 15:00", ADA, &own).hears_duplicate("Mon 15:00", &own, NEIGHBOUR, "same_as:1");
        assert_eq!((same_as(&told), also_asked(&told)), (None, Vec::new()));
    }
}

#[test]
fn saying_the_same_again_is_nothing_new() {
    for story in asked() {
        let story = story.says_same_as("Mon 15:00", ADA, &other());
        let before = triage(&story);
        assert_eq!(triage(&story.says_same_as("Mon 15:30", GRACE, &other())), before);
    }
}

#[test]
fn who_asked_for_the_same_elsewhere_has_asked_too() {
    for story in asked() {
        let story = story.hears_duplicate("Mon 15:00", &other(), NEIGHBOUR, "same_as:1");
        assert_eq!(also_asked(&story), [NEIGHBOUR.slack]);
        assert_eq!(same_as(&story), None);
        assert_eq!(also_asked(&story.hears_distinct("Mon 16:00", &other(), "same_as:1")), Vec::<String>::new());
    }
}

#[test]
fn that_they_are_distinct_takes_back_only_what_it_names_whichever_arrives_first() {
    for story in asked() {
        let story = story.hears_distinct("Mon 14:30", &other(), "same_as:1").hears_duplicate(
            "Mon 15:00",
            &other(),
            NEIGHBOUR,
            "same_as:1",
        );
        assert_eq!(also_asked(&story), Vec::<String>::new());
        assert_eq!(also_asked(&story.hears_duplicate("Mon 16:00", &other(), NEIGHBOUR, "same_as:2")), [NEIGHBOUR.slack]);
    }
}

/// Two items, each said to be the same as the other, as each of them hears it.
fn each_other(here_at: &str, there_at: &str) -> [Story; 2] {
    let told = |own: &str, other: ItemId, other_at: &str, who| {
        let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails");
        let story = story.says_same_as(own, ADA, &other);
        story.hears_duplicate(other_at, &other, who, "same_as:U0STAFF01:other")
    };
    [told(here_at, other(), there_at, NEIGHBOUR), told(there_at, other(), here_at, NEIGHBOUR)]
}

#[test]
fn of_two_that_are_the_same_as_each_other_the_later_named_stands_for_both() {
    let [here, there] = each_other("Mon 15:00", "Mon 15:00:01");
    assert_eq!((same_as(&here), same_as(&there)), (Some(other()), None));
    assert_eq!(also_asked(&there), [NEIGHBOUR.slack], "it stands for the other");
    assert_eq!(also_asked(&here), Vec::<String>::new(), "and is not counted there");
    assert!(triage(&there).said_same.is_some(), "its own word is kept, should the other one be taken back");
}

#[test]
fn of_two_that_are_said_to_be_the_same_in_one_instant_one_stands_for_both() {
    let at = t("Mon 15:00");
    let (one, two) = (other(), ItemId::from_stored("github:acme/widgets#8"));
    let names = ["same_as:V1:1", "same_as:V2:1"];
    let tell = |own: &str, about: &ItemId, theirs: &str| {
        let what = crate::What::SameAs { item: about.clone() };
        let by = Some(ADA.on(crate::Platform::Slack));
        let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails").presses("Mon 15:00", by, own.to_owned(), what);
        story.hears_duplicate("Mon 15:00", about, NEIGHBOUR, theirs)
    };
    let stands = [tell(names[0], &two, names[1]), tell(names[1], &one, names[0])].map(|story| same_as(&story).is_none());
    assert_eq!(stands.iter().filter(|stands| **stands).count(), 1, "at {at}");
}

#[test]
fn where_the_earlier_of_two_words_is_taken_back_the_later_one_holds() {
    let [_, there] = each_other("Mon 15:00", "Mon 15:00:01");
    let story = there.hears_distinct("Mon 15:30", &other(), "same_as:U0STAFF01:other");
    assert_eq!(same_as(&story), Some(other()));
}

#[test]
fn whoever_asked_several_times_is_named_once_and_who_asked_here_not_again() {
    for story in asked() {
        let platform = item(&story, "Mon 19:00").requester.platform;
        let again = |number: u32| ItemId::from_stored(format!("github:acme/widgets#{number}"));
        let story = [(7, NEIGHBOUR), (8, NEIGHBOUR), (9, CUSTOMER)].into_iter().fold(story, |story, (number, who)| {
            story.hears_duplicate("Mon 15:00", &again(number), who, &format!("same_as:{number}"))
        });
        let same_account = platform == crate::Platform::Slack;
        let expected: &[&str] = if same_account { &[NEIGHBOUR.slack] } else { &[NEIGHBOUR.slack, CUSTOMER.slack] };
        assert_eq!(also_asked(&story), expected, "an account of another platform may be anybody's");
    }
}
