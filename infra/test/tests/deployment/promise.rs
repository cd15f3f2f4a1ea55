//! A customer waits a minute.

use crate::World;
use roundup_deployment_test::senders::said;
use roundup_deployment_test::stack::Stack;
use roundup_deployment_test::wait::until;
use roundup_domain::ConversationId;
use roundup_tests::configuration::{ADA, BEN, DANA, ERIK, GLOBEX, INTERNAL};

pub async fn a_reminder_and_an_escalation_are_sent_on_time_and_an_answer_cancels_the_schedules(world: &World) {
    let conversation = ConversationId::slack(GLOBEX);
    let question = said(GLOBEX, DANA, "The export fails with error 500", None);
    let (status, text) = world.senders.event(&question.written()).await;
    assert_eq!(status, 200, "{text}");
    world.item(&conversation, "waiting").await;
    let ours = async || Stack::deadlines_in(&world.aws, GLOBEX).await;
    until("a schedule for the reminder and one for the escalation", 20, async || (ours().await.len() == 2).then_some(())).await;

    let told = |to: &'static str| async move {
        let posted = world.outside.posted(to);
        posted.into_iter().find(|message| message.contains("The export fails with error 500"))
    };
    // The local scheduler looks every ten seconds, and its clock is ours.
    until("the reminder to whoever is on call", 60, async || told_to_one_of_the_rotation(world)).await;
    until("the escalation to the internal channel", 60, async || told(INTERNAL).await).await;
    until("a schedule that has fired is gone", 30, async || ours().await.is_empty().then_some(())).await;
    a_button_of_the_escalation_claims_it(world, &conversation).await;

    // Somebody else waits, and is answered in time.
    let second = said(GLOBEX, ERIK, "And the import?", None);
    assert_eq!(world.senders.event(&second.written()).await.0, 200);
    until("schedules for the second", 20, async || (ours().await.len() == 2).then_some(())).await;
    let answer = said(GLOBEX, ADA, "Looking into it", Some(second.root()));
    assert_eq!(world.senders.event(&answer.written()).await.0, 200);
    world.item(&conversation, "answered").await;
    until("the answer cancels the schedules", 20, async || ours().await.is_empty().then_some(())).await;
    assert!(!world.outside.posted(INTERNAL).iter().any(|message| message.contains("And the import?")), "nobody was told");
}

async fn a_button_of_the_escalation_claims_it(world: &World, conversation: &ConversationId) {
    let escalations = world.outside.slack.messages(INTERNAL);
    let escalation = escalations.iter().find(|message| message.to_string().contains("The export fails with error 500")).unwrap();
    let (status, text) = world.senders.press(BEN, INTERNAL, escalation, "claim").await;
    assert_eq!(status, 200, "{text}");
    until("the item is Ben's", 30, async || {
        let item = world.item(conversation, "waiting").await;
        (item["claimed_by"] == BEN).then_some(())
    })
    .await;
    until("the message says so", 30, async || {
        let shown = world.outside.posted(INTERNAL);
        shown.iter().any(|message| message.contains("The export fails") && message.contains("claimed")).then_some(())
    })
    .await;
}

/// Whose week it is depends on the day on which the test runs.
fn told_to_one_of_the_rotation(world: &World) -> Option<String> {
    let posted = [ADA, BEN].into_iter().flat_map(|user| world.outside.posted(user));
    posted.into_iter().find(|message| message.contains("The export fails with error 500"))
}
