#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use roundup_domain::{ItemId, SlackTs};

mod answers;

fn id(name: &str) -> Option<ItemRef> {
    Some(ItemRef::Id(ItemId::from_stored(name)))
}

fn slack(channel: &str, root: &str) -> Option<ItemRef> {
    Some(ItemRef::Slack { channel: channel.to_owned(), root: root.parse().unwrap() })
}

#[test]
fn a_command_is_a_word_and_what_it_takes() {
    let item = "github:acme/widgets#12".to_owned();
    let link = "<https://github.com/acme/widgets/issues/12|issue 12>".to_owned();
    for (typed, meant) in [
        ("", Command::Help),
        ("  HELP me", Command::Help),
        ("?", Command::Help),
        ("list", Command::List),
        ("List please", Command::List),
        ("oncall", Command::OnCall),
        ("on-call", Command::OnCall),
        ("On Call", Command::OnCall),
        ("take", Command::Take { until: None }),
        ("take until", Command::Take { until: None }),
        ("take 17:00", Command::Take { until: Some("17:00".to_owned()) }),
        ("TAKE Until  tomorrow 9:00 ", Command::Take { until: Some("tomorrow 9:00".to_owned()) }),
        (
            "swap <@U0STAFF02|grace> mon 9:00 tue 17:00",
            Command::Swap { user: "U0STAFF02".to_owned(), times: "mon 9:00 tue 17:00".to_owned() },
        ),
        ("swap with <@W0STAFF02> eod", Command::Swap { user: "W0STAFF02".to_owned(), times: "eod".to_owned() }),
        ("why github:acme/widgets#12", Command::Why { item: item.clone() }),
        ("digest", Command::Digest),
        ("snooze github:acme/widgets#12 until mon", Command::Snooze { item, until: "mon".to_owned() }),
        (
            "Snooze <https://github.com/acme/widgets/issues/12|issue 12> 2h",
            Command::Snooze { item: link.clone(), until: "2h".to_owned() },
        ),
        ("why <https://github.com/acme/widgets/issues/12|issue 12>", Command::Why { item: link }),
    ] {
        assert_eq!(parse(typed), Ok(meant), "{typed:?}");
    }
}

#[test]
fn what_is_no_command_is_answered_with_what_would_be_right() {
    let unknown = |meant| Usage::UnknownWord { meant };
    for (typed, why) in [
        ("lsit", unknown(Some("list"))),
        ("tkae 17:00", unknown(Some("take"))),
        ("snoze github:acme/widgets#12 2h", unknown(Some("snooze"))),
        ("on", unknown(None)),
        ("weather", unknown(None)),
        (&"l".repeat(3_000), unknown(None)),
        ("swap", Usage::NoUser),
        ("swap @grace mon tue", Usage::NoUser),
        ("swap grace mon tue", Usage::NoUser),
        ("swap <@C0HELP001> mon tue", Usage::NoUser),
        ("swap <@U0STAFF02", Usage::NoUser),
        ("swap <!channel> mon tue", Usage::NoUser),
        ("swap <@U0STAFF02|grace>", Usage::NoTimes),
        ("why", Usage::NoItem),
        ("why is that", Usage::NoItem),
        ("snooze", Usage::NoItem),
        ("snooze tomorrow", Usage::NoItem),
        ("snooze <https://acme.test/1> tomorrow", Usage::NoItem),
        ("snooze github:acme/widgets#12", Usage::NoUntil),
        ("snooze github:acme/widgets#12 until", Usage::NoUntil),
    ] {
        assert_eq!(parse(typed), Err(why), "{typed:?}");
    }
}

#[test]
fn every_word_that_help_shows_is_understood() {
    for word in WORDS {
        assert!(!matches!(parse(word.name), Err(Usage::UnknownWord { .. })), "{}", word.name);
    }
}

#[test]
fn an_item_is_named_by_its_name_or_by_a_link_to_it() {
    for (typed, named) in [
        ("github:acme/widgets#12", id("github:acme/widgets#12")),
        (" acme/widgets#12 ", id("github:acme/widgets#12")),
        ("github:acme/widgets/discussions/3", id("github:acme/widgets/discussions/3")),
        ("slack:T0STAFF01:C0EXT0001:1700000000.000100", id("slack:T0STAFF01:C0EXT0001:1700000000.000100")),
        ("https://github.com/acme/widgets/issues/12", id("github:acme/widgets#12")),
        ("http://www.GitHub.com/acme/wid.gets_2/issues/12/", id("github:acme/wid.gets_2#12")),
        ("github.com/acme/widgets/pull/12/files", id("github:acme/widgets#12")),
        ("https://github.com/acme/widgets/pull/12#issuecomment-987", id("github:acme/widgets#12")),
        ("https://github.com/acme/widgets/issues/12?a=b&amp;c=d#x", id("github:acme/widgets#12")),
        ("<https://github.com/acme/widgets/discussions/3|a | label>", id("github:acme/widgets/discussions/3")),
        ("https://acme.slack.com/archives/C0EXT0001/p1700000000000100", slack("C0EXT0001", "1700000000.000100")),
        (
            "<https://acme.slack.com/archives/C0EXT0001/p1700000009000200?thread_ts=1700000000.000100&amp;cid=C0EXT0001>",
            slack("C0EXT0001", "1700000000.000100"),
        ),
        (
            "https://acme.enterprise.slack.com/archives/C0EXT0001/p1700000009000200?cid=C0EXT0001&thread_ts=1700000000.000100",
            slack("C0EXT0001", "1700000000.000100"),
        ),
    ] {
        assert_eq!(item_ref(typed), named, "{typed:?}");
    }
}

#[test]
fn what_names_no_item_is_none() {
    for typed in [
        "",
        "<>",
        "12",
        "#12",
        "acme#12",
        "acme/widgets#",
        "acme/widgets#-1",
        "acme/widgets#+1",
        "acme/widgets#99999999999999999999999",
        "a/b/c#12",
        "github:acme/wid gets#12",
        "slack:T0STAFF01:C0EXT0001:1700000000",
        "slack:T0STAFF01:1700000000.000100",
        "slack:t:c:1700000000.000100",
        "https://github.com/acme/widgets",
        "https://github.com/acme/widgets/issues/new",
        "https://github.com/acme/widgets/commit/12",
        "https://github.com.evil.test/acme/widgets/issues/12",
        "https://evilslack.com/archives/C0EXT0001/p1700000000000100",
        "https://acme.slack.com/archives/C0EXT0001/p170000000000010",
        "https://acme.slack.com/archives/C0EXT0001/p17000000000001é",
        "https://acme.slack.com/archives/C0EXT0001/p1700000000000100?thread_ts=nonsense",
        "https://acme.slack.com/archives/c%20x/p1700000000000100",
        "ftp://github.com/acme/widgets/issues/12",
    ] {
        assert_eq!(item_ref(typed), None, "{typed:?}");
    }
}

/// Commands, links, and what is nearly one.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "(?s).{0,12}",
        Just(" ".to_owned()),
        "(list|on|call|take|swap|why|digest|snooze|until|with)",
        "<?@?[UWC][A-Z0-9]{0,8}[|>]?",
        "(https?://)?(github\\.com|acme\\.slack\\.com)/",
        "(archives|issues|pull|discussions|acme|widgets)/",
        "p[0-9é]{15,17}",
        "[<>|#?&=:/]",
        "[0-9]{1,25}",
        Just("thread_ts=1700000000.000100".to_owned()),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in typed()) {
        let _ = item_ref(&text);
        if let Ok(Command::Why { item } | Command::Snooze { item, .. }) = parse(&text) {
            prop_assert!(item_ref(&item).is_some(), "{}", item);
        }
    }

    #[test]
    fn an_items_name_names_it(number in any::<u64>(), micros in 0_i64..9_999_999_999_999_999) {
        let issue = format!("github:acme/widgets#{number}");
        prop_assert_eq!(item_ref(&issue), id(&issue));
        let root = SlackTs::from_time(jiff::Timestamp::from_microsecond(micros).unwrap());
        let thread = ItemId::slack("T0STAFF01", "C0EXT0001", &root);
        prop_assert_eq!(item_ref(thread.as_str()), Some(ItemRef::Id(thread)));
    }
}
