#![allow(clippy::unwrap_used)]

use super::{NotAThread, Row, RowKey, ThreadKey, abouts, due, in_thread, open, open_since, seconds, tops};
use jiff::Timestamp;
use proptest::prelude::*;
use roundup_domain::{ConversationId, Place, SlackTs};

fn slack_ts() -> impl Strategy<Value = SlackTs> {
    (0_u64..10_000_000_000, 0_u32..1_000_000).prop_map(|(s, us)| format!("{s:010}.{us:06}").parse().unwrap())
}

fn thread() -> impl Strategy<Value = ThreadKey> {
    prop_oneof![Just(ThreadKey::Only), slack_ts().prop_map(ThreadKey::Root)]
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_000_000_000_000_000).prop_map(|us| Timestamp::from_microsecond(us).unwrap())
}

fn name() -> impl Strategy<Value = String> {
    "[ -~äß#]{1,40}"
}

fn row() -> impl Strategy<Value = Row> {
    prop_oneof![
        slack_ts().prop_map(Row::Top),
        (slack_ts(), name()).prop_map(|(ts, fact)| Row::About { ts, fact }),
        name().prop_map(Row::Conversation),
        (thread(), name()).prop_map(|(thread, fact)| Row::Fact { thread, fact }),
        thread().prop_map(Row::Item),
        (thread(), instant(), name()).prop_map(|(thread, since, step)| Row::Deadline { thread, since, step }),
        (thread(), name()).prop_map(|(thread, key)| Row::Notice { thread, key }),
        Just(Row::Channel),
        Just(Row::Enrolled),
        slack_ts().prop_map(Row::Asked),
        name().prop_map(Row::Aside),
    ]
}

proptest! {
    #[test]
    fn every_row_is_found_again_by_its_key(row in row()) {
        prop_assert_eq!(Row::parse(&row.to_string()), Some(row));
    }

    #[test]
    fn two_rows_never_share_a_key(one in row(), other in row()) {
        prop_assert_eq!(one == other, one.to_string() == other.to_string());
    }

    #[test]
    fn a_range_of_messages_holds_those_in_between_and_nothing_else(
        from in slack_ts(), to in slack_ts(), of in slack_ts(), fact in name(), other in row(),
    ) {
        let between = |key: &str, (low, high): (String, String)| low.as_str() <= key && key <= high.as_str();
        let within = from <= of && of <= to;
        prop_assert_eq!(between(&Row::Top(of.clone()).to_string(), tops(Some(&from), Some(&to))), within);
        prop_assert_eq!(between(&Row::Top(of.clone()).to_string(), tops(Some(&from), None)), from <= of);
        prop_assert_eq!(between(&Row::Top(of.clone()).to_string(), tops(None, Some(&to))), of <= to);
        let about = Row::About { ts: of.clone(), fact }.to_string();
        prop_assert_eq!(between(&about, abouts(&from, &to)), within);
        prop_assert_eq!(between(&open(Some(&of)), open_since(&from)), from <= of);
        prop_assert!(between(&open(None), open_since(&from)));
        if !matches!(other, Row::Top(_)) {
            prop_assert!(!between(&other.to_string(), tops(None, None)));
        }
    }

    #[test]
    fn a_thread_holds_its_own_rows_and_nothing_else(thread in thread(), row in row()) {
        let own = match &row {
            Row::Fact { thread, .. } | Row::Item(thread) | Row::Deadline { thread, .. } | Row::Notice { thread, .. } => Some(thread),
            _ => None,
        };
        prop_assert_eq!(row.to_string().starts_with(&in_thread(&thread)), own == Some(&thread));
        if let Some(own) = own {
            prop_assert!(row.to_string().starts_with(&in_thread(own)));
        }
    }

    #[test]
    fn times_in_keys_sort_as_the_times_do(one in instant(), other in instant()) {
        prop_assert_eq!(seconds(one) < seconds(other), one.as_second() < other.as_second());
        prop_assert_eq!(seconds(one).len(), 20);
        prop_assert!(due(one) >= seconds(one), "never early");
        prop_assert_eq!(due(one) == seconds(one), one.subsec_nanosecond() == 0);
    }
}

#[test]
fn keys_are_spelled_as_the_table_above_says() {
    let ts: SlackTs = "1700000000.000100".parse().unwrap();
    let root = ThreadKey::Root(ts.clone());
    let since: Timestamp = "2026-03-02T14:00:00Z".parse().unwrap();
    for (row, spelled) in [
        (Row::Top(ts.clone()), "TOP#1700000000.000100"),
        (Row::Aside(Row::Top(ts.clone()).to_string()), "ASIDE#TOP#1700000000.000100"),
        (Row::About { ts: ts.clone(), fact: "delete:1".to_owned() }, "ABT#1700000000.000100#delete:1"),
        (Row::Conversation("joined:U1:1".to_owned()), "CHN#joined:U1:1"),
        (Row::Fact { thread: ThreadKey::Only, fact: "opened".to_owned() }, "THR#0#FACT#opened"),
        (Row::Item(root.clone()), "THR#1700000000.000100#ITEM"),
        (
            Row::Deadline { thread: ThreadKey::Only, since, step: "remind-4h".to_owned() },
            "THR#0#DEADLINE#2026-03-02T14:00:00Z#remind-4h",
        ),
        (Row::Notice { thread: root, key: "k".to_owned() }, "THR#1700000000.000100#NOTICE#k"),
        (Row::Channel, "CHANNEL"),
    ] {
        assert_eq!(row.to_string(), spelled);
    }
}

#[test]
fn a_fact_is_filed_where_its_event_says() {
    let (root, ts): (SlackTs, SlackTs) = ("1700000000.000100".parse().unwrap(), "1700000001.000100".parse().unwrap());
    for (place, spelled) in [
        (Place::Top(ts.clone()), "TOP#1700000001.000100"),
        (Place::About(ts.clone()), "ABT#1700000001.000100#f"),
        (Place::Reply { root, ts }, "THR#1700000000.000100#FACT#f"),
        (Place::Thread, "THR#0#FACT#f"),
        (Place::Conversation, "CHN#f"),
    ] {
        assert_eq!(Row::of_fact(&place, "f").to_string(), spelled);
    }
}

#[test]
fn what_is_no_key_of_a_conversation_is_none() {
    assert_eq!(RowKey::parse("PERSON#slack:U1", "PERSON"), None);
    assert_eq!(RowKey::parse("META", "WEEK#2026-03-03"), None);
    assert_eq!(RowKey::parse("META", "CONFIGURATION"), None);
    for sk in ["", "ASIDE", "TOP", "TOP#1", "ABT#1700000000.000100", "THR#0#", "THR#x#ITEM", "THR#0#FACT", "THR#0#DEADLINE#x#y"] {
        assert_eq!(RowKey::parse("CONV#slack:C1", sk), None, "{sk}");
    }
    let key = RowKey::parse("CONV#github:acme/widgets#12", "THR#0#ITEM").unwrap();
    assert_eq!(key, RowKey::new(&ConversationId::from_stored("github:acme/widgets#12"), Row::Item(ThreadKey::Only)));
    assert_eq!("1".parse::<ThreadKey>(), Err(NotAThread));
}
