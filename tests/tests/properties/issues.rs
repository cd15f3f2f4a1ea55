//! The same for an issue that moves between repositories.

use crate::issue_histories::{any_issue, of_number, places};
use crate::people::ADA;
use crate::playing::{Case, Stage, afterwards, any_case, play};
use crate::walk::{cases, check};
use crate::world::World;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use roundup_domain::{ConversationId, Fact, Filed, Place, Platform, What};

/// Wherever the issue is by now, we answer where it was first: that is what we may still have open.
fn our_answer(conversation: &ConversationId, now: Timestamp) -> Filed {
    let id = "comment:99999".to_owned();
    let what = What::Comment { id: id.clone(), text: "Here".to_owned(), mentions: Vec::new(), url: None };
    let fact = Fact { name: id, at: now, by: Some(ADA.on(Platform::Github)), what, subject: None };
    Filed { conversation: conversation.clone(), place: Place::Thread, fact }
}

async fn plays_out_as_in_the_reference(world: &mut World, number: usize, case: Case) -> Result<(), TestCaseError> {
    let number = number + 1;
    let places = places(number);
    let stage = Stage {
        conversations: &places.iter().collect::<Vec<_>>(),
        file: &|filed| of_number(number, filed),
        answer: &|now| our_answer(&places[0], now),
    };
    play(world, case, &stage).await
}

#[test]
fn whatever_the_order_of_arrival_an_issue_plays_out_as_all_its_facts_at_once_say_wherever_it_moves() {
    check(cases(80), &any_case(any_issue(), Just(0)), afterwards(), plays_out_as_in_the_reference);
}

#[test]
fn facts_of_an_issue_that_arrive_late_change_what_they_have_to_and_nothing_is_sent_twice() {
    check(cases(60), &any_case(any_issue(), 1_usize..8), afterwards(), plays_out_as_in_the_reference);
}
