//! One deployment, from the empty account to the second release. `infra/test/run` runs it.
#![allow(clippy::unwrap_used)]

mod agenda;
mod as_written;
mod expiry;
mod operator;
mod promise;
mod redeployment;
mod roles;
mod tracker;
mod triage;
mod turned_away;

use jiff::SignedDuration;
use roundup_deployment_test::acme;
use roundup_deployment_test::judged_otherwise;
use roundup_deployment_test::world::{World, parameters, play};
use roundup_tests::binary::system_now;
use std::rc::Rc;
use std::time::Instant;

#[tokio::test]
async fn a_deployment_keeps_the_promise() {
    let begun = Instant::now();
    println!("   0 s  deploying");
    let world = Rc::new(World::deployed(&[]).await);
    play(&world, told(Rc::clone(&world), begun)).await;
}

async fn told(world: Rc<World>, begun: Instant) {
    let world = &*world;
    let chapter = |title: &str| println!("{:>4} s  {title}", begun.elapsed().as_secs());
    chapter("the deployed table, stream and roles are what the code has and calls");
    as_written::the_table_and_the_stream_are_those_of_the_code(world).await;
    roles::no_role_may_do_more_or_less_than_its_binary_calls(world).await;
    judged_otherwise::allow(&world.aws).await;
    chapter("nobody's signature is right before there are secrets, and ours is soon after");
    turned_away::nobody_is_believed_before_there_are_secrets(world).await;
    world.put_secrets().await;
    world.configure(&acme::configuration(system_now() + SignedDuration::from_hours(48))).await;
    turned_away::whoever_has_the_secret_is_believed_soon_after(world).await;
    operator::doctor_says_what_is_right_and_what_is_to_be_done_next(world).await;
    let lost = operator::a_message_is_lost(world).await;
    chapter("webhooks in, reminder and escalation out; an expired row; triage; the tracker");
    tokio::join!(
        promise::a_reminder_and_an_escalation_are_sent_on_time_and_an_answer_cancels_the_schedules(world),
        expiry::a_removal_by_ttl_is_as_good_as_a_schedule(world),
        tracker::an_issue_is_an_item_until_it_is_answered(world),
        triage::commands_and_buttons_are_answered(world),
    );
    chapter("every role, refused anything else");
    roles::a_role_is_refused_what_its_function_does_not_call(world).await;
    chapter("what Slack lost is found by the hourly reconciliation");
    operator::the_hourly_reconciliation_finds_it(world, &lost).await;
    chapter("a second deployment over the first, with traffic");
    let meeting = redeployment::a_deployment_under_traffic_loses_nothing(world).await;
    operator::doctor_finds_the_schedules_that_the_configuration_asks_for(world).await;
    chapter("the agenda, by schedule; its email");
    agenda::it_is_posted_and_mailed_when_its_schedule_fires(world, meeting).await;
    chapter("somebody is erased");
    operator::a_person_is_erased_while_it_runs(world).await;
    chapter("done");
}
