//! Conversations of our own, which belong to no source: Home tabs, who is on call, hand-offs, direct messages with the app.

use crate::duplicates::filed_in;
use crate::react::Taken;
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{Author, ConversationId, Fact, Filed, ItemId, Place, SlackTs, What};
use roundup_store::{AskedAbout, Commit, CommitError, Row, ThreadKey};

/// For how long after a question a message that is no reply to it is still its answer.
const ANSWERS_WITHIN: SignedDuration = SignedDuration::from_hours(72);
/// For how long after an answer another such message still belongs to it: people write in several.
const GOES_ON_WITHIN: SignedDuration = SignedDuration::from_mins(5);
/// For how long a message that answers no question is kept: the answer to the sending of one may have been lost, and which
/// message it is is found when it is looked up, by the next sweep or the one after.
const MAY_ANSWER: SignedDuration = SignedDuration::from_mins(15);
/// How many questions are looked at in search of one that is open.
const QUESTIONS: usize = 8;

/// Whether a conversation is one of our own that facts come in for.
pub(crate) fn is_ours(conversation: &ConversationId) -> bool {
    conversation.home_of().is_some()
        || conversation.handoff_to().is_some()
        || conversation.is_direct()
        || *conversation == ConversationId::on_call()
}

impl App {
    /// Writes down what somebody did in a conversation of our own.
    pub(crate) async fn write_down_in(
        &self,
        conversation: ConversationId,
        by: &str,
        name: String,
        at: Timestamp,
        what: What,
    ) -> Result<(), AppError> {
        let fact = Fact { name, at, by: Some(Author::slack(by)), what, subject: None };
        self.store.put_fact(&Filed { conversation, place: Place::Thread, fact }).await?;
        Ok(())
    }

    /// Commits what is owed in a conversation of our own; false where somebody else was faster, or nothing was to be written.
    pub(crate) async fn committed(&self, commit: &Commit) -> Result<bool, AppError> {
        if commit.notices_put.is_empty() && commit.notices_want.is_empty() {
            return Ok(false);
        }
        match self.store.commit(commit).await {
            Ok(()) => Ok(true),
            Err(CommitError::Conflict) => Ok(false),
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }

    /// Does what facts of a conversation of our own ask for.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn take_in_ours(
        &self,
        conversation: &ConversationId,
        facts: &[Filed],
        now: Timestamp,
    ) -> Result<Taken, AppError> {
        const IN: Taken = Taken::In { fresh: 0 };
        // A schedule's clock may be a little ahead of ours.
        let now = facts
            .iter()
            .filter(|filed| matches!(filed.fact.what, What::Reached { .. }))
            .map(|filed| filed.fact.at)
            .fold(now, Timestamp::max);
        if let Some(user) = conversation.home_of() {
            self.home_opened(user, now).await?;
            self.forget(conversation, facts).await?;
        } else if conversation.is_direct() {
            return self.take_direct_messages(conversation, facts, now).await;
        } else if conversation.handoff_to().is_some() {
            self.settle_hand_off(conversation, false, now).await?;
        } else {
            if facts.iter().any(|filed| matches!(filed.fact.what, What::Override { .. } | What::Undone { .. })) {
                self.tell_of_agreements(now).await?;
            }
            self.hand_over(now).await?;
            self.refresh_homes(facts, now).await?;
        }
        Ok(IN)
    }

    /// What somebody writes to us is kept only where it answers a question, or may turn out to.
    async fn take_direct_messages(&self, direct: &ConversationId, facts: &[Filed], now: Timestamp) -> Result<Taken, AppError> {
        let (mut done, mut open) = (Vec::new(), Vec::new());
        for filed in facts {
            let may_answer = !self.take_direct_message(direct, filed).await?
                && matches!(filed.fact.what, What::Comment { .. })
                && now.duration_since(filed.fact.at) < MAY_ANSWER;
            if may_answer { &mut open } else { &mut done }.push(filed.clone());
        }
        self.forget(direct, &done).await?;
        self.look_again(&open, now).await
    }

    async fn forget(&self, conversation: &ConversationId, facts: &[Filed]) -> Result<(), AppError> {
        let rows: Vec<Row> = facts.iter().map(|filed| Row::of_fact(&filed.place, &filed.fact.name)).collect();
        Ok(self.store.delete_facts(conversation, &rows).await?)
    }

    /// A colleague's answer goes to the item that they were asked about; false where it is none.
    async fn take_direct_message(&self, direct: &ConversationId, filed: &Filed) -> Result<bool, AppError> {
        let What::Comment { id, text, .. } = &filed.fact.what else { return Ok(false) };
        let Some(about) = self.question_answered(direct, &filed.place).await? else { return Ok(false) };
        let fact = Fact {
            name: format!("replied:{id}"),
            at: filed.fact.at,
            by: filed.fact.by.clone(),
            what: What::Replied { to: about.fact.clone(), text: text.clone() },
            subject: None,
        };
        self.store.put_fact(&filed_in(&self.item_of(&about), fact)).await?;
        Ok(true)
    }

    /// Which question a direct message answers: the one in whose thread it is; else the last one that is open, unless that was
    /// asked long ago.
    async fn question_answered(&self, direct: &ConversationId, place: &Place) -> Result<Option<AskedAbout>, AppError> {
        let ts = match place {
            Place::Top(ts) => ts,
            Place::Reply { root, .. } => {
                let asked = self.store.asked(direct, root).await?.filter(|(asked_with, _)| asked_with == root);
                let Some((_, about)) = asked else { return Ok(None) };
                let stands = self.stand_of(&about).await? != Stand::Gone;
                return Ok(Some(about).filter(|_| stands));
            }
            _ => return Ok(None),
        };
        let mut until = ts.clone();
        for _ in 0..QUESTIONS {
            let Some((asked_with, about)) = self.store.asked(direct, &until).await? else { return Ok(None) };
            if ts.time().duration_since(asked_with.time()) > ANSWERS_WITHIN {
                return Ok(None);
            }
            match self.stand_of(&about).await? {
                Stand::Open => return Ok(Some(about)),
                Stand::Answered(at) if ts.time().duration_since(at).abs() <= GOES_ON_WITHIN => return Ok(Some(about)),
                Stand::Answered(_) | Stand::Gone => {}
            }
            until = SlackTs::from_time(asked_with.time() - SignedDuration::from_micros(1));
        }
        Ok(None)
    }

    async fn stand_of(&self, about: &AskedAbout) -> Result<Stand, AppError> {
        // An item that is not found has moved; where to, its facts know.
        let Some(folded) = self.store.item(&self.item_of(about)).await? else { return Ok(Stand::Open) };
        let asked = folded.triage.asked.iter().find(|asked| asked.fact == about.fact);
        Ok(match asked.map(|asked| &asked.answer) {
            None => Stand::Gone,
            Some(None) => Stand::Open,
            Some(Some(answer)) => Stand::Answered(answer.at),
        })
    }

    /// The name under which an item's facts are found, as far as that needs to be known.
    fn item_of(&self, about: &AskedAbout) -> ItemId {
        match (about.conversation.slack_channel(), &about.thread) {
            (Some(channel), ThreadKey::Root(root)) => ItemId::slack(self.home(), channel, root),
            _ => ItemId::github(&about.conversation),
        }
    }
}

/// How a question to a colleague stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    /// It has no answer.
    Open,
    /// It was answered, last then.
    Answered(Timestamp),
    /// It was taken back.
    Gone,
}
