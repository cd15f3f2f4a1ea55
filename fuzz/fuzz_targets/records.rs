//! What the functions are invoked with: API Gateway's requests and the table's stream. Reading them ends, and what was read from a
//! fact's row is filed under the key that it came from.
#![no_main]

use libfuzzer_sys::fuzz_target;
use roundup_ingest::{SigningSecret, github};
use roundup_runtime::gateway;
use roundup_store::stream::{self, ChangeKind};
use roundup_store::{Row, RowKey};

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data)
        && let Some(row) = Row::parse(text)
    {
        let sort = row.to_string();
        assert_eq!(Row::parse(&sort), Some(row), "a key reads back: {sort}");
    }
    let Ok(event) = serde_json::from_slice::<serde_json::Value>(data) else { return };
    let _ = stream::is_delivered(&event);
    for change in stream::changes(std::slice::from_ref(&event)) {
        if let ChangeKind::Fact(filed) = change.what {
            assert!(RowKey::of_fact(&filed).row.to_string().len() < 4_096);
        }
    }
    let request = gateway::request(event);
    let secrets = [SigningSecret::new("a secret that no input contains: 9f8e7d6c5b4a39281706", None)];
    assert!(github::verify(&request.headers, &request.body, &secrets).is_err());
});
