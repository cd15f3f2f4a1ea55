//! Threads of more comments than a row of the table has room for.

use roundup_domain::item::Folded;
use roundup_domain::{ConversationId, ItemId};
use roundup_store::ThreadKey;
use roundup_tests::configuration::*;
use roundup_tests::{Setup, World};
use serde_json::json;

#[tokio::test]
async fn of_a_long_thread_the_row_keeps_the_last_of_its_trace_and_why_tells_all_of_it() {
    let world = World::with(Setup { reacting: false, ..Setup::default() }).await;
    let issue = world.issue(12, OCTOCAT, "Keys do not rotate").await;
    let asked = Folded::KEPT_TRACE as u64 / 2 + 20;
    for number in 0..asked {
        let at = world.now();
        world.deliver(issue.comment(9_007_199_254_740_000 + 2 * number, Some(ADA_GH), "Does this help?", at)).await;
        world.deliver(issue.comment(9_007_199_254_740_001 + 2 * number, Some(OCTOCAT), "No, it fails", at)).await;
        world.advance("1s").await;
    }
    let id = "github:acme/widgets#12";
    let item = world.find(id).await;
    let trace = item["trace"].as_array().unwrap();
    assert!(trace.len() > Folded::KEPT_TRACE, "{}", trace.len());
    assert_eq!(trace[0]["by"], json!("Mona Lisa"), "from the first on: {}", trace[0]);
    let (conversation, _): (ConversationId, _) = ItemId::from_stored(id).conversation();
    let stored = world.process.app.store.thread(&conversation, &ThreadKey::Only).await.unwrap().item.unwrap();
    assert_eq!(stored.folded.trace.len(), Folded::KEPT_TRACE);
    assert_eq!(stored.folded.trace.last().unwrap().at.to_string(), trace.last().unwrap()["at"].as_str().unwrap());
}
