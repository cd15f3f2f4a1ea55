//! Rules 8 and 9 of the clock for any history of a channel: the order in which facts arrive, how often, and who notices a
//! deadline, changes neither items nor deadlines nor messages.

use crate::channel_histories::{any_channel, in_channel};
use crate::facts::says;
use crate::people::{ADA, BOT, CUSTOMER, NEIGHBOUR};
use crate::playing::{Case, Stage, afterwards, any_case, play};
use crate::reference::Reference;
use crate::walk::{Step, Watcher, cases, check, take_in};
use crate::world::{World, t};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use roundup_domain::{ConversationId, Fact, Filed, Place, Platform, SlackTs, What};

fn our_answer(conversation: &ConversationId, now: Timestamp) -> Filed {
    let ts = SlackTs::from_time(now);
    let what =
        What::Comment { id: ts.to_string(), text: "Here".to_owned(), mentions: vec![CUSTOMER.slack.to_owned()], url: None };
    let fact = Fact { name: format!("message:{ts}"), at: now, by: Some(ADA.on(Platform::Slack)), what, subject: None };
    Filed { conversation: conversation.clone(), place: Place::Top(ts), fact }
}

async fn plays_out_as_in_the_reference(world: &mut World, number: usize, case: Case) -> Result<(), TestCaseError> {
    let conversation = world.channel(&format!("C0CASE{number:06}"), case.shared).await;
    let stage = Stage {
        conversations: &[&conversation],
        file: &|filed| in_channel(&conversation, filed),
        answer: &|now| our_answer(&conversation, now),
    };
    play(world, case, &stage).await
}

#[test]
fn whatever_the_order_of_arrival_a_channel_plays_out_as_all_its_facts_at_once_say() {
    check(cases(160), &any_case(any_channel(), Just(0)), afterwards(), plays_out_as_in_the_reference);
}

#[test]
fn facts_that_arrive_when_reminders_were_sent_already_change_what_they_have_to_and_nothing_is_sent_twice() {
    check(cases(80), &any_case(any_channel(), 1_usize..8), afterwards(), plays_out_as_in_the_reference);
}

#[tokio::test]
async fn a_deadline_in_the_very_second_in_which_rows_expire_is_noticed_a_second_later() {
    const A_MINUTE_AND_ONE: SignedDuration = SignedDuration::from_secs(61);
    let mut world = World::new(afterwards()).await;
    let channel = ConversationId::slack("C0");
    let (first, second) = (says(&channel, t("Mon 14:00"), CUSTOMER, None, &[]), t("Mon 14:00") + A_MINUTE_AND_ONE);
    let arrivals = vec![(first, None), (says(&channel, second, NEIGHBOUR, None, &[]), None)];
    let steps = vec![Step { late: A_MINUTE_AND_ONE, watchers: vec![(Watcher::Expiry, true)] }];
    let case = Case { arrivals, late: 0, answered_after: None, shared: false, steps };
    plays_out_as_in_the_reference(&mut world, 0, case).await.unwrap();
}

#[tokio::test]
async fn a_thread_that_was_known_before_its_root_is_no_item_once_the_root_continues_another() {
    let mut world = World::new(t("Mon 15:00")).await;
    let channel = world.channel("C0ROOT0001", false).await;
    let mut reference = Reference::new(&world.rules, false);
    let root = t("Mon 14:02");
    for (at, thread) in [("Mon 14:30", Some(root)), ("Mon 14:00", None), ("Mon 14:02", None)] {
        let filed = says(&channel, t(at), CUSTOMER, thread, &[]);
        world.put(&filed).await;
        reference.take(&filed);
        take_in(&mut world, &mut reference, &[&channel]).await.unwrap();
    }
    assert_eq!(reference.items().len(), 1);
}

#[tokio::test]
async fn a_message_that_arrives_late_parts_a_thank_you_below_a_bots_message_from_our_words_before_it() {
    let mut world = World::new(t("Mon 15:00")).await;
    let channel = world.channel("C0BOTS0001", false).await;
    let mut reference = Reference::new(&world.rules, false);
    let ours = says(&channel, t("Mon 14:00"), ADA, None, &[]);
    let late = says(&channel, t("Mon 14:06"), NEIGHBOUR, None, &[]);
    let bots = says(&channel, t("Mon 14:10"), BOT, None, &[]);
    let mut thanks = says(&channel, t("Mon 14:20"), CUSTOMER, Some(t("Mon 14:10")), &[]);
    if let What::Comment { text, .. } = &mut thanks.fact.what {
        *text = "thanks!".to_owned();
    }
    for filed in [ours, bots, thanks, late] {
        world.put(&filed).await;
        reference.take(&filed);
        take_in(&mut world, &mut reference, &[&channel]).await.unwrap();
    }
    assert_eq!(reference.items().len(), 2);
}
