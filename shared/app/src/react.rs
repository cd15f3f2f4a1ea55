//! The reactor: new facts in, items brought up to date.

use crate::ours::is_ours;
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{ConversationId, Filed, What};
use roundup_store::stream::{Change, ChangeKind};
use roundup_store::{Row, ThreadKey};
use std::collections::{BTreeMap, BTreeSet};

/// After how long a fact is looked at again when Slack or GitHub could not say what has to be known: at first, and at most.
const LOOK_AGAIN: [SignedDuration; 2] = [SignedDuration::from_mins(1), SignedDuration::from_mins(15)];
/// For how long it is: what a token may not tell for a week it may never tell, and what cannot be looked up counts as outside.
const LOOKED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What came of a batch of stream records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reacted {
    /// Sequence numbers of the first record of each conversation that could not be dealt with. Lambda retries from the
    /// lowest on; the others come again too, and change nothing.
    pub failed: Vec<String>,
}

/// What became of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// What they concern is up to date.
    In {
        /// How many facts count by now that did not before, as far as clocks go.
        fresh: usize,
    },
    /// They were put aside, to be looked at again.
    Aside,
}

impl App {
    /// Brings up to date every item that a batch of changes of the table concerns. The changes of one conversation are taken
    /// together; one conversation's failure does not keep the others.
    pub async fn react(&self, changes: &[Change], now: Timestamp) -> Reacted {
        let mut by_conversation: BTreeMap<&ConversationId, Vec<&Change>> = BTreeMap::new();
        for change in changes {
            if let Some(key) = &change.key {
                by_conversation.entry(&key.conversation).or_default().push(change);
            }
        }
        let mut reacted = Reacted::default();
        for (conversation, changes) in by_conversation {
            // On the heap: what all of it together is laid out as is more than the compiler follows.
            if let Err(error) = Box::pin(self.react_in(conversation, &changes, now)).await {
                tracing::error!(%conversation, %error, "could not bring a conversation up to date");
                reacted.failed.extend(changes.first().map(|change| change.sequence.clone()));
            }
        }
        reacted
    }

    async fn react_in(&self, conversation: &ConversationId, changes: &[&Change], now: Timestamp) -> Result<(), AppError> {
        let mut facts = Vec::new();
        let mut threads = BTreeSet::new();
        for change in changes {
            match &change.what {
                ChangeKind::Fact(filed) => facts.push((**filed).clone()),
                ChangeKind::DeadlineExpired { thread, .. } => {
                    threads.insert(thread.clone());
                }
                // Trying again would not help, and the good records behind it are not to wait.
                ChangeKind::Unreadable => tracing::error!(%conversation, sequence = change.sequence, "a record cannot be read"),
                ChangeKind::Other => {}
            }
        }
        self.take_in(conversation, &facts, threads, now).await.map(drop)
    }

    /// Brings up to date what `facts` concern, and `threads` besides.
    ///
    /// # Errors
    /// The table's. A failed look-up is none: the facts are put aside and looked at again.
    pub(crate) async fn take_in(
        &self,
        conversation: &ConversationId,
        facts: &[Filed],
        mut threads: BTreeSet<ThreadKey>,
        now: Timestamp,
    ) -> Result<Taken, AppError> {
        if is_ours(conversation) {
            // On the heap, as is settling below: unoptimised, all of it together is more than the stack of a thread.
            return Box::pin(self.take_in_ours(conversation, facts, now)).await;
        }
        let left = self.without_erased(conversation, facts, now).await?;
        if left.is_empty() && !facts.is_empty() && threads.is_empty() {
            return Ok(Taken::In { fresh: 0 });
        }
        let facts = left.as_slice();
        let is_changed = facts.iter().any(|filed| matches!(filed.fact.what, What::Joined | What::ChannelChanged));
        let before = if is_changed { self.forget_channel(conversation, now).await? } else { None };
        let place = match self.place_of(conversation, now).await {
            Ok(Some(place)) => place,
            // Not ours to keep: a channel that the app happens to be in, a repository that is not configured.
            Ok(None) => {
                let rows: Vec<Row> = facts.iter().map(|filed| Row::of_fact(&filed.place, &filed.fact.name)).collect();
                self.store.delete_facts(conversation, &rows).await?;
                return Ok(Taken::In { fresh: 0 });
            }
            Err(AppError::LookUp { what, why }) => {
                tracing::warn!(%conversation, what, why, "put aside until it can be looked up");
                return self.look_again(facts, now).await;
            }
            Err(error) => return Err(error),
        };
        if conversation.slack_channel().is_some() {
            let is_shared = place.channel.as_ref().map(|channel| channel.shared);
            if is_changed && (is_shared.is_none() || before != is_shared) {
                // Who answers at top level whom may be otherwise than it was.
                let open = self.store.open_now(conversation).await?;
                threads.extend(open.into_iter().map(ThreadKey::Root));
            }
            for filed in facts {
                threads.extend(self.affected(&place, filed, now).await?.into_iter().map(ThreadKey::Root));
            }
        } else {
            threads.insert(ThreadKey::Only);
            if let Some(at_last) = self.follow_move(conversation, now).await?
                && let Some(place) = self.place_of(&at_last, now).await?
            {
                Box::pin(self.settle(&at_last, &ThreadKey::Only, &place, now)).await?;
            }
        }
        let mut fresh = 0;
        for thread in &threads {
            fresh += Box::pin(self.settle(conversation, thread, &place, now)).await?;
        }
        self.refresh_homes(facts, now).await?;
        self.show_decisions(facts, now).await?;
        if place.unknown.is_any() { self.look_again(facts, now).await } else { Ok(Taken::In { fresh }) }
    }

    /// Takes out of the table what was erased and has come again; what is left.
    async fn without_erased(
        &self,
        conversation: &ConversationId,
        facts: &[Filed],
        now: Timestamp,
    ) -> Result<Vec<Filed>, AppError> {
        let marks = self.erased_marks(now).await?;
        let (gone, left): (Vec<&Filed>, Vec<&Filed>) = facts.iter().partition(|filed| marks.hold(filed));
        if !gone.is_empty() {
            let rows: Vec<Row> = gone.iter().map(|filed| Row::of_fact(&filed.place, &filed.fact.name)).collect();
            self.store.delete_facts(conversation, &rows).await?;
        }
        Ok(left.into_iter().cloned().collect())
    }

    /// Forgets what was looked up about a channel, since it has changed: whether it was shared, as far as that is known.
    async fn forget_channel(&self, conversation: &ConversationId, now: Timestamp) -> Result<Option<bool>, AppError> {
        let before = self.store.channel(conversation, now).await?;
        self.store.forget_channel(conversation).await?;
        Ok(before.map(|channel| channel.shared))
    }

    /// Puts facts aside, to be looked at again: the longer they have been, the later.
    pub(crate) async fn look_again(&self, facts: &[Filed], now: Timestamp) -> Result<Taken, AppError> {
        let mut taken = Taken::In { fresh: 0 };
        for filed in facts {
            let since = self.store.aside_since(filed).await?.unwrap_or(now);
            let been = now.duration_since(since);
            if been < LOOKED_FOR {
                let [at_first, at_most] = LOOK_AGAIN;
                self.store.put_aside(filed, since, now + (been / 16).clamp(at_first, at_most)).await?;
                taken = Taken::Aside;
            }
        }
        Ok(taken)
    }
}
