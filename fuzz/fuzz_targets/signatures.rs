//! Signatures and headers: whatever arrives is turned away or let in, and nothing that was not
//! signed is let in.
#![no_main]

use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use roundup_ingest::{SigningSecret, github, slack};

/// Headers, one a line, an empty line, the body.
fn read(data: &[u8]) -> (HeaderMap, &[u8]) {
    let split = data.windows(2).position(|two| two == b"\n\n");
    let (head, body) = split.map_or((data, &[][..]), |at| (&data[..at], &data[at + 2..]));
    let headers = head.split(|byte| *byte == b'\n').filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        Some((HeaderName::from_bytes(&line[..colon]).ok()?, HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?))
    });
    let mut map = HeaderMap::new();
    headers.for_each(|(name, value)| {
        map.append(name, value);
    });
    (map, body)
}

fuzz_target!(|data: &[u8]| {
    let (headers, body) = read(data);
    let now = Timestamp::from_second(1_772_460_000).expect("a time");
    // Nobody can have guessed this one.
    let secrets = [SigningSecret::new("a secret that no input contains: 9f8e7d6c5b4a39281706", None)];
    assert!(slack::verify(&headers, body, &secrets, now).is_err());
    assert!(github::verify(&headers, body, &secrets).is_err());
    // An empty secret lets nobody in, and no secret does not either.
    for none in [vec![SigningSecret::new("", Some(String::new()))], Vec::new()] {
        assert!(slack::verify(&headers, body, &none, now).is_err());
        assert!(github::verify(&headers, body, &none).is_err());
    }
});
