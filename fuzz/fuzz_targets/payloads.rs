//! Every payload parser: whatever a signed body says, reading it ends, and what becomes a fact can be kept and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use roundup_domain::fact::TEXT_LIMIT;
use roundup_domain::{Filed, What};
use roundup_ingest::{github, slack};
use roundup_views::action::{HomeState, Target};

fn storable(filed: &Filed) {
    let text = match &filed.fact.what {
        What::Opened { text, .. } | What::Comment { text, .. } | What::Edited { text, .. } => text.len(),
        _ => 0,
    };
    assert!(text <= TEXT_LIMIT, "longer than what is kept");
    assert!(!filed.fact.name.is_empty() && filed.fact.name.len() < 900 && filed.conversation.as_str().len() < 900, "no key");
    let json = serde_json::to_string(filed).expect("a fact is JSON");
    assert_eq!(serde_json::from_str::<Filed>(&json).expect("and reads back"), *filed);
}

fuzz_target!(|data: &[u8]| {
    if let slack::Event::Facts(facts) = slack::parse_event(data) {
        facts.iter().for_each(storable);
    }
    drop((slack::parse_interaction(data), slack::parse_command(data)));
    for event in github::EVENTS.iter().copied().chain(["ping", "push"]) {
        for content_type in ["application/json", "application/x-www-form-urlencoded"] {
            if let github::Event::Facts(facts) = github::parse(event, content_type, data) {
                facts.iter().for_each(storable);
            }
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        drop((Target::parse(text), HomeState::parse(text), roundup_views::command::parse(text)));
        drop(roundup_views::action::parse_decision_block(text));
    }
});
