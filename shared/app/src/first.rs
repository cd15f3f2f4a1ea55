//! Who asks, or helps, for the first time.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::ItemId;
use roundup_domain::item::Folded;
use roundup_store::{Commit, CommitError, First, ItemWrite, Thread, ThreadKey};

/// How often it is tried to write an item that somebody else writes at the same time.
const TRIES: u32 = 4;

impl App {
    /// Whether who asks had never asked for anything before: as it was found when the item was new, or when an older one came
    /// in late.
    ///
    /// # Errors
    /// The table's, or a writer that keeps overtaking.
    pub(crate) async fn is_first_time(&self, stored: &Thread, folded: Option<&Folded>, now: Timestamp) -> Result<bool, AppError> {
        if let Some(item) = &stored.item {
            return Ok(item.first_time);
        }
        let Some(folded) = folded else { return Ok(false) };
        let author = folded.item.requester.account().key();
        let (item, opened) = (&folded.item.id, folded.item.opened_at);
        match self.store.is_first_of(&author, item, opened).await? {
            First::This => Ok(true),
            First::Another => Ok(false),
            First::InsteadOf(other) => {
                // In this order: after a crash it is found out again.
                Box::pin(self.not_first_after_all(&other, now)).await?;
                self.store.put_first(&author, item, opened, &other).await?;
                Ok(true)
            }
        }
    }

    /// Notes who helped, where that is news: so that it is known at the Roundup who did so before.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn note_help(&self, stored: &Thread, folded: Option<&Folded>) -> Result<(), AppError> {
        let Some(folded) = folded else { return Ok(()) };
        let Some(helped) = &folded.triage.helped else { return Ok(()) };
        let is_noted = |known: &Folded| known.triage.helped.as_ref().is_some_and(|known| known.at == helped.at);
        if stored.item.as_ref().is_some_and(|item| is_noted(&item.folded)) {
            return Ok(());
        }
        Ok(self.store.put_helped(&helped.by.account().key(), &folded.item.id, helped.at).await?)
    }

    async fn not_first_after_all(&self, item: &ItemId, now: Timestamp) -> Result<(), AppError> {
        let (conversation, root) = item.conversation();
        let thread = ThreadKey::of(root);
        for _ in 0..TRIES {
            let stored = self.store.thread(&conversation, &thread).await?.item;
            let Some(stored) = stored.filter(|stored| stored.first_time) else { return Ok(()) };
            let row = self.item_row(&stored.folded, stored.next_step, false, now);
            let mut commit = Commit::new(conversation.clone(), thread.clone(), Some(stored.version));
            commit.item = ItemWrite::Put(Box::new(row));
            match self.store.commit(&commit).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Conflict) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(AppError::Contended { conversation: conversation.to_string(), tries: TRIES })
    }
}
