//! Fault 11: the stream stands still for 25 hours, longer than it keeps a record.

use crate::facts::says;
use crate::people::{ADA, CUSTOMER, NEIGHBOUR, Somebody};
use crate::world::{TEAM, World, t};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::item::State;
use roundup_domain::{ConversationId, ItemId, SlackTs};
use roundup_github::Github;
use roundup_standins::{Call, GithubStandIn, Journal};
use roundup_tests::Said;
use std::sync::Arc;

const CHANNEL: &str = "C0STALLED1";

/// Somebody writes: the fact is stored, and Slack shows the message from then on.
async fn write(world: &World, conversation: &ConversationId, at: Timestamp, who: Somebody, root: Option<Timestamp>) {
    let text = |at| SlackTs::from_time(at).to_string();
    let (channel, user) = (CHANNEL.to_owned(), who.slack.to_owned());
    let said = Said { channel, user, text: "It fails".to_owned(), ts: text(at), root: root.map(text) };
    world.put(&says(conversation, at, who, root, &[])).await;
    world.slack.hear(&said.written());
}

async fn state(world: &World, at: Timestamp) -> Option<State> {
    let id = ItemId::slack(TEAM, CHANNEL, &SlackTs::from_time(at));
    world.app.item(&id, world.now()).await.unwrap().map(|found| found.item.state)
}

/// Five minutes after the other: schedules fire, the sweep looks, and on the hour what Slack shows is compared.
async fn run(world: &World, until: Timestamp) {
    while world.now() < until {
        world.set_now(world.now() + SignedDuration::from_mins(5));
        world.fire(1).await;
        if world.now().as_second() % 3_600 == 0 {
            world.app.reconcile(world.now()).await.unwrap();
        }
        world.app.sweep(world.now()).await.unwrap();
    }
}

fn about(posts: &[Call], at: Timestamp) -> Vec<Timestamp> {
    let root = SlackTs::from_time(at).to_string();
    posts.iter().filter(|call| crate::world::key_of(call).contains(&root)).map(|call| call.at).collect()
}

#[tokio::test]
async fn fault_11_the_stream_stalled_for_25_hours() {
    let mut world = World::new(t("Mon 13:00")).await;
    let conversation = world.channel(CHANNEL, false).await;
    world.slack.channel(CHANNEL, &format!("at-{CHANNEL}"), false);
    // One that answers: nobody waits for it here.
    let github = GithubStandIn::new(&Journal::new(Arc::new(|| t("Mon 13:00"))));
    let (address, _) = roundup_standins::serve(github.router()).await.unwrap();
    world.app.github = Github::new(&format!("http://{address}/"), None).unwrap();
    world.app.reconcile(world.now()).await.unwrap();
    let (asked, other, answer) = (t("Mon 14:10"), t("Mon 15:20"), t("Tue 08:30"));

    run(&world, asked).await;
    write(&world, &conversation, asked, CUSTOMER, None).await;
    run(&world, other).await;
    write(&world, &conversation, other, NEIGHBOUR, None).await;
    assert_eq!(state(&world, asked).await, Some(State::Waiting), "within the hour");
    run(&world, answer).await;
    write(&world, &conversation, answer, ADA, Some(other)).await;
    run(&world, t("Tue 15:10")).await;
    // What was in the stream is a day old by now, and gone.
    world.changes();
    run(&world, t("Wed 00:00")).await;

    assert_eq!(state(&world, asked).await, Some(State::Waiting));
    assert_eq!(state(&world, other).await, Some(State::Answered));
    let posts = world.posts(&conversation);
    assert_eq!(about(&posts, other), [], "nobody is told of what was answered");
    // Four hours and one hour before the deadline, at it, and four hours after it, to the channel and to the lead.
    let steps = [t("Tue 10:10"), t("Tue 13:10"), t("Tue 14:10"), t("Tue 18:10"), t("Tue 18:10")];
    let told = about(&posts, asked);
    assert_eq!(told.len(), steps.len(), "each once: {told:?}");
    let late = told.iter().zip(&steps).map(|(told, step)| told.duration_since(*step).as_secs()).max().unwrap();
    println!("fault 11: {} messages, each once, at most {late} s late", told.len());
    assert!(told.iter().zip(&steps).all(|(told, step)| told >= step) && late <= 300, "{told:?}");
}
