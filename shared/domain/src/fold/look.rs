//! What a card of an item shows, in one word: another one wherever the card would be another one.

use crate::item::{Item, Triage};
use std::fmt::{self, Write};

/// Names what a card shows of an item besides how long ago things were.
pub(super) fn revision(item: &Item, excerpt: &str, triage: &Triage) -> String {
    let Item { kind, state, title, url, requester, waiting_since, due_at, .. } = item;
    let Item { claimed_by, snoozed_until, ready, form, missing, same_as, asked_by, .. } = item;
    let Triage { low_risk, docs_covered, docs_missing, existing, asked, actions, decided, owner, .. } = triage;
    let mut digest = Fnv::default();
    let asks = (kind, state, title, url, requester, excerpt, waiting_since, due_at);
    let is_triaged = (claimed_by, snoozed_until, ready, form, missing, same_as, asked_by);
    let found_out = (low_risk, docs_covered, docs_missing, existing, asked, actions, decided, owner);
    // Writing into a number cannot fail.
    let _ = write!(digest, "{asks:?}{is_triaged:?}{found_out:?}");
    format!("{:016x}", digest.0)
}

/// FNV-1a of 64 bits (IETF draft "The FNV Non-Cryptographic Hash Algorithm"): the same in every build, which the standard
/// library's hashers do not promise.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Write for Fnv {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}
