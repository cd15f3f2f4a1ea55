//! A week with two thousand items: what its agenda reads, and that all of it can be sent.
//!
//! How long it takes is printed and not asserted. Measured on 23 November 2026 on a machine with two cores, unoptimised, as the
//! tests are built: 0.27 s with nothing else to do, 0.95 s beside other builds.

use super::roundup_post::{MEETS, agenda, posted, posting_and_mailing, ready_bug};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use roundup_domain::fact::Decision;
use roundup_domain::item::{Decided, Folded};
use roundup_domain::{ConversationId, ItemId, Kind};
use roundup_store::{Commit, ItemRow, ItemWrite, ThreadKey};
use roundup_tests::World;
use roundup_tests::configuration::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Instant;

/// Items of the week.
const ITEMS: u64 = 2_000;
/// The Roundup whose agenda is looked at.
const ROUNDUP: Date = date(2026, 3, 6);
/// The one before.
const LAST: Date = date(2026, 2, 27);

/// Files copies of an item for a Roundup, every second one of them ready.
async fn fill(world: &World, like: &Folded, numbers: std::ops::Range<u64>, meeting: Date) {
    for number in numbers {
        let conversation = ConversationId::from_stored(format!("github:{WIDGETS}#{number}"));
        let mut folded = like.clone();
        folded.conversation = conversation.clone();
        folded.item.id = ItemId::github(&conversation);
        folded.item.url = format!("https://github.com/{WIDGETS}/issues/{number}");
        folded.item.title = format!("Sync hangs after an upgrade, as seen by customer number {number}");
        folded.item.kind = Some(Kind::ALL[usize::try_from(number % 4).unwrap()]);
        folded.item.missing = folded.item.kind.unwrap().missing(&folded.item.form);
        folded.item.ready = number % 2 == 0;
        if number % 3 == 0 {
            // Late, and one in two of these since before the last Roundup.
            let run = &mut folded.runs[0];
            run.since -= SignedDuration::from_hours(if number % 2 == 0 { 24 } else { 96 });
            run.due = run.since + SignedDuration::from_hours(1);
        }
        if number % 4 == 1 {
            let decided =
                Decided { meeting: LAST, decision: Decision::DoIt, by: "slack:U0STAFF01".to_owned(), at: folded.item.opened_at };
            folded.triage.decided = Some(decided);
        }
        folded.item.requester.id = format!("customer-{number}");
        let mut commit = Commit::new(conversation, ThreadKey::Only, None);
        let row = ItemRow { folded, next_step: None, meeting, open: None, first_time: number % 3 == 0 };
        commit.item = ItemWrite::Put(Box::new(row));
        world.process.app.store.commit(&commit).await.unwrap();
    }
}

/// The calls to the table that `run` made.
async fn calls<T>(world: &World, run: impl Future<Output = T>) -> (BTreeMap<String, u64>, T) {
    let before = world.process.table.calls();
    let done = run.await;
    let calls = world.process.table.calls();
    let more = calls.into_iter().map(|(name, count)| (name.clone(), count - before.get(&name).copied().unwrap_or_default()));
    (more.filter(|(_, count)| *count > 0).collect(), done)
}

#[tokio::test]
async fn an_agenda_of_two_thousand_items_reads_its_own_week_only_and_all_of_it_can_be_sent() {
    let world = World::configured(posting_and_mailing()).await;
    let bug = ready_bug(&world, 1, "Sync hangs").await;
    let app = &world.process.app;
    let like = app.store.item(&ItemId::from_stored(bug.item())).await.unwrap().unwrap();
    let size = serde_json::to_string(&(&like.item, &like.runs, &like.triage, &like.excerpt)).unwrap().len();

    let (alone, agenda_alone) = calls(&world, app.agenda(world.now())).await;
    assert_eq!(
        alone,
        BTreeMap::from([("GetItem".to_owned(), 1), ("Query".to_owned(), 3)]),
        "the week's items, which weeks there are, their numbers; how many events were recovered"
    );
    assert_eq!(agenda_alone.unwrap().entries.len(), 1);

    // Other weeks cost nothing, however many items they have.
    fill(&world, &like, 10_000..10_400, LAST).await;
    fill(&world, &like, 20_000..20_400, date(2026, 3, 20)).await;
    let (with_others, _) = calls(&world, app.agenda(world.now())).await;
    assert_eq!(with_others, alone);

    fill(&world, &like, 2..ITEMS + 1, ROUNDUP).await;
    let begin = Instant::now();
    let (full, agenda_full) = calls(&world, app.agenda(world.now())).await;
    println!("agenda of {ITEMS} items of some {size} bytes: {full:?} in {:?}", begin.elapsed());
    let agenda_full = agenda_full.unwrap();
    assert_eq!((agenda_full.entries.len(), agenda_full.untriaged.len()), (1_001, 500));
    // DynamoDB answers with a page of 1 MB at most: three queries, and as many more as there are pages.
    let pages = usize::try_from(full["Query"] - alone["Query"]).unwrap();
    assert_eq!((full.len(), full["GetItem"]), (2, 1), "{full:?}");
    let megabytes = size * usize::try_from(ITEMS).unwrap() / 1_000_000;
    assert!((1..=2 * megabytes + 2).contains(&pages), "{pages} pages of {megabytes} MB");

    world.to(MEETS).await;
    let posts = posted(&world);
    assert!((10..40).contains(&posts.len()), "{}", posts.len());
    let texts: Vec<&str> = posts.iter().map(|call| call.body["text"].as_str().unwrap()).collect();
    for topic in ["Pull requests (", "Feature requests (", "Decided last time (", "Late, and why (", "Not triaged yet ("] {
        let parts: Vec<&&str> = texts.iter().filter(|text| text.starts_with(topic)).collect();
        assert!(parts.len() == 4 && parts[0].contains(" of "), "four messages at most, with how many there are: {parts:?}");
    }
    // Slack, "Block Kit".
    assert!(posts.iter().all(|call| call.body["blocks"].as_array().unwrap().len() <= 50), "{texts:?}");
    let mails = world.process.stand_ins.mail.mails();
    assert_eq!(mails.len(), 1);
    println!("{} messages; a mail of {} bytes", posts.len(), mails[0].raw.len());
    let next = agenda(&world).await;
    assert_eq!(next["entries"].as_array().unwrap().len(), 1, "what is real is carried over");
    assert_eq!(next["entries"][0]["item"], json!(bug.item()));
}
