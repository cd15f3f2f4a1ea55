//! What others wrote: escaped it is inert, cut it ends between what people see as characters and never inside an entity.
#![no_main]

use libfuzzer_sys::fuzz_target;
use roundup_slack::mrkdwn;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let escaped = mrkdwn::escape(text);
    assert!(!escaped.contains(['<', '>']), "something in {escaped:?} is not inert");
    for max in [0, 1, 5, 75, 150, 3_000] {
        let cut = mrkdwn::escape_to(text, max);
        assert!(cut.chars().count() <= max, "longer than {max}: {cut:?}");
        assert!(!cut.contains(['<', '>']));
        // Every ampersand begins one of the three entities.
        for (at, _) in cut.match_indices('&') {
            assert!(
                ["&amp;", "&lt;", "&gt;"].iter().any(|entity| cut[at..].starts_with(entity)),
                "cut inside an entity: {cut:?}"
            );
        }
        let plain = mrkdwn::truncate(text, max);
        assert!(plain.chars().count() <= max);
    }
});
