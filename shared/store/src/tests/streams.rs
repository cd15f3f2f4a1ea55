use super::{channel, edit, owed, reached, reply, root, store, time, top, ts, waiting, watched};
use crate::stream::{Change, ChangeKind, changes, is_delivered};
use crate::{Commit, Row, RowKey};
use roundup_embedded::EmbeddedTable;
use serde_json::Value;

fn delivered(embedded: &EmbeddedTable) -> Vec<Value> {
    let (mut records, _) = embedded.read_stream(None, 1_000).unwrap();
    records.retain(is_delivered);
    records
}

fn news(changes: &[Change]) -> Vec<&str> {
    changes
        .iter()
        .map(|change| match &change.what {
            ChangeKind::Fact(filed) => filed.fact.name.as_str(),
            ChangeKind::DeadlineExpired { deadline, .. } => deadline.step.as_str(),
            ChangeKind::Other => "other",
            ChangeKind::Unreadable => "unreadable",
        })
        .collect()
}

#[tokio::test]
async fn a_fact_that_came_in_is_delivered_as_it_was_filed() {
    let (embedded, store) = store().await;
    let facts = [top(0), reply(0, 5), edit(5, 6)];
    for fact in &facts {
        store.put_fact(fact).await.unwrap();
        store.put_fact(fact).await.unwrap();
    }
    let changes = changes(&delivered(&embedded));
    assert_eq!(changes.len(), 3, "what was there already is no news");
    for (change, fact) in changes.iter().zip(&facts) {
        assert_eq!(change.what, ChangeKind::Fact(Box::new(fact.clone())));
        assert_eq!(change.key, Some(RowKey::of_fact(fact)));
        assert_eq!(change.sequence.len(), 21);
    }
}

#[tokio::test]
async fn the_reactors_own_writes_are_not_delivered() {
    let (embedded, store) = store().await;
    let mut commit = waiting(0, None);
    commit.facts = vec![reached("remind-4h")];
    commit.deadlines_put = vec![watched("remind-1h", "2026-03-03T11:00:00Z"), watched("escalate-0m", "2026-03-03T12:00:00Z")];
    commit.notices_put = vec![owed("a")];
    store.commit(&commit).await.unwrap();
    store.refile(&channel(), &ts(0), &edit(5, 6).fact).await.unwrap();
    store.claim_notice(&channel(), &root(0), "a", 0, time("2026-03-02T12:00:00Z")).await.unwrap();
    let mut commit = Commit::new(channel(), root(0), Some(1));
    commit.deadlines_delete = vec![watched("escalate-0m", "2026-03-03T12:00:00Z").deadline];
    store.commit(&commit).await.unwrap();
    store.put_aside(&edit(5, 6), time("2026-03-02T12:00:00Z"), time("2026-03-02T12:05:00Z")).await.unwrap();
    store.put_aside(&edit(5, 6), time("2026-03-02T12:00:00Z"), time("2026-03-02T12:10:00Z")).await.unwrap();
    store.take_back(&edit(5, 6)).await.unwrap();
    store.apply_configuration(&super::configuration::applied(1, "[roundup]")).await.unwrap();

    assert!(delivered(&embedded).is_empty());
    let (all, _) = embedded.read_stream(None, 1_000).unwrap();
    assert_eq!(all.len(), 15, "they are in the stream");
    assert!(news(&changes(&all)).iter().all(|news| *news == "other"), "and the code does not rely on the filter");
}

#[tokio::test]
async fn a_deadline_that_expired_is_delivered_unless_it_was_deleted_before() {
    let (embedded, store) = store().await;
    let (one, other) = (watched("remind-1h", "2026-03-03T11:00:00Z"), watched("escalate-0m", "2026-03-03T11:00:00Z"));
    let mut commit = waiting(0, None);
    commit.deadlines_put = vec![one.clone(), other.clone()];
    store.commit(&commit).await.unwrap();
    let mut commit = waiting(0, Some(1));
    commit.deadlines_delete = vec![other.deadline];
    store.commit(&commit).await.unwrap();

    embedded.set_now(time("2026-03-03T11:00:01Z"));
    assert_eq!(embedded.sweep_ttl().unwrap(), 1);
    let found = changes(&delivered(&embedded));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].what, ChangeKind::DeadlineExpired { thread: root(0), deadline: one.deadline.clone() });
    let row = Row::Deadline { thread: root(0), since: one.deadline.since, step: one.deadline.step };
    assert_eq!(found[0].key, Some(RowKey::new(&channel(), row)));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_does_not_hide_the_others() {
    let (embedded, store) = store().await;
    for seconds in [0, 1, 2] {
        store.put_fact(&top(seconds)).await.unwrap();
    }
    let mut records = delivered(&embedded);
    records[1]["dynamodb"]["NewImage"]["fact"]["S"] = Value::String("{\"name\":".to_owned());
    let changes = changes(&records);
    let expected = [top(0).fact.name, "unreadable".to_owned(), top(2).fact.name];
    assert_eq!(news(&changes), expected);
    assert_eq!(changes[1].sequence, records[1]["dynamodb"]["SequenceNumber"].as_str().unwrap());
    assert_eq!(changes[1].key, Some(RowKey::of_fact(&top(1))));
}
