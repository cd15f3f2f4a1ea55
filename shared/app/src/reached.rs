//! Deadlines: the schedules that wake us, and what happens when one is reached.

use crate::settle::reached_fact;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::plan::Deadline;
use roundup_domain::{ConversationId, Filed, Place, SlackTs};
use roundup_schedule::{Ensured, name_of};
use roundup_store::{StoredDeadline, ThreadKey};
use serde::{Deserialize, Serialize};

/// What a schedule hands to the deadline function: which step of which run was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineInput {
    /// The conversation.
    pub conversation: ConversationId,
    /// The item's thread in it: in Slack its root.
    pub root: Option<SlackTs>,
    /// The deadline.
    pub deadline: Deadline,
}

impl App {
    /// Writes down that a deadline was reached; the reactor does the rest. Whoever of scheduler and sweep is first writes
    /// it, and the others find it written.
    ///
    /// # Errors
    /// The table's.
    pub async fn reached(&self, input: &DeadlineInput) -> Result<(), AppError> {
        let place = match &input.root {
            Some(root) => Place::Reply { root: root.clone(), ts: root.clone() },
            None => Place::Thread,
        };
        let filed = Filed { conversation: input.conversation.clone(), place, fact: reached_fact(&input.deadline) };
        self.store.put_fact(&filed).await?;
        Ok(())
    }

    /// Makes a schedule for each deadline. One that cannot be made is no reason to stop: the expiring row and the sweep
    /// watch too, and the next settling tries again.
    pub(crate) async fn schedule(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        deadlines: impl Iterator<Item = &Deadline>,
        now: Timestamp,
    ) -> Vec<StoredDeadline> {
        let mut stored = Vec::new();
        for deadline in deadlines {
            let input = DeadlineInput { conversation: conversation.clone(), root: root(thread), deadline: deadline.clone() };
            let name = name_of(conversation, &thread.to_string(), deadline.since, &deadline.step);
            let input = serde_json::to_string(&input).unwrap_or_default();
            let scheduled = match self.schedules.ensure(now, &name, deadline.at, &input).await {
                Ok(Ensured::Created | Ensured::Updated | Ensured::Already) => true,
                Ok(Ensured::Past) => false,
                Err(error) => {
                    tracing::warn!(schedule = name, %error, "no schedule for a deadline; row and sweep watch it");
                    false
                }
            };
            stored.push(StoredDeadline { deadline: deadline.clone(), scheduled });
        }
        stored
    }

    /// Cancels the schedules of deadlines that matter no more. One that stays behind fires, and finds nothing to do.
    pub(crate) async fn unschedule(&self, conversation: &ConversationId, thread: &ThreadKey, deadlines: &[Deadline]) {
        for deadline in deadlines {
            let name = name_of(conversation, &thread.to_string(), deadline.since, &deadline.step);
            if let Err(error) = self.schedules.cancel(&name).await {
                tracing::warn!(schedule = name, %error, "a schedule stays behind; it will find nothing to do");
            }
        }
    }
}

fn root(thread: &ThreadKey) -> Option<SlackTs> {
    match thread {
        ThreadKey::Only => None,
        ThreadKey::Root(root) => Some(root.clone()),
    }
}
