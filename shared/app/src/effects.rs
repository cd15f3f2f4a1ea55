//! What is owed besides messages: labels and assignees in the tracker, the members of a user group. Doing any of it twice
//! changes nothing.

use crate::outbox::Undelivered;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::ConversationId;
use roundup_domain::decide::{EXISTING, OPEN, is_open};
use roundup_domain::item::Wish;
use roundup_domain::plan::{Act, Destination};
use roundup_store::{StoredNotice, Thread, ThreadKey};

impl App {
    /// Brings something outside in line with what is wanted; where nothing is any more, notes that.
    pub(crate) async fn deliver_effect(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        stored: &Thread,
        notice: &StoredNotice,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let key = &notice.notice.key;
        if !is_open(&notice.wants) || is_brought_about(stored, notice) {
            return self.let_go(conversation, thread, notice).await;
        }
        if !self.store.claim_notice(conversation, thread, key, notice.attempts, now).await? {
            return Ok(());
        }
        match self.bring_about(conversation, stored, notice, now).await {
            Ok(()) => {
                self.shown(conversation, thread, notice).await?;
                self.count_sent(conversation, stored, notice, now);
                Ok(())
            }
            Err(error) => self.put_off(conversation, thread, notice, &error, now).await,
        }
    }

    async fn bring_about(
        &self,
        conversation: &ConversationId,
        stored: &Thread,
        notice: &StoredNotice,
        now: Timestamp,
    ) -> Result<(), Undelivered> {
        let wanted = notice.wants.strip_prefix(OPEN).unwrap_or_default().trim();
        if let Destination::UserGroup(group) = &notice.notice.to {
            return Ok(self.slack.set_user_group(self.home(), group, &[wanted.to_owned()]).await?);
        }
        if notice.notice.to == Destination::Email {
            return self.send_mail(notice, now).await;
        }
        if notice.notice.key == EXISTING {
            return self.mark_existing(&ConversationId::from_stored(wanted), now).await;
        }
        let Some((repository, number)) = conversation.github_issue() else { return Ok(()) };
        if let (Act::Decision, Some(item)) = (notice.notice.act, &stored.item) {
            return self.comment_decision(repository, number, &item.folded, notice).await;
        }
        let Some(left) = left_to_do(stored, notice) else { return Ok(()) };
        match notice.notice.act {
            Act::Label => self.label(repository, number, &left).await,
            Act::Assign => self.assign(repository, number, &left).await,
            _ => Ok(()),
        }
    }

    /// Marks the issue or pull request that there is already as ready for the Roundup, where it is in one of our trackers.
    /// The mark is not taken back with the form: by then it may be somebody else's.
    async fn mark_existing(&self, existing: &ConversationId, now: Timestamp) -> Result<(), Undelivered> {
        let Some((repository, number)) = existing.github_issue() else { return Ok(()) };
        // Of a repository it is known without asking anybody whether it is a source.
        if !matches!(self.place_of(existing, now).await, Ok(Some(_))) {
            return Ok(());
        }
        let label = self.rules.roundup.ready_label.clone();
        Ok(self.github.add_labels(repository, number, &[label]).await?)
    }

    async fn label(&self, repository: &str, number: u64, wish: &Wish) -> Result<(), Undelivered> {
        self.github.add_labels(repository, number, &wish.add).await?;
        for label in &wish.remove {
            self.github.remove_label(repository, number, label).await?;
        }
        Ok(())
    }

    async fn assign(&self, repository: &str, number: u64, wish: &Wish) -> Result<(), Undelivered> {
        for login in &wish.add {
            self.github.add_assignee(repository, number, login).await?;
        }
        for login in &wish.remove {
            self.github.remove_assignee(repository, number, login).await?;
        }
        Ok(())
    }
}

/// What is wished for beyond what was brought about before.
fn left_to_do(stored: &Thread, notice: &StoredNotice) -> Option<Wish> {
    let triage = &stored.item.as_ref()?.folded.triage;
    let wish = match notice.notice.act {
        Act::Label => triage.labels.as_ref(),
        Act::Assign => triage.assignees.as_ref(),
        _ => None,
    };
    wish.map(|wish| wish.after(notice.shown.as_deref()))
}

/// Whether all that is wished for was brought about, though the tracker has not told so yet.
fn is_brought_about(stored: &Thread, notice: &StoredNotice) -> bool {
    let is_wish = matches!(notice.notice.act, Act::Label | Act::Assign) && notice.notice.key != EXISTING;
    is_wish && left_to_do(stored, notice).is_some_and(|left| left.is_nothing())
}
