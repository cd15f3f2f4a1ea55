//! Names of schedules.

use jiff::Timestamp;
use roundup_domain::ConversationId;
use sha2::{Digest, Sha256};

/// Longest name that EventBridge Scheduler takes.
const LONGEST: usize = 64;
/// Bytes of the hash that go into a name: 128 bits, so that two deadlines never meet.
const HASH_BYTES: usize = 16;

/// The name of the schedule of a deadline: the step and the conversation, as far as they fit, for whoever reads the list
/// in the console, then a hash of all four. At most 64 of `[0-9a-zA-Z-_.]` (EventBridge Scheduler, "CreateSchedule").
///
/// `thread` is what tells the item from others in its conversation (in Slack the root's timestamp); `since` names the
/// run of the clock.
#[must_use]
pub fn name_of(conversation: &ConversationId, thread: &str, since: Timestamp, step: &str) -> String {
    let mut hash = Sha256::new();
    for part in [conversation.as_str(), thread, &since.as_nanosecond().to_string(), step] {
        // The length keeps one part from running into the next.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let hex: String = digest.iter().take(HASH_BYTES).map(|byte| format!("{byte:02x}")).collect();
    let readable = format!("{step}.{}", conversation.as_str());
    let allowed = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let prefix: String = readable.chars().map(allowed).take(LONGEST - 2 * HASH_BYTES - 1).collect();
    format!("{prefix}.{hex}")
}
