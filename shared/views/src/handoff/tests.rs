#![allow(clippy::unwrap_used)]

use super::*;
use crate::crowd::{LENGTHS, buttons, made_hostile, snoozed, told, waiting};
use crate::fixture::{ADA, GRACE, at, judge, on_call, rules, scene};

/// Grace comes on call on the Monday after the clocks change, with so many in every list.
fn handoff(count: usize) -> HandOff {
    HandOff {
        from: at("2026-03-09T13:00:00Z"),
        until: Some(at("2026-03-16T13:00:00Z")),
        incoming: GRACE.to_owned(),
        outgoing: Some(ADA.to_owned()),
        waiting: waiting(count),
        snoozed: snoozed(count, at("2026-03-10T13:00:00Z")),
        untriaged: waiting(count),
        accepted: None,
        taken: false,
    }
}

fn packed(handoff: &HandOff) -> Shown {
    let (rules, on_call) = (rules(), on_call());
    let shown = packet(&scene(&rules, &on_call), handoff);
    judge(&shown.text, &shown.blocks);
    shown
}

fn told_off(handoff: &HandOff, to_lead: bool) -> Shown {
    let (rules, on_call) = (rules(), on_call());
    let shown = not_accepted(&scene(&rules, &on_call), handoff, to_lead);
    judge(&shown.text, &shown.blocks);
    shown
}

fn left_out(told: &str) -> usize {
    let counts = told.lines().filter_map(|line| line.strip_prefix("… and ")?.strip_suffix(" more on the Home tab"));
    counts.map(|count| count.parse::<usize>().unwrap()).sum()
}

#[test]
fn whoever_comes_on_call_is_told_what_waits_and_until_when() {
    let shown = packed(&handoff(2));
    let told = told(&shown.blocks);
    assert!(
        told.starts_with(
            "📟 *You are on call* from *Mon 9 Mar 09:00 EDT* until *Mon 16 Mar 09:00 EDT*, after <@U0STAFF01>.\n\
             2 items wait for an answer, 2 are snoozed and 2 are untriaged.\nAccept\n*Waiting for an answer* · 2\n"
        ),
        "{told}"
    );
    assert_eq!(shown.text, "You are on call: 2 items wait for an answer, 2 are snoozed and 2 are untriaged.");
    assert!(told.contains("\n*Snoozed* · 2\n• ") && told.contains("\n*Untriaged* · 2\n• "), "{told}");
    assert_eq!(
        told.matches("<https://github.com/acme/widgets/issues/1|Question 1>").count(),
        3,
        "every thread is linked: {told}"
    );
}

#[test]
fn the_shift_is_accepted_by_its_beginning() {
    let shown = packed(&handoff(1));
    let accept = buttons(&shown.blocks, action::ACCEPT);
    assert_eq!((accept.len(), accept[0]["value"].as_str().unwrap()), (1, "2026-03-09T13:00:00Z"));
    assert_eq!(accept[0]["style"], "primary");
}

#[test]
fn what_was_accepted_says_so_and_has_no_button() {
    let by = |user: &str| HandOff { accepted: Some((user.to_owned(), at("2026-03-09T13:05:00Z"))), ..handoff(1) };
    for (handoff, says) in [
        (by(GRACE), "✅ Accepted by you at Mon 9 Mar 09:05 EDT"),
        (by(ADA), "✅ Accepted by <@U0STAFF01> at Mon 9 Mar 09:05 EDT"),
        (HandOff { taken: true, ..handoff(1) }, "You took this shift yourself: there is nothing to accept."),
    ] {
        let shown = packed(&handoff);
        assert!(told(&shown.blocks).contains(says));
        assert!(buttons(&shown.blocks, action::ACCEPT).is_empty());
    }
}

#[test]
fn nothing_to_hand_over_is_said_in_one_line() {
    let nothing = HandOff { outgoing: None, until: None, ..handoff(0) };
    let shown = packed(&nothing);
    assert_eq!(
        told(&shown.blocks),
        "📟 *You are on call* from *Mon 9 Mar 09:00 EDT*.\n🎉 Nothing waits, and nothing is left to do.\nAccept"
    );
}

#[test]
fn lists_of_every_length_fit_and_omissions_are_counted() {
    for length in LENGTHS {
        let shown = packed(&handoff(length));
        let told = told(&shown.blocks);
        let listed = told.matches("|Question ").count();
        assert_eq!(listed + left_out(&told), 3 * length, "{told}");
        assert!(listed >= (3 * length).min(30), "{listed} of {length}: {told}");
        let reminder = told_off(&handoff(length), true);
        let told = crate::crowd::told(&reminder.blocks);
        assert_eq!(told.matches("|Question ").count() + left_out(&told), length, "{told}");
    }
}

#[test]
fn each_list_fits_beside_empty_ones() {
    for only in 0..3 {
        let mut handoff = handoff(200);
        let mut lists = [&mut handoff.waiting, &mut handoff.snoozed, &mut handoff.untriaged];
        lists.iter_mut().enumerate().filter(|(index, _)| *index != only).for_each(|(_, list)| list.clear());
        let told = told(&packed(&handoff).blocks);
        assert_eq!(told.matches("|Question ").count() + left_out(&told), 200, "{told}");
    }
}

#[test]
fn what_others_wrote_fits_and_stays_text() {
    let hostile = |items: Vec<Item>| items.into_iter().map(made_hostile).collect::<Vec<_>>();
    let mut handoff = handoff(200);
    handoff.waiting = hostile(handoff.waiting);
    handoff.snoozed = hostile(handoff.snoozed);
    handoff.untriaged = hostile(handoff.untriaged);
    let told = told(&packed(&handoff).blocks);
    assert!(left_out(&told) > 0 && left_out(&told) < 600);
    told_off(&handoff, true);
}

#[test]
fn nobody_having_accepted_is_told_to_the_outgoing_person_and_the_lead() {
    let outgoing = told(&told_off(&handoff(1), false).blocks);
    assert!(outgoing.starts_with("📟 <@U0STAFF02> has not accepted the hand-off of *Mon 9 Mar 09:00 EDT*.\nPlease ask them"));
    assert!(outgoing.contains("`/roundup take`") && outgoing.contains("\n*Waiting for an answer* · 1\n• "), "{outgoing}");
    let lead = told(&told_off(&handoff(1), true).blocks);
    assert!(lead.contains("<@U0STAFF01>, who was on call before, is told too."), "{lead}");
    let lead_alone = told(&told_off(&HandOff { outgoing: None, ..handoff(0) }, true).blocks);
    assert!(lead_alone.ends_with("If <@U0STAFF02> is away, `/roundup swap` puts somebody else on call."), "{lead_alone}");
}

#[test]
fn that_it_was_accepted_meanwhile_takes_the_place_of_the_warning() {
    let accepted = HandOff { accepted: Some((GRACE.to_owned(), at("2026-03-09T14:30:00Z"))), ..handoff(5) };
    for to_lead in [true, false] {
        let shown = told_off(&accepted, to_lead);
        let text = "✅ <@U0STAFF02> accepted the hand-off of Mon 9 Mar 09:00 EDT meanwhile, at Mon 9 Mar 10:30 EDT.";
        assert_eq!((shown.text.as_str(), told(&shown.blocks).as_str()), (text, text));
    }
}
