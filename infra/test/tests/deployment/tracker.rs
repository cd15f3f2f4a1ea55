//! An issue.

use crate::World;
use roundup_deployment_test::stack::NAME;
use roundup_domain::ConversationId;
use roundup_tests::binary::system_now;
use roundup_tests::configuration::{ADA_GH, OCTOCAT, WIDGETS};
use roundup_tests::github::{Form, Thread};

pub async fn an_issue_is_an_item_until_it_is_answered(world: &World) {
    let issue = Thread::new(Form::Issue, WIDGETS, 412, OCTOCAT, "Widgets turn green", system_now());
    let (status, text) = world.senders.delivery(&issue.opened()).await;
    assert_eq!(status, 200, "{text}");
    let conversation = ConversationId::from_stored(issue.item());
    let item = world.item(&conversation, "waiting").await;
    assert_eq!((&item["id"], &item["title"]), (&issue.item().into(), &"Widgets turn green".into()));
    let listed = world.roundup(&["items", "--table", NAME, "--json"]).await;
    assert!(listed.contains(&issue.item()), "an operator sees it too: {listed}");
    let comment = issue.comment(9_007_199_254_740_993, Some(ADA_GH), "They should not. Thanks!", system_now());
    assert_eq!(world.senders.delivery(&comment).await.0, 200);
    world.item(&conversation, "answered").await;
}
