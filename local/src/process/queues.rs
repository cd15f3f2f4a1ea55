//! What was given up: what would be in one of the three queues on AWS, whose alarms tell somebody.

use super::Process;
use super::pump::ASIDE;
use serde::Serialize;

/// The queue of invocations that failed for good, as the template names it behind the stack's name.
pub(super) const FAILED_INVOCATIONS: &str = "arn:aws:sqs:local:000000000000:roundup-failed-invocations";
/// The queue of schedules that could not invoke their function.
pub(super) const FAILED_SCHEDULES: &str = "arn:aws:sqs:local:000000000000:roundup-failed-schedules";
/// The queue of records of the table's stream that the reactor keeps failing on.
const FAILED_RECORDS: &str = "roundup-failed-records";

/// How much is in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Queued {
    /// The queue's name.
    pub queue: String,
    /// How many messages.
    pub count: usize,
}

impl Process {
    /// The queues that are not empty.
    #[must_use]
    pub fn queued(&self) -> Vec<Queued> {
        let letters = self.scheduler.dead_letters();
        let letters_in = |arn: &str| letters.iter().filter(|letter| letter.queue == arn).count();
        let records = self.table.state_list(ASIDE).map_or_else(
            |error| {
                tracing::error!(%error, "what was put aside cannot be read");
                0
            },
            |kept| kept.len(),
        );
        let of_arn = |arn: &str| (arn.rsplit(':').next().unwrap_or(arn).to_owned(), letters_in(arn));
        let all = [of_arn(FAILED_INVOCATIONS), of_arn(FAILED_SCHEDULES), (FAILED_RECORDS.to_owned(), records)];
        all.into_iter().filter(|(_, count)| *count > 0).map(|(queue, count)| Queued { queue, count }).collect()
    }
}
