//! The sweep: finds what the scheduler and the expiring rows missed, and what could not be sent or looked up.

use crate::measured::Left;
use crate::ours::is_ours;
use crate::react::Taken;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::{ConversationId, Filed, Rules};
use roundup_store::{Pending, ThreadKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Under which name it is kept under which rules everything that waits was settled.
const SETTLED_UNDER: &str = "settled under";

/// Under which rules everything that waits was settled.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SettledUnder {
    rules: u64,
    /// What their sources were called: who waits is listed under that until it is settled again.
    sources: BTreeSet<String>,
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Items whose next step had been missed.
    pub overdue: usize,
    /// Messages that were still to be sent or edited.
    pub notices: usize,
    /// Facts that had been put aside.
    pub facts: usize,
}

impl App {
    /// Brings up to date every waiting item whose next step has passed (under other rules than those of the sweep before, every
    /// waiting item), sends what is still owed, and takes in what was put aside. One failure does not keep the others.
    ///
    /// # Errors
    /// The table's, where even the lists cannot be read.
    pub async fn sweep(&self, now: Timestamp) -> Result<Swept, AppError> {
        let (mut swept, mut left) = (Swept::default(), Left::default());
        self.logged(self.hand_over(now).await);
        self.logged(self.send_preparation(now).await.map(drop));
        self.logged(self.post_agenda(now).await.map(drop));
        let sources: BTreeSet<String> = self.rules.sources.iter().map(|source| source.name.clone()).collect();
        let rules = SettledUnder { rules: fingerprint(&self.rules), sources };
        let before: Option<SettledUnder> = self.store.progress(SETTLED_UNDER).await?;
        let are_others = before.as_ref() != Some(&rules);
        let mut are_settled = true;
        let old = before.iter().flat_map(|before| &before.sources).filter(|name| !rules.sources.contains(*name));
        for source in rules.sources.iter().chain(old) {
            let waiting = self.store.waiting(source).await?;
            left.open_past_deadline += waiting.iter().filter(|row| row.item.due_at.is_some_and(|due| due <= now)).count();
            for row in waiting.into_iter().chain(self.store.snoozed(source).await?) {
                let is_overdue = row.next_step.is_some_and(|step| step <= now);
                swept.overdue += usize::from(is_overdue);
                if is_overdue || are_others {
                    let thread = BTreeSet::from([row.thread.clone()]);
                    let taken = self.take_in(&row.conversation, &[], thread, now).await;
                    are_settled &= matches!(taken, Ok(Taken::In { .. }));
                    self.logged(taken.map(drop));
                }
            }
        }
        if are_others && are_settled {
            self.store.put_progress(SETTLED_UNDER, &rules).await?;
        }
        for pending in self.store.pending(now).await? {
            match pending {
                Pending::Notice { conversation, thread, key } => {
                    swept.notices += 1;
                    self.logged(self.deliver_if_still_owed(&conversation, &thread, &key, now).await);
                }
                Pending::Unreadable(key) => {
                    tracing::error!(conversation = %key.conversation, row = %key.row, "a fact that was put aside cannot be read")
                }
                Pending::Fact(filed) => {
                    swept.facts += 1;
                    self.logged(self.try_again(&filed, now).await);
                }
            }
        }
        self.logged(Box::pin(self.forget_old(now)).await.map(drop));
        left.owed = self.store.outbox_size().await?;
        self.count_swept(left, now);
        if let Some(asked) = self.store.asked_to_reconcile().await? {
            // Slack drops events, and has said so.
            let reconciled = Box::pin(self.reconcile(now)).await;
            if reconciled.is_ok() {
                self.store.reconciled_as_asked(asked).await?;
            }
            self.logged(reconciled.map(drop));
        }
        Ok(swept)
    }

    /// Sends or edits what is owed, as things stand by now: an answer may be stored that the stream has not told of yet, and
    /// nothing is sent after an answer.
    async fn deliver_if_still_owed(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        if conversation.handoff_to().is_some() {
            self.settle_hand_off(conversation, false, now).await?;
        } else if !is_ours(conversation) {
            self.take_in(conversation, &[], BTreeSet::from([thread.clone()]), now).await?;
        }
        self.deliver(conversation, thread, key, now).await
    }

    /// Takes in a fact that had been put aside.
    async fn try_again(&self, filed: &Filed, now: Timestamp) -> Result<(), AppError> {
        match self.take_in(&filed.conversation, std::slice::from_ref(filed), BTreeSet::new(), now).await? {
            Taken::In { .. } => Ok(self.store.take_back(filed).await?),
            Taken::Aside => Ok(()),
        }
    }

    fn logged(&self, result: Result<(), AppError>) {
        if let Err(error) = result {
            tracing::error!(%error, "the sweep could not do its part for one item; the next one tries again");
        }
    }
}

/// Which rules these are, among those that an installation has had. Another release may say otherwise of the same rules, and
/// then everything that waits is settled once more, which does no harm: the release may also have learnt to settle otherwise.
fn fingerprint(rules: &Rules) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{rules:?}").hash(&mut hasher);
    hasher.finish()
}
