//! A record that nobody can read, among good ones.

use crate::facts::says;
use crate::people::{ADA, CUSTOMER, NEIGHBOUR};
use crate::world::{TABLE, World, t};
use aws_sdk_dynamodb::types::AttributeValue;
use roundup_domain::item::State;
use roundup_domain::{ConversationId, ItemId, SlackTs};

/// Writes a fact's row in which the fact is none.
async fn put_poison(world: &World, channel: &ConversationId, sk: &str, place: &str) {
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let put = world.table.client().put_item().table_name(TABLE);
    let put = put.item("pk", text(&format!("CONV#{channel}"))).item("sk", text(sk));
    put.item("place", text(place)).item("fact", text("{\"name\": \"message:")).send().await.unwrap();
}

async fn state(world: &World, channel: &ConversationId, root: &str) -> Option<State> {
    let id = ItemId::slack(crate::world::TEAM, channel.slack_channel().unwrap(), &SlackTs::from_time(t(root)));
    world.app.item(&id, world.now()).await.unwrap().map(|found| found.item.state)
}

#[tokio::test]
async fn what_nobody_can_read_keeps_nothing_else() {
    let mut world = World::new(t("Mon 14:00")).await;
    let (poisoned, other) = (world.channel("C0POISON1", true).await, world.channel("C0OTHER01", true).await);
    let top = |when: &str, who| says(&poisoned, t(when), who, None, &[]);

    world.put(&top("Mon 14:00", CUSTOMER)).await;
    let ts = SlackTs::from_time(t("Mon 14:01"));
    put_poison(&world, &poisoned, &format!("TOP#{ts}"), &format!("{{\"top\":\"{ts}\"}}")).await;
    let root = SlackTs::from_time(t("Mon 14:00"));
    put_poison(&world, &poisoned, &format!("THR#{root}#FACT#comment:1"), "{\"top\":").await;
    put_poison(&world, &poisoned, &format!("ABT#{root}#mark:1"), &format!("{{\"about\":\"{root}\"}}")).await;
    world.put(&top("Mon 14:02", NEIGHBOUR)).await;
    world.put(&says(&other, t("Mon 14:03"), CUSTOMER, None, &[])).await;
    world.pump(100).await;
    assert_eq!(state(&world, &poisoned, "Mon 14:00").await, Some(State::Waiting));
    assert_eq!(state(&world, &poisoned, "Mon 14:02").await, Some(State::Waiting));
    assert_eq!(state(&world, &other, "Mon 14:03").await, Some(State::Waiting));

    world.put(&top("Mon 15:00", ADA)).await;
    world.pump(100).await;
    assert_eq!(state(&world, &poisoned, "Mon 14:00").await, Some(State::Answered));
    assert_eq!(state(&world, &poisoned, "Mon 14:02").await, Some(State::Answered));
}

#[tokio::test]
async fn a_conversation_that_fails_does_not_keep_the_others_of_its_batch_and_comes_again() {
    let mut world = World::new(t("Mon 14:00")).await;
    let (first, second) = (world.channel("C0FIRST01", false).await, world.channel("C0SECOND1", false).await);
    for channel in [&first, &second] {
        world.put(&says(channel, t("Mon 14:00"), CUSTOMER, None, &[])).await;
    }
    world.pump(100).await;
    // An item of another version, which this one cannot read.
    let thread = SlackTs::from_time(t("Mon 14:00"));
    let (pk, sk) = (format!("CONV#{first}"), format!("THR#{thread}#ITEM"));
    let key = |update: aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder| {
        update.table_name(TABLE).key("pk", AttributeValue::S(pk.clone())).key("sk", AttributeValue::S(sk.clone()))
    };
    let client = world.table.client();
    let spoil = key(client.update_item()).update_expression("SET good = rest, rest = :bad");
    spoil.expression_attribute_values(":bad", AttributeValue::S("[]".to_owned())).send().await.unwrap();
    for channel in [&first, &second] {
        world.put(&says(channel, t("Mon 15:00"), ADA, Some(t("Mon 14:00")), &[])).await;
    }
    assert!(!world.try_pump(100).await);
    assert_eq!(state(&world, &second, "Mon 14:00").await, Some(State::Answered));

    key(client.update_item()).update_expression("SET rest = good REMOVE good").send().await.unwrap();
    world.pump(100).await;
    assert_eq!(state(&world, &first, "Mon 14:00").await, Some(State::Answered));
}
