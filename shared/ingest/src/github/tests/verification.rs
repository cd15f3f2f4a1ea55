use super::{issue, payload};
use crate::Rejection;
use crate::github::{BODY_LIMIT, Event, fits, parse, parse_delivery, verify};
use crate::signature::{SigningSecret, sign};
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;

/// The example in GitHub's "Validating webhook deliveries".
const SECRET: &str = "It's a Secret to Everybody";
const BODY: &[u8] = b"Hello, World!";
const SIGNATURE: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

fn signed(signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("X-Hub-Signature-256", HeaderValue::try_from(signature).unwrap());
    headers
}

fn secret() -> [SigningSecret; 1] {
    [SigningSecret::new(SECRET, None)]
}

#[test]
fn the_published_example_verifies_in_either_case() {
    assert_eq!(verify(&signed(SIGNATURE), BODY, &secret()), Ok(()));
    assert_eq!(verify(&signed(&SIGNATURE.to_uppercase().replacen("SHA", "sha", 1)), BODY, &secret()), Ok(()));
    assert_eq!(verify(&signed(SIGNATURE), b"Hello, World", &secret()), Err(Rejection::Mismatch));
}

#[test]
fn signatures_that_are_missing_repeated_or_malformed_are_rejected() {
    let header = "x-hub-signature-256";
    assert_eq!(verify(&HeaderMap::new(), BODY, &secret()), Err(Rejection::Missing(header)));
    let mut twice = signed(SIGNATURE);
    twice.append(header, HeaderValue::from_static(SIGNATURE));
    assert_eq!(verify(&twice, BODY, &secret()), Err(Rejection::Repeated(header)));
    let joined = format!("{SIGNATURE},{SIGNATURE}");
    for malformed in ["", "sha256=", &SIGNATURE[7..], &SIGNATURE[..70], &SIGNATURE.replace("sha256=", "sha1="), &joined] {
        assert_eq!(verify(&signed(malformed), BODY, &secret()), Err(Rejection::Malformed(header)), "{malformed}");
    }
    // The older header, over SHA-1, is not asked for.
    let mut old = HeaderMap::new();
    old.insert("X-Hub-Signature", HeaderValue::from_static("sha1=3dca279e731c97c38e3019a075dee9ebbd0a99f0"));
    assert_eq!(verify(&old, BODY, &secret()), Err(Rejection::Missing(header)));
}

#[test]
fn any_current_or_previous_secret_verifies_and_an_empty_one_never_does() {
    let rotated = [SigningSecret::new("other", None), SigningSecret::new("new", Some(SECRET.into()))];
    assert_eq!(verify(&signed(SIGNATURE), BODY, &rotated), Ok(()));
    let empty = format!("sha256={}", sign("", &[BODY]));
    assert_eq!(verify(&signed(&empty), BODY, &[SigningSecret::new("", Some(String::new()))]), Err(Rejection::NoSecret));
    assert_eq!(verify(&signed(&empty), BODY, &[]), Err(Rejection::NoSecret));
}

#[test]
fn a_body_is_read_as_json_or_as_a_form_with_the_json_in_it() {
    let json = payload("opened", "issue", issue()).to_string();
    let form = form_urlencoded::Serializer::new(String::new()).append_pair("payload", &json).finish();
    let expected = parse("issues", "application/json", json.as_bytes());
    assert!(matches!(expected, Event::Facts(_)));
    for content_type in ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=utf-8", ""] {
        assert_eq!(parse("issues", content_type, form.as_bytes()), expected, "{content_type}");
    }
    assert_eq!(parse("issues", "application/json; charset=utf-8", json.as_bytes()), expected);

    let mut headers = HeaderMap::new();
    headers.insert("X-GitHub-Event", HeaderValue::from_static("issues"));
    headers.insert("Content-Type", HeaderValue::from_static("application/x-www-form-urlencoded"));
    assert_eq!(parse_delivery(&headers, form.as_bytes()), expected);
    headers.append("X-GitHub-Event", HeaderValue::from_static("push"));
    assert_eq!(parse_delivery(&headers, form.as_bytes()), Event::Ignored("no one event named"));
}

#[test]
fn what_is_not_understood_is_ignored() {
    assert_eq!(parse("ping", "application/json", b"{\"zen\":\"Design for failure.\"}"), Event::Ping);
    assert_eq!(parse("push", "application/json", b"{}"), Event::Ignored("an event of no interest"));
    assert_eq!(parse("", "", b""), Event::Ignored("an event of no interest"));
    for body in ["", "{", "payload=%7B", "other=1"] {
        assert_eq!(parse("issues", "application/json", body.as_bytes()), Event::Ignored("not JSON"), "{body}");
    }
    for body in ["{}", "[]", "null", "7", r#"{"action":7}"#, r#"{"action":"opened","issue":[]}"#] {
        assert!(matches!(parse("issues", "application/json", body.as_bytes()), Event::Ignored(_)), "{body}");
    }
}

#[test]
fn bodies_are_looked_at_up_to_six_mebibytes() {
    assert!(fits(0) && fits(BODY_LIMIT) && !fits(BODY_LIMIT + 1));
    assert_eq!(BODY_LIMIT, 6_291_456);
}

proptest! {
    #[test]
    fn what_is_signed_verifies_and_one_changed_bit_does_not(
        body in proptest::collection::vec(any::<u8>(), 1..400),
        secret in "[!-~]{1,80}",
        byte in any::<prop::sample::Index>(),
        bit in 0_u32..8,
    ) {
        let signature = sign(&secret, &[&body]);
        let secrets = [SigningSecret::new("another", Some(secret))];
        prop_assert_eq!(verify(&signed(&format!("sha256={signature}")), &body, &secrets), Ok(()));

        let mut forged = body.clone();
        forged[byte.index(body.len())] ^= 1 << bit;
        prop_assert_eq!(verify(&signed(&format!("sha256={signature}")), &forged, &secrets), Err(Rejection::Mismatch));

        let digit = byte.index(64);
        let flipped = u8::from_str_radix(&signature[digit..=digit], 16).unwrap() ^ (1 << (bit % 4));
        let other = format!("sha256={}{flipped:x}{}", &signature[..digit], &signature[digit + 1..]);
        prop_assert_eq!(verify(&signed(&other), &body, &secrets), Err(Rejection::Mismatch));
    }
}
