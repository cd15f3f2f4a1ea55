#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

#[test]
fn every_form_of_the_contract_is_read() {
    for (text, days, seconds) in [
        ("24h", 0, 86_400),
        ("30m", 0, 1_800),
        ("0m", 0, 0),
        ("0d", 0, 0),
        ("2d", 2, 0),
        ("1d12h", 1, 43_200),
        ("1w", 7, 0),
        ("1w2d3h4m5s", 9, 11_045),
        ("1h30m", 0, 5_400),
        ("90m", 0, 5_400),
        ("4294967295d", u32::MAX, 0),
        ("4294967295s", 0, u32::MAX),
    ] {
        assert_eq!(text.parse(), Ok(Lapse { days, seconds }), "{text}");
    }
}

#[test]
fn nonsense_is_refused_with_what_would_be_right() {
    for text in [
        "", "h", "24", "24 h", " 24h", "24h ", "-1h", "+1h", "1.5h", "24H", "1h1d", "1h1h", "1m2h", "1y", "1d 12h", "24hh",
        "ten", "٣h", "1é", "always", "PT24H", "0", "1e3m", "1_000m", "1w1w",
    ] {
        assert_eq!(text.parse::<Lapse>(), Err(NotALapse(text.to_owned())), "{text:?}");
    }
    assert_eq!("a day".parse::<Lapse>().unwrap_err().to_string(), r#""a day" is no length of time; write 24h, 30m, 2d or 1d12h"#);
}

#[test]
fn what_is_too_long_is_refused() {
    for text in ["4294967296d", "613566757w", "1193047h", "71582789m", "1193046h28m16s", "99999999999999999999h", "613566756w4d"]
    {
        assert_eq!(text.parse::<Lapse>(), Err(NotALapse(text.to_owned())), "{text}");
    }
    assert_eq!("1193046h28m15s".parse(), Ok(Lapse::seconds(u32::MAX)));
    assert_eq!("613566756w3d".parse(), Ok(Lapse::days(u32::MAX)));
}

#[test]
fn each_length_has_one_spelling() {
    for (text, shown) in [
        ("24h", "24h"),
        ("48h", "48h"),
        ("90m", "1h30m"),
        ("0m", "0m"),
        ("0h", "0m"),
        ("1w", "7d"),
        ("1w1d", "8d"),
        ("1d12h", "1d12h"),
        ("1d24h", "1d24h"),
        ("60m", "1h"),
        ("007h", "7h"),
        ("90s", "1m30s"),
    ] {
        assert_eq!(text.parse::<Lapse>().unwrap().to_string(), shown, "{text}");
    }
}

#[test]
fn a_day_and_24_hours_are_not_the_same() {
    assert_ne!("1d".parse::<Lapse>(), "24h".parse::<Lapse>());
}

#[test]
fn in_json_it_is_its_text() {
    let lapse: Lapse = serde_json::from_str(r#""1d12h""#).unwrap();
    assert_eq!(lapse, Lapse { days: 1, seconds: 43_200 });
    assert_eq!(serde_json::to_string(&lapse).unwrap(), r#""1d12h""#);
    let refused = serde_json::from_str::<Lapse>(r#""1 day""#).unwrap_err().to_string();
    assert!(refused.contains("write 24h"), "{refused}");
}

proptest! {
    #[test]
    fn what_is_shown_reads_back(days: u32, seconds: u32) {
        let lapse = Lapse { days, seconds };
        prop_assert_eq!(lapse.to_string().parse(), Ok(lapse));
    }

    #[test]
    fn small_ones_read_back_too(days in 0u32..3, seconds in 0u32..7_300) {
        let lapse = Lapse { days, seconds };
        prop_assert_eq!(lapse.to_string().parse(), Ok(lapse));
    }

    #[test]
    fn no_text_makes_it_panic(text in "[0-9wdhms .+-]{0,12}|\\PC{0,8}") {
        if let Ok(lapse) = text.parse::<Lapse>() {
            prop_assert_eq!(lapse.to_string().parse(), Ok(lapse));
        }
    }
}
