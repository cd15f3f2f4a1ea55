#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

#[test]
fn a_timestamp_is_an_instant_to_the_microsecond() {
    let ts: SlackTs = "1700000000.000100".parse().unwrap();
    assert_eq!(ts.time().to_string(), "2023-11-14T22:13:20.0001Z");
    assert_eq!(ts.to_string(), "1700000000.000100");
}

#[test]
fn what_is_no_timestamp_is_refused() {
    for text in [
        "",
        "1700000000",
        "1700000000.0001",
        "1700000000.0000001",
        "170000000.0000100",
        "1700000000,000100",
        "+700000000.000100",
        "1700000000.00010٣",
        "17000000é0.000100",
        " 1700000000.000100",
        "1700000000.000100\n",
    ] {
        assert_eq!(text.parse::<SlackTs>(), Err(NotASlackTs(text.to_owned())), "{text:?}");
    }
}

#[test]
fn instants_that_no_message_can_have_are_brought_within_bounds() {
    assert_eq!(SlackTs::from_time(Timestamp::MIN).as_str(), "0000000000.000000");
    assert_eq!(SlackTs::from_time(Timestamp::MAX).as_str(), "9999999999.999999");
}

proptest! {
    #[test]
    fn they_are_ordered_as_their_instants_are(one in 0_i64..9_999_999_999_999_999, other in 0_i64..9_999_999_999_999_999) {
        let [one, other] = [one, other].map(|micros| Timestamp::from_microsecond(micros).unwrap());
        prop_assert_eq!(SlackTs::from_time(one).cmp(&SlackTs::from_time(other)), one.cmp(&other));
    }

    #[test]
    fn one_made_of_an_instant_is_of_that_instant(micros in 0_i64..=9_999_999_999_999_999) {
        let at = Timestamp::from_microsecond(micros).unwrap();
        let ts = SlackTs::from_time(at);
        prop_assert_eq!(ts.time(), at);
        prop_assert_eq!(ts.as_str().parse(), Ok(ts));
    }
}
