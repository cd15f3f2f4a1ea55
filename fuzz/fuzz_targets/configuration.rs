//! The configuration: any text is accepted or refused with a place in it, and what is accepted holds together.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match roundup_config::parse(text) {
        Ok(rules) => {
            for source in &rules.sources {
                assert!(rules.policies.contains_key(&source.policy), "a source without a policy");
            }
            let start = jiff::Timestamp::from_second(1_772_460_000).expect("a time");
            for policy in rules.policies.values() {
                drop(policy.steps(start));
            }
            let meeting = rules.roundup.meeting.next(start);
            assert!(meeting.at > start, "the next meeting is to come");
            drop((rules.on_call.at(start), rules.roundup.meeting.next_preparation(start)));
        }
        Err(problems) => assert!(!problems.to_string().is_empty()),
    }
    drop(text.parse::<roundup_domain::lapse::Lapse>());
});
