//! The message shortcut *Track in Roundup*: any message, ours or theirs, becomes something for the Roundup.

use super::asker::Asker;
use super::when;
use crate::sources::Place;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::item::Folded;
use roundup_domain::{Author, ConversationId, Fact, Filed, ItemId, Place as FiledAt, State, What};
use roundup_ingest::slack::{Shortcut, ShortcutMessage};
use roundup_store::ThreadKey;
use roundup_views::Scene;
use roundup_views::action::TRACK;
use roundup_views::form;

impl App {
    /// Tracks a message, and opens its triage form.
    pub(super) async fn shortcut(&self, shortcut: &Shortcut, now: Timestamp) -> Result<(), AppError> {
        let asker = Asker::of_shortcut(shortcut);
        if shortcut.callback_id != TRACK {
            tracing::info!(callback = shortcut.callback_id, "a shortcut that is not ours");
            return Ok(());
        }
        if let Some(why) = self.standing(asker.user, asker.team, now).await?.refusal() {
            self.tell_asker(&asker, why).await;
            return Ok(());
        }
        let Some(message) = &shortcut.message else { return Ok(()) };
        let conversation = ConversationId::slack(&message.channel);
        let place = match self.place_of(&conversation, now).await {
            Ok(Some(place)) if !conversation.is_direct() => place,
            Ok(_) => {
                let why =
                    "This channel is none of Roundup's sources. Add it to `roundup.toml`, and Roundup watches it from then on.";
                self.tell_asker(&asker, why).await;
                return Ok(());
            }
            Err(AppError::LookUp { .. }) => {
                self.tell_asker(&asker, "Slack could not say which channel this is just now; please try again in a moment.")
                    .await;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let head = self.head_of(&conversation, &place, &message.root, now).await?;
        let id = ItemId::slack(place.team.as_deref().unwrap_or_default(), &message.channel, &head);
        if let Some((verb, what)) = self.to_track(&id, message).await? {
            let at = shortcut.action_ts.as_ref().map_or(now, |at| when(at, now));
            // By whom and when: who takes it back can put it on the list again.
            let name = format!("{verb}:{}:{}:{at}", message.ts, asker.user);
            let place = FiledAt::Reply { root: head.clone(), ts: head.clone() };
            let fact = Fact { name, at, by: Some(Author::slack(asker.user)), what, subject: None };
            self.put_counted(&Filed { conversation: conversation.clone(), place, fact }, now).await?;
        }
        let Some(folded) = self.preview(&conversation, &ThreadKey::Root(head), &place, now).await? else { return Ok(()) };
        let text = self.whole_text(&folded, now).await?;
        let on_call = self.on_call().await?;
        let scene = Scene { rules: &self.rules, on_call: &on_call, now };
        self.open(&asker, &form::triage::view(&scene, &folded, &text, None, None)).await;
        Ok(())
    }

    /// What makes an item of a message, with the verb that names it; none where it is one already. What was taken for a
    /// thank-you needs an answer.
    async fn to_track(&self, id: &ItemId, message: &ShortcutMessage) -> Result<Option<(&'static str, What)>, AppError> {
        // What is left of an item when all from outside was deleted is none, for that matter.
        let is_left = |folded: &Folded| folded.comments > 0 || folded.item.state != State::Closed;
        let Some(folded) = self.store.item(id).await?.filter(is_left) else {
            let author = message.author.clone().unwrap_or_else(|| Author::slack("USLACKBOT"));
            return Ok(Some(("tracked", What::Tracked { author, text: message.text.clone() })));
        };
        let fact = format!("message:{}", message.ts);
        let is_thanks = folded.trace.iter().any(|entry| entry.fact == fact && entry.effect.starts_with("an acknowledgement"));
        Ok(is_thanks.then(|| ("counts", What::Counts { of: message.ts.to_string() })))
    }

    /// The item as it is; or, where the reactor has not come to it yet, as it is going to be.
    pub(super) async fn item_or_preview(&self, id: &ItemId, now: Timestamp) -> Result<Option<Folded>, AppError> {
        if let Some(folded) = self.store.item(id).await? {
            return Ok(Some(folded));
        }
        let (conversation, root) = id.conversation();
        match self.place_of(&conversation, now).await {
            Ok(Some(place)) => self.preview(&conversation, &ThreadKey::of(root), &place, now).await,
            Ok(None) | Err(AppError::LookUp { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn preview(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        place: &Place<'_>,
        now: Timestamp,
    ) -> Result<Option<Folded>, AppError> {
        let reading = self.read(conversation, thread, place, now).await?;
        Ok(self.fold(conversation, place, &reading, now))
    }
}

/// Whether an item is of Slack.
pub(super) fn is_slack(id: &ItemId) -> bool {
    id.conversation().0.slack_channel().is_some()
}
