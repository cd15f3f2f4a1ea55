use crate::signature::{SigningSecret, sign};
use crate::slack::{BODY_LIMIT, fits, verify};
use crate::{Rejection, slack};
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// The example in Slack's "Verifying requests from Slack".
const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const SENT: i64 = 1_531_420_618;
const BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar\
    &user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands\
    %2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let parsed = |(name, value): &(&str, &str)| (HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
    let mut map = HeaderMap::new();
    pairs.iter().map(parsed).for_each(|(name, value)| {
        map.append(name, value);
    });
    map
}

fn published() -> HeaderMap {
    headers(&[("X-Slack-Request-Timestamp", "1531420618"), ("X-Slack-Signature", SIGNATURE)])
}

fn secret() -> Vec<SigningSecret> {
    vec![SigningSecret::new(SECRET, None)]
}

fn at(offset: SignedDuration) -> Timestamp {
    Timestamp::from_second(SENT).unwrap() + offset
}

#[test]
fn the_published_example_verifies() {
    assert_eq!(verify(&published(), BODY.as_bytes(), &secret(), at(SignedDuration::ZERO)), Ok(()));
    let mixed_case = headers(&[("x-sLaCk-request-TIMESTAMP", "1531420618"), ("X-SLACK-SIGNATURE", SIGNATURE)]);
    assert_eq!(verify(&mixed_case, BODY.as_bytes(), &secret(), at(SignedDuration::ZERO)), Ok(()));
    let upper = SIGNATURE.to_uppercase().replacen("V0=", "v0=", 1);
    let upper = headers(&[("x-slack-request-timestamp", "1531420618"), ("x-slack-signature", &upper)]);
    assert_eq!(verify(&upper, BODY.as_bytes(), &secret(), at(SignedDuration::ZERO)), Ok(()));
}

#[test]
fn a_timestamp_may_be_300_seconds_off_the_clock_either_way_and_no_more() {
    let cases = [(0, true), (300_000, true), (300_001, false), (301_000, false), (86_400_000, false)];
    for (millis, accepted) in cases {
        for off in [SignedDuration::from_millis(millis), SignedDuration::from_millis(-millis)] {
            let verdict = verify(&published(), BODY.as_bytes(), &secret(), at(off));
            let stale = matches!(verdict, Err(Rejection::Stale { .. }));
            assert_eq!((verdict.is_ok(), stale), (accepted, !accepted), "{off:?} off");
        }
    }
}

#[test]
fn headers_that_are_missing_repeated_or_malformed_are_rejected() {
    let (stamp, signature) = ("x-slack-request-timestamp", "x-slack-signature");
    let cases: &[(&[(&str, &str)], Rejection)] = &[
        (&[], Rejection::Missing(stamp)),
        (&[(signature, SIGNATURE)], Rejection::Missing(stamp)),
        (&[(stamp, "1531420618")], Rejection::Missing(signature)),
        (&[(stamp, "1531420618"), (stamp, "1531420618"), (signature, SIGNATURE)], Rejection::Repeated(stamp)),
        (&[(stamp, "1531420618"), (signature, SIGNATURE), (signature, "v0=00")], Rejection::Repeated(signature)),
        (&[(stamp, "1531420618"), (signature, &SIGNATURE[3..])], Rejection::Malformed(signature)),
        (&[(stamp, "1531420618"), (signature, "v0=")], Rejection::Malformed(signature)),
        (&[(stamp, "1531420618"), (signature, &SIGNATURE[..65])], Rejection::Malformed(signature)),
        (&[(stamp, "1531420618"), (signature, &SIGNATURE.replace("v0=a", "v0=+"))], Rejection::Malformed(signature)),
        (&[(stamp, "1531420618"), (signature, &SIGNATURE.replace("v0=", "v1="))], Rejection::Malformed(signature)),
    ];
    for (pairs, expected) in cases {
        let verdict = verify(&headers(pairs), BODY.as_bytes(), &secret(), at(SignedDuration::ZERO));
        assert_eq!(verdict.as_ref(), Err(expected), "{pairs:?}");
    }
    for stamp in ["", " 1531420618", "+1531420618", "-1531420618", "1531420618.0", "1.5e9", "0x5b47", "99999999999999999999", "١"]
    {
        let mut headers = published();
        headers.insert("x-slack-request-timestamp", HeaderValue::from_bytes(stamp.as_bytes()).unwrap());
        let verdict = verify(&headers, BODY.as_bytes(), &secret(), at(SignedDuration::ZERO));
        assert_eq!(verdict, Err(Rejection::Malformed("x-slack-request-timestamp")), "{stamp:?}");
    }
}

#[test]
fn any_current_or_previous_secret_verifies_and_an_empty_one_never_does() {
    let previous = |text: &str| Some(text.to_owned());
    let cases = [
        (vec![SigningSecret::new("new", previous(SECRET))], Ok(())),
        (vec![SigningSecret::new("other app", None), SigningSecret::new(SECRET, previous("old"))], Ok(())),
        (vec![SigningSecret::new("new", previous("old"))], Err(Rejection::Mismatch)),
        (vec![], Err(Rejection::NoSecret)),
        (vec![SigningSecret::new("", None), SigningSecret::new("", previous(""))], Err(Rejection::NoSecret)),
    ];
    for (secrets, expected) in cases {
        assert_eq!(verify(&published(), BODY.as_bytes(), &secrets, at(SignedDuration::ZERO)), expected);
    }
    let signed_with_nothing = format!("v0={}", sign("", &[b"v0:1531420618:{}"]));
    let headers = headers(&[("x-slack-request-timestamp", "1531420618"), ("x-slack-signature", &signed_with_nothing)]);
    let secrets = [SigningSecret::new("", previous(""))];
    assert_eq!(verify(&headers, b"{}", &secrets, at(SignedDuration::ZERO)), Err(Rejection::NoSecret));
}

#[test]
fn neither_a_rejection_nor_a_secret_prints_what_would_have_been_right() {
    let verdict = verify(&published(), b"forged", &secret(), at(SignedDuration::ZERO)).unwrap_err();
    let expected = sign(SECRET, &[b"v0:1531420618:forged"]);
    let printed = format!("{verdict} {verdict:?} {:?}", secret());
    assert!(!printed.contains(&expected) && !printed.contains(SECRET), "{printed}");
    assert_eq!(verdict.to_string(), "the signature does not match");
}

#[test]
fn bodies_are_looked_at_up_to_one_mebibyte() {
    assert!(fits(0) && fits(BODY_LIMIT) && !fits(BODY_LIMIT + 1));
    assert_eq!(slack::BODY_LIMIT, 1_048_576);
}

proptest! {
    #[test]
    fn what_is_signed_verifies_and_one_changed_bit_does_not(
        body in proptest::collection::vec(any::<u8>(), 1..400),
        secret in "[!-~]{1,80}",
        sent in 1_000_000_000_i64..4_000_000_000,
        byte in any::<prop::sample::Index>(),
        bit in 0_u32..8,
    ) {
        let now = Timestamp::from_second(sent).unwrap();
        let stamp = sent.to_string();
        let signature = sign(&secret, &[b"v0:", stamp.as_bytes(), b":", &body]);
        let signed = |signature: &str| headers(&[
            ("x-slack-request-timestamp", &stamp), ("x-slack-signature", &format!("v0={signature}")),
        ]);
        let secrets = [SigningSecret::new(secret, None)];
        prop_assert_eq!(verify(&signed(&signature), &body, &secrets, now), Ok(()));

        let mut forged = body.clone();
        forged[byte.index(body.len())] ^= 1 << bit;
        prop_assert_eq!(verify(&signed(&signature), &forged, &secrets, now), Err(Rejection::Mismatch));

        let digit = byte.index(64);
        let flipped = u8::from_str_radix(&signature[digit..=digit], 16).unwrap() ^ (1 << (bit % 4));
        let other = format!("{}{flipped:x}{}", &signature[..digit], &signature[digit + 1..]);
        prop_assert_eq!(verify(&signed(&other), &body, &secrets, now), Err(Rejection::Mismatch));

        let later = (sent + 1).to_string();
        let moved = headers(&[("x-slack-request-timestamp", &later), ("x-slack-signature", &format!("v0={signature}"))]);
        prop_assert_eq!(verify(&moved, &body, &secrets, now), Err(Rejection::Mismatch));
    }
}
