//! Which items of a channel a new fact concerns.

use crate::channel::TopFact;
use crate::sources::Place;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::channel::TOGETHER;
use roundup_domain::{ConversationId, Fact, Filed, Place as FiledAt, Role, SlackTs};
use std::collections::BTreeSet;

impl App {
    /// The heads of the items that `filed`, a fact of a Slack channel, may change.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn affected(&self, place: &Place<'_>, filed: &Filed, now: Timestamp) -> Result<BTreeSet<SlackTs>, AppError> {
        let conversation = &filed.conversation;
        match &filed.place {
            FiledAt::Top(ts) => self.affected_by_top(conversation, place, ts, now).await,
            FiledAt::Reply { root, ts } => {
                if ts != root {
                    self.refile_what_waited_for(conversation, root, ts).await?;
                }
                Ok(BTreeSet::from([self.head_of(conversation, place, root, now).await?]))
            }
            FiledAt::About(ts) => self.affected_by_about(conversation, place, ts, &filed.fact, now).await,
            FiledAt::Thread | FiledAt::Conversation => Ok(BTreeSet::new()),
        }
    }

    /// A top-level message changes its own item; its neighbours' items, which it joins or parts; and, being ours, those that
    /// waited in the channel at its time.
    async fn affected_by_top(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        now: Timestamp,
    ) -> Result<BTreeSet<SlackTs>, AppError> {
        // Itself, because a thread that was known before its root is an item until now, and none if the root continues another.
        let mut heads = BTreeSet::from([ts.clone(), self.head_of(conversation, place, ts, now).await?]);
        // One from longer ago has nothing to do with this one, nor had it with the next.
        let is_close = |before: &TopFact| ts.time().duration_since(before.top.ts.time()) <= TOGETHER;
        if let Some(before) = self.last_before(conversation, place, ts, now).await?.filter(is_close) {
            heads.insert(self.head_of(conversation, place, &before.top.ts, now).await?);
        }
        // The next one may have been a head until now, and as none has to go; and if it says thanks, it says so to this one.
        let after = self.first_after(conversation, place, ts, now).await?;
        // So may a thread below a bot's message on the way there.
        heads.extend(after.bots);
        if let Some(after) = after.found {
            heads.insert(self.head_of(conversation, place, &after.top.ts, now).await?);
            heads.insert(after.top.ts);
        }
        let top = self.top(conversation, place, ts, now).await?;
        if top.is_some_and(|top| top.top.role == Role::Staff) {
            heads.extend(self.store.open_since(conversation, ts).await?);
        }
        Ok(heads)
    }

    /// An edit, deletion or check mark: of a top-level message, or of a reply, to whose thread it is then filed.
    async fn affected_by_about(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        fact: &Fact,
        now: Timestamp,
    ) -> Result<BTreeSet<SlackTs>, AppError> {
        if let Some(root) = self.store.root_of_reply(conversation, ts).await? {
            self.store.refile(conversation, &root, fact).await?;
            return Ok(BTreeSet::from([self.head_of(conversation, place, &root, now).await?]));
        }
        // At top level, or not known so far: then it is the root of a thread, or a reply that finds this when it comes.
        Ok(BTreeSet::from([self.head_of(conversation, place, ts, now).await?]))
    }

    /// Files under their thread the edits, deletions and check marks that came before the reply that they are about.
    async fn refile_what_waited_for(&self, conversation: &ConversationId, root: &SlackTs, ts: &SlackTs) -> Result<(), AppError> {
        for fact in self.store.abouts(conversation, ts, ts).await? {
            self.store.refile(conversation, root, &fact).await?;
        }
        Ok(())
    }

    /// The same for every reply of a thread, whose facts are `inside`: the stream may not have told yet of what is stored about them.
    /// Whether there was anything.
    pub(crate) async fn refile_what_is_about_replies(
        &self,
        conversation: &ConversationId,
        root: &SlackTs,
        inside: &[Fact],
    ) -> Result<bool, AppError> {
        let replies: BTreeSet<SlackTs> =
            inside.iter().filter_map(|fact| fact.name.strip_prefix("message:")?.parse().ok()).collect();
        let (Some(first), Some(last)) = (replies.first(), replies.last()) else { return Ok(false) };
        let mut found = false;
        for fact in self.store.abouts(conversation, first, last).await? {
            let about: Option<SlackTs> = fact.what.concerns().and_then(|of| of.parse().ok());
            if about.is_some_and(|ts| replies.contains(&ts)) && !inside.iter().any(|known| known.name == fact.name) {
                self.store.refile(conversation, root, &fact).await?;
                found = true;
            }
        }
        Ok(found)
    }
}
