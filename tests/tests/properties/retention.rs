//! Retention while the reactor is behind.

use crate::facts::says;
use crate::people::{ADA, CUSTOMER};
use crate::world::{TEAM, World, t};
use jiff::SignedDuration;
use roundup_domain::item::State;
use roundup_domain::{ItemId, Rules, SlackTs};
use std::sync::Arc;

const CHANNEL: &str = "C0RETAINED1";

#[tokio::test]
async fn what_was_written_a_moment_ago_is_not_deleted_with_the_old_thread_that_it_is_in() {
    let asked = t("Mon 14:10");
    let mut world = World::new(asked).await;
    world.app.rules = Arc::new(Rules { retention_days: Some(30), ..(*world.rules).clone() });
    let conversation = world.channel(CHANNEL, false).await;
    world.slack.channel(CHANNEL, &format!("at-{CHANNEL}"), false);
    world.put(&says(&conversation, asked, CUSTOMER, None, &[])).await;
    world.put(&says(&conversation, asked + SignedDuration::from_mins(30), ADA, Some(asked), &[])).await;
    react(&mut world).await;
    world.set_now(asked + SignedDuration::from_hours(24 * 45));

    let again = says(&conversation, world.now(), CUSTOMER, Some(asked), &[]);
    world.put(&again).await;
    world.app.forget_old(world.now()).await.unwrap();
    react(&mut world).await;
    let id = ItemId::slack(TEAM, CHANNEL, &SlackTs::from_time(asked));
    let found = world.app.item(&id, world.now()).await.unwrap().map(|found| found.item.state);
    assert_eq!(found, Some(State::Waiting));
}

async fn react(world: &mut World) {
    let changes = world.changes();
    let reacted = world.app.react(&changes, world.now()).await;
    assert_eq!(reacted.failed, Vec::<String>::new());
}
