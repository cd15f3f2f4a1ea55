#![allow(clippy::unwrap_used)]

use super::*;
use crate::action;
use crate::crowd::{LENGTHS, buttons, made_hostile, told, waiting};
use crate::fixture::{ADA, at, hostile, judge, on_call, rules, scene};
use roundup_domain::State;

fn answered(item: Item) -> Item {
    Item { state: State::Answered, waiting_since: None, due_at: None, ..item }
}

/// The Roundup after the clocks change, with so many in every list.
fn prepared(count: usize) -> Preparation {
    let source = |number: usize| (format!("Source {number}"), format!("https://acme.slack.com/archives/C0EXT{number:04}"));
    Preparation {
        meeting: at("2026-03-10T17:00:00Z"),
        to_revisit: waiting(count).into_iter().map(answered).collect(),
        incomplete: waiting(count),
        ready: count,
        sources: (1..=count).map(source).collect(),
    }
}

fn shown(of: &Preparation) -> Shown {
    let (rules, on_call) = (rules(), on_call());
    let shown = preparation(&scene(&rules, &on_call), of, ADA);
    judge(&shown.text, &shown.blocks);
    shown
}

#[test]
fn the_on_call_person_is_told_what_to_do_and_with_what() {
    let shown = shown(&prepared(1));
    assert_eq!(
        shown.text,
        "🗓️ The Roundup is on *Tue 10 Mar 13:00 EDT*: 1 item to complete and 1 old thread to revisit; 1 item is ready."
    );
    let told = told(&shown.blocks);
    assert!(told.contains("\n*What to do*\n☐ Go through the old threads"), "{told}");
    assert!(told.contains("<https://docs.acme.test/|documentation>"), "{told}");
    let order = ["*What to do*", "*To complete* · 1", "*Old threads to revisit* · 1", "*Where to look besides*"];
    let places = order.map(|heading| told.find(heading).unwrap());
    assert!(places.is_sorted(), "{told}");
    assert!(told.ends_with("• *<https://acme.slack.com/archives/C0EXT0001|Source 1>*"), "{told}");
    assert_eq!(buttons(&shown.blocks, action::TRIAGE).len(), 2);
}

#[test]
fn nothing_to_prepare_is_said_in_one_line() {
    let nothing = Preparation { ready: 4, sources: prepared(3).sources, ..prepared(0) };
    let shown = shown(&nothing);
    let line = "🎉 Nothing to prepare for the Roundup on *Tue 10 Mar 13:00 EDT*: 4 items are ready.";
    assert_eq!((shown.text.as_str(), told(&shown.blocks).as_str()), (line, line));
}

#[test]
fn lists_of_every_length_fit_and_omissions_are_counted() {
    for length in LENGTHS {
        for without in ["nothing", "incomplete", "to revisit"] {
            let mut preparation = prepared(length);
            match without {
                "incomplete" => preparation.incomplete.clear(),
                "to revisit" => preparation.to_revisit.clear(),
                _ => {}
            }
            let lists = [preparation.incomplete.len(), preparation.to_revisit.len(), preparation.sources.len()];
            let told = told(&shown(&preparation).blocks);
            let listed = told.matches("|Question ").count() + told.matches("|Source ").count();
            let counts = told.lines().filter_map(|line| line.strip_prefix("… and ")?.strip_suffix(" more on the Home tab"));
            let left_out: usize = counts.map(|count| count.parse::<usize>().unwrap()).sum();
            let there_are = if lists[..2] == [0, 0] { 0 } else { lists.iter().sum() };
            assert_eq!(listed + left_out, there_are, "{length} without {without}: {told}");
        }
    }
}

#[test]
fn what_others_wrote_fits_and_stays_text() {
    let mut preparation = prepared(200);
    for items in [&mut preparation.to_revisit, &mut preparation.incomplete] {
        *items = items.drain(..).map(made_hostile).collect();
    }
    preparation.sources.iter_mut().for_each(|(name, _)| *name = hostile());
    preparation.sources[0].1 = "javascript:alert(1)".to_owned();
    let told = told(&shown(&preparation).blocks);
    assert!(!told.contains("javascript:"), "{told}");
}

#[test]
fn without_configured_links_the_checklist_has_none() {
    let (mut rules, on_call) = (rules(), on_call());
    (rules.roundup.docs, rules.roundup.releases) = (None, None);
    let shown = preparation(&scene(&rules, &on_call), &prepared(1), ADA);
    assert!(told(&shown.blocks).contains("look in the documentation and the release notes first"));
}
