//! The steps of a promise: when an answer is due, and who is told before and after.

use crate::lapse::Lapse;
use crate::plan::{Act, Step};
use crate::rules::Policy;
use jiff::Timestamp;

impl Policy {
    /// When an answer to a comment of `since` is due.
    #[must_use]
    pub fn due(&self, since: Timestamp) -> Timestamp {
        self.hours.after(since, self.respond_within)
    }

    /// The reminders and escalations of the run that began at `since`, in order of time. A reminder that would be due
    /// before anybody waits (a policy shorter than its reminder) is left out.
    #[must_use]
    pub fn steps(&self, since: Timestamp) -> Vec<Step> {
        let due = self.due(since);
        let remind = |before: &Lapse| Step { name: Step::remind(*before), act: Act::Remind, at: self.hours.before(due, *before) };
        let escalate = |(position, after): (usize, &Lapse)| Step {
            name: Step::escalate(*after),
            act: if position == 0 { Act::Escalate } else { Act::EscalateToLead },
            at: self.hours.after(due, *after),
        };
        let reminders = self.remind_before.iter().map(remind).filter(|step| step.at > since);
        let mut steps: Vec<Step> = reminders.chain(self.escalate_after.iter().enumerate().map(escalate)).collect();
        steps.sort_by_key(|step| step.at);
        steps
    }
}

#[cfg(test)]
mod tests;
