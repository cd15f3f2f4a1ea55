//! Against the embedded table, or DynamoDB Local, through the real client.
#![allow(clippy::unwrap_used)]

mod aside;
mod caches;
mod commits;
mod configuration;
mod facts;
mod faults;
mod lists;
mod notices;
mod streams;
mod triage;
mod weeks;

use crate::{Commit, ItemRow, ItemWrite, Open, Store, StoredDeadline, StoredNotice, ThreadKey, schema};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use roundup_domain::item::{Folded, Item, Requester, Run, State, TraceEntry, Triage};
use roundup_domain::plan::{Act, Deadline, Destination, Notice};
use roundup_domain::{Author, ConversationId, Fact, Filed, ItemId, Person, Place, Platform, Role, SlackTs, What};
use roundup_embedded::EmbeddedTable;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

/// A Tuesday.
const MEETING: Date = date(2026, 3, 3);

async fn store() -> (EmbeddedTable, Store) {
    let embedded = EmbeddedTable::in_memory(time("2026-03-02T12:00:00Z")).unwrap();
    let client = embedded.client();
    schema::create_table(&client, "roundup").await.unwrap();
    (embedded, Store::new(client, "roundup"))
}

/// A table on whatever the test is to run against: DynamoDB Local where `ROUNDUP_TEST_DYNAMODB` has its address, as in
/// `infra/test/run`, and else the embedded one. For tests that look at what the store answers, and not into the engine.
async fn any_store() -> Store {
    static SERIAL: AtomicU32 = AtomicU32::new(0);
    let Some(endpoint) = reference() else { return store().await.1 };
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .endpoint_url(endpoint)
        .credentials_provider(Credentials::new("local", "local", None, None, "local"))
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    let client = Client::from_conf(config.build());
    let table = format!("roundup-{}-{}", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed));
    schema::create_table(&client, &table).await.unwrap();
    Store::new(client, &table)
}

#[allow(clippy::disallowed_methods, reason = "which engine a test runs against is no part of what it tests")]
fn reference() -> Option<String> {
    std::env::var("ROUNDUP_TEST_DYNAMODB").ok()
}

/// How many calls `run` made, by operation.
async fn calls<T>(embedded: &EmbeddedTable, run: impl Future<Output = T>) -> (BTreeMap<String, u64>, T) {
    let before = embedded.calls();
    let result = run.await;
    let mut made = embedded.calls();
    for (operation, count) in before {
        *made.get_mut(&operation).unwrap() -= count;
    }
    made.retain(|_, count| *count > 0);
    (made, result)
}

fn one(operation: &str) -> BTreeMap<String, u64> {
    many(operation, 1)
}

fn many(operation: &str, count: u64) -> BTreeMap<String, u64> {
    BTreeMap::from([(operation.to_owned(), count)])
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The Slack timestamp so many seconds after 2026-03-02T12:00:00Z.
fn ts(seconds: i64) -> SlackTs {
    format!("{}.000100", 1_772_452_800 + seconds).parse().unwrap()
}

fn channel() -> ConversationId {
    ConversationId::slack("C0EXT0001")
}

fn root(seconds: i64) -> ThreadKey {
    ThreadKey::Root(ts(seconds))
}

fn author() -> Author {
    Author { platform: Platform::Slack, id: "U0CUST0001".to_owned(), automated: false }
}

fn comment(at: &SlackTs, text: &str) -> Fact {
    Fact {
        name: format!("message:{at}"),
        at: at.time(),
        by: Some(author()),
        what: What::Comment { id: at.to_string(), text: text.to_owned(), mentions: vec![], url: None },
        subject: None,
    }
}

fn filed(place: Place, fact: Fact) -> Filed {
    Filed { conversation: channel(), place, fact }
}

fn top(seconds: i64) -> Filed {
    filed(Place::Top(ts(seconds)), comment(&ts(seconds), "hello"))
}

fn reply(root: i64, seconds: i64) -> Filed {
    filed(Place::Reply { root: ts(root), ts: ts(seconds) }, comment(&ts(seconds), "hello"))
}

fn edit(of: i64, at: i64) -> Filed {
    let what = What::Edited { of: ts(of).to_string(), text: "hello!".to_owned() };
    let fact = Fact { name: format!("edit:{}:{}", ts(of), ts(at)), at: ts(at).time(), by: None, what, subject: None };
    filed(Place::About(ts(of)), fact)
}

fn deadline(step: &str, at: &str) -> Deadline {
    Deadline { since: ts(0).time(), step: step.to_owned(), at: time(at) }
}

/// A deadline that has its schedule.
fn watched(step: &str, at: &str) -> StoredDeadline {
    StoredDeadline { deadline: deadline(step, at), scheduled: true }
}

fn reached(step: &str) -> Fact {
    Fact {
        name: format!("deadline:{}:{step}", ts(0).time()),
        at: time("2026-03-03T11:00:00Z"),
        by: None,
        what: What::Reached { since: ts(0).time(), step: step.to_owned() },
        subject: None,
    }
}

fn notice(key: &str) -> Notice {
    Notice {
        key: key.to_owned(),
        since: ts(0).time(),
        steps: vec!["remind-1h".to_owned()],
        act: Act::Remind,
        to: Destination::Person("U0STAFF01".to_owned()),
    }
}

fn owed(key: &str) -> StoredNotice {
    StoredNotice::new(notice(key), "waiting", time("2026-03-02T12:00:00Z"))
}

/// An item that waits since `ts(seconds)`, due a day later.
fn waiting_item(seconds: i64) -> Folded {
    let since = ts(seconds).time();
    let due = since + jiff::SignedDuration::from_hours(24);
    let item = Item {
        id: ItemId::slack("T0STAFF01", "C0EXT0001", &ts(seconds)),
        source: "Customers".to_owned(),
        kind: None,
        state: State::Waiting,
        title: "hello".to_owned(),
        url: "https://acme.slack.test/archives/C0EXT0001".to_owned(),
        requester: Requester {
            platform: Platform::Slack,
            id: "U0CUST0001".to_owned(),
            name: "Grace".to_owned(),
            company: Some("Acme Corp".to_owned()),
        },
        opened_at: since,
        waiting_since: Some(since),
        due_at: Some(due),
        first_response_seconds: None,
        breaches: 0,
        claimed_by: None,
        snoozed_until: None,
        ready: false,
        form: BTreeMap::new(),
        missing: vec![],
        same_as: None,
        asked_by: vec![],
    };
    let grace = Person { role: Role::Outside, name: "Grace".to_owned(), company: None, provisional: false };
    let trace = TraceEntry { at: since, fact: format!("message:{}", ts(seconds)), by: "Grace".to_owned(), effect: String::new() };
    Folded {
        item,
        conversation: channel(),
        excerpt: "hello".to_owned(),
        runs: vec![Run { since, due, end: None }],
        comments: 1,
        waiting: vec![author().key()],
        people: BTreeMap::from([(author().key(), grace)]),
        trace: vec![trace],
        triage: Triage::default(),
    }
}

fn answered_item(seconds: i64) -> Folded {
    let mut folded = waiting_item(seconds);
    folded.item.state = State::Answered;
    folded.item.waiting_since = None;
    folded.item.due_at = None;
    folded.waiting.clear();
    folded
}

fn put(folded: Folded, open: Option<Open>) -> ItemWrite {
    ItemWrite::Put(Box::new(ItemRow {
        folded,
        next_step: Some(time("2026-03-03T08:00:00Z")),
        meeting: MEETING,
        open,
        first_time: false,
    }))
}

/// A commit of the item that waits since `ts(seconds)`.
fn waiting(seconds: i64, expected: Option<u64>) -> Commit {
    let mut commit = Commit::new(channel(), root(seconds), expected);
    commit.item = put(waiting_item(seconds), Some(Open::Waits));
    commit
}
